"""Papers that hits and pages name and nobody has read: which are asked for. All names are invented."""

from __future__ import annotations

import time
from datetime import date

import pytest

from agent.extract.signs import load_signs
from agent.queries.papers import MOST, Lead, LeadRules, leads
from agent.records import Changepoint, Hit, Page
from tests.knowledge import places, publishers, sectors
from tests.samples import NAME, NUMBER, POINT, page

OWN = "山西省货运铁水联运若干措施"


def rules() -> LeadRules:
    return LeadRules(places(), publishers(), sectors(), load_signs().is_document)


def hit(title: str, snippet: str = "") -> Hit:
    return Hit(
        url=f"https://a.example/{title}", title=title, snippet=snippet, backend="one", rank=1
    )


def named_by(
    *pages: Page, hits: tuple[Hit, ...] = (), point: Changepoint = POINT
) -> tuple[Lead, ...]:
    return leads(hits, pages, point, point.window(), rules())


def saying(*lines: str, title: str = "货运结构调整工作综述") -> Page:
    return page(title, "\n".join(lines), {})


def test_a_paper_that_a_page_names_and_nobody_found_is_a_lead() -> None:
    (lead,) = named_by(saying(f"记者了解到，《{OWN}》近日印发，推动货运改走铁路和水路。"))
    assert lead == Lead(OWN, "")


def test_the_number_in_brackets_behind_it_belongs_to_it() -> None:
    told = saying(
        f"根据《{OWN}》（晋政办发〔2024〕997号）的要求，推动货运改走铁路和水路。",
        "各市应当按照晋政办发〔2024〕997号文件抓好落实，定期报告进展情况。",
    )
    assert named_by(told) == (Lead(OWN, "晋政办发〔2024〕997号"),)


def test_a_bare_number_is_a_lead_where_it_is_the_provinces() -> None:
    told = saying(
        "按照晋政发〔2024〕996号、陕政发〔2024〕995号和发改运行〔2024〕994号文件执行，货运从其规定。"
    )
    assert named_by(told) == (Lead("", "晋政发〔2024〕996号"),)


@pytest.mark.parametrize(
    "words",
    [f"《{OWN}》（征求意见稿）公开征求意见", f"原《{OWN}》（晋政办发〔2019〕97号）同时废止"],
)
def test_a_draft_and_what_is_repealed_are_none(words: str) -> None:
    assert named_by(saying(f"{words}，货运改走铁路和水路。")) == ()


def test_a_paper_that_was_read_or_found_is_none() -> None:
    told = saying(f"《{NAME}》（{NUMBER}）印发以来，老旧货车加快淘汰，货运结构调整。")
    assert named_by(told)
    assert named_by(told, page()) == ()
    assert named_by(told, hits=(hit(f"关于印发《{NAME}》的通知"),)) == ()
    assert named_by(told, hits=(hit("货车淘汰", f"{NUMBER} 山西省交通运输厅"),)) == ()


def test_an_interpretation_is_not_the_paper_that_it_interprets() -> None:
    (lead,) = named_by(hits=(hit(f"《{OWN}》政策解读"),))
    assert lead.name == OWN
    assert not lead.is_at(hit(f"《{OWN}》政策解读"))
    assert lead.is_at(hit(f"山西省人民政府办公厅关于印发《{OWN}》的通知"))
    (again,) = named_by(
        saying("一、出台背景：推动货运改走铁路和水路，减少污染排放。", title=f"《{OWN}》解读")
    )
    assert again.name == OWN


@pytest.mark.parametrize(
    "named",
    [
        "《陕西省货运铁水联运若干措施》",
        "《山西省学前教育质量提升实施方案》",
        "《山西省公路货运发展史话与回忆》",
        "《山西省货运铁水联运若干措施（征求意见稿）》",
        f"《{OWN}》（征求意见稿）",
        f"《{OWN}》（晋政办发〔2009〕997号）",
    ],
)
def test_another_provinces_sectors_or_times_papers_books_and_drafts_are_none(named: str) -> None:
    assert named_by(saying(f"有关部门负责人介绍了{named}的有关情况，提醒公众关注。")) == ()


def test_the_provinces_papers_come_first_and_then_those_that_many_name() -> None:
    central, often = "公路货运高质量发展行动方案", "铁路货运改革实施方案"
    first = saying(f"落实《{central}》《{often}》和《{OWN}》的要求，推动货运改走铁路。")
    second = saying(
        f"落实《{often}》，推动货运改走铁路和水路，减少污染排放。", title="货运综述之二"
    )
    assert [lead.name for lead in named_by(first, second)] == [OWN, often, central]


def test_a_page_that_names_two_hundred_papers_gives_a_few_leads_at_little_cost() -> None:
    many = saying(*(f"《山西省货运第{number}批结构调整实施方案》" for number in range(200)))
    began = time.process_time()
    assert len(named_by(many)) == MOST
    assert time.process_time() - began < 1.0


def test_without_a_sector_every_paper_of_the_province_may_matter() -> None:
    point = Changepoint(province="山西", sector=None, date=date(2024, 11, 8))
    told = saying(
        "有关部门负责人介绍了《山西省学前教育质量提升实施方案》的有关情况，提醒公众关注。"
    )
    assert [lead.name for lead in named_by(told, point=point)] == ["山西省学前教育质量提升实施方案"]
