"""When an order begins and stops, whatever its page is, and what of it its page lets be said. Everything is invented."""

from __future__ import annotations

import pytest

from agent.facts.document import facts_of
from agent.facts.order import order_dates
from agent.findings import Finding, Label, Stage
from agent.policy import DateRole
from agent.records import Page
from agent.text.dates import iso
from tests.knowledge import finding
from tests.samples import ISSUER_URL, NEWS_URL, POINT, dated, event, page, policy, quoted

EFFECTIVE, IN_FORCE = DateRole.EFFECTIVE, DateRole.IN_FORCE
FILLING = "云岭位于太原市，本地企业和居民可以来电询问，感谢大家的关心与理解。"


def told_on(
    words: str, title: str = "云岭要闻", up: str = "2024-11-08", url: str = NEWS_URL
) -> Page:
    return page(title, f"{words}{FILLING}", {"上传时间": up}, url=url)


def ends_of(words: str) -> tuple[str | None, str | None]:
    """From when the order of a page of 2024-11-08 bites, and its term."""
    found = {
        one.role: iso(one.interval)
        for one in order_dates(facts_of(told_on(words)), trust_header=True)
    }
    return found.get(EFFECTIVE), found.get(IN_FORCE)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("自11月10日0时起，云岭全市水泥企业停产。", ("2024-11-10", None)),
        ("自11月10日0时起，云岭大桥封闭施工，至11月20日24时止。", ("2024-11-10", "2024-11-10/2024-11-20")),
        ("11月10日零时至20日24时，云岭全市水泥窑停窑。", ("2024-11-10", "2024-11-10/2024-11-20")),
        ("11月10日早8时至20日晚8时，云岭大桥封闭施工。", ("2024-11-10", "2024-11-10/2024-11-20")),
        ("11月10日8时起，云岭市启动橙色预警，11月15日18时解除。", ("2024-11-10", "2024-11-10/2024-11-15")),
        ("决定自11月10日8时起启动Ⅱ级响应。预警暂定11月15日24时解除。", ("2024-11-10", "2024-11-10/2024-11-15")),
        ("自11月10日起云岭隧道封闭施工。恢复通行时间为12月1日。", ("2024-11-10", "2024-11-10/2024-12-01")),
        ("即日起，云岭全县实行有序用电，持续到11月30日。", ("2024-11-08", "2024-11-08/2024-11-30")),
        ("明日8时起，云岭市区机动车限行。", ("2024-11-09", None)),
        ("今日零时起，云岭市解除橙色预警。", ("2024-11-08", None)),
        ("经研究，决定于11月9日12时解除橙色预警。", ("2024-11-09", None)),
        ("经批准，云岭煤矿自11月12日起恢复生产。", ("2024-11-12", None)),
        ("云岭市今冬供暖期延长至2025年3月25日。", (None, "2024-11-08/2025-03-25")),
        ("云岭市决定将全域封控延长到11月18日24时。", (None, "2024-11-08/2024-11-18")),
        ("11月10日起，云岭大桥封闭施工，预计11月20日恢复通行。", ("2024-11-10", None)),
        ("11月10日起，云岭大桥封闭施工，何时解除另行通知。", ("2024-11-10", None)),
        ("11月10日起，云岭大桥封闭施工，11月15日前报送名单。", ("2024-11-10", None)),
        ("11月10日起，云岭大桥封闭施工，原定11月15日恢复。", ("2024-11-10", None)),
        ("自11月10日起，云岭东路封闭施工，至11月20日止；云岭西路至11月25日止。", ("2024-11-10", None)),
        ("自11月中旬起，云岭全市水泥企业停产。", ("2024-11-11/2024-11-20", None)),
        ("若污染加重，自11月12日0时起，云岭全市水泥企业停产。", (None, None)),
        ("网传自11月12日0时起，云岭全市水泥企业停产。", (None, None)),
        ("云岭市拟自11月12日0时起限行。", (None, None)),
        ("11月10日起扩散条件转差，因此云岭市启动Ⅱ级响应。", (None, None)),
        ("云岭市暂不启动Ⅱ级响应，11月10日起仍供热。", ("2024-11-10", None)),
    ],
)  # fmt: skip
def test_an_order_has_the_day_on_which_it_bites_and_the_one_on_which_it_stops(
    words: str, ends: tuple[str | None, str | None]
) -> None:
    assert ends_of(words) == ends


@pytest.mark.parametrize(
    ("claimed", "label"),
    [
        ("2024-11-06", Label.SUPPORTED),
        ("2024-11-06/2024-11-20", Label.SUPPORTED),
        ("2024-11-08", Label.REFUTED),
        ("2024-11-06/2024-11-19", Label.NOT_ENOUGH_INFO),
    ],
    ids=["its day", "its term", "a day in it", "another end"],
)
def test_an_order_told_as_an_event_is_of_its_day_or_of_its_term(claimed: str, label: Label) -> None:
    at = told_on("自11月6日0时起，云岭大桥封闭施工，至11月20日24时止。", "云岭大桥封闭")
    day = dated(DateRole.OCCURRENCE, claimed)
    found = finding(event(at, "云岭大桥封闭施工", dates=(day,)), at)
    assert [one[0] for one in verdicts(found)] == [label]


TWO = "自11月10日起，青坪大桥封闭施工。自11月12日起，云岭大桥封闭施工。"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("云岭大桥封闭施工", "2024-11-12"),
        ("青坪大桥封闭施工", "2024-11-10"),
        ("城区道路有变化", None),
        ("关于城区桥梁封闭施工的通告", "2024-11-10"),
    ],
    ids=["the second", "the first", "neither", "a notice of both"],
)
def test_of_two_measures_the_one_that_the_headline_tells_is_the_pages(
    title: str, day: str | None
) -> None:
    found = order_dates(facts_of(told_on(TWO, title)), trust_header=True)
    assert [iso(one.interval) for one in found if one.role is EFFECTIVE] == ([day] if day else [])


@pytest.mark.parametrize(
    ("title", "words", "ends"),
    [
        ("云岭市取消限行", "此前，云岭市自11月1日起限行。今日起取消限行。", ("2024-11-08", None)),
        ("关于取消限行的通告", "自11月1日起实行的限行自11月9日0时起取消。", ("2024-11-09", None)),
        ("云岭市限行推迟", "云岭市限行自11月10日推迟至11月20日。", ("2024-11-20", None)),
        ("云岭市限行推迟", "限行自11月10日零时延期至11月20日起实施。", ("2024-11-20", None)),
        ("云岭市供暖提前", "云岭市供暖由11月15日提前至11月10日。", ("2024-11-10", None)),
        ("云岭市管制通报", "云岭市交通管制将于11月20日24时结束。", (None, "2024-11-08/2024-11-20")),
        ("云岭市项目名单", "项目实施期限为11月10日至11月20日，请按任务书执行。", (None, None)),
        ("云岭市贯彻条例", "《云岭条例》自11月10日起施行，请贯彻执行。", (None, None)),
        ("云岭市多处停电", "11月10日8时，云岭东路停电；11月11日8时，青坪路停电。", (None, None)),
    ],
    ids=["undone", "undone by a notice", "put off", "put off and in force", "moved up", "ends", "a project", "a paper", "two"],
)  # fmt: skip
def test_a_measure_is_that_of_its_title_and_of_the_day_to_which_it_was_moved(
    title: str, words: str, ends: tuple[str | None, str | None]
) -> None:
    found = order_dates(facts_of(told_on(words, title)), trust_header=True)
    told = {one.role: iso(one.interval) for one in found}
    assert (told.get(EFFECTIVE), told.get(IN_FORCE)) == ends


def judged(at: Page, *dates: tuple[DateRole, str], name: str | None = None) -> Finding:
    given = tuple(dated(role, value) for role, value in dates)
    return finding(policy(at, name=quoted(name or at.title), dates=given), at, POINT)


def verdicts(found: Finding) -> list[tuple[Label, str]]:
    return [(one.label, one.reason) for one in found.of_check("date")]


ORDER = "记者获悉，自11月10日0时起，云岭大桥封闭施工，至11月20日24时止。"


def test_an_order_that_is_still_to_come_is_held_by_news_of_before_and_is_announced() -> None:
    at = told_on(ORDER, "云岭大桥10日起封闭")
    found = judged(at, (EFFECTIVE, "2024-11-10"), (IN_FORCE, "2024-11-10/2024-11-20"))
    assert verdicts(found) == [(Label.SUPPORTED, "date.same")] * 2
    assert found.stage is Stage.ANNOUNCED
    (window,) = found.of_check("window")
    assert window.label is Label.SUPPORTED


def test_another_day_than_that_of_the_order_is_refuted() -> None:
    at = told_on(ORDER, "云岭大桥10日起封闭")
    assert verdicts(judged(at, (EFFECTIVE, "2024-11-12"))) == [(Label.REFUTED, "date.other_value")]


def test_the_day_of_an_order_is_that_of_no_other_paper_that_its_page_names() -> None:
    at = told_on(ORDER, "云岭大桥10日起封闭")
    (one,) = verdicts(judged(at, (EFFECTIVE, "2024-11-10"), name="云岭市道路管理办法"))
    assert one[0] is not Label.SUPPORTED


@pytest.mark.parametrize(
    ("up", "stage"),
    [("2024-11-08", Stage.ANNOUNCED), ("2024-11-10", Stage.IN_FORCE), ("2024-11-25", Stage.ENDED)],
    ids=["before", "on its day", "after its term"],
)
def test_an_order_is_never_what_happened_before_its_day(up: str, stage: Stage) -> None:
    at = told_on(ORDER, "云岭大桥10日起封闭", up)
    assert judged(at, (EFFECTIVE, "2024-11-10")).stage is stage
    told = finding(
        event(at, "云岭大桥封闭施工", dates=(dated(DateRole.OCCURRENCE, "2024-11-10"),)), at
    )
    assert (told.stage is Stage.DONE) == (up != "2024-11-08")


def test_the_year_of_a_sign_off_is_that_of_the_order_on_a_governments_page() -> None:
    words = "自11月10日0时起，云岭大桥封闭施工。\n太原市交通运输局\n2024年11月5日"
    at = page("关于云岭大桥封闭施工的通告", words, {}, url=ISSUER_URL)
    assert verdicts(judged(at, (EFFECTIVE, "2024-11-10"))) == [(Label.SUPPORTED, "date.same")]


def test_the_year_of_an_upload_leaves_the_order_of_a_government_open() -> None:
    at = told_on(ORDER, "关于云岭大桥封闭施工的通告", url=ISSUER_URL)
    assert verdicts(judged(at, (EFFECTIVE, "2024-11-10"))) == [
        (Label.NOT_ENOUGH_INFO, "date.year_of_upload")
    ]


def test_an_order_of_the_day_on_which_it_is_signed_is_in_force_and_not_only_signed() -> None:
    words = "经研究，即日起在云岭全县实行有序用电。\n云岭县发展和改革局\n2024年11月6日"
    at = page("关于实行有序用电的通知", words, {}, url=ISSUER_URL)
    found = judged(at, (EFFECTIVE, "2024-11-06"))
    assert verdicts(found) == [(Label.SUPPORTED, "date.same")]
    assert found.stage is Stage.IN_FORCE
