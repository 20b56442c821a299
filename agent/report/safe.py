"""Hostile text made harmless: one line, no control or direction marks, no markup of its own."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from agent.lazy import lazy_pattern

_MARKUP = lazy_pattern(r"([\\`*_\[\]<>#|~])")
_BROKEN_LINE = lazy_pattern(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
"""A line break between two Chinese characters, as PDFs have inside sentences: no space there."""
_INVISIBLE = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])


_UNSEEN = lazy_pattern(
    r"[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff9-\uffff"
    r"\U000e0000-\U0010ffff]"
)
"""What JSON writes as it is and a screen obeys or hides: C1 controls, marks of direction, tags, private use."""


def escaped_invisible(json: str) -> str:
    """JSON with invisible characters written as escapes: the same values, and nothing for a terminal."""
    return _UNSEEN.sub(_escape, json)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def one_line(text: str) -> str:
    """White space becomes single spaces; control, format and private-use characters go."""
    if text.isprintable():
        # Nothing but spaces to mend, and hardly ever any: most texts, and a tenth of the time.
        return (re.sub(r" +", " ", text) if "  " in text else text).strip(" ")
    joined = _BROKEN_LINE.sub("", text)
    spaced = "".join(" " if c.isspace() else c for c in joined)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
    return re.sub(r" +", " ", kept).strip()


def plain(text: str) -> str:
    """One line in which nothing is markup for the readers of our text reports."""
    told = one_line(text)
    if "**" in told:
        told = re.sub(r"\*{2,}", lambda stars: "＊" * len(stars[0]), told)
    return told.replace("[", "［").replace("]", "］")


def markdown(text: str) -> str:
    """One line with Markdown and HTML escaped."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", escaped))


def address(url: str) -> str:
    """A URL that can stand in ``[label](url)``; empty unless it is http or https."""
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:  # http://[bad
        return ""
    if scheme not in ("http", "https"):
        return ""
    return quote(one_line(url), safe="%/:=&?~#+!$,;'@*-._")


def linked(name: str, url: str) -> str:
    """``[name](address)`` of an escaped name; the name alone where there is no web address."""
    found = address(url)
    return f"[{name}]({found})" if found else name


MARK = "\ufeff"
"""How a file says that it is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """One line that a spreadsheet does not take for a formula: an apostrophe before =, +, -, @."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def csv_line(cells: Iterable[str | int | float]) -> str:
    """A line of CSV as RFC 4180 has it, with its end; the cells stand as they are given."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def csv_table(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A whole table with a byte order mark, so that spreadsheets read the Chinese; no cell a formula."""
    return MARK + csv_line(columns) + "".join(csv_line(map(cell, row)) for row in rows)


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, with an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
