"""One page, read: label its lines, assemble its fragments, attach what stands apart, write the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.model import Article, Page, Reading, Role
from briefing.segment import attach, bylines, doubts, marks, overlooked, run_in
from briefing.segment.alike import alike
from briefing.segment.articles import Draft, write
from briefing.segment.fragments import Fragment, fragments, head_class, tail_class
from briefing.segment.furniture import masthead
from briefing.segment.interleaved import apart
from briefing.segment.labels import label
from briefing.segment.lines import Row, ranges, rows
from briefing.segment.orderly import signatures
from briefing.segment.pieces import Piece, PieceKind, goes_on, joined, pieces
from briefing.segment.risk import Assembled
from briefing.segment.search import solve
from briefing.segment.sections import place_sections
from briefing.segment.titles import Titles


def read_page(page: Page) -> Reading:
    """Read one page into articles and furniture. Deterministic; time grows with the page alone."""
    with bylines.known_roles(page.given.roles):
        return _read(page)


def _read(page: Page) -> Reading:
    bare, signs = marks.strip(page)
    measured = run_in.parted(marks.part(apart(rows(bare.lines, bare.shapes)), signs))
    drafts: list[Draft] = []
    spare: list[Piece] = []
    plain: dict[int, Role] = {}
    for part in _parts(measured):
        found = overlooked.corrected(pieces(part, alike(part, label(part))))
        if all(row.line.role is not None for row in part) and any(row.line.role in _TOLD for row in part):
            new, rest = [_separate(found)], [p for p in found if p.kind is PieceKind.FURNITURE]
        else:
            made = assemble(found, signs)
            doubts.tell(made)
            new, rest = made.drafts, made.spare
        drafts += sorted(new, key=lambda draft: draft.first_row)
        spare += rest
        plain |= {n: _PLAIN[p.kind] for p in found if p.kind in _PLAIN for row in p.rows for n in row.numbers}
    used = {row.number for draft in drafts for piece in _all_pieces(draft) for row in piece.rows}
    left = [row for row in measured if row.number not in used]
    head = masthead([row for piece in spare for row in piece.rows])
    articles = _distinct([write(draft, page, head) for draft in drafts])
    roles = plain | {number: role for draft in drafts for number, role in _roles(draft)}
    signed = [number for mark in signs for number in mark.fills]
    gone = marks.gone(bare, signs)
    roles |= dict.fromkeys(signed, Role.FURNITURE)
    jumps = marks.jumps(articles, [[row.number for p in d.body for row in p.rows] for d in drafts], signs)
    return Reading(
        page,
        tuple(marks.warned(one, [j for j in jumps if j.article == one.id], gone) for one in articles),
        head,
        tuple(sorted((*ranges(left), *((number, number) for number in signed)))),
        tuple(sorted(roles.items())),
        jumps,
    )


# What only a source tells that gave its article by itself; a paper's profile tells furniture and labels.
_TOLD = frozenset(Role) - {Role.FURNITURE, Role.COLUMN}
_PLAIN = {PieceKind.FURNITURE: Role.FURNITURE, PieceKind.COLUMN: Role.COLUMN}


def _roles(draft: Draft) -> Iterator[tuple[int, Role]]:
    """What each line of an article was read as."""
    for piece in draft.head:
        for row, name in zip(piece.rows, piece.labels, strict=True):
            role = Role(name) if name in {"kicker", "subtitle"} else Role.TITLE
            yield from ((number, role) for number in row.numbers)
    sections = [section for section, _ in draft.sections]
    for role, group in (
        (Role.BYLINE, draft.bylines),
        (Role.CAPTION if draft.photo else Role.BODY, draft.body),
        (Role.SECTION, sections),
        (Role.CAPTION, draft.captions),
        (Role.SIGN_OFF, draft.sign_offs),
    ):
        yield from ((number, role) for piece in group for row in piece.rows for number in row.numbers)


def _distinct(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Two articles that begin on one line (two captions side by side) have ids of their own."""
    seen: dict[str, int] = {}
    out = []
    for article in articles:
        before = seen.setdefault(article.id, 0)
        seen[article.id] += 1
        out.append(replace(article, id=f"{article.id}-{before + 1}") if before else article)
    return tuple(out)


LARGEST = 1500
"""Rows read as one page: the fullest broadsheet page has some 900. More are several pages in one file."""
FULLEST = 30_000
"""Characters read as one page: the fullest of the seeds has 6,000, a broadsheet page some 15,000."""


def _parts(measured: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows in parts of a page's size, cut at the widest blanks, so that time stays linear."""
    if not measured:
        return []
    parts: list[list[Row]] = [[]]
    length = 0
    for row in measured:
        full = max(len(parts[-1]) / LARGEST, length / FULLEST)
        if full >= 1 or (full >= 0.75 and row.gap):
            parts.append([])
            length = 0
        place = len(parts[-1])
        parts[-1].append(row if row.index == place else replace(row, index=place))
        length += len(row.text)
    return [tuple(part) for part in parts]


def _all_pieces(draft: Draft) -> list[Piece]:
    sections = [section for section, _ in draft.sections]
    return [*draft.head, *draft.bylines, *draft.body, *sections, *draft.captions, *draft.sign_offs]


def _separate(found: Sequence[Piece]) -> Draft:
    """An article that its source gave by itself, every line's role known: nothing to assemble."""
    draft = Draft()
    places = {
        PieceKind.HEAD: draft.head,
        PieceKind.BYLINE: draft.bylines,
        PieceKind.TEXT: draft.body,
        PieceKind.CAPTION: draft.captions,
        PieceKind.SIGN_OFF: draft.sign_offs,
    }
    for piece in found:
        if piece.kind is PieceKind.SECTION:
            draft.sections.append((piece, len(draft.body)))
        elif piece.kind is PieceKind.COLUMN:
            draft.column = " ".join(row.raw for row in piece.rows)
        elif piece.kind in places:
            places[piece.kind].append(piece)
    doubts.of_article(draft)
    return draft


def assemble(found: Sequence[Piece], signs: Sequence[marks.Mark] = ()) -> Assembled:
    """The articles of a page's pieces, none of which goes on past a mark of `signs`."""
    frags = fragments(found)
    fences = marks.fences(frags, signs)
    strands, board = solve(fences.close(frags), found)
    strands = fences.cut(strands)
    found = _relabel(found, strands)
    drafts = [Draft(body=list(strand.pieces)) for strand in strands]
    captions = [piece for piece in found if piece.kind is PieceKind.CAPTION]
    placed = attach.assign_captions(captions, strands, found)
    before: tuple[Piece, Draft] | None = None
    for caption, (owner, _) in zip(captions, placed, strict=True):
        if before is not None and caption.index == before[0].index + 1 and goes_on(before[0], caption):
            draft = before[1]
            if draft.photo:
                draft.body.append(caption)
            else:
                draft.captions[-1] = joined(draft.captions[-1], caption)
        elif owner is None:
            strands.append(attach.Strand((caption,), head_class(caption.text), photo=True))
            drafts.append(draft := Draft(body=[caption], photo=True))
        else:
            draft = drafts[owner]
            draft.captions.append(caption)
        before = caption, draft
    heads = [piece for piece in found if piece.kind is PieceKind.HEAD]
    assigned = Titles(heads, found).assign(strands)
    spare = [piece for piece in found if piece.kind in {PieceKind.FURNITURE, PieceKind.COLUMN}]
    sections = [piece for piece in found if piece.kind is PieceKind.SECTION]
    spared: list[Piece] = []
    for place, head in enumerate(heads):
        if place in assigned.owners:
            drafts[assigned.owners[place]].head.append(head)
        else:
            spared.append(head)
    perhaps = [piece for piece in spare if overlooked.like_head(piece)]
    left = overlooked.left_over([*spared, *perhaps], drafts, found)
    spare = [piece for piece in spare if piece not in perhaps or piece in left]
    for piece in left:
        if piece.kind is PieceKind.HEAD:
            (spare if overlooked.too_large(piece) else sections).append(piece)
    _attach_bylines(found, frags, drafts)
    place_sections(overlooked.at_edges(sections, drafts), drafts, spare, found)
    _attach_columns(found, drafts)
    overlooked.headlines(drafts, spare)
    heads_cost = {
        heads[place].index: (float(assigned.link[place, owner]), float(assigned.alone[place]))
        for place, owner in assigned.owners.items()
    }
    chances = {caption.index: chance for caption, (_, chance) in zip(captions, placed, strict=True)}
    return Assembled(found, board, drafts, spare, heads_cost, chances)


def _relabel(found: Sequence[Piece], strands: Sequence[attach.Strand]) -> list[Piece]:
    """Let the assembly correct labels: what it linked is text; what it left out is its next best role."""
    linked = {piece.index for strand in strands for piece in strand.pieces}
    out = []
    for piece in found:
        if piece.index in linked:
            out.append(replace(piece, kind=PieceKind.TEXT))
        elif piece.kind is PieceKind.TEXT:
            closed = tail_class(piece.text) == "stop"
            likely = max(piece.chances["title"], piece.chances["kicker"], piece.chances["section"])
            caption = closed or piece.chances["caption"] >= likely
            kind = PieceKind.CAPTION if caption else PieceKind.HEAD
            labels = tuple("caption" if caption else "title" for _ in piece.rows)
            out.append(replace(piece, kind=kind, labels=labels))
        else:
            out.append(piece)
    return out


def _attach_bylines(found: Sequence[Piece], frags: Sequence[Fragment], drafts: list[Draft]) -> None:
    """A byline belongs to the text below it, else to the one above; a loose sign-off the other way round."""
    owner = {piece.index: draft for draft in drafts for piece in draft.body}
    above = {frag.byline.index: frag for frag in frags if frag.byline is not None}
    signs = signatures(found)
    for piece in found:
        if piece.kind not in {PieceKind.BYLINE, PieceKind.SIGN_OFF}:
            continue
        later = next((owner[p.index] for p in found[piece.index + 1 :] if p.index in owner), None)
        earlier = next((owner[p.index] for p in reversed(found[: piece.index]) if p.index in owner), None)
        if piece.kind is PieceKind.BYLINE:
            frag, text = above.get(piece.index), signs.get(piece.index)
            if text is not None and text.index in owner and _is_signed(owner[text.index]):
                text = None
            told = text if text is not None else frag.piece if frag is not None else None
            draft = (owner.get(told.index) if told is not None else None) or later or earlier
            if draft is None:
                drafts.append(draft := Draft())
            draft.bylines.append(piece)
        else:
            draft = earlier or later
            if draft is None:
                drafts.append(draft := Draft())
            draft.sign_offs.append(piece)


def _is_signed(draft: Draft) -> bool:
    """Whether an article tells its authors already: 本报讯（记者 …） at its beginning, a name at its end."""
    opening = bylines.lead_in(draft.body[0].raw)
    named = opening is not None and bool(opening.names)
    return named or bool(draft.bylines) or draft.body[-1].sign_off is not None


def _attach_columns(found: Sequence[Piece], drafts: Sequence[Draft]) -> None:
    """A column label names the article whose head or text follows it directly."""
    firsts = {min(p.index for p in [*d.head, *d.body]): d for d in drafts if d.head or d.body}
    for piece in found:
        if piece.kind is PieceKind.COLUMN:
            draft = firsts.get(piece.index + 1)
            if draft is not None:
                draft.column = " ".join(row.raw for row in piece.rows)
