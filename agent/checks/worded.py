"""How the sentences of a policy stand to their page: their wording, and the page's own sentence.

Asked once a policy, for all checks of sentences and figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from agent.checks.limited import with_limit
from agent.checks.quote import Located, find, find_quote, places_of
from agent.checks.subject import Subject
from agent.checks.wholeness import SENT_BY, broken_off, cut_off_from
from agent.facts.document import PageFacts
from agent.findings import CUT, Claim
from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.fold import fold
from agent.wording import Comparison, Known, compare, values_of
from agent.wording.passage import span_in

LONGEST = 300
"""Characters of a quote that is widened to the clauses that hold what a claim says."""
_PROVINCE = lazy_pattern(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区)|(?:北京|上海|天津|重庆)市")
_CITY = lazy_pattern(r"(?<=省)[\u4e00-\u9fff]{2,5}?市|^[\u4e00-\u9fff]{2,4}?市")
_NAMED = lazy_pattern(r"《([^《》]{4,60})》")
_NOTHING = Comparison(tier="unlicensed")


@dataclass(frozen=True)
class Worded:
    """A sentence beside its page.

    ``verbatim`` is where it stands word for word and whole, ``cut_off`` what it was cut off from where it
    does but not whole, ``limited`` the page's words with the sentence that limits it. ``beside`` is the passage it was compared with, ``comparison`` what came of it,
    ``borne`` the page's words that bear it when it is abridged or has another value.
    """

    verbatim: Located | None = None
    cut_off: str | None = None
    beside: Located | None = None
    comparison: Comparison = _NOTHING
    borne: Located | None = None
    limited: Located | None = None

    @property
    def stands(self) -> Located | None:
        """Where the sentence stands, verbatim or abridged, with what limits it; None where it does not."""
        if self.limited:
            return None
        if self.verbatim and not self.cut_off:
            return self.verbatim
        return self.borne if self.comparison.tier == "abridged" else None


def worded(subject: Subject) -> dict[int, Worded]:
    """Each sentence of content and impact, by the index of its claim."""
    return {index: of_claim(subject, claim) for index, claim in subject.of_fields(*CUT)}


def of_claim(subject: Subject, claim: Claim) -> Worded:
    """One sentence beside its page, and what limits it there."""
    told = _of_claim(subject, claim)
    return replace(told, limited=with_limit(told.stands)) if told.stands else told


def _of_claim(subject: Subject, claim: Claim) -> Worded:
    documents = subject.documents_from(claim.source)
    verbatim, cut_off = find(claim.value, documents), None
    if verbatim:
        whole = next((place for place in places_of(verbatim) if not cut_off_from(place)), None)
        cut_off = None if whole else cut_off_from(verbatim)
        if not cut_off:
            return Worded(whole or verbatim)
    beside = verbatim or find_quote(subject, claim)
    if beside is None and claim.quote is None:
        beside = nearest(claim.value, documents)
    if beside is None or beside.passage_span is None:
        return Worded(verbatim, cut_off, beside)
    if broken_off(beside.document.page.text, beside.passage_span):
        return Worded(verbatim, cut_off, beside)
    beside = _widened(beside, claim.value)
    comparison = compare(claim.value, beside.passage, _known(beside))
    borne = _part(beside, comparison.kept) if comparison.tier != "unlicensed" else None
    if borne and len(fold(borne.text).text) > LONGEST:
        # What bears a sentence is printed beside it; words that long bear anything.
        return Worded(verbatim, cut_off, beside)
    return Worded(verbatim, cut_off, beside, comparison, borne)


def _widened(beside: Located, claim: str) -> Located:
    """A quote's passage with the sentence before or behind it that has a figure or a day of the claim.

    Of the same paragraph, and as long as both together are no longer than a quote may be.
    """
    document, span = beside.document, beside.passage_span
    if span is None:
        return beside
    wanted = values_of(claim) - values_of(beside.passage)
    for one in document.sentences if wanted else ():
        gap = document.page.text[min(one.span.end, span.end) : max(one.span.start, span.start)]
        apart = one.span.end <= span.start or one.span.start >= span.end
        if not apart or gap.strip() or "\n" in gap or not wanted & values_of(one.text):
            continue
        start, end = min(span.start, one.span.start), max(span.end, one.span.end)
        both = Span(start=start, end=end)
        if len(fold(document.words(both)).text) <= LONGEST:
            return Located(document, both, document.words(both))
    return beside


def nearest(sentence: str, documents: tuple[PageFacts, ...]) -> Located | None:
    """The sentence of the page that shares most pairs of characters with a claim without a quote."""
    wanted = _pairs(fold(sentence).text)
    best: tuple[int, PageFacts, Span] | None = None
    for document in documents:
        for one in document.sentences:
            shared = len(wanted & _pairs(one.text))
            if shared * 2 > len(wanted) and (best is None or shared > best[0]):
                best = (shared, document, one.span)
    return Located(best[1], best[2], best[1].words(best[2])) if best else None


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _part(beside: Located, kept: tuple[int, int]) -> Located:
    """The page's words from the first to the last clause that is kept."""
    whole = beside.passage_span
    if whole is None:
        return beside
    inner = span_in(beside.passage, *kept)
    span = Span(start=whole.start + inner.start, end=whole.start + inner.end)
    return Located(beside.document, span, beside.document.words(span))


def _known(beside: Located) -> Known:
    """What the page says of itself: its issuer, the issuer's province, the years of its days."""
    facts, span = beside.document, beside.passage_span
    agency = beside.document.page.meta.agency
    issuer = "".join(agency.value.split()) if agency else ""
    province = _PROVINCE.match(issuer)
    years = set[int]()
    for index, piece in enumerate(facts.pieces):
        if span and piece.span.start < span.end and piece.span.end > span.start:
            told = (day.past or day.ahead for day in facts.statement(index).days)
            years |= {interval.start.year for interval in told if interval}
    dated = beside.document.page.meta.signed or beside.document.page.meta.issued
    city = _CITY.search(issuer)
    return Known(
        issuers=(issuer,) if issuer else (),
        places=tuple(dict.fromkeys(found[0] for found in (province, city) if found)),
        years=frozenset(years),
        this_year=dated.interval.start.year if dated else None,
        titles=_titles(beside.document.page.title),
    )


def _titles(title: str) -> tuple[str, ...]:
    """The name of a paper by its title: 丙州市供热办法 of 关于印发《丙州市供热办法》的通知, and the title."""
    named = _NAMED.findall(title)
    return tuple(dict.fromkeys("".join(name.split()) for name in (*named, title) if name))


def own_sentence(stands: Located) -> Located | None:
    """The page's own sentence around a quote, whole and at most 300 characters; None where it is longer.

    It begins behind a dateline. Of a longer one the segment between semicolons, when nothing limits it from outside.
    """
    span, text = stands.passage_span, stands.document.page.text
    if span is None or stands.span is None:
        return None
    dateline = SENT_BY.match(text, span.start, span.end)
    begin = dateline.end() if dateline else span.start
    for start, end in (
        (begin, span.end),
        (
            max(begin, text.rfind("；", begin, stands.span.start) + 1),
            _before(text.find("；", stands.span.end, span.end), span.end),
        ),
    ):
        words = text[start:end]
        inner = Span(
            start=start + len(words) - len(words.lstrip()), end=start + len(words.rstrip())
        )
        located = Located(stands.document, inner, stands.document.words(inner))
        if len(fold(words).text) <= LONGEST and not cut_off_from(located):
            return located
    return None


def _before(found: int, end: int) -> int:
    return found if found >= 0 else end
