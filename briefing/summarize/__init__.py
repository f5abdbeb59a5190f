"""Event -> Item: TextRank and editorial rules choose whole sentences, verbatim, of an item's length."""

from briefing.summarize.choice import Explanation, RatedSentence
from briefing.summarize.earlier import Earlier
from briefing.summarize.selection import Window
from briefing.summarize.summarizer import Summarizer

__all__ = ["Earlier", "Explanation", "RatedSentence", "Summarizer", "Window"]
