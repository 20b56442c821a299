"""What is compared: the files of a sample run, a batch of 60 points, a review, and two audits."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from agent.audit.formats import annotated
from agent.audit.formats import as_json as audit_json
from agent.audit.formats import table as audit_table
from agent.audit.items import Audit
from agent.audit.run import audit
from agent.audit.summary import as_markdown as audit_markdown
from agent.audit.summary import as_text as audit_text
from agent.batch.files import write_all
from agent.cli import run as command
from agent.evidence.points import flag_across
from agent.findings import Dossier, Finding, Provenance, Status
from agent.prices import load_prices
from agent.records import Changepoint, ChangepointKind, Gap, Page, Span
from agent.report import Beside
from agent.report.words import Language
from agent.sample import read_manifest
from agent.store import Batches, changepoint_key, finding_key
from agent.store.reviews import Correction, Decision, Review, Reviews, in_force, thing_key
from agent.wiring import RENDERERS, Config, renderer
from agent.wiring.members import Knowledge, knowledge
from agent.wiring.workshop import Workshop, open_workshop
from tests.batches import PLACES, pay
from tests.reports import event, item, single

NOW = datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SUFFIX = {
    "text": "txt",
    "json": "json",
    "md": "md",
    "textcarbon": "textcarbon.txt",
    "csv": "csv",
    "xlsx": "xlsx",
    "latex": "tex",
    "bibtex": "bib",
    "ris": "ris",
    "methods": "methods.txt",
    "html": "html",
}
POINT = Changepoint(
    province="山西",
    sector="Ground",
    date=datetime.date(2024, 11, 8),
    kind=ChangepointKind.SEASONAL,
    confidence=0.59,
)
PROVINCES = ("山西", "甘肃", "陕西", "北京", "内蒙古")
SECTORS = ("Ground", "Power", "Residential", None)
DAYS = (datetime.date(2024, 11, 8), datetime.date(2024, 12, 20), datetime.date(2023, 5, 27))
KINDS = tuple(ChangepointKind)
CONFIG = {"model": "none", "search": ["searxng"], "sample": True, "window": 90}

Products = dict[str, bytes]


def products() -> Products:
    """All of them, by name: a path below a folder."""
    known = knowledge(Config(sample=True))
    with _own_folder():
        config = Config(cache=Path("cache"), sample=True)
        with open_workshop(config, _silence, known=known, clock=lambda: NOW) as workshop:
            sample = _fixed(workshop.research(POINT))
            made = _reports("sample", (sample,), Beside(prices=load_prices(None)))
            made |= _batch(workshop)
        made |= _review()
        made |= _audit("audit", _sample_audit(known))
        return made


def legacy_audit(data: Path) -> tuple[Products, tuple[str, ...]]:
    """The formats of an audit of the collected reports, and a line an item: what was judged and why."""
    data = data.resolve()
    with _own_folder(data):
        told = audit(["textcarbon/legacy_reports"], Config(), offline=True)
    fixed = told.model_copy(update={"provenance": _provenance(told.provenance)})
    items = (
        f"{number} {one.judgement.value} "
        + " ".join(f"{v.reason}:{v.label.value}" for v in one.finding.verdicts)
        for number, one in enumerate(fixed.items, 1)
    )
    made = _audit("legacy_audit", fixed)
    copies = [name for name in made if "annotated" in name]
    for language in LANGUAGES:
        own = sorted(name for name in copies if f"annotated.{language}/" in name)
        made[f"legacy_audit/annotated.{language}"] = b"".join(made.pop(name) for name in own)
    return made, tuple(items)


@contextlib.contextmanager
def _own_folder(folder: Path | None = None) -> Iterator[None]:
    """Relative paths are the same wherever this runs."""
    with TemporaryDirectory() as own:
        before = Path.cwd()
        os.chdir(folder or own)
        try:
            yield
        finally:
            os.chdir(before)


def _silence(_stage: str, _done: int, _total: int) -> None:
    """Progress is not compared."""


def _fixed(dossier: Dossier) -> Dossier:
    """The dossier without what changes when no word of it does."""
    pages = tuple(_page(page) for page in dossier.pages)
    provenance = _provenance(dossier.provenance)
    return dossier.model_copy(update={"pages": pages, "provenance": provenance})


def _page(page: Page) -> Page:
    attached = tuple(_page(one) for one in page.attachments)
    return page.model_copy(update={"attachments": attached, "reader": "reader"})


def _provenance(of: Provenance) -> Provenance:
    same = {
        name: dict.fromkeys(getattr(of, name), name) for name in ("prompts", "tables", "readers")
    }
    return of.model_copy(update={"version": "0.1.0", **same})


def _reports(folder: str, dossiers: Sequence[Dossier], beside: Beside) -> Products:
    made: Products = {}
    for name in RENDERERS:
        for language in LANGUAGES:
            told = renderer(name)(dossiers, language, beside)
            data = told if isinstance(told, bytes) else told.encode()
            made[f"{folder}/report.{language}.{SUFFIX[name]}"] = data
    return made


# The batch


def points() -> tuple[Changepoint, ...]:
    """Sixty changepoints: five provinces, four sectors, three days."""
    every = ((p, s, day) for p in PROVINCES for s in SECTORS for day in DAYS)
    return tuple(
        Changepoint(
            province=province,
            sector=sector,
            date=day,
            kind=KINDS[number % len(KINDS)],
            confidence=round(0.4 + number / 100, 2),
        )
        for number, (province, sector, day) in enumerate(every)
    )


def _batch(workshop: Workshop) -> Products:
    """What a batch leaves: some points undone, some failed, some decided on by two people."""
    store, batches = workshop.store, Batches(workshop.store)
    run = store.start_run("research batch points.csv --out night --sample", "0.1.0", CONFIG, NOW)
    every = points()
    batches.plan(run, [(point, "points.csv") for point in every])
    for point in every[:-2]:
        batches.keep(run, _with_a_gap(_fixed(workshop.research(point))))
    batches.fail(run, every[-2], "internal error: ValueError: 坏")
    pay(store, run)
    flag_across(store, run)
    dossiers = tuple(store.each_dossier(run))
    Reviews(store.database).add(*_decisions(dossiers))
    made: Products = {}
    for language in LANGUAGES:
        folder = Path(f"night.{language}")
        write_all(store, run, folder, PLACES, language)
        for path in sorted(folder.rglob("*")):
            made[f"batch/{language}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    history = Reviews(store.database).history()
    beside = Beside(
        reviews=in_force(history),
        history=history,
        runs=tuple(one for one in store.runs() if one.id == run),
        prices=load_prices(None),
    )
    return made | _reports("batch", dossiers, beside)


def _with_a_gap(dossier: Dossier) -> Dossier:
    """Some points could not look everywhere."""
    if dossier.changepoint.province != "内蒙古":
        return dossier
    gaps = (
        Gap(stage="search", target="bocha: 内蒙古 电力", cause="quota", detail="余额不足"),
        Gap(stage="fetch", target="https://www.nmg.example/1", cause="timeout", material=False),
    )
    return dossier.model_copy(update={"gaps": (*dossier.gaps, *gaps)})


def _decisions(dossiers: Sequence[Dossier]) -> tuple[Review, ...]:
    """Every kind of decision: agreed, differing, corrected, taken back."""
    first = dossiers[0]
    verified, flagged = first.with_status(Status.VERIFIED), first.with_status(Status.FLAGGED)
    told = [
        _decision(first, verified[0], "李", Decision.ACCEPT),
        _decision(first, verified[0], "王", Decision.ACCEPT, note="已核原件"),
        _decision(first, verified[1], "李", Decision.REJECT, note="=不在窗口", fault="date"),
        _decision(first, verified[2], "李", Decision.ACCEPT),
        _decision(first, verified[2], "王", Decision.REJECT),
        _decision(first, verified[3], "李", Decision.REJECT),
        _decision(first, verified[3], "李", Decision.WITHDRAWN),
        _decision(first, verified[4], "王", Decision.UNSURE, note="找不到原件"),
        _corrected(first, verified[5], "李"),
        _decision(first, flagged[0], "李", Decision.REJECT, fault="figure"),
    ]
    for dossier in dossiers[1:]:
        if waiting := dossier.with_status(Status.FLAGGED):
            told.append(_decision(dossier, waiting[0], "李", Decision.ACCEPT))
            break
    return tuple(told)


def _decision(
    of: Dossier,
    finding: Finding,
    reviewer: str,
    decision: Decision,
    note: str = "",
    fault: str = "",
) -> Review:
    point = changepoint_key(of.changepoint)
    return Review(
        finding_key=finding_key(of.changepoint, finding),
        changepoint_key=point,
        thing_key=thing_key(point, finding.policy.url, finding.policy.name.value),
        reviewed_at=NOW,
        reviewer=reviewer,
        decision=decision,
        note=note,
        fault=fault,
    )


def _corrected(of: Dossier, finding: Finding, reviewer: str) -> Review:
    """The first sentence of the page's body in place of the name."""
    page = of.page_of(finding)
    assert page is not None
    start = page.text.index(finding.claims[0].value[:4])
    span = Span(start=start, end=start + 8)
    right = Correction(
        field="name",
        claim=0,
        value=page.text[span.start : span.end],
        quote=page.text[span.start : span.end],
        source=page.sha256,
        span=span,
    )
    base = _decision(of, finding, reviewer, Decision.CORRECT)
    return base.model_copy(update={"corrections": (right,)})


# The review and the audit


def _review() -> Products:
    made: Products = {}
    for language in LANGUAGES:
        for which in ("queue", "all"):
            given = ["--which", which, "--lang", language, "--sample"]
            made[f"review/list.{which}.{language}.txt"] = _printed("list", *given)
            made[f"review/export.{which}.{language}.csv"] = _printed("export", *given)
    for name in ("jsonl", "regression"):
        made[f"review/export.{name}.jsonl"] = _printed("export", "--format", name, "--sample")
    made["review/stats.txt"] = _printed("stats", "--sample")
    return made


def _printed(*arguments: str) -> bytes:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        assert command(["review", *arguments]) == 0
        out.flush()
    raw = out.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue()


def _sample_audit(known: Knowledge) -> Audit:
    """An audit of an invented report that cites the sample's pages, rightly and wrongly."""
    url = {page.file: page.url for page in read_manifest().pages}
    report = single(
        item(1, source=f"[山西省交通运输厅]({url['subsidy.html']})"),
        item(2, "某市补贴公告", source=f"[临汾]({url['reprint.html']})"),
        item(
            3,
            "《关中地区方案》",
            agency="陕西省人民政府",
            source=f"[陕西]({url['guanzhong.html']})",
        ),
        item(4, "无来源的办法", source="无"),
        item(5, "消失的办法", source=f"[厅]({url['soft_404.html']})"),
        event(6, source=f"[新闻]({url['line_opening_media.html']})"),
    )
    Path("reports").mkdir()
    name = "Shanxi_Ground_2024-11-08_Seasonal_info.txt"
    (Path("reports") / name).write_bytes(report.encode())
    config = Config(cache=Path("of_the_audit"), sample=True)
    told = audit(["reports"], config, known=known)
    return told.model_copy(update={"provenance": _provenance(told.provenance)})


def _audit(folder: str, told: Audit) -> Products:
    made: dict[str, str] = {}
    for language in LANGUAGES:
        made[f"summary.{language}.txt"] = audit_text(told, language)
        made[f"summary.{language}.md"] = audit_markdown(told, language)
        made[f"audit.{language}.json"] = audit_json(told, language)
        made[f"audit.{language}.csv"] = audit_table(told, language)
        copies: Mapping[str, str] = annotated(told, language)
        for path, text in copies.items():
            made[f"annotated.{language}/{Path(path).name}"] = text
    return {f"{folder}/{name}": text.encode() for name, text in made.items()}
