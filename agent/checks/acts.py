"""How an event's own name states its act: as done, as planned or as denied."""

from __future__ import annotations

from functools import lru_cache

from agent.facts.happening import happening_of
from agent.facts.modes import NOT_YET, Mode
from agent.facts.statement import Statement
from agent.text.fold import fold
from agent.text.lexicon import lexicon


@lru_cache(maxsize=1024)
def name_mode(name: str) -> Mode:
    """How a name states its own act: planned for …拟投产, unclear for a name that only mentions the act."""
    statement = Statement.of(name)
    head = happening_of(name).head
    for act in statement.acts:
        if head and act.act is head.act:
            return statement.told(act).mode
    return Mode.UNCLEAR


def is_planned(name: str) -> bool:
    """True when the name itself says that it is yet to come."""
    return name_mode(name) in NOT_YET


def denies(name: str) -> bool:
    """True when the name itself says that something is not, or no more: 某码头不再接收…. A page that says so, too, is no denial of it."""
    words = lexicon()
    kept = words.pattern("mode.no_denial").sub("", fold(name).text)
    return words.pattern("mode.denial").search(kept) is not None
