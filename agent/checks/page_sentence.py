"""wording: what is printed of a sentence: the page's own where the page does not say it, and it shorter."""

from __future__ import annotations

from collections.abc import Iterable

from agent.checks.effects import tells_an_effect, unfitness
from agent.checks.quote import Located, find_quote
from agent.checks.subject import Ruling, Subject
from agent.checks.tense import tense_of, told_of
from agent.checks.worded import of_claim, own_sentence, worded
from agent.findings import CUT, SHORTER, Claim, Verdict
from agent.policy import REPORTED
from agent.sectors import Sectors
from agent.wording.abridging import between, shorter

SHORT = 0.6
"""A text of at most this share of its sentence is short enough to print."""


class PageSentenceCheck:
    """The words in which a sentence is printed; none for somebody else's report.

    In the place of a sentence that does not stand, or of an impact that left its effect out, the page's own around its quote, so that its fact is
    kept. It must pass as the sentence itself would: whole, of this thing, and for an impact with an aim
    or effect. Each is given once, and none that a sentence which stands gives already.

    Beside a sentence of the page, the same with its less telling parts left out. It is held
    against the page as a claim of its own, by the rules for what a model leaves out.
    """

    name = "wording"

    def __init__(self, sectors: Sectors) -> None:
        self._sectors = sectors

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict for each sentence that the page's own stands for, and for each that is made shorter."""
        if subject.policy.extractor == REPORTED:
            return ()
        told, ruling = subject.once(worded), Ruling(self.name)
        stand = {
            index: one.stands
            for index, one in told.items()
            if one.stands and not _lost_its_effect(subject.claims[index])
        }
        given = {stands.passage_span for stands in stand.values()}
        verdicts: list[Verdict] = []
        for index, claim in subject.of_fields(*CUT):
            one = told[index]
            if stands := stand.get(index):
                # What a model kept of a sentence it halved is what it chose to tell.
                long = stands is one.verbatim and not _is_short(claim.value, claim.quote or "")
                whole = one.verbatim if long else None
            else:
                around = one.limited or find_quote(subject, claim) or one.beside
                whole = own_sentence(around) if around else None
                if whole is None or whole.passage_span in given:
                    continue
                if unfitness(subject, claim.field, whole, whole.text):
                    continue
                given.add(whole.passage_span)
                told_as = told_of(tense_of(whole))
                verdicts.append(ruling.supported("wording.page", index, whole.standing, **told_as))
            text = self._shorter(subject, claim, whole) if whole else ""
            if whole and text:
                verdicts.append(ruling.supported(SHORTER, index, whole.standing, text=text))
        return tuple(verdicts)

    def _shorter(self, subject: Subject, claim: Claim, whole: Located) -> str:
        """The shortened text to print for a supported sentence; empty where it is printed whole.

        First what the claim itself left out is dropped; where the rest is still long, what says least about the sector.
        """
        # Read once with its full stop for all that is asked of the sentence.
        stands = whole.passage if whole.passage == f"{whole.text}。" else whole.text
        sector = subject.changepoint.sector
        told = _first_that_holds(subject, claim, whole, between(whole.text, claim.value, stands))
        if told and _is_short(told, whole.text):
            return told
        texts = shorter(whole.text, lambda words: self._sectors.score(words, sector), stands)
        texts = (text for text in texts if not told or len(text) < len(told))
        return _first_that_holds(subject, claim, whole, texts) or told


def _is_short(text: str, of: str) -> bool:
    """True when a text is no longer, without white space, than the share of its sentence that a model is asked for."""
    return len("".join(text.split())) <= SHORT * len("".join(of.split()))


def _lost_its_effect(claim: Claim) -> bool:
    """True for an impact claim that drops the effect which its quote states."""
    shortened = claim.quote is not None and tells_an_effect(claim.quote)
    return claim.field == "impact" and shortened and not tells_an_effect(claim.value)


def _first_that_holds(subject: Subject, claim: Claim, whole: Located, texts: Iterable[str]) -> str:
    for text in texts:
        made = claim.model_copy(update={"value": text, "quote": whole.text})
        stands = of_claim(subject, made).stands
        if stands and unfitness(subject, claim.field, stands, text) is None:
            return text
    return ""
