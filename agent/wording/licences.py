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
    negated: re.Pattern[str]
    chooses: re.Pattern[str]
    connectives: re.Pattern[str]
    joining: re.Pattern[str]
    asides: re.Pattern[str]
    closed: re.Pattern[str]
    bearer: re.Pattern[str]
    bearer_ends: re.Pattern[str]
    none_of: re.Pattern[str]
    of_both: re.Pattern[str]
    list_opens: re.Pattern[str]
    list_ends: re.Pattern[str]
    of_all: re.Pattern[str]
    open_class: re.Pattern[str]
    in_a_word: re.Pattern[str]
    count: re.Pattern[str]
    modifies: re.Pattern[str]
    all_there_are: re.Pattern[str]
    limits_all: re.Pattern[str]
    fixed: re.Pattern[str]
    subject_ends: re.Pattern[str]
    subject_verbs: re.Pattern[str]
    subject_verbs_end: re.Pattern[str]
    named_by_verb: re.Pattern[str]
    shared: re.Pattern[str]
    sets_up: re.Pattern[str]
    speaks: re.Pattern[str]
    parallel: re.Pattern[str]
    grade: re.Pattern[str]
    prefixes: re.Pattern[str]
    bounds: re.Pattern[str]
    gives: re.Pattern[str]
    each: re.Pattern[str]
    headless: re.Pattern[str]
    counted: re.Pattern[str]
    totals: re.Pattern[str]
    finishing: re.Pattern[str]
    measures: re.Pattern[str]
    before_time: re.Pattern[str]
    time: re.Pattern[str]
    own_name: re.Pattern[str]
    own_place: re.Pattern[str]
    elsewhere: re.Pattern[str]
    may_join: tuple[Keys, ...]
    duty: re.Pattern[str]
    changes: re.Pattern[str]
    begins_or_ends: re.Pattern[str]
    head: re.Pattern[str]
    opens: re.Pattern[str]
    acts: re.Pattern[str]
    conditions: re.Pattern[str]
    conditions_go_on: re.Pattern[str]
    tail: re.Pattern[str]
    leans: re.Pattern[str]
    predicate: re.Pattern[str]
    growth: re.Pattern[str]
    grows: re.Pattern[str]
    aims: re.Pattern[str]
    wishes: re.Pattern[str]
    names_another: re.Pattern[str]
    sums: re.Pattern[str]
    binding: re.Pattern[str]
    modal: re.Pattern[str]
    amounts: re.Pattern[str]
    summed: re.Pattern[str]
    stages: re.Pattern[str]
    predicates: re.Pattern[str]
    supports: re.Pattern[str]
    refers: re.Pattern[str]
    the_rest: re.Pattern[str]
    things: re.Pattern[str]
    causes: re.Pattern[str]
    share_of: re.Pattern[str]
    assets: re.Pattern[str]
    time_ahead: re.Pattern[str]
    aim_ahead: re.Pattern[str]
    reached: re.Pattern[str]
    timeless: re.Pattern[str]
    of_an_area: re.Pattern[str]
    demand: re.Pattern[str]
    own: re.Pattern[str]
    owners: re.Pattern[str]
    measured: re.Pattern[str]
    caps: re.Pattern[str]
    grants: re.Pattern[str]
    terms: re.Pattern[str]
    by_whom: re.Pattern[str]
    no_name: re.Pattern[str]
    says_how: re.Pattern[str]
    built: re.Pattern[str]
    compared: re.Pattern[str]
    comparison: re.Pattern[str]
    relative_years: dict[str, int]
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
        # 积极性 is a noun.
        adverbs=re.compile(
            f"(?:{'|'.join(sorted(table['adverb']['words'], key=len, reverse=True))})(?!性)"
            f"|(?:{table['adverb']['of_a_verb']})(?={table['adverb']['verbs']})"
        ),
        negated=re.compile(table["adverb"]["negated"]),
        chooses=re.compile(table["adverb"]["chooses"]),
        connectives=re.compile("|".join(table["connective"]["words"])),
        joining=re.compile(table["connective"]["inside"]),
        asides=re.compile(rf"(?<![×*=+/÷−-])\((?:{'|'.join(table['aside']['patterns'])})\)"),
        closed=re.compile(table["member"]["closed"]),
        bearer=re.compile(table["member"]["bearer"]),
        bearer_ends=re.compile(f"(?:{table['member']['bearer']})$"),
        none_of=re.compile(table["member"]["none_of"]),
        of_both=re.compile(table["member"]["of_both"]),
        list_opens=re.compile(f"(?:{table['member']['opens']}|{table['subject']['verbs']})$"),
        list_ends=re.compile(f"{limits['predicates']}|{table['member']['ends']}"),
        of_all=re.compile(f"{table['member']['count']}|{table['member']['of_all']}"),
        open_class=re.compile(table["member"]["open_class"]),
        modifies=re.compile(f"(?:{table['member']['modifies']})$"),
        count=re.compile(table["member"]["count"]),
        in_a_word=re.compile(table["member"]["in_a_word"]),
        all_there_are=re.compile(f"(?:{table['member']['all_there_are']})[^、]{{0,16}}$"),
        limits_all=re.compile(table["member"]["limits_all"]),
        fixed=re.compile(table["order"]["fixed"]),
        subject_ends=re.compile(rf"(?:{table['subject']['ends']})$"),
        subject_verbs=re.compile(table["subject"]["verbs"]),
        subject_verbs_end=re.compile(rf"(?:{table['subject']['verbs']})$"),
        named_by_verb=re.compile(table["subject"]["named_by_verb"]),
        shared=re.compile(table["subject"]["shared"]),
        sets_up=re.compile(table["topic"]["sets_up"]),
        speaks=re.compile(table["topic"]["speaks"]),
        parallel=re.compile(table["topic"]["parallel"]),
        grade=re.compile(table["topic"]["grade"]),
        prefixes=re.compile(table["topic"]["prefixes"]),
        counted=re.compile(table["topic"]["counted"]),
        totals=re.compile(table["topic"]["totals"]),
        finishing=re.compile(rf"(?:{table['topic']['finishing']})$"),
        before_time=re.compile(table["time"]["before_time"]),
        measures=re.compile(table["time"]["measures"]),
        headless=re.compile(table["topic"]["headless"]),
        each=re.compile(table["topic"]["each"]),
        gives=re.compile(table["topic"]["gives"]),
        bounds=re.compile(table["topic"]["bounds"]),
        time=re.compile(table["time"]["inside"]),
        own_name=re.compile(table["name"]["self"]),
        own_place=re.compile(table["place"]["self"]),
        elsewhere=re.compile(table["place"]["elsewhere"]),
        may_join=tuple(_plain_keys(word) for word in table["connective"]["added"]),
        changes=re.compile(table["copula"]["changes"]),
        duty=re.compile(table["duty"]["words"]),
        begins_or_ends=re.compile(table["subject"]["begins_or_ends"]),
        relative_years=table["year"]["relative"],
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
