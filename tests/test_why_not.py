"""Where something one knows of was lost: every stage of the flow, over invented pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from agent.cli import run
from agent.cli.whynot import (
    COLUMNS,
    Expected,
    expectations,
    read_expected,
    told,
    write_expectations,
)
from agent.errors import UsageError
from agent.evidence.whynot import Stage, Wanted, why_not
from agent.findings import Dossier
from agent.records import Gap, Hit, Query
from agent.report.item_lines import interpretations
from agent.wiring import Config
from agent.wiring.members import knowledge
from agent.wiring.workshop import open_workshop
from tests.dossiers import POINT

ISSUED = "山西省新能源城市公交车及老旧营运货车更新补贴实施细则"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The sample changepoint, researched once: its web is invented."""
    config = Config(cache=tmp_path_factory.mktemp("cache"), sample=True)
    with open_workshop(config, lambda *_: None) as workshop:
        return workshop.research(POINT)


def hits(of: Dossier) -> Sequence[Hit]:
    return of.hits


def stage(of: Dossier, text: str) -> Stage:
    return why_not(of, Wanted.of(text), hits).stage


def test_what_is_listed_is_said_to_be_by_title_number_and_address(dossier: Dossier) -> None:
    answer = why_not(dossier, Wanted.of(ISSUED), hits)
    assert answer.stage is Stage.LISTED
    assert answer.finding
    number = answer.finding.policy.document_number
    assert number
    assert stage(dossier, number.value) is Stage.LISTED
    assert stage(dossier, answer.url) in (Stage.LISTED, Stage.SAME)
    line = told(answer, "zh")
    assert "列为发现" in line
    assert "searxng 检到，第 " in line
    assert "listed (" in told(answer, "en")


def test_an_interpretation_is_attached_to_its_paper_and_is_no_finding(dossier: Dossier) -> None:
    answer = why_not(dossier, Wanted.of(ISSUED), hits)
    assert answer.finding
    (read,) = interpretations(dossier, answer.finding)
    assert read.policy.name.value == f"《{ISSUED}》政策解读"
    assert f"另有解读：{read.policy.url}" in told(answer, "zh")
    others = [one for one in dossier.findings if one.policy.name.value not in (ISSUED,)]
    assert not any(interpretations(dossier, one) for one in others if one.kind != read.kind)


def test_a_page_of_another_province_was_read_and_refused_and_the_reason_is_told(
    dossier: Dossier,
) -> None:
    answer = why_not(dossier, Wanted.of("关中地区运输结构调整方案"), hits)
    assert answer.stage is Stage.REFUSED
    assert "地点是陕西" in told(answer, "zh")


def test_a_page_behind_a_challenge_was_chosen_and_not_read(dossier: Dossier) -> None:
    blocked = next(gap for gap in dossier.gaps if gap.cause.startswith("blocked"))
    answer = why_not(dossier, Wanted.of(blocked.target), hits)
    assert answer.stage is Stage.NOT_READ
    assert "blocked" in told(answer, "en")


def test_what_ranked_too_low_is_told_with_its_place(dossier: Dossier) -> None:
    late = Hit(url="https://a.example/late", title="甲乙丙丁工作方案", backend="govcn", rank=9)
    more = dossier.model_copy(update={"hits": (*dossier.hits, late)})
    answer = why_not(more, Wanted.of("甲乙丙丁工作方案"), hits)
    assert (answer.stage, answer.place, answer.of) == (
        Stage.NOT_CHOSEN, len(more.hits), len(more.hits)
    )  # fmt: skip
    assert f"ranked {len(more.hits)} of {len(more.hits)}" in told(answer, "en")


def test_what_no_query_found_is_told_with_the_searches(dossier: Dossier) -> None:
    answer = why_not(dossier, Wanted.of("https://nowhere.example/1"), hits)
    assert answer.stage is Stage.NOT_FOUND
    assert "no search found it" in told(answer, "en")
    assert "searxng" in told(answer, "en")


def test_a_page_that_was_read_and_gave_nothing_is_told_so(dossier: Dossier) -> None:
    bare = dossier.model_copy(update={"findings": ()})
    page = bare.pages[0]
    assert stage(bare, page.url) is Stage.NOT_TAKEN
    gap = Gap(stage="extract", target=page.url, cause="timeout", detail="no answer")
    told_so = bare.model_copy(update={"gaps": (gap,)})
    assert "timeout" in told(why_not(told_so, Wanted.of(page.url), hits), "zh")


def test_what_is_too_short_to_be_looked_for_is_refused() -> None:
    wanted = Wanted.of("通知")
    assert (wanted.identity, wanted.number, wanted.title) == ("", "", "")
    assert Wanted.of("晋政发[2022]29号").number == Wanted.of("晋政发〔2022〕29号").number != ""


def test_the_command_answers_for_every_changepoint_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["--sample", "-q"]) == 0
    capsys.readouterr()
    assert run(["why-not", ISSUED, "--sample"]) == 0
    assert capsys.readouterr().out.startswith("山西 Ground 2024-11-08: 列为发现")
    assert run(["why-not", "通知", "--sample"]) == 2
    assert "too short" in capsys.readouterr().err


# What a researcher knows should be there


def test_a_table_says_of_everything_expected_how_far_it_came(
    dossier: Dossier, tmp_path: Path
) -> None:
    file = tmp_path / "expected.csv"
    file.write_text(
        "expected,province,sector,date\n"
        f"{ISSUED},Shanxi,Ground,\n"
        "https://nowhere.example/1,,,\n"
        "关中地区运输结构调整方案,山西,,2024-11-08\n"
        "甲乙丙丁,Guizhou,,\n"
        ",,,\n",
        "utf-8",
    )
    wanted = read_expected(file, knowledge(Config()))
    assert wanted[0] == Expected(ISSUED, "山西", "Ground", "")
    once = iter((dossier,))
    rows = expectations(once, wanted, "en")
    assert [row[COLUMNS.index("stage")] for row in rows] == [
        "listed", "not_found", "refused", "no_changepoint"
    ]  # fmt: skip
    line = write_expectations(rows, tmp_path)
    assert line.startswith("expected: 1 of 4 listed; ")
    written = list(csv.reader(io.StringIO((tmp_path / "expected.csv").read_text("utf-8-sig"))))
    assert tuple(written[0]) == COLUMNS
    assert len(written) == 5


def test_a_file_without_its_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for content in ("", "title\n甲\n"):
        file.write_text(content, "utf-8")
        with pytest.raises(UsageError, match="has no column expected"):
            read_expected(file, knowledge(Config()))
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(UsageError, match="cannot read"):
        read_expected(file, knowledge(Config()))


def test_a_row_that_names_nothing_expected_is_refused_and_not_dropped(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("expected,province\n甲市通告,山西\n,山西\n", "utf-8")
    with pytest.raises(UsageError, match=r"x\.csv:3: the row names nothing under expected"):
        read_expected(file, knowledge(Config()))


def test_why_a_named_page_is_listed_says_that_a_user_named_it(dossier: Dossier) -> None:
    named = dossier.model_copy(
        update={"hits": (), "queries": (Query(text="x", window=POINT.window()),)}
    )
    answer = why_not(named, Wanted.of(ISSUED), hits)
    assert "named by the user" in told(answer, "en")
    assert date(2024, 11, 8) == POINT.date
