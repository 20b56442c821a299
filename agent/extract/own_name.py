"""Renames an event that a model named by the page's title to the words of a sentence it quoted.

A title leaves out who did it, or puts it in other words, so that no sentence tells an event of that
name. The new name runs from the model's actor to its status in one quoted sentence. Only words that
stand together there are taken, and they are checked as any name is.
"""

from __future__ import annotations

import re
from functools import partial

from agent.extract.quoting import Documents
from agent.facts.edges import is_light
from agent.facts.event_name import units_in
from agent.facts.statement import act_words
from agent.lazy import lazy_pattern
from agent.policy import Policy, PolicyKind
from agent.text.fold import contains, fold, locate_all

_CLAUSE_END = lazy_pattern(r"[，。；：！？,;!?]|$")
_BETWEEN = lazy_pattern(r"[^。；！？;!?]{0,60}")
_OBJECT = 30
"""Characters behind a status that are still of its clause: 取消 of 取消全部进出港航班."""
_POINTS_BACK = ("该", "此", "其", "本", "这", "上述")
"""该矿 names nothing to a reader who has not read what stands before it."""


def in_the_words_of_the_text(
    policies: tuple[Policy, ...], documents: Documents
) -> tuple[tuple[Policy, ...], tuple[str, ...]]:
    """The policies, events renamed to the words of a quoted sentence; and a note for each that was.

    A name that a quoted sentence has is kept, and so is one whose new name another policy has.
    """
    taken = {policy.name.value for policy in policies}
    found, notes = list[Policy](), list[str]()
    for policy in policies:
        renamed = _renamed(policy, documents)
        if renamed is None or renamed.name.value in taken:
            found.append(policy)
            continue
        taken.add(renamed.name.value)
        notes.append(f"{policy.name.value}: named by its text: {renamed.name.value}")
        found.append(renamed)
    return tuple(found), tuple(notes)


def _renamed(policy: Policy, documents: Documents) -> Policy | None:
    """An event with the name that the first suitable sentence gives it; None where none does."""
    actor, status = policy.actor, policy.status
    quotes = [one.quote for one in policy.content if one.quote]
    if policy.kind is not PolicyKind.EVENT or not (actor and status):
        return None
    if actor.value.startswith(_POINTS_BACK) or any(contains(q, policy.name.value) for q in quotes):
        return None
    for quote in quotes:
        words = _from_to(quote, actor.value, status.value)
        if words and documents.find(words, policy.source):
            quoted = partial(documents.quoted, words=words, first=policy.source)
            given = {"name": words, "actor": actor.value, "status": status.value}
            return policy.model_copy(update={field: quoted(own) for field, own in given.items()})
    return None


def _from_to(quote: str, actor: str, status: str) -> str:
    """The words of a sentence from an actor to the clause's end behind its status; at most one comma between."""
    folded = fold(quote)
    for step in locate_all(status, folded):
        before = [place for place in locate_all(actor, folded) if place.end <= step.start]
        if not before:
            continue
        if not _is_of_one(quote[before[-1].end : step.start]):
            continue
        closes = _CLAUSE_END.search(quote, step.end)
        end = closes.start() if closes and closes.start() - step.end <= _OBJECT else step.end
        return quote[before[-1].start : end].strip()
    return ""


def _is_of_one(between: str) -> bool:
    """True where no other subject stands between an actor and an act; at most one comma may.

    …1号机组通过试运行，正式投产, but not 1号机组停运，2号机组投产.
    """
    head, *tails = re.split("[，,]", between)
    if not _BETWEEN.fullmatch(between) or len(tails) > 1:
        return False
    acts = act_words(fold(head).text)
    alone = not acts or not units_in(fold(head).text[acts[0].end :])
    return alone and all(is_light(fold(tail).text) for tail in tails)
