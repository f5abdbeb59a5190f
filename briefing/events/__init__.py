"""Articles -> Events: what is the same happening, how important it is, and whether it was told before."""

from briefing.events.continuing import news, told_before
from briefing.events.grouping import group

__all__ = ["group", "news", "told_before"]
