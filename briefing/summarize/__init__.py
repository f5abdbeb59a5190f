"""Event -> Item: TextRank and editorial rules choose whole sentences, verbatim, of an item's length."""

from briefing.summarize.choice import Explanation, RatedSentence
from briefing.summarize.selection import Window
from briefing.summarize.summarizer import Summarizer

__all__ = ["Explanation", "RatedSentence", "Summarizer", "Window"]
