"""Claims that others wrote and labelled: UHGEval's values, gov.cn's fields, clauses of carbon policies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.findings import Label, weakest
from agent.records import Page
from agent.text.dates import dates
from agent.text.document_numbers import normalise_document_number
from agent.text.figures import figures, same_quantity
from agent.text.fold import fold, locate
from tests.eval.corpus import Corpus, text_page
from tests.eval.halves import held
from tests.eval.judging import Asked, label_on
from tests.eval.reform import REFORMS, broken_numbers
from tests.eval.table import Measure
from tests.knowledge import publishers

NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)*")
JOINED = re.compile(r"\d+(?:[.,、:：比/·-]\d+)+[万亿]?|\d{2,}[万亿]?|\d.?")
WAYS = {**REFORMS, "breaks inside numbers": broken_numbers}
VALUES = ("span_number", "span_date")
NOT_THERE = {
    "一个多月": "the source says 一个月",
    "同一项目": "no number, and not the source's words",
    "一家亲": "no number, and not the source's words",
    "400万亩": "the source says 400多万亩, of another thing",
    "40倍": "the source says 近40倍",
    "1000亿元": "the source says 突破1000亿元",
    "2014年7月末": "the source tells of the end of June 2014",
    "超过1%": "the source tells of 2.11% and 6.01%",
    "每年四五月间": "the source names no month",
    "两次": "the source does not say how often",
}
"""Values labelled as reasonable (合理) that do not stand in their source, checked by reading."""


def numbers(text: str) -> set[str]:
    """The numbers of a text, written out, after the folding."""
    return set(NUMBER.findall(fold(text).text))


def value_stands(row: dict[str, Any], source: str) -> bool:
    """True when every date, quantity and number of the claim's span stands in the source.

    What is no quantity with a unit (ARJ21, 1:4, 第7号) has to be located there like a quote; a span
    without any number has to stand there word for word.
    """
    claim, span = row["claim"], row["span"]
    at = claim.find(span)
    if at < 0:
        claim, at = span, 0
    year = int(row["date"][:4]) if row.get("date") else None
    inside = range(at, at + len(span))
    claimed = [f for f in figures(claim) if f.span.start in inside]
    when = [d for d in dates(claim, year=year) if d.span.start in inside]
    if not all(any(same_quantity(f, g) for g in figures(source)) for f in claimed):
        return False
    standing = dates(source, year=year)
    if not all(any(d.interval.contains(s.interval) for s in standing) for d in when):
        return False
    rest = list(claim)
    for told in (*(f.span for f in claimed), *(d.span for d in when)):
        rest[told.start : told.end] = " " * (told.end - told.start)
    left = JOINED.findall("".join(rest[at : at + len(span)]))
    if not (claimed or when or left):
        left = [span]
    return all(locate(piece, source) is not None for piece in left)


def uhgeval(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Values of news: those that stand in the source are kept, the others refused."""
    sources = corpus.sources("uhgeval")
    rows = [r for r in corpus.claims("uhgeval") if r["kind"] in VALUES][::step]
    kept, lost, accepted, refused = 0, [], [], 0
    good: list[tuple[bool, str]] = []
    bad: list[tuple[bool, str]] = []
    for row in rows:
        source = sources[row["source"]]
        stands = value_stands(row, source)
        told = f"{row['id']} {row['span']}"
        if row["label3"] != "supported":
            refused += not stands
            accepted += [told] if stands else []
            bad.append((stands, row["source"]))
        elif numbers(row["span"]) <= numbers(source) and row["span"] not in NOT_THERE:
            kept += stands
            lost += [] if stands else [told]
            good.append((stands, row["source"]))
    name = "uhgeval numbers, dates"
    return (
        Measure(
            name,
            "values in the source kept",
            kept,
            kept + len(lost),
            misses=tuple(lost),
            held=held(good),
        ),
        Measure(
            name,
            "unsupported values accepted",
            len(accepted),
            len(accepted) + refused,
            "fewer",
            misses=tuple(accepted),
            held=held(bad),
        ),
    )


FIELD = re.compile(
    r"的发文机关是(?P<agency>.+?)。$|的发文字号是(?P<document_number>.+?)。$"
    r"|的成文日期是(?P<signed>.+?)。$|》于(?P<issued>.+?)发布。$"
)


def govcn(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Fields of State Council documents, asked of their text: a sanity gate."""
    sources = corpus.sources("govcn_zhou")
    pages: dict[str, Page] = {}
    tally: dict[str, list[tuple[bool, str]]] = {"supported": [], "refuted": []}
    for row in corpus.claims("govcn_zhou")[::step]:
        source, match = row["source"], FIELD.search(row["claim"])
        if match is None or match.lastgroup is None:
            tally[row["label3"]].append((False, f"{row['id']} is not understood"))
            continue
        if source not in pages:
            pages[source] = text_page(sources[source], row["url"])
        label = _field_label(match.lastgroup, match[match.lastgroup], pages[source])
        tally[row["label3"]].append((label == row["label3"], row["id"]))
    return tuple(
        _share("govcn_zhou fields", f"{label} found", rows) for label, rows in tally.items()
    )


def _field_label(told: str, value: str, page: Page) -> Label:
    """The label of one field; joint issuers are a set.

    于…发布 repeats the row 发布日期, which for old documents is the day they were put on the web.
    """
    if told == "agency":
        bodies = publishers().agencies(value, None) or (value,)
        return weakest(label_on(Asked("agency", body), page) for body in bodies)
    if told == "document_number":
        return label_on(Asked(told, value), page)
    on_the_web = told == "issued" and page.meta.issued is None
    return label_on(Asked("date", value, role="upload" if on_the_web else told), page)


def dual_carbon(
    corpus: Corpus, step: int = 1, reforms: Sequence[str] = tuple(WAYS)
) -> tuple[Measure, ...]:
    """Clauses of carbon policies, as they stand and reformatted: kept, and edited ones caught."""
    sources = corpus.sources("dual_carbon")
    kinds = ("clause_same", "clause_number_edited")
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in [r for r in corpus.claims("dual_carbon") if r["kind"] in kinds][::step]:
        by_kind.setdefault(row["kind"], []).append(row)
    asked = {row["source"] for rows in by_kind.values() for row in rows}
    measures = []
    for name in reforms:
        pages = {key: fold(WAYS[name](text)) for key, text in sources.items() if key in asked}
        for kind, told, wanted in (
            ("clause_same", "kept", True),
            ("clause_number_edited", "edits caught", False),
        ):
            found = [
                ((locate(r["claim"], pages[r["source"]]) is not None) is wanted, r["id"])
                for r in by_kind.get(kind, ())
            ]
            measures.append(_share("dual_carbon clauses", f"{told}, {name}", found))
    return tuple(measures)


def _share(where: str, name: str, rows: list[tuple[bool, str]]) -> Measure:
    """Of rows (right, id); the part of an id before its last hyphen is its source."""
    misses = tuple(told for right, told in rows if not right)
    halves = held((right, told.rsplit("-", 1)[0]) for right, told in rows)
    return Measure(where, name, len(rows) - len(misses), len(rows), misses=misses, held=halves)


def document_numbers(corpus: Corpus) -> tuple[Measure, ...]:
    """The document numbers of a province's list have a normal form."""
    path = corpus.root / "policies" / "shanxi_urls.csv"
    if not path.is_file():
        return ()
    lines = path.read_text("utf-8-sig").splitlines()[1:]
    written = [n for n in (line.rsplit(",", 1)[1].strip() for line in lines) if n]
    rows = [(normalise_document_number(n) is not None, n) for n in written]
    return (_share("shanxi_urls", "document numbers read", rows),)
