"""What becomes of a changepoint: found, none found, or incomplete, and why."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from agent.checks import Subject
from agent.errors import ModelFailed
from agent.extract import Extraction
from agent.findings import Dossier, Outcome, Provenance, Status, Verdict
from agent.llm.failures import failed
from agent.pipeline import Dependencies, distinct, research, research_page
from agent.policy import PolicyKind
from agent.records import (
    Changepoint,
    Gap,
    Hit,
    Opened,
    Page,
    Query,
    SearchAnswer,
    Usage,
    Window,
)
from agent.search import Gathered
from agent.store import Store
from tests.knowledge import all_checks
from tests.samples import NUMBER, POINT, WINDOW, page, policy, quoted

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
QUERY = Query(text="山西 货车 补贴", window=WINDOW)
ANSWER = SearchAnswer(backend="one", query=QUERY.text, hits=4, covers=True)
GOOD = page()
GOOD_URL = GOOD.url
PAID = Usage(stage="extract", model="tiny", target="x", prompt_tokens=7)


def address(number: int) -> str:
    return f"https://jtyst.shanxi.gov.cn/{number}.html"


def another(number: int) -> Page:
    return page(body=f"第{number}页。", url=address(number))


def lost(url: str, cause: str = "timeout", stage: str = "fetch") -> Gap:
    return Gap(stage=stage, target=url, cause=cause)


@dataclass
class Shelf:
    """Opens what it has; any other address is a gap."""

    pages: Mapping[str, Page]
    causes: Mapping[str, str] = field(default_factory=dict)

    def open(self, urls: Sequence[str]) -> tuple[Opened, ...]:
        return tuple(
            Opened(url=url, page=self.pages[url])
            if url in self.pages
            else Opened(url=url, gaps=(lost(url, self.causes.get(url, "timeout")),))
            for url in urls
        )


@dataclass
class Scripted:
    """Extracts what a function says, and remembers which pages it was given."""

    rule: Callable[[Page], Extraction]
    name: str = "scripted"
    read: list[str] = field(default_factory=list)

    def extract(self, page: Page, changepoint: Changepoint, window: Window) -> Extraction:
        self.read.append(page.url)
        return self.rule(page)


def one_policy(of: Page) -> Extraction:
    return Extraction(policies=(policy(of),), usage=(PAID,)) if of == GOOD else Extraction()


@dataclass
class Run:
    """A changepoint, and everything the pipeline asks of the world."""

    pool: ThreadPoolExecutor
    pages: dict[str, Page] = field(default_factory=lambda: {GOOD_URL: GOOD})
    causes: dict[str, str] = field(default_factory=dict)
    urls: tuple[str, ...] = (GOOD_URL,)
    answers: tuple[SearchAnswer, ...] = (ANSWER,)
    search_gaps: tuple[Gap, ...] = ()
    search_usage: tuple[Usage, ...] = ()
    extractor: Scripted = field(default_factory=lambda: Scripted(one_policy))
    kept: list[str] = field(default_factory=list)
    told: list[tuple[str, int, int]] = field(default_factory=list)
    best: int = 8
    most: int = 24
    second: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    read_before: list[str] = field(default_factory=list)

    def follow(
        self, queries: tuple[Query, ...], first: Gathered, pages: Sequence[Page], point: Changepoint
    ) -> Gathered:
        self.read_before += [one.url for one in pages]
        found = tuple(Hit(url=url, title="", backend="two", rank=1) for url in self.second)
        wanted = tuple(hit for hit in found if hit.url in self.wanted)
        return replace(first, hits=(*first.hits, *found), wanted=wanted)

    def dependencies(self) -> Dependencies:
        hits = tuple(
            Hit(url=url, title="", backend="one", rank=rank)
            for rank, url in enumerate(self.urls, 1)
        )
        return Dependencies(
            plan=lambda point, window: (QUERY,),
            search=lambda queries, point: Gathered(
                hits, self.answers, self.search_gaps, self.search_usage
            ),
            rank_hits=lambda found, point, window: found[: self.most],
            follow=self.follow,
            pages=self.most,
            opener=Shelf(self.pages, self.causes),
            keep=lambda read: self.kept.extend(one.url for one in read),
            rank_pages=lambda read, point, window: read[: self.best],
            extractor=self.extractor,
            checks=all_checks(),
            pool=self.pool,
            clock=lambda: NOON,
            provenance=Provenance(version="0", extractor=self.extractor.name),
            progress=lambda stage, done, total: self.told.append((stage, done, total)),
        )

    def research(self) -> Dossier:
        return research(POINT, self.dependencies())


@pytest.fixture
def run() -> Iterator[Run]:
    with ThreadPoolExecutor(1) as pool:
        yield Run(pool)


def matter(dossier: Dossier) -> list[str]:
    return [gap.cause for gap in dossier.gaps if gap.material]


# Found


def test_a_verified_finding_is_found_with_all_that_led_to_it(run: Run) -> None:
    dossier = run.research()
    assert dossier.outcome is Outcome.FOUND
    assert [finding.status for finding in dossier.findings] == [Status.VERIFIED]
    assert (dossier.queries, dossier.searches) == ((QUERY,), (ANSWER,))
    assert dossier.selected == tuple(hit.url for hit in dossier.hits) == (GOOD_URL,)
    assert dossier.usage == (PAID,)
    assert dossier.researched_at == NOON
    assert run.kept == [GOOD_URL]
    assert run.told == [("extract", 1, 1)]


def test_what_the_searches_asked_is_on_the_bill_before_what_the_model_took(run: Run) -> None:
    asked = Usage(stage="search", model="one", target=QUERY.text)
    run.search_usage = (asked,)
    assert run.research().usage == (asked, PAID)


def test_half_of_the_pages_are_read_before_the_second_round_and_papers_asked_for_come_next(
    run: Run,
) -> None:
    run.pages |= {address(number): another(number) for number in range(10)}
    run.urls = tuple(address(number) for number in range(7))
    run.second, run.wanted, run.most = (address(8), address(9)), (address(9),), 6
    selected = [url.rpartition("/")[2].partition(".")[0] for url in run.research().selected]
    assert run.read_before == [address(0), address(1), address(2)]
    assert selected == ["0", "1", "2", "9", "3", "4"]


def test_no_more_pages_are_opened_than_may_be_and_none_twice(run: Run) -> None:
    run.urls = tuple(address(number) for number in range(30))
    run.second = (address(0),)
    assert run.research().selected == tuple(address(number) for number in range(24))


def test_a_finding_that_a_person_must_settle_is_found_too(run: Run) -> None:
    misread = policy(GOOD, document_number=quoted("晋交运发〔2024〕997号", NUMBER))
    run.extractor.rule = lambda of: Extraction(policies=(misread,))
    dossier = run.research()
    assert [finding.status for finding in dossier.findings] == [Status.FLAGGED]
    assert dossier.outcome is Outcome.FOUND


def test_half_of_the_pages_missing_do_not_matter_beside_a_finding(run: Run) -> None:
    run.urls = (GOOD_URL, address(1))
    dossier = run.research()
    assert dossier.outcome is Outcome.FOUND
    assert [gap.cause for gap in dossier.gaps] == ["timeout"]
    assert matter(dossier) == []


def test_a_search_that_failed_does_not_matter_beside_a_finding(run: Run) -> None:
    run.search_gaps = (lost("two: 山西", "quota", "search"),)
    dossier = run.research()
    assert dossier.outcome is Outcome.FOUND
    assert matter(dossier) == []


def test_the_order_of_findings_is_verified_first(run: Run) -> None:
    off = policy(GOOD, kind=PolicyKind.BACKGROUND)
    run.extractor.rule = lambda of: Extraction(policies=(off, policy(of)))
    statuses = [finding.status for finding in run.research().findings]
    assert statuses[0] is Status.VERIFIED
    assert len(statuses) == 2


# None found


def test_pages_that_hold_nothing_are_none_found(run: Run) -> None:
    run.extractor.rule = lambda of: Extraction(notes=("一句没有出处",))
    dossier = run.research()
    assert dossier.outcome is Outcome.NONE_FOUND
    assert dossier.findings == ()
    assert dossier.notes == (f"{GOOD_URL}: 一句没有出处",)


def test_a_search_that_covers_and_answers_nothing_is_none_found(run: Run) -> None:
    run.urls = ()
    assert run.research().outcome is Outcome.NONE_FOUND


@pytest.mark.parametrize("cause", ["soft_404", "http:404", "http:410", "list_page"])
def test_a_page_that_is_not_there_was_looked_at(run: Run, cause: str) -> None:
    run.urls = (address(1),)
    run.causes = {address(1): cause}
    dossier = run.research()
    assert dossier.outcome is Outcome.NONE_FOUND
    assert [gap.cause for gap in dossier.gaps] == [cause]


def test_findings_that_are_rejected_or_insufficient_are_nothing_found(run: Run) -> None:
    off = policy(GOOD, kind=PolicyKind.BACKGROUND)
    run.extractor.rule = lambda of: Extraction(policies=(off,))
    dossier = run.research()
    assert [finding.status for finding in dossier.findings] == [Status.INSUFFICIENT]
    assert dossier.outcome is Outcome.NONE_FOUND


# Incomplete


def test_without_an_answer_nothing_can_be_concluded(run: Run) -> None:
    run.urls, run.answers = (), ()
    run.search_gaps = (lost("one", "unreachable", "search"),)
    dossier = run.research()
    assert dossier.outcome is Outcome.INCOMPLETE
    assert matter(dossier) == ["unreachable"]


def test_an_answer_of_a_search_that_does_not_cover_the_question_is_not_enough(run: Run) -> None:
    run.answers = (ANSWER.model_copy(update={"covers": False}),)
    assert run.research().outcome is Outcome.INCOMPLETE


def test_a_question_that_went_unanswered_matters_when_nothing_was_found(run: Run) -> None:
    run.urls = ()
    run.search_gaps = (lost("one: 山西", "quota", "search"),)
    dossier = run.research()
    assert dossier.outcome is Outcome.INCOMPLETE
    assert matter(dossier) == ["quota"]


def test_a_search_that_another_one_made_up_for_does_not_matter(run: Run) -> None:
    run.urls = ()
    gap = lost("two: 山西", "quota", "search").model_copy(update={"material": False})
    run.search_gaps = (gap,)
    assert run.research().outcome is Outcome.NONE_FOUND


@pytest.mark.parametrize("cause", ["timeout", "blocked:ruishu", "http:503", "encrypted"])
def test_a_page_that_could_not_be_had_matters_when_nothing_was_found(run: Run, cause: str) -> None:
    run.urls = (address(1),)
    run.causes = {address(1): cause}
    dossier = run.research()
    assert dossier.outcome is Outcome.INCOMPLETE
    assert matter(dossier) == [cause]


def test_more_than_half_of_the_pages_missing_matter_even_beside_a_finding(run: Run) -> None:
    run.urls = (GOOD_URL, address(1), address(2))
    dossier = run.research()
    assert dossier.findings
    assert dossier.outcome is Outcome.INCOMPLETE
    assert matter(dossier) == ["timeout", "timeout"]


def test_a_model_that_gives_no_usable_answer_is_a_gap_with_its_cost_and_its_hint(run: Run) -> None:
    def refuse(of: Page) -> Extraction:
        raise ModelFailed("moderation", "the endpoint refused", usage=(PAID,), hint="try another")

    run.extractor.rule = refuse
    dossier = run.research()
    assert dossier.outcome is Outcome.INCOMPLETE
    (gap,) = dossier.gaps
    assert (gap.stage, gap.target, gap.cause) == ("extract", GOOD_URL, "moderation")
    assert gap.detail == "the endpoint refused (try another)"
    assert dossier.usage == (PAID,)


# Reading closely


def several(run: Run, count: int) -> None:
    run.pages = {address(number): another(number) for number in range(count)}
    run.urls = tuple(run.pages)


def test_after_a_failure_that_would_repeat_the_pages_not_begun_are_not_asked(run: Run) -> None:
    several(run, 6)
    first = threading.Event()

    def refuse(of: Page) -> Extraction:
        if first.is_set():
            return Extraction()
        first.set()
        raise failed("wrong_key", "the key is wrong")

    run.extractor.rule = refuse
    dossier = run.research()
    causes = [gap.cause for gap in dossier.gaps]
    assert causes[0] == "wrong_key"
    assert set(causes[1:]) == {"not_asked"}
    assert causes.count("not_asked") + len(run.extractor.read) == 6
    assert dossier.outcome is Outcome.INCOMPLETE


def test_a_failure_of_one_page_leaves_the_others_alone(run: Run) -> None:
    several(run, 3)

    def refuse_one(of: Page) -> Extraction:
        if of.url == address(1):
            raise ModelFailed("truncated", "the answer was cut off")
        return Extraction()

    run.extractor.rule = refuse_one
    dossier = run.research()
    assert sorted(run.extractor.read) == sorted(run.urls)
    assert [(gap.target, gap.cause, gap.detail) for gap in dossier.gaps] == [
        (address(1), "truncated", "the answer was cut off")
    ]


def test_a_page_that_breaks_its_extractor_is_a_gap_and_the_others_are_read(run: Run) -> None:
    several(run, 3)

    def break_once(of: Page) -> Extraction:
        if of.url == address(1):
            raise ZeroDivisionError("invented")
        return Extraction()

    run.extractor.rule = break_once
    dossier = run.research()
    assert sorted(run.extractor.read) == sorted(run.urls)
    (gap,) = dossier.gaps
    assert (gap.stage, gap.target, gap.cause) == ("extract", address(1), "internal")
    assert "ZeroDivisionError: invented" in gap.detail


def test_a_policy_that_breaks_a_check_is_a_gap_and_nothing_is_called_none_found(run: Run) -> None:
    class Broken:
        name = "broken"

        def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
            raise RecursionError("invented")

    dossier = research(POINT, replace(run.dependencies(), checks=(Broken(),)))
    (gap,) = dossier.gaps
    assert (gap.stage, gap.target, gap.cause) == ("check", GOOD_URL, "internal")
    assert dossier.outcome is Outcome.INCOMPLETE
    assert dossier.usage == (PAID,)


def test_half_a_character_in_an_answer_does_not_lose_the_dossier_at_saving(
    run: Run, tmp_path: Path
) -> None:
    odd = policy(GOOD, name=quoted("通知\ud800", "通知\udfff"))
    run.extractor.rule = lambda of: Extraction(policies=(odd, policy(of)), notes=("\udc00",))
    dossier = run.research()
    with Store(tmp_path / "research.db") as store:
        number = store.start_run("research", "0", {}, NOON)
        store.save(number, dossier)
        (kept,) = store.each_dossier(number)
    assert {one.policy.name.value for one in kept.findings} >= {"通知\N{REPLACEMENT CHARACTER}"}
    assert kept.notes == (f"{GOOD_URL}: \N{REPLACEMENT CHARACTER}",)


def test_what_was_read_stands_in_the_order_of_the_pages_whoever_was_first(run: Run) -> None:
    several(run, 3)
    last_is_done = threading.Event()

    def backwards(of: Page) -> Extraction:
        if of.url == address(2):
            last_is_done.set()
        else:
            assert last_is_done.wait(5)
        return Extraction(notes=("读过",))

    run.extractor.rule = backwards
    with ThreadPoolExecutor(3) as run.pool:
        dossier = run.research()
    assert dossier.notes == tuple(f"{url}: 读过" for url in run.urls)


def test_only_the_best_pages_are_read_closely_and_all_are_kept(run: Run) -> None:
    several(run, 4)
    run.best = 2
    dossier = run.research()
    assert run.extractor.read == [address(0), address(1)]
    assert len(dossier.pages) == len(run.kept) == 4


def test_two_addresses_of_one_page_are_one_page() -> None:
    twin = GOOD.model_copy(update={"url": address(9)})
    assert distinct([GOOD, twin, another(1)]) == (GOOD, another(1))


# One page that the user knows


def test_one_page_is_read_without_being_chosen(run: Run) -> None:
    run.best = 0
    dossier = research_page(GOOD_URL, POINT, run.dependencies())
    assert dossier.outcome is Outcome.FOUND
    assert dossier.selected == (GOOD_URL,)
    assert dossier.searches == ()


def test_one_page_that_cannot_be_had_is_incomplete(run: Run) -> None:
    dossier = research_page(address(1), POINT, run.dependencies())
    assert dossier.outcome is Outcome.INCOMPLETE
    assert matter(dossier) == ["timeout"]
