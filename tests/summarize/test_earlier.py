"""What readers know of an event that goes on, and what its next item is made of."""

import pytest

from briefing.model import AnnotatedArticle, Event, Kind
from briefing.summarize import Earlier, Summarizer
from tests.conftest import article

LAUNCH = "11月6日，魏都区召开背街小巷整治动员会，部署为期一个月的集中整治行动，涉及12个街道86条小巷。"
PLAN = "此次行动由区城管局牵头，重点整治占道经营、乱停乱放和私拉乱接，做到整治一条、达标一条、管好一条。"
BEFORE = LAUNCH + PLAN
NEW_LEAD = "11月14日，魏都区背街小巷整治行动现场推进会在南关街道召开，12个街道的负责人观摩了三条小巷。"
RESULT = "截至11月13日，全区已整治小巷52条，清理占道经营137处，拆除私搭乱建41处，新划停车位260个。"
NEXT = "会议要求，各街道要对照清单逐条销号，月底前完成其余34条小巷的整治任务。"


def earlier(printed: tuple[str, ...] = (LAUNCH, PLAN)) -> Earlier:
    return Earlier([BEFORE], printed)


def item(one: AnnotatedArticle, told: Earlier | None) -> list[str]:
    made = Summarizer(substitutions=False).item(Event("e", (one,)), told)
    return [sentence.text for sentence in made.sentences]


def test_nothing_told_before_changes_nothing() -> None:
    one = article(f"{NEW_LEAD}{RESULT}{NEXT}{PLAN}")
    assert item(one, Earlier([], [])) == item(one, None)


@pytest.mark.parametrize(
    ("text", "known"),
    [(LAUNCH, 1.0), (RESULT, 0.0), (LAUNCH.replace("86", "94"), 0.0), ("。", 0.0), (PLAN[:30], 1.0)],
)
def test_how_far_a_sentence_is_known(text: str, known: float) -> None:
    assert earlier().known(text) == known


def test_a_sentence_worded_otherwise_is_known_in_part() -> None:
    other = "此次行动由区城管局牵头，重点整治占道经营、乱停乱放，市民发现问题可以拨打热线反映。"
    assert 0.0 < earlier().known(other) < 1.0


def test_printed_is_what_differs_by_a_day_written_out_at_most() -> None:
    assert earlier().was_printed(LAUNCH.replace("魏都区召开", "我区召开"))
    assert not earlier().was_printed(LAUNCH.replace("11月6日", "11月14日"))
    assert not earlier().was_printed(NEW_LEAD)
    assert not earlier(printed=()).was_printed(LAUNCH)
    third = "魏都区召开背街小巷整治工作第三次推进会，听取各街道整治工作开展情况的汇报并部署下一步的工作任务。"
    assert not Earlier([], [third.replace("第三次", "第二次")]).was_printed(third)


def test_the_new_lead_and_the_new_figures_come_first() -> None:
    told = item(article(f"{BEFORE}{NEW_LEAD}{RESULT}{NEXT}"), earlier())
    assert told[0] == NEW_LEAD
    assert RESULT in told
    assert not {LAUNCH, PLAN} & set(told)
    assert LAUNCH in item(article(f"{BEFORE}{NEW_LEAD}{RESULT}{NEXT}"), None)


def test_what_only_the_earlier_report_had_is_passed_over_too() -> None:
    """Not printed last week, but nothing new either."""
    told = item(article(f"{NEW_LEAD}{PLAN}{RESULT}"), earlier(printed=(LAUNCH,)))
    assert told == [NEW_LEAD, RESULT]


def test_a_brief_is_not_taken_whole_where_half_of_it_was_printed() -> None:
    brief = article(f"{PLAN}{NEW_LEAD}{RESULT}", kind=Kind.BRIEF)
    assert item(brief, earlier()) == [NEW_LEAD, RESULT]
    new = article(f"{NEW_LEAD}{NEXT}", kind=Kind.BRIEF)
    assert item(new, earlier()) == [NEW_LEAD, NEXT]


def test_where_nothing_is_new_the_item_is_made_all_the_same() -> None:
    assert item(article(BEFORE), earlier()) == [LAUNCH, PLAN]


def test_a_new_sentence_that_goes_on_from_a_printed_one_does_not_stand_alone() -> None:
    orphan = "该行动受到居民欢迎，又有23条小巷的居民自发报名参加整治，预计月底前全部完工。"
    told = item(article(f"{LAUNCH}{orphan}"), earlier(printed=(LAUNCH,)))
    assert told[0] == LAUNCH


def test_the_explanation_says_what_was_printed_before() -> None:
    summarizer = Summarizer(substitutions=False)
    found = summarizer.explain(article(f"{BEFORE}{NEW_LEAD}{RESULT}"), earlier(printed=(LAUNCH,)))
    why = {rated.sentence.text: rated.why for rated in found.sentences}
    parts = {rated.sentence.text: [part.name for part in rated.parts] for rated in found.sentences}
    assert why[LAUNCH] == "上一期要闻已登过"
    assert "told" in parts[PLAN] and "told" not in parts[NEW_LEAD]
