"""Items -> Briefing: what is in it, in which order, and what is left out with the reason."""

from briefing.compose.composition import compose
from briefing.compose.selection import Limits, Selection, select

__all__ = ["Limits", "Selection", "compose", "select"]
