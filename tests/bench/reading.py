"""CPU to judge and read a page, with trafilatura beside it in the same run: ``python -m tests.bench.reading``.

All files of pages/ of the data are read, and the set of what a person marked in nine of them says what
each finds. trafilatura is no dependency: ``pip install --group bench``.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.errors import ReadFailed
from agent.readers.charset import decode
from agent.readers.html import HtmlReader
from agent.readers.refusal import refusal
from tests.answers import answer
from tests.eval.pages import same
from tests.real.__main__ import DATA

ROUNDS = 5


@dataclass(frozen=True)
class Found:
    """What a reader found on a page: its title and its text."""

    title: str
    text: str


Reading = Callable[[bytes, str], Found]


def ours(body: bytes, url: str) -> Found:
    """Judged and read, from bytes; reading takes what was kept of the page out of its place."""
    fetched = answer(body, url=url)
    refusal(fetched)
    try:
        page = HtmlReader().read(fetched)
    except ReadFailed:
        return Found("", "")
    return Found(page.title, page.body_text)


def theirs() -> Reading | None:
    """trafilatura with its metadata, given our characters: it would guess the charset."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return None

    def read(body: bytes, url: str) -> Found:
        told: Any = bare_extraction(decode(body).text, url=url, with_metadata=True)
        return Found(told.title or "", told.text or "") if told else Found("", "")

    return read


def milliseconds(read: Reading, pages: list[tuple[bytes, str]]) -> list[float]:
    """CPU of each page, the best of five."""
    spent = []
    for body, url in pages:
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            read(body, url)
            rounds.append((time.process_time() - start) * 1000)
        spent.append(min(rounds))
    return spent


def right(read: Reading, folder: Path, rows: list[dict[str, str]]) -> tuple[int, int]:
    """How many titles are right, and how many pages keep all sentences that must be kept."""
    titles = sentences = 0
    for row in rows:
        found = read((folder / row["file"]).read_bytes(), row["url"])
        titles += same(found.title, row["title"])
        squeezed = "".join(found.text.split())
        sentences += all("".join(one.split()) in squeezed for one in row["must_contain"])
    return titles, sentences


def main() -> None:
    """Print both."""
    folder = DATA / "pages" / "raw"
    rows = [json.loads(line) for line in (folder / "index.jsonl").read_text("utf-8").splitlines()]
    files = sorted((DATA / "pages").rglob("*.htm*"))
    pages = [(file.read_bytes(), "https://a.example/1.html") for file in files]
    readers: dict[str, Reading] = {"ours": ours}
    other = theirs()
    if other is None:
        print("trafilatura is not installed: pip install --group bench")
    else:
        readers["trafilatura"] = other
    for name, read in readers.items():
        read(*pages[0])
        spent = milliseconds(read, pages)
        titles, sentences = right(read, folder, rows)
        print(
            f"{name}: {statistics.mean(spent):.2f} ms of CPU a page, median {statistics.median(spent):.2f}, "
            f"{len(pages)} pages; titles {titles} and sentences {sentences} of {len(rows)}"
        )


if __name__ == "__main__":
    main()
