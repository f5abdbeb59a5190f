"""The nouns: one frozen, typed value for each arrow of a page's journey.

    source ─intake─> Page ─segment─> Reading (Articles + furniture) ─annotate─> AnnotatedArticle
        ─archive─> ─events─> Event ─summarize─> Item ─compose─> Briefing ─render─> Document ─deliver─> Receipt

Every value is immutable and compares by content. Where a value has a JSON form in the interface
(articles, items, briefings), its fields carry the same names in the same nesting, so that the
JSON is a plain dump of the value (`briefing.codec`).

Lines are 1-based and inclusive, as an editor's screen shows them; a tuple of ranges is in reading
order. Offsets into text are code points. Dates are calendar dates of the newspaper's own time zone.
"""

from briefing.model.article import (
    JUMP_AHEAD,
    JUMP_BEHIND,
    AnnotatedArticle,
    Article,
    Basis,
    Continuation,
    District,
    Jump,
    Kind,
    Masthead,
    Reading,
    Source,
    ThemeScore,
)
from briefing.model.briefing import (
    Briefing,
    Count,
    Document,
    Event,
    Issue,
    Item,
    ItemSentence,
    ItemSource,
    LeftOut,
    Part,
    Period,
    Photo,
    Place,
    Section,
    Silence,
    Statistics,
    Substitution,
    Tally,
    ThemeItems,
)
from briefing.model.delivery import Claim, Delivery, Parcel, Receipt, Ticket
from briefing.model.page import Box, Format, Given, Line, LineRange, LineRanges, Page, Role, Shape, ShapeKind
from briefing.model.trouble import Doubt, Problem, Stage

__all__ = [
    "JUMP_AHEAD",
    "JUMP_BEHIND",
    "AnnotatedArticle",
    "Article",
    "Basis",
    "Box",
    "Briefing",
    "Claim",
    "Continuation",
    "Count",
    "Delivery",
    "District",
    "Document",
    "Doubt",
    "Event",
    "Format",
    "Given",
    "Issue",
    "Item",
    "ItemSentence",
    "ItemSource",
    "Jump",
    "Kind",
    "LeftOut",
    "Line",
    "LineRange",
    "LineRanges",
    "Masthead",
    "Page",
    "Parcel",
    "Part",
    "Period",
    "Photo",
    "Place",
    "Problem",
    "Reading",
    "Receipt",
    "Role",
    "Section",
    "Shape",
    "ShapeKind",
    "Silence",
    "Source",
    "Stage",
    "Statistics",
    "Substitution",
    "Tally",
    "ThemeItems",
    "ThemeScore",
    "Ticket",
]
