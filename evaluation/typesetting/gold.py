"""The truth of a page in the gold's form (see evaluation/gold/score.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.typesetting.compose import Composed
from evaluation.typesetting.forms import Printed
from evaluation.typesetting.stories import Copy, authors, body


class Uncovered(Exception):
    """A line that cannot be given to one article: the page is unfit in this form."""


def document(composed: Composed, file: str, form: str, lines: Sequence[Printed]) -> dict[str, Any]:
    """The page's gold: every non-blank line in exactly one article or in the furniture. Raises Uncovered."""
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.text.strip()]
    owned: dict[str | None, list[tuple[tuple[int, int], int]]] = {}
    for number, line in numbered:
        owned.setdefault(line.owner, []).append((line.start, number))
    blank = {n for n, line in enumerate(lines, 1) if not line.text.strip()}
    missing = [c.story.id for c in composed.copies if c.story.id not in owned]
    if missing:
        raise Uncovered(f"no line of {', '.join(missing)}")
    return {
        "file": file,
        "form": form,
        "design": composed.design.name,
        "paper": composed.paper,
        "page": None,
        "issued": composed.issued,
        "home_district": _home(composed.copies),
        "furniture": ranges([number for _, number in owned.get(None, [])], blank),
        "notes": "",
        "non_blank": ranges([number for number, _ in numbered], frozenset()),
        "roles": {
            role: ranges([n for n, line in numbered if line.role == role], frozenset())
            for role in sorted({line.role for _, line in numbered})
        },
        "articles": [
            article(copy, ranges([n for _, n in sorted(owned[copy.story.id])], blank))
            for copy in composed.copies
        ],
    }


def _home(copies: Sequence[Copy]) -> str | None:
    """The district that “我区” means on a page all of whose stories are of one."""
    homes = {(s.province, s.city, s.district) for s in (copy.story for copy in copies)}
    return "".join(part or "" for part in homes.pop()) if len(homes) == 1 else None


def ranges(numbers: Sequence[int], blank: frozenset[int] | set[int]) -> list[list[int]]:
    """Line ranges in the given order; blank lines between neighbours are taken in."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number > found[-1][1] and all(n in blank for n in range(found[-1][1] + 1, number)):
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def article(copy: Copy, lines: list[list[int]]) -> dict[str, Any]:
    """One article's truth."""
    story = copy.story
    paragraphs = body(story)
    forms = [(story.kicker or "") + story.title] if story.kicker and story.title else []
    forms += [copy.mark + story.title] if copy.mark and story.title else []
    return {
        "id": story.id,
        "kind": story.kind,
        "kind_alt": ["news"] if story.kind == "brief" else [],
        "column": story.column,
        "column_alt": [],
        "kicker": story.kicker,
        "title": story.title,
        "title_supplied": None,
        "title_alt": forms,
        "subtitle": story.subtitle,
        "section_heads": list(story.section_heads),
        "authors": authors(story),
        "author_roles": [person.role for person in story.people],
        "dateline": story.dateline,
        "event_date": story.event_date,
        "event_date_alt": list(story.event_date_alt),
        "date_is_scene": story.date_is_scene,
        "district": story.district,
        "district_alt": list(story.district_alt),
        "city": story.city,
        "province": story.province,
        "township": story.township,
        "township_alt": [],
        "theme": story.theme,
        "theme_alt": list(story.theme_alt),
        "lines": lines,
        "body_first": paragraphs[0][:15],
        "body_last": paragraphs[-1][-15:],
        "captions": list(story.captions),
        "sign_off": copy.sign_off.strip() if copy.sign_off else None,
        "notes": "",
    }


def write(folder: Path, name: str, text: str, truth: Mapping[str, Any], copies: Sequence[Copy]) -> None:
    """<name>.txt, <name>.json and articles/<id>.txt."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8", newline="\n")
    (folder / f"{name}.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n"
    )
    for copy in copies:
        head = copy.story.title or "〔无题〕"
        text_of = "\n".join([head, *body(copy.story)]) + "\n"
        (folder / "articles" / f"{copy.story.id}.txt").write_text(text_of, "utf-8", newline="\n")
