"""Whether a sentence of a page belongs to the claimed thing, on a page that has several things.

A weekly digest tells of several events, and one notice may issue several documents: a sentence
that stands there word for word can still be another one's.
"""

from __future__ import annotations

import re

from agent.checks.acts import act_of, tellings
from agent.checks.quote import Located
from agent.checks.subject import Subject
from agent.policy import PolicyKind
from agent.text.fold import contains, fold
from agent.text.names import core_name

_QUOTED = re.compile(r"《([^《》]+)》")


def belongs_elsewhere(subject: Subject, located: Located) -> bool:
    """True when the sentence stands in a part of the page that is about another thing."""
    if located.span is None:
        return False
    if subject.policy.kind is PolicyKind.EVENT:
        return _of_another_event(subject, located)
    return _of_another_document(subject, located)


def _of_another_event(subject: Subject, located: Located) -> bool:
    """The title is not about the event, and the paragraph does not tell it."""
    act = act_of(subject.policy.name.value)
    if act.subject and all(contains(subject.page.title, piece) for piece in act.subject):
        return False
    start, end = _paragraph(located)
    told = tellings(located.document, act)
    return not any(t.span.start < end and t.span.end > start for t in told)


def _paragraph(located: Located) -> tuple[int, int]:
    text, span = located.document.page.text, located.span
    if span is None:
        return 0, len(text)
    end = text.find("\n", span.end)
    return text.rfind("\n", 0, span.start), end if end >= 0 else len(text)


def _of_another_document(subject: Subject, located: Located) -> bool:
    """Of several documents that the title issues, another one's heading stands last before it."""
    own = fold(core_name(subject.policy.name.value)).text
    issued = {fold(core_name(name)).text for name in _QUOTED.findall(subject.page.title)}
    if len(issued) < 2 or own not in issued or located.span is None:
        return False
    before = located.document.page.text[: located.span.start].split("\n")[:-1]
    headings = [name for line in before if (name := fold(core_name(line)).text) in issued]
    return bool(headings) and headings[-1] != own
