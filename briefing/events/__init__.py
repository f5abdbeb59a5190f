"""Articles -> Events: what is the same happening, how important it is, and whether it was told before."""

from briefing.events.continuing import news, told_before
from briefing.events.grouping import group
from briefing.events.kinship import Kin, kin

__all__ = ["Kin", "group", "kin", "news", "told_before"]
