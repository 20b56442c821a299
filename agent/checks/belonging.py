"""Whether a sentence of a page belongs to the claimed thing, on a page that has several things.

A weekly digest tells of several events, and one notice may issue several documents: a sentence
that stands there word for word can still be another one's.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.checks.quote import Located
from agent.checks.subject import Subject
from agent.facts.canonical import plain
from agent.facts.covering import cover
from agent.facts.edges import LOCAL_WORD, gazetteer
from agent.facts.event_name import Happening, happening_of, units_in
from agent.facts.happening import Telling, tellings_of
from agent.facts.main import happening
from agent.facts.same_act import is_same_step
from agent.facts.sameness import OTHER_THINGS
from agent.facts.statement import Statement, act_words
from agent.facts.told_before import ENTITY, kind_words
from agent.facts.whole_names import at_edge
from agent.lazy import lazy_pattern
from agent.policy import PolicyKind
from agent.records import Span
from agent.text.fold import contains, fold
from agent.text.lexicon import lexicon
from agent.text.names import core_name

_SHARED = 3
"""Characters of a title that stand together in a sentence of which it is the title."""
_OPENS = 12
"""Characters at the head of a sentence or clause in which the place or the thing of what it tells is named."""
_HAN = lazy_pattern("[\u4e00-\u9fff]+")
_ANOTHER = lazy_pattern(rf"{OTHER_THINGS}|另[一两三几\d]|同行业|同期|相邻")
_ASIDE = lazy_pattern(r"同日|当[天日]|此前|与此同时|另据|另悉|另外|此外")
_POINTS_BACK = lazy_pattern("[该此这本](?:次|座|条|台|项)?[\u4e00-\u9fff]{2}")
_PART = lazy_pattern(
    r"([一二三四五六七八九十]{1,4}|\d{1,4})(?=期(?![间限内货])|号(?:机组|机|线|炉|高炉))"
)
"""Which part of a work is meant: 一期, 2号机组."""


def belongs_elsewhere(subject: Subject, located: Located) -> bool:
    """True when the sentence stands in a part of the page that is about another thing."""
    if located.span is None:
        return False
    if subject.policy.kind is PolicyKind.EVENT:
        return _of_another_event(subject, located)
    return _of_another_document(subject, located)


def _of_another_event(subject: Subject, located: Located) -> bool:
    """True where the sentence names or follows another event, or neither the title nor the paragraph is about this one."""
    act = happening_of(subject.policy.name.value)
    told = tellings_of(located.document, act)
    if _names_another(act, located.text) or _is_below_another(told, act, located):
        return True
    title = subject.page.title
    if act.subject and all(contains(title, piece) for piece in act.subject):
        return False
    start, end = _paragraph(located)
    if any(_is_shorter(title, one) or _goes_on_from(one, located) for one in told):
        return False
    if any(t.span.start < end and t.span.end > start for t in told):
        return False
    return not _goes_on_about_it(told, located)


def _is_below_another(told: tuple[Telling, ...], act: Happening, located: Located) -> bool:
    """True where another event is introduced between the last mention of this one and the end of the sentence.

    全长30公里 below 8号线开通运营。同日，乙城际铁路开工 belongs to the railway, whatever the title says;
    日产5000吨 below 4号窑点火，乙厂5号窑停窑 belongs to the second kiln.
    """
    document, span = located.document, located.span
    if span is None:
        return False
    known = fold(document.page.title + "".join(one.text for one in told)).text
    start = max((one.span.end for one in told if one.span.end <= span.start), default=0)
    for one in reversed(document.touching(Span(start=start, end=span.end))):
        if any(one.span == own.span for own in told) or _names_its_thing(act, one):
            return False
        if any(other not in known for other in _subjects(one)):
            return True
        if act.units.intersection(units_in(one.text)):
            return False
    return any(
        other not in act.name
        for one in told
        if one.span.end == start and "\n" not in document.page.text[start : span.start]
        for other in _subjects(one.statement, one.act.end)
    )


def _subjects(statement: Statement, start: int = 0) -> Iterator[str]:
    """Units, plants and firms named before an act in its clause, and a place that begins the clause.

    Clauses that begin before the offset ``start`` of the folded sentence are passed over.
    """
    for act in statement.acts:
        begin = statement.clause_of(act).start
        if begin < start or act.act.noun or act.act.step in lexicon().words("step.minor"):
            continue
        own = statement.without_days[begin : act.start]
        yield from units_in(own)
        yield from (one[0] for one in ENTITY.finditer(own) if not _POINTS_BACK.match(one[0]))
        places = gazetteer().mentions(own.lstrip(), counties=True)
        yield from (one.text for one in places if not one.span.start and one.level != "province")


def _names_its_thing(act: Happening, statement: Statement) -> bool:
    """True for a sentence that names the event's thing, perhaps without its place or owner, and no other unit."""
    text = plain(statement.text)
    found = cover(act.subject, text)
    if not found.pieces or found.missing or set(units_in(text)) - act.units:
        return False
    return not kind_words().fullmatch("".join(found.pieces)) and at_edge(found.pieces[0], text)


def _goes_on_about_it(told: tuple[Telling, ...], located: Located) -> bool:
    """True where the page reports this event and nothing else is brought in from there, or from where it is named again, up to the sentence.

    全长22公里，设站15座 below 8号线开通 is of that line; 丙厂年产水泥200万吨 in a digest names another plant, and below 9号线动工 it is
    of line 9. What neither the title nor what tells the event has is something else.
    """
    document, span = located.document, located.span
    main = happening(document, trust_header=True)
    own = [one for one in told if main and one.span == main.statement.span]
    if not own or span is None or not _is_titled(document.page.title, own[0]):
        return False
    several = set(units_in(own[0].text)) - own[0].event.units
    known = fold(document.page.title + own[0].text).text
    start, _ = _paragraph(located)
    again = document.page.text[start : span.end]
    if own[0].span.end <= start and not any(
        contains(again, piece) for piece in own[0].event.subject
    ):
        start = own[0].span.end
    between = document.touching(Span(start=start + 1, end=span.end))
    if several and any(_POINTS_BACK.match(one.text) for one in between):
        return False
    return not any(other not in known for one in between for other in _others(one))


def _others(statement: Statement) -> Iterator[str]:
    """Units, plants and firms, places and things that a sentence names, and words for others: 其他企业, 全省今年….

    A place counts before an act, or where a clause begins with it: not in 装机占全省的三成 or 电力送往石家庄.
    """
    text = statement.text
    yield from units_in(text)
    yield from (one[0] for one in ENTITY.finditer(text) if not _POINTS_BACK.match(one[0]))
    yield from (one[0] for one in _ANOTHER.finditer(text))
    if statement.acts:
        yield from (one.text for one in gazetteer().mentions(text[:_OPENS], counties=True))
    for clause in statement.clauses:
        words = text[clause.start : clause.end]
        places = gazetteer().mentions(words[:_OPENS], counties=True)
        yield from (one.text for one in places if one.span.start == 0)
        thing = kind_words().search(words[:_OPENS])
        if thing and thing.start() > 1 and _HAN.fullmatch(words, 0, thing.end()):
            yield words[: thing.end()]
        local = LOCAL_WORD.match(words)
        if local:
            yield local[0]


def _is_titled(title: str, told: Telling) -> bool:
    """True where the title tells of it, too: 甲石化大修拉开帷幕 over …甲石化停工大修, and neither 丙州要闻 nor another unit's act."""
    head, acts = happening_of(title).head, told.statement.acts
    if head is not None and not any(is_same_step(head.act, one.act) for one in acts):
        return False
    if set(units_in(title)) - set(units_in(told.text)):
        return False
    own, words = fold(told.text).text, fold(title).text
    for place in reversed(gazetteer().mentions(words, counties=True)):
        words = f"{words[: place.span.start]} {words[place.span.end :]}"
    return any(words[at : at + _SHARED] in own for at in range(len(words) - _SHARED + 1))


def _is_shorter(title: str, told: Telling) -> bool:
    """True when a title says in fewer words what a sentence tells: all of its words stand there, with its act.

    2号机组投产 of 公司2号66万千瓦机组正式投产; the page is about that event then.
    """
    short, statement = happening_of(title), told.statement
    if short.head is None or not is_same_step(short.head.act, told.act.act):
        return False
    found = cover(short.parts, statement.without_days)
    return bool(found.pieces) and not found.missing and not LOCAL_WORD.sub("", found.lead)


def _goes_on_from(told: Telling, located: Located) -> bool:
    """True for the sentence right behind one that tells the event, which speaks of its thing: 该机组…, 大桥全长….

    Not where that one names another unit, too: nobody can say which is meant.
    """
    between = located.document.page.text[told.span.end : located.span.start if located.span else 0]
    behind = located.span is not None and told.span.end <= located.span.start
    if (
        not behind
        or between.strip('。；“”"\n\u3000 ')
        or set(units_in(told.text)) - told.event.units
    ):
        return False
    kinds = (piece[-size:] for piece in told.event.subject for size in (2, 3, 4))
    return _POINTS_BACK.match(located.text) is not None or located.text.startswith(tuple(kinds))


def _names_another(act: Happening, sentence: str) -> bool:
    """Another part of the same work (二期), or something else that came to be on the same day."""
    parts, own = set(_PART.findall(sentence)), set(_PART.findall(act.name))
    if parts and own and not parts & own:
        return True
    steps = set(act.steps)
    aside = _ASIDE.match(sentence) and any(
        w.act.step in steps for w in act_words(fold(sentence).text)
    )
    return bool(aside) and not all(contains(sentence, piece) for piece in act.subject)


def _paragraph(located: Located) -> tuple[int, int]:
    text, span = located.document.page.text, located.span
    if span is None:
        return 0, len(text)
    end = text.find("\n", span.end)
    return text.rfind("\n", 0, span.start), end if end >= 0 else len(text)


def _of_another_document(subject: Subject, located: Located) -> bool:
    """Of several documents that the title issues, another one's heading stands last before it."""
    own = fold(core_name(subject.policy.name.value)).text
    names = subject.documents[0].paper.names
    issued = {fold(core_name(name)).text for name in names}
    if len(issued) < 2 or own not in issued or located.span is None:
        return False
    before = located.document.page.text[: located.span.start].split("\n")[:-1]
    headings = [name for line in before if (name := fold(core_name(line)).text) in issued]
    return bool(headings) and headings[-1] != own
