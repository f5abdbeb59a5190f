"""How an office's pages are read: by its papers' profiles, with its own places, then annotated.

Like `weekly`, a module that sees several stages: whoever reads pages does it by this one.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing import profiles
from briefing.annotate import Annotator
from briefing.annotate.home import stated
from briefing.config import Config
from briefing.model import Page, Problem, Reading, Stage
from briefing.profiles import Flaw, Profile
from briefing.segment import read_page


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Reads pages and annotates them; `problems` are wrong lines of places.csv and entries of papers.toml."""

    annotator: Annotator
    papers: tuple[Profile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def set_up(cls, config: Config) -> Newsroom:
        """Raises ConfigError for a file of the office's that cannot be read at all."""
        annotator = Annotator.default(config)
        if config.papers is None:
            return cls(annotator, (), annotator.problems)
        found, flaws = profiles.read(config.papers)
        known: list[Profile] = []
        for profile in found:
            flaw = _homeless(profile, annotator)
            flaws = (*flaws, flaw) if flaw else flaws
            known += [] if flaw else [profile]
        told = [
            Problem(Stage.ANNOTATE, "papers", str(config.papers), flaw.told(config.papers))
            for flaw in sorted(flaws, key=lambda flaw: flaw.line)
        ]
        return cls(annotator, tuple(known), (*annotator.problems, *told))

    def read(self, page: Page) -> Reading:
        """A page, read as its paper's profile says."""
        return read_page(profiles.applied(page, self.papers))


def _homeless(profile: Profile, annotator: Annotator) -> Flaw | None:
    if profile.home and not any(stated(profile.home, annotator.gazetteer)):
        message = f"没有叫“{profile.home}”的区县或地市；请写全称，例如“河南省许昌市魏都区”"
        return Flaw(profile.home_line, "home", message)
    return None
