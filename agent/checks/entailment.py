"""entailment: what a model says of sentences that the rules leave open, and what of it counts.

A model only points. "Supported" makes a sentence **retold** when its quote stands in the page (``locate``) and
every part of the sentence that code can read (figures, dates, steps, direction, scope, names) passes
against that quote, and the quote is not cut off from what limits it: it may be printed as such and is never
verified. "Refuted" counts when its quote stands there. Everything else leaves the sentence open. What a model said is kept in the verdict, so that the same rules can be run again
without it (``replay``).

Labels are FEVER's (Thorne et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from agent.checks.clauses import from_elsewhere, in_common
from agent.checks.figure import FigureCheck
from agent.checks.nearest import bears, is_anothers
from agent.checks.parts import Names, difference
from agent.checks.quote import Located, find
from agent.checks.sentence import SentenceCheck
from agent.checks.subject import Ruling, Subject
from agent.checks.tense import tense_of, told_of
from agent.details import Compared, Judged
from agent.findings import CUT, Claim, Finding, Label, Status, Verdict, status_of
from agent.policy import REPORTED, PolicyKind
from agent.records import Record
from agent.text.figures import figures as figures_of
from agent.text.fold import fold

OPEN = frozenset({"sentence.paraphrase", "sentence.absent", "quote.not_found"})
"""Reasons with which the rules leave a sentence to a reader. Cut off or widened is decided."""
DIFFERENT = frozenset({"sentence.other_date", "sentence.other_status", "sentence.other_value"})
"""Reasons for which a sentence is not what a model's quote says."""
PREFIX = "entailment."
EARLIER = "entailment.supported"
"""What "entailment.retold" was called, and counted as supported, in dossiers before 29 November 2026."""
SHORTEST, LONGEST = 6, 200
"""Characters of a quote. A shorter one stands anywhere, a longer one bears anything."""


class Judgement(Record):
    """What a model says of one sentence: a label, the words of the page it rests on, what differs."""

    label: Label
    quote: str = ""
    differs: str = ""


@dataclass(frozen=True)
class Rules:
    """What of a model's judgements counts. ``names`` tells places and bodies from other words."""

    names: Names

    def settle(
        self, finding: Finding, subject: Subject, said: Mapping[int, Judgement | None], model: str
    ) -> Finding:
        """The finding with a model's judgements on its open sentences.

        Args:
            finding: as the rules left it.
            subject: the policy before its page.
            said: by the index of the claim; None where the model was silent.
            model: its name.
        """
        verdicts = list(finding.verdicts)
        for index, judgement in said.items():
            made = self._verdicts(subject, index, judgement, model)
            checks = {verdict.check for verdict in made}
            own = [v for v in verdicts if v.claim == index and v.check in checks]
            place = verdicts.index(own[0]) if own else len(verdicts)
            left = [v for v in verdicts if v not in own]
            verdicts = [*left[:place], *made, *left[place:]]
        reported = finding.policy.extractor == REPORTED
        status = status_of(finding.kind, finding.claims, tuple(verdicts), reported=reported)
        return finding.model_copy(update={"verdicts": tuple(verdicts), "status": status})

    def replay(self, finding: Finding, subject: Subject, stored: Finding) -> Finding:
        """The finding with what a model once said, as ``stored`` keeps it, judged by today's rules."""
        said: dict[int, Judgement | None] = {}
        models = [""]
        waiting = set(open_sentences(finding))
        for verdict in stored.verdicts:
            if not verdict.reason.startswith(PREFIX) or verdict.claim not in waiting:
                continue
            told = verdict.detail if isinstance(verdict.detail, Judged) else Judged()
            is_label = told.said in {known.value for known in Label}
            said[verdict.claim] = (
                Judgement(
                    label=Label(told.said or ""), quote=told.quote or "", differs=told.differs or ""
                )
                if is_label
                else None
            )
            models.append(told.model or "")
        return self.settle(finding, subject, said, models[-1]) if said else finding

    def _verdicts(
        self, subject: Subject, index: int, judgement: Judgement | None, model: str
    ) -> tuple[Verdict, ...]:
        claim = subject.claims[index]
        rule = Ruling(claim.field)
        if judgement is None:
            return (rule.undecided("entailment.silent", index, model=model),)
        values = {"said": judgement.label.value, "quote": judgement.quote, "model": model}
        values |= {"differs": judgement.differs} if judgement.differs else {}
        if judgement.label is Label.NOT_ENOUGH_INFO:
            return (rule.undecided("entailment.not_said", index, None, **values),)
        quote = _located(subject, claim, judgement)
        if quote is None:
            return (rule.undecided("entailment.quote_not_found", index, None, **values),)
        if judgement.label is Label.REFUTED:
            related = in_common(claim.value, quote.text)
            reason = "entailment.refuted" if related else "entailment.unrelated"
            make = rule.refuted if related else rule.undecided
            return (make(reason, index, quote.standing, **values),)
        figures, differs = self._parts(subject, index, quote)
        if differs:
            return (rule.undecided(differs, index, quote.standing, **values),)
        values |= told_of(tense_of(quote))
        # Retold: what only a model has judged is never verified, however well its parts agree.
        verdict = rule.undecided("entailment.retold", index, quote.standing, **values)
        return (verdict, *figures)

    def _parts(
        self, subject: Subject, index: int, quote: Located
    ) -> tuple[tuple[Verdict, ...], str | None]:
        """The figures judged against the quote, and the reason why the sentence does not pass."""
        if not in_common(subject.claims[index].value, quote.text):
            return (), "entailment.unrelated"
        own = self._own(subject, index, quote)
        if own:
            return (), own
        claim = subject.claims[index].model_copy(
            update={"quote": quote.text, "source": quote.document.page.sha256}
        )
        claims = (*subject.claims[:index], claim, *subject.claims[index + 1 :])
        against = replace(subject, claims=claims)
        figures = tuple(v for v in FigureCheck()(against) if v.claim == index)
        figures = tuple(_in_other_words(v, claim.value, quote.text) for v in figures)
        if any(v.label is not Label.SUPPORTED for v in figures):
            return figures, "entailment.other_figure"
        (told,) = (v for v in SentenceCheck(claim.field)(against) if v.claim == index)
        if told.reason == "sentence.wider_scope":
            return figures, "entailment.other_scope"
        if told.reason in DIFFERENT:
            kind = told.reason.removeprefix("sentence.")
            return figures, f"{PREFIX}{kind.replace('value', 'figure')}"
        page = subject.page
        stated = [page.title, page.meta.agency.value if page.meta.agency else ""]
        differs = difference(claim.value, quote.text, quote.passage, "\n".join(stated), self.names)
        if differs is None and from_elsewhere(claim.value, quote.text, quote.document.folded.text):
            differs = "entailment.two_sentences"
        return figures, differs

    @staticmethod
    def _own(subject: Subject, index: int, quote: Located) -> str | None:
        """The reason why the quote, were it the sentence itself, would not be supported; or None."""
        (told,) = (
            v
            for v in SentenceCheck(subject.claims[index].field)(_with(subject, index, quote.text))
            if v.claim == index
        )
        if told.label is Label.SUPPORTED:
            return None
        cut = told.reason in ("sentence.cut_off", "sentence.limited")
        return "entailment.other_scope" if cut else "entailment.other_thing"


def _with(subject: Subject, index: int, value: str) -> Subject:
    claim = subject.claims[index].model_copy(update={"value": value, "quote": value})
    claims = (*subject.claims[:index], claim, *subject.claims[index + 1 :])
    return replace(subject, claims=claims)


def _in_other_words(verdict: Verdict, sentence: str, quote: str) -> Verdict:
    """A figure whose noun is told in other words: the model has read it, code holds its value."""
    figure = verdict.detail if isinstance(verdict.detail, Compared) else Compared()
    told = figure.claimed or figure.figure or ""
    claimed = [f for f in figures_of(sentence) if f.text == told]
    if verdict.label is Label.SUPPORTED and any(is_anothers(f, sentence, quote) for f in claimed):
        other = Compared(claimed=told, page=told, noun=claimed[0].noun, page_noun="")
        return verdict.model_copy(
            update={"label": Label.NOT_ENOUGH_INFO, "reason": "figure.other_noun", "detail": other}
        )
    if verdict.reason not in ("figure.other_noun", "figure.part_unstated"):
        return verdict
    years = {f.year for f in figures_of(quote)}
    counted = [f.dimension == "count" and f.year in years for f in claimed]
    if not claimed or not all(
        bears(f, sentence, quote, any_year=verdict.reason == "figure.part_unstated" and of_another)
        for f, of_another in zip(claimed, counted, strict=True)
    ):
        return verdict
    return verdict.model_copy(
        update={
            "label": Label.SUPPORTED,
            "reason": "figure.stands",
            "detail": Compared(figure=figure.page),
        }
    )


def open_sentences(finding: Finding) -> tuple[int, ...]:
    """The claims that only a reader can decide: none of a finding that is rejected or background."""
    if finding.status is Status.REJECTED or finding.kind is PolicyKind.BACKGROUND:
        return ()
    return tuple(
        index
        for index, claim in enumerate(finding.claims)
        if claim.field in CUT
        and finding.label_of_claim(index) is Label.NOT_ENOUGH_INFO
        and _is_open(finding.of_claim(index), claim)
    )


def _is_open(verdicts: Iterable[Verdict], claim: Claim) -> bool:
    own = [v for v in verdicts if v.check == claim.field]
    return bool(own) and all(v.reason in OPEN for v in own)


def _located(subject: Subject, claim: Claim, judgement: Judgement) -> Located | None:
    if not SHORTEST <= len(fold(judgement.quote).text) <= LONGEST:
        return None
    return find(judgement.quote, subject.documents_from(claim.source))
