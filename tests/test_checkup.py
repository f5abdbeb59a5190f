"""Whether the check-up tells what is wrong, each thing by itself."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing import checkup, resources
from briefing.archive import Archive
from briefing.checkup import examine
from briefing.results import Finding

pytestmark = pytest.mark.usefixtures("empty_folder")


def found(subject: str, config: Path | None = None, archive: str | None = None) -> Finding:
    (finding,) = [one for one in examine(config, archive) if one.subject == subject]
    return finding


def configured(text: str) -> Path:
    path = Path("briefing.toml")
    path.write_text(text, "utf-8")
    return path


def test_everything_is_in_order_on_a_new_computer() -> None:
    findings = examine(None, None)
    assert [one for one in findings if one.state == "bad"] == []
    assert {
        "程序",
        "配置",
        "词表",
        "模板 docx",
        "模板 html",
        "模板 eml",
        "档案库",
        "成品文件夹",
        "分词",
        "字体",
    } <= {one.subject for one in findings}
    assert list(Path().iterdir()) == []


def test_every_finding_that_is_not_in_order_says_how_to_mend_it() -> None:
    configured("x = 1")
    Path("x.db").write_text("no database" * 999)
    for one in examine(None, "x.db"):
        assert bool(one.mend) == (one.state != "ok")


def test_the_configuration() -> None:
    assert found("配置").state == "ok"
    assert found("配置", Path("none.toml")).state == "bad"
    configured('titel = "x"')
    assert "titel" in found("配置").message
    configured('title = "x"')
    assert found("配置").message == "briefing.toml"


def test_a_theme_that_has_no_words() -> None:
    configured('themes = ["没有这种主题"]')
    finding = found("词表")
    assert finding.state == "bad"
    assert "没有这种主题" in finding.message


def test_each_template_by_itself() -> None:
    shutil.copytree(resources.templates(), "t")
    Path("t/一周要闻.html").write_text("{% for x in %}", "utf-8")
    configured('templates = "t"')
    assert found("模板 docx").state == "ok"
    finding = found("模板 html")
    assert finding.state == "bad"
    assert "一周要闻.html" in finding.message


def test_the_archive() -> None:
    assert "还没有" in found("档案库").message
    Archive.open("x.db").close()
    finding = found("档案库", archive="x.db")
    assert (finding.state, finding.message) == ("ok", "x.db：0 篇文章，可以写入")
    Path("y.db").write_text("no database" * 999)
    assert found("档案库", archive="y.db").state == "bad"


def test_where_documents_go(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("成品文件夹").state == "ok"
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=1024**2))
    assert found("成品文件夹").state == "warn"

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert found("成品文件夹").state == "bad"


@pytest.mark.parametrize(
    ("present", "state"), [({"rjieba", "jieba"}, "ok"), ({"jieba"}, "warn"), (set(), "bad")]
)
def test_what_cuts_words(present: set[str], state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name if name in present else None)
    assert found("分词").state == state
    assert found("摘要引擎").state == "warn"


@pytest.mark.parametrize(
    ("listed", "state", "word"),
    [
        ("FangSong,仿宋\nFZXiaoBiaoSong-B05S\nSimHei\nKaiTi", "ok", "都有"),
        ("FangSong\nSimHei\nKaiTi", "warn", "小标宋"),
        ("", "warn", "仿宋"),
        (None, "warn", "查不到"),
    ],
)
def test_fonts(listed: str | None, state: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_installed", lambda: listed.lower() if listed is not None else None)
    finding = found("字体")
    assert finding.state == state
    assert word in finding.message


def test_no_way_to_list_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert "查不到" in found("字体").message


def test_the_offices_own_data_line_by_line() -> None:
    configured('title = "快报"')
    lines = ("地名,类别,归属", "老城厢,别称,许昌市魏都区", "老街,别名,许昌市魏都区", "街,别称,许昌市")
    Path("places.csv").write_text("\n".join(lines), "utf-8")
    Path("papers.toml").write_text('[[paper]]\nname = "甲报"\nhome = "某某县"\n', "utf-8")
    findings = examine(Path("briefing.toml"), None)
    places = [one for one in findings if one.subject == "本地地名"]
    assert [one.state for one in places] == ["bad", "bad"]
    assert [one.message.split("：")[1] for one in places] == ["第 3 行“类别”", "第 4 行“地名”"]
    (paper,) = [one for one in findings if one.subject == "报纸特点"]
    assert (paper.state, "第 3 行“home”" in paper.message) == ("bad", True)
    Path("papers.toml").write_text("[[paper", "utf-8")
    Path("places.csv").write_text("老城厢,别称,许昌市魏都区", "utf-8")
    assert found("报纸特点", Path("briefing.toml")).state == "bad"
    assert "1 个地名" in found("本地地名", Path("briefing.toml")).message
