"""What completes a noun that stands alone, from the clauses before it: of what it is, of whom, by what."""

from __future__ import annotations

from collections.abc import Iterator

from agent.wording.licences import licences
from agent.wording.passage import Clause, Passage
from agent.wording.said import LONGEST, SHORTEST, Said, is_words
from agent.wording.statement_words import word
from agent.wording.tokens import keys_of


def bounded(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """停产不少于9天，…，但不得少于8天 -> 但停产不得少于8天: what is bounded again, or has been given."""
    tokens, table = passage.tokens, licences()
    found = table.bounds.search(clause.text)
    if found is None:
        return
    place = tokens.starts[tokens.all[clause.start].start + found.start()]
    for other in reversed(before):
        bound, given = table.bounds.search(other.text), table.gives.search(other.text)
        begin = tokens.all[other.start].start
        if bound:
            end = tokens.starts[begin + bound.start()]
            for first in range(max(other.start, end - 6), end - 1):
                if is_words(passage, first, end):
                    yield Said(place, place, tokens.keys(first, end), "topic")
        if given:
            first = tokens.starts[begin + given.start(1)]
            yield Said(place, place, tokens.keys(first, other.end), "topic")
        if bound or given:
            return


def of_what(passage: Passage, clause: Clause, before: list[Clause]) -> Iterator[Said]:
    """应当达到标杆水平，未达到的不予审批 -> 未达到标杆水平的不予审批: the object of the same verb."""
    tokens = passage.tokens
    for at in range(clause.start + SHORTEST, min(clause.end, clause.start + LONGEST)):
        if tokens.all[at].key != ("的",) or not is_words(passage, at - SHORTEST, at):
            continue
        verb = tokens.keys(at - SHORTEST, at)
        for other in before:
            for place in range(other.start + SHORTEST, other.end - 1):
                if tokens.keys(place - SHORTEST, place) != verb:
                    continue
                rest = tokens.words(place, other.end)
                end = place + len(rest.partition("的")[0])
                if end - place >= SHORTEST and is_words(passage, place, min(end, other.end)):
                    yield Said(at, at, tokens.keys(place, end), "topic")


def of_whom(passage: Passage, clause: Clause, earlier: list[Clause]) -> Iterator[Said]:
    """严格控制焦化产能，确有必要建设的，应当… -> 确有必要建设的焦化产能应当…, of what was spoken.

    对更新的企业，…；对报废的，… -> 对报废的企业，…: what stands behind the 的 of the condition before it, or whom its heading is for.
    """
    tokens = passage.tokens
    place = headless(passage, clause)
    if place is None:
        return
    for last in (c for c in earlier if c.kind == "body"):
        for first in range(max(last.start, last.end - 8), last.end - 1):
            if is_words(passage, first, last.end):
                yield Said(place, place, tokens.keys(first, last.end), "topic")
    for head in reversed([c for c in passage.clauses if c.start < clause.start]):
        if head.sentence < clause.sentence - 1:
            return
        heading = word("row.heading").fullmatch(head.text)
        whom = heading["whom"] if heading else head.text if head in earlier else ""
        noun = whom.rpartition("的")[2] if "的" in whom else heading["whom"] if heading else ""
        if len(noun) >= SHORTEST and (heading or head.kind == "head"):
            yield Said(place, place, keys_of(noun), "topic")
            return


def headless(passage: Passage, clause: Clause) -> int | None:
    """Behind a 的 that names whom or what something holds for, and no noun: 已批未建的|重新论证."""
    if clause.text.endswith("的"):
        return clause.end
    found = licences().headless.match(clause.text)
    begin = passage.tokens.all[clause.start].start
    return passage.tokens.starts.get(begin + found.end()) if found else None


def each(passage: Passage, clause: Clause, earlier: list[Clause]) -> Iterator[Said]:
    """第一档为每立方米2元，第二档为3元 -> 第二档为每立方米3元: what the figures of a sentence are by."""
    tokens = passage.tokens
    for n in range(clause.start, clause.end):
        dimension = _dimension(passage, n)
        if not dimension or "/" in dimension:
            continue
        told = next(
            (by for other in reversed(earlier) if (by := _by(passage, other, dimension))), ""
        )
        if told:
            yield Said(n, n + 1, keys_of(told + tokens.words(n, n + 1)), "topic")


def _by(passage: Passage, clause: Clause, dimension: str) -> str:
    """每立方米 in 每立方米2元: what a clause's figure of a dimension is by."""
    tokens = passage.tokens
    for at in range(clause.start, clause.end):
        if _dimension(passage, at).startswith(f"{dimension}/"):
            found = licences().each.search(tokens.words(clause.start, at))
            return found[0] if found else ""
    return ""


def _dimension(passage: Passage, at: int) -> str:
    token = passage.tokens.all[at]
    return str(token.key[1]) if token.kind == "figure" else ""
