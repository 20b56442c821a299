"""A clause of a passage read into a statement: its time, its subject, where its predicate begins, and what kind it is.

A clause begins with what places it (a time, of whom it is) and goes on with what it says. What it does not say
itself it has from the clauses before it (``in_force``).
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.wording.leads import NUMBERING
from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.statement_words import has, time_ahead, word
from agent.wording.tokens import Tokens

Range = tuple[int, int]
_LOOKED_AT = 16
"""Tokens at the head of a clause that a time is looked for in."""
_RELATIVE = 8
"""Tokens from a verb to the 的 of what it tells of."""
_NOUN = 12
"""Tokens of a noun behind its 的."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause with what places it. Ranges are of tokens, other numbers are of statements.

    ``begins`` is behind a number and a joining word, ``predicate`` where what it says begins; ``time`` and
    ``subject`` are its own. A ``source`` tells who says what stands behind it, a ``ground`` why, a ``guard`` for
    whom or on what condition, and one that is ``timed`` when: none of them says anything by itself.

    In force are the ``heads`` (its guards) and the statement whose time it has (``in_time``); ``whole`` is what it is a
    part of (其中), ``leans`` what its figures go on from.
    """

    at: int
    clause: Clause
    begins: int
    predicate: int
    time: Range | None
    subject: Range | None
    source: bool
    ground: bool
    guard: bool
    timed: bool
    heads: tuple[int, ...] = ()
    in_time: int | None = None
    whole: int | None = None
    leans: int | None = None

    @property
    def says(self) -> bool:
        """True for a clause that says something by itself."""
        return not (self.source or self.ground or self.guard or self.timed)


def read(passage: Passage, at: int) -> Statement:
    """The statement of one clause, without what it has from others."""
    tokens, clause = passage.tokens, passage.clauses[at]
    begins = _begins(passage, at)
    time = _time_at(tokens, begins, clause.end)
    front = time[1] if time else begins
    predicate = _predicate(tokens, front, clause.end)
    subject = (front, predicate) if predicate - front >= 2 else None
    if time is None and subject:
        # 全市到2030年建成, 各市应于6月底前报送: the time behind the subject, and behind its word of duty.
        ahead = tokens.words(predicate, clause.end)
        duty = licences().before_time.match(ahead) or word("govern.aim").match(ahead)
        behind = token_at(tokens, predicate, duty.end()) if duty else predicate
        time = _time_at(tokens, predicate, clause.end) or _time_at(tokens, behind, clause.end)
    timed = clause.timed or time == (begins, clause.end)
    source = clause.kind != "tail" and word("clause.source").fullmatch(clause.text) is not None
    # What is asked is not said: 改造，居民要出钱吗？
    source = source or _is_asked(passage, clause)
    ends_with_time = time is not None and time[1] == clause.end
    start = time[1] if time and subject is None else begins
    guard = not (source or timed or ends_with_time) and _is_guard(passage, at, start)
    return Statement(
        at=at,
        clause=clause,
        begins=begins,
        predicate=predicate,
        time=time,
        subject=subject,
        source=source,
        ground=_is_ground(clause.text),
        guard=guard,
        timed=timed,
    )


def _is_asked(passage: Passage, clause: Clause) -> bool:
    """True for a clause of a question."""
    last = [c for c in passage.clauses if c.sentence == clause.sentence][-1]
    end = passage.tokens.all[last.end - 1].end
    return passage.tokens.text[end : end + 1] == "?"


def token_at(tokens: Tokens, start: int, characters: int) -> int:
    """The token that stands some characters behind the beginning of another."""
    place = tokens.all[start].start + characters
    return next((n for n in range(start, len(tokens.all)) if tokens.all[n].start >= place), start)


def _begins(passage: Passage, at: int) -> int:
    tokens, clause = passage.tokens, passage.clauses[at]
    begins = next((behind for first, behind in passage.numbers if first == clause.start), None)
    if begins is None:
        # An item of a list behind its colon: 须具备以下条件：（一）….
        listed = at > 0 and passage.clauses[at - 1].colon
        number = NUMBERING.match(clause.text) if listed else None
        inside = number is not None and number.end() < len(clause.text)
        begins = token_at(tokens, clause.start, number.end()) if number and inside else clause.start
    # 并州城际铁路 begins a sentence, and joins nothing.
    goes_on = at > 0 and passage.clauses[at - 1].sentence == clause.sentence
    words = tokens.words(begins, clause.end)
    joined = word("clause.joins").match(words) if goes_on or words.startswith("其中") else None
    return token_at(tokens, begins, joined.end()) if joined else begins


def _time_at(tokens: Tokens, start: int, end: int) -> Range | None:
    """The time at a token: 到2030年底, 一季度, 自3月1日8时起."""
    text, places = "", list[int]()
    for at in range(start, min(end, start + _LOOKED_AT)):
        dated = tokens.all[at].kind in ("date", "day")
        words = "DATE" if dated else tokens.words(at, at + 1)
        text += words
        places += [at] * len(words)
    found = time_ahead().match(text)
    if not found:
        return None
    last = places[found.end()] if found.end() < len(places) else places[-1] + 1
    return (start, last) if last > start else None


def _predicate(tokens: Tokens, front: int, end: int) -> int:
    """Where the words before the predicate end; ``front`` itself where the clause has no subject."""
    words = tokens.words(front, end)
    named = word("front.named").match(words)
    if named:
        return token_at(tokens, front, named.end("what"))
    if word("clause.leaning").match(words):
        return front
    ends = _front_ends(tokens, front, end)
    relative = ends == front or 0 <= tokens.words(ends, end).find("的") <= _RELATIVE
    if relative and not word("front.prepositions").match(words):
        # 政府投资的大型厂房应当…: the first verb is of the noun behind it.
        ends = max(ends, _behind_a_relative(tokens, front, end))
    if ends < end and tokens.all[ends].kind == "figure":
        subject = tokens.words(front, ends)
        if licences().demand.match(subject) and not has("front.measure", subject):
            # 推广车辆2000辆 has no subject.
            return front
    return ends


def _front_ends(tokens: Tokens, start: int, end: int) -> int:
    """At a verb, a preposition, a date, or a figure that is not at the head."""
    table = licences()
    if word("front.prepositions").match(tokens.words(start, end)):
        return start
    first = start
    while first < min(end, start + 2) and tokens.all[first].kind == "figure":
        first += 1
    if first == start and tokens.words(first, first + 2) in ("其余", "每个"):
        first += 2
    stop = next((n for n in range(first, end) if tokens.all[n].kind != "word"), end)
    if first > start and stop < end and tokens.all[stop].kind == "figure":
        # 2座4.3米焦炉: the second figure is of the noun.
        stop = next((n for n in range(stop + 1, end) if tokens.all[n].kind != "word"), end)
    while stop < end - 1 and tokens.all[stop].kind == "figure" and _acts_behind(tokens, stop, end):
        # 剩余11家须完成, 甲厂2座高炉停产: the figure is of the subject.
        stop = next((n for n in range(stop + 1, end) if tokens.all[n].kind != "word"), end)
    words = tokens.words(first, stop).replace("公共", "公众")
    plain = table.named_by_verb.sub(lambda match: "名" * len(match[0]), words)
    verbs = (pattern.search(plain) for pattern in (table.predicates, word("front.ends")))
    places = [verb.start() for verb in verbs if verb]
    return token_at(tokens, first, min(places)) if places and first < end else stop


def _acts_behind(tokens: Tokens, figure: int, end: int) -> bool:
    """True where a verb stands behind a figure and before the next."""
    # 一座5000立方米油罐发生火灾: of how many and how big they are.
    behind = next((n for n in range(figure + 1, end) if tokens.all[n].kind != "figure"), end)
    stop = next((n for n in range(behind, end) if tokens.all[n].kind != "word"), end)
    words = tokens.words(behind, stop)
    table = licences()
    verbs = table.predicates, table.subject_verbs, word("front.ends")
    return any(verb.search(words) for verb in verbs)


def _behind_a_relative(tokens: Tokens, start: int, end: int) -> int:
    """Where 享受补贴的车辆 ends: a noun with what tells of it, before the predicate."""
    at = tokens.words(start, end).find("的")
    if not 1 < at < 2 * _LOOKED_AT:
        return start
    behind = token_at(tokens, start, at + 1)
    noun = _front_ends(tokens, behind, end)
    return noun if behind < noun < end and noun - behind <= _NOUN else start


def _is_ground(words: str) -> bool:
    ground = word("clause.ground").fullmatch(words)
    return ground is not None and licences().criterion.fullmatch(words) is None


def _is_guard(passage: Passage, at: int, start: int) -> bool:
    """True for a clause that only says for whom, when or on what condition the next one is."""
    clause = passage.clauses[at]
    if clause.kind in ("lead", "tail") or start >= clause.end or _is_ground(clause.text):
        return False
    if at + 1 >= len(passage.clauses) or passage.clauses[at + 1].segment != clause.segment:
        return clause.colon and clause.kind == "head"
    words = passage.tokens.words(start, clause.end)
    if word("guard.bounded").match(words):
        # 煤炭消费量控制在9万吨以内 says so.
        return False
    head = clause.kind == "head"
    if has("guard.ends", words) or (head and not _tells(passage, clause, words)):
        return True
    noun = word("guard.noun_only").fullmatch(words)
    if noun and (has("front.owner", noun["noun"]) or has("guard.things", noun["noun"])):
        return True
    if word("guard.each_more").match(words):
        return True
    after = words.rpartition("的")[2]
    acts = has("guard.acts", after) or licences().predicates.search(after, 1)
    return bool(word("guard.opens").match(words) or (head and clause.colon)) and not acts


def _tells(passage: Passage, clause: Clause, words: str) -> bool:
    """True for a clause that begins like a condition and says something: 自3月起停产, an item of a numbered list."""
    numbered = any(first == clause.start for first, _ in passage.numbers)
    return numbered or word("guard.told").match(words) is not None
