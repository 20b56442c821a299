"""The parts of a sentence that code can hold against a passage when the words are not the same.

They only ever take away: a sentence that passes is not supported by that, a sentence that fails is
not. What is compared are dates with their roles, steps of a project, directions, denials, scope,
aim or result, and names. Figures have a check of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.checks.clauses import (
    ANY_YEAR,
    about,
    clause_of,
    is_said,
    nearest,
    pairs,
    without_figures,
)
from agent.checks.kinds import (
    AIMED,
    BODY,
    DONE,
    EITHER,
    FEW,
    FRACTION,
    LATIN,
    LISTED,
    NUMBER,
    RATED,
    ROLES,
    SHORT_BODY,
    STANDARDS,
    TERM_FROM,
    TITLES,
)
from agent.checks.nearest import is_demanded
from agent.facts.statement import steps_told
from agent.lazy import lazy_pattern
from agent.places import Places
from agent.publishers import Publishers
from agent.text.dates import DateMention, dates
from agent.text.figure_words import without_totals
from agent.text.figures import Figure, figures, same_quantity
from agent.text.fold import contains, fold
from agent.text.lexicon import lexicon

NEAR = 12
"""Characters beside a date in which words give it a role."""
REMARK = lazy_pattern(r"[（(][^（）()]*[）)]")
SUBSET = lazy_pattern(r"其中[，,]?")


@dataclass(frozen=True)
class Names:
    """What tells names of places and of bodies from other words."""

    places: Places
    publishers: Publishers


def difference(sentence: str, quote: str, passage: str, page: str, names: Names) -> str | None:
    """The reason code of the first part of a sentence that the passage does not bear, or None.

    Args:
        sentence: what is claimed.
        quote: the words that are said to bear it.
        passage: the sentences in which the quote stands.
        page: title and issuers of the page: it need not name them again in each sentence.
        names: what knows places and bodies.
    """
    if _dates_differ(sentence, passage) or _term_differs(sentence, passage):
        return "entailment.other_date"
    if _steps_differ(sentence, passage):
        return "entailment.other_status"
    words = "".join(passage.split())
    told = about(sentence, quote)
    bare = REMARK.sub("", quote)
    if _turned(sentence, words, told) or _denied(sentence) not in {
        _denied(quote),
        _denied(nearest(sentence, quote)),
        _denied(nearest(sentence, bare)),
    }:
        return "entailment.other_direction"
    if _aim_differs(sentence, passage):
        return "entailment.other_target"
    if _numbers(sentence) - _numbers(passage) or _few(sentence) - _few(passage):
        return "entailment.other_figure"
    if _of_a_part(sentence, quote) or _scope_differs(sentence, told, words):
        return "entailment.other_scope"
    return "entailment.other_name" if _names_differ(sentence, passage, page, names) else None


def _aim_differs(sentence: str, passage: str) -> bool:
    """True when one calls reached what the other aims at."""
    whole, told = without_totals("".join(passage.split())), without_totals(sentence)
    if DONE.search(told) and AIMED.search(whole) and not DONE.search(whole):
        return True
    return bool(AIMED.search(told)) and not AIMED.search(whole) and not is_demanded(whole)


def _numbers(text: str) -> set[str]:
    """Numbers that are neither figures nor dates: 5级, 871工程, 第7条."""
    return set(NUMBER.findall(fold(without_figures(text)).text))


def _few(text: str) -> set[str]:
    """Small numbers with what they count, 两 as 二: 两项, 3个."""
    told = {f"{one.replace('两', '二')}{of}" for one, of in FEW.findall(text)}
    digits = dict(zip("23456789", "二三四五六七八九", strict=True))
    written = re.findall(r"(?<![\d.])([2-9])\s?(项|个|次|种|批|类)", text)
    return told | {f"{digits[one]}{of}" for one, of in written} | set(FRACTION.findall(text))


def _dates_differ(sentence: str, passage: str) -> bool:
    standing = dates(passage, year=ANY_YEAR)
    for claimed in dates(sentence, year=ANY_YEAR):
        same = [s for s in standing if _same_date(claimed, s)]
        if not same or (claimed.precision == "day" and not _same_side(claimed, same)):
            return True
        role = _role(sentence, claimed)
        roles = {r for s in same if (r := _role(passage, s)) is not None}
        if role is not None and roles and role not in roles:
            return True
    return False


def _same_side(claimed: DateMention, standing: list[DateMention]) -> bool:
    """True when one of the dates is on the day, before it or after it as the claimed one is."""
    return any(
        s.open_side == claimed.open_side or {s.open_side, claimed.open_side} == {None, "after"}
        for s in standing
    )


def _term_differs(sentence: str, passage: str) -> bool:
    """True when a term of days or months runs from another event: 公布后10日内, 收到之日起10日内."""
    standing = [(f, _begins(passage, f)) for f in figures(passage)]
    for claimed in figures(sentence):
        event = _begins(sentence, claimed)
        events = {e for f, e in standing if e and same_quantity(claimed, f)}
        if event and events and event not in events:
            return True
    return False


def _begins(text: str, term: Figure) -> str | None:
    found = TERM_FROM.search(fold(text[: term.span.start]).text)
    return found[1] if found else None


def _same_date(claimed: DateMention, standing: DateMention) -> bool:
    if claimed.interval.contains(standing.interval):
        return True
    if claimed.interval.start.year != ANY_YEAR:
        return False
    start, end = claimed.interval.start, claimed.interval.end
    other = standing.interval
    return (start.month, start.day, end.month, end.day) == (
        other.start.month,
        other.start.day,
        other.end.month,
        other.end.day,
    )


def _role(text: str, mention: DateMention) -> int | None:
    """Which of ROLES the words beside a date give it; what follows it first."""
    behind = text[mention.span.end : mention.span.end + NEAR]
    before = text[max(0, mention.span.start - NEAR) : mention.span.start]
    for words in (re.split("[，。；]", behind)[0], re.split("[，。；]", before)[-1]):
        found = [(match.start(), n) for n, r in enumerate(ROLES) if (match := r.search(words))]
        if found:
            return min(found)[1]
    return None


def _steps_differ(sentence: str, passage: str) -> bool:
    standing = {(one.step, one.planned) for one in steps_told(passage)}
    if AIMED.search("".join(passage.split())) and not DONE.search(passage):
        standing |= {(step, True) for step, _ in standing}
    return any((one.step, one.planned) not in standing for one in steps_told(sentence))


def _turned(sentence: str, passage: str, told: str) -> bool:
    """True when the clauses that are retold have the opposite of a word that stands nowhere."""
    for one, other in map(lexicon().words, lexicon().group("opposite.")):
        for own, opposite in ((one, other), (other, one)):
            said = re.search(own, sentence) and not re.search(opposite, sentence)
            if said and re.search(opposite, told) and not re.search(own, passage):
                return True
    return False


def _another_of_its_kind(sentence: str, passage: str) -> bool:
    for words in lexicon().words("compared.alternatives"):
        said, standing = (set(re.findall(words, text)) for text in (sentence, passage))
        if said and standing and not said <= standing:
            return True
    return False


def _denied(text: str) -> bool:
    kept = lexicon().pattern("compared.no_denial").sub("", text)
    return lexicon().pattern("compared.denial").search(kept) is not None


def _scope_differs(sentence: str, told: str, passage: str) -> bool:
    if _another_of_its_kind(sentence, passage):
        return True
    table, limited = lexicon(), EITHER.sub("", told)
    limits, whole = table.words("compared.limits"), table.words("compared.whole")
    if any(word in limited and not is_said(word, sentence) for word in limits):
        return True
    everything = {*table.words("compared.everything"), *limits}
    if table.pattern("compared.wholly").search(passage):
        everything -= {*whole}
    return any(word in sentence and word not in passage for word in everything)


def _of_a_part(sentence: str, quote: str) -> bool:
    """True when a figure of the whole is told of a part: 共38次，其中大陆地区26次."""
    found = SUBSET.search(quote)
    if found is None:
        return False
    part = re.split(r"[，,。；;]", quote[found.end() :])[0]
    inside = figures(part)
    if not inside:
        return False
    named = pairs(part[: inside[0].span.start]) - pairs(quote[: found.start()])
    for claimed in figures(sentence):
        clause = clause_of(sentence, claimed.span)
        if named & pairs(clause) and not any(same_quantity(claimed, f) for f in inside):
            return True
    return False


def _names_differ(sentence: str, passage: str, page: str, names: Names) -> bool:
    plain, around = fold(passage).text, f"{passage}\n{page}"
    for kind in ("compared.waters", "compared.things"):
        found = lexicon().pattern(kind).finditer(sentence)
        if any(m.group() not in fold(around).text for m in found):
            return True
    for pattern in (STANDARDS, LATIN):
        if any(not _is_named(m.group(), plain) for m in pattern.finditer(sentence)):
            return True
    rated = set(RATED.findall(plain))
    if rated and not set(RATED.findall(fold(sentence).text)) <= rated:
        return True
    if any(not contains(around, title) for title in TITLES.findall(sentence)):
        return True
    if any(not contains(around, p) and not _wider(p, passage, names) for p in _listed(sentence)):
        return True
    here = names.places.mentions(sentence)
    there = {m.text for m in names.places.mentions(passage)}
    known = there | {m.text for m in names.places.mentions(page)}
    here = tuple(m for m in here if not _wider(m.text, passage, names))
    if any(m.text not in known and not contains(around, m.text) for m in here):
        return True
    named = "\n".join(there)
    if there and any(m.text not in named for m in here):
        return True
    short = SHORT_BODY.search(sentence)
    if short and not re.search(rf"{short[1]}[\u4e00-\u9fff]{{0,12}}{short[2]}", around):
        return True
    spelled = SHORT_BODY.sub("", sentence)
    if any(not contains(around, m.group()) for m in BODY.finditer(spelled)):
        return True
    bodies = names.publishers.agencies(spelled, None)
    return any(not contains(around, body) for body in bodies)


def _listed(sentence: str) -> tuple[str, ...]:
    """The places of a list such as 甲山、乙河等地; of the first, which words may precede, the end."""
    found: list[str] = []
    for match in LISTED.finditer(sentence):
        first, *others = (re.sub("(?<=..)[省市县区州]$", "", p) for p in match[1].split("、"))
        found += [first[-2:], *others]
    return tuple(found)


def _is_named(name: str, plain: str) -> bool:
    folded, table = fold(name).text, lexicon()
    known = (f"latin.{folded}", f"same.{folded}")
    return folded in plain or any(
        one in table.lists and table.pattern(one).search(plain) for one in known
    )


def _wider(place: str, passage: str, names: Names) -> bool:
    """True when the place is the province of one that the passage names."""
    provinces = {p for m in names.places.mentions(passage) for p in m.provinces}
    whole = {f for p in provinces for f in (p, names.places.province(p).full)}
    return place in whole
