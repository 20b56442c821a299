"""Queries are planned without a model: in Chinese, with the province, the same every time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import UsageError
from agent.extract.signs import load_signs
from agent.queries import Templates, load_templates, plan_queries, plan_short
from agent.queries.following import FirstRound, enough, plan_following
from agent.queries.papers import LeadRules, leads
from agent.records import Changepoint, ChangepointKind, Hit, Interval, Query
from agent.search import alternatives
from tests.knowledge import places, publishers, sectors

NOVEMBER = date(2024, 11, 8)
SECTORS = ("Ground", "Power", "Industry", "Residential", "Aviation", None)
KINDS = tuple(ChangepointKind)


@cache
def templates() -> Templates:
    return load_templates()


def planned(
    kind: ChangepointKind = ChangepointKind.SEASONAL,
    *,
    province: str = "山西",
    sector: str | None = "Ground",
    day: date = NOVEMBER,
    days: int = 90,
    asked: Templates | None = None,
) -> tuple[Query, ...]:
    point = Changepoint(province=province, sector=sector, date=day, kind=kind)
    window, tables = point.window(days), asked or templates()
    long_ones = plan_queries(point, window, places(), sectors(), publishers(), tables)
    return (*long_ones, *plan_short(point, window, sectors(), tables))


def long(queries: tuple[Query, ...]) -> tuple[Query, ...]:
    """Those that are put to searches of many words."""
    return tuple(query for query in queries if not query.short)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sector", SECTORS)
def test_at_most_nine_long_and_ten_short_queries_are_asked_all_different(
    kind: ChangepointKind, sector: str | None
) -> None:
    for day in (NOVEMBER, date(2022, 3, 17)):
        queries = planned(kind, sector=sector, day=day)
        asked = long(queries)
        assert 6 <= len(asked) <= 9
        assert len({query.text for query in asked}) >= 6
        short = [query for query in queries if query.short]
        assert len(short) == templates().sites.short
        assert all(len(query.words) == 1 for query in short)
        assert queries == (*asked, *short)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("province", ["山西", "陕西", "内蒙古", "北京"])
def test_every_query_names_the_province_in_chinese(kind: ChangepointKind, province: str) -> None:
    for query in planned(kind, province=province):
        assert province in query.text
        assert not re.search("[A-Za-z$]", query.text)


def test_shanxi_is_never_asked_for_as_shaanxi() -> None:
    assert not any("陕西" in query.text for kind in KINDS for query in planned(kind))
    assert not any("shaanxi" in site for kind in KINDS for q in planned(kind) for site in q.sites)


def test_the_month_of_the_changepoint_and_its_neighbours_are_asked_for() -> None:
    text = " ".join(query.text for query in planned(ChangepointKind.EVENT))
    assert "2024年10月" in text
    assert "2024年11月" in text
    assert "2024年12月" in text


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2024, 1, 15), {"2023年12月", "2024年1月", "2024年2月"}),
        (date(2023, 12, 15), {"2023年11月", "2023年12月", "2024年1月"}),
    ],
    ids=["January", "December"],
)
def test_neighbouring_months_reach_into_the_other_year(day: date, months: set[str]) -> None:
    text = " ".join(query.text for query in planned(ChangepointKind.EVENT, day=day))
    assert months <= set(re.findall(r"\d{4}年\d{1,2}月", text))


def test_a_month_outside_the_window_is_not_asked_for() -> None:
    text = " ".join(query.text for query in planned(ChangepointKind.EVENT, days=5))
    assert all("2024年12月" not in query.times for query in planned(days=5))
    assert set(re.findall(r"\d{4}年\d{1,2}月", text)) == {"2024年11月"}


@pytest.mark.parametrize(
    ("day", "season"), [(NOVEMBER, "2024-2025年"), (date(2025, 2, 1), "2024-2025年")]
)
def test_a_season_that_spans_two_years_is_named_by_both(day: date, season: str) -> None:
    assert any(season in query.text for query in planned(ChangepointKind.SEASONAL, day=day))


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (date(2022, 3, 17), True),
        (date(2023, 1, 31), True),
        (NOVEMBER, False),
        (date(2019, 6, 1), False),
    ],
)
def test_lockdowns_are_asked_for_only_in_their_years(day: date, asked: bool) -> None:
    text = " ".join(query.text for query in planned(ChangepointKind.EVENT, day=day))
    assert ("疫情" in text) is asked


@pytest.mark.parametrize("kind", KINDS)
def test_provincial_central_and_open_searches_are_all_there(kind: ChangepointKind) -> None:
    sites = [query.sites for query in long(planned(kind))]
    assert any("www.shanxi.gov.cn" in hosts for hosts in sites)
    assert any("www.gov.cn" in hosts for hosts in sites)
    assert sites.count(()) >= 2
    assert not any({"www.gov.cn", "www.shanxi.gov.cn"} <= set(hosts) for hosts in sites)


def test_no_query_is_restricted_to_more_than_a_handful_of_sites() -> None:
    for province in ("山西", "广东"):
        for query in planned(province=province):
            assert len(query.sites) <= templates().sites.most


@pytest.mark.parametrize("kind", KINDS)
def test_queries_look_no_less_far_than_the_window(kind: ChangepointKind) -> None:
    window = Interval.around(NOVEMBER, NOVEMBER, 90)
    queries = planned(kind)
    assert all(query.window.contains(window) for query in queries)
    assert all(query.window.end == window.end for query in queries)
    assert any(query.window.start < window.start for query in queries)
    assert any(query.window == window for query in queries)


def test_sectors_ask_for_different_things_beside_weather_and_plans_across_sectors() -> None:
    asked = {sector: {query.text for query in long(planned(sector=sector))} for sector in SECTORS}
    for sector, texts in asked.items():
        others = set().union(*(asked[other] for other in SECTORS if other != sector))
        assert all("碳达峰" in text or "暴雨" in text for text in texts & others)


@given(
    kind=st.sampled_from(KINDS),
    sector=st.sampled_from(SECTORS),
    province=st.sampled_from([province.name for province in places().provinces]),
    days_on=st.integers(0, 2800),
    days=st.integers(1, 400),
)
def test_the_same_changepoint_always_gives_the_same_queries_and_none_twice(
    kind: ChangepointKind, sector: str | None, province: str, days_on: int, days: int
) -> None:
    day = date(2019, 1, 1) + timedelta(days=days_on)
    first = planned(kind, province=province, sector=sector, day=day, days=days)
    assert first == planned(kind, province=province, sector=sector, day=day, days=days)
    assert len(set(first)) == len(first)
    assert 4 <= len(long(first)) <= 9
    assert all(province in query.text for query in first)


def test_alternatives_stand_in_groups_with_every_month_of_the_window() -> None:
    query = planned(ChangepointKind.EVENT)[0]
    assert query.places[:2] == ("山西", "太原")
    assert query.times[0] == "2024年11月"
    assert {"2024年8月", "2025年2月"} <= set(query.times)
    assert "2025年2月" not in query.text
    assert "通车" in query.words
    assert alternatives(query).startswith("(山西 OR 太原 OR ")
    assert alternatives(Query(text="山西 通车", window=query.window)) == "山西 通车"


def test_the_largest_cities_for_the_sector_are_named_first() -> None:
    power = " ".join(q.text for q in planned(ChangepointKind.EVENT, sector="Power"))
    assert power.index("朔州") < power.index("太原")
    assert planned(ChangepointKind.EVENT, sector="Aviation")[0].places[1] == "太原"


def test_a_day_inside_the_epidemic_and_one_outside_are_asked_different_things() -> None:
    inside = {q.text for q in planned(ChangepointKind.EVENT, day=date(2022, 3, 17))}
    assert any("静态管理" in text for text in inside)
    assert not any("静态管理" in q.text for q in planned(ChangepointKind.EVENT))


# Short queries


def short(day: date, *, full_text: bool) -> list[str]:
    point = Changepoint(province="山西", sector="Ground", date=day)
    asked = plan_short(point, point.window(), sectors(), templates(), full_text=full_text)
    return [query.text for query in asked]


def test_a_word_stands_beside_the_year_where_the_full_text_is_read() -> None:
    assert short(date(2024, 7, 1), full_text=True)[0] == "山西 2024年 开通"
    assert short(date(2024, 7, 1), full_text=False)[0] == "山西 开通"


def test_the_first_words_are_asked_for_both_years_of_a_window_that_spans_two() -> None:
    assert short(date(2024, 1, 8), full_text=True)[:2] == ["山西 2024年 开通", "山西 2023年 开通"]
    assert len(short(date(2024, 1, 8), full_text=True)) == templates().sites.short


def test_the_epidemic_is_asked_for_in_its_years() -> None:
    assert "疫情" in short(date(2022, 7, 1), full_text=True)[0]
    assert not any("疫情" in text for text in short(date(2024, 7, 1), full_text=True))


# Effects


def test_every_effect_that_is_asked_is_asked_for_each_of_its_sectors() -> None:
    for effect in templates().effect:
        for sector in effect.sectors:
            if effect.asked:
                texts = [
                    query.text
                    for kind in KINDS
                    for day in (NOVEMBER, date(2022, 3, 17))
                    for query in planned(kind, sector=sector, day=day)
                ]
                assert any(word in text for word in effect.words for text in texts), effect.id


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("word", "moves"),
    [
        ("台风", SECTORS),
        ("洪水", SECTORS),
        ("地震", ("Power", "Ground", "Residential", "Aviation", None)),
        ("有序用电", ("Power", "Industry", "Residential", None)),
        ("能耗双控", ("Power", "Industry", None)),
        ("特高压", ("Power", None)),
        ("煤矿", ("Power", "Industry", None)),
        ("以旧换新", ("Ground", "Industry", "Residential", None)),
        ("封控", ("Ground", "Industry", "Residential", "Aviation", None)),
        ("解封", ("Ground", "Industry", "Residential", "Aviation", None)),
        ("橙色预警", ("Ground", "Industry", None)),
        ("解除预警", ("Ground", "Industry")),
        ("来水", ("Power",)),
    ],
)
def test_what_moves_emissions_is_asked_for_at_every_kind_of_changepoint(
    word: str, moves: tuple[str | None, ...], kind: ChangepointKind
) -> None:
    for sector in moves:
        days = (NOVEMBER, date(2022, 3, 17))
        asked = [query for day in days for query in long(planned(kind, sector=sector, day=day))]
        assert any(word in query.words for query in asked), sector


def test_the_lead_of_an_effect_reaches_back_from_the_window() -> None:
    window = Interval.around(NOVEMBER, NOVEMBER, 90)
    heating = planned(ChangepointKind.EVENT, sector="Residential")[0]
    assert "供暖" in heating.words
    assert (window.start - heating.window.start).days == 30


def test_the_cities_of_the_table_lie_in_their_provinces() -> None:
    for by_province in templates().prefectures.values():
        for province, names in by_province.items():
            owner = places().province(province)
            for name in names.split():
                inside = {p for m in places().mentions(name, counties=True) for p in m.provinces}
                inside |= set(places().provinces_of(name))
                assert province in inside or owner.municipality, f"{province} {name}"


# The second round


def hit(title: str, snippet: str = "", day: date | None = NOVEMBER) -> Hit:
    url = f"https://a.example/{title}"
    return Hit(url=url, title=title, snippet=snippet, date=day, backend="one", rank=1)


def followed(*hits: Hit, unfinished: tuple[Query, ...] = ()) -> tuple[Query, ...]:
    point = Changepoint(province="山西", sector="Ground", date=NOVEMBER)
    queries = planned(ChangepointKind.EVENT)
    rules = LeadRules(places(), publishers(), sectors(), load_signs().is_document)
    papers = leads(hits, (), point, point.window(), rules)
    first = FirstRound(queries, hits, unfinished, papers)
    return plan_following(point, point.window(), first, places())


def test_a_county_that_a_hit_names_is_asked_for_in_the_second_round() -> None:
    (long_one, short_one) = followed(hit("临猗县启动重污染天气橙色预警"))
    assert long_one.places == ("临猗县",)
    assert long_one.round == 2
    assert {"重污染天气", "橙色预警"} <= set(long_one.words)
    assert short_one.words == ("临猗县",)
    assert short_one.short


def test_places_of_other_provinces_and_places_asked_for_before_are_no_news() -> None:
    assert followed(hit("西安市启动预警"), hit("太原市启动预警")) == ()


def test_a_paper_that_is_named_and_was_not_found_is_asked_for() -> None:
    named = hit("专家解读", "根据《甲乙丙运输结构调整实施方案》，货运将改走铁路")
    assert "甲乙丙运输结构调整实施方案" in followed(named)[0].text
    found = hit("关于印发《甲乙丙运输结构调整实施方案》的通知")
    assert followed(named, found) == ()


def test_a_number_that_is_quoted_is_asked_for_and_that_of_the_hit_itself_is_not() -> None:
    quoting = hit("专家解读", "省政府网站 根据晋政发〔2024〕999号文件，货运将改走铁路")
    assert "晋政发〔2024〕999号" in followed(quoting)[0].words
    own_number = hit("运输结构调整实施方案", "晋政发〔2024〕999号 山西省人民政府 货运将改走铁路")
    assert followed(quoting, own_number) == ()


def test_a_page_that_names_two_hundred_papers_makes_no_more_questions() -> None:
    many = "".join(f"《货运结构调整第{number}号实施方案》" for number in range(200))
    long = [query for query in followed(hit("汇编", many)) if not query.short]
    short = [query for query in followed(hit("汇编", many)) if query.short]
    assert 1 <= len(long) <= 3
    assert len(short) == 1


def test_papers_and_places_take_turns_in_the_second_round() -> None:
    names = "".join(f"《货运结构调整第{number}号实施方案》" for number in range(4))
    towns = hit("临猗县 平陆县 大宁县 永和县 隰县 启动重污染天气橙色预警")
    first, second, third = (q for q in followed(hit("汇编", names), towns) if not q.short)
    assert len(first.words) == len(third.words) == 2
    assert len(second.places) == 3


def test_a_list_that_was_cut_is_asked_for_its_next_page() -> None:
    cut = next(query for query in planned() if query.short)
    (next_page,) = followed(unfinished=(cut,))
    assert (next_page.page, next_page.round, next_page.words) == (2, 2, cut.words)


def test_forty_hits_of_the_window_are_enough() -> None:
    point = Changepoint(province="山西", sector="Ground", date=NOVEMBER)
    many = [hit(f"山西 {number}") for number in range(40)]
    assert enough(point, point.window(), many)
    assert not enough(point, point.window(), many[1:])
    assert not enough(point, point.window(), [hit(one.title, day=None) for one in many])


# A user's own templates


def own(tmp_path: Path, content: str) -> Templates:
    path = tmp_path / "queries.toml"
    path.write_text(content, "utf-8")
    return load_templates(path)


def test_an_entry_of_ones_own_takes_the_place_of_one_and_the_others_stay(tmp_path: Path) -> None:
    mine = own(tmp_path, '[topics.Ground]\nevents = "$province $when 煤炭外运"\n')
    texts = [query.text for query in planned(asked=mine)]
    assert "山西 2024年11月 2024年10月 2024年12月 煤炭外运" in texts
    assert mine.topics["Power"] == templates().topics["Power"]
    assert mine.topics["Ground"]["measures"] == templates().topics["Ground"]["measures"]
    assert mine.fingerprint != templates().fingerprint


def test_a_topic_of_ones_own_can_be_asked_for(tmp_path: Path) -> None:
    mine = own(
        tmp_path,
        """
[[plan.event]]
topic = "flood"
when = "this"

[topics.all]
flood = "$province $when 洪水 道路中断"
""",
    )
    assert [query.text for query in long(planned(ChangepointKind.EVENT, asked=mine))] == [
        "山西 2024年11月 洪水 道路中断"
    ]
    assert len(long(planned(ChangepointKind.POLICY, asked=mine))) >= 6


def test_a_file_with_a_mark_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "queries.toml"
    path.write_text("[sites]\nmost = 2\n", "utf-8-sig")
    assert load_templates(path).sites.most == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param('[topics.Groud]\nevents = "$province"', "Groud", id="an unknown sector"),
        pytest.param('[topics.Ground]\nevents = "通车 $when"', "province", id="no province"),
        pytest.param('[topics.Ground]\nevents = "$province $year"', "year", id="a variable"),
        pytest.param('[topics.Ground]\nevents = "$province 5$"', "stray", id="a stray dollar"),
        pytest.param("[topics.Ground]\nevents = 7", "events", id="a number for a text"),
        pytest.param('[topics]\nGround = "x"', "form", id="a text for a table"),
        pytest.param("[plan]\nevent = []", "asks nothing", id="an empty plan"),
        pytest.param("[plan]\nquake = []", "quake", id="an unknown kind"),
        pytest.param(
            '[[plan.event]]\ntopic = "flood"\nwhen = "this"', "flood", id="an unknown topic"
        ),
        pytest.param('[[plan.event]]\ntopic = "events"\nwhen = "soon"', "when", id="a time"),
        pytest.param(
            '[[plan.event]]\ntopic = "events"\nwhen = "this"\nsite = "x"', "site", id="a slip"
        ),
        pytest.param(
            '[[plan.event]]\ntopic = "events"\nwhen = "this"\nlead = -1', "lead", id="a lead"
        ),
        pytest.param("[sites]\nmost = 'x'", "most", id="a word for a number"),
        pytest.param(
            '[topics.Ground]\nevents = "$province @flood"', "flood", id="an unknown effect"
        ),
        pytest.param("[topics", "queries.toml", id="no TOML"),
        pytest.param("other = 1", "other", id="an unknown table"),
    ],
)
def test_templates_that_cannot_be_used_are_told_with_the_file_and_the_place(
    tmp_path: Path, content: str, words: str
) -> None:
    with pytest.raises(UsageError) as told:
        own(tmp_path, content)
    assert "queries.toml" in told.value.message
    assert words in told.value.message
    assert "\n" not in told.value.message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent"):
        load_templates(tmp_path / "absent.toml")
