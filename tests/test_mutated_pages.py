"""Pages broken in every way, through the whole flow: nothing breaks, nothing is verified that is not there.

``make test`` does it for a few seconds, ``make soak`` for ten minutes (SOAK_SECONDS=600). Every page is
made from its number alone, so that one that fails can be made again.
"""

from __future__ import annotations

import datetime
import os
import random
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest

from agent.fetch.scripted import scripted_transport
from agent.findings import Dossier, Status
from agent.records import Changepoint
from agent.report.finding_view import FindingView
from agent.sample import SampleAnswer
from agent.text.fold import locate
from agent.wiring import RENDERERS, Config, renderer
from agent.wiring.workshop import Workshop, open_workshop

SECONDS = float(os.environ.get("SOAK_SECONDS", "6"))
MOST_CPU = 20.0
"""Seconds of the processor that one page may take."""
POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
URL = "https://jtyst.shanxi.gov.cn/zwgk/202410/t20241015_{}.html"
KINDS = {".html": "text/html", ".pdf": "application/pdf", ".docx": "application/msword"}

ODD = [
    "\x00",
    "\u202e",
    "\ufeff",
    "\ud800",
    "\U000e0041",
    "\x85",
    "&#x110000;",
    "&#0;",
    "<!--",
    "-->",
]
ODD += [
    "<![CDATA[",
    "]]>",
    "<plaintext>",
    "<table><tr><td>",
    "</body>",
    "<script>",
    "<style>",
    "{{",
    "%PDF",
]
ODD += [
    "年",
    "2024年13月45日",
    "〔２０２４〕",
    "—" * 50,
    "9" * 400,
    "第零条",
    "万亿" * 40,
    "\u3000" * 500,
]
DEEP = ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<p>", "（", "《", "“", "&lt;"]


def pages() -> list[tuple[str, bytes]]:
    folder = resources.files("agent.sample").joinpath("pages")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return [(Path(file.name).suffix, file.read_bytes()) for file in found]


def cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def without_a_piece(body: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return body[:start] + body[end:]


def twice(body: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
    return body[:end] + body[start:end] * chance.randrange(1, 4) + body[end:]


def noise(body: bytes, chance: random.Random) -> bytes:
    out = bytearray(body)
    for _ in range(chance.choice([1, 10, 200])):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def odd(body: bytes, chance: random.Random) -> bytes:
    out = body
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(out) + 1)
        out = out[:at] + chance.choice(ODD).encode("utf-8", "surrogatepass") + out[at:]
    return out


def deep(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(DEEP).encode() * chance.choice([10, 1_000, 20_000]) + body[at:]


def shuffled(body: bytes, chance: random.Random) -> bytes:
    mark = chance.choice([b"<", b"\n", "。".encode()])
    pieces = body.split(mark)
    chance.shuffle(pieces)
    return mark.join(pieces)


def coded_anew(body: bytes, chance: random.Random) -> bytes:
    source, target = (chance.choice(["utf-8", "gb18030", "utf-16", "big5"]) for _ in range(2))
    return body.decode(source, "replace").encode(target, "replace")


def long(body: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + chance.choice(ODD).encode("utf-8", "surrogatepass") * 2_000 + body[at:]


WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut, without_a_piece, twice, noise, odd, deep, shuffled, coded_anew, long,
)  # fmt: skip


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same pages every time, no secret


def made(number: int, whole: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The page of a number: one of the sample's, or two joined, changed once to four times."""
    chance = seeded(number)
    kind, body = chance.choice(whole)
    if chance.random() < 0.2:
        body = cut(body, chance) + chance.choice(whole)[1]
    for _ in range(chance.randrange(1, 5)):
        body = chance.choice(WAYS)(body, chance)
    return kind, body[:6_000_000]


class Site:
    """Serves the page of the number that its address names."""

    def __init__(self) -> None:
        self._whole = pages()

    def answer(self, _method: str, url: str, _body: bytes) -> SampleAnswer:
        name = url.rpartition("_")[2].removesuffix(".html")
        if not name.isdecimal():
            return SampleAnswer(404, {"content-type": "text/html"}, b"nothing here")
        kind, body = made(int(name), self._whole)
        charset = seeded(int(name)).choice(["", "; charset=utf-8", "; charset=gbk", "; charset=x"])
        return SampleAnswer(200, {"content-type": KINDS[kind] + charset}, body)


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    config = Config(cache=tmp_path, host_pause=0.0, search=("saved",))
    transport = scripted_transport(Site().answer)
    with open_workshop(config, lambda *_: None, transport=transport) as opened:
        yield opened


def test_no_mutated_page_breaks_anything_or_is_made_to_say_what_it_does_not(
    workshop: Workshop,
) -> None:
    until, number, listed = time.monotonic() + SECONDS, 0, 0
    run = workshop.start_run("mutated pages")
    while time.monotonic() < until:
        begun = time.process_time()
        dossier = workshop.research(POINT, URL.format(number))
        workshop.store.save(run, dossier)
        for name in RENDERERS:
            renderer(name)([dossier], "zh")
        assert time.process_time() - begun < MOST_CPU, f"page {number} took too long"
        assert dossier.pages or dossier.gaps, f"page {number} is lost in silence"
        listed += check(dossier, number)
        number += 1
    assert number
    print(f"{number} mutated pages, {listed} findings listed on them")  # noqa: T201 - for make soak


def check(dossier: Dossier, number: int) -> int:
    """Everything that is printed as fact stands in the page; how many findings are listed."""
    for finding in dossier.findings:
        assert not any(gap.cause == "internal" for gap in dossier.gaps), f"page {number}"
        if finding.status is not Status.VERIFIED:
            continue
        view = FindingView(finding, dossier)
        home = dossier.home_of(finding)
        assert home is not None
        for told in view.of_fields("name", "document_number", "content", "impact"):
            words = told.claim.quote or told.claim.value
            assert any(locate(words, one.text) for one in home.documents()), (
                f"page {number}: {words!r}"
            )
    return sum(f.status in (Status.VERIFIED, Status.FLAGGED) for f in dossier.findings)
