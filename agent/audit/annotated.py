"""The report as it was, with one line of judgement under each item. Nothing else is changed."""

from __future__ import annotations

from collections.abc import Mapping

from agent.audit.items import Audit, Audited, Text
from agent.audit.words import because, told, word
from agent.lazy import lazy_pattern
from agent.report.safe import plain
from agent.report.words import Language, say

_INDENTED = lazy_pattern(r"^(\s+)([-*•]\s+)?")


def annotated(audit: Audit, language: Language) -> Mapping[str, str]:
    """For each file that was read, by its path, the annotated copy."""
    after: dict[str, dict[int, list[str]]] = {text.path: {} for text in audit.texts}
    by_path = {text.path: text for text in audit.texts}
    for one in audit.items:
        places = [(one.item.path, one.item.last)]
        places += [(where.path, where.last) for where in one.told_again]
        for path, last in places:
            line = f"{_indent(by_path[path], last)}{_line(one, language)}"
            after[path].setdefault(last, []).append(line)
    for problem in audit.problems:
        if problem.lost and problem.code != "not_judged" and problem.path in after:
            why = plain(told(problem, language).removeprefix(f"{problem.path}:{problem.line}: "))
            line = f"（{word('word', 'not_parsed', language)}：{why}）"
            after[problem.path].setdefault(problem.line, []).append(line)
    return {text.path: _copy(text, after[text.path]) for text in audit.texts}


def _line(audited: Audited, language: Language) -> str:
    label, colon = word("word", "audit", language), say("colon", language)
    why = say("stop", language).join(because(audited, language))
    judgement = word("judgement", audited.judgement.value, language)
    return f"**{label}**{colon}{judgement}{say('full_stop_space', language)}{plain(why)}".rstrip()


def _indent(text: Text, line: int) -> str:
    found = _INDENTED.match(text.lines[line - 1])
    if found is None:
        return ""
    return found.group(1) + (found.group(2) or "")


def _copy(text: Text, after: Mapping[int, list[str]]) -> str:
    lines: list[str] = []
    for number, line in enumerate(text.lines, start=1):
        lines.append(line)
        lines += after.get(number, [])
    return text.line_end.join(lines)
