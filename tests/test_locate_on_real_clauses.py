"""Clauses of real policies, where that data is at hand ($POLICY_DATA or ../shared/data).

Every clause that stands in its document is found, reformatted as PDFs and full-width text would
too; every clause with one number changed is not.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.text.document_numbers import normalise_document_number
from agent.text.fold import Folded, fold, locate

DATA = Path(os.environ.get("POLICY_DATA") or Path(__file__).parents[2] / "shared" / "data")
CLAIMS = DATA / "claims"


def rows(name: str) -> list[dict[str, Any]]:
    path = CLAIMS / f"dual_carbon.{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no real clauses here: {path} is absent")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def as_it_is(text: str) -> str:
    return text


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def rewrapped(text: str) -> str:
    """New line breaks every 33 characters, as a PDF sets them, though not inside a number."""
    lines = []
    line = ""
    for character in text.replace("\n", " "):
        if len(line) >= 33 and not (line[-1].isdecimal() and character.isdecimal()):
            lines.append(line)
            line = ""
        line += character
    return "\n".join([*lines, line])


def other_shapes(text: str) -> str:
    return text.translate(str.maketrans("（）〔〕“”—～", '()[]""--'))


@pytest.mark.parametrize(
    "reform",
    [
        rewrapped,
        pytest.param(as_it_is, marks=pytest.mark.slow),
        pytest.param(full_width, marks=pytest.mark.slow),
        pytest.param(other_shapes, marks=pytest.mark.slow),
    ],
)
def test_real_clauses_are_kept_and_edited_ones_caught(reform: Callable[[str], str]) -> None:
    pages: dict[str, Folded] = {r["source"]: fold(reform(r["text"])) for r in rows("sources")}
    found: dict[str, list[bool]] = {"clause_same": [], "clause_number_edited": []}
    for row in rows("claims"):
        if row["kind"] in found:
            found[row["kind"]].append(locate(row["claim"], pages[row["source"]]) is not None)
    assert found["clause_same"]
    assert all(found["clause_same"])
    assert not any(found["clause_number_edited"])


def test_real_document_numbers_of_a_province_have_a_normal_form() -> None:
    path = DATA / "policies" / "shanxi_urls.csv"
    if not path.exists():
        pytest.skip(f"no real document numbers here: {path} is absent")
    numbers = [line.rsplit(",", 1)[1] for line in path.read_text("utf-8-sig").splitlines()[1:]]
    written = [number for number in numbers if number.strip()]
    read = [number for number in written if normalise_document_number(number)]
    assert len(written) > 1000
    assert len(read) >= len(written) - 1, "one of them is misspelt in the source"
