"""Regular briefings: drafted, released under a number, put into files. Whoever is on time calls these.

    draft(span) ─> Release (a draft, revision n) ─release()─> Release (with its number) ─documents()─> files

Every step may be repeated: the ledger of the archive (`briefing.archive.releases`) knows what was done, and
doing it again gives the same revision, the same number and the same files.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from briefing import composing, lookup, weekly
from briefing.archive import Archive, Release
from briefing.composing import Desk, collecting
from briefing.config import Config
from briefing.model import Briefing, Issue, Period
from briefing.periods import Span
from briefing.results import File, Watch, Wish

_ALL = Wish()


def compose_edition(
    span: Span, archive: Archive, config: Config, watch: Watch, wish: Wish = _ALL
) -> Briefing | None:
    """The regular briefing of a span as it would be drafted now; None without any article for it.

    What the edition's last released briefing reported comes again only with news (`continued`); articles of
    weeks already released that came too late for them are taken up (`late`).

    The edition is the configuration's (`config.edition`, `config.title`): for another one pass a copy of the
    configuration. `wish` narrows it to districts and themes. Raises UsageError for a wrong name of these.
    """
    _, trouble = collecting(watch)
    chosen = lookup.query(wish, archive, config)
    memory = composing.remember(span, chosen, archive, config.edition, regular=True)
    # Articles without a date are left out of every period: they alone make no briefing of one.
    if not memory.late and not archive.count(replace(chosen, period=span.period)):
        return None
    return composing.briefing(span, chosen, Desk.set_up(config), archive, trouble, memory)


def draft(
    span: Span, archive: Archive, config: Config, now: datetime, watch: Watch, wish: Wish = _ALL
) -> Release | None:
    """Compose the regular briefing and note it as a draft; unchanged, it is the revision it was before.

    None without any article. After the period's release a changed content is the draft of a correction.
    """
    made = compose_edition(span, archive, config, watch, wish)
    return None if made is None else archive.releases.draft(made, now)


def release(
    period: Period, archive: Archive, config: Config, now: datetime, revision: int | None = None
) -> Release:
    """Release a draft (the newest unless said) under the edition's next number, which revisions keep.

    What is released already is returned as it is. Raises UsageError where there is no such draft.
    """
    first, total = config.issue.first, config.issue.total
    return archive.releases.release(config.edition, period, now, revision=revision, first=first, total=total)


def expected(period: Period, archive: Archive, config: Config) -> Issue:
    """The number that a draft's documents may show: what its release would give it now."""
    return archive.releases.expected(config.edition, period, config.issue.first, config.issue.total)


def documents(
    release: Release,
    archive: Archive,
    config: Config,
    watch: Watch,
    formats: tuple[str, ...] | None = None,
) -> tuple[File, ...]:
    """Put exactly what the ledger holds into files (the configuration's formats unless said).

    A file that somebody changed, and any made by hand, stays; the document is then beside it.
    """
    _, trouble = collecting(watch)
    period = release.period
    key = f"{release.edition}|{period.start}|{period.end}|regular"
    return weekly.documents(release.briefing, key, formats or config.formats, archive, config, trouble)
