"""Which article a section's head stands in, and above which of its texts."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.segment import overlooked
from briefing.segment.articles import Draft
from briefing.segment.fragments import tail_class
from briefing.segment.language import language
from briefing.segment.pieces import Piece
from briefing.segment.places import below


def place_sections(
    sections: Sequence[Piece], drafts: Sequence[Draft], spare: list[Piece], found: Sequence[Piece]
) -> None:
    """Give articles their section heads, and `spare` those that head nothing.

    A section head stands before the fragment below it where that one is inside an article; one that was
    printed apart goes where the words it shares are, at a closed break of the article it shares most with.
    """
    owner = {piece.index: draft for draft in drafts if not draft.photo for piece in draft.body}
    matter = language().matter(["".join(p.text for p in d.body) for d in drafts])
    for section in sections:
        later, earlier = _nearest(section, owner, 1), _nearest(section, owner, -1)
        if later is not None and later is earlier and _place_below(section, later) is not None:
            later.sections.append((section, _place_below(section, later) or 0))
            continue
        if section.printed:
            _place_printed(section, found, owner, spare)
            continue
        like = matter.like(section.text)
        best = max(range(len(drafts)), key=lambda i: (not drafts[i].photo, like[i]), default=None)
        if best is None or like[best] <= 0.0:
            spare.append(section)
            continue
        if not drafts[best].head and overlooked.is_title(section):
            drafts[best].head.append(section)
            continue
        drafts[best].sections.append((section, _best_break(section.text, drafts[best])))


def _place_printed(
    section: Piece, found: Sequence[Piece], owner: dict[int, Draft], spare: list[Piece]
) -> None:
    """A section head of a printed page stands right above its text; what stands elsewhere heads nothing."""
    text = below(section, found)
    draft = owner.get(text.index) if text is not None else None
    if text is None or draft is None:
        spare.append(section)
        return
    place = next(n for n, piece in enumerate(draft.body) if piece.index == text.index)
    draft.sections.append((section, place))


def _nearest(section: Piece, owner: dict[int, Draft], step: int) -> Draft | None:
    places = [index for index in owner if (index - section.index) * step > 0]
    return owner[min(places, key=lambda index: abs(index - section.index))] if places else None


def _place_below(section: Piece, draft: Draft) -> int | None:
    later = [(piece.index, place) for place, piece in enumerate(draft.body) if piece.index > section.index]
    if not later:
        return None
    place = min(later)[1]
    return place if place > 0 and tail_class(draft.body[place - 1].text) == "stop" else None


def _best_break(section: str, draft: Draft) -> int:
    """The closed break of an article below which a section head printed apart fits best."""
    taken = {place for _, place in draft.sections}
    options = [
        place
        for place in range(1, len(draft.body))
        if tail_class(draft.body[place - 1].text) == "stop" and place not in taken
    ]
    if not options:
        return len(draft.body)
    matter = language().matter([draft.body[place].text[:200] for place in options])
    return options[int(matter.like(section).argmax())]
