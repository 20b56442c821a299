"""RIS: the same references as in BibTeX, for programs that read no BibTeX."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.findings import Status
from agent.report.finding_view import FindingView
from agent.report.supplement.cells import source_cells
from tests.at_once import bibtex as as_bibtex
from tests.at_once import ris as render
from tests.dossiers import dossier, finding, page
from tests.supplements import HOSTILE, many

HERE = page()


def fields(record: str) -> list[tuple[str, str]]:
    lines = record.split("\r\n")
    assert all(line[2:6] == "  - " for line in lines if line)
    return [(line[:2], line[6:]) for line in lines if line]


def test_a_source_has_its_fields_in_the_order_that_readers_expect() -> None:
    told = fields(render([dossier(finding(HERE), pages=(HERE,))], "en"))
    assert (told[0], told[-1]) == (("TY", "ELEC"), ("ER", ""))
    for field in (
        ("TI", "公交车更新补贴办法"),
        ("AU", "山西省示例厅"),
        ("PY", "2024"),
        ("UR", "https://jtyst.shanxi.example/a.html"),
        ("Y2", "2026/11/24"),
        ("N1", "晋示发〔2024〕999号"),
    ):
        assert field in told


def test_both_formats_cite_the_same_sources_under_the_same_keys() -> None:
    dossiers = [many("甲办法", "乙办法")]
    ris, bibtex = render(dossiers, "zh"), as_bibtex(dossiers, "zh")
    keys = [value for name, value in fields(ris) if name == "ID"]
    assert keys
    assert all(f"@misc{{{key}," in bibtex for key in keys)
    assert bibtex.count("@misc{") == len(keys)


def test_nothing_is_cited_that_is_not_included() -> None:
    assert render([dossier(finding(HERE, Status.FLAGGED), pages=(HERE,))], "en") == ""


def test_a_hostile_title_ends_no_record() -> None:
    title = f"{HOSTILE[0]}\r\nER  - \r\nTY  - BOOK"
    told = page().model_copy(update={"title": title})
    record = render([dossier(finding(told), pages=(told,))], "zh")
    assert record.count("\r\nER  - ") == 1


def test_the_day_of_access_is_that_of_china_and_says_so() -> None:
    late = page().model_copy(update={"fetched_at": datetime(2026, 11, 24, 20, 0, tzinfo=UTC)})
    one = finding(late)
    cells = source_cells(FindingView(one, dossier(one, pages=(late,))))
    assert cells["accessed"] == "2026-11-25+08:00"
