"""A sentence made shorter by its own licences: what is less telling of it is left out.

Left out are reasons (为…, 根据…), coordinate clauses that begin with what is to be done or state an
indicator, later members of long open lists, adverbs and numbers. It chooses; whether the page
still says what is kept, ``compare`` decides, as it does of what a model leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise, zip_longest

from agent.lazy import lazy_pattern
from agent.text.fold import fold
from agent.wording.leaving import cuts_of
from agent.wording.licences import licences
from agent.wording.lists import Listed, lists_of
from agent.wording.passage import Clause, Passage, passage_of
from agent.wording.standing import is_measured, may_stand
from agent.wording.steps import Changes

SHARE = 0.5
"""Share of a sentence below which no further clause is left out."""
SHORTEST = 18
"""Characters that are kept of every sentence that has as many."""
WORTH_IT = 0.85
"""A sentence that is hardly shorter than the page's is not printed beside it."""
_MOST_LEFT_OUT, _TRIES = 6, 16
"""Clauses that a claim left out which are put back one by one, and how many ways of it are tried."""
_PIECE = 6
"""Characters in one piece that show that a claim has a part of a clause."""
_MEMBERS = 3
"""Members that are kept of an open list that has at least two more."""

_BREAK = lazy_pattern(
    r"(?<=[\u4e00-\u9fff，。；、”）])\s{1,9}(?=[\u4e00-\u9fff“（\d])|(?<=[\d%％])\s{1,9}(?=[\u4e00-\u9fff“（])"
)
"""White space that the width of a page left between two characters, or beside a figure: 450 万吨."""
_NO_PROSE = lazy_pattern("[①-⑳|?？!！=＝×]")
_OTHER = lazy_pattern(f"{_NO_PROSE.pattern}|[:：]")
"""Rows, what circled numbers list or a colon leads, questions and formulas are left as they are."""

Worth = Callable[[str], float]


def shorter(sentence: str, worth: Worth, stands: str = "") -> Iterator[str]:
    """The sentence with the less telling parts of it left out, the shortest first.

    Nothing where it would hardly be shorter. Whether the page still says so is for ``compare`` to decide.

    Args:
        sentence: one sentence of a page, whole.
        worth: how much a clause tells; 0 for one that tells nothing of what is looked for.
        stands: the same with its full stop, as ``compare`` reads it; empty where it has one or none.
    """
    stands = stands or sentence
    passage, worth = passage_of(stands), cache(worth)
    if passage.spoilt or _OTHER.search(sentence) or not passage.clauses:
        return
    gone = _gone(passage, worth)
    # The width of a page breaks words: white space that goes makes no sentence shorter.
    longest = WORTH_IT * len("".join(sentence.split()))
    for left_out in (_words(stands, gone, worth), ()):
        text = _told(passage, stands, gone, left_out)
        if len("".join(text.split())) <= longest:
            yield text


def between(sentence: str, claim: str, stands: str = "") -> Iterator[str]:
    """The sentence without some of the clauses that a claim left out of it, the shortest first.

    A claim that leaves out one clause too many, or a member of a list that may not go, is not the page's; with
    that clause put back it may be, with three members of an open list, the claim's first.
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
    if not kept or len(left) > _MOST_LEFT_OUT or passage.spoilt or _NO_PROSE.search(sentence):
        return
    longest = WORTH_IT * len("".join(sentence.split()))
    made = {
        _told(passage, stands, gone, left_out)
        for size in range(len(left), -1, -1)
        for gone in combinations(left, size)
        if _reads(passage, gone)
        for left_out in {_words(stands, gone, lambda member: member in words), ()}
    }
    fit = sorted((len("".join(text.split())), text) for text in made)
    yield from (text for length, text in fit[:_TRIES] if length <= longest)


def _has_any(claim: str, clause: str) -> bool:
    """True when a claim has a part of a clause: what is kept in part was not left out."""
    pieces = (clause[at : at + _PIECE] for at in range(max(1, len(clause) - _PIECE + 1)))
    return any(piece in claim for piece in pieces)


def _gone(passage: Passage, worth: Worth) -> list[Clause]:
    """The clauses that are left out: reasons, then what tells least until the sentence is short."""
    gone: list[Clause] = []
    goal = max(SHORTEST, SHARE * _length(passage, gone))
    for reason in _reasons(passage):
        gone = _without(passage, gone, reason)
    telling = [clause for clause in passage.clauses if worth(clause.text) > 0]
    may_go = [
        c for c in passage.clauses if c.kind == "body" and _may_go(passage, c, worth, telling)
    ]
    for clause in sorted(may_go, key=lambda c: (worth(c.text), -c.start)):
        long = _length(passage, gone) > goal and _length(passage, [*gone, clause]) > SHORTEST
        if long and clause not in gone:
            gone = _without(passage, gone, [clause])
    return gone


def _length(passage: Passage, gone: Collection[Clause]) -> int:
    return sum(len(clause.text) + 1 for clause in passage.clauses if clause not in gone)


def _without(passage: Passage, gone: list[Clause], more: list[Clause]) -> list[Clause]:
    """More left out, where what is kept may stand and reads as a sentence."""
    left = [*gone, *more]
    return left if may_stand(passage, Changes(gone=tuple(left))) and _reads(passage, left) else gone


def _reasons(passage: Passage) -> Iterator[list[Clause]]:
    """Leads that say why; behind 为 with the aims that go on from it: 为减少排放，改善空气质量，…."""
    clauses = passage.clauses
    for at, clause in enumerate(clauses):
        if (
            clause.kind != "lead"
            or not licences().reasons.match(clause.text)
            or licences().says_by_what.search(clause.text)
        ):
            continue
        end = at + 1
        while clause.text[0] == "为" and end < len(clauses) and _is_aim(clauses[end]):
            end += 1
        rest = clauses[end : end + 1]
        if clause.text[0] != "为" or not rest or rest[0].kind != "body" or _has_subject(rest[0]):
            yield list(clauses[at:end])


def _is_aim(clause: Clause) -> bool:
    return clause.kind == "body" and bool(
        licences().aim_goes_on.match(clause.text) or _begins_with_an_act(clause)
    )


def _has_subject(clause: Clause) -> bool:
    return licences().own.search(clause.text) is not None


def _begins_with_an_act(clause: Clause) -> bool:
    """True for 推广节能电机, and not for 实施的项目应在本市: what is done there says which project."""
    act = licences().demand.search(clause.text)
    return clause.kind == "body" and act is not None and clause.text[act.end() :][:1] != "的"


def _may_go(passage: Passage, clause: Clause, worth: Worth, telling: Sequence[Clause]) -> bool:
    """True for a clause that others stand beside: an act without a subject, an indicator, a trend.

    With a figure only where it tells nothing of what is looked for and another clause does. The first
    clause stays where it says of which kind of thing the rest is: 加强新建项目管理，实施等量替代.
    """
    graded = licences().of_a_kind.search(clause.text) and clause is _first(passage, clause)
    if (
        graded
        or licences().restrains.search(clause.text)
        or licences().of_the_paper.search(clause.text)
        or licences().excepts.search(clause.text)
    ):
        return False
    part = clause.text.startswith("其中")
    if part and any(c.start == clause.end and is_measured(c.text) for c in passage.clauses):
        # 其中甲类9%，乙类8%: one part tells as much as the other.
        return False
    tokens = passage.tokens.all[clause.start : clause.end]
    if any(token.kind != "word" for token in tokens):
        beside = (
            bool(telling) and worth(clause.text) == 0 and not licences().bounded.search(clause.text)
        )
        return beside and is_measured(clause.text)
    return _begins_with_an_act(clause) or licences().trend.fullmatch(clause.text) is not None


def _reads(passage: Passage, gone: Collection[Clause]) -> bool:
    """True when something is said between each two semicolons of which anything is kept."""
    kept = [clause for clause in passage.clauses if clause not in gone]
    said = {clause.segment for clause in kept if clause.kind == "body"}
    return all(clause.segment in said for clause in kept)


def _first(passage: Passage, clause: Clause) -> Clause:
    """The first clause between semicolons that says something, beside this one."""
    return next(c for c in passage.clauses if c.segment == clause.segment and c.kind == "body")


@lru_cache(maxsize=64)
def _parts_of(sentence: str) -> tuple[tuple[tuple[int, int, str], ...], tuple[Listed, ...]]:
    """Ranges of tokens that may go by themselves, each with its licence, and the lists of a sentence."""
    passage = passage_of(sentence)
    cuts = tuple(
        (start, step.page, step.difference.slot)
        for start, steps in cuts_of(passage).items()
        for step in steps
        if step.difference
    )
    return cuts, tuple(lists_of(passage))


def _words(sentence: str, gone: Collection[Clause], worth: Worth) -> tuple[tuple[int, int], ...]:
    """Ranges of tokens that go inside what is kept: adverbs at its head, asides, members of lists."""
    passage, (cuts, lists) = passage_of(sentence), _parts_of(sentence)
    found: list[tuple[int, int]] = []
    for before, clause in pairwise((None, *passage.clauses)):
        if clause is None or clause in gone:
            continue
        at_its_head = ("adverb", "connective") if before in gone else ("adverb",)
        inside = [cut for cut in cuts if clause.start <= cut[0] < clause.end]
        found += [(a, b) for a, b, slot in inside if slot == "aside"]
        found += [(a, b) for a, b, slot in inside if a == clause.start and slot in at_its_head][:1]
    for listed in lists:
        found += _later(passage, listed, worth)
    return tuple(sorted(found))


def _later(passage: Passage, listed: Listed, worth: Worth) -> Iterator[tuple[int, int]]:
    """The members of a long open list (…等) but those that tell most, each with a separator."""
    tokens, members = passage.tokens, listed.members
    open_end = licences().open_end.match(tokens.rest(listed.end))
    if not listed.may_leave or not open_end or len(members) < _MEMBERS + 2:
        return
    # 油品及有机液体储运 may be one member or two: only what stands between 、 is surely one.
    edges = {listed.start - 1, listed.end} | {
        n for n in range(listed.start, listed.end) if tokens.all[n].key == ("、",)
    }
    sure = [member for member in members if {member[0] - 1, member[1]} <= edges]
    ranked = sorted(sure, key=lambda member: -worth(tokens.words(*member)))[:_MEMBERS]
    if len(ranked) < _MEMBERS:
        return
    kept = [member for member in members if member in ranked]
    if kept[0] != members[0]:
        yield members[0][0], kept[0][0]
    for one, other in pairwise(kept):
        if one[1] + 1 < other[0]:
            yield one[1] + 1, other[0]
    if kept[-1] != members[-1]:
        yield kept[-1][1], listed.end


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
