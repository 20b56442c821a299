"""Which thing a page reports, and how the claimed name stands to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from agent.checks.acts import denies, is_planned
from agent.checks.quote import find, find_quote
from agent.checks.subject import Subject
from agent.facts.document import PageFacts
from agent.facts.event_name import happening_of
from agent.facts.happening import tellings_of
from agent.facts.modes import NOT_YET, Mode
from agent.facts.named import How, Named, only_to_come, papers_named
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.policy import PolicyKind
from agent.records import Span, Standing
from agent.text.fold import fold, locate_all
from agent.text.names import (
    NameRelation,
    core_name,
    derived_from,
    is_draft,
    issuer_of,
    relation,
)

_SEPARATORS = lazy_pattern(r"[\s、,，；;]+")
_SENTENCE_ENDS = ("。", "；", ";", "，", "！", "？")
SECTION_LENGTH = 80
"""A line with the name is a section of its own when this many characters of text follow it."""


class Match(StrEnum):
    """How the claimed name stands to what the page is about."""

    TITLE = "title"
    ATTACHMENT = "attachment"
    SECTION = "section"
    PASSAGE = "passage"
    DRAFT_AS_NAMED = "draft_as_named"
    PLAN_AS_NAMED = "plan_as_named"
    DRAFT = "draft"
    OTHER_ISSUER = "other_issuer"
    OTHER_DOCUMENT = "other_document"
    LONGER = "longer"
    REPORTED = "reported"
    ANNOUNCED = "announced"
    REPEALED = "repealed"
    PLANNED = "planned"
    OTHER_STEP = "other_step"
    UNCLEAR = "unclear"
    DENIED = "denied"
    MENTIONED = "mentioned"
    ABSENT = "absent"


@dataclass(frozen=True)
class NameMatch:
    """The match, the title or word it rests on, and where that stands."""

    match: Match
    at: Standing
    title: str = ""
    word: str = ""


def match_name(subject: Subject) -> NameMatch:
    """How the name of the policy or event stands to its page and the attachments."""
    return subject.once(_match_name)


def _match_name(subject: Subject) -> NameMatch:
    name = subject.policy.name.value
    titled = _same_title(subject, name)
    if subject.policy.kind is PolicyKind.EVENT:
        match = _match_event(subject, name, titled)
        stands = match.match in (Match.TITLE, Match.ATTACHMENT, Match.PASSAGE)
        if stands and is_planned(name):
            return NameMatch(Match.PLAN_AS_NAMED, match.at, match.title, match.word)
        return match
    if titled:
        return titled
    return (
        _derived_title(subject, name)
        or _section(subject, name)
        or _told_of(subject, name)
        or _longer_title(subject, name)
        or _match_quote(subject)
    )


def titles(subject: Subject, document: PageFacts) -> tuple[str, ...]:
    """What a document is called: by itself, in its title and its text, and an attachment by the page's link to it."""
    label = "" if document is subject.documents[0] else document.page.label
    title = document.page.title
    own = (name for name in document.paper.names if name not in title)
    return tuple(called for called in (title, *own, label) if called)


def page_names(subject: Subject) -> tuple[str, ...]:
    """What the page itself calls the thing: its titles, and the claimed name where it stands there.

    Place and sector are judged by these, so that a word which only the claim has moves neither.
    """
    names = [subject.page.title, subject.own().page.title]
    if find(subject.policy.name.value, subject.documents):
        names.append(subject.policy.name.value)
    return tuple(dict.fromkeys(name for name in names if name))


def _standing(document: PageFacts, title: str) -> Standing:
    stated = document.page.meta.title
    if stated and stated.value == title and stated.span:
        return Standing(stated.span, document.page.sha256)
    located = find(title, (document,))
    return Standing(located.span if located else None, document.page.sha256)


def _extra_word(name: str, title: str) -> str | None:
    """The word that makes the title another document than the name, if there is one."""
    word = derived_from(title)
    return None if word is None or word in name else word


def _same_title(subject: Subject, name: str) -> NameMatch | None:
    for document in subject.documents:
        for title in titles(subject, document):
            if not _same(name, title):
                continue
            at, word = _standing(document, title), _extra_word(name, title)
            if word:
                match = Match.DRAFT if is_draft(word) else Match.OTHER_DOCUMENT
                return NameMatch(match, at, title, word)
            if is_draft(title):
                return NameMatch(Match.DRAFT_AS_NAMED, at, title)
            if not _own_issuer(name, title, document):
                return NameMatch(Match.OTHER_ISSUER, at, title)
            on_page = document is subject.documents[0]
            return NameMatch(Match.TITLE if on_page else Match.ATTACHMENT, at, title)
    return None


def _same(name: str, title: str) -> bool:
    """Equal cores; the province's name before a place is optional: 山西省大同市某方案, 大同市某方案."""
    if relation(name, title) is NameRelation.SAME:
        return True
    if relation(name, title) is NameRelation.OTHER and relation(title, name) is NameRelation.OTHER:
        return False
    bare = (_places().without_province(core_name(one)) for one in (name, title))
    return len(set(bare)) == 1 and derived_from(name) == derived_from(title)


@cache
def _places() -> Places:
    return Places.load()


def _own_issuer(name: str, title: str, document: PageFacts) -> bool:
    """True when the issuer in the claimed name, if it has one, is that of the title or 发文机关 row.

    Names are compared without their issuers; 陕西省…关于X的意见 would else pass for 山西省…关于X的意见.
    """
    claimed = issuer_of(name)
    if not claimed or claimed == issuer_of(title):
        return True
    stated = document.page.meta.agency
    known = _SEPARATORS.split(stated.value) if stated else ()
    bodies = [fold(body).text for body in known if body]
    joined = {
        "".join(bodies[i:j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies) + 1)
    }
    return claimed in joined


def _derived_title(subject: Subject, name: str) -> NameMatch | None:
    for document in subject.documents:
        for title in titles(subject, document):
            word = _extra_word(name, title)
            if word and relation(name, title) is NameRelation.CONTAINS:
                match = Match.DRAFT if is_draft(word) else Match.OTHER_DOCUMENT
                return NameMatch(match, _standing(document, title), title, word)
    return None


def _longer_title(subject: Subject, name: str) -> NameMatch | None:
    for document in subject.documents:
        for title in titles(subject, document):
            if relation(name, title) is NameRelation.CONTAINS:
                return NameMatch(Match.LONGER, _standing(document, title), title)
    return None


def _told_of(subject: Subject, name: str) -> NameMatch | None:
    """The page speaks of it as something that is still to come, as repealed, or as issued elsewhere."""
    told = [(document, papers_named(name, document.folded)) for document in subject.documents]
    for document, named in told:
        coming = only_to_come(named)
        if coming:
            return _told(document, coming, Match.ANNOUNCED)
    for document, _ in told:
        for repeal in document.repeals:
            if core_name(repeal.name) == core_name(name):
                at = Standing(repeal.span, document.page.sha256)
                day = f"{repeal.day} " if repeal.day else ""
                return NameMatch(Match.REPEALED, at, document.page.title, f"{day}{repeal.words}")
    for document, named in told:
        for one in named:
            if one.how is How.ISSUED:
                return _told(document, one, Match.REPORTED)
    return None


def _told(document: PageFacts, one: Named, match: Match) -> NameMatch:
    """The name where it stands; of what is to come with the words that say so."""
    coming = match is Match.ANNOUNCED
    span = document.folded.span(*((one.first, one.last) if coming else (one.start, one.end)))
    at = Standing(span, document.page.sha256)
    return NameMatch(match, at, document.page.title, document.words(span) if coming else "")


def _section(subject: Subject, name: str) -> NameMatch | None:
    """A line of its own with the name, followed by the text it heads; a clause of a list is no heading."""
    for document in subject.documents:
        text, start = document.page.text, document.page.body.start
        for line in text[start:].split("\n"):
            end = start + len(line)
            heads = not line.rstrip().endswith(_SENTENCE_ENDS)
            if (
                heads
                and 0 < len(line.strip()) <= 2 * len(name) + 40
                and (relation(name, line.strip()) is NameRelation.SAME)
            ):
                following = [part.strip() for part in text[end:].split("\n") if part.strip()][:3]
                if sum(map(len, following)) >= SECTION_LENGTH:
                    at = Standing(Span(start=start, end=end), document.page.sha256)
                    return NameMatch(Match.SECTION, at, line.strip())
            start = end + 1
    return None


def _match_event(subject: Subject, name: str, titled: NameMatch | None) -> NameMatch:
    """By what the page tells of it: done before denied before planned; then its title; then its words."""
    told = [t for document in subject.documents for t in tellings_of(document, happening_of(name))]
    as_denied = Match.UNCLEAR if denies(name) else Match.DENIED
    for modes, match in (({Mode.DONE}, Match.PASSAGE), ({Mode.DENIED}, as_denied), *_BY_MODE):
        for one in told:
            if one.mode in modes:
                at = Standing(one.span, one.document.page.sha256)
                found = NameMatch(match, at, one.document.page.title, one.text)
                by_title = titled and match in (Match.PASSAGE, Match.UNCLEAR)
                return titled if titled and by_title else found
    return titled or _other_step(subject, name) or _match_quote(subject)


def _other_step(subject: Subject, name: str) -> NameMatch | None:
    """A sentence that has the whole subject of the event and another act."""
    act = happening_of(name)
    if act.head is None:
        return None
    for document in subject.documents:
        places = [locate_all(piece, document.folded) for piece in act.subject]
        for first in places[0] if places else ():
            span = document.passage(first)
            whole = all(any(_inside(place, span) for place in of_piece) for of_piece in places)
            steps = {a.act for one in document.touching(span) for a in one.acts}
            if whole and steps and act.head.act not in steps:
                at = Standing(span, document.page.sha256)
                return NameMatch(Match.OTHER_STEP, at, document.page.title, document.words(span))
    return None


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


_BY_MODE = (
    (NOT_YET, Match.PLANNED),
    ({Mode.UNCLEAR, Mode.CONDITIONAL, Mode.UNCERTAIN, Mode.UNDER_WAY}, Match.UNCLEAR),
)
"""How the ways in which a page tells an event stand to its name, behind done and denied, the strongest first."""


def _match_quote(subject: Subject) -> NameMatch:
    """The quote at least, or the name somewhere in the text; else the page is about other things."""
    claim = subject.claims[0]
    located = find_quote(subject, claim) or find(core_name(claim.value), subject.documents)
    own = subject.own().page
    if located:
        return NameMatch(Match.MENTIONED, located.standing, own.title)
    if _shares_most_pairs(claim.value, own.title + own.text):
        return NameMatch(Match.MENTIONED, Standing(None, own.sha256), own.title)
    return NameMatch(Match.ABSENT, Standing(None, own.sha256), own.title)


def _shares_most_pairs(name: str, text: str) -> bool:
    """True when more than half of the name's character pairs stand in the text.

    Only ever spares a page from "about something else"; it never supports a name.
    """
    core = core_name(name)
    pairs = {core[i : i + 2] for i in range(len(core) - 1)}
    return bool(pairs) and 2 * sum(pair in text for pair in pairs) > len(pairs)
