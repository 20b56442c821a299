"""BibTeX: an entry for each source that may be cited, and none for the others."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.findings import Status
from agent.report.supplement.rows import cite_keys
from agent.report.tex import escaped
from agent.store.reviews import Decision
from tests.at_once import bibtex as render
from tests.dossiers import dossier, finding, page
from tests.supplements import HOSTILE, many, unread
from tests.test_report_reviewed import beside, decided

HERE = page()


def keys(text: str) -> list[str]:
    return re.findall(r"^@misc\{([^,]*),$", text, re.MULTILINE)


def test_a_source_has_its_fields() -> None:
    text = render([dossier(finding(HERE), pages=(HERE,))], "en")
    assert keys(text) == ["jtyst-shanxi-" + keys(text)[0][-8:]]
    for line in (
        "  title = {{公交车更新补贴办法}},",
        "  author = {{山西省示例厅}},",
        "  year = {2024},",
        "  month = {10},",
        "  url = {https://jtyst.shanxi.example/a.html},",
        "  urldate = {2026-11-24},",
        f"  note = {{晋示发〔2024〕999号; archived copy sha256 {HERE.sha256[:16]}}},",
    ):
        assert line in text


@pytest.mark.parametrize("status", [Status.FLAGGED, Status.INSUFFICIENT, Status.REJECTED])
def test_what_is_not_verified_cannot_be_cited(status: Status) -> None:
    text = render([dossier(finding(HERE, status), pages=(HERE,))], "en")
    assert keys(text) == []
    assert "1 row(s) to be reviewed or left out have no entry" in text


def test_a_page_that_was_not_read_cannot_be_cited() -> None:
    assert keys(render([dossier(unread(), pages=())], "zh")) == []


def test_people_make_a_source_citable_and_take_it_out() -> None:
    flagged, verified = finding(HERE, Status.FLAGGED), finding(HERE)
    accepted = beside(decided(flagged, Decision.ACCEPT))
    rejected = beside(decided(verified, Decision.REJECT))
    assert len(keys(render([dossier(flagged, pages=(HERE,))], "zh", accepted))) == 1
    assert keys(render([dossier(verified, pages=(HERE,))], "zh", rejected)) == []


def test_a_source_of_two_changepoints_has_one_entry() -> None:
    found = dossier(finding(HERE), pages=(HERE,))
    assert len(keys(render([found, found], "zh"))) == 1


def test_hostile_names_leave_the_braces_of_an_entry_balanced() -> None:
    text = render([many(*HOSTILE)], "zh")
    assert len(keys(text)) == len(set(keys(text))) == len(HOSTILE)
    assert text.count("{") == text.count("}")
    assert keys(text) == [key for key in keys(text) if re.fullmatch(r"[a-z0-9-]+", key)]


@given(st.text())
def test_braces_of_any_text_are_balanced(text: str) -> None:
    told = escaped(text)
    assert told.count("{") == told.count("}")
    assert not re.search(r"(?<!\\)[$&#_%]|[~^]", told)


def test_a_key_stays_what_it_is_and_one_document_has_one() -> None:
    plain = cite_keys(["https://www.mee.gov.cn/a.html"])
    both = cite_keys(["http://www.mee.gov.cn/a.html?utm_source=x", "https://b.example/"])
    assert set(plain.values()) <= set(both.values())
    assert next(iter(plain.values())).startswith("mee-")


def test_the_site_of_the_government_has_a_name() -> None:
    (key,) = cite_keys(["https://www.gov.cn/zhengce/1.htm"]).values()
    assert key.startswith("gov-cn-")


def test_a_chinese_host_has_an_ascii_key() -> None:
    (key,) = cite_keys(["https://示例.example/a"]).values()
    assert re.fullmatch(r"[a-z0-9-]+", key)


@pytest.mark.slow
def test_bibtex_reads_it(tmp_path: Path) -> None:
    program = shutil.which("bibtex")
    if program is None:
        pytest.skip("bibtex is not installed")
    (tmp_path / "s.bib").write_text(render([many(*HOSTILE[:10])], "zh"), "utf-8")
    (tmp_path / "s.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{s}\n", "utf-8")
    done = subprocess.run([program, "s"], cwd=tmp_path, capture_output=True, check=False)
    told = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, told
    assert (tmp_path / "s.bbl").read_text("utf-8", "replace").count(r"\bibitem") == 10
