"""Events become items: verbatim, traceable, within the window, with every doubt told."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model import AnnotatedArticle, Event, Item, Kind
from briefing.summarize import Summarizer, Window
from briefing.summarize.sentences import is_balanced, is_closed
from briefing.summarize.substitutions import apply
from tests.conftest import article

LEAD = "11月6日上午，魏都区委召开常委会会议，传达学习全省民营经济发展大会精神，研究支持民营企业发展的措施。"
SPEECH = "会议强调，要当好企业的“店小二”，在要素保障、融资对接、政务服务上拿出实招，让企业安心发展。"
REST = "“会议开得很及时，我们对今后的发展更有信心了，一定把企业办得更好。”一名企业负责人高兴地说。"


def item(*articles: AnnotatedArticle, **options: Any) -> Item:
    return Summarizer(**options).item(Event("event-1", articles, 5.0))


def codes(made: Item) -> list[str]:
    return [doubt.code for doubt in made.warnings]


def assert_traceable(made: Item, articles: Sequence[AnnotatedArticle]) -> None:
    """The text is the sentences joined, and each is its article's own words but for the substitutions."""
    known = {one.id: one for one in articles}
    assert made.text == "".join(sentence.text for sentence in made.sentences)
    for sentence in made.sentences:
        source = known[sentence.article].paragraphs[sentence.paragraph][sentence.start : sentence.end]
        assert apply(source, sentence.substitutions) == sentence.text


def test_the_lead_then_what_the_meeting_stressed() -> None:
    one = article(LEAD + SPEECH, paragraphs=(LEAD + SPEECH, REST))
    made = item(one)
    assert made.text == LEAD + SPEECH
    assert_traceable(made, [one])
    assert (made.id, made.event, made.score) == ("item-event-1", "event-1", 5.0)
    assert (made.place.province, made.place.city, made.place.district) == ("河南省", "许昌市", "魏都区")
    assert codes(made) == []


def test_a_brief_of_fitting_length_is_taken_whole() -> None:
    one = article(LEAD + SPEECH, kind=Kind.BRIEF)
    assert item(one).text == LEAD + SPEECH


def test_a_long_brief_is_not() -> None:
    one = article(LEAD + SPEECH + REST + REST.replace("企业", "工厂"), kind=Kind.BRIEF)
    assert item(one).text == LEAD + SPEECH


def test_one_short_sentence_is_told_with_a_doubt() -> None:
    made = item(article("区委召开会议。"))
    assert made.text == "魏都区委召开会议。"
    assert codes(made) == ["item-short"]


def test_a_sentence_longer_than_the_window_is_taken_whole_with_a_doubt() -> None:
    made = item(article("11月6日，区委召开会议，" + "研究部署重点工作，" * 25 + "推动落实。"))
    assert len(made.text) > 180
    assert codes(made) == ["item-long"]


@pytest.mark.parametrize("text", ["", "　", "基础设施建设提档升级", "做到“两"])
def test_without_a_whole_sentence_only_the_headline_stands(text: str) -> None:
    made = item(article(text))
    assert (made.text, made.sentences) == ("", ())
    assert codes(made) == ["item-empty"]


def test_a_repeated_sentence_is_taken_once() -> None:
    made = item(article(paragraphs=(LEAD + LEAD, LEAD + SPEECH)))
    assert made.text == LEAD + SPEECH


def test_captions_and_section_heads_never_enter() -> None:
    made = item(article(paragraphs=("夯实基础", "图为会议现场。", LEAD, "提升软件", SPEECH)))
    assert made.text == LEAD + SPEECH


def test_an_orphan_comes_only_behind_its_antecedent() -> None:
    orphan = "该区还建立了领导干部联系企业制度，累计解决问题236个，企业满意度达到98.6%，获得省政府通报表扬。"
    made = item(article(paragraphs=(LEAD, REST, orphan)))
    texts = [sentence.text for sentence in made.sentences]
    assert orphan not in texts or texts[texts.index(orphan) - 1] == REST


def test_a_lead_too_long_for_the_item_is_missed_aloud() -> None:
    long = "11月6日上午，魏都区委召开常委会会议，" + "研究有关事项，" * 25 + "传达学习精神。"
    rest = "魏都区今年新增省级企业3家，总数达到21家，居全市第二位，对首次入选的企业每家给予奖励20万元。" * 2
    made = item(article(long, paragraphs=(long, rest, rest.replace("新增", "培育"))))
    assert long not in made.text
    assert codes(made) == ["lead-long"]


def test_a_lead_somewhat_too_long_is_told_rather_than_what_would_be_left() -> None:
    long = "11月6日上午，魏都区委召开常委会会议，" + "研究有关事项，" * 25 + "传达学习精神。"
    made = item(article(long, paragraphs=(long, "会议强调，要抓好落实。")))
    assert made.text == long
    assert codes(made) == ["item-long"]


def test_a_little_feature_is_no_brief_to_be_taken_whole() -> None:
    scene = "清晨五点，老街的灯亮了。“面要揉三遍，汤要熬六个小时，少一刻味道都不对。”店主赵秀英说。"
    matter = (
        "去年，魏都区文旅局把烩面技艺列入区级非遗名录，建起传习所1处，今年接待游客42万人次，带出徒弟37名，"
    )
    matter += "其中返乡青年21名，他们在老街开起面馆9家，安排就业130人，销售额860万元。"
    assert item(article(scene, paragraphs=(scene, matter), kind=Kind.BRIEF)).text == matter


def test_an_opening_that_goes_on_from_before_is_told() -> None:
    made = item(article("该镇" + SPEECH[5:] + "他表示，" + SPEECH[5:]))
    assert "item-opening" in codes(made)


def test_what_was_done_that_day_comes_behind_any_sentence_with_a_day() -> None:
    later = "当天，南关区共出动环卫工人1800人、机械260台，清运积雪3.6万立方米，开放温暖驿站64处。"
    snow = "12月12日清晨，南关区新春街道组织238名党员志愿者走上街头清雪铲冰，清理完14条主要道路。"
    voice = "“小伙子背着米爬上七楼，连口水都没喝，我们心里暖和。”79岁的居民郑桂芝感动地说。"
    made = item(article(snow, paragraphs=(snow, voice, later)))
    assert made.text == snow + later


def test_the_town_without_its_name_does_not_open() -> None:
    named = "11月6日，灵井镇召开集体经济推进会，部署今年12个村的增收项目，明确每村一名联络员。"
    nameless = "镇里拿出专项资金260万元，建起标准化大棚180座，带动320户农户户均增收1.2万元。"
    made = item(article(nameless, paragraphs=(nameless, named)))
    assert made.text.startswith(named)


def test_a_question_is_left_to_its_answer() -> None:
    asked = LEAD + "难题如何破解？" + SPEECH
    assert item(article(asked, paragraphs=(asked, REST))).text == LEAD + SPEECH


def test_the_first_article_that_fits_tells() -> None:
    short = article("区委召开会议。", id="a1")
    full = article(LEAD + SPEECH, id="a2")
    made = item(short, full)
    assert {sentence.article for sentence in made.sentences} == {"a2"}
    assert [source.article for source in made.sources] == ["a1", "a2"]


def test_photos_do_not_tell_but_come_along() -> None:
    photo = article("图为会议现场。", id="p1", kind=Kind.PHOTO, sign_off="张三 摄")
    report = article(LEAD + SPEECH, id="a1", captions=("会议现场。 李四 摄",))
    made = item(photo, report)
    assert made.text == LEAD + SPEECH
    assert [(photo.article, photo.credit) for photo in made.photos] == [("p1", "张三 摄"), ("a1", "李四 摄")]


def test_substitutions_can_be_switched_off() -> None:
    one = article(
        "昨日，我区召开会议，" + "研究部署全区重点项目建设和民生实事办理工作，" * 4 + "推动工作落实。"
    )
    assert item(one).text.startswith("11月6日，魏都区召开会议")
    assert item(one, substitutions=False).text.startswith("昨日，我区召开会议")
    assert_traceable(item(one), [one])


def test_written_out_text_still_fits() -> None:
    lead = (
        "昨日上午，我区召开全区重点项目推进会，听取项目进展情况汇报，研究存在的困难问题，安排部署下步工作。"
    )
    second = (
        "区委、区政府主要领导出席会议。会议要求，各单位要倒排工期，挂图作战，确保我区各项任务按时保质完成，"
    )
    tail = "以实际成效迎接检查，为我区高质量发展作出新的更大贡献，让群众满意。"
    made = item(article(paragraphs=(lead, second + tail)))
    assert 80 <= len(made.text) <= 180


def test_the_window_is_configurable() -> None:
    one = article(paragraphs=(LEAD, SPEECH, REST))
    assert item(one, window=Window(20, 50, 60)).text == LEAD


def test_only_so_many_sentences_are_read() -> None:
    made = item(article("".join(f"第{i}件事在会上得到研究解决。" for i in range(400))))
    assert "article-long" in codes(made)


def test_the_articles_own_doubts_travel_along() -> None:
    from briefing.model import Doubt

    doubt = Doubt("date", "出版日期不明", ((1, 2),))
    assert item(article(LEAD + SPEECH, warnings=(doubt,))).warnings == (doubt,)


def test_both_engines_make_an_item() -> None:
    one = article(paragraphs=(LEAD, SPEECH, REST))
    assert item(one, engine="textrank4zh").text == item(one).text


def test_the_explanation_says_why() -> None:
    one = article(paragraphs=("夯实基础", LEAD + SPEECH, REST, REST))
    told = Summarizer().explain(one)
    assert [rated.why for rated in told.sentences] == [
        "不是完整的句子",
        "入选",
        "入选",
        f"得分低于入选各句（最低{min(r.score for r in told.sentences if r.chosen):.2f}）",
        "与前文重复",
    ]
    assert "".join(sentence.text for sentence in told.chosen) == LEAD + SPEECH
    assert {"lead", "organ", "textrank"} <= {part.name for part in told.sentences[1].parts}
    assert not told.decision.feature


def test_a_photo_is_its_text_and_its_credit() -> None:
    one = article("志愿者清理小广告。", kind=Kind.PHOTO, authors=("孙某",))
    photo = Summarizer().photo(one)
    assert (photo.caption, photo.credit, photo.article) == ("志愿者清理小广告。", "孙某 摄", "a1")
    assert photo.place.district == "魏都区"


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("居民在锻炼。 侯聪 摄", "侯聪 摄"),
        ("居民在锻炼。（侯聪 摄）", "侯聪 摄"),
        ("居民在锻炼。", None),
        ("", None),
    ],
)
def test_a_captions_credit(caption: str, credit: str | None) -> None:
    made = item(article(LEAD + SPEECH, captions=(caption,)))
    assert [photo.credit for photo in made.photos] == [credit]


NEWSPAPER = (
    "7月6日，|昨日，|15日，|我区|区委|区教育局|召开会议|他说：“|”|“两委”|。|！|；|……|，|（|）|该镇|同时，"
)
HOSTILE = "图为|《意见》|本报讯（记者 张三）|R&D <3% {{ x }} {% y %}|喆𠮷👍|\x00|\u3000|13.5%"
PIECES = st.sampled_from([*NEWSPAPER.split("|"), *HOSTILE.split("|")])


_LINES = st.sampled_from(["图为活动现场。张三 摄", "做到“两", "（见图）", "党建引领", "本报讯（记者 李四）"])
_PHRASES = st.sampled_from(
    [
        *(LEAD, SPEECH, REST, "他说，今后要干得更好。", "该镇建成大棚180座。", "会上，三家单位作了发言。"),
        *("其中，贫困户占六成。", "此举得到好评。", "据悉，全区有社区86个。", "一是提高认识。", "“好！”"),
        *("怎么办？", "同时，区委印发了《方案》。", "当天下午散会。"),
    ]
)
_PARAGRAPHS = st.one_of(_LINES, st.lists(_PHRASES, max_size=6).map("".join))


@given(st.lists(_PARAGRAPHS, max_size=5), st.sampled_from(list(Kind)))
@settings(deadline=None, max_examples=150)
def test_an_item_of_newspaper_phrases_is_wellformed_or_says_why(paragraphs: list[str], kind: Kind) -> None:
    one = article(paragraphs=tuple(paragraphs), kind=kind)
    made = item(one)
    assert_traceable(made, [one])
    assert made.warnings or 80 <= len(made.text) <= 180
    for sentence in made.sentences:
        assert is_closed(sentence.text)
        assert is_balanced(sentence.text)
        assert "摄" not in sentence.text
    opening = made.sentences[0].text if made.sentences else ""
    if opening.startswith(("他", "该", "其中", "此", "同时", "当天", "会上")):
        assert "item-opening" in codes(made)


@given(st.lists(st.lists(PIECES, max_size=40).map("".join), max_size=5), st.sampled_from(list(Kind)))
@settings(deadline=None, max_examples=150)
def test_whatever_the_text_every_sentence_is_verbatim(paragraphs: list[str], kind: Kind) -> None:
    one = article(paragraphs=tuple(paragraphs), kind=kind)
    made = item(one)
    assert_traceable(made, [one])
    places = [(sentence.paragraph, sentence.start) for sentence in made.sentences]
    assert places == sorted(set(places))
    assert len(made.text) <= 180 or "item-long" in codes(made)
    assert len(made.text) >= 80 or {"item-short", "item-empty"} & set(codes(made))
    assert item(one) == made


@pytest.mark.parametrize(
    "text", ["会" * 2_000_000, "1" * 2_000_000, "区委召开会议。" * 300_000, "“" * 2_000_000]
)
def test_a_line_of_two_megabytes_is_no_trouble(text: str) -> None:
    assert len(item(article(text)).text) <= 180
