"""What a model said of a page becomes policies, located but never corrected.

Every quote is looked up: the hash that a value carries is that of the bytes in which its words
really stand, and of those that the model named where they stand nowhere. What the page does not
say is kept as it was said, for the checks to find. Left out, with a note, is only what cannot be
a value: an item without a name, a date that is none, a role nobody knows.
"""

from __future__ import annotations

from agent.extract.page_answer import AnsweredDate, AnsweredPolicy, AnsweredSentence, PageAnswer
from agent.extract.quoting import Documents, one_line
from agent.lazy import lazy_pattern
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.records import Interval
from agent.text.dates import iso, parse_date
from agent.text.fold import contains
from agent.text.names import core_name
from agent.text.sentences import sentences

MOST = 60
"""Items of one page that are read; the prompt asks for eight."""

_SOURCE_ID = lazy_pattern(r"\bS\d+\b")

_ROLES = {
    "signed": DateRole.SIGNED,
    "issued": DateRole.ISSUED,
    "effective": DateRole.EFFECTIVE,
    "in_force": DateRole.IN_FORCE,
    "occurrence": DateRole.OCCURRENCE,
    "成文": DateRole.SIGNED,
    "印发": DateRole.ISSUED,
    "发布": DateRole.ISSUED,
    "施行": DateRole.EFFECTIVE,
    "有效期": DateRole.IN_FORCE,
    "发生": DateRole.OCCURRENCE,
}


class AnswerReader:
    """Reads one answer about one page.

    Args:
        documents: The page and its attachments.
        shas: Source ids of the prompt and the bytes they stand for.
        extractor: The model's name.
    """

    def __init__(self, documents: Documents, shas: dict[str, str], extractor: str) -> None:
        self.documents = documents
        self.notes: list[str] = []
        self._shas = shas
        self._extractor = extractor

    def policies(self, answer: PageAnswer) -> tuple[Policy, ...]:
        """The policies of an answer; of two with one kind and name the first, unless their days differ.

        One warning a week is a happening each, under one name.
        """
        found: dict[tuple[str, ...], Policy] = {}
        if len(answer.policies) > MOST:
            self.notes.append(f"{len(answer.policies) - MOST} items after {MOST} were left out")
        for said in answer.policies[:MOST]:
            if not said.name:
                self.notes.append("an item without a name was left out")
                continue
            policy = self._policy(said, said.name)
            days = sorted(d.value for d in policy.dates if d.role is DateRole.OCCURRENCE)
            kept = found.setdefault((policy.kind, core_name(policy.name.value), *days), policy)
            if kept != policy:
                self.notes.append(f"{said.name}: named twice; only what was said first counts")
        return tuple(found.values())

    def _policy(self, said: AnsweredPolicy, name: str) -> Policy:
        page = self.documents.page
        source = self._source(said)
        kind = self._kind(said)
        dates = [date for item in said.dates if (date := self._date(item, name, source))]
        quoted = self.documents.quoted
        return Policy(
            kind=kind,
            name=quoted(name, first=source),
            dates=tuple(dict.fromkeys(dates)),
            agencies=tuple(quoted(agency, first=source) for agency in self._issuers(said, kind)),
            document_number=self._optional(said.document_number, source),
            actor=self._within(said.actor, said, source),
            status=self._within(said.status, said, source),
            content=self._sentences(said.content, source),
            impact=self._sentences(said.impact, source),
            instrument=said.instrument,
            url=page.url,
            source=page.sha256,
            extractor=self._extractor,
        )

    def _sentences(self, said: list[AnsweredSentence], source: str | None) -> tuple[Quoted, ...]:
        """A summary with its quote; a quote alone is single sentences, each its own.

        A model often copies a whole paragraph as one, or repeats the quote as its summary.
        """
        found: dict[tuple[str, str], None] = {}
        for one in said:
            quote, summary = one.quote or "", one.summary or ""
            if summary and quote and summary != quote:
                found[summary, quote] = None
            else:
                for sentence in sentences(quote or summary):
                    found[sentence.text, sentence.text] = None
        quoted = self.documents.quoted
        return tuple(quoted(value, quote, first=source) for value, quote in found)

    def _source(self, said: AnsweredPolicy) -> str | None:
        """The bytes that the source id stands for; a model may copy the delimiter around it."""
        named = _SOURCE_ID.search((said.source_id or "").upper())
        return self._shas.get(named.group()) if named else None

    def _issuers(self, said: AnsweredPolicy, kind: PolicyKind) -> tuple[str, ...]:
        """Who issued it. Nobody issues an event: what stands there is its source or its actor."""
        if kind is PolicyKind.EVENT:
            if said.agencies:
                self.notes.append(f"{said.name}: an event has no issuer: {said.agencies}")
            return ()
        return tuple(dict.fromkeys(said.agencies))

    def _kind(self, said: AnsweredPolicy) -> PolicyKind:
        """The kind; one that nobody knows is told by what the item has."""
        try:
            return PolicyKind((said.kind or "").strip().lower())
        except ValueError:
            self.notes.append(f"{said.name}: no such kind: {said.kind}")
            occurred = any(date.role == "occurrence" for date in said.dates)
            return PolicyKind.EVENT if occurred else PolicyKind.POLICY

    def _date(self, said: AnsweredDate, name: str, source: str | None) -> QuotedDate | None:
        role = _ROLES.get((said.role or "").strip().lower())
        interval = next((found for text in (said.date, said.quote) if (found := _read(text))), None)
        if role is None or interval is None:
            told = one_line(f"{said.role} {said.date} {said.quote}", 80)
            self.notes.append(f"{name}: a date was left out: {told}")
            return None
        quoted = self.documents.quoted(iso(interval), said.quote or said.date, source)
        return QuotedDate(role=role, **quoted.model_dump())

    def _within(self, words: str | None, said: AnsweredPolicy, source: str | None) -> Quoted | None:
        """Words of a happening with the first of its name and sentences in which they stand.

        投产 alone stands in the page's title too, of another plant or still to come.
        """
        told = (said.name, *(one.quote for one in said.content))
        around = next((place for place in told if words and place and contains(place, words)), None)
        return self.documents.quoted(words, around, source) if words else None

    def _optional(self, words: str | None, source: str | None) -> Quoted | None:
        return self.documents.quoted(words, first=source) if words else None


def _read(text: str | None) -> Interval | None:
    return parse_date(text) if text else None
