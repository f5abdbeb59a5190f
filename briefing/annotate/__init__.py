"""annotate: Article -> AnnotatedArticle (where, when, what about)."""

from briefing.annotate.annotator import Annotator

__all__ = ["Annotator"]
