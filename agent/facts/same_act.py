"""Whether two words of one step tell one act: 恢复供电 is not 恢复生产, 拆除 not 关停, 透水 not 坍塌.

A step has many spellings. Those that name what stops, comes back or is taken tell it apart; the
kinds stand in the lexicon under ``[kind]``. A word without a kind (恢复正常) tells any, where what
the name speaks of stands beside it.
"""

from __future__ import annotations

from functools import lru_cache

from agent.lazy import lazy_pattern
from agent.text.lexicon import Act, lexicon

_KIND, _CARRIER = "kind.", "carrier."
_PEOPLE, _GOODS = "carrier.people", "carrier.goods"


def kinds_of(word: str) -> frozenset[str]:
    """The kinds that a word, or what stands beside it, names."""
    return _named_by(_KIND, word)


def carriers_of(words: str) -> frozenset[str]:
    """What carries, as some words name it: buses, trains, goods."""
    return _named_by(_CARRIER, words)


@lru_cache(maxsize=4096)
def _named_by(section: str, word: str) -> frozenset[str]:
    return lexicon().named(section, word)


def is_same_act(named: str, told: str, beside: str) -> bool:
    """True when a word of a name and one of a sentence, both of one step, tell the same.

    Args:
        named: the act's word in the event's name.
        told: the act's word in the sentence.
        beside: the clauses of the sentence that lead to it.
    """
    if whose_load(named) != whose_load(told):
        return False
    wanted, given = kinds_of(named), kinds_of(told)
    if _other_carrier(named, told, beside):
        return False
    if not wanted:
        return not given & _SERVICES
    if wanted & given:
        return True
    return not given and (
        wanted <= _LOOSE or any(lexicon().pattern(kind).search(beside) for kind in wanted)
    )


def _other_carrier(named: str, told: str, beside: str) -> bool:
    """恢复货运 is not 恢复客运, nor 恢复公交运营 what the metro does."""
    wanted = carriers_of(named)
    given = carriers_of(told) or carriers_of(beside)
    if not wanted or not given:
        return False
    # 客运 is anybody's who carries people: 恢复客运航班
    return not wanted & given and (_PEOPLE not in wanted | given or _GOODS in wanted | given)


def whose_load(word: str) -> str:
    """电解铝 of 压减电解铝用电负荷; empty where nobody's is named."""
    load = _LOAD.match(word)
    return load["whose"] if load else ""


_LOAD = lazy_pattern(r"压减(?P<whose>[^,;。]{1,8})用[电能]负荷")
"""压减生活区用电负荷 is not 压减电解铝用电负荷."""
_LOOSE = frozenset({"kind.first"})
"""What a word without a kind stands for as well: 并网 for 首次并网."""
_SERVICES = frozenset({"kind.school", "kind.power", "kind.heat", "kind.gas", "kind.water"})
"""What a word without a kind (停摆, 恢复) does not stand for: the works run, and the power is off."""


def steps_like(act: Act) -> tuple[str, ...]:
    """The steps that tell what an act tells: a line, a road, an airport is opened for use by several."""
    service = lexicon().words("step.service")
    if act.step in service:
        return service
    return (act.step, *lexicon().words("step.entails_stop")) if act.step == "停运" else (act.step,)


def is_same_step(named: Act, told: Act) -> bool:
    """True where an act of the one step tells one of the other: what is shut for good (关停) has stopped."""
    return told.step in steps_like(named)
