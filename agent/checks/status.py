"""status: the same step of a project, in the same mode: done is not planned, and neither is a target."""

from __future__ import annotations

from agent.checks.acts import denies, name_mode
from agent.checks.dated import event_passages
from agent.checks.quote import find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.facts.event_name import happening_of
from agent.facts.happening import Telling, told_in
from agent.facts.modes import NOT_YET, Mode
from agent.findings import Claim, Verdict
from agent.policy import PolicyKind
from agent.records import Standing
from agent.text.fold import fold
from agent.text.lexicon import lexicon


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
        name = subject.claims[0]
        if subject.policy.kind is PolicyKind.EVENT and happening_of(name.value).acts:
            return (self._judge(subject, 0, name),)
        return ()

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        claimed = happening_of(claim.value)
        if claimed.head is None and not _is_of_the_name(subject, claim):
            return rule.unknown("status.no_step", index, claimed=claim.value)
        missing = quote_is_missing(subject, claim)
        passages = self._passages(subject, claim)
        quote = find_quote(subject, claim)
        verdicts = [
            self._compare(index, claim.value, passage, quote.standing if quote else None)
            for passage in passages
        ]
        for verdict in verdicts:
            if verdict.label == "supported" and not missing:
                return verdict
        if missing:
            refuted = [v for v in verdicts if v.label == "refuted"]
            lost = rule.undecided("quote.not_found", index, quote=claim.quote or "")
            return (refuted or [lost])[0]
        return (verdicts or [self._absent(subject, index, claim, rule)])[0]

    @staticmethod
    def _passages(subject: Subject, claim: Claim) -> tuple[Telling, ...]:
        """The quote's passage alone where there is a quote, else those that tell the event.

        Those, too, where the words are the act of the event's own name.
        """
        if _is_of_the_name(subject, claim):
            return event_passages(subject)
        quote = find_quote(subject, claim)
        if quote and quote.passage_span:
            event = happening_of(subject.policy.name.value)
            own = told_in(quote.document, quote.passage_span, event)
            step = happening_of(claim.value).head
            if own and step and event.head and event.head.act is step.act:
                return own
            return told_in(quote.document, quote.passage_span, happening_of(claim.value))
        return event_passages(subject)

    @staticmethod
    def _absent(subject: Subject, index: int, claim: Claim, rule: Ruling) -> Verdict:
        """Another step stands where the claimed one should; or nothing does."""
        quote = find_quote(subject, claim)
        head = happening_of(claim.value).head
        word = head.word if head else claim.value
        if quote is None or quote.passage_span is None:
            return rule.undecided("status.absent", index, claimed=word)
        statements = quote.document.touching(quote.passage_span)
        others = [act.word for statement in statements for act in statement.acts]
        if others:
            page = "、".join(dict.fromkeys(others))
            return rule.refuted("status.other_step", index, quote.standing, claimed=word, page=page)
        return rule.undecided("status.absent", index, quote.standing, claimed=word)

    @staticmethod
    def _compare(index: int, claimed: str, passage: Telling, at: Standing | None) -> Verdict:
        """The mode of the claim beside that of the passage."""
        rule = Ruling("status")
        at = at or Standing(passage.span, passage.document.page.sha256)
        word = passage.act.word
        cue = "" if passage.mode is Mode.DONE else passage.told.cue
        values = {"claimed": claimed, "page": f"{cue}…{word}" if cue and cue not in word else word}
        planned = name_mode(claimed) in NOT_YET
        if passage.mode is Mode.DENIED and not denies(claimed):
            return rule.refuted("status.denied", index, at, **values)
        if planned == (passage.mode in NOT_YET) and passage.mode in {Mode.DONE, *NOT_YET}:
            return rule.supported("status.same", index, at, **values)
        if passage.mode is Mode.DONE:
            return rule.refuted("status.done_already", index, at, **values)
        if passage.mode in NOT_YET:
            return rule.refuted("status.only_planned", index, at, **values)
        return rule.undecided("status.unclear", index, at, **values)


def _is_of_the_name(subject: Subject, claim: Claim) -> bool:
    """True for words of a happening's name with which its act begins, or that put that act into force.

    禁止 of 禁止国三货车通行, 实行 of 实行有序用电, and 出现涌水 at the end of a name whose act is in no list.
    """
    if subject.policy.kind is not PolicyKind.EVENT or claim.field != "status":
        return False
    event, words = happening_of(subject.policy.name.value), fold(claim.value).text
    name = fold(event.name.strip().rstrip("。；;")).text
    if event.head is None:
        return len(words) > 1 and name.endswith(words)
    if event.head.word.startswith(words):
        return True
    at, governs = name.rfind(words), lexicon().words("step.governs")
    steps = [act.act.step for act in happening_of(claim.value).acts]
    return 0 <= at < name.rfind(event.head.word) and bool(steps) and set(steps) <= set(governs)
