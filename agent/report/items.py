"""What a report says of one finding: only supported content, with the quotes it rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from agent.extract.signs import load_signs
from agent.findings import CUT, NOT_DONE, REQUIRED, Dossier, Finding, Label, Status, Wording
from agent.policy import PolicyKind
from agent.report.finding_view import FindingView, Told
from agent.report.item_lines import (
    Contrast,
    agencies,
    archive,
    as_told,
    dates_line,
    differences,
    kind_words,
    origins_line,
    publisher,
    why_listed,
)
from agent.report.person import (
    check_mark,
    correction,
    person_line,
    refutation,
    status_words,
)
from agent.report.publisher import UNKNOWN, is_nobodys
from agent.report.reviewed import CORRECTED, PERSON, REJECTED
from agent.report.safe import one_line
from agent.report.words import Language, joined, reason, say, word
from agent.wording.leads import without_number

LINE_CHECKS = [
    "source",
    "name",
    "document_number",
    "date",
    "agency",
    "actor",
    "status",
    "place",
    "window",
    "sector",
    "publisher",
    "triangle",
]
"""Checks named one by one in an item; figures and sentences are counted instead."""


@dataclass(frozen=True)
class Sentence:
    """A printed sentence: its words, the number of its quote.

    ``tense`` are the words for an aim, an estimate or a result (empty for neither), ``wording`` is how it stands to the page and ``said`` the words for that, empty for verbatim ones.
    """

    text: str
    mark: int
    tense: str
    wording: Wording | None = None
    said: str = ""

    @property
    def is_fact(self) -> bool:
        """False for what only a model calls the page's: it stands in no table of facts."""
        return self.wording is not Wording.RETOLD


@dataclass(frozen=True)
class Item:
    """A finding, worded. Every string is free of control characters but not escaped.

    ``page`` is None for an item of somebody else's report whose page was not read: its dates and
    bodies are then the report's and say so, and ``archive`` says that there is no copy.
    ``origins`` says where its dates stand, ``listed`` why it is one of the findings, ``marks`` wording, source and stage;
    ``differences`` are its sentences that do not hold beside the page's. ``no_content`` and ``no_impact`` say why there is no sentence to print.
    """

    view: FindingView
    name: str
    national: bool
    checks: str
    dates: str
    origins: str
    agencies: str
    number: str
    kind: str
    content: tuple[Sentence, ...]
    impact: tuple[Sentence, ...]
    no_content: str
    no_impact: str
    quotes: tuple[str, ...]
    publisher: str
    url: str
    archive: str
    listed: str
    marks: str
    questions: tuple[str, ...]
    differences: tuple[Contrast, ...]

    @property
    def finding(self) -> Finding:
        """The finding that is worded."""
        return self.view.finding

    @property
    def quotes_apart(self) -> tuple[tuple[int, str], ...]:
        """The quotes, each with its mark, that are not a printed sentence themselves."""
        printed = {sentence.text for sentence in (*self.content, *self.impact)}
        numbered = enumerate(self.quotes, 1)
        return tuple((mark, quote) for mark, quote in numbered if quote not in printed)

    @property
    def marks_of_own(self) -> tuple[int, ...]:
        """The marks of the quotes that are printed as sentences."""
        apart = {mark for mark, _ in self.quotes_apart}
        return tuple(mark for mark in range(1, len(self.quotes) + 1) if mark not in apart)


def item(finding: Finding, dossier: Dossier, language: Language) -> Item:
    """Word one finding of a dossier."""
    view = FindingView(finding, dossier)
    page, read = view.page, view.page is not None
    quotes: list[str] = []
    content = _sentences("content", view, quotes, language)
    impact = _sentences("impact", view, quotes, language)
    for verdict in finding.verdicts:
        if verdict.reason == CORRECTED and verdict.claim is not None:
            quote = one_line(finding.claims[verdict.claim].quote or "")
            quotes += [quote] if quote not in quotes else []
    numbers = view.of_fields("document_number")
    return Item(
        view=view,
        name=name_told(finding, language),
        national=is_national(finding),
        checks=_checks_line(view, language),
        dates=dates_line(view, language) if read else as_told("date", finding, language),
        origins=origins_line(view, language),
        agencies=agencies(view, language) if read else as_told("agency", finding, language),
        number=next((_corrected(view, told, language) for told in numbers), ""),
        kind=kind_words(view, language),
        content=content,
        impact=impact,
        no_content=word("nothing", "content" if read else "unread", language),
        no_impact=_no_impact(finding, dossier, language),
        quotes=tuple(quotes),
        publisher=publisher(finding, page, language),
        url=finding.policy.url,
        archive=archive(page, language),
        listed=one_line(why_listed(dossier, finding, language)),
        marks=marks(view, language),
        questions=tuple(dict.fromkeys(questions(finding, language))),
        differences=differences(view),
    )


class Items:
    """The findings of a dossier, worded in a language; each is worded once, however many files print it."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.dossier = dossier
        self.language = language
        self._worded: dict[int, Item] = {}

    def of(self, finding: Finding) -> Item:
        """One finding of the dossier, worded."""
        # Known by identity: comparing findings by value takes longer than wording one.
        known = self._worded.get(id(finding))
        if known is None:
            known = self._worded[id(finding)] = item(finding, self.dossier, self.language)
        return known


def why_cut(view: FindingView, language: Language) -> str:
    """网页未说 1、与网页不符 2: why sentences are not printed; empty when none was cut."""
    return joined((f"{word('cut', why, language)} {n}" for why, n in view.why_cut), language)


def marks(view: FindingView, language: Language) -> str:
    """逐字，与来源一致·政府网站·施行中: wording, source and stage of a finding."""
    finding = view.finding
    printed = {one.wording for field in CUT for one in view.summaries[field]}
    told = next((name for name, wordings in _MARKS if printed & wordings), "none")
    stage = finding.stage.value if finding.stage else "unclear"
    words = (
        word("mark", told, language),
        word("source_class", finding.source_class, language)
        if view.page
        else word("nothing", "not_read", language),
        word("progress", stage, language),
    )
    return " · ".join(words)


_MARKS: tuple[tuple[str, set[Wording | None]], ...] = (
    ("retold", {Wording.RETOLD}),
    ("abridged", {Wording.ABRIDGED}),
    ("verbatim", {Wording.VERBATIM, Wording.PAGE}),
    ("person", {None}),
)
"""The mark of a finding by the loosest wording among what is printed of it."""


def _corrected(view: FindingView, told: Told, language: Language) -> str:
    """A value that holds, marked where a person put it there."""
    return one_line(told.claim.value) + correction(view.finding, told.position, language)


def _no_impact(finding: Finding, dossier: Dossier, language: Language) -> str:
    """Why no sentence of impact is printed; that there is none only where the page has none."""
    home = dossier.home_of(finding)
    if home is None:
        return word("nothing", "unread", language)
    cut = sum(claim.field == "impact" for claim in finding.claims)
    if cut:
        return word("nothing", "impact_cut", language).replace("$n", str(cut))
    signs = load_signs()
    told = any(signs.may_tell_effect(one.body_text) for one in home.documents())
    none = "impact_of_event" if finding.kind is PolicyKind.EVENT else "impact"
    return word("nothing", "impact_elsewhere" if told else none, language)


def questions(finding: Finding, language: Language) -> list[str]:
    """What a person must settle: refuted verdicts first, else open ones."""
    refuted = [v for v in finding.verdicts if v.label is Label.REFUTED]
    if refuted:
        return [refutation(v, language) for v in refuted]
    open_ones = [
        reason(v, language)
        for v in finding.verdicts
        if v.label is Label.NOT_ENOUGH_INFO and v.check not in (*CUT, PERSON)
    ]
    return [*open_ones, *missing(finding, language)]


def missing(finding: Finding, language: Language) -> list[str]:
    """Required facts of which the page says nothing at all; none where no page was read."""
    if not finding.policy.source:
        return []
    judged = {v.check for v in finding.verdicts}
    absent = [c for c in REQUIRED.get(finding.kind, ()) if c not in judged]
    if not absent:
        return []
    told = joined((word("check", check, language) for check in absent), language)
    return [say("not_given", language, words=told)]


def aside_word(finding: Finding, language: Language) -> str:
    """What a finding that is not listed is called: 剔除, 证据不足, 计划（未见落实）, 背景, or 同一事项."""
    if finding.kind is PolicyKind.BACKGROUND:
        if finding.stage in NOT_DONE:
            return word("progress", finding.stage.value, language)
        return word("kind", "background", language)
    if finding.status is Status.VERIFIED:
        return word("status", "duplicate", language)
    if any(v.reason == REJECTED for v in finding.of_check(PERSON)):
        return word("status", "rejected_by_person", language)
    return word("status", finding.status.value, language)


def reasons_line(finding: Finding, language: Language) -> str:
    """Why a finding is not listed as one, in one line."""
    again = [v for v in finding.verdicts if v.reason == "across.duplicate"]
    announced = [v for v in finding.of_check("name") if v.label is Label.REFUTED]
    if finding.kind is PolicyKind.BACKGROUND and not announced:
        return word("kind", "only_background", language)
    verdicts = again or (announced if finding.kind is PolicyKind.BACKGROUND else [])
    told = list(dict.fromkeys(reason(v, language) for v in verdicts))
    told = told or list(dict.fromkeys(questions(finding, language)))
    return say("stop", language).join(told)


def left_out(dossier: Dossier) -> tuple[Finding, ...]:
    """Findings told in a line each: the same thing again, then insufficient and rejected ones."""
    told = [(standing(f), f) for f in dossier.findings]
    again = (f for stands, f in told if stands == DUPLICATE)
    return (*again, *(f for stands, f in told if stands in _LEFT_OUT))


def background(dossier: Dossier) -> tuple[Finding, ...]:
    """Findings that are no policy and no event: what is planned first, then the others."""
    found = (f for f in dossier.findings if f.kind is PolicyKind.BACKGROUND)
    return tuple(sorted(found, key=lambda f: f.stage not in NOT_DONE))


def listed(dossier: Dossier) -> tuple[Finding, ...]:
    """Findings listed with a number: verified, then flagged, then those whose publisher is unknown.

    In each group national measures come after the others.
    """
    grouped = ((_GROUPS.get(standing(f)), f) for f in dossier.findings)
    told = [(group, f) for group, f in grouped if group is not None]
    told.sort(key=lambda one: (one[0], is_national(one[1]), is_unplaced(one[1])))
    return tuple(finding for _, finding in told)


DUPLICATE = "duplicate"
"""What is verified and told by a better page."""
_LEFT_OUT = (Status.INSUFFICIENT.value, Status.REJECTED.value)
_GROUPS = {Status.VERIFIED.value: 0, Status.FLAGGED.value: 1, UNKNOWN: 2}


def standing(finding: Finding) -> str:
    """Where a finding stands in every report: background, duplicate, unknown_publisher, or its status."""
    if finding.kind is PolicyKind.BACKGROUND:
        return PolicyKind.BACKGROUND.value
    if finding.status is Status.VERIFIED and is_duplicate(finding):
        return DUPLICATE
    return UNKNOWN if is_nobodys(finding) else finding.status.value


def numbered(dossier: Dossier) -> tuple[tuple[int, Finding, bool], ...]:
    """The listed findings with their numbers; true for the first whose publisher is unknown."""
    found = listed(dossier)
    first = next((at for at, f in enumerate(found) if standing(f) == UNKNOWN), None)
    return tuple((at + 1, finding, at == first) for at, finding in enumerate(found))


def is_unplaced(finding: Finding) -> bool:
    """True when it could not be settled whether it is about the sector: told after the others."""
    return any(v.label is not Label.SUPPORTED for v in finding.of_check("sector"))


def is_duplicate(finding: Finding) -> bool:
    """True when a better page tells the same thing."""
    return any(v.reason == "across.duplicate" for v in finding.verdicts)


def is_national(finding: Finding) -> bool:
    """True for a measure of the whole country."""
    return any(v.reason == "place.national" for v in finding.verdicts)


def _sentences(
    field: str, view: FindingView, quotes: list[str], language: Language
) -> tuple[Sentence, ...]:
    sentences = []
    for told in view.summaries[field]:
        # Of what is printed one behind the other 一、二、四、 would tell of sentences that are not there.
        quote, text = without_number(told.quote or told.text), without_number(told.text)
        # 重型货车 | 4.2万元 | 9.5万元 alone says nothing; the head of its table says what is what.
        head = view.table_head(told)
        quote = f"{head} / {quote}" if head else quote
        if quote not in quotes:
            quotes.append(quote)
        wording = told.wording
        sentences.append(
            Sentence(
                text + correction(view.finding, told.position, language),
                quotes.index(quote) + 1,
                word("tense", tense, language) if (tense := view.tense(told.position)) else "",
                wording,
                word("wording", wording.value, language) if wording else "",
            )
        )
    return tuple(sentences)


def _checks_line(view: FindingView, language: Language) -> str:
    finding = view.finding
    by_check: dict[str, set[Label]] = {}
    for verdict in finding.verdicts:
        by_check.setdefault(verdict.check, set()).add(verdict.label)
    held = [c for c in LINE_CHECKS if by_check.get(c) == {Label.SUPPORTED}]
    parts = [word("check", c, language) + check_mark(finding, c, language) for c in held]
    for check in ("figure", "content", "impact"):
        labels = Counter(v.label for v in finding.of_check(check))
        if labels:
            told = f"{labels[Label.SUPPORTED]}/{labels.total()}"
            parts.append(f"{word('check', check, language)} {told}")
    if not finding.policy.source:
        parts.insert(0, word("nothing", "not_read", language))
    cut = why_cut(view, language) if finding.policy.source else ""
    line = status_words(finding, language) + say("colon", language) + joined(parts, language)
    line += say("cut", language, n=len(view.cut), why=cut) if cut else ""
    line += say("left_over", language, n=view.left_over) if view.left_over else ""
    return line + say("people_said", language, told=person_line(finding, language))


def name_told(finding: Finding, language: Language) -> str:
    """Its name, marked where a person put it there."""
    for index, claim in enumerate(finding.claims):
        if claim.field == "name" and (mark := correction(finding, index, language)):
            return one_line(claim.value) + mark
    return one_line(finding.policy.name.value)
