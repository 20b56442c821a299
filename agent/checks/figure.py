"""figure: every quantity of a sentence stands in one passage of the page, counting the same thing."""

from __future__ import annotations

from agent.checks.inside import figures_of_item
from agent.checks.quote import Located, find, find_quote
from agent.checks.subject import Ruling, Subject
from agent.checks.worded import worded
from agent.facts.document import PageFacts
from agent.findings import Label, Verdict
from agent.policy import REPORTED
from agent.records import Standing
from agent.text.figures import Figure, figures, same_quantity

FIELDS = ("content", "impact")
OTHER_PART = {
    "direction": "figure.other_direction",
    "target": "figure.other_target",
    "year": "figure.other_year",
    "base": "figure.other_base",
}
BOUNDS = {"exact": "", "about": "约", "at_least": "至少", "at_most": "至多"}
UNIQUE_NOUN = 3
"""A noun this long is looked for in the whole page when the passage does not have it."""


class FigureCheck:
    """Value, unit, noun, direction, years, and target or achieved: all of it, or it is not the same.

    The passage is that of the sentence itself where it stands verbatim or abridged, else of its quote. Another
    value refutes a sentence that is literally the page's otherwise, and those of somebody else's
    report; it leaves others open, because a sentence in other words may count something else. Figures of
    one finding that contradict each other are refuted too (of a report's items the audit tells it).
    """

    name = "figure"

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict for each figure of each sentence; none for sentences without figures."""
        verdicts: list[Verdict] = []
        for index, claim in subject.of_fields(*FIELDS):
            claimed = figures(claim.value)
            if not claimed:
                continue
            documents = subject.documents_from(claim.source)
            told = subject.once(worded)[index]
            verbatim = told.stands or find(claim.value, documents)
            passage = verbatim or find_quote(subject, claim)
            literal = told.comparison.tier == "other_value"
            reported = subject.policy.extractor == REPORTED
            # Reading all figures of a page takes ten times as long as the rest, and could refute nothing.
            others = documents if reported else ()
            judged = [
                self._judge(index, figure, passage, others, verbatim=bool(verbatim))
                for figure in claimed
            ]
            verdicts += judged if literal or reported else [_open(verdict) for verdict in judged]
        if subject.policy.extractor != REPORTED:
            verdicts += figures_of_item(subject.claims, same_words=True)
        return tuple(verdicts)

    def _judge(
        self,
        index: int,
        figure: Figure,
        passage: Located | None,
        documents: tuple[PageFacts, ...],
        *,
        verbatim: bool,
    ) -> Verdict:
        rule = Ruling(self.name)
        if passage is None:
            other = self._elsewhere(figure, documents)
            if other:
                return self._other(index, figure, other, None)
            return rule.undecided("figure.no_passage", index, claimed=figure.text)
        at = passage.standing
        standing = passage.quantities
        target = any(same_quantity(figure, f) and f.target for f in standing)
        if verbatim:
            values = {"figure": figure.text, **({"target": "yes"} if target else {})}
            return rule.supported("figure.stands", index, at, **values)
        same = [f for f in standing if same_quantity(figure, f)]
        fitting = [f for f in same if not _differs(figure, f)]
        if fitting:
            values = {"figure": figure.text, **({"target": "yes"} if target else {})}
            return rule.supported("figure.stands", index, at, **values)
        if same:
            return self._part_differs(index, figure, same, passage)
        other = next((f for f in standing if _counts_the_same(figure, f)), None)
        other = other or self._elsewhere(figure, documents)
        if other:
            return self._other(index, figure, other, at)
        return rule.undecided("figure.absent", index, at, claimed=figure.text)

    @staticmethod
    def _other(index: int, figure: Figure, other: Figure, at: Standing | None) -> Verdict:
        """Another value; or the same number, said with 约, 以上 or 以内 in one of the two alone."""
        rule = Ruling("figure")
        if {figure.low, figure.high} & {other.low, other.high} - {None} and (
            figure.bound != other.bound
        ):
            told = f"{BOUNDS[other.bound]}{other.text}"
            return rule.refuted("figure.other_bound", index, at, claimed=figure.text, page=told)
        return rule.refuted("figure.other_value", index, at, claimed=figure.text, page=other.text)

    @staticmethod
    def _part_differs(index: int, figure: Figure, same: list[Figure], passage: Located) -> Verdict:
        """The quantity stands there, but up for down, a target for a result, or of another thing."""
        rule, at = Ruling("figure"), passage.standing
        values = {"claimed": figure.text, "page": same[0].text}
        closest = [f for f in same if _noun_fits(figure, f)]
        parts = {_differs(figure, f) for f in closest}
        if "year" in parts and any(f.year == figure.year for f in passage.quantities):
            # 9种资源到2025年…，到2030年…: what is counted once is told of several years.
            parts = parts - {"year"} | {"unstated"}
        for part, reason in OTHER_PART.items():
            if part in parts:
                return rule.refuted(reason, index, at, **values)
        if "unstated" in parts:
            return rule.undecided("figure.part_unstated", index, at, **values)
        nouns = {"noun": figure.noun, "page_noun": same[0].noun}
        return rule.undecided("figure.other_noun", index, at, **values, **nouns)

    @staticmethod
    def _elsewhere(figure: Figure, documents: tuple[PageFacts, ...]) -> Figure | None:
        """Another value that the page gives for the same long noun, when it gives only one."""
        if len(figure.noun) < UNIQUE_NOUN:
            return None
        for document in documents:
            same = [
                f
                for f in document.quantities()
                if f.noun == figure.noun and f.dimension == figure.dimension
            ]
            if same and all(same_quantity(same[0], f) for f in same):
                return None if same_quantity(same[0], figure) else same[0]
        return None


def _open(verdict: Verdict) -> Verdict:
    """A figure that differs, of a sentence in other words: it may count something else."""
    if verdict.label is not Label.REFUTED:
        return verdict
    return verdict.model_copy(update={"label": Label.NOT_ENOUGH_INFO})


def _noun_fits(claimed: Figure, standing: Figure) -> bool:
    if not claimed.noun or not standing.noun:
        return claimed.noun == standing.noun
    return claimed.noun in standing.noun or standing.noun in claimed.noun


def _counts_the_same(claimed: Figure, standing: Figure) -> bool:
    return (
        bool(claimed.noun)
        and claimed.dimension == standing.dimension
        and (_noun_fits(claimed, standing))
    )


def _differs(claimed: Figure, standing: Figure) -> str | None:
    """The part in which two figures of one quantity differ, or None.

    ``unstated`` when the claim gives a period (每年), a direction, a year or what it is compared with, or calls it
    reached or aimed at, and the passage does not tell. What only the passage gives is no difference.
    """
    if not _noun_fits(claimed, standing):
        return "noun"
    pairs: dict[str, tuple[object, object]] = {
        "per": (claimed.per, standing.per),
        "direction": (claimed.direction, standing.direction),
        "target": (claimed.target, standing.target),
        "year": (claimed.year, standing.year),
        "base": (claimed.base, standing.base),
    }
    for part, (own, theirs) in pairs.items():
        if own is not None and theirs is not None and own != theirs:
            return part
    return (
        "unstated"
        if any(own is not None and theirs is None for own, theirs in pairs.values())
        else None
    )
