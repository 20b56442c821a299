"""What stands on the right: a document of the finding with every passage that bears on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.findings import Finding, Label
from agent.records import Page
from agent.report.safe import one_line
from agent.report.words import Language, reason, word
from agent.review.compared import Text
from agent.review.near import Passages
from agent.review.passage import Highlight, Kind
from agent.review.question import asked
from agent.review.words import ui
from agent.text.fold import Folded, locate

_BY_LABEL = {
    Label.SUPPORTED: Kind.SUPPORT,
    Label.REFUTED: Kind.AGAINST,
    Label.NOT_ENOUGH_INFO: Kind.ASKED,
}
_FIRST = (Kind.AGAINST, Kind.ASKED, Kind.NEAR, Kind.QUOTE, Kind.SUPPORT, Kind.DIFFERS)


@dataclass(frozen=True)
class Exhibit:
    """A document with its highlights; ``focus`` is the anchor that is scrolled to."""

    page: Page
    highlights: tuple[Highlight, ...]
    focus: str


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
    passages: Callable[[], Passages],
    compared: Sequence[Text],
    language: Language,
) -> Exhibit:
    """Every passage of a document that a verdict points at, that a claim quotes, or that is near.

    What differs in a passage that is compared is marked within it.

    Args:
        finding: what is being judged.
        page: the document that is shown.
        folded: its folded text.
        passages: its passages; asked for only when a quote does not stand there.
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
            span = passages().nearest(quote)
            if span is not None:
                words = f"{text['near']} {name}"
                shown.append(Highlight(span, Kind.NEAR, f"n{index}", words))
    for index, told in enumerate(compared):
        if told.span is not None and told.source == page.sha256:
            shown.append(Highlight(told.span, Kind.ASKED, f"t{index}", told.who))
            shown += [Highlight(span, Kind.DIFFERS, "", told.who) for span in told.marked()]
    return Exhibit(page, tuple(shown), _focus(finding, shown))


def _focus(finding: Finding, shown: list[Highlight]) -> str:
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
