"""Search, read, ask again: whole changepoints on the loopback world of portals. All papers are invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from agent.findings import Dossier, Status
from agent.records import Changepoint, ChangepointKind
from agent.wiring import Config
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
