"""Which words of a name stand in the clauses that lead to an act, and which of them the sentence leaves out.

The words need not stand together. Only what comes first in a name (owner, plant, place) may be
missing; in its middle an attribute that the page has elsewhere.
"""

from __future__ import annotations

import re

from agent.facts.document import PageFacts
from agent.facts.edges import LOCAL_WORD
from agent.facts.event_name import STRAY, Happening, plain, units_in
from agent.facts.statement import act_words
from agent.text.fold import fold
from agent.text.lexicon import lexicon

_SIZE = re.compile(r"\d[\d.]{0,8}(?:万|百万)?(?:千瓦时?|兆瓦时?|MW|吨|千伏|立方米)")
_KIND_WORD = re.compile("装置|机组|项目|工程|生产线|产线|工厂|厂区|公司|集团|企业")
OPEN = ("mode.denial", "mode.denial_behind", "mode.plan", "mode.target", "mode.rumour")
"""Lists whose words keep what is told of being done."""
_LIGHT_ENDS = re.compile("^[于在自从]|(?:到位|完毕|成功|了)$")
_COUNT = r"[省市县区旗的]{0,2}(?:[\d一二两三四五六七八九十]{1,4}[条座台套家个户])?"


def covered_by(parts: tuple[str, ...], chain: str) -> tuple[str | None, list[str]]:
    """What the name has before the first words that stand in the chain, and the pieces that do.

    None where anything behind those words is missing: only what comes first, the owner, the plant
    or the place, may have been told before.
    """
    lead, covered = "", list[str]()
    for part in map(plain, parts):
        at = 0
        while at < len(part):
            size = longest(part, at, chain)
            if size:
                covered.append(part[at : at + size])
                at += size
                continue
            if covered and at and longest(part, at - 1, chain):
                # 储罐区 of 罐区…储罐: the words of the name overlap
                covered.append(part[at - 1 : at - 1 + longest(part, at - 1, chain)])
                at += len(covered[-1]) - 1
                continue
            indefinite = part[at] in "一某" and longest(part, at + 1, chain)
            stray = part[at] in STRAY or indefinite or (len(part) == 1 and part in chain)
            if not stray and covered:
                return None, covered
            lead += "" if covered else part[at]
            at += 1
    return lead.strip("".join(STRAY)) if not covered else lead, covered


def longest(part: str, at: int, chain: str) -> int:
    """How many characters of a part from ``at`` stand together in the chain; at least two, or none."""
    for size in range(len(part) - at, 1, -1):
        piece = part[at : at + size]
        if _stands(piece, chain):
            return size
    return 0


def _stands(piece: str, chain: str) -> bool:
    """True when a piece stands in the chain with its numbers whole."""
    place = chain.find(piece)
    while place >= 0:
        left, right = chain[place - 1 : place], chain[place + len(piece) : place + len(piece) + 1]
        cut = (piece[0].isdigit() and (left.isdigit() or left == ".")) or (
            piece[-1].isdigit() and (right.isdigit() or right == ".")
        )
        if not cut:
            return True
        place = chain.find(piece, place + 1)
    return False


def wanted_parts(facts: PageFacts, event: Happening, behind: str) -> tuple[str, ...]:
    """The parts of a name that a sentence must have.

    A headline goes on behind its act (…开通 最快18分钟): where the name is the page's own title, what
    follows an act without an object is no part of who does what.
    """
    head = event.head
    if head is None or head.act.takes_object or not event.subject:
        return event.parts
    if _is_purpose(event, behind):
        return event.subject
    headline = fold(facts.page.title).text == fold(event.name).text
    return event.subject if headline else event.parts


def _is_purpose(event: Happening, behind: str) -> bool:
    """停工大修, 停炉检修: what a stop is for is told behind it in other words (进入四年一次的大检修)."""
    works = lexicon().pattern("clause.works")
    rest = [part for part in event.parts if part not in event.subject]
    told = works.search(behind) if rest and all(map(works.fullmatch, rest)) else None
    if told is None or not lexicon().pattern("step.begins").match(behind) or units_in(behind):
        return False
    return not any(lexicon().pattern(name).search(behind) for name in OPEN)


def abridged(facts: PageFacts, part: str, chain: str) -> str:
    """A part of a name without what the page tells elsewhere, or otherwise, and the sentence leaves out.

    14条水泥熟料生产线 is 14条熟料生产线 on a page that speaks of 水泥, and 200兆瓦储能电站 the 储能电站 on one
    that gives its 20万千瓦. What tells one of several apart (一期, 东区) is never left out.
    """
    for size in _SIZE.finditer(part):
        if not _SIZE.search(chain) and facts.has_quantity(size[0]):
            part = part.replace(size[0], "")
    at, last = 0, ""
    while at < len(part):
        if length := longest(part, at, chain):
            last, at = part[at : at + length], at + length
            continue
        end = at + 1
        while end < len(part) and not longest(part, end, chain):
            end += 1
        missing, rest = part[at:end], part[end : end + longest(part, end, chain)]
        attribute = re.fullmatch(r"[\u4e00-\u9fff]{2,6}", missing) and not units_in(missing)
        beside = rest and last and re.search(f"{re.escape(last)}{_COUNT}{re.escape(rest)}", chain)
        kind = last and not rest and _KIND_WORD.fullmatch(missing)
        if kind and facts.has_words(missing):
            return part[:at]
        if attribute and beside and facts.has_words(missing):
            return part[:at] + abridged(facts, part[end:], chain)
        at = end
    return part


def named_in(own: str) -> str:
    """Who or what a clause names before its act; empty where it names nobody."""
    bare = re.sub(r"[\d年月日时点分零凌晨上下午晚间:.()\s]+", "", own)
    for signs in ("clause.adverbs", "mode.done", "mode.recent"):
        bare = lexicon().pattern(signs).sub("", bare)
    for act in reversed(act_words(bare)):
        bare = bare[: act.start] + " " + bare[act.end :]
    found = re.search(r"[\u4e00-\u9fff]{2,}", _LIGHT_ENDS.sub("", LOCAL_WORD.sub(" ", bare)))
    return found[0] if found else ""
