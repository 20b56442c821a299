"""The licences, from ``agent/data/wording.toml``: what may differ, each with a sentence of proof."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from agent.lazy import lazy_pattern
from agent.publishers.tables import departments
from agent.wording.tokens import Keys, keys_of


@dataclass(frozen=True)
class Same:
    """Words that say the same; ``before`` is what must follow them, ``behind`` what must stand right before them."""

    words: tuple[str, ...]
    keys: tuple[Keys, ...]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    inside_lists: bool


class Licences:
    """The table; each of its expressions is an attribute, by the name that it has there.

    ``proofs`` are by name of the licence, ``relative_years`` by the word (去年), ``may_join`` what joins two clauses.
    """

    proofs: dict[str, str]
    relative_years: dict[str, int]
    may_join: tuple[Keys, ...]
    same: tuple[Same, ...]

    def __init__(self, table: dict[str, Any]) -> None:
        """Of a parsed table. Raises ValueError when a licence has no proof."""
        same = table.pop("same")
        words = {**table.pop("limits"), **table.pop("roles"), **table.pop("leads")}
        for name, row in (*table.items(), *((str(row.get("words")), row) for row in same)):
            if not row.get("proof"):
                raise ValueError(f"wording: {name} has no proof")
        self.proofs = {name: row["proof"] for name, row in table.items()}
        self.relative_years = table["year"]["relative"]
        self.may_join = tuple(keys_of(word) for word in table["connective"]["added"])
        bodies = ({"words": names} for names in _names_of_bodies())
        self.same = tuple(_same(row) for row in (*same, *bodies))
        for row in table.values():
            texts = (one for one in row.items() if isinstance(one[1], str) and one[0] != "proof")
            words |= dict(texts)
        words |= _put_together(table, words)
        vars(self).update({name: lazy_pattern(entry) for name, entry in words.items()})

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """An expression that the table does not have. For mypy any name is one; tests/test_wording_tables.py holds them to the table."""
        raise AttributeError(f"wording.toml has no {name}")


def _put_together(table: dict[str, Any], words: dict[str, str]) -> dict[str, str]:
    """Expressions over more than one entry, or over an entry at the end of other words."""
    adverbs = "|".join(sorted(table["adverb"]["words"], key=len, reverse=True))
    whole = {
        # 积极性 is a noun.
        "adverbs": f"(?:{adverbs})(?!性)|(?:{words['of_a_verb']})(?={words['verbs_behind']})",
        "connectives": "|".join(table["connective"]["words"]),
        "asides": rf"(?<![×*=+/÷−-])\((?:{'|'.join(table['aside']['patterns'])})\)",
        "list_opens": f"(?:{words['opens_lists']}|{words['subject_verbs']})$",
        "list_ends": f"{words['predicates']}|{words['ends_lists']}",
        "of_all": f"{words['count']}|{words['of_all']}",
        "all_there_are": f"(?:{words['all_there_are']})[^、的]{{0,16}}$",
        "bearer_ends": f"(?:{words['bearer']})$",
        "duty_ends": f"(?:{words['duty']})$",
        "itself_from": rf"(?:{words['own_name']})(?=[自从]\d)",
    }
    return whole | {
        name: f"(?:{words[name]})$" for name in ("subject_ends", "finishing", "modifies")
    }


@cache
def licences() -> Licences:
    """The shipped table."""
    text = (resources.files("agent") / "data/wording.toml").read_text(encoding="utf-8")
    return parsed(text)


def parsed(text: str) -> Licences:
    """The licences of a table's text. Raises ValueError when an entry has no proof."""
    return Licences(tomllib.loads(text))


def _names_of_bodies() -> Iterator[list[str]]:
    """The full and the short names of one body, by the table of departments: 发展和改革委员会, 发展改革委, 发改委.

    A short name has its characters from the full one, in their order; 环保厅 is no short name of 生态环境厅.
    """
    table = departments()
    bodies = [one.names for one in table.central.values()]
    for names_of_one in (*bodies, *(one.names for one in table.department)):
        spelled = sorted(names_of_one.split(), key=len, reverse=True)
        taken = set[str]()
        for full in spelled:
            names = [n for n in spelled if n not in taken and _is_short_for(n, full)]
            taken |= set(names)
            if len(names) > 1:
                yield names


def _is_short_for(short: str, full: str) -> bool:
    """True for 环保部 of 环境保护部; 农业部 and 文化部 were the ministries before 农业农村部 and 文化和旅游部."""
    one, other = (name.replace("委员会", "委") for name in (short, full))
    if one != other and one[-1] == "部" and other.startswith(one[:-1]):
        return False
    rest, cut = iter(other), len(other) - len(one)
    if cut > 1 and any(one == other[:n] + other[n + cut :] for n in range(len(one))):
        # 农业部 was another body than 农业农村部: a whole word is cut, and none is made short.
        return False
    return one[-1] == other[-1] and all(character in rest for character in one)


def _same(row: dict[str, Any]) -> Same:
    before, behind = row.get("only_before"), row.get("only_behind")
    return Same(
        words=tuple(row["words"]),
        keys=tuple(keys_of(word) for word in row["words"]),
        before=lazy_pattern(before) if before else None,
        behind=lazy_pattern(f"(?:{behind})$") if behind else None,
        inside_lists=bool(row.get("inside_lists")),
    )
