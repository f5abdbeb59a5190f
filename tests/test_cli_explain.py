"""`briefing explain` from outside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from briefing.cli import app

STORY = {
    "title": "魏都区召开脱贫攻坚推进会",
    "text": "11月6日，魏都区召开脱贫攻坚推进会，听取汇报，部署任务。会议强调，要压实责任，确保按期完成。",
    "published": "2018-11-07",
}


pytestmark = pytest.mark.usefixtures("empty_folder")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def taken() -> str:
    Path("a.jsonl").write_text(json.dumps(STORY), "utf-8")
    run("ingest", "a.jsonl")
    return str(json.loads(run("articles", "--json").stdout)["id"])


def test_it_reads_like_an_editors_note() -> None:
    found = run("explain", taken()[:6])
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0].startswith("魏都区召开脱贫攻坚推进会（")
    assert "收入 2018-W45：魏都区·乡村振兴与脱贫攻坚，第1条（共1条）" in found.stdout
    for head in (
        "【取句】按消息取句",
        "【区县】河南省许昌市魏都区",
        "【主题】",
        "【日期】2018-11-06",
        "【重要性】",
        "【同一件事】",
    ):
        assert any(line.startswith(head) for line in lines), head
    assert "导语：何时、何单位、做何事 +2.00" in found.stdout


def test_as_json() -> None:
    value = json.loads(run("explain", taken(), "--json").stdout)
    assert value["article"]["title"] == STORY["title"]
    assert value["sentences"]["scores"][0]["chosen"] is True
    assert value["rank"] == {"place": 1, "of": 1, "before": None, "after": None}


def test_in_another_period() -> None:
    identity = taken()
    assert (
        "2018-11-01 至 2018-11-30"
        in run("explain", identity, "--since", "2018-11-01", "--until", "2018-11-30").stdout
    )
    assert "不是这段时间里的文章" in run("explain", identity, "--week", "2018-W46").stdout


def test_mistakes_are_one_line() -> None:
    assert run("explain", "abc").exit_code == 3  # no archive yet
    taken()
    found = run("explain", "zzz")
    assert found.exit_code == 2
    assert len(found.stderr.splitlines()) == 1
    assert "没有这个编号" in found.stderr
