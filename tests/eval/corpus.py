"""The measuring data: $POLICY_DATA, or ../shared/data from the project's root. Never copied here."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from agent.errors import UnknownName
from agent.readers.html import HtmlReader
from agent.readers.text import TextReader
from agent.records import Page
from tests.answers import answer
from tests.knowledge import places, publishers

DATA = Path(os.environ.get("POLICY_DATA") or Path(__file__).parents[3] / "shared" / "data")

FOLDERS = (
    "claims",
    "pages",
    "policies",
    "seed",
    "textcarbon/legacy_reports",
    "events",
    "faults/pages",
    "faults/events.jsonl",
)
READ = (
    "uhgeval",
    "ocnli",
    "govcn_zhou",
    "dual_carbon",
    "gold",
    "index",
    "truth",
    "zhou-",
    "gne_",
    "simon_",
)


@dataclass(frozen=True)
class Corpus:
    """The data at one folder; every file is read once."""

    root: Path = DATA

    @property
    def here(self) -> bool:
        """True when the data is there at all."""
        return (self.root / "claims").is_dir()

    def hashes(self) -> dict[str, str]:
        """The sha256 of the files that are measured on, by path; a folder of many files has one."""
        found = {}
        for folder in FOLDERS:
            files = sorted(p for p in (self.root / folder).rglob("*") if p.is_file())
            if folder in ("claims", "policies"):
                for path in files:
                    if path.name.startswith(READ):
                        found[f"{folder}/{path.name}"] = _sha(path)
                continue
            if (self.root / folder).is_file():
                found[folder] = _sha(self.root / folder)
            elif files:
                told = "\n".join(f"{p.relative_to(self.root)} {_sha(p)}" for p in files)
                found[f"{folder}/"] = hashlib.sha256(told.encode()).hexdigest()
        return found

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a JSON lines file, gzipped or not; none when it is absent."""
        file = self.root / path
        if not file.is_file():
            return []
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode()
        return [json.loads(line) for line in text.splitlines() if line.strip()]

    def claims(self, name: str) -> list[dict[str, Any]]:
        """The claims of a set."""
        return self.rows(f"claims/{name}.claims.jsonl.gz")

    def sources(self, name: str) -> dict[str, str]:
        """The source texts of a set."""
        rows = self.rows(f"claims/{name}.sources.jsonl.gz")
        return {row["source"]: row["text"] for row in rows}

    @cached_property
    def gold(self) -> dict[str, dict[str, Any]]:
        """The policies with known name, date and agency."""
        return {row["id"]: row for row in self.rows("policies/gold.jsonl.gz")}

    @cached_property
    def gold_pages(self) -> dict[str, Page]:
        """The same, read as plain text, each on a host of its agency."""
        return {key: policy_page(row) for key, row in self.gold.items()}

    def html(self, path: str, url: str) -> Page:
        """A saved page."""
        body = (self.root / path).read_bytes()
        return HtmlReader().read(answer(body, url=url.split(" ", maxsplit=1)[0]))


def province_of(row: dict[str, Any]) -> str | None:
    """The short name of the province a policy belongs to; None for the whole country."""
    named = (row["province"] or "").split("、")[0]
    try:
        return places().province(named).name if named else None
    except UnknownName:
        return None


def policy_page(row: dict[str, Any]) -> Page:
    """A policy's text as a page on a host of its agency."""
    province = province_of(row)
    hosts = publishers().sites(province, None) if province else ()
    own = [
        host
        for host in hosts
        if publishers().same_agency(
            publishers().of(f"https://{host}/").agency, row["agency"][0], province
        )
    ]
    host = (*own, *hosts, "www.gov.cn")[0]
    return text_page(row["text"], f"https://{host}/{row['id']}.txt")


def text_page(text: str, url: str) -> Page:
    """A text as a page of its own."""
    return TextReader().read(answer(text, url=url, content_type="text/plain; charset=utf-8"))


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
