"""The HTML report is one harmless file that says what the other formats say, and shows where."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser

from agent.cli import run
from agent.details import Compared, Elsewhere
from agent.findings import Dossier, Finding, Label, Outcome, Status, Verdict
from agent.records import Changepoint, Gap, Hit, Query, Usage
from agent.report import NOTHING, Beside
from agent.report.html import shown
from agent.report.html.emissions import shown_interval
from agent.report.html.limits import room_for_each
from agent.report.words import Language
from agent.series import BadRow, Daily, SeriesFile
from agent.store import changepoint_key, finding_key
from agent.store.reviews import Decision, Review
from agent.wiring.asking import known_prices
from tests.at_once import html as render
from tests.dossiers import POINT, TEXT, dossier, finding, page

HERE = page()
WHOLE = dossier(
    finding(HERE),
    finding(HERE, Status.FLAGGED, "第二份办法"),
    finding(HERE, Status.REJECTED, "关中方案"),
    pages=(HERE,),
    gaps=(Gap(stage="fetch", target="https://b.example/x", cause="blocked:ruishu"),),
)


def rendered(
    *dossiers: Dossier, language: Language = "zh", beside: Beside = NOTHING
) -> parser.HtmlElement:
    return parser.document_fromstring(render(dossiers, language, beside))


def words(element: etree._Element) -> str:
    """What a person reads, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def section(of: parser.HtmlElement, name: str) -> str:
    """The words between a heading and the next."""
    heading = of.get_element_by_id(f"d1-{name}")
    told = []
    for after in heading.itersiblings():
        if after.tag == "h3":
            break
        told.append(words(after))
    return " ".join(told)


# One harmless file


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_fetched_run_or_sent(language: Language) -> None:
    text = render([WHOLE, WHOLE], language)
    assert isinstance(text, str)
    tree = parser.document_fromstring(text)
    assert not tree.xpath("//script | //link | //iframe | //img | //object | //form | //base")
    assert not tree.xpath(
        "//@src | //@srcset | //@style | //@action | //@*[starts-with(name(), 'on')]"
    )
    assert not re.search(r"@import|url\(|javascript:", text)
    assert all(re.match(r"https://|#", link) for link in tree.xpath("//@href"))
    for link in tree.xpath("//a[starts-with(@href, 'http')]"):
        assert "noopener noreferrer" in link.get("rel")


def test_only_the_files_own_style_is_allowed() -> None:
    tree = rendered(WHOLE)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = tree.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy


def test_a_reader_without_eyes_finds_the_way() -> None:
    tree = rendered(WHOLE, WHOLE)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for names in tree.xpath("//@aria-labelledby"):
        assert set(names.split()) <= set(ids)
    for anchor in tree.xpath("//a[starts-with(@href, '#')]/@href"):
        assert anchor[1:] in ids
    levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in tree.xpath("//table"):
        assert words(table.find("caption"))
        assert table.xpath(".//th[@scope='col']")
    for drawing in tree.xpath("//svg[@role='img']"):
        assert words(drawing.find("title"))
        assert words(drawing.find("desc"))


@pytest.mark.parametrize(("language", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_the_file_says_its_language(language: Language, code: str) -> None:
    assert rendered(WHOLE, language=language).get("lang") == code


# What it says


def test_the_head_tells_the_changepoint_and_that_the_score_is_no_probability() -> None:
    facts = words(rendered(WHOLE).xpath("//dl[@class='facts']")[0])
    for told in ("山西", "地面交通", "2024-11-08", "季节性", "0.59 检测器自己的评分，不是概率"):
        assert told in facts
    assert "2024-08-10 至 2025-02-06" in facts


def test_a_sentence_opens_its_quote_in_the_context_of_the_page() -> None:
    card = rendered(WHOLE).get_element_by_id("d1-f1")
    sentence = card.xpath(".//ul[@class='said']/li")[0]
    assert words(sentence.find("bdi")) == "每辆新能源公交车补贴8万元。"
    opened = sentence.find("details")
    assert words(opened.find("summary")) == "〔1〕"
    assert words(opened.find(".//mark")) == "每辆新能源公交车补贴8万元。"
    assert TEXT.replace("\n", "").replace(" ", "") in words(opened.find(".//blockquote")).replace(
        " ", ""
    )
    start = TEXT.index("每辆")
    assert f"字符 {start}–{start + 14}" in words(opened.find(".//figcaption"))


def test_a_sentence_that_the_page_does_not_say_stands_nowhere() -> None:
    text = render([WHOLE], "zh")
    assert isinstance(text, str)
    assert "促进了消费" not in text
    assert "未列 1 句（不能核对 1）" in words(rendered(WHOLE).get_element_by_id("d1-f1"))


def test_a_card_says_why_its_finding_is_listed() -> None:
    hit = Hit(url=HERE.url, title="办法", backend="govcn", rank=3)
    found = WHOLE.model_copy(update={"hits": (hit,)})
    facts = words(rendered(found).get_element_by_id("d1-f1").xpath(".//dl")[0])
    assert "为何列出" in facts
    assert "govcn 检到，第 3 名" in facts
    english = rendered(found, language="en").get_element_by_id("d1-f1")
    assert "Why it is listed" in words(english)


def test_a_flagged_finding_asks_its_question() -> None:
    card = rendered(WHOLE).get_element_by_id("d1-f2")
    assert "待核" in words(card.find("h4"))
    (question,) = card.xpath(".//*[@class='question']")
    assert "数字不符：所称 18万元，网页是 8万元" in words(question)


def test_what_is_left_out_stands_apart_with_its_reason() -> None:
    tree = rendered(WHOLE)
    assert "关中方案" in section(tree, "aside")
    assert "关中方案" not in words(tree.xpath("//svg")[0])
    assert "陕西" in section(tree, "aside")
    assert "被反爬（瑞数）拦截：https://b.example/x" in section(tree, "gaps")


def test_the_table_under_the_timeline_has_its_dates() -> None:
    tree = rendered(WHOLE)
    rows = [
        [words(cell) for cell in row]
        for row in tree.xpath("//table[caption[contains(., '时间线')]]/tbody/tr")
    ]
    assert rows == [
        ["1", "公交车更新补贴办法", "核验通过", "成文", "2024-10-12", "-27"],
        ["2", "第二份办法", "待核", "成文", "2024-10-12", "-27"],
    ]


def test_nothing_found_and_not_looked_are_told_apart() -> None:
    nothing = dossier(pages=(HERE,))
    assert "未找到相关政策或事件" in section(rendered(nothing), "outcome")
    lost = dossier(pages=(), gaps=WHOLE.gaps)
    assert lost.outcome is Outcome.INCOMPLETE
    assert "不能说明没有" in section(rendered(lost), "outcome")
    assert rendered(lost).xpath("//*[@class='outcome incomplete']")


def test_the_trail_tells_what_was_asked_chosen_and_read() -> None:
    hit = Hit(url=HERE.url, title="通知", backend="searxng", rank=1)
    other = hit.model_copy(update={"url": "https://c.example/y", "title": "没有打开的"})
    lost = hit.model_copy(update={"url": "https://b.example/x", "title": "读不到的"})
    query = Query(text="山西 公交", window=WHOLE.window, sites=("shanxi.example",))
    gap = Gap(stage="search", target="tavily: 山西 公交", cause="quota")
    told = WHOLE.model_copy(
        update={
            "queries": (query,),
            "hits": (hit, other, lost),
            "selected": (HERE.url, lost.url),
            "gaps": (*WHOLE.gaps, gap),
        }
    )
    tree = rendered(told)
    rows = [[words(c) for c in row] for row in tree.xpath("//table[caption='问过的检索']/tbody/tr")]
    assert rows == [
        ["山西 公交", "shanxi.example", "searxng", "3"],
        ["山西 公交", "shanxi.example", "tavily", "额度用尽或请求过多"],
    ]
    chosen = tree.xpath("//table[caption='选中打开的网址']/tbody/tr")
    assert [words(row[3]) for row in chosen] == ["已读", "被反爬（瑞数）拦截"]
    assert words(chosen[0][4]) == "核验通过、待核、剔除"
    assert "另有 1 个命中没有打开" in section(tree, "trail")


def test_a_page_that_only_tells_a_thing_again_is_not_called_verified_there() -> None:
    again = Verdict(
        check="across",
        label=Label.NOT_ENOUGH_INFO,
        reason="across.duplicate",
        detail=Elsewhere(publisher="山西省示例厅"),
    )
    first = finding(HERE)
    second = first.model_copy(update={"verdicts": (*first.verdicts, again)})
    tree = rendered(dossier(first, second, pages=(HERE,)))
    (row,) = tree.xpath("//table[caption='选中打开的网址']/tbody/tr")
    assert words(row[4]) == "核验通过、同一事项"


def test_costs_are_told_in_tokens_and_in_money_where_the_price_is_known() -> None:
    used = Usage(
        stage="extract",
        model="model-x",
        host="api.example",
        calls=2,
        prompt_tokens=1_000_000,
        completion_tokens=500_000,
    )
    spent = WHOLE.model_copy(update={"usage": (used, used)})
    (row,) = rendered(spent).xpath("//table[caption='没有价格表，只列用量。']/tbody/tr")
    assert [words(cell) for cell in row[2:6]] == ["4", "2000000", "0", "1000000"]
    unknown = rendered(spent, beside=Beside(prices=known_prices()))
    assert "价格未知" in section(unknown, "costs")
    assert "没有调用模型" in section(rendered(WHOLE), "costs")


def test_a_known_price_is_multiplied_out(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(
        '[[model]]\nhost = "api.example"\nname = "model-x"\ncurrency = "cny"\n'
        "input = 2.0\noutput = 8.0\n",
        "utf-8",
    )
    used = Usage(
        stage="extract",
        model="model-x",
        host="api.example",
        prompt_tokens=1_000_000,
        completion_tokens=500_000,
    )
    spent = WHOLE.model_copy(update={"usage": (used,)})
    assert "¥ 6.0000" in section(rendered(spent, beside=Beside(prices=known_prices(own))), "costs")


def test_a_decision_of_a_person_is_shown_with_its_note() -> None:
    flagged = WHOLE.findings[1]
    key = finding_key(POINT, flagged)
    review = Review(
        finding_key=key,
        changepoint_key=changepoint_key(POINT),
        thing_key="t",
        reviewed_at=datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
        reviewer="李 <b>",
        decision=Decision.ACCEPT,
        note="与纸本一致",
    )
    tree = rendered(WHOLE, beside=Beside(reviews={key: (review,)}))
    (told,) = tree.xpath("//*[@class='review']")
    assert words(told) == "人工核定 接受 李 <b> · 2026-11-28 09:30 · 与纸本一致"
    (card,) = tree.xpath("//article[@class='finding person']")
    assert "人工核定" in words(card.find("h4"))


# Hostile text


def renamed(of: Finding, name: str) -> Finding:
    quoted = of.policy.name.model_copy(update={"value": name, "quote": name})
    claim = of.claims[0].model_copy(update={"value": name, "quote": name})
    policy = of.policy.model_copy(update={"name": quoted})
    return of.model_copy(update={"policy": policy, "claims": (claim, *of.claims[1:])})


def attacked(text: str) -> str:
    """A report of a page and a finding that consist of the text, wherever text can stand."""
    evil = page(url="https://a.example/x", text=f"{text}每辆新能源公交车补贴8万元。{text}")
    of = renamed(finding(evil), text or "x")
    refuted = Verdict(
        check="figure",
        label=Label.REFUTED,
        reason="figure.other_value",
        claim=5,
        detail=Compared(claimed=text, page=text),
    )
    flagged = of.model_copy(
        update={"verdicts": (*of.verdicts, refuted), "status": Status.FLAGGED, "publisher": text}
    )
    gap = Gap(stage="fetch", target=text, cause=text, detail=text)
    hit = Hit(url="https://a.example/x", title=text, backend=text, rank=1)
    whole = dossier(of, flagged, renamed(finding(evil, Status.REJECTED), text), pages=(evil,))
    told = render(
        [whole.model_copy(update={"gaps": (gap,), "hits": (hit,), "notes": (text,)})], "zh"
    )
    assert isinstance(told, str)
    return told


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style></title></svg><svg onload=alert(1)>",
        "{{ 7*7 }}{% raw %}",
        "]]><!--",
        "' onmouseover='alert(1)",
    ],
)
def test_markup_of_a_page_is_shown_and_never_obeyed(text: str) -> None:
    told = attacked(text)
    tree = parser.document_fromstring(told)
    assert not tree.xpath("//script | //img | //@onload | //@onerror | //@onmouseover")
    assert len(tree.xpath("//style")) == 1
    assert text in words(tree.xpath("//blockquote")[0])


def test_characters_that_hide_or_turn_the_text_are_made_visible() -> None:
    told = attacked("正\u202e反\u200b\u0007\ud800文")
    assert not set("\u202e\u200b\u0007\ud800") & set(told)
    quote = words(parser.document_fromstring(told).xpath("//blockquote")[0])
    assert "正⟨U+202E⟩反⟨U+200B⟩⟨U+0007⟩⟨U+D800⟩文" in quote
    told.encode("utf-8")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    bad = page(url=url)
    told = render([dossier(finding(bad), finding(bad, Status.REJECTED), pages=(bad,))], "zh")
    assert isinstance(told, str)
    links = parser.document_fromstring(told).xpath("//@href")
    assert all(link.startswith("#") for link in links)


@given(st.text(max_size=60))
@example("\n\r")
def test_without_its_tags_a_quote_is_the_page_s_own_text(text: str) -> None:
    raw = attacked(text)
    quote = re.search(r"<blockquote>(.*?)</blockquote>", raw, re.DOTALL)
    assert quote
    told = html.unescape(re.sub(r"<[^>]*>", "", quote[1]))
    expected = shown(f"{text}每辆新能源公交车补贴8万元。{text}")

    def plain(line: str) -> str:
        return re.sub(r"\s", "", line)

    assert plain(told) == plain(expected)


# Size


def test_a_dossier_with_hundreds_of_long_findings_stays_under_500_kb() -> None:
    long = page(text="<&长>" * 400 + "每辆新能源公交车补贴8万元。" + "<&长>" * 400)
    findings = [finding(long, name="&" * 900 + str(n)) for n in range(90)]
    findings += [finding(long, Status.REJECTED, name="&" * 900 + str(n)) for n in range(90)]
    huge = dossier(*findings, pages=(long,))
    notes = tuple("&" * 5000 for _ in range(500))
    told = render([huge.model_copy(update={"notes": notes})], "zh")
    assert isinstance(told, str)
    assert len(told.encode()) < 500_000
    assert "为使文件不超过 500 KB" in told


def test_many_dossiers_share_the_room() -> None:
    assert room_for_each(1) == 480_000
    assert room_for_each(40) == 300_000
    assert room_for_each(10_000) == 24_000


# Many changepoints


def at(province: str, sector: str | None, day: date, of: Dossier) -> Dossier:
    point = Changepoint(province=province, sector=sector, date=day)
    return of.model_copy(update={"changepoint": point, "window": point.window()})


def test_the_overview_is_a_grid_of_outcomes_with_links() -> None:
    nothing = dossier(pages=())
    tree = rendered(
        at("山西", "Ground", date(2024, 11, 8), WHOLE),
        at("山西", "Power", date(2024, 3, 1), nothing),
        at("河北", None, date(2024, 5, 1), dossier(pages=(), gaps=WHOLE.gaps)),
    )
    (grid,) = tree.xpath("//table[@class='grid']")
    head = [words(cell) for cell in grid.xpath("./thead/tr/th")]
    assert head == ["省份", "地面交通", "电力", "未限定部门"]
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in grid.xpath("./tbody/tr")}
    assert rows == {
        "山西": ["2024-11-08 ?", "2024-03-01 ∅", ""],
        "河北": ["", "", "2024-05-01 ?"],
    }
    assert grid.xpath(".//a/@href") == ["#d1", "#d2", "#d3"]


def test_the_overview_counts_by_hand() -> None:
    tree = rendered(WHOLE, at("河北", "Power", date(2024, 5, 1), WHOLE))
    table = tree.xpath("//table[caption='数量']/tbody/tr")
    counted = {words(row[0]): int(words(row[1])) for row in table}
    assert counted["转折点"] == 2
    assert counted["抽取并核对的条目"] == 6
    assert (counted["核验通过"], counted["待核"], counted["剔除"]) == (2, 2, 2)
    faults = tree.xpath("//details//table[contains(@class, 'counts')]/tbody/tr")
    assert {words(row[0]): words(row[1]) for row in faults} == {"数字": "2", "地点": "2"}
    assert "抓取 · 被反爬（瑞数）拦截 ×1" in words(tree.get_element_by_id("overview"))


def test_one_changepoint_alone_has_no_overview() -> None:
    assert "overview" not in rendered(WHOLE).xpath("//@id")


def test_no_changepoint_at_all_is_said() -> None:
    assert "没有转折点" in words(rendered())


# Emissions


def emitted(days: int = 400) -> SeriesFile:
    first = date(2024, 6, 1)
    values = {first + timedelta(days=n): 0.1 + n / 1000 for n in range(days)}
    return SeriesFile("daily.csv", "ab" * 32, {("山西", "Ground"): Daily(values)})


def test_emissions_are_drawn_with_their_weekly_means_as_a_table() -> None:
    tree = rendered(WHOLE, beside=Beside(series=(emitted(),)))
    drawing = tree.get_element_by_id("d1-st").getparent()
    assert len(drawing.xpath(".//polyline[@class='daily']")) == 1
    assert len(drawing.xpath(".//polyline[@class='mean']")) == 1
    shown_days = shown_interval(WHOLE.window).days
    (points,) = drawing.xpath(".//polyline[@class='daily']/@points")
    assert len(points.split()) == shown_days
    rows = tree.xpath("//table[caption[contains(., '百万吨')]]/tbody/tr")
    # The week of Monday 2024-11-04: days 156 to 162 after 2024-06-01.
    (week,) = [row for row in rows if words(row[0]) == "2024-11-04"]
    assert [words(cell) for cell in week] == ["2024-11-04", "7", "0.2590"]
    assert "数据文件：daily.csv" in section(tree, "series")


def test_a_gap_breaks_the_line_and_is_told() -> None:
    whole = emitted()
    daily = whole.daily["山西", "Ground"]
    kept = {day: value for day, value in daily.values.items() if day != date(2024, 11, 1)}
    broken = SeriesFile("daily.csv", whole.sha256, {("山西", "Ground"): Daily(kept)})
    tree = rendered(WHOLE, beside=Beside(series=(broken,)))
    assert len(tree.xpath("//polyline[@class='daily']")) == 2
    assert "没有数值的日子：1 (2024-11-01)" in section(tree, "series")


def test_days_that_stand_twice_are_told_instead_of_drawn() -> None:
    twice = tuple(date(2019, 1, 1) + timedelta(days=n) for n in range(365))
    doubled = Daily(values={}, twice=twice, lacks=2020)
    file = SeriesFile(
        "daily.csv", "ab" * 32, {("山西", "Ground"): doubled}, bad=(BadRow(7, "not a date: 'x'"),)
    )
    tree = rendered(WHOLE, beside=Beside(series=(file,)))
    told = section(tree, "series")
    assert not tree.xpath("//polyline[@class='daily']")
    assert "所以没有画图" in told
    assert "有 365 天同一天有不同的数值" in told
    assert "2019-01-01..2019-12-31" in told
    assert "很可能 2020 年的行写成了前一年" in told
    assert "行 7 (not a date: 'x')" in told


def test_a_file_of_another_province_says_nothing_here() -> None:
    other = SeriesFile("daily.csv", "ab" * 32, {("河北", "Power"): Daily({date(2024, 11, 1): 1.0})})
    told = section(rendered(WHOLE, beside=Beside(series=(other,))), "series")
    assert told == "所给的文件里没有这个省份和部门的数据。"


# On the command line


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the sample has been researched once."""
    cache = tmp_path_factory.mktemp("sampled")
    point = ["--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground"]
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RESEARCH_CACHE", str(cache))
        assert (
            run([*point, "--sample", "-q", "--format", "html", "--out", str(cache / "a.html")]) == 0
        )
    return cache


def test_the_sample_is_rendered_again_the_same_with_its_emissions(
    sampled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RESEARCH_CACHE", str(sampled))
    assert run(["report", "--sample"]) == 0
    name = capsys.readouterr().out.splitlines()[1].split()[0]
    assert run(["report", name, "--sample", "--format", "html"]) == 0
    again = capsys.readouterr().out
    assert again == (sampled / "a.html").read_text("utf-8")
    assert len(again.encode()) < 500_000
    tree = parser.document_fromstring(again)
    assert len(tree.xpath("//article")) == 10
    (tmp_path / "Shanxi_Ground_Transport.csv").write_text(
        "date,value\n2024-11-01,0.5\n2024-11-02,0.6\nbad,1\n", "utf-8"
    )
    series = ["--series", "Shanxi_Ground_Transport.csv"]
    assert run(["report", name, "--sample", "--format", "html", *series]) == 0
    told = capsys.readouterr()
    assert "Shanxi_Ground_Transport.csv:4: not a date: 'bad'" in told.err
    assert parser.document_fromstring(told.out).xpath("//polyline[@class='daily']")


def test_a_series_for_a_format_that_draws_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Shanxi_Power.csv").write_text("date,value\n2024-11-01,0.5\n", "utf-8")
    assert run(["report", "x", "--series", "Shanxi_Power.csv"]) == 2
    assert "--series is drawn in --format html" in capsys.readouterr().err
