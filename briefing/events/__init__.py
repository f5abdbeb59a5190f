"""Articles -> Events: what is the same happening, and how important it is."""

from briefing.events.grouping import group

__all__ = ["group"]
