"""Pages, papers and sites that the user names, over the sample's invented web."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.errors import UsageError
from agent.findings import Dossier
from agent.text.urls import host_of
from agent.wiring import Config
from agent.wiring.named import BACKEND
from agent.wiring.workshop import open_workshop
from tests.dossiers import POINT

ISSUER = "jtyst.shanxi.example"
NUMBER = "晋交运发〔2024〕999号"


def researched(folder: Path, **named: Any) -> Dossier:
    config = replace(Config(cache=folder, sample=True), **named)
    with open_workshop(config, lambda *_: None) as workshop:
        return workshop.research(POINT)


def test_a_page_that_is_named_is_opened_first_and_said_to_be_named(tmp_path: Path) -> None:
    url = "https://www.shanxi.example/zfxxgk/zfcbw/202411/t20241112_9901001.shtml"
    dossier = researched(tmp_path, add_urls=(url,))
    assert dossier.selected[0] == url
    assert dossier.selected.count(url) == 1
    assert dossier.hits[0].backend == BACKEND


def test_a_paper_that_is_named_is_asked_for_by_its_number(tmp_path: Path) -> None:
    dossier = researched(tmp_path, documents=("晋交运发[2024]999号",))
    first = dossier.queries[0]
    assert (first.words, first.round) == ((NUMBER,), 0)
    assert first.window.start.isoformat() == "2024-01-01"
    assert {query.round for query in dossier.queries[1:]} <= {1, 2}


def test_what_is_on_an_excluded_host_is_left_out_and_that_is_told(tmp_path: Path) -> None:
    dossier = researched(tmp_path, exclude=(ISSUER,))
    assert dossier.hits
    assert not any(host_of(hit.url) == ISSUER for hit in dossier.hits)
    assert any(note.startswith(f"--exclude {ISSUER}: ") for note in dossier.notes)


@pytest.mark.parametrize(
    "named",
    [
        {"add_urls": ("shanxi.gov.cn",)},
        {"documents": ("29号文",)},
        {"exclude": ("https://a.example/x",)},
        {"exclude": ("shanxi",)},
    ],
)
def test_what_is_no_address_number_or_host_is_refused(
    named: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"--(add-url|doc|exclude): no "):
        researched(tmp_path, **named)
