"""The text of a report to its items. Whatever does not fit is listed with its line; the rest goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent.audit.heads import Head, Heads
from agent.audit.items import Item, Parsed, Part, Problem, Text
from agent.audit.lines import (
    ANSWER,
    CLOSING,
    COUNT,
    COUNTED,
    MARK,
    NOTHING,
    POINT,
    QUESTION,
    REMARK,
    RULE,
    TITLE,
    bold_name,
    is_bold,
    labelled,
    links,
    numbered,
)
from agent.lazy import lazy_pattern
from agent.records import Changepoint

_URL = lazy_pattern(r"https?://|\]\(", re.I)
SHOWN = 40
"""Characters of a line that a problem shows."""


def parse(text: Text, heads: Heads) -> Parsed:
    """The items of one file, in order, each with its changepoint where the file tells it."""
    reader = _Reader(text, heads)
    for number, line in enumerate(text.lines, start=1):
        reader.take(number, line)
    return reader.finish()


@dataclass
class _Open:
    """An item that is being read."""

    first: int
    number: str
    name: str
    label: str
    last: int = 0
    parts: list[Part] = field(default_factory=list)
    after_blank: bool = False


@dataclass
class _Block:
    """What is written about one changepoint. ``point`` is None when nothing says which."""

    line: int
    head: Head
    point: Changepoint | None
    items: int = 0
    nothing: bool = False
    words: bool = False


class _Reader:
    """Reads line by line; every line goes to an item, to a head, or is looked at as loose words."""

    def __init__(self, text: Text, heads: Heads) -> None:
        self._text, self._heads = text, heads
        self._file = heads.of_file(text.path)
        self._title = Head()
        self._block: _Block | None = None
        self._item: _Open | None = None
        self._items: list[Item] = []
        self._problems: list[Problem] = []
        self._blocks = self._empty = 0
        self._declared: tuple[int, int] | None = None
        self._asked = self._counts = self._is_headed = False

    def take(self, number: int, line: str) -> None:
        """One more line."""
        if not line.strip():
            if self._item:
                self._item.after_blank = True
        elif POINT.match(line) or QUESTION.match(line):
            self._open_block(number, line)
        elif TITLE.match(line) or line.startswith("# "):
            self._take_title(number, line)
        elif RULE.match(line):
            self._close_item()
        elif answer := ANSWER.match(line):
            self._close_item()
            if answer.group(1).strip():
                self._take_content(number, answer.group(1))
        else:
            self._take_content(number, line)

    def finish(self) -> Parsed:
        """What was read; of a file that only counts reports one line that says so."""
        self._close_block()
        if self._counts and not self._is_headed and not any(one.links for one in self._items):
            self._problems, self._items, self._blocks = [], [], 0
            self._note(1, "statistics", {}, lost=False)
        if self._declared and self._declared[1] != self._blocks:
            line, count = self._declared
            values = {"declared": str(count), "found": str(self._blocks)}
            self._note(line, "count", values, lost=self._blocks < count)
        if not self._blocks and not self._items and not self._problems:
            self._note(1, "no_report", {}, lost=False)
        return Parsed(
            text=self._text,
            items=tuple(self._items),
            problems=tuple(self._problems),
            blocks=self._blocks,
            empty=self._empty,
        )

    # Heads

    def _take_title(self, number: int, line: str) -> None:
        self._close_block()
        self._title = self._heads.of_line(line)
        self._compare(number, self._title)

    def _open_block(self, number: int, line: str) -> None:
        self._is_headed = True
        bare = self._item is None and self._block and not (self._block.items or self._block.words)
        if bare and self._asked and POINT.match(line):
            # The answer begins with the heading of what the question was about.
            self._block, self._blocks = None, self._blocks - 1
        self._close_block()
        self._asked = bool(QUESTION.match(line))
        told = self._heads.of_line(line)
        if told.province:  # a question: it names the month, the file's name the day
            self._compare(number, told)
            known = self._title.over(self._file).over(told)
        else:
            known = told.over(self._title.over(self._file))
        self._begin(number, known)

    def _begin(self, number: int, head: Head) -> None:
        self._blocks += 1
        found = self._heads.changepoint(head, self._text.path, number)
        if isinstance(found, Problem):
            self._problems.append(found)
        point = None if isinstance(found, Problem) else found
        self._block = _Block(number, head, point)

    def _compare(self, number: int, told: Head) -> None:
        """A file's name and its text must speak of one province."""
        named, written = (self._heads.province(h.province) for h in (self._file, told))
        if named and written and named != written:
            self._note(number, "two_provinces", {"file": named, "text": written}, lost=False)

    # Content

    def _take_content(self, number: int, line: str) -> None:
        self._counts = self._counts or (self._item is None and bool(COUNTED.match(line)))
        counted = COUNT.search(line)
        if counted and self._block is None:
            self._declared = (number, int(counted.group(1)))
            return
        start = numbered(line)
        if start and self._starts(number, *start):
            return
        part = labelled(line, number)
        if part and self._item:
            self._add(part)
        elif part and part.field == "name":
            self._start(number, "", part.text, part.label)
        elif self._item and not self._item.after_blank:
            self._continue(number, line)
        elif self._item and not CLOSING.match(line) and not REMARK.match(line):
            words = Part(field="loose", label="", text=line.strip(), line=number)
            self._item.parts.append(words)
        else:
            self._close_item()
            self._loose(number, line)

    def _starts(self, number: int, count: str, rest: str) -> bool:
        """True when the line starts an item, or was a numbered part of the open one."""
        part = labelled(rest, number)
        if part and part.field == "name":
            self._start(number, count, part.text, part.label)
            return True
        if part and part.field != "other":
            if self._item is None:
                self._start(number, count, "", "")
            self._add(part)
            return True
        inside = self._item is not None and not self._item.after_blank
        if is_bold(rest) or rest.endswith("**") or (not inside and self._labels_follow(number)):
            self._start(number, count, bold_name(rest), "")
            return True
        return False

    def _labels_follow(self, number: int) -> bool:
        for line in self._text.lines[number : number + 3]:
            if line.strip():
                part = labelled(line)
                return bool(part and part.field not in ("other", "name"))
        return False

    def _start(self, number: int, count: str, name: str, label: str) -> None:
        self._close_item()
        if self._block is None:
            self._begin(number, self._title.over(self._file))
        self._item = _Open(number, count, name, label, last=number)

    def _add(self, part: Part) -> None:
        if self._item:
            self._item.last, self._item.after_blank = part.line, False
            self._item.parts.append(part)

    def _continue(self, number: int, line: str) -> None:
        item = self._item
        if item is None:
            return
        item.last = number
        if not item.parts:
            item.name = f"{item.name}{line.strip().strip('*')}"
            return
        last = item.parts[-1]
        item.parts[-1] = last.model_copy(update={"text": f"{last.text}\n{line.strip()}"})

    def _loose(self, number: int, line: str) -> None:
        """Words outside of items: an opening or closing sentence, or something that was lost."""
        if self._block:
            self._block.nothing = self._block.nothing or bool(NOTHING.match(line))
            self._block.words = True
        if REMARK.match(line):
            return
        if _URL.search(line) or labelled(line) or numbered(line):
            shown = line.strip()
            shown = shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
            self._note(number, "loose_line", {"line": shown}, lost=True)

    # Ends

    def _close_item(self) -> None:
        item, self._item = self._item, None
        if item is None or self._block is None:
            return
        found = links(item.name, item.first) if _URL.search(item.name) else ()
        for part in item.parts:
            if part.field != "ours":
                found += links(part.text, part.line)
        if NOTHING.match(item.name) and not found:
            self._block.nothing = True
            self._note(item.first, "placeholder", {"name": item.name[:SHOWN]}, lost=False)
            return
        self._block.items += 1
        closed = Item(
            path=self._text.path,
            first=item.first,
            last=item.last,
            number=item.number,
            name=_without_links(item.name),
            name_label=item.label,
            parts=tuple(item.parts),
            links=tuple({link.url: link for link in reversed(found)}.values())[::-1],
            changepoint=self._block.point,
        )
        self._items.append(closed)
        if closed.changepoint is None:
            self._note(item.first, "not_judged", {"name": closed.name[:SHOWN]}, lost=True)

    def _close_block(self) -> None:
        self._close_item()
        block, self._block = self._block, None
        if block is None or block.items:
            return
        if block.nothing:
            self._empty += 1
        else:
            self._note(
                block.line, "no_item" if block.words else "empty_block", {}, lost=block.words
            )

    def _note(self, line: int, code: str, values: dict[str, str], *, lost: bool) -> None:
        problem = Problem(path=self._text.path, line=line, code=code, values=values, lost=lost)
        self._problems.append(problem)


def _without_links(name: str) -> str:
    bare = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", name).strip().strip("*").strip()
    return MARK.sub("", bare)
