"""Weekly briefings from the pages of Chinese district newspapers."""

__version__ = "0.1.0"
