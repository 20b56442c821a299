"""What the page shows of one finding, as plain values for its template.

On the right a document with every passage that bears on it; what is different since somebody decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agent.findings import CUT, Finding, Label
from agent.policy import DateRole
from agent.records import Page, Span
from agent.report.diff import against, value_told
from agent.report.finding_view import FindingView
from agent.report.html.emissions import chart
from agent.report.item_lines import obtained
from agent.report.safe import address, one_line, shortened
from agent.report.template import Values
from agent.report.words import Language, reason, word
from agent.review.compared import Passages, Text, compared
from agent.review.correcting import FIELDS
from agent.review.desk import Case, Desk
from agent.review.passage import Highlight, Kind, as_html
from agent.review.question import Question, asked, question
from agent.review.question import asked as asked_verdict
from agent.review.queue import Entry
from agent.review.view import Asked
from agent.review.words import fault_words, ui
from agent.text.fold import Folded, locate
from agent.text.urls import host_of

MOST_SHOWN = 3
"""Pictures of pages that are shown at once; the others are links."""
LONGEST_QUESTION = 80
"""Characters of a question above which its texts stand only beside each other."""
LONGEST_TITLE = 28
"""Characters of a document's title among others."""


def finding(desk: Desk, case: Case, asked: Asked, language: Language) -> Values:
    """The finding in the middle and its page on the right."""
    found, entry = case.finding, case.entry
    emissions = desk.emissions(case.dossier)
    judged = FindingView(found, case.dossier).judged
    shown = question(found, case.dossier, language)
    texts = compared(found, asked_verdict(found), case.dossier, desk.passages, language)
    alike = desk.how_many_alike(entry, asked.filters) if entry else {}
    return Values(
        case=case,
        finding=found,
        point=case.dossier.changepoint,
        key=case.row.finding_key,
        live=address(found.policy.url),
        question=shown,
        asked=_asked(shown, texts, entry, language),
        compared=texts,
        emissions=emissions,
        plot=chart(emissions, case.dossier.changepoint, case.dossier.window, (found,))
        if emissions and emissions.values
        else None,
        claims=[one for one in judged if one.claim],
        whole=[one for one in judged if not one.claim],
        faults=dict.fromkeys(verdict.check for one in judged for _, verdict in one.said),
        correctable=FIELDS,
        roles=[role for role in DateRole if role not in (DateRole.UPLOAD, DateRole.ANY)],
        cut=CUT,
        mine=entry.mine if entry else None,
        others=entry.others if entry else (),
        differs=bool(entry and entry.differs),
        since=_since(desk, case, entry, language),
        same_page=alike.get("page", 1),
        same_fault=alike.get("fault", 1),
        right=_right(desk, case, asked, texts, language),
    )


def _since(desk: Desk, case: Case, entry: Entry | None, language: Language) -> Values | None:
    """The decision of before and what is different now; None when there is nothing to say."""
    if entry is None or not (entry.changed or entry.older):
        return None
    if entry.changed:
        review = entry.mine
    else:
        thing = desk.snapshot().by_thing.get(desk.thing(case.row), ())
        own = [r for r in thing if r.reviewer == desk.reviewer]
        review = max(own, key=lambda r: (r.reviewed_at, r.id), default=None)
    if review is None:
        return None
    before = desk.finding_as_seen(review)
    return Values(review=review, lines=changes(before, case.finding, language))


def _asked(
    shown: Question, texts: Sequence[Text], entry: Entry | None, language: Language
) -> tuple[str, ...]:
    """The question in words; what stands beside each other below it is not said twice."""
    first, *rest = shown.words
    if texts and entry is not None and entry.fault and len(first) > LONGEST_QUESTION:
        first = fault_words(entry.fault, language)
    return (first, *rest)


def _right(
    desk: Desk, case: Case, asked: Asked, texts: Sequence[Text], language: Language
) -> Values | None:
    """The frozen page; None when none was read."""
    if not case.documents:
        return None
    page = chosen(case.finding, case.documents, asked.document)
    shown = exhibit(case.finding, page, desk.folded(page.text), desk.passages, texts, language)
    many = len({host_of(d.url) for d in case.documents}) > 1
    return Values(
        page=page,
        obtained=obtained(page),
        live=address(page.url),
        html=as_html(page.text, shown),
        focus=_focus(case.finding, shown),
        bytes=desk.cache.bytes(page.sha256) is not None,
        kinds=dict.fromkeys(h.kind for h in shown),
        pictures=_pictures(page, [h.span for h in shown]),
        documents=[(document, _tab(document, many=many)) for document in case.documents],
    )


def _tab(document: Page, *, many: bool) -> str:
    """What a document is called among others, with its host where they are of several."""
    title = one_line(document.title) or one_line(document.label) or document.sha256[:12]
    host = f"{host_of(document.url)} · " if many else ""
    return host + shortened(title, LONGEST_TITLE)


def _pictures(page: Page, spans: Sequence[Span]) -> list[dict[str, Any]]:
    """The pages whose letters were recognised: those that bear on the finding are shown at once."""
    touched = {r.page for span in spans if (r := page.recognised_at(span))}
    numbers = sorted({r.page for r in page.recognised}, key=lambda n: (n not in touched, n))
    shown = max(1, min(len(touched), MOST_SHOWN))
    return [
        {"number": n, "address": f"/drawn/{page.sha256}/{n}", "shown": place < shown}
        for place, n in enumerate(numbers)
    ]


def changes(before: Finding | None, now: Finding, language: Language) -> tuple[str, ...]:
    """A line for each difference; what stood there before is unknown when it is not stored."""
    text = ui(language)
    if before is None:
        return (text["changed_unknown"],)
    lines = []
    if before.policy.source != now.policy.source:
        shas = (before.policy.source[:12] or "-", now.policy.source[:12] or "-")
        lines.append(f"{text['changed_page']} {shas[0]} → {shas[1]}")
    if before.status is not now.status:
        statuses = [word("status", f.status.value, language) for f in (before, now)]
        lines.append(f"{text['changed_status']} {statuses[0]} → {statuses[1]}")
    lines += _claims(before, now, language)
    old, new = against(before, language), against(now, language)
    lines += [f"{text['changed_gone']} {words}" for words in old if words not in new]
    lines += [f"{text['changed_new']} {words}" for words in new if words not in old]
    return tuple(lines)


def _claims(before: Finding, now: Finding, language: Language) -> list[str]:
    lines = []
    for field in dict.fromkeys(c.field for c in (*before.claims, *now.claims)):
        old = [value_told(c, language) for c in before.claims if c.field == field]
        new = [value_told(c, language) for c in now.claims if c.field == field]
        gone, come = [v for v in old if v not in new], [v for v in new if v not in old]
        if gone or come:
            told = f"{' | '.join(gone) or '-'} → {' | '.join(come) or '-'}"
            lines.append(f"{word('check', field, language)}: {told}")
    return lines


_BY_LABEL = {
    Label.SUPPORTED: Kind.SUPPORT,
    Label.REFUTED: Kind.AGAINST,
    Label.NOT_ENOUGH_INFO: Kind.ASKED,
}
_FIRST = (Kind.AGAINST, Kind.ASKED, Kind.NEAR, Kind.QUOTE, Kind.SUPPORT, Kind.DIFFERS)


def chosen(finding: Finding, documents: tuple[Page, ...], wanted: str = "") -> Page:
    """The document that is shown: the one asked for, else that of the question, else the page."""
    by_sha = {document.sha256: document for document in documents}
    verdict = asked(finding)
    for sha in (wanted, verdict.source if verdict and verdict.span else ""):
        if sha in by_sha:
            return by_sha[sha]
    return by_sha.get(finding.policy.source, documents[0])


def exhibit(
    finding: Finding,
    page: Page,
    folded: Folded,
    passages: Callable[[str], Passages],
    compared: Sequence[Text],
    language: Language,
) -> tuple[Highlight, ...]:
    """Every passage of a document that a verdict points at, that a claim quotes, or that is near.

    What differs in a passage that is compared is marked within it.

    Args:
        finding: what is being judged.
        page: the document that is shown.
        folded: its folded text.
        passages: of its text; asked for only when a quote does not stand there.
        compared: what is shown beside the claim in question.
        language: of the words that tell why.
    """
    shown = [
        Highlight(v.span, _BY_LABEL[v.label], f"v{index}", one_line(reason(v, language)))
        for index, v in enumerate(finding.verdicts)
        if v.span is not None and v.source == page.sha256
    ]
    text = ui(language)
    verdict = asked(finding)
    about = verdict.claim if verdict and verdict.span is None else None
    for index, claim in enumerate(finding.claims):
        if claim.source != page.sha256 or not (claim.quote or claim.value):
            continue
        name = word("check", claim.field, language)
        quote = claim.quote or claim.value
        span = locate(quote, folded)
        if span is not None:
            # What is doubted for reasons that stand elsewhere is marked where it is claimed.
            kind = Kind.ASKED if index == about else Kind.QUOTE
            shown.append(Highlight(span, kind, f"q{index}", f"{text['quoted_for']} {name}"))
        elif finding.label_of_claim(index) is not Label.SUPPORTED:
            span = passages(page.text).nearest(quote)
            if span is not None:
                words = f"{text['near']} {name}"
                shown.append(Highlight(span, Kind.NEAR, f"n{index}", words))
    for index, told in enumerate(compared):
        if told.span is not None and told.source == page.sha256:
            shown.append(Highlight(told.span, Kind.ASKED, f"t{index}", told.who))
            shown += [Highlight(span, Kind.DIFFERS, "", told.who) for span in told.marked()]
    return tuple(shown)


def _focus(finding: Finding, shown: Sequence[Highlight]) -> str:
    """The anchor that is scrolled to."""
    verdict = asked(finding)
    by_anchor = {h.anchor: h for h in shown}
    if verdict is not None:
        mine = [f"v{finding.verdicts.index(verdict)}"]
        if verdict.claim is not None:
            mine += [f"q{verdict.claim}", f"n{verdict.claim}"]
        found = next((anchor for anchor in mine if anchor in by_anchor), "")
        if found:
            return found
    ordered = sorted(shown, key=lambda h: (_FIRST.index(h.kind), h.span.start))
    return ordered[0].anchor if ordered else ""
