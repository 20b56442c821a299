"""One invented dossier for the report tests: every status, a gap, a hostile name."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from agent.findings import (
    Dossier,
    Finding,
    Label,
    Outcome,
    Provenance,
    Status,
    Verdict,
    claims_of,
)
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.records import (
    Changepoint,
    ChangepointKind,
    Gap,
    Page,
    PageMeta,
    SearchAnswer,
    Span,
    Stated,
)

TEXT = """山西省示例厅关于印发公交车更新补贴办法的通知
发文字号：晋示发〔2024〕999号

现将《公交车更新补贴办法》印发给你们。
每辆新能源公交车补贴8万元。
到2025年，更新公交车2000辆。
山西省示例厅
2024年10月12日"""

POINT = Changepoint(
    province="山西",
    sector="Ground",
    date=date(2024, 11, 8),
    kind=ChangepointKind.SEASONAL,
    confidence=0.59,
)


def page(url: str = "https://jtyst.shanxi.example/a.html", text: str = TEXT) -> Page:
    """A page whose bytes are its text."""
    return Page(
        url=url,
        answered_url=url,
        fetched_at=datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC),
        sha256=hashlib.sha256((url + text).encode("utf-8", "surrogatepass")).hexdigest(),
        media_type="text/html",
        text=text,
        body=Span(start=0, end=len(text)),
        meta=PageMeta(site_name=Stated(value="山西省示例厅", where="meta SiteName")),
        reader="html/1",
    )


def policy(of: Page, name: str = "公交车更新补贴办法") -> Policy:
    """What an extractor would give for the page."""

    def quoted(value: str, quote: str | None = None) -> Quoted:
        return Quoted(value=value, quote=quote or value, source=of.sha256)

    return Policy(
        kind=PolicyKind.POLICY,
        name=quoted(name),
        dates=(
            QuotedDate(
                value="2024-10-12", quote="2024年10月12日", source=of.sha256, role=DateRole.SIGNED
            ),
        ),
        agencies=(quoted("山西省示例厅"),),
        document_number=quoted("晋示发〔2024〕999号"),
        content=(quoted("每辆新能源公交车补贴8万元。"), quoted("促进了消费。")),
        impact=(quoted("到2025年，更新公交车2000辆。"),),
        instrument="补贴",
        url=of.url,
        source=of.sha256,
        extractor="none",
    )


def finding(
    of: Page, status: Status = Status.VERIFIED, name: str = "公交车更新补贴办法"
) -> Finding:
    """A finding with the verdicts that lead to its status."""
    thing = policy(of, name)
    claims = claims_of(thing)
    fields = [claim.field for claim in claims]
    cut = fields.index("content") + 1

    def verdict(check: str, label: Label = Label.SUPPORTED, **more: object) -> Verdict:
        given = {"reason": f"{check}.supported", **more}
        return Verdict(check=check, label=label, source=of.sha256, **given)

    verdicts = [
        verdict(claim.field, claim=index) for index, claim in enumerate(claims) if index != cut
    ]
    verdicts.append(
        verdict("content", Label.NOT_ENOUGH_INFO, claim=cut, reason="sentence.not_found")
    )
    impact = fields.index("impact")
    verdicts[impact - 1] = verdict("impact", claim=impact, values={"target": "yes"})
    verdicts.append(verdict("window", reason="window.in", values={"days": "-27", "role": "signed"}))
    if status is Status.FLAGGED:
        verdicts.append(
            verdict(
                "figure",
                Label.REFUTED,
                claim=fields.index("content"),
                reason="figure.other_value",
                values={"claimed": "18万元", "page": "8万元"},
            )
        )
    if status is Status.REJECTED:
        verdicts.append(
            verdict(
                "place",
                Label.REFUTED,
                reason="place.other_province",
                values={"page": "陕西", "province": "山西", "words": "关中"},
            )
        )
    return Finding(
        policy=thing,
        kind=PolicyKind.POLICY,
        claims=claims,
        verdicts=tuple(verdicts),
        status=status,
        source_class="issuer",
        publisher="山西省示例厅",
    )


def dossier(*findings: Finding, pages: tuple[Page, ...], gaps: tuple[Gap, ...] = ()) -> Dossier:
    """A dossier around these findings."""
    outcome = Outcome.FOUND if findings else Outcome.NONE_FOUND
    return Dossier(
        changepoint=POINT,
        window=POINT.window(),
        researched_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        searches=(SearchAnswer(backend="searxng", query="山西 公交", hits=3, covers=True),),
        selected=tuple(p.url for p in pages),
        pages=pages,
        findings=findings,
        gaps=gaps,
        provenance=Provenance(version="0.1.0", extractor="none"),
        outcome=Outcome.INCOMPLETE if any(g.material for g in gaps) else outcome,
    )
