"""actor: who acts in an event stands with the act in one passage."""

from __future__ import annotations

from agent.checks.acts import Report, act_of, tellings
from agent.checks.quote import find_quote, quote_is_missing
from agent.checks.subject import Ruling, Standing, Subject
from agent.findings import Verdict
from agent.text.fold import contains


class ActorCheck:
    """The actor (主体) of an event; nothing to say where the policy names none."""

    name = "actor"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on the actor."""
        rule = Ruling(self.name)
        verdicts = []
        act = act_of(subject.policy.name.value)
        told = [
            one
            for document in subject.documents
            for one in tellings(document, act)
            if one.report is Report.DONE
        ]
        for index, claim in subject.of_fields("actor"):
            if quote_is_missing(subject, claim):
                verdicts.append(rule.undecided("quote.not_found", index, quote=claim.quote or ""))
                continue
            with_act = next((one for one in told if contains(one.text, claim.value)), None)
            quote = find_quote(subject, claim)
            if with_act:
                at = Standing(with_act.span, with_act.document.page.sha256)
                verdicts.append(rule.supported("actor.with_act", index, at, actor=claim.value))
            elif quote and contains(quote.passage, claim.value):
                at = quote.standing
                verdicts.append(rule.undecided("actor.elsewhere", index, at, actor=claim.value))
            else:
                verdicts.append(rule.unknown("actor.absent", index, actor=claim.value))
        return tuple(verdicts)
