"""Reports that somebody else wrote: what needs no network, and what the cited pages decide."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

import agent
from agent.audit.formats import annotated, as_json, table
from agent.audit.items import Audit, Audited
from agent.audit.run import audit
from agent.audit.summary import as_markdown, as_text
from agent.cli import run
from agent.errors import UsageError
from agent.report.safe import cell
from agent.wiring import Config
from agent.wiring.members import knowledge
from tests.model_endpoint import ModelEndpoint, completion
from tests.reports import ISSUER, SINGLE, combined, event, item, single, written

TABLES = knowledge(Config())
DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[2] / "shared" / "data"))


def judged(folder: Path, text: str | bytes, name: str = SINGLE) -> Audit:
    return audit([written(folder, text, name)], Config(), offline=True, known=TABLES)


def only(folder: Path, text: str, name: str = SINGLE) -> Audited:
    (found,) = judged(folder, text, name).items
    return found


def reasons(found: Audited, check: str) -> list[str]:
    return [v.reason for v in found.finding.of_check(check)]


def test_a_clean_item_is_not_called_true_before_its_page_was_read(tmp_path: Path) -> None:
    found = only(tmp_path, single(item()))
    assert found.judgement == "unread"
    assert [v.label for v in found.finding.of_check("window")] == ["not_enough_info"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(name="《关中地区示例方案》", agency="陕西省示例局"), "place.item_elsewhere"),
        (event(name="示例线路开通", place="陕西省宝鸡市"), "place.item_elsewhere"),
        (event(name="示例电站开工", place="蒙古国乌兰巴托"), "place.foreign"),
        (event(name="示例电站开工", place="陕西省大同市"), "place.contradiction"),
        (event(name="示例电站开工", place="山西省（神木市）"), "place.contradiction"),
        (item(name="《示例方案》", agency="陕西省大同市人民政府"), "place.contradiction"),
        (
            item(
                name="示例办法",
                agency="示例公司",
                source="[甲](https://www.shaanxi.gov.cn/a/1.html)",
            ),
            "place.item_host",
        ),
    ],
    ids=[
        "another province's body",
        "another province's site",
        "abroad",
        "a city of another province",
        "a county in brackets",
        "a body of no such city",
        "only its host",
    ],
)
def test_an_item_that_says_it_is_elsewhere_is_rejected(
    tmp_path: Path, text: str, reason: str
) -> None:
    found = only(tmp_path, single(text))
    assert reason in reasons(found, "place")
    assert found.judgement == "rejected"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (event(place="山西省太原市至陕西省西安市"), "place.item_says"),
        (event(place="江西或朝阳", name="示例电厂投产"), "place.item_elsewhere"),
        (item(name="《全国示例方案》", agency="国家发展改革委", source=""), "place.item_national"),
        (event(name="中蒙示例口岸铁路开工", place="中国与蒙古国边境"), "place.item_border"),
        (
            event(place="陕西省宝鸡市（与山西有关）", name="山西公司示例电厂投产"),
            "place.item_split",
        ),
    ],
    ids=[
        "a line with one end here",
        "elsewhere beside an ambiguous name",
        "national",
        "a border",
        "only its name says here",
    ],
)
def test_a_place_is_refuted_only_when_nothing_speaks_for_the_province(
    tmp_path: Path, text: str, reason: str
) -> None:
    assert reasons(only(tmp_path, single(text)), "place") == [reason]


@pytest.mark.parametrize(
    ("hosts", "reason"),
    [
        (("www.sxrb.com", "www.shanxi.gov.cn"), "place.host"),
        (("www.shaanxi.gov.cn", "www.shanxi.gov.cn"), "place.host"),
        (("www.shaanxi.gov.cn", "www.thepaper.cn"), "place.item_silent"),
        (("www.shaanxi.gov.cn", "www.ankang.gov.cn"), "place.item_host"),
    ],
)
def test_of_several_hosts_the_province_s_own_government_speaks_first(
    tmp_path: Path, hosts: tuple[str, str], reason: str
) -> None:
    source = " ".join(f"[页](https://{host}/1.html)" for host in hosts)
    found = only(tmp_path, single(item(name="示例办法", agency="示例公司", source=source)))
    assert reasons(found, "place") == [reason]


@pytest.mark.parametrize(
    ("text", "reason", "judgement"),
    [
        (
            item(date="2024年", source="[甲](https://a.example/1.html)"),
            "window.item_year",
            "insufficient",
        ),
        (item(date="2019年3月1日"), "window.item_out", "rejected"),
        (
            item(name="示例采暖季错峰运输通知", date="2023年11月1日"),
            "window.item_out_recurring",
            "flagged",
        ),
        (
            item(name="示例采暖季错峰运输通知", date="2025年9月1日"),
            "window.item_out",
            "rejected",
        ),
        (
            event(source="[甲](https://news.example/2023/0103/1.html)"),
            "window.url_before",
            "rejected",
        ),
        (
            item(source="[甲](https://a.example/202301/t20230119_1.shtml)"),
            "window.url_before_effect",
            "flagged",
        ),
        (event(source="[甲](https://news.example/2025/1203/1.html)"), "window.url_late", "flagged"),
        (
            event(date="不详", source="[甲](https://a.example/1)"),
            "window.item_no_date",
            "insufficient",
        ),
        (
            event(date="2025年8月1日前", source="[甲](https://a.example/1)"),
            "window.item_year",
            "insufficient",
        ),
        (
            event(date="2019年至今", source="[甲](https://a.example/1)"),
            "window.item_year",
            "insufficient",
        ),
    ],
    ids=[
        "only a year",
        "outside",
        "recurring",
        "recurring, of after the window",
        "page before the window",
        "perhaps in effect",
        "page far after",
        "no date",
        "a deadline",
        "still going on",
    ],
)
def test_the_window_without_a_page(tmp_path: Path, text: str, reason: str, judgement: str) -> None:
    found = only(tmp_path, single(text))
    assert reasons(found, "window") == [reason]
    assert found.judgement == judgement


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.thepaper.cn/2025/0803/1.html", "window.item_year_url_late"),
        ("https://www.thepaper.cn/2024/1203/1.html", "window.item_year"),
        ("https://www.shanxi.gov.cn/2025/0803/1.html", "window.item_year"),
        ("https://www.shanxi.gov.cn/2025/1203/1.html", "window.item_year_url_late"),
    ],
    ids=[
        "news after the window",
        "news in the window",
        "a government's page, which may be late",
        "a government's page of much later",
    ],
)
def test_a_year_over_a_news_page_of_after_the_window_says_so(
    tmp_path: Path, url: str, reason: str
) -> None:
    found = only(tmp_path, single(event(date="2024年", source=f"[新闻]({url})")))
    assert reasons(found, "window") == [reason]
    assert found.judgement == "insufficient"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/c/20230103104512.html", "2023-01-03"),
        ("/a/20230103104512345.html", None),
        ("/xw/2023-01/03/c_1.htm", "2023-01-03"),
        ("/zcfb/P020230103576725875498.pdf", "2023-01-03"),
    ],
)
def test_a_stamp_of_fourteen_digits_in_an_address_is_its_day(
    tmp_path: Path, path: str, told: str | None
) -> None:
    found = only(tmp_path, single(event(source=f"[新闻](https://news.example{path})")))
    (window,) = found.finding.of_check("window")
    assert window.values.get("url_date") == told


def test_a_date_that_no_calendar_has_is_flagged(tmp_path: Path) -> None:
    found = only(tmp_path, single(event(date="2024年2月30日")))
    assert "date.impossible" in reasons(found, "date")
    assert found.judgement == "flagged"


def test_a_page_older_than_its_event_is_flagged(tmp_path: Path) -> None:
    found = only(tmp_path, single(event(source="[甲](https://news.example/2024/1001/1.html)")))
    assert "date.url_older" in reasons(found, "date")


def test_a_government_body_over_a_news_site_is_flagged(tmp_path: Path) -> None:
    source = "[山西省生态环境厅](http://www.tanpaifang.com/tanjiaoyi/2024/1015/1.html)"
    found = only(tmp_path, single(item(source=source)))
    assert reasons(found, "publisher") == ["publisher.label_mismatch"]
    assert found.judgement == "flagged"


def test_the_title_of_a_page_is_no_publisher(tmp_path: Path) -> None:
    source = "[山西省生态环境厅通报示例事故](https://www.thepaper.cn/1)"
    assert reasons(only(tmp_path, single(item(source=source))), "publisher") == []


def test_an_item_about_another_sector_only_is_rejected(tmp_path: Path) -> None:
    text = item(name="山西省化工行业碳达峰方案", content="淘汰落后煤化工产能200万吨。")
    found = only(tmp_path, single(text))
    assert reasons(found, "sector") == ["sector.item_other"]
    assert found.judgement == "rejected"


@pytest.mark.parametrize("missing", ["无", "", "不详"])
def test_an_item_that_names_no_policy_is_insufficient(tmp_path: Path, missing: str) -> None:
    found = only(tmp_path, single(item(name=missing)))
    assert reasons(found, "name") == ["name.item_none"]
    assert found.judgement == "insufficient"


def test_an_item_without_an_address_is_insufficient(tmp_path: Path) -> None:
    found = only(tmp_path, single(item(source="无")))
    assert reasons(found, "source") == ["source.no_url"]
    assert found.judgement == "insufficient"


def test_one_page_quoted_for_two_dates_flags_both_items(tmp_path: Path) -> None:
    text = single(event(1, date="2024年11月2日"), event(2, date="2024年12月9日"))
    for found in judged(tmp_path, text).items:
        assert "across.page_same_thing" in reasons(found, "across")
        assert found.judgement == "flagged"


def test_a_year_does_not_contradict_a_day_in_it(tmp_path: Path) -> None:
    text = single(event(1, date="2024年11月2日"), event(2, date="2024年"))
    assert all(reasons(found, "across") == [] for found in judged(tmp_path, text).items)


def test_two_figures_of_one_item_that_cannot_both_be_so_are_flagged(tmp_path: Path) -> None:
    content = "全省新能源公交车数量为100辆。其中，新能源公交车数量为300辆。"
    found = only(tmp_path, single(item(content=content)))
    assert reasons(found, "figure") == ["figure.item_contradicts"]


def test_what_a_combined_file_repeats_is_counted_once_and_annotated_twice(tmp_path: Path) -> None:
    written(tmp_path, single(event()))
    written(tmp_path, combined(("2024-11-08", event())), "Shanxi_Ground_combined_info.txt")
    done = audit([tmp_path], offline=True, known=TABLES)
    (found,) = done.items
    assert len(found.told_again) == 1
    assert sum(copy.count("**核验**") for copy in annotated(done, "zh").values()) == 2


def test_an_annotated_copy_only_adds_lines(tmp_path: Path) -> None:
    text = single(item(1), event(2)).replace("\n", "\r\n")
    done = judged(tmp_path, text)
    (copy,) = annotated(done, "zh").values()
    kept = [line for line in copy.split("\r\n") if "**核验**" not in line]
    assert "\r\n".join(kept) == text
    assert "\r\n   - **核验**：" in copy


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_an_encoding_changes_nothing(tmp_path: Path, encoding: str) -> None:
    found = judged(tmp_path, single(item()).encode(encoding)).items
    assert [one.item.name for one in found] == ["山西省示例公交更新补贴办法"]


def test_a_report_in_english_is_read(tmp_path: Path) -> None:
    text = (
        "## Changepoint: 2024-11-08 (Event) - confidence: 0.58\n\n"
        "1. **Event name**: A bus line opens in Taiyuan, Shanxi\n   - **Date**: November 2, 2024\n"
        "   - **Location**: Taiyuan, Shanxi\n   - **Source**: [News](https://news.example/1.html)\n"
    )
    found = only(tmp_path, text, "Shanxi_Ground_combined_info.txt")
    assert [d.value for d in found.finding.policy.dates] == ["2024-11-02"]
    assert found.judgement == "unread"


def test_english_prose_is_a_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no report to audit"):
        judged(tmp_path, "Emissions fell in 2024. See the annex.", "notes.txt")


def test_a_folder_of_other_files_is_a_line_each(tmp_path: Path) -> None:
    written(tmp_path, b"\x89PNG", "plot.png")
    written(tmp_path, b"\x00\x01\x02", "noise.txt")
    written(tmp_path, "一段话。", "deep/notes.md")
    written(tmp_path, single(item()), f"deep/{SINGLE}")
    done = audit([tmp_path], offline=True, known=TABLES)
    assert len(done.items) == 1
    assert {Path(p.path).name: p.code for p in done.problems} == {
        "plot.png": "other_file",
        "noise.txt": "unreadable",
        "notes.md": "no_report",
    }


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = written(tmp_path, single(item()))
    assert audit([path, tmp_path], offline=True, known=TABLES).files == 1


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no"):
        audit([tmp_path / "none.txt"], offline=True)


@pytest.mark.slow
def test_a_report_of_five_megabytes_is_read_whole(tmp_path: Path) -> None:
    blocks = [
        (
            f"2024-{month:02}-{day:02}",
            event(name=f"示例线路{month}{day}{n}开通", date=f"2024年{month}月{day}日"),
        )
        for n in range(8)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    text = combined(*blocks)
    text += "\n" + "以上是搜索结果，" * 190_000
    assert len(text.encode()) > 5_000_000
    done = judged(tmp_path, text, "Shanxi_Ground_combined_info.txt")
    assert len(done.items) == len(blocks)


def test_cited_pages_decide_what_words_leave_open(tmp_path: Path) -> None:
    base = "https://jtyst.shanxi.example/zfxxgk/zcwj/gfxwj/202410/t20241015_9900101.shtml"
    name = "山西省新能源城市公交车及老旧营运货车更新补贴实施细则"
    good = item(
        1,
        name=name,
        source=f"[甲]({base})",
        agency="山西省交通运输厅、山西省财政厅",
        content="每辆车平均补贴8万元。",
    )
    bad = item(
        2,
        name=name,
        source=f"[甲]({base})",
        agency="山西省交通运输厅、山西省财政厅",
        content="对更新车龄8年及以上城市公交车的，每辆车平均补贴9万元。",
    )
    gone = item(3, source="[甲](https://jtyst.shanxi.example/none.html)")
    path = written(tmp_path, single(good, bad, gone))
    done = audit([path], Config(cache=tmp_path / "cache", sample=True))
    first, second, third = done.items
    assert first.judgement == "verified"
    assert second.judgement == "flagged"
    assert "figure.other_value" in reasons(second, "figure")
    assert third.judgement == "insufficient"
    assert [gap.cause for gap in third.gaps]


def test_a_page_overrules_a_claimed_date_and_not_the_other_way_round(tmp_path: Path) -> None:
    url = "https://www.shanxi.example/zfxxgk/zfcbw/202411/t20241112_9901001.shtml"
    moved = item(
        name="山西省城市公共交通绿色发展规划（2022—2025年）",
        date="2024年11月12日",
        source=f"[甲]({url})",
    )
    path = written(tmp_path, single(moved))
    (found,) = audit([path], Config(cache=tmp_path / "cache", sample=True)).items
    assert found.judgement == "rejected"
    assert "window.moved" in reasons(found, "window")


def test_a_model_is_asked_about_sentences_in_other_words_and_only_its_quotes_count(
    tmp_path: Path,
) -> None:
    base = "https://jtyst.shanxi.example/zfxxgk/zcwj/gfxwj/202410/t20241015_9900101.shtml"
    text = item(
        name="山西省新能源城市公交车及老旧营运货车更新补贴实施细则",
        agency="山西省交通运输厅、山西省财政厅",
        content="更换旧公交车可以得到补贴。",
        source=f"[甲]({base})",
    )
    path = written(tmp_path, single(text))
    judged_so = {"judgements": [{"id": "C1", "label": "supported", "quote": "网页没有的一句引文"}]}
    with ModelEndpoint(completion(json.dumps(judged_so, ensure_ascii=False))) as endpoint:
        config = Config(
            cache=tmp_path / "cache", sample=True, model="m", base_url=endpoint.url, key="k"
        )
        done = audit([path], config)
    (found,) = done.items
    assert [used.stage for used in done.usage] == ["check"]
    assert found.judgement == "verified"
    assert all(v.label == "not_enough_info" for v in found.finding.of_check("content"))


# What is written


def test_a_table_row_is_never_a_formula(tmp_path: Path) -> None:
    text = table(judged(tmp_path, single(item(name="=HYPERLINK(1)"))), "zh")
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text[1:]))
    assert row["name"] == "'=HYPERLINK(1)"
    assert cell("-1") == "'-1"


def test_the_summary_tells_judgements_faults_provinces_and_sectors(tmp_path: Path) -> None:
    done = judged(tmp_path, single(item(1), event(2, place="陕西省宝鸡市", name="示例线路开通")))
    text, page = as_text(done, "zh"), as_markdown(done, "en")
    assert "2 个条目中，1 个（50%）不能照用" in text
    assert all(word in text for word in ("是其他省份的事", "山西", "地面交通", "没有联网"))
    assert "| it is another province's | 1 | 50% |" in page


@pytest.mark.parametrize("report_format", ["text", "md", "json", "csv", "annotated"])
def test_every_format_goes_to_the_screen(
    tmp_path: Path, report_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, single(item()))
    assert run(["audit", str(path), "--offline", "--format", report_format]) == 0
    out = capsys.readouterr().out
    assert "山西" in out
    if report_format == "json":
        assert json.loads(out)["judgements"]["unread"] == 1


@pytest.mark.parametrize(
    "items", [(), (item(1),), (item(1), event(2), item(3, name="山西省另一示例办法"))]
)
def test_the_json_has_every_item_in_order(tmp_path: Path, items: tuple[str, ...]) -> None:
    done = judged(tmp_path, single(*items) if items else single("未找到相关政策。"))
    told = json.loads(as_json(done, "zh"))
    assert [one["item"]["first"] for one in told["items"]] == [a.item.first for a in done.items]
    assert len(told["items"]) == len(items)
    assert list(told)[-2:] == ["items", "problems"]


def test_out_takes_a_folder_with_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path / "in", single(item()), "a/" + SINGLE)
    written(tmp_path / "in", combined(("2024-11-08", event())), "b/Shanxi_Ground_combined_info.txt")
    out = tmp_path / "out" / "deep"
    assert run(["audit", str(tmp_path / "in"), "--offline", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    names = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert names == {
        "summary.txt",
        "summary.md",
        "audit.json",
        "audit.csv",
        f"annotated/a/{SINGLE}",
        "annotated/b/Shanxi_Ground_combined_info.txt",
    }


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (single(item()), ["--fail-on", "flagged"], 0),
        (single(event(place="陕西省宝鸡市", name="示例线路开通")), ["--fail-on", "flagged"], 4),
        (single(item()) + "\n**信息来源网址**：https://lost.example/1", [], 1),
        ("一段话", [], 2),
    ],
    ids=["clean", "rejected", "something was lost", "no report"],
)
def test_the_exit_code_tells_what_became_of_it(
    tmp_path: Path, text: str, options: list[str], code: int
) -> None:
    path = written(tmp_path, text)
    assert run(["audit", str(path), "--offline", "-q", *options]) == code


def test_annotated_copies_of_several_files_need_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, single(item()))
    written(tmp_path, single(event()), "Hebei_Power_2024-11-08_Event_info.txt")
    assert run(["audit", str(tmp_path), "--offline", "--format", "annotated"]) == 2
    assert "--out" in capsys.readouterr().err


def test_an_unread_page_makes_the_audit_incomplete(tmp_path: Path) -> None:
    path = written(tmp_path, single(item(source=f"[山西省交通运输厅]({ISSUER})")))
    assert run(["audit", str(path), "-q"]) == 3


def test_the_package_itself_audits(tmp_path: Path) -> None:
    path = written(tmp_path, single(item()))
    assert len(agent.audit([path], offline=True).items) == 1


# On real reports, where they are


@pytest.fixture(scope="module")
def seed() -> Audit:
    if not (DATA / "seed").is_dir():
        pytest.skip("no shared data here")
    return audit([DATA / "seed"], offline=True, known=TABLES)


def test_the_three_items_of_guanzhong_are_rejected_as_shaanxi(seed: Audit) -> None:
    found = [a for a in seed.items if "关中" in a.item.name]
    assert [a.judgement for a in found] == ["rejected"] * 3
    assert all(a.finding.of_check("place")[0].values["page"] == "陕西" for a in found)


def test_the_two_items_dated_only_2023_are_insufficient_for_the_window(seed: Audit) -> None:
    found = [a for a in seed.items if [d.value for d in a.finding.policy.dates] == ["2023"]]
    assert [(v.label, v.open) for a in found for v in a.finding.of_check("window")] == [
        ("not_enough_info", False)
    ] * 2


def test_a_department_over_tanpaifang_is_flagged_as_another_publisher(seed: Audit) -> None:
    (found,) = [a for a in seed.items if "tanpaifang" in a.item.links[0].url]
    assert found.judgement == "flagged"
    assert reasons(found, "publisher") == ["publisher.label_mismatch"]


def test_every_item_of_the_old_reports_is_judged() -> None:
    folder = DATA / "textcarbon" / "legacy_reports"
    if not folder.is_dir():
        pytest.skip("no shared data here")
    done = audit([folder], offline=True, known=TABLES)
    assert len(done.items) == 412
    assert not [p for p in done.problems if p.lost]
    inner = [
        a for a in done.items if a.item.changepoint and a.item.changepoint.province == "内蒙古"
    ]
    abroad = [a for a in inner if {"place.foreign", "place.item_border"} & set(reasons(a, "place"))]
    assert (len(inner), len(abroad)) == (41, 28)
    late = [a for a in done.items if "window.url_late" in reasons(a, "window")]
    early = [a for a in done.items if any("url_before" in r for r in reasons(a, "window"))]
    assert len(late) + len(early) >= 43
