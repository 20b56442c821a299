"""Real pages and policies: what the readers and the extractor without a model take from them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from agent.extract import Knowledge
from agent.extract.by_rules import ByRules
from agent.policy import DateRole, Policy
from agent.records import Changepoint, Page, StatedDate
from agent.text.fold import contains, fold
from agent.text.names import core_name
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus, province_of
from tests.eval.table import Measure
from tests.knowledge import places, publishers, sectors

IMPOSSIBLE = {
    ("simon_156c28.html", "date"): "the truth is the day of a migration; the page shows 2017-05-15",
    ("gne_hexun_mot.html", "agency"): "named in a sentence only; the page gives 证券时报网",
    ("htmldate_xinhuanet.com.c_1125597921.htm", "agency"): "the page gives 半月谈 as its source",
}
"""What a page does not show: it is not counted."""
OFFICE = re.compile("办公[厅室]$")
"""The annotators name the body where its general office signs for it."""
Told = dict[str, list[tuple[bool, str]]]


def same(one: str, other: str) -> bool:
    """Equal after the declared folding."""
    return fold(one).text == fold(other).text


def days(*stated: StatedDate | None) -> set[str]:
    """The dates, as ISO days or ranges."""
    return {str(one.interval) for one in stated if one}


def pages(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Title, dates by role, agency and sentences of real pages."""
    raw: Told = {"title": [], "date": [], "agency": [], "sentences": []}
    for row in corpus.rows("pages/raw/index.jsonl")[::step]:
        page = corpus.html(f"pages/raw/{row['file']}", row["url"])
        for part, right in _raw(page, row).items():
            if (row["file"], part) not in IMPOSSIBLE:
                raw[part].append((right, row["file"]))
    council: Told = {
        "title": [],
        "agency": [],
        "document number": [],
        "signed": [],
        "published": [],
    }
    for row in corpus.rows("pages/govcn/truth.jsonl")[::step]:
        page = corpus.html(f"pages/govcn/{row['id']}.html", row["url"])
        for part, right in _council(page, row).items():
            council[part].append((right, row["id"]))
    return (*measures("pages/raw", raw), *measures("pages/govcn", council))


def _raw(page: Page, row: dict[str, Any]) -> dict[str, bool]:
    meta = page.meta
    dated = row["publish_date"] in days(meta.uploaded, meta.issued)
    if row.get("signed_date"):
        dated = dated and days(meta.signed) == {row["signed_date"]}
    found = {
        "title": same(page.title, row["title"]),
        "date": dated,
        "sentences": all(sentence in page.body_text for sentence in row["must_contain"]),
    }
    if row["agency"]:
        stated = [value.value for value in (meta.agency, meta.source) if value]
        found["agency"] = any(row["agency"] in value for value in stated)
    return found


def _council(page: Page, row: dict[str, Any]) -> dict[str, bool]:
    meta = page.meta
    number = meta.document_number
    return {
        "title": same(page.title, row["title"]),
        "agency": meta.agency is not None and same(meta.agency.value, row["agency"]),
        "document number": number is not None and same(number.value, row["doc_number"]),
        "signed": days(meta.signed) == {row["signed_date"]},
        "published": row["publish_date"] in days(meta.issued, meta.uploaded),
    }


def gold(corpus: Corpus, step: int = 1) -> tuple[Measure, ...]:
    """Name, date and agency of policies from their text alone, by the extractor without a model."""
    extractor = ByRules(Knowledge(places(), publishers(), sectors()))
    told: Told = {"name": [], "date": [], "agency": []}
    for key in list(corpus.gold)[::step]:
        row, page = corpus.gold[key], corpus.gold_pages[key]
        policy = own_policy(extractor, row, page)
        if is_there(page, row["title"]):
            told["name"].append((bool(policy) and named(policy, row["title"]), key))
        told["date"].append((bool(policy) and dated(policy, row["date"]), key))
        told["agency"].append((bool(policy) and issued_by(policy, row), key))
    return measures("policies/gold", told)


def own_policy(extractor: ByRules, row: dict[str, Any], page: Page) -> Policy | None:
    day = date.fromisoformat(row["date"])
    point = Changepoint(province=province_of(row) or "山西", sector=None, date=day)
    found = extractor.extract(page, point, point.window()).policies
    return found[0] if found else None


def is_there(page: Page, title: str) -> bool:
    """True where a text gives the name of a policy as the annotators do, with or without its quotes."""
    return contains(page.text, title) or contains(page.text, core_name(title))


def named(policy: Policy | None, title: str) -> bool:
    return policy is not None and same(core_name(policy.name.value), core_name(title))


def dated(policy: Policy | None, day: str) -> bool:
    roles = (DateRole.SIGNED, DateRole.ISSUED, DateRole.ANY)
    return policy is not None and any(d.value == day for d in policy.dates if d.role in roles)


def issued_by(policy: Policy | None, row: dict[str, Any]) -> bool:
    if policy is None:
        return False
    province = province_of(row)
    named = [
        body
        for agency in policy.agencies
        for body in publishers().agencies(agency.value, province) or (agency.value,)
    ]
    parents = [OFFICE.sub("", body) for body in named]
    return all(
        any(publishers().same_agency(agency, body, province) for body in (*named, *parents))
        for agency in row["agency"]
    )


def measures(where: str, told: Told) -> tuple[Measure, ...]:
    return tuple(
        measure(where, part, [Case(f"{key} {part}", right, "", key) for right, key in rows])
        for part, rows in told.items()
    )
