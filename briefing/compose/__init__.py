"""Items -> Briefing: what is in it, in which order, and what is left out with the reason."""

from briefing.compose.composition import compose
from briefing.compose.order import item_key
from briefing.compose.selection import Limits, Selection, select
from briefing.compose.statistics import Figures

__all__ = ["Figures", "Limits", "Selection", "compose", "item_key", "select"]
