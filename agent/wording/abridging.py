"""A sentence made shorter by its own licences: what is less telling of it is left out.

Left out are reasons (为…, 根据…), coordinate clauses that begin with what is to be done or state an
indicator, later members of long open lists, adverbs and numbers. It chooses; whether the page
still says what is kept, ``compare`` decides, as it does of what a model leaves out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise, zip_longest

from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.wording.dispensable import Worth, may_go_together, ways_to_be_short
from agent.wording.leaving import cuts_of
from agent.wording.licences import licences
from agent.wording.lists import SEPARATORS
from agent.wording.passage import Clause, Passage, passage_of

WORTH_IT = 0.85
"""A sentence that is hardly shorter than the page's is not printed beside it."""
_MOST_LEFT_OUT, _TRIES = 6, 16
"""Clauses that a claim left out which are put back one by one, and how many ways of it are tried."""
_PIECE = 6
"""Characters in one piece that show that a claim has a part of a clause."""
_MEMBERS = 2
"""Members that are kept of an open list that has at least two more; one more where it is of what is looked for."""

_BREAK = lazy_pattern(
    r"(?<=[\u4e00-\u9fff，。；、”）])\s{1,9}(?=[\u4e00-\u9fff“（\d])|(?<=[\d%％])\s{1,9}(?=[\u4e00-\u9fff“（])"
)
"""White space that the width of a page left between two characters, or beside a figure: 450 万吨."""
_NO_PROSE = lazy_pattern("[①-⑳|?？!！=＝×]")
_OTHER = lazy_pattern(f"{_NO_PROSE.pattern}|[:：]")
"""Rows, what circled numbers list or a colon leads, questions and formulas are left as they are."""
_ASIDE = lazy_pattern(r"[（(][^（）()]{0,120}[）)]")
"""A bracket: its marks are none of the sentence's, as those of an address (https://a.example/?id=9)."""


def shorter(sentence: str, worth: Worth, stands: str = "") -> Iterator[str]:
    """The sentence with the less telling parts of it left out, what leaves most out first.

    Nothing where it would hardly be shorter. Whether the page still says so is for ``compare`` to decide.

    Args:
        sentence: one sentence of a page, whole.
        worth: how much a clause tells; 0 for one that tells nothing of what is looked for.
        stands: the same with its full stop, as ``compare`` reads it; empty where it has one or none.
    """
    stands = stands or sentence
    passage, worth = passage_of(stands), cache(worth)
    if passage.spoilt or _OTHER.search(_ASIDE.sub("", sentence)) or not passage.clauses:
        return
    longest = _longest(sentence)
    for gone in ways_to_be_short(passage, worth):
        for left_out in (_words(stands, gone, worth), ()):
            text = _told(passage, stands, gone, left_out)
            if _size(text) <= longest:
                yield text


def between(sentence: str, claim: str, stands: str = "") -> Iterator[str]:
    """The sentence without some of the clauses that a claim left out of it, the shortest first.

    A claim that leaves out one clause too many, or a member of a list that may not go, is not the page's; with
    that clause put back it may be, with two members of an open list, the claim's first.
    Whether the page still says so is for ``compare`` to decide. ``stands`` is as for ``shorter``.
    """
    stands = stands or sentence
    passage, words = passage_of(stands), fold(claim).text
    whole = [clause for clause in passage.clauses if clause.text in words]
    rest = words
    for clause in sorted(whole, key=lambda clause: -len(clause.text)):
        rest = rest.replace(clause.text, "\n")
    left = [c for c in passage.clauses if c not in whole and not _has_any(rest, c.text)]
    kept = any(clause.kind == "body" and clause not in left for clause in passage.clauses)
    if (
        not kept
        or len(left) > _MOST_LEFT_OUT
        or passage.spoilt
        or _NO_PROSE.search(_ASIDE.sub("", sentence))
    ):
        return
    made = {
        _told(passage, stands, gone, left_out)
        for size in range(len(left), -1, -1)
        for gone in combinations(left, size)
        if may_go_together(passage, gone)
        for left_out in {_words(stands, gone, lambda member: member in words), ()}
    }
    fit = sorted((_size(text), text) for text in made)
    yield from (text for length, text in fit[:_TRIES] if length <= _longest(sentence))


def _size(text: str) -> int:
    """Characters of a text; the width of a page breaks words, and white space that goes makes none shorter."""
    return len("".join(text.split()))


def _longest(sentence: str) -> float:
    return WORTH_IT * _size(sentence)


def _has_any(claim: str, clause: str) -> bool:
    """True when a claim has a part of a clause: what is kept in part was not left out."""
    pieces = (clause[at : at + _PIECE] for at in range(max(1, len(clause) - _PIECE + 1)))
    return any(piece in claim for piece in pieces)


@lru_cache(maxsize=64)
def _cuts_of(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Ranges of tokens that may go by themselves, each with its licence."""
    return tuple(
        (start, step.page, step.difference.slot)
        for start, steps in cuts_of(passage_of(sentence)).items()
        for step in steps
        if step.difference
    )


def _words(sentence: str, gone: Collection[Clause], worth: Worth) -> tuple[tuple[int, int], ...]:
    """Ranges of tokens that go inside what is kept: adverbs at its head, asides, members of lists."""
    passage, cuts = passage_of(sentence), _cuts_of(sentence)
    found: list[tuple[int, int]] = []
    for before, clause in pairwise((None, *passage.clauses)):
        if clause is None or clause in gone:
            continue
        at_its_head = ("adverb", "connective") if before in gone else ("adverb",)
        inside = [cut for cut in cuts if clause.start <= cut[0] < clause.end]
        # Not the name of a paper in a ground: 落实《甲》和《乙》.
        brackets = (cut for cut in inside if passage.tokens.all[cut[0]].key == ("(",))
        found += [(a, b) for a, b, slot in brackets if slot == "aside"]
        begin = clause.start
        for a, b, slot in inside:
            if slot == "numbering" and a == begin:
                found.append((a, b))
                begin = b
        found += [(a, b) for a, b, slot in inside if a == begin and slot in at_its_head][:1]
        found += _later(passage, [(a, b) for a, b, slot in inside if slot == "member"], worth)
    return tuple(sorted(found))


def _later(
    passage: Passage, cuts: Sequence[tuple[int, int]], worth: Worth
) -> Iterator[tuple[int, int]]:
    """The members of an open list (…等) but the first and that which tells most, each with the separator before it."""
    tokens = passage.tokens
    before = {end: start for start, end in cuts if tokens.all[start].key in SEPARATORS}
    for end in before:
        if not licences().open_end.match(tokens.rest(end)):
            continue
        members, at = list[tuple[int, int]](), end
        while at in before:
            members.insert(0, (before[at], at))
            at = before[at]
        if len(members) <= _MEMBERS:
            continue
        worths = {member: worth(tokens.words(member[0] + 1, member[1])) for member in members}
        first, second, *_ = sorted(members, key=lambda member: -worths[member])
        kept = (first, second) if worths[second] else (first,)
        yield from (member for member in members if member not in kept)


def _told(
    passage: Passage,
    sentence: str,
    gone: Collection[Clause],
    left_out: Sequence[tuple[int, int]],
) -> str:
    """What is kept, in the page's own characters, with a stop for those that stood between."""
    folded, tokens = fold(sentence), passage.tokens.all
    dropped = {n for start, end in left_out for n in range(start, end)}
    kept = [clause for clause in passage.clauses if clause not in gone]
    text = ""
    for clause, behind in zip_longest(kept, kept[1:]):
        for n in range(clause.start, clause.end):
            if n not in dropped:
                # A comma inside brackets is no token and goes with the next one.
                goes_on = n > clause.start and n - 1 not in dropped
                start = tokens[n - 1].end if goes_on else tokens[n].start
                text += sentence[folded.offsets[start] : folded.ends[tokens[n].end - 1]]
        text += _stop(clause, behind)
    return _BREAK.sub("", text)


def _stop(clause: Clause, behind: Clause | None) -> str:
    if behind is None or behind.sentence != clause.sentence:
        return "。"
    if clause.colon:
        return "："
    return "；" if behind.segment != clause.segment else "，"
