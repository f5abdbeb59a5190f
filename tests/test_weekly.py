"""The whole journey: from sources to documents, nothing lost, nothing done twice."""

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

import briefing
from briefing import codec, lookup, weekly
from briefing.archive import Archive
from briefing.config import Config, Window, load
from briefing.errors import BriefingError, ConfigError, NothingInPeriod, UsageError
from briefing.intake import Found, find, read
from briefing.model import AnnotatedArticle, Briefing, Event, Given, Item, Period, Problem
from briefing.periods import week_of
from briefing.results import Ingestion, Made, Making, Outcome, Watch, Wish
from briefing.segment import read_page
from briefing.starting import start
from briefing.summarize import Summarizer

SEEDS = Path(briefing.__file__).parent.parent / "seeds"
TODAY = date(2018, 11, 9)
WEEK = week_of(TODAY)
STATIC = Watch(lambda _problem: None, lambda _step, _done, _total: None)


pytestmark = pytest.mark.usefixtures("empty_folder")


def story(title: str, text: str = "", published: str | None = "2018-11-07", **fields: Any) -> dict[str, Any]:
    body = (
        text
        or f"11月6日，魏都区{title}，听取工作汇报，部署下一阶段任务。会议强调，要压实责任，确保按期完成。"
    )
    return {"title": title, "text": body, **({"published": published} if published else {}), **fields}


FIRST = story("召开脱贫攻坚推进会")
SECOND = story(
    "召开安全生产工作会议", "11月5日，魏都区召开安全生产工作会议，通报隐患排查情况，各街道作了表态发言。"
)
ELSEWHERE = story(
    "聊城高新区召开推进会",
    "3月15日，聊城高新区召开推进会，部署创建工作。会议要求，各单位要落实责任。",
    "2018-03-16",
)
UNDATED = story("某社区举办活动", "某社区举办活动，居民踊跃参加，现场气氛热烈，受到好评。", None)


def put(name: str, *stories: dict[str, Any]) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in stories), "utf-8")
    return name


def ingest(archive: Archive, *sources: str, config: Config | None = None) -> Ingestion:
    return weekly.ingest(sources, archive, config or Config(), TODAY, STATIC)


def make(archive: Archive, *sources: str, config: Config | None = None, **wish: Any) -> Making:
    wanted = Wish(**{"formats": ("json",)} | wish)
    return weekly.make(wanted, sources, archive, config or Config(), TODAY, STATIC)


def names(making: Making) -> list[str]:
    return [file.path.as_posix() for made in making.made for file in made.files]


def items(made: Made) -> list[Item]:
    return [item for section in made.briefing.sections for theme in section.themes for item in theme.items]


def headlines(made: Made) -> list[str]:
    return sorted(item.headline for item in items(made))


def placed(made: Made) -> Counter[str]:
    """How often each article stands in the briefing."""
    sources = [source.article for item in items(made) for source in item.sources]
    others = [
        *(photo.article for photo in made.briefing.photos),
        *(one.article for one in made.briefing.left_out),
    ]
    return Counter([*sources, *others])


# --- nothing is lost -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name[:3])
def test_every_line_of_a_page_is_in_an_article_or_in_its_furniture(seed: Path) -> None:
    (found,) = find([str(seed)])
    assert isinstance(found, Found)
    for page in read(found):
        reading = read_page(page)
        ranges = [*reading.furniture, *(r for article in reading.articles for r in article.source.lines)]
        covered = {number for first, last in ranges for number in range(first, last + 1)}
        missing = {
            line.number: line.text for line in page.lines if line.text.strip() and line.number not in covered
        }
        assert missing == {}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Making, list[AnnotatedArticle]]:
    folder = tmp_path_factory.mktemp("seeds")
    with lookup.archive(str(folder / "briefing.db")) as archive:
        wish = Wish(every_week=True, out=folder / "out")
        making = weekly.make(wish, [str(SEEDS)], archive, Config(), TODAY.replace(year=2030), STATIC)
        return making, archive.articles()


def test_each_of_the_five_weeks_has_its_documents(seeds: tuple[Making, list[AnnotatedArticle]]) -> None:
    making, _ = seeds
    assert making.outcome is Outcome.DONE
    assert len(making.made) == 5
    for made in making.made:
        start, end, week = made.briefing.period.start, made.briefing.period.end, made.briefing.week
        assert week_of(start).period == Period(start, end)
        assert [(file.path.parent.name, file.path.name) for file in made.files] == [
            (week, f"一周要闻_{start}_{end}.{format}") for format in ("docx", "html", "json")
        ]
        assert items(made)


def test_every_article_of_a_week_is_in_exactly_one_place(
    seeds: tuple[Making, list[AnnotatedArticle]],
) -> None:
    making, articles = seeds
    for made in making.made:
        week = {one.id for one in articles if one.published and one.published in made.briefing.period}
        assert week
        assert placed(made) == Counter(dict.fromkeys(week, 1))
    assert sum(len(placed(made)) for made in making.made) == len(articles)


def test_every_sentence_is_verbatim_but_for_its_substitutions(
    seeds: tuple[Making, list[AnnotatedArticle]],
) -> None:
    making, articles = seeds
    by_id = {one.id: one for one in articles}
    for item in (item for made in making.made for item in items(made)):
        assert item.text == "".join(sentence.text for sentence in item.sentences)
        for sentence in item.sentences:
            text = by_id[sentence.article].paragraphs[sentence.paragraph][sentence.start : sentence.end]
            for change in reversed(sentence.substitutions):
                text = text[: change.start] + change.text + text[change.end :]
            assert sentence.text == text


def test_the_json_file_is_the_briefing(seeds: tuple[Making, list[AnnotatedArticle]]) -> None:
    making, _ = seeds
    for made in making.made:
        (path,) = [file.path for file in made.files if file.path.suffix == ".json"]
        assert codec.loads(Briefing, path.read_bytes()) == made.briefing


# --- which briefings -------------------------------------------------------------------------------


def test_sources_without_a_period_make_one_briefing_over_all_of_them(archive: Archive) -> None:
    ingest(archive, put("other.jsonl", story("召开人大常委会会议")))
    making = make(archive, put("a.jsonl", FIRST), put("b.jsonl", ELSEWHERE))
    assert names(making) == ["out/2018-03-16_2018-11-07/一周要闻_2018-03-16_2018-11-07.json"]
    (made,) = making.made
    assert made.briefing.week is None
    assert sum(placed(made).values()) == 2


def test_by_the_events_date(archive: Archive) -> None:
    making = make(archive, put("a.jsonl", FIRST, ELSEWHERE), by="event")
    assert making.made[0].briefing.period == Period(date(2018, 3, 15), date(2018, 11, 6))
    assert making.made[0].briefing.by == "event"


def test_every_week_makes_one_for_each_week_that_has_articles(archive: Archive) -> None:
    making = make(archive, put("a.jsonl", FIRST, SECOND, ELSEWHERE), every_week=True)
    assert [made.briefing.week for made in making.made] == ["2018-W11", "2018-W45"]
    assert names(making)[1] == "out/2018-W45/一周要闻_2018-11-05_2018-11-11.json"


def test_a_week_of_the_archive(archive: Archive) -> None:
    ingest(archive, put("a.jsonl", FIRST, ELSEWHERE))
    (made,) = make(archive, span=WEEK).made
    assert made.briefing.week == "2018-W45"
    assert sum(placed(made).values()) == 1


def test_without_anything_the_seven_days_that_end_today(archive: Archive) -> None:
    ingest(
        archive,
        put("a.jsonl", story("召开例会", published="2018-11-02"), story("召开大会", published="2018-11-03")),
    )
    (made,) = make(archive).made
    assert made.briefing.period == Period(date(2018, 11, 3), date(2018, 11, 9))
    assert made.briefing.week is None
    assert sum(placed(made).values()) == 1


def test_sources_with_a_period(archive: Archive) -> None:
    (made,) = make(archive, put("a.jsonl", FIRST, ELSEWHERE), span=WEEK).made
    assert sum(placed(made).values()) == 1


def test_a_district_and_a_theme(archive: Archive) -> None:
    ingest(archive, put("a.jsonl", FIRST, SECOND, ELSEWHERE))
    everything = archive.articles()
    assert {one.district.name for one in everything} == {"魏都区", "聊城高新区"}
    (made,) = make(archive, every_week=True, districts=("聊城高新区",)).made
    assert sum(placed(made).values()) == 1
    theme = everything[-1].theme
    (made,) = make(archive, every_week=True, districts=("魏都",), themes=(theme,)).made
    assert placed(made).keys() == {
        one.id for one in everything if one.district.name == "魏都区" and one.theme == theme
    }


# --- no articles -----------------------------------------------------------------------------------


def test_a_period_without_articles_names_the_nearest_weeks(archive: Archive) -> None:
    ingest(archive, put("a.jsonl", FIRST, ELSEWHERE))
    making = make(archive, span=week_of(date(2018, 6, 1)))
    assert making.outcome is Outcome.NOTHING_IN_PERIOD
    assert making.nothing is not None
    assert "2018-W11" in making.nothing
    assert "2018-W45" in making.nothing
    assert not Path("out").exists()


def test_a_failed_source_wins_over_an_empty_period(archive: Archive) -> None:
    Path("empty.txt").write_bytes(b"")
    making = make(archive, put("a.jsonl", FIRST), "empty.txt", span=week_of(date(2017, 1, 1)))
    assert making.nothing
    assert making.outcome is Outcome.PARTLY


def test_an_empty_archive(archive: Archive) -> None:
    making = make(archive)
    assert making.outcome is Outcome.NOTHING_IN_PERIOD
    assert "briefing ingest" in str(making.nothing)


def test_an_archive_that_must_be_there() -> None:
    with pytest.raises(NothingInPeriod, match=r"none\.db"):
        lookup.archive("none.db", must_exist=True)
    assert not Path("none.db").exists()


def test_nothing_of_that_district_or_theme(archive: Archive) -> None:
    ingest(archive, put("a.jsonl", FIRST))
    making = make(archive, districts=("北关区",))
    assert making.outcome is Outcome.NOTHING_IN_PERIOD
    assert "北关区" in str(making.nothing)


def test_undated_articles_are_left_out_and_named(archive: Archive) -> None:
    (made,) = make(archive, put("a.jsonl", FIRST, UNDATED)).made
    (left,) = made.briefing.left_out
    assert left.headline == UNDATED["title"]
    assert "--published" in left.why
    assert sum(placed(made).values()) == 2


def test_undated_articles_alone_are_in_no_period(archive: Archive) -> None:
    making = make(archive, put("a.jsonl", UNDATED))
    assert making.outcome is Outcome.NOTHING_IN_PERIOD
    assert "--published" in str(making.nothing)


def test_a_date_given_later_dates_the_article(archive: Archive) -> None:
    source = put("a.jsonl", UNDATED)
    ingest(archive, source)
    given = Given(published=date(2018, 11, 7))
    making = weekly.make(Wish(formats=("json",)), [source], archive, Config(), TODAY, STATIC, given)
    assert making.outcome is Outcome.DONE
    assert making.ingestion.taken[0].updated == 1


# --- again -----------------------------------------------------------------------------------------


def bytes_of(folder: str) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def test_the_same_input_gives_the_same_bytes_and_no_new_revision(archive: Archive) -> None:
    source, formats = put("a.jsonl", FIRST, SECOND, UNDATED), ("docx", "html", "json", "txt", "md", "eml")
    first = make(archive, source, formats=formats)
    before = bytes_of("out")
    assert len(before) == 6
    again = make(archive, source, formats=formats)
    assert names(again) == names(first)
    assert bytes_of("out") == before
    shutil.rmtree("out")
    make(archive, source, formats=formats)
    assert bytes_of("out") == before


def test_another_archive_gives_the_same_bytes(archive: Archive) -> None:
    source = put("a.jsonl", FIRST, SECOND)
    make(archive, source, formats=("docx", "json"))
    with lookup.archive("other.db") as other:
        make(other, source, formats=("docx", "json"), out=Path("out2"))
    assert list(bytes_of("out").values()) == list(bytes_of("out2").values())


def test_changed_input_is_a_new_revision_beside_the_old(archive: Archive) -> None:
    make(archive, put("a.jsonl", FIRST), span=WEEK)
    before = bytes_of("out")
    making = make(archive, put("a.jsonl", FIRST, SECOND), span=WEEK)
    assert names(making) == ["out/2018-W45/一周要闻_2018-11-05_2018-11-11_第2稿.json"]
    assert making.made[0].briefing.revision == 2
    assert before.items() <= bytes_of("out").items()
    assert names(make(archive, "a.jsonl", span=WEEK)) == names(making)


def test_a_document_that_was_changed_is_never_replaced(archive: Archive) -> None:
    (name,) = names(make(archive, put("a.jsonl", FIRST), span=WEEK))
    Path(name).write_text("领导批示", "utf-8")
    making = make(archive, "a.jsonl", span=WEEK)
    assert Path(name).read_text("utf-8") == "领导批示"
    assert names(making) == [name.replace(".json", "_2.json")]
    assert making.made[0].files[0].note
    assert making.outcome is Outcome.DONE
    assert names(make(archive, "a.jsonl", span=WEEK)) == names(making)


def test_another_selection_does_not_replace_the_first(archive: Archive) -> None:
    source = put(
        "a.jsonl", FIRST, story("举办运动会", "11月5日，五一路小学举办秋季运动会，八百余名学生参加比赛。")
    )
    make(archive, source, span=WEEK)
    before = bytes_of("out")
    theme = next(one.theme for one in archive.articles() if one.title == FIRST["title"])
    making = make(archive, span=WEEK, themes=(theme,))
    assert making.made[0].briefing.revision == 1
    assert before.items() <= bytes_of("out").items()
    assert names(make(archive, span=WEEK, themes=(theme,))) == names(making)
    assert names(make(archive, span=WEEK)) == list(before)


def test_a_template_that_was_edited_replaces_what_it_made(archive: Archive) -> None:
    templates = Path("templates")
    shutil.copytree(briefing.resources.templates(), templates)
    config = Config(templates=templates)
    source = put("a.jsonl", FIRST)
    (name,) = names(make(archive, source, span=WEEK, formats=("html",), config=config))
    page = templates / "一周要闻.html"
    page.write_text(page.read_text("utf-8").replace("</body>", "<!-- 本单位 --></body>"), "utf-8")
    assert names(make(archive, source, span=WEEK, formats=("html",), config=config)) == [name]
    assert "本单位" in Path(name).read_text("utf-8")


def test_the_programs_own_files_are_no_sources(archive: Archive) -> None:
    put("a.jsonl", FIRST)
    start(Path())
    config = load(Path("briefing.toml"))
    for out in ("成品", "out"):
        making = make(archive, ".", config=config, formats=("docx", "html", "json", "txt"), out=Path(out))
        assert [one.path for one in making.ingestion.taken] == ["a.jsonl"]
        shutil.rmtree(out)
    ingestion = ingest(archive, ".", config=config)
    assert [one.path for one in ingestion.taken] == ["a.jsonl"]
    assert ingestion.problems == ()


def test_a_briefing_put_among_the_pages_is_no_page(archive: Archive) -> None:
    put("in/a.jsonl", FIRST)
    make(archive, "in", formats=("docx", "txt"), out=Path("in"))
    assert len(list(Path("in").rglob("*.txt"))) == 1
    making = make(archive, "in", formats=("json",), out=Path("out"))
    assert [one.path for one in making.ingestion.taken] == ["in/a.jsonl"]
    assert making.ingestion.problems == ()


# --- mistakes and faults ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"formats": ("docs",)}, "docx"),
        ({"formats": ()}, "docx"),
        ({"themes": ("没有",)}, "党的建设"),
        ({"districts": ("没有",)}, "魏都区"),
        ({"districts": ("鼓楼区",)}, "南京市鼓楼区"),
    ],
)
def test_a_wrong_wish_names_the_choices(archive: Archive, wish: dict[str, Any], word: str) -> None:
    ingest(archive, put("a.jsonl", FIRST))
    with pytest.raises(UsageError, match=word):
        make(archive, **wish)


def test_a_theme_of_the_configuration_that_is_none(archive: Archive) -> None:
    with pytest.raises(BriefingError, match="没有这种主题"):
        make(archive, put("a.jsonl", FIRST), config=Config(themes=("没有这种主题",)))


def broken(format: str) -> Config:
    shutil.copytree(briefing.resources.templates(), "templates")
    Path(f"templates/一周要闻.{format}").unlink()
    return Config(templates=Path("templates"))


def test_one_broken_template_does_not_stop_the_other_formats(archive: Archive) -> None:
    making = make(archive, put("a.jsonl", FIRST), formats=("html", "docx", "json"), config=broken("html"))
    assert [Path(name).suffix for name in names(making)] == [".docx", ".json"]
    assert making.outcome is Outcome.PARTLY


def test_nothing_but_a_broken_template_is_a_mistake_of_the_configuration(archive: Archive) -> None:
    with pytest.raises(ConfigError, match="一周要闻"):
        make(archive, put("a.jsonl", FIRST), formats=("html",), config=broken("html"))


def test_an_output_folder_that_cannot_be_written(archive: Archive) -> None:
    Path("file").write_text("一")
    making = make(archive, put("a.jsonl", FIRST), out=Path("file"))
    assert making.outcome is Outcome.NOTHING_DONE
    assert making.problems[0].subject.startswith("file/")


def test_an_event_that_the_program_fails_on_is_left_out_and_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = Summarizer.item

    def failing(self: Summarizer, event: Event) -> Item:
        if event.articles[0].title == FIRST["title"]:
            raise ZeroDivisionError
        return item(self, event)

    monkeypatch.setattr(Summarizer, "item", failing)
    making = make(archive, put("a.jsonl", FIRST, SECOND))
    (made,) = making.made
    assert [one.headline for one in made.briefing.left_out if "出错" in one.why]
    assert set(placed(made).values()) == {1}
    assert sum(placed(made).values()) == 2
    assert making.outcome is Outcome.PARTLY


def test_problems_are_reported_when_they_happen_and_progress_ends_whole(archive: Archive) -> None:
    seen: list[Problem] = []
    steps: list[tuple[str, int, int]] = []
    Path("empty.txt").write_bytes(b"")
    watch = Watch(seen.append, lambda step, done, total: steps.append((step, done, total)))
    making = weekly.make(
        Wish(formats=("json",)), ["empty.txt", put("a.jsonl", FIRST)], archive, Config(), TODAY, watch
    )
    assert tuple(seen) == making.ingestion.problems
    assert steps == [
        ("读取来源", 0, 2),
        ("读取来源", 1, 2),
        ("读取来源", 2, 2),
        ("制作简报", 0, 1),
        ("制作简报", 1, 1),
    ]


# --- what the configuration says -------------------------------------------------------------------


def test_title_window_and_place_of_documents(archive: Archive) -> None:
    config = Config(
        title="快报",
        edition="早",
        out=Path("成品"),
        formats=("md",),
        item=Window(minimum=20, target=40, maximum=60),
    )
    making = make(archive, put("a.jsonl", FIRST), config=config, formats=None)
    assert names(making) == ["成品/2018-11-07_2018-11-07/快报_2018-11-07_2018-11-07.md"]
    (made,) = making.made
    assert (made.briefing.title, made.briefing.edition) == ("快报", "早")
    assert all(len(item.text) <= 60 for item in items(made))


# textrank4zh 0.3 leaves its list of stop words open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_other_engine(archive: Archive) -> None:
    making = make(archive, put("a.jsonl", FIRST), config=Config(engine="textrank4zh"))
    assert making.outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("making", "outcome"),
    [
        (Making(), 0),
        (Making(nothing="x"), 3),
        (Making(ingestion=Ingestion(problems=(Problem(*["x"] * 4),))), 4),  # type: ignore[arg-type]
    ],
)
def test_the_exit_status(making: Making, outcome: int) -> None:
    assert making.outcome == outcome


def test_without_libreoffice_the_other_formats_are_made(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.render.printed.program", lambda: None)
    making = make(archive, put("a.jsonl", FIRST), formats=("pdf", "docx", "json"))
    assert making.outcome is Outcome.PARTLY
    assert {Path(name).suffix for name in names(making)} == {".docx", ".json"}
    (problem,) = making.problems
    assert problem.code == "no-libreoffice" and "安装 LibreOffice" in problem.message
    assert make(archive, formats=("pdf",), span=WEEK).outcome is Outcome.NOTHING_DONE


def test_a_template_is_chosen_for_one_run_or_for_all(archive: Archive) -> None:
    def styles(making: Making) -> set[str]:
        (name,) = names(making)
        return {one.style.name for one in docx.Document(name).paragraphs if one.style is not None}

    source = put("a.jsonl", FIRST)
    assert "要目" not in styles(make(archive, source, formats=("docx",), out=Path("a")))
    assert "要目" in styles(make(archive, source, formats=("docx",), out=Path("b"), template="工作简报"))
    always = Config(template="会议材料")
    assert "题下" in styles(make(archive, source, formats=("docx",), out=Path("c"), config=always))
    with pytest.raises(ConfigError, match=r"没有模板.*可选：.*工作简报"):
        make(archive, source, formats=("docx", "json"), template="没有")
