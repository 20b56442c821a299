"""Seasons of one year that a recurring measure is for (2024—2025年供暖季)."""

from __future__ import annotations

import re

from agent.checks.subject import Subject
from agent.facts.paper import RoleDate
from agent.lazy import lazy_pattern
from agent.policy import DateRole
from agent.records import Standing
from agent.text.dates import dates
from agent.text.lexicon import lexicon

NEAR = 16
"""Characters behind a season in which it is said to be carried out."""
SUMMARY = lazy_pattern(r"总结|成效|回顾|考核|通报|收官|圆满")
"""Words of a title that looks back on a season; it puts nothing in force."""


def seasons_named(subject: Subject) -> tuple[RoleDate, ...]:
    """Seasons of one year (2024—2025年供暖季) that a recurring measure is for.

    Those of its title, and those that stand right before its being carried out. For the window alone:
    a page that names a season does not give its days.
    """
    document = subject.own()
    title, text = document.page.title, document.page.text
    found = [m for m in dates(title) if m.precision == "season" and not SUMMARY.search(title)]
    evidence = [
        RoleDate(DateRole.IN_FORCE, m.interval, m.text, Standing(None, document.page.sha256))
        for m in found
    ]
    for mention in document.dates:
        if mention.precision != "season":
            continue
        behind = re.split("[。；]", text[mention.span.end : mention.span.end + NEAR])[0]
        if lexicon().pattern("paper.effect").search(behind):
            at = Standing(mention.span, document.page.sha256)
            evidence.append(RoleDate(DateRole.IN_FORCE, mention.interval, mention.text, at))
    return tuple(evidence)
