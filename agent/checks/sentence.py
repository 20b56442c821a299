"""content and impact: the sentence stands in the page, whole and unturned.

What the page says in other words is left open here: deciding a paraphrase takes a reader, and what
nobody has decided is cut from the report.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent.checks.clauses import about, is_said
from agent.checks.effects import unfitness
from agent.checks.quote import Located, find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.checks.tense import REACHED, TARGET, tense_of, told_of
from agent.checks.worded import worded
from agent.facts.statement import steps_told
from agent.findings import Claim, Label, Verdict
from agent.policy import REPORTED
from agent.records import Interval
from agent.text.dates import dates
from agent.wording import Comparison, Difference, is_nearly, plain_differences

SCOPES = ("试点", "国际", "部分", "原则上", "鼓励", "新建", "新增")


_TOLD = 4
"""Differences that are told of a sentence; what follows is of the same kind."""


def _joined(differences: Iterable[Difference], side: str) -> str:
    """The words of one side, 无 where it has none."""
    return "、".join(getattr(one, side) or "无" for one in differences)


class SentenceCheck:
    """One field's sentences: ``SentenceCheck("content")`` or ``SentenceCheck("impact")``.

    Supported when the sentence stands there verbatim after the folding and is not cut off
    from what turns or limits it, or is abridged by licences alone (agent.wording); one of impact also
    has to tell an aim or effect. Refuted when it is literally the page's with another figure or date, and in
    somebody else's report when its dates or status words are not its quote's; open otherwise. ``target`` is said when the passage states an aim and not a result.
    """

    def __init__(self, field: str) -> None:
        self.name = field

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each sentence."""
        return tuple(self._judge(subject, i, claim) for i, claim in subject.of_fields(self.name))

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule, told = Ruling(self.name), subject.once(worded)[index]
        stands = told.stands
        if stands:
            unfit = unfitness(subject, self.name, stands, claim.value)
            if unfit:
                return rule.undecided(unfit, index, stands.standing)
            values = told_of(tense_of(stands))
            reason = "sentence.verbatim" if stands is told.verbatim else "sentence.abridged"
            return rule.supported(reason, index, stands.standing, **values)
        if told.limited:
            at = told.limited.standing
            return rule.undecided("sentence.limited", index, at, quote=told.limited.text)
        if told.verbatim and told.cut_off:
            at = told.verbatim.standing
            return rule.undecided("sentence.cut_off", index, at, word=told.cut_off)
        if quote_is_missing(subject, claim):
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        if told.borne and told.comparison.tier == "other_value":
            return self._other_value(index, told.comparison, told.borne)
        quote = find_quote(subject, claim)
        if quote is None:
            return rule.undecided("sentence.absent", index)
        differs = self._differs(index, claim, quote)
        if differs and subject.policy.extractor != REPORTED:
            # Our own sentence is retold, and may tell of another day or step that the page has too.
            differs = differs.model_copy(update={"label": Label.NOT_ENOUGH_INFO})
        if differs is None and subject.policy.extractor != REPORTED:
            differs = self._nearly(index, claim, quote)
        return differs or rule.undecided(
            "sentence.paraphrase", index, quote.standing, quote=quote.text
        )

    def _other_value(self, index: int, comparison: Comparison, borne: Located) -> Verdict:
        """The page's sentence to the letter, but for a figure or a date."""
        changed = [d for d in comparison.differences if d.licence is None]
        claimed, page = (_joined(changed, side) for side in ("claim", "page"))
        return Ruling(self.name).refuted(
            "sentence.other_value", index, borne.standing, claimed=claimed, page=page
        )

    def _nearly(self, index: int, claim: Claim, quote: Located) -> Verdict | None:
        """A copy that was changed: nobody is asked whether the change matters."""
        if not is_nearly(claim.value, quote.passage):
            return None
        differences = plain_differences(claim.value, quote.text)[:_TOLD]
        claimed, page = (_joined(differences, side) for side in ("claim", "page"))
        return Ruling(self.name).undecided(
            "sentence.nearly", index, quote.standing, claimed=claimed, page=page
        )

    def _differs(self, index: int, claim: Claim, quote: Located) -> Verdict | None:
        """A part of the sentence that is not the passage's."""
        rule, passage, at = Ruling(self.name), quote.passage, quote.standing
        standing = dates(passage)
        for date in dates(claim.value):
            if standing and not any(_is_told(date.interval, s.interval) for s in standing):
                values = {"claimed": date.text, "page": "、".join(s.text for s in standing)}
                return rule.refuted("sentence.other_date", index, at, **values)
        done = {(one.step, one.planned) for one in steps_told(passage)}
        if TARGET.search("".join(passage.split())) and not REACHED.search(passage):
            done |= {(step, True) for step, _ in done}
        for one in steps_told(claim.value):
            if (one.step, not one.planned) in done and (one.step, one.planned) not in done:
                values = {"claimed": one.word, "page": passage}
                return rule.refuted("sentence.other_status", index, at, **values)
        told = about(claim.value, quote.text)
        for scope in SCOPES:
            if scope in told and not is_said(scope, claim.value):
                return rule.undecided("sentence.wider_scope", index, at, word=scope)
        return None


def _is_told(claimed: Interval, standing: Interval) -> bool:
    """A date that contains the page's, or is the first or the last day of it."""
    ends = (Interval.of_day(standing.start), Interval.of_day(standing.end))
    return claimed.contains(standing) or claimed in ends
