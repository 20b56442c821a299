"""What was kept: sums of everything, readable copies of a part; and how that differs from now."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl

KEPT = Path(__file__).parent / "kept"
SUMS = "sums.txt"
LEGACY = "legacy_audit"
ITEMS = f"{LEGACY}/items.txt"
READ = (
    "sample/report.zh.",
    "sample/report.en.txt",
    "sample/report.en.md",
    "sample/report.en.csv",
    "sample/report.en.tex",
    "sample/report.en.bib",
    "sample/report.en.methods",
    "sample/report.en.xlsx",
    "review/list.",
    "review/export.queue.",
    "review/export.all.zh.csv",
    "review/export.jsonl",
    "review/stats",
    "audit/",
    "batch/zh/findings.csv",
    "batch/zh/all_change_points",
    "batch/zh/Shanxi_Ground_combined",
    "batch/zh/summary",
    "batch/en/summary.txt",
    "batch/report.zh.methods.txt",
    "batch/report.en.methods.txt",
)
"""Beginnings of the names of what has a readable copy; of the rest only the sum is kept."""
LONGEST = 160
"""Characters of a text in JSON before it is cut: a page's text is no word of ours."""
SHOWN, WIDE, FILES = 30, 240, 8
"""Lines of a difference that a failing test prints, characters of each, and differing files."""


def sums(made: Mapping[str, bytes]) -> str:
    """A line a product: its sha256 and its name."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(made.items())
    )


def readable(made: Mapping[str, bytes]) -> dict[str, str]:
    """The readable copies, by the name that the copy has."""
    told: dict[str, str] = {}
    for name, data in sorted(made.items()):
        if name.startswith(READ):
            ending = name.rpartition(".")[2]
            as_words = _AS_WORDS.get(ending)
            told[f"{name}.words" if as_words else name] = (
                as_words(data) if as_words else data.decode()
            )
    return told


def _page(data: bytes) -> str:
    """The visible words of a page, and where its elements begin."""
    tree = lxml.html.fromstring(data.decode())
    lines: list[str] = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script"):
            continue
        told = " ".join(f"{k}={v}" for k, v in sorted(element.items()) if k in ("class", "href"))
        text = " ".join((element.text or "").split())
        lines.append(f"<{element.tag}{' ' if told else ''}{told}> {text}".rstrip())
        if tail := " ".join((element.tail or "").split()):
            lines.append(tail)
    return "\n".join(lines) + "\n"


def _workbook(data: bytes) -> str:
    """The cells of a workbook, sheet by sheet, a line a cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "".join(
        f"[{sheet.title}]\n{_records(sheet.iter_rows(values_only=True))}"
        for sheet in book.worksheets
    )


def _csv(data: bytes) -> str:
    """The cells of a table, a line a cell: a new column then shows as what it is."""
    return _records(csv.reader(io.StringIO(data.decode(), newline="")))


def _records(rows: Iterable[Sequence[object]]) -> str:
    head, *rest = rows
    lines = [f"columns: {', '.join(map(str, head))}"]
    for number, row in enumerate(rest, 1):
        lines.append(f"row {number}")
        lines += [
            f"  {name}: {str(cell).replace(chr(10), chr(92) + 'n')}"
            for name, cell in zip(head, row, strict=False)
            if cell not in (None, "")
        ]
    return "\n".join(lines) + "\n"


def _json(data: bytes) -> str:
    """JSON with long texts cut, each with its length and the beginning of its sum."""
    return json.dumps(_cut(json.loads(data)), ensure_ascii=False, indent=1) + "\n"


def _lines(data: bytes) -> str:
    return "".join(_json(line) for line in data.splitlines())


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_cut(one) for one in value]
    if isinstance(value, str) and len(value) > LONGEST:
        digest = hashlib.sha256(value.encode()).hexdigest()[:8]
        return f"{value[:40]}… ({len(value)} characters, {digest})"
    return value


_AS_WORDS = {"csv": _csv, "html": _page, "xlsx": _workbook, "json": _json, "jsonl": _lines}


def keep(made: Mapping[str, bytes], items: Iterable[str] | None) -> None:
    """Keep these products in place of what was kept.

    ``items`` are those of the audit of the collected reports, None where these are not at hand:
    what was kept of it then stays.
    """
    told = readable(made)
    legacy = [line for line in _kept_sums() if f"  {LEGACY}/" in line]
    text = sums(made)
    if items is None:
        text = "".join(sorted([*text.splitlines(keepends=True), *legacy], key=lambda x: x[66:]))
        told[ITEMS] = read(ITEMS)
    else:
        told[ITEMS] = "".join(f"{line}\n" for line in items)
    told[SUMS] = text
    for old in sorted(KEPT.rglob("*")):
        if old.is_file() and old.relative_to(KEPT).as_posix() not in told:
            old.unlink()
    for name, words in told.items():
        path = KEPT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words.encode())


def read(name: str) -> str:
    """A kept copy; empty when there is none."""
    path = KEPT / name
    return path.read_bytes().decode() if path.is_file() else ""


def differences(made: Mapping[str, bytes], items: Iterable[str] = (), *, below: str = "") -> str:
    """How products differ from what was kept, for a person to read; empty when nothing does.

    ``below`` chooses the products of one folder; the audit of the collected reports has a folder
    of its own and is left out where another is asked for.
    """
    kept = {
        line[66:]: line[:64] for line in map(str.strip, _kept_sums()) if _mine(line[66:], below)
    }
    now = {line[66:]: line[:64] for line in sums(made).splitlines()}
    changed = sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))
    if not changed:
        return ""
    told = readable({name: made[name] for name in changed if name in made})
    told |= {ITEMS: "".join(f"{line}\n" for line in items)} if below == LEGACY else {}
    parts = [f"{len(changed)} of {len(now)} products differ: {', '.join(changed[:12])} …"]
    apart = [part for name, words in told.items() if (part := _difference(name, words))]
    parts += apart[:FILES]
    parts += [f"… {len(apart) - FILES} more files differ"] if len(apart) > FILES else []
    parts.append(
        "python -m tests.golden --write keeps what is made now, where each difference is wanted;"
        " --into FOLDER writes all in full, for diff -r between two checkouts"
    )
    return "\n".join(part for part in parts if part)


def _difference(name: str, words: str) -> str:
    lines = list(
        difflib.unified_diff(
            read(name).splitlines(),
            words.splitlines(),
            f"kept/{name}",
            f"now/{name}",
            "",
            "",
            1,
            "",
        )
    )
    more = [f"… {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
    return "\n".join([*(line[:WIDE] for line in lines[:SHOWN]), *more])


def _kept_sums() -> list[str]:
    return read(SUMS).splitlines(keepends=True)


def _mine(name: str, below: str) -> bool:
    return name.startswith(f"{below}/") if below else not name.startswith(f"{LEGACY}/")
