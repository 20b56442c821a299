"""The event set: its pages as they are read, its statements as claims, and the words it is cut by."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from agent.checks import Check, judge
from agent.facts.statement import steps_told
from agent.findings import REQUIRED, Finding, Label, Status
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.publishers import Publishers
from agent.readers.html import HtmlReader
from agent.records import Changepoint, Page
from agent.wiring import Config
from agent.wiring.members import Knowledge as Tables
from agent.wiring.members import checks, knowledge
from tests.answers import answer
from tests.eval.cases import Case
from tests.eval.corpus import Corpus

WAYS = ("plain", "quoted", "verbatim")
WRONG = ("another day", "another province")
HAPPENED = "done"
DAYS_AFTER = 3
"""Days from the happening to the changepoint it is claimed for."""

# What stands before an act and makes it a plan: 预计12月投产 is put as 12月投产.
PLAN_WORDS = re.compile(
    "预计|预期|计划|原定|定于|拟定?|力争|争取|有望|即将|将要?|确保|目标|待|尚未|暂[不缓]|或|可能|决定|要求"
)
# The times that a clause begins with: 2024年11月8日上午，一号机组并网 is put as 一号机组并网.
LEADING_TIME = re.compile(
    r"(?:[自于从在截至]*(?:\d{4}\s?年|\d{1,2}\s?[月日]|[今昨][年天日]|[近日]日|日前|目前|[上下]午|晚间?"
    r"|\d{1,2}[时点:：]\d{0,2}分?|零时|[起始,，\s]))+"
)
ACT = re.compile(
    "168小时|试运行|核准|批复|并网|投产|投运|投用|投入使用|投入运营|启用|通航|复航|恢复|开通|通车|停运|停产|停窑|暂停|关停|开工|动工"
    "|建成|完工|贯通|限产|限电|限行|禁行|解除|解封|封控|封闭|启动|升级|供热|供暖|停暖|取消|延长|实施|实行|爆炸|爆燃|事故|吊装|投料|复产|复工"
)
SHORTEST_NAME = 6


@dataclass(frozen=True)
class Put:
    """A statement as it was put to its page, and what was found."""

    statement: Mapping[str, Any]
    way: str
    name: str
    day: str | None
    finding: Finding

    @property
    def case(self) -> Case:
        """The row of a measure; a hit is a claim that ends verified."""
        said = f"{self.statement['label']}: {self.name} {self.day or ''}"
        verified = self.finding.status is Status.VERIFIED
        outcome = f"{self.finding.status.value} {'' if verified else first_reason(self.finding)}"
        told = said.strip()
        page: str = self.statement["page"]
        own = "" if self.way not in WRONG else f" {self.name} {self.day}"
        known = f"{self.statement['id']} {self.way}{own}"
        return Case(known, verified, outcome.strip(), page, told)


@dataclass(frozen=True)
class Bench:
    """The set, its pages as they are read, and all checks, with the set's own publishers."""

    corpus: Corpus

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The pages by id."""
        return {row["id"]: row for row in self.corpus.rows("events/pages.jsonl")}

    @cached_property
    def statements(self) -> list[dict[str, Any]]:
        """All statements."""
        return self.corpus.rows("events/statements.jsonl")

    @cached_property
    def tables(self) -> Tables:
        """What is known beforehand, and who stands behind the invented hosts."""
        known = knowledge(Config(cache=Path()))
        own = (self.corpus.root / "events" / "publishers.tsv",)
        return known._replace(publishers=Publishers.load(known.places, own))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages as they are read."""
        return {key: read(row) for key, row in self.rows.items()}

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return checks(self.tables)

    def claims(self) -> Iterator[Put]:
        """Every statement in every way, and those that took place with another day and province."""
        days = {key: sorted(_days_of(row)) for key, row in self.by_page.items()}
        for one in self.statements:
            for way in WAYS:
                if put := self._put(one, way):
                    yield put
            if one["label"] != HAPPENED:
                continue
            own = _single_day(one)
            for day in _other_days(own, days[one["page"]], self.rows[one["page"]]) if own else ():
                yield from self._elsewhere(one, "another day", day=day)
            if one["place"]["province"]:
                yield from self._elsewhere(one, "another province")

    @cached_property
    def by_page(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {key: [] for key in self.rows}
        for one in self.statements:
            found[one["page"]].append(one)
        return found

    def _elsewhere(self, one: Mapping[str, Any], way: str, day: str | None = None) -> Iterator[Put]:
        names = dict.fromkeys((one["claim"], verbatim(one["span"]) if day else None))
        for name in names:
            if name and (put := self._judged(one, way, name, day=day)):
                yield put

    def _put(self, one: Mapping[str, Any], way: str) -> Put | None:
        name = verbatim(one["span"]) if way == "verbatim" else one["claim"]
        return self._judged(one, way, name) if name else None

    def _judged(self, one: Mapping[str, Any], way: str, name: str, day: str | None = None) -> Put:
        page = self.pages[one["page"]]
        quote = one["span"] if way == "quoted" else None
        when = day or written(one["occurrence"])
        step = steps_told(one["claim"]) if quote else ()
        stated = {"quote": quote, "source": page.sha256}
        policy = Policy(
            kind=PolicyKind.EVENT,
            name=Quoted(value=name, **stated),
            dates=(QuotedDate(value=when, role=DateRole.OCCURRENCE, **stated),) if when else (),
            status=Quoted(value=step[0].word, **stated) if step else None,
            url=page.url,
            source=page.sha256,
            extractor="eval",
        )
        own = one["occurrence"] or {}
        about = day or own.get("start") or own.get("end") or self.rows[one["page"]]["date"]
        province = one["place"]["province"] or "北京"
        if way == "another province":
            province = "山东" if province == "四川" else "四川"
        point = self.point(province, one["sectors"][0], about, 0 if day else DAYS_AFTER)
        return Put(one, way, name, when, self.judged(policy, page, point))

    def judged(self, policy: Policy, page: Page, point: Changepoint) -> Finding:
        """What all checks say of a policy near a changepoint."""
        return judge(policy, page, point, point.window(), self._checks)

    @staticmethod
    def point(province: str, sector: str, day: str, after: int = DAYS_AFTER) -> Changepoint:
        when = date.fromisoformat(day) + timedelta(days=after)
        return Changepoint(province=province, sector=sector, date=when)


def read(row: Mapping[str, Any]) -> Page:
    """A page of the set as the reader reads it."""
    return HtmlReader().read(answer(as_news(row), url=row["url"]))


def as_news(row: Mapping[str, Any]) -> bytes:
    """A plain news page of a row of the set: heading, day and source, paragraphs."""
    title, source = html.escape(row["title"]), f"来源：{row['source']}" if row["source"] else ""
    head = html.escape(f"{row['date']} {source}".strip())
    text = "".join(f"<p>{html.escape(one)}</p>" for one in row["paragraphs"])
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p class='info'>{head}</p><div class='TRS_Editor'>{text}</div></body></html>"
    ).encode()


def verbatim(span: str) -> str | None:
    """The clause of a span that has the act, as it stands, without plan words and a leading time."""
    clause = next((part for part in re.split("[,，。；;]", span) if ACT.search(part)), None)
    if clause is None or "《" in clause:
        return None
    clause = clause.strip()
    leading = LEADING_TIME.match(clause)
    name = PLAN_WORDS.sub("", clause[leading.end() if leading else 0 :]).strip(" ：:")
    return name if len(name) >= SHORTEST_NAME and ACT.search(name) else None


def written(interval: Mapping[str, str | None] | None) -> str | None:
    """An interval as a claim writes it: a day, a month, a year, or two days; None for none."""
    if not interval:
        return None
    start, end = interval["start"], interval["end"]
    if start is None or end is None or start == end:
        return start or end
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    following = last + timedelta(days=1)
    if first.day == following.day == 1 and first.month == following.month == 1:
        return start[:4] if following.year == first.year + 1 else f"{start}/{end}"
    if first.day == following.day == 1 and (last - first).days < 31:
        return start[:7]
    return f"{start}/{end}"


def first_reason(finding: Finding) -> str:
    """The reason that weighs most of those that keep a finding from being verified."""
    refuted = [v.reason for v in finding.verdicts if v.label is Label.REFUTED]
    undecided = [
        v.reason
        for v in finding.verdicts
        if v.check in REQUIRED[PolicyKind.EVENT] and v.label is Label.NOT_ENOUGH_INFO
    ]
    return next(iter((*refuted, *undecided)), "")


def _single_day(one: Mapping[str, Any]) -> str | None:
    when = one["occurrence"]
    return when["start"] if when and when["start"] == when["end"] else None


def _days_of(statements: Iterable[Mapping[str, Any]]) -> set[str]:
    return {day for one in statements if (day := _single_day(one))}


def _other_days(own: str, of_page: Iterable[str], page: Mapping[str, Any]) -> list[str]:
    """Nine days later, a year off, days of the page's other statements, its other years."""
    day = date.fromisoformat(own)
    safe = day.replace(day=min(day.day, 28))
    years = {int(year) for year in re.findall(r"(20\d\d)年", "".join(page["paragraphs"]))}
    near = {safe.replace(year=year).isoformat() for year in {*years, day.year - 1, day.year + 1}}
    return sorted({*near, *of_page, (day + timedelta(days=9)).isoformat()} - {own})
