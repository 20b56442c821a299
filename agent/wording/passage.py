"""A passage of a page in clauses: which lead, which limit, and which may stand alone.

Sentences end at 。！？, segments at a semicolon. A clause is of one kind:

- lead: tells the day of a happening, who said it, or why. It may always go.
- head: a condition, a time, a place. It stays with what stands behind it in its sentence.
- tail: an exception or a denial. It stays with what stands before it in its sentence.
- body: what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from agent.lazy import lazy_pattern
from agent.records import Span
from agent.text.fold import fold
from agent.text.lexicon import lexicon
from agent.wording.leads import (
    NUMBERING,
    is_consent_given,
    is_found,
    is_lead,
    unsettles,
)
from agent.wording.licences import licences
from agent.wording.statement_words import has
from agent.wording.tokens import Tokens, tokens_of

Kind = Literal["lead", "head", "tail", "body"]
_CIRCLED = lazy_pattern("[①-⑳]")
_STOP, _MARK = lazy_pattern("[,;。:!?]"), lazy_pattern("[,;。:!?()]")
_QUOTED = lazy_pattern(r'"[^"。!?;]{1,80}"')
"""What stands in quotation marks: the folding makes one mark of both, so that they are told by their order."""
_JOINT = lazy_pattern(
    "(?<![合一兼归,;:。])并且?(?![不仅只限扣经待须需]|报[^,;。]{0,12}(?:批准|同意|备案|审))"
)
"""并 between two acts; what limits the first (并不得超过两年, 并报省政府批准) stays with it."""
_MONTHS = lazy_pattern(
    "(?:20\\d\\d年|[今去]年)?\\d{1,2}[-至到]\\d{1,2}月份?|[上下]半年|前?[一二三四]季度|全年|今年以来|过去[一两三四五]年|近[一两三四五]?年来?"
)
"""1—9月: a time that is no day, and may stand alone before its sentence."""
_OWN_BRACKET = lazy_pattern(
    r"(?<=[^(]{6})\([^()]{1,20}\)$|(?<=[^(]{2})\([^()]{1,20}\)(?=[\u4e00-\u9fff]{4})"
)
_OBJECT = 3
"""Characters behind a verb that are its object, and no second verb."""
_TIMES = lazy_pattern(r"[\d到至自从起止前后底末初以期间内力争,每于在的年度截年当和、时分许]*")
_PAPER = lazy_pattern("^各|有关|(?:通知|通告|公告|意见|细则|规划|办法|方案|条例|规定)$")
"""Who is addressed and what speaks before a colon are not spoken of."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A range of tokens without a stop in it. ``sentence`` and ``segment`` count from 0.

    ``colon`` says that a colon ends it, ``timed`` that it is nothing but a time. ``label`` is a colon's
    clause that names whom or what is told of behind it, up to the next of them: 甲县：…；乙县：….
    """

    start: int
    end: int
    text: str
    kind: Kind
    sentence: int
    segment: int
    colon: bool = False
    timed: bool = False
    label: bool = False


@dataclass(frozen=True)
class Passage:
    """What a claim is compared with."""

    tokens: Tokens
    clauses: tuple[Clause, ...]
    numbers: tuple[tuple[int, int], ...]
    """Ranges of tokens that number a paragraph or a point."""

    @property
    def spoilt(self) -> bool:
        """True when the passage tells a rumour: nothing of it is licensed."""
        return bool(licences().rumour.search(self.tokens.text))

    def clause_at(self, token: int) -> Clause | None:
        """The clause that a token stands in."""
        return next((one for one in self.clauses if one.start <= token < one.end), None)


@lru_cache(maxsize=256)
def passage_of(text: str) -> Passage:
    """The passage of one or several sentences."""
    tokens = tokens_of(_spelled(text))
    found: list[Clause] = []
    numbers: list[tuple[int, int]] = []
    sentence = segment = 0
    opens = True
    for start, end, stop in _acts(tokens.text):
        first, last = _tokens_in(tokens, start, end)
        if opens and first < last and (number := _number(tokens, first, last)):
            numbers.append((first, number))
        opens = stop in ("。", "!", "?", ";", ":")
        words = tokens.text[start:end]
        if first < last:
            said = tokens.words(dict(numbers).get(first, first), last)
            kind = _kind(tokens, first, last, said, stop)
            goes_on = bool(found) and found[-1].segment == segment and kind == "body"
            told = ",".join(c.text for c in found if c.segment == segment)
            kind = "tail" if goes_on and unsettles(words, told) else kind
            timed = kind != "body" and _is_time(tokens, first, last)
            found.append(Clause(first, last, words, kind, sentence, segment, stop == ":", timed))
            if kind == "lead" and stop in ("。", ";") and licences().ground.match(said):
                # Behind its own sentence's last comma a ground leads nothing: …, 按照规定逐一整改.
                found[-1] = replace(found[-1], kind="body")
        sentence += stop in ("。", "!", "?")
        segment += stop in ("。", "!", "?", ";")
    return Passage(tokens, tuple(_labelled(found)), tuple(numbers))


def span_in(text: str, start: int, end: int) -> Span:
    """Where in a text stands what its passage has from one character of its folding to another; that range must not be empty."""
    spelled = fold(_spelled(text)).span(start, end)
    return Span(start=_unspelled(text, spelled.start), end=_unspelled(text, spelled.end))


def _unspelled(text: str, at: int) -> int:
    for mark in _CIRCLED.finditer(text):
        if at <= mark.start():
            break
        at = max(mark.end(), at - len(_spelled(mark[0])) + 1)
    return at


def clauses_in(text: str) -> Iterator[str]:
    """The words of the clauses of a passage, which is cut and not read."""
    folded = fold(_spelled(text)).text
    return (folded[start:end] for start, end, _ in _acts(folded))


def _spelled(text: str) -> str:
    """The folding spells ① out, and 1加快 no longer shows a number: (1)加快 does."""
    return _CIRCLED.sub(lambda match: f"({ord(match[0]) - ord('①') + 1})", text)


def _labelled(clauses: list[Clause]) -> Iterator[Clause]:
    """The clauses, those before a colon as what they are: several in a sentence tell its parts apart."""
    colons = Counter(c.sentence for c in clauses if c.colon and not is_lead(c.text))
    for clause in clauses:
        behind = ",".join(
            c.text for c in clauses if c.sentence == clause.sentence and c.start > clause.start
        )
        if any(leads(clause.text, behind) for leads in (is_consent_given, is_found)):
            yield replace(clause, kind="lead")
            continue
        told = clause.colon and clause.kind == "lead"
        if told and (colons[clause.sentence] > 1 or is_label(clause.text)):
            yield replace(clause, kind="head", label=True)
        else:
            yield clause


def is_label(words: str) -> bool:
    """True for what stands before a colon and names of whom the rest is: 水泥行业, 居民用户, and not 各有关单位."""
    table = licences()
    named = table.subject_ends.search(words) and not table.subject_verbs.search(words)
    return has("label.whom", words) or (bool(named) and not _PAPER.search(words))


def _acts(text: str) -> Iterator[tuple[int, int, str]]:
    """The ranges between stops, those of two acts that 并 joins parted: 应安装设施并接入平台.

    Not where a 的 may be of both (建成并投产的项目).
    """
    table = licences()
    for begin, end, stop in _ranges(text):
        start = begin
        for joint in _JOINT.finditer(text, start + 1, end):
            behind = text[joint.end() : end]
            acts = table.demand.match(behind) or table.predicates.match(behind)
            verbs = [verb.end() for verb in table.predicates.finditer(text, start, joint.start())]
            # 继续执行并完善阶梯电价: two verbs of one object are one act.
            has_object = verbs and joint.start() - verbs[-1] >= _OBJECT
            if acts and has_object and "的" not in behind:
                yield start, joint.start(), ","
                start = joint.start()
        yield start, end, stop


def _ranges(text: str) -> Iterator[tuple[int, int, str]]:
    """Ranges of characters between stops, with the stop; none inside brackets, a quoted name or a number."""
    start = depth = 0
    # 以"率先达峰,绿色转型"为主题: a name that its clause goes on behind is none of several clauses.
    quoted = [q for q in _QUOTED.finditer(text) if not _STOP.match(text, q.end())]
    named = {at for q in quoted if text[q.end() :] for at in range(*q.span())}
    for mark in _MARK.finditer(text):
        at, character = mark.start(), mark[0]
        depth = max(0, depth + (character == "(") - (character == ")"))
        between = text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if (
            character not in "()"
            and not depth
            and not (between and character in ",:")
            and at not in named
            and text[start:at] != "其中"
        ):
            yield start, at, character
            start = at + 1
    if start < len(text):
        yield start, len(text), "。"


def _tokens_in(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    inside = [n for at, n in tokens.starts.items() if start <= at < end]
    return (min(inside), max(inside) + 1) if inside else (0, 0)


def _number(tokens: Tokens, first: int, last: int) -> int | None:
    """The token behind the number at the head of a clause: (三), 1. or 第十二条; None without one."""
    at = tokens.all[first].start
    found = NUMBERING.match(tokens.text, at)
    end = found.end() if found else at
    behind = next((n for n in range(first, last) if tokens.all[n].start >= end), last)
    return behind if first < behind < last and tokens.all[behind].start == end else None


def _kind(tokens: Tokens, first: int, last: int, words: str, stop: str) -> Kind:
    table = licences()
    if stop == ":":
        turned = lexicon().pattern("limit.turns_a_list").search(words)
        return "head" if turned or _limits(words) or table.holds_for.search(words) else "lead"
    if is_lead(words):
        return "lead"
    if licences().criterion.fullmatch(words):
        return "head"
    if licences().act_on_a_ground.fullmatch(words):
        return "body"
    # 对甲类用户停供(医院除外), 环城高速(不含)以内禁行: an exception in its own bracket stays with it, and takes back nothing before it.
    words = _OWN_BRACKET.sub("", words)
    if table.tail.search(words) or licences().undone_behind.search(words):
        return "tail"
    return "head" if _limits(words) or _is_time(tokens, first, last) else "body"


def _limits(words: str) -> bool:
    """True for 对新建项目 and 具备条件的, and not for 对新建项目给予补贴."""
    table = licences()
    if words.startswith("由") and "的" not in words:
        # 由省电力公司自筹 tells who does what was told; 由省电力公司 alone leads what is behind it.
        return table.by_whom.search(words) is not None
    acts = table.acts.search(words.rpartition("的")[2])
    return bool(table.head.search(words) or (table.opens.search(words) and not acts))


def _is_time(tokens: Tokens, first: int, last: int) -> bool:
    """True for 2024年 and 到2030年底: nothing but a date and what places it."""
    if _MONTHS.fullmatch(tokens.words(first, last)):
        return True
    rest = "".join(str(t.key[0]) for t in tokens.all[first:last] if t.kind == "word")
    dated = any(t.kind in ("date", "day") for t in tokens.all[first:last])
    return dated and _TIMES.fullmatch(rest.replace('"', "")) is not None
