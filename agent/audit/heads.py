"""Of which changepoint the items of a file speak: from its name, its title, question and headings."""

from __future__ import annotations

from pathlib import PurePath

from agent.audit.items import Problem
from agent.audit.lines import HEADING, POINT, QUESTION, TITLE
from agent.changepoints.row import Names, Row, understood
from agent.errors import UnknownName, UsageError
from agent.lazy import lazy_pattern
from agent.records import Changepoint
from agent.text.dates import parse_date

_FILE = lazy_pattern(r"^(.+?)_(\d{4}-\d{2}-\d{2})_([A-Za-z]+)_info$")
_COMBINED = lazy_pattern(r"^(.+?)_combined_info$")
_ASKED = lazy_pattern(r"搜索\s{0,20}(\S{1,40}?)\s{0,20}省/市在\s{0,20}(\d{4}年\d{1,2}月)")
_OF_SECTOR = lazy_pattern(
    r"(?:碳排放|影响)?\s{0,20}([A-Za-z_]{4,20}|居民|工业|电力|航空|地面交通|交通)\s{0,20}(?:部门|运输领域)"
)


class Head(Row):
    """What is known so far of the changepoint, word for word; empty where nothing says it."""

    date: str = ""
    province: str = ""

    def over(self, other: Head) -> Head:
        """This one, completed by another; the sector goes with the province that it stands with."""
        own = ("sector",) if self.province else ()
        mine = {name: value for name, value in self if value or name in own}
        return other.model_copy(update=mine)


class Heads:
    """Reads heads with the tables of names."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def of_file(self, path: str) -> Head:
        """Shanxi_Ground_2024-11-08_Seasonal_info.txt, or Shanxi_Ground_combined_info.txt."""
        stem = PurePath(path).name
        stem = stem[: -len(PurePath(path).suffix)] if PurePath(path).suffix else stem
        single, combined = _FILE.match(stem), _COMBINED.match(stem)
        if single:
            more = {"date": single.group(2), "kind": single.group(3)}
            return self._split(single.group(1)).model_copy(update=more)
        return self._split(combined.group(1)) if combined else Head()

    def of_line(self, line: str) -> Head:
        """What a title, a question or a heading says; an empty head for other lines."""
        point, title, question = POINT.match(line), TITLE.match(line), QUESTION.match(line)
        if point:
            return Head(
                date=point.group(1),
                kind=point.group(2) or "",
                confidence=_number(point.group(3) or ""),
            )
        if title:
            return self._joined(title.group(1), title.group(2))
        heading = HEADING.match(line)
        if heading:
            return self._of_heading(heading.group(1))
        asked = _ASKED.search(question.group(1)) if question else None
        if question and asked:
            sector = _OF_SECTOR.search(question.group(1), asked.end())
            told = self._joined(asked.group(1), sector.group(1) if sector else "")
            return told.model_copy(update={"date": asked.group(2)})
        return Head()

    def _of_heading(self, words: str) -> Head:
        """A title in other words, such as our own: it begins with a province, then its sector."""
        parts = words.replace("_", " ").split()
        for count in range(min(len(parts), 3), 0, -1):
            province = self.province(" ".join(parts[:count]))
            if province:
                following = parts[count] if count < len(parts) else ""
                return Head(province=province, sector=self._sector(following))
        return Head()

    def _sector(self, name: str) -> str:
        try:
            found = self._names.sectors.sector(name.removesuffix("部门") or None)
        except UnknownName:
            return ""
        return found.name if found else ""

    def province(self, name: str) -> str | None:
        """The province of a name, None when it is none."""
        try:
            return self._names.places.province(name).name
        except UnknownName:
            return None

    def changepoint(self, head: Head, path: str, line: int) -> Changepoint | Problem:
        """The changepoint, or why there is none."""
        if not head.province:
            return Problem(path=path, line=line, code="no_province")
        if not head.date:
            return Problem(path=path, line=line, code="no_date")
        month = parse_date(head.date)
        day = str(month.start) if month and not month.is_day else head.date
        try:
            known = understood(head.model_copy(update={"date": day}), self._names)
        except UsageError as error:
            return Problem(path=path, line=line, code="bad_head", values={"why": error.message})
        if month and not month.is_day:
            return known.model_copy(update={"interval": month})
        return known

    def _split(self, names: str) -> Head:
        """The longest beginning that is a province, and the rest: the sector."""
        words = names.split("_")
        for count in range(len(words), 0, -1):
            province = " ".join(words[:count])
            if self.province(province):
                return Head(province=province, sector=" ".join(words[count:]))
        return Head(province=names.replace("_", " "))

    def _joined(self, first: str, second: str) -> Head:
        """``Inner`` and ``Mongolia`` were taken for a province and its sector; they are one name."""
        whole = f"{first} {second}"
        if second and self.province(whole):
            return Head(province=whole)
        return Head(province=first, sector=second)


def _number(text: str) -> str:
    try:
        return text if 0 <= float(text) <= 1 else ""
    except ValueError:
        return ""
