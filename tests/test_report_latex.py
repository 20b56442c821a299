"""The supplement in LaTeX: compiles whatever a page says, and loses no character in silence."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.findings import Status
from agent.records import Gap
from agent.report.tex import tex
from tests.at_once import latex as render
from tests.dossiers import dossier, finding, page
from tests.supplements import HOSTILE, many, unread

COMMANDS = re.compile(
    r"\\(?:textbackslash|textbraceleft|textbraceright|textasciicircum|textasciitilde"
    r"|textquotesingle|textquotedbl|textasciigrave|textless|textgreater|allowbreak)\{\}"
    r"|\\rare\{[0-9A-F]{4,6}\}|\\[$&#_%]|-\{\}"
)
SPECIAL = set("\\{}$&#^_~%")


@given(st.text())
def test_nothing_of_a_text_is_a_command(text: str) -> None:
    assert not set(COMMANDS.sub("", tex(text))) & SPECIAL


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("50% & 100_000", r"50\% \& 100\_000"),
        ("a--b", "a-{}-{}b"),
        ("\\cmd{x}", r"\textbackslash{}cmd\textbraceleft{}x\textbraceright{}"),
        ("公交车〔2024〕8号", "公交车〔2024〕8号"),
        ("🚗", r"\rare{1F697}"),
        ("℃", r"\rare{2103}"),
        ("珺", r"\rare{73FA}"),
    ],
)
def test_a_text_is_set_as_it_is_typed(text: str, told: str) -> None:
    assert tex(text) == told


def test_a_long_run_without_a_space_may_break() -> None:
    assert (
        tex("x" * 30) == rf"{'x' * 12}\allowbreak{{}}{'x' * 12}\allowbreak{{}}xxxxxx\allowbreak{{}}"
    )


def test_what_is_not_included_says_that_it_must_not_be_cited() -> None:
    of = page()
    text = render([dossier(finding(of, Status.FLAGGED), pages=(of,))], "en")
    assert "not to be cited as fact" in text
    assert "E1" not in text


def test_a_chinese_address_is_percent_encoded() -> None:
    of = page("https://www.shanxi.example/政策/办法%20一.html?a=1&b={x}#y")
    text = render([dossier(finding(of), pages=(of,))], "zh")
    assert (
        r"\url{https://www.shanxi.example/%E6%94%BF%E7%AD%96/%E5%8A%9E%E6%B3%95%20%E4%B8%80.html"
        "?a=1&b=%7Bx%7D#y}"
    ) in text


def test_the_same_dossiers_give_the_same_text() -> None:
    assert render([many(*HOSTILE)], "zh") == render([many(*HOSTILE)], "zh")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_compiles_with_every_hostile_text_in_it(language: str, tmp_path: Path) -> None:
    gap = Gap(stage="fetch", target="https://x.example/#%{", cause="blocked:ruishu", detail="\\")
    found = [
        many(*HOSTILE),
        many(*HOSTILE, status=Status.FLAGGED),
        many(*HOSTILE, status=Status.REJECTED),
        dossier(unread(), pages=(), gaps=(gap,)),
    ]
    log = compiled(render(found, language), tmp_path)
    assert "Missing character" not in log
    assert not re.findall(r"^! ", log, re.MULTILINE)
    assert not re.findall(r"Overfull \\vbox", log)


@pytest.mark.slow
def test_a_run_without_findings_compiles(tmp_path: Path) -> None:
    assert "Output written" in compiled(render([dossier(pages=())], "zh"), tmp_path)


def compiled(text: str, folder: Path) -> str:
    """The log of one run of xelatex or tectonic over the text."""
    (folder / "s.tex").write_text(text, "utf-8")
    if program := shutil.which("xelatex"):
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "s.tex"]
    elif program := shutil.which("tectonic"):
        command = [program, "--keep-logs", "s.tex"]
    else:
        pytest.skip("neither xelatex nor tectonic is installed")
    if shutil.which("kpsewhich") and not found("ctex.sty"):
        pytest.skip("the LaTeX here has no ctex")
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-3000:].decode("utf-8", "replace")
    # The log breaks lines after 79 bytes.
    return (folder / "s.log").read_text("utf-8", "replace").replace("Missing\n", "Missing ")


def found(name: str) -> bool:
    program = shutil.which("kpsewhich") or ""
    return bool(subprocess.run([program, name], capture_output=True, check=False).stdout)
