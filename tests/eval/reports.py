"""Reports that somebody else wrote, audited without a network."""

from __future__ import annotations

from agent.audit.items import Audited, Judgement
from agent.audit.run import audit
from agent.findings import Label
from tests.eval.corpus import Corpus
from tests.eval.table import Measure

REPORTS = "textcarbon/legacy_reports"
ELSEWHERE = "陕西"


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
    )


def _has_place_and_window(item: Audited) -> bool:
    return bool(item.of_check("place")) and bool(item.of_check("window"))


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
        and any(ELSEWHERE in v.values.get("page", "") for v in item.of_check("place"))
    ]
    years = [item for item in items if "2023年" in item.item.texts("date:any")]
    open_windows = [
        item
        for item in years
        if all(v.label is Label.NOT_ENOUGH_INFO for v in item.of_check("window"))
    ]
    labelled = [i for i in items if any("tanpaifang" in link.url for link in i.item.links)]
    other_host = [
        item
        for item in labelled
        if any(v.label is Label.REFUTED for v in item.of_check("publisher"))
    ]
    return (
        Measure("seed", "关中 items rejected as 陕西", len(elsewhere), len(guanzhong)),
        Measure("seed", "items dated 2023: window open", len(open_windows), len(years)),
        Measure("seed", "label over another's host flagged", len(other_host), len(labelled)),
    )
