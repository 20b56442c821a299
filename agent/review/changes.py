"""What is different since somebody decided: the page, what is claimed of it, what the checks say."""

from __future__ import annotations

from agent.findings import Finding
from agent.report.diff import against
from agent.report.safe import one_line
from agent.report.words import Language, word
from agent.review.words import ui


def changes(before: Finding | None, now: Finding, language: Language) -> tuple[str, ...]:
    """A line for each difference; what stood there before is unknown when it is not stored."""
    text = ui(language)
    if before is None:
        return (text["changed_unknown"],)
    lines = []
    if before.policy.source != now.policy.source:
        shas = (before.policy.source[:12] or "-", now.policy.source[:12] or "-")
        lines.append(f"{text['changed_page']} {shas[0]} → {shas[1]}")
    if before.status is not now.status:
        statuses = [word("status", f.status.value, language) for f in (before, now)]
        lines.append(f"{text['changed_status']} {statuses[0]} → {statuses[1]}")
    lines += _claims(before, now, language)
    old, new = against(before, language), against(now, language)
    lines += [f"{text['changed_gone']} {words}" for words in old if words not in new]
    lines += [f"{text['changed_new']} {words}" for words in new if words not in old]
    return tuple(lines)


def _claims(before: Finding, now: Finding, language: Language) -> list[str]:
    lines = []
    for field in dict.fromkeys(c.field for c in (*before.claims, *now.claims)):
        old = [_value(c.value, c.role, language) for c in before.claims if c.field == field]
        new = [_value(c.value, c.role, language) for c in now.claims if c.field == field]
        gone, come = [v for v in old if v not in new], [v for v in new if v not in old]
        if gone or come:
            told = f"{' | '.join(gone) or '-'} → {' | '.join(come) or '-'}"
            lines.append(f"{word('check', field, language)}: {told}")
    return lines


def _value(value: str, role: object, language: Language) -> str:
    named = f"{word('role', str(role), language)} " if role else ""
    return named + one_line(value)
