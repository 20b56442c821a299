"""Issuers, dates by role and numbers of documents from their running text, and whole pages.

Of ``policies/`` the text alone is put before the checks: what stands above a document as a table
(索引号, 发文机关, 成文日期) is cut off. ``running_text.jsonl`` has the number of each document and
the days it is in force, read by a person, where its text shows them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from agent.checks import judge
from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.findings import Label, Status
from agent.policy import Policy
from agent.records import Changepoint, Page
from agent.text.dates import dates
from agent.text.document_numbers import document_numbers
from agent.wiring.members import readers
from tests.answers import answer
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus, policy_page, province_of
from tests.eval.judging import Asked, label_on
from tests.eval.pages import dated, issued_by, named
from tests.eval.table import Measure
from tests.knowledge import all_checks, places, publishers, sectors

READ = Path(__file__).with_name("running_text.jsonl")
TEXT, WHOLE = "policies/text", "whole pages"
# The last label of the table above a document of gov.cn, and the last of a law portal's.
TABLE = re.compile(
    r"\A索\s*引\s*号.*?主 题 词：\s*\n|\A.{0,80}发布部门：.*?法规类别：\n[^\n]*\n", re.DOTALL
)
OFFICES = ("", "办公厅", "办公室")
"""The annotators name the body where its general office signs for it."""
TERM = re.compile(r"之日起[^。；]{0,12}[施实执生]")
"""自发布之日起施行: the day of issue is the day of effect, too."""
DAYS_AFTER = 3


@cache
def read_by_a_person() -> dict[str, dict[str, Any]]:
    """Numbers and days in force, by document."""
    rows = [json.loads(line) for line in READ.read_text("utf-8").splitlines()]
    return {row["doc"]: row for row in rows}


def running_text(corpus: Corpus) -> tuple[Measure, ...]:
    """What the checks find of each document in its text alone, and what they must not find."""
    found: dict[str, list[Case]] = {}
    keys = list(corpus.gold)
    for key, following in zip(keys, (*keys[1:], *keys[:1]), strict=True):
        row = corpus.gold[key]
        page = policy_page(row | {"text": TABLE.sub("", row["text"])})
        for name, case in _asked(key, row, page, corpus.gold[following]):
            found.setdefault(name, []).append(case)
    return tuple(
        measure(TEXT, name, cases, "fewer" if name.startswith("not its own") else "more")
        for name, cases in found.items()
    )


def _asked(
    key: str, row: Mapping[str, Any], page: Page, other: Mapping[str, Any]
) -> Iterator[tuple[str, Case]]:
    """Every claim on one document: the name of its measure and what came of it."""

    def case(told: str, *asked: Asked) -> Case:
        labels = [label_on(one, page) for one in asked]
        best = Label.SUPPORTED if Label.SUPPORTED in labels else labels[0]
        return Case(f"{key} {told}", best is Label.SUPPORTED, best.value, key, row["title"])

    for body in row["agency"]:
        yield "issuer", case(body, *(Asked("agency", f"{body}{office}") for office in OFFICES))
    for body in set(other["agency"]) - set(row["agency"]):
        yield "not its own issuer", case(body, Asked("agency", body))
    day = row["date"]
    roles = [Asked("date", day, role=role) for role in ("signed", "issued")]
    if day in {str(mention.interval) for mention in dates(page.text)}:
        yield "day signed or issued", case(day, *roles)
    if not TERM.search(re.sub(r"\s", "", row["text"])):
        claim = Asked("date", day, role="effective")
        yield "not its own role: the day signed as day of effect", case(f"{day} effective", claim)
    known = read_by_a_person().get(key, {})
    for role, value in known.get("dates", {}).items():
        yield "days in force", case(f"{value} {role}", Asked("date", value, role=role))
    if own := known.get("number"):
        yield "number", case(own, Asked("document_number", own))
        for cited in _cited(page, own):
            yield "not its own number", case(cited, Asked("document_number", cited))


def _cited(page: Page, own: str) -> list[str]:
    """The first of the other numbers that the text names."""
    numbers = [number.normal for number in document_numbers(page.text)]
    mine = {number.normal for number in document_numbers(own)}
    return [number for number in dict.fromkeys(numbers) if number not in mine][:1]


def whole_pages(corpus: Corpus) -> tuple[Measure, ...]:
    """From the bytes of a page to what is listed of it and the status it ends with."""
    rules = ByRules(Knowledge(places(), publishers(), sectors()))
    found: dict[str, list[Case]] = {"name": [], "day": [], "issuer": [], "verified": []}
    for key, row, page in _pages(corpus):
        about = Changepoint(
            province=province_of({"province": None} | row) or _province(row["title"]),
            sector=None,
            date=date.fromisoformat(row["date"]) + timedelta(days=DAYS_AFTER),
        )
        listed = rules.extract(page, about, about.window()).policies
        policy = listed[0] if listed else None
        told = {
            "name": named(policy, row["title"]),
            "day": dated(policy, row["date"]),
            "issuer": issued_by(policy, {"province": None} | row),
        }
        for name, right in told.items():
            found[name].append(Case(f"{key} {name}", right, _shown(policy), key, row["title"]))
        found["verified"].append(_judged(key, row, page, policy, about))
    return tuple(measure(WHOLE, name, cases) for name, cases in found.items())


def _province(title: str) -> str:
    """The province that a document for the whole country is about, else any one."""
    named_ = (p.name for p in places().provinces if p.name in title)
    return next(named_, "黑龙江" if "哈尔滨" in title else "山西")


def _judged(
    key: str, row: Mapping[str, Any], page: Page, policy: Policy | None, about: Changepoint
) -> Case:
    if policy is None:
        return Case(f"{key} status", False, "nothing listed", key, row["title"])
    status = judge(policy, page, about, about.window(), all_checks()).status
    return Case(f"{key} status", status is Status.VERIFIED, status.value, key, row["title"])


def _pages(corpus: Corpus) -> Iterator[tuple[str, dict[str, Any], Page]]:
    """Pages of the State Council, and the PDFs of policies."""
    own = readers()
    for row in corpus.rows("pages/govcn/truth.jsonl"):
        body = (corpus.root / "pages/govcn" / f"{row['id']}.html").read_bytes()
        truth = {"date": row["signed_date"], "agency": [row["agency"]], "title": row["title"]}
        yield row["id"], truth, own.read(answer(body, url=row["url"]))
    for file in sorted((corpus.root / "policies/pdf").glob("*.pdf")):
        row = corpus.gold[file.stem]
        url = corpus.gold_pages[file.stem].url.replace(".txt", ".pdf")
        given = answer(file.read_bytes(), url=url, content_type="application/pdf")
        yield file.stem, row, own.read(given)


def _shown(policy: Policy | None) -> str:
    if policy is None:
        return "nothing listed"
    days = ", ".join(f"{one.role.value} {one.value}" for one in policy.dates)
    bodies = ", ".join(agency.value for agency in policy.agencies)
    return f"{policy.name.value} | {days} | {bodies}"
