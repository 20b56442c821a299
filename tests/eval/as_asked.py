"""Happenings as research asks for them: a page, the answer of a careful model, and the checks.

``as_asked.jsonl`` has invented pages (news, companies, governments; the places are real, hosts,
plants and happenings are not). For a page that tells of something that took place the answer was
written by somebody who had read the prompt and the page, and not what was wanted. For the others
it is a careless one: what is planned, denied, practised or befell somebody else is told as done.
An answer goes through the extractor that asks a model, as in a run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from agent.checks import judge
from agent.extract import Knowledge
from agent.extract.by_model import ByModel, extract_prompt
from agent.findings import Finding, Status
from agent.policy import Policy
from agent.publishers import Publishers
from agent.records import Changepoint, Page
from agent.wiring import Config
from agent.wiring.members import checks, knowledge
from tests.eval.cases import Case, measure
from tests.eval.corpus import Corpus
from tests.eval.happenings import read
from tests.eval.table import Measure
from tests.fakes import FakeModel

Row = Mapping[str, Any]

SET = "as asked"
ROWS = Path(__file__).with_name("as_asked.jsonl")
HOSTS = Path(__file__).with_name("as_asked_publishers.tsv")
OTHER_DAY = timedelta(days=9)

HAPPENED = (
    "happened, told by a government's page: verified of its day",
    "happened, told by others: verified of its day",
)
PROVINCE = "happened, for another province: verified"
DAY = "happened, answered with another day: verified of that day"
CARELESS = "planned, denied or another's, answered as done: verified"
WRONG = (PROVINCE, DAY, CARELESS)


class Line:
    """What a run does with one page, from the model's answer to the findings."""

    def __init__(self) -> None:
        known = knowledge(Config(cache=Path()))
        self._known = known._replace(publishers=Publishers.load(known.places, HOSTS))
        self._checks = checks(self._known)
        self._prompt = extract_prompt()

    def extracted(self, row: Row, page: Page, answer: Mapping[str, Any]) -> tuple[Policy, ...]:
        """The policies of an answer."""
        model = FakeModel()
        model.enqueue(answer)
        tables = Knowledge(self._known.places, self._known.publishers, self._known.sectors)
        point = _point(row, day_of(row))
        found = ByModel(model, self._prompt, tables).extract(page, point, point.window())
        return found.policies

    def findings(
        self, row: Row, policies: Iterable[Policy], page: Page, day: date, province: str = ""
    ) -> list[Finding]:
        """The policies judged for a changepoint on that day."""
        point = _point(row, day, province)
        return [judge(one, page, point, point.window(), self._checks) for one in policies]

    def is_of_a_government(self, row: Row) -> bool:
        """True where a government's page gives the year nowhere but in its header, mostly."""
        return self._known.publishers.of(row["url"]).government


@cache
def rows() -> tuple[Row, ...]:
    """The pages with their answers."""
    lines = ROWS.read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def as_asked(_: Corpus | None = None) -> tuple[Measure, ...]:
    """What is verified of what took place, and of what did not."""
    line = Line()
    found: dict[str, list[Case]] = {name: [] for name in (*HAPPENED, *WRONG)}
    for row in rows():
        page = read(row)
        said = line.extracted(row, page, row["answer"])
        if not row["happened"]:
            wrong = line.findings(row, _bare(said), page, day_of(row))
            found[CARELESS].append(_case(row, "careless", wrong, verified(wrong)))
            continue
        own = line.findings(row, said, page, day_of(row))
        name = HAPPENED[0] if line.is_of_a_government(row) else HAPPENED[1]
        hit = row["happened"] in days_of(own)
        found[name].append(_case(row, "", own, hit))
        elsewhere = "山东" if row["province"] == "四川" else "四川"
        there = line.findings(row, _bare(said), page, day_of(row), elsewhere)
        found[PROVINCE].append(_case(row, elsewhere, there, verified(there)))
        for changed, when in _on_other_days(row):
            off = line.findings(row, _bare(line.extracted(row, page, changed)), page, when)
            told = days_of(off) & set(_days(changed))
            found[DAY].append(_case(row, when.isoformat(), off, bool(told)))
    return tuple(
        measure(SET, name, cases, "more" if name in HAPPENED else "fewer", split=False)
        for name, cases in found.items()
    )


def verified(findings: Iterable[Finding]) -> bool:
    """True where one is."""
    return any(one.status is Status.VERIFIED for one in findings)


def days_of(findings: Iterable[Finding]) -> set[str]:
    """The days of verified findings that their page gives, as they were claimed."""
    return {
        one.claims[told.claim].value
        for one in findings
        if one.status is Status.VERIFIED
        for told in one.dates
    }


def day_of(row: Row) -> date:
    """The day of the happening (the first, of a month); that of the page, where there was none."""
    return _first(row["happened"] or row["date"])


def _bare(policies: Iterable[Policy]) -> list[Policy]:
    """Policies without sentences: what is wrong is verified no less, and judging takes half as long."""
    return [one.model_copy(update={"content": (), "impact": ()}) for one in policies]


def _first(written: str) -> date:
    return date.fromisoformat(written if len(written) > len("2031-10") else f"{written}-01")


def _point(row: Row, day: date, province: str = "") -> Changepoint:
    return Changepoint(province=province or row["province"], sector=row["sector"], date=day)


def _days(answer: Mapping[str, Any]) -> Iterator[str]:
    for policy in answer["policies"]:
        yield from (said["date"] for said in policy.get("dates", ()))


def _on_other_days(row: Row) -> Iterator[tuple[dict[str, Any], date]]:
    """The answer with every day nine days later, and a year off; each with the day it then claims."""
    for year in (False, True):
        changed = json.loads(json.dumps(row["answer"]))
        for policy in changed["policies"]:
            for said in policy.get("dates", ()):
                said["date"] = moved_day(said["date"], year=year)
        yield changed, _first(moved_day(row["happened"], year=year))


def moved_day(written: str, *, year: bool) -> str:
    """2031-10-08 as 2031-10-17 or 2030-10-08; a month as the next one or that of the year before."""
    day = _first(written)
    if year:
        return f"{day.year - 1}{written[4:]}"
    if len(written) == len("2031-10"):
        return (day.replace(day=28) + OTHER_DAY).strftime("%Y-%m")
    return (day + OTHER_DAY).isoformat()


def _case(row: Row, way: str, findings: Iterable[Finding], hit: bool) -> Case:
    outcome = ", ".join(f"{one.policy.name.value}: {one.status.value}" for one in findings)
    return Case(f"{row['id']} {way}".strip(), hit, outcome, row["id"], row["title"])
