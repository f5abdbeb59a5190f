from __future__ import annotations

import pytest

from briefing.segment import overlooked, risk
from briefing.segment.labels import label
from briefing.segment.lines import rows
from briefing.segment.page import assemble
from briefing.segment.pieces import pieces
from tests.segment.support import page

NEWS = "东港街道清扫街巷\n\n本报讯（记者 孙三）5月10日，东港街道组织志愿者清扫背街小巷，清运垃圾三十余车。"
SORTS = {"text", "head", "photo", "caption", "byline", "sign-off", "section", "spare"}


def assembled(text: str) -> risk.Assembled:
    found = rows(page(text).lines)
    return assemble(overlooked.promoted(pieces(found, label(found))))


def test_every_piece_has_its_risk_once_for_each_article_that_it_is_in() -> None:
    made = assembled("城阳日报\n第3版\n\n" + NEWS + "\n\n志愿者在清扫街巷。 王五 摄")
    known = risk.risks(made)
    assert len({(one.draft, one.piece.index) for one, _ in known}) == len(known)
    assert {one.piece.index for one, _ in known} == {piece.index for piece in made.pieces}
    assert all(0.0 < chance < 1.0 for _, chance in known)
    assert {next(iter(one.features)) for one, _ in known} <= SORTS


def test_what_cannot_be_otherwise_is_hardly_at_risk() -> None:
    assert all(chance < 0.1 for _, chance in risk.risks(assembled(NEWS)))


def test_a_part_that_goes_on_nothing_is_more_at_risk_than_the_story() -> None:
    part = "，各村还将定期组织志愿者上门走访，把老人的需要一件件记在本子上，再由街道统一安排"
    found = {one.piece.text: chance for one, chance in risk.risks(assembled(f"{NEWS}\n\n{part}"))}
    assert found[part] > 3 * found[NEWS.split("\n\n")[1].replace(" ", "")]


def test_weights_are_of_what_is_known() -> None:
    assert {name.partition(":")[0] for name in risk.weights()} == SORTS


def test_log_odds_are_bounded() -> None:
    assert risk.logit(0.0) == risk.logit(0.01) == pytest.approx(-risk.logit(1.0))
    assert risk.logit(0.5) == 0.0
