"""Event -> Item: TextRank and editorial rules choose whole sentences, verbatim, within the length of an item."""

from briefing.summarize.choice import Explanation, RatedSentence
from briefing.summarize.selection import Window
from briefing.summarize.summarizer import Summarizer

__all__ = ["Explanation", "RatedSentence", "Summarizer", "Window"]
