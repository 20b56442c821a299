"""status: the same step of a project, done where the claim says done."""

from __future__ import annotations

from agent.checks.acts import DENIAL, act_of, is_planned, tellings
from agent.checks.quote import Located, find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.findings import Claim, Verdict
from agent.text.names import StatusWord, status_words


class StatusCheck:
    """核准, 开工, 并网, 168小时, 投产, 开通, 停运 …: the claimed step stands in the passage, as done or planned.

    Judges the claim ``status`` where there is one, else the steps in an event's name.
    """

    name = "status"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each claimed step."""
        claims = subject.of_fields("status")
        if claims:
            return tuple(self._judge(subject, index, claim) for index, claim in claims)
        if subject.policy.kind == "event" and status_words(subject.claims[0].value):
            return (self._judge(subject, 0, subject.claims[0]),)
        return ()

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        claimed = status_words(claim.value)
        if not claimed:
            return rule.unknown("status.no_step", index, claimed=claim.value)
        missing = quote_is_missing(subject, claim)
        passages = self._passages(subject, claim)
        verdicts = [self._compare(index, claimed[0], passage, rule) for passage in passages]
        for verdict in verdicts:
            if verdict.label == "supported" and not missing:
                return verdict
        if missing:
            refuted = [v for v in verdicts if v.label == "refuted"]
            return (refuted or [rule.undecided("quote.not_found", index, quote=claim.quote or "")])[
                0
            ]
        return (verdicts or [rule.undecided("status.absent", index, claimed=claimed[0].word)])[0]

    @staticmethod
    def _passages(subject: Subject, claim: Claim) -> list[Located]:
        """The quote's passage alone where there is a quote, else those that tell the event."""
        quote = find_quote(subject, claim)
        if quote:
            return [quote]
        act = act_of(subject.policy.name.value)
        told = [t for document in subject.documents for t in tellings(document, act)]
        return [Located(t.document, t.span, t.text) for t in told]

    @staticmethod
    def _compare(index: int, claimed: StatusWord, where: Located, rule: Ruling) -> Verdict:
        text = where.passage
        standing = status_words(text)
        same = [
            word
            for word in standing
            if word.step == claimed.step and not DENIAL.search(text[: word.span.start])
        ]
        values = {"claimed": claimed.word, "page": "、".join(w.word for w in standing)}
        if any(word.planned == claimed.planned for word in same):
            return rule.supported("status.same", index, where.standing, **values)
        if same and not same[0].planned:
            return rule.refuted("status.done_already", index, where.standing, **values)
        if same:
            plain = is_planned(text[: same[0].span.start])
            make = rule.refuted if plain else rule.undecided
            reason = "status.only_planned" if plain else "status.unclear"
            return make(reason, index, where.standing, **values)
        if any(word.step == claimed.step for word in standing):
            return rule.refuted("status.denied", index, where.standing, **values)
        if standing:
            return rule.refuted("status.other_step", index, where.standing, **values)
        return rule.undecided("status.absent", index, where.standing, claimed=claimed.word)
