"""wording: where the page does not say a sentence, the page's own is printed in its place."""

from __future__ import annotations

from agent.checks.effects import unfitness
from agent.checks.quote import find_quote
from agent.checks.subject import Ruling, Subject
from agent.checks.tense import tense_of, told_of
from agent.checks.worded import Worded, own_sentence, worded
from agent.findings import CUT, Verdict
from agent.policy import REPORTED


class PageSentenceCheck:
    """The page's sentence around the quote of each sentence that does not stand, so that its fact is kept.

    It must pass as the sentence itself would: whole, of this thing, and for an impact with an aim or
    effect. Each is given once, and none that a sentence which stands gives already. None for somebody
    else's report: what the page says beside it is not what that report says.
    """

    name = "wording"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict for each sentence that the page's own stands for."""
        if subject.policy.extractor == REPORTED:
            return ()
        told = subject.once(worded)
        given = {one.stands.passage_span for one in told.values() if one.stands}
        verdicts: list[Verdict] = []
        for index, claim in subject.of_fields(*CUT):
            one: Worded = told[index]
            if one.stands:
                continue
            around = find_quote(subject, claim) or one.beside
            own = own_sentence(around) if around else None
            if own is None or own.passage_span in given:
                continue
            if unfitness(subject, claim.field, own, own.text):
                continue
            given.add(own.passage_span)
            told_as = told_of(tense_of(own))
            ruling = Ruling(self.name)
            verdicts.append(ruling.supported("wording.page", index, own.standing, **told_as))
        return tuple(verdicts)
