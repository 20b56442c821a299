"""Search, read, ask again: whole changepoints on the loopback world of portals. All papers are invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.findings import Dossier, Outcome, Status
from agent.ledger import parse_budget
from agent.records import Changepoint, ChangepointKind, Hit
from agent.search import Gathered
from agent.wiring import Config
from agent.wiring.members import PLACES_LEFT_OUT, Following, knowledge
from agent.wiring.workshop import Workshop, open_workshop
from tests.world_of_portals.documents import Document
from tests.world_of_portals.world import World

POINT = Changepoint(
    province="山西", sector="Ground", date=date(2024, 10, 1), kind=ChangepointKind.POLICY
)
NAMED = "山西省货物联程运单若干措施"

PAPER = Document(
    url="https://www.shanxi.gov.cn/art/2024/09/paper.html",
    title=NAMED,
    lines=(
        "各市人民政府：",
        f"现将《{NAMED}》印发给你们，请认真组织落实。",
        "一、全省货物联程运单每单奖励二百元，由省级财政安排。",
        "山西省人民政府办公厅",
        "2024年9月12日",
    ),
    site="山西省人民政府办公厅",
    day=date(2024, 9, 14),
    true_day=date(2024, 9, 12),
    province="山西",
    thing="paper",
    number="晋政办发〔2024〕9971号",
    issuer="山西省人民政府办公厅",
    column="zcwj",
)
"""No word of any planned question stands in it: only its name finds it."""

NEWS = Document(
    url="https://www.news.cn/art/2024/09/news.html",
    title="山西省推动公路货运转铁路",
    lines=(
        "2024年9月20日，山西省召开公路货运工作会议，铁路专用线开通。",
        f"会议介绍了《{NAMED}》（{PAPER.number}）的有关情况，货车车主可以咨询各地交通运输部门。",
        "有关部门负责人提醒公众关注权威信息，各项工作正在有序进行。",
    ),
    site="新华网",
    day=date(2024, 9, 20),
    true_day=date(2024, 9, 20),
    province="山西",
    thing="news",
    sectors=("Ground",),
)


@contextmanager
def working(world: World, cache: Path, **changes: object) -> Iterator[Workshop]:
    """A workshop that asks a general engine of the world which wants all words."""
    config = replace(
        Config(
            cache=cache,
            search=("searxng",),
            services={"SEARXNG_URL": "https://all.search.example"},
            host_pause=0.0,
        ),
        **changes,  # type: ignore[arg-type]  # fields of a config by name
    )
    with open_workshop(config, lambda *_: None, world.transport()) as workshop:
        yield workshop


def researched(tmp_path: Path, *documents: Document, **changes: object) -> Dossier:
    with World(documents) as world, working(world, tmp_path, **changes) as workshop:
        return workshop.research(POINT)


def test_a_paper_that_a_page_names_is_asked_for_in_round_two_and_read(tmp_path: Path) -> None:
    dossier = researched(tmp_path, PAPER, NEWS)
    second = [query for query in dossier.queries if query.round == 2]
    assert [query.words for query in second] == [(NAMED, PAPER.number)]
    assert [hit.url for hit in dossier.hits] == [NEWS.url, PAPER.url]
    verified = [f.policy.url for f in dossier.findings if f.status is Status.VERIFIED]
    assert PAPER.url in verified


def test_a_page_that_names_two_hundred_papers_makes_no_more_than_three_questions_of_them(
    tmp_path: Path,
) -> None:
    names = "".join(f"《山西省货物联程运单第{number}批若干措施》" for number in range(200))
    many = replace(NEWS, lines=(*NEWS.lines, f"会议还介绍了{names}的有关情况。"))
    dossier = researched(tmp_path, PAPER, many)
    second = [query for query in dossier.queries if query.round == 2]
    assert 1 <= len(second) <= 3
    assert sum(usage.calls for usage in dossier.usage if usage.stage == "search") <= 12
    assert len(dossier.selected) <= 24


# Why a search stopped


MANY = tuple(
    Hit(
        url=f"https://www.news.cn/art/2024/09/{number}.html",
        title=f"山西省临猗县公路货运第{number}条线路开通",
        date=date(2024, 9, 20),
        backend="one",
        rank=number,
    )
    for number in range(1, 46)
)
"""So much of the window that more of the same need not be asked for; each names a county."""


def followed(hits: tuple[Hit, ...], protocol: str) -> Following:
    config = Config(protocol=protocol)
    known = knowledge(config)
    queries = known.queries(POINT, POINT.window())
    return known.following(config, POINT, queries, Gathered(hits, (), ()), ())


def test_where_the_first_round_found_enough_places_are_not_asked_for_and_that_is_told() -> None:
    early = followed(MANY, "early")
    assert (early.queries, early.notes) == ((), (PLACES_LEFT_OUT,))
    fewer = followed(MANY[:5], "early")
    assert fewer.queries
    assert fewer.notes == ()


def test_a_paper_is_asked_for_however_much_was_found() -> None:
    naming = MANY[0].model_copy(update={"snippet": f"根据《{NAMED}》，货车改走铁路。"})
    early = followed((naming, *MANY[1:]), "early")
    assert {query.words for query in early.queries} == {(NAMED,)}


def test_the_fixed_protocol_asks_everything_found_or_not(tmp_path: Path) -> None:
    fixed = followed(MANY, "fixed")
    assert any("临猗县" in query.places for query in fixed.queries)
    assert fixed.notes == ()
    much = researched(tmp_path / "much", PAPER, NEWS, protocol="fixed")
    nothing = researched(tmp_path / "nothing", protocol="fixed")
    assert [q for q in much.queries if q.round == 1] == list(nothing.queries)


def test_a_budget_of_nothing_leaves_paid_searches_out_and_says_so(tmp_path: Path) -> None:
    dossier = researched(
        tmp_path,
        NEWS,
        search=("searxng", "bocha"),
        services={"SEARXNG_URL": "https://all.search.example", "BOCHA_API_KEY": "a-key-of-nobody"},
        budget=parse_budget("0cny"),
    )
    causes = {(gap.backend or gap.target.partition(":")[0], gap.cause) for gap in dossier.gaps}
    assert ("bocha", "budget") in causes
    assert {answer.backend for answer in dossier.searches} == {"searxng"}
    assert [hit.url for hit in dossier.hits] == [NEWS.url]


@pytest.mark.parametrize(
    ("fault", "cause", "told"),
    [
        ("ruishu", "blocked", "412"),
        ("jsl", "blocked", "521"),
        ("html", "error", "web page"),
        ("refused", "error", "参数错误"),
    ],
)
def test_a_portal_that_does_not_answer_is_a_gap_and_never_nothing_found(
    tmp_path: Path, fault: str, cause: str, told: str
) -> None:
    with (
        World((PAPER, NEWS), {"www.shanxi.gov.cn": fault}) as world,
        working(world, tmp_path, search=("portal",)) as workshop,
    ):
        dossier = workshop.research(POINT)
    gaps = [gap for gap in dossier.gaps if gap.stage == "search"]
    assert gaps
    assert {gap.cause for gap in gaps} == {cause}
    assert all(told in gap.detail for gap in gaps)
    assert dossier.outcome is Outcome.INCOMPLETE


def test_a_portal_that_finds_nothing_proves_nothing(tmp_path: Path) -> None:
    dossier = researched(tmp_path, search=("portal",))
    assert not dossier.gaps
    assert dossier.searches
    assert dossier.outcome is Outcome.INCOMPLETE
