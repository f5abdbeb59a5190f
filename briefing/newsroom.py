"""How an office's pages are read: by its papers' profiles, with its own places, then annotated.

Like `weekly`, a module that sees several stages: whoever reads pages does it by this one.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing import profiles
from briefing.annotate import Annotator
from briefing.annotate.home import unknown
from briefing.config import Config
from briefing.errors import UsageError
from briefing.model import Given, Page, Problem, Reading, Stage
from briefing.profiles import Flaw, Profile
from briefing.segment import read_page


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Reads pages and annotates them; `problems` are a configured home that is none, and wrong lines of
    places.csv and papers.toml.
    """

    annotator: Annotator
    papers: tuple[Profile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def set_up(cls, config: Config) -> Newsroom:
        """Raises ConfigError for a file of the office's that cannot be read at all."""
        annotator = Annotator.default(config)
        problems = annotator.problems
        wrong = unknown(config.home, annotator.gazetteer) if config.home else None
        if wrong:
            problems = (*problems, Problem(Stage.ANNOTATE, "home", "home", f"配置里的 home：{wrong}"))
        if config.papers is None:
            return cls(annotator, (), problems)
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
        return cls(annotator, tuple(known), (*problems, *told))

    def read(self, page: Page) -> Reading:
        """A page, read as its paper's profile says."""
        return read_page(profiles.applied(page, self.papers))


def _homeless(profile: Profile, annotator: Annotator) -> Flaw | None:
    wrong = unknown(profile.home, annotator.gazetteer) if profile.home else None
    return Flaw(profile.home_line, "home", wrong) if wrong else None


def check(given: Given, config: Config) -> None:
    """Raises UsageError for a home given by hand that is no place: all of a page's 我区 would go astray."""
    wrong = unknown(given.home, Annotator.default(config).gazetteer) if given.home else None
    if wrong:
        raise UsageError(f"--home“{given.home}”：{wrong}")
