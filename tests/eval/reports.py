"""Reports that somebody else wrote, audited without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from agent.audit.items import Audited, Judgement
from agent.audit.run import audit
from agent.checks.reported import DOUBTS
from agent.findings import Label
from agent.text.dates import parse_date
from tests.eval.corpus import Corpus
from tests.eval.table import Measure

REPORTS = "textcarbon/legacy_reports"
ELSEWHERE = "陕西"
MONGOLIA = re.compile("蒙古国|(?<!内)蒙古和")
BORDER = re.compile("中蒙|中国与|中国国家|中华人民共和国")
DATED = re.compile(r"(?<!\d)(20[012]\d)[-/_]?(0[1-9]|1[0-2])(?:[-/_]?(0[1-9]|1\d|2[0-8]))?(?!\d)")
OF_OTHERS = {
    "Beijing_Industry_2023-03-31_Event_info.txt:22",
    "Beijing_Power_2022-11-01_Event_info.txt:11",
    "Beijing_Power_2024-04-01_Event_info.txt:13",
    "Beijing_Power_2024-06-01_Event_info.txt:6",
    "Gansu_Aviation_2022-12-19_Seasonal_info.txt:4",
    "Hebei_Power_2023-03-01_Event_info.txt:6",
    "Hebei_Power_2023-03-01_Event_info.txt:13",
    "Henan_Aviation_2022-07-23_Seasonal_info.txt:18",
    "Shanxi_Ground_2024-11-08_Seasonal_info.txt:4",
    "Shanxi_Ground_2024-11-08_Seasonal_info.txt:10",
    "Shanxi_Ground_2024-11-08_Seasonal_info.txt:16",
    "Shanxi_Industry_2021-06-14_Seasonal_info.txt:18",
    "Tianjin_Power_2020-12-31_Event_info.txt:10",
    "Tianjin_Power_2022-01-28_Event_info.txt:4",
}
"""Items that by their own words or host are of another province or of the whole world, by hand among all 412."""
YEAR, LATE = 300, 180
"""Days: a claimed date this long is a year; an address this long after the window is too late."""


def legacy_reports(corpus: Corpus) -> tuple[Measure, ...]:
    """Every item has a judgement, and every judgement a reason."""
    if not (corpus.root / REPORTS).is_dir():
        return ()
    told = audit([corpus.root / REPORTS], offline=True)
    judged = [item for item in told.items if item.judgement is not Judgement.NOT_JUDGED]
    reasoned = [item for item in judged if _has_place_and_window(item)]
    lost = tuple(f"{p.path}:{p.line} {p.code}" for p in told.problems if p.lost)
    name, count = "textcarbon/legacy_reports", len(told.items)
    return (
        Measure(name, "items judged", len(judged), count, misses=lost),
        Measure(name, "items with a word on place and window", len(reasoned), count),
        *_abroad(told.items),
        *_of_other_provinces(told.items),
        _out_of_time(told.items),
    )


def _abroad(items: Sequence[Audited]) -> tuple[Measure, ...]:
    """Items filed under 内蒙古: those of 蒙古国 are refuted by place, those of the border are not."""
    inner = [
        item
        for item in items
        if item.item.changepoint and item.item.changepoint.province == "内蒙古"
    ]
    named = [item for item in inner if MONGOLIA.search(_own_words(item))]
    border = [item for item in named if BORDER.search(_own_words(item))]
    abroad = [item for item in named if item not in border]
    found = [item for item in abroad if _is_refuted(item, "place")]
    kept = [item for item in border if not _is_refuted(item, "place")]
    name = "textcarbon/legacy_reports"
    return (
        Measure(name, "蒙古国 filed as 内蒙古: found", len(found), len(abroad)),
        Measure(name, "items of the border: not refuted by place", len(kept), len(border)),
    )


def _of_other_provinces(items: Sequence[Audited]) -> tuple[Measure, ...]:
    """Those of another province are refuted or told as doubtful, and no item of the province is refuted."""
    name = "textcarbon/legacy_reports"
    others = [item for item in items if item.item.short_place in OF_OTHERS]
    found = [item for item in others if _is_refuted(item, "place") or _is_doubted(item)]
    refuted = [
        item
        for item in items
        if any(v.reason == "place.item_elsewhere" for v in item.finding.verdicts)
    ]
    right = [item for item in refuted if item.item.short_place in OF_OTHERS]
    return (
        Measure(name, "another province's: refuted or doubted by place", len(found), len(others)),
        Measure(name, "refuted as another province's: right", len(right), len(refuted)),
    )


def _is_doubted(item: Audited) -> bool:
    return any(v.reason in DOUBTS for v in item.finding.of_check("place"))


def _out_of_time(items: Sequence[Audited]) -> Measure:
    """Items that claim a date in the window over an address dated before it, or long after it."""
    asked = [item for item in items if _claims_the_window(item) and _is_dated_otherwise(item)]
    missed = [i for i in asked if not any("url" in v.reason for v in i.finding.verdicts)]
    return Measure(
        "textcarbon/legacy_reports",
        "address dated out of the claimed window: told",
        len(asked) - len(missed),
        len(asked),
        misses=tuple(item.item.short_place for item in missed),
    )


def _own_words(item: Audited) -> str:
    return " ".join([item.item.name, *item.item.texts("place", "agency")])


def _is_refuted(item: Audited, check: str) -> bool:
    return any(v.label is Label.REFUTED for v in item.finding.of_check(check))


def _claims_the_window(item: Audited) -> bool:
    window = item.window
    claimed = [parse_date(date.value) for date in item.finding.policy.dates]
    return window is not None and any(d and d.days < YEAR and d.overlaps(window) for d in claimed)


def _is_dated_otherwise(item: Audited) -> bool:
    """By the digits of the addresses alone, whatever the audit reads in them."""
    found = [
        date(int(year), int(month), int(day or 1))
        for link in item.item.links
        for year, month, day in DATED.findall(urlsplit(link.url).path)
    ]
    window = item.window
    if window is None or not found:
        return False
    return max(found) < window.start or (max(found) - window.end).days > LATE


def _has_place_and_window(item: Audited) -> bool:
    return bool(item.finding.of_check("place")) and bool(item.finding.of_check("window"))


def seed(corpus: Corpus) -> tuple[Measure, ...]:
    """The report that started the project: what is known to be wrong in it is found."""
    if not (corpus.root / "seed").is_dir():
        return ()
    items = audit([corpus.root / "seed"], offline=True).items
    guanzhong = [item for item in items if "关中" in item.item.name]
    elsewhere = [
        item
        for item in guanzhong
        if item.judgement is Judgement.REJECTED
        and any(ELSEWHERE in v.values.get("page", "") for v in item.finding.of_check("place"))
    ]
    years = [item for item in items if "2023年" in item.item.texts("date:any")]
    open_windows = [
        item
        for item in years
        if all(v.label is Label.NOT_ENOUGH_INFO for v in item.finding.of_check("window"))
    ]
    labelled = [i for i in items if any("tanpaifang" in link.url for link in i.item.links)]
    other_host = [
        item
        for item in labelled
        if any(v.label is Label.REFUTED for v in item.finding.of_check("publisher"))
    ]
    return (
        Measure("seed", "关中 items rejected as 陕西", len(elsewhere), len(guanzhong)),
        Measure("seed", "items dated 2023: window open", len(open_windows), len(years)),
        Measure("seed", "label over another's host flagged", len(other_host), len(labelled)),
    )
