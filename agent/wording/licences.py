"""The licences, from ``agent/data/wording.toml``: what may differ, each with a sentence of proof."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from agent.wording.tokens import tokens_of

Keys = tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Same:
    """Words that say the same; ``before`` is what must follow them."""

    words: tuple[str, ...]
    keys: tuple[Keys, ...]
    before: re.Pattern[str] | None
    inside_lists: bool


@dataclass(frozen=True)
class Licences:
    """The table, its expressions compiled. ``proofs`` are by name of the licence."""

    proofs: dict[str, str]
    adverbs: re.Pattern[str]
    connectives: re.Pattern[str]
    joining: re.Pattern[str]
    asides: re.Pattern[str]
    closed: re.Pattern[str]
    bearer: re.Pattern[str]
    fixed: re.Pattern[str]
    subject_ends: re.Pattern[str]
    subject_verbs: re.Pattern[str]
    head: re.Pattern[str]
    opens: re.Pattern[str]
    acts: re.Pattern[str]
    tail: re.Pattern[str]
    leans: re.Pattern[str]
    predicate: re.Pattern[str]
    aims: re.Pattern[str]
    binding: re.Pattern[str]
    demand: re.Pattern[str]
    own: re.Pattern[str]
    same: tuple[Same, ...]


@cache
def licences() -> Licences:
    """The shipped table."""
    text = (resources.files("agent") / "data/wording.toml").read_text(encoding="utf-8")
    return parsed(text)


def parsed(text: str) -> Licences:
    """The licences of a table's text. Raises ValueError when an entry has no proof."""
    table = tomllib.loads(text)
    limits = table.pop("limits")
    same = table.pop("same")
    for name, row in (*table.items(), *((str(row.get("words")), row) for row in same)):
        if not row.get("proof"):
            raise ValueError(f"wording: {name} has no proof")
    return Licences(
        proofs={name: row["proof"] for name, row in table.items()},
        adverbs=re.compile("|".join(sorted(table["adverb"]["words"], key=len, reverse=True))),
        connectives=re.compile("|".join(table["connective"]["words"])),
        joining=re.compile(table["connective"]["inside"]),
        asides=re.compile(rf"\((?:{'|'.join(table['aside']['patterns'])})\)"),
        closed=re.compile(table["member"]["closed"]),
        bearer=re.compile(table["member"]["bearer"]),
        fixed=re.compile(table["order"]["fixed"]),
        subject_ends=re.compile(rf"(?:{table['subject']['ends']})$"),
        subject_verbs=re.compile(table["subject"]["verbs"]),
        **{name: re.compile(words) for name, words in limits.items()},
        same=tuple(_same(row) for row in same),
    )


def _same(row: dict[str, Any]) -> Same:
    before = row.get("only_before")
    return Same(
        words=tuple(row["words"]),
        keys=tuple(_plain_keys(word) for word in row["words"]),
        before=re.compile(before) if before else None,
        inside_lists=bool(row.get("inside_lists")),
    )


def _plain_keys(word: str) -> Keys:
    tokens = tokens_of(word)
    return tokens.keys(0, len(tokens.all))
