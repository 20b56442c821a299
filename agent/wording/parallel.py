"""What the first of two clauses made alike has more than the other."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import LONGEST, SHORTEST, Said, is_words


def of_parallel(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """What the first of two clauses made alike has more, before or behind what they differ in.

    丰水期上网电价按2元执行，枯水期按3元执行; 居民用电峰段为8时至22时，谷段为22时至8时. What they differ in ends alike, and
    what is said of it begins alike.
    """
    tokens, table = passage.tokens, licences()
    if table.leans.search(clause.text):
        return
    for behind in range(clause.start + SHORTEST, min(clause.end, clause.start + LONGEST)):
        if not table.parallel.match(tokens.words(behind, clause.end)):
            continue
        for other in before:
            yield from _more_behind(passage, clause.start, behind, other)
            yield from _more_before(passage, clause.start, behind, other)
        if tokens.all[behind].kind != "word":
            return


def _alike(passage: Passage, one: int, other: int) -> bool:
    """True for two tokens that begin what is said: of one word, or two figures."""
    tokens, parallel = passage.tokens, licences().parallel
    a, b = tokens.all[one], tokens.all[other]
    # 保持在20天以上 and 不低于10天 bound one measure, each in its words.
    bound = all(parallel.match(tokens.rest(at)) for at in (one, other))
    return a.key == b.key or a.kind == b.kind == "figure" or bound


def _more_behind(passage: Passage, start: int, behind: int, other: Clause) -> Iterator[Said]:
    """上网电价 behind 枯水期, where 丰水期上网电价按 stands before."""
    tokens = passage.tokens
    end = other.start + behind - start
    ends_alike = end < other.end and tokens.all[end - 1].key == tokens.all[behind - 1].key
    for at in range(end + SHORTEST, other.end) if ends_alike else ():
        if _alike(passage, at, behind) and is_words(passage, end, at):
            yield Said(behind, behind, tokens.keys(end, at), "topic")
            return


def _more_before(passage: Passage, start: int, behind: int, other: Clause) -> Iterator[Said]:
    """居民用电 before 谷段为, where 居民用电峰段为 stands before; 丙州港今年完成 before another 吞吐量."""
    tokens, table = passage.tokens, licences()
    length = behind - start
    for at in range(other.start + SHORTEST + 1, other.end):
        if not _alike(passage, at, behind) or tokens.all[at - 1].key != tokens.all[behind - 1].key:
            continue
        firsts = {at - length} & set(range(other.start + SHORTEST, at))
        if tokens.keys(at - SHORTEST, at) == tokens.keys(behind - SHORTEST, behind):
            inner = range(other.start + SHORTEST, at - SHORTEST)
            firsts |= {n for n in inner if _ends_a_lead(passage, other.start, n)}
        for first in sorted(firsts):
            words = "".join(
                str(t.key[0]) for t in tokens.all[other.start : first] if t.kind == "word"
            )
            if not table.grade.search(words):
                yield Said(start, start, tokens.keys(other.start, first), "topic")
        return


def _ends_a_lead(passage: Passage, start: int, at: int) -> bool:
    """True behind a subject, a date, or the verb of what was done."""
    table, tokens = licences(), passage.tokens
    words = tokens.words(start, at)
    dated = tokens.all[at - 1].kind in ("date", "day")
    return dated or bool(table.subject_ends.search(words) or table.finishing.search(words))
