"""flk.npc.gov.cn 国家法律法规数据库: regulations of the provinces' congresses, by the days of issue and effect.

``POST https://flk.npc.gov.cn/law-search/search/list`` with JSON; no key. The shape is that of public notes
and was never tried live: an answer of another shape is a gap, and an empty one means nothing. It holds
laws and regulations (地方性法规), none of the papers of governments, so it is asked one word at a time,
in titles, with the province; the window goes along as days of issue (gbrq).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from agent.lazy import cached_property
from agent.net import BROWSER
from agent.prices import SearchPrice
from agent.records import Query
from agent.search import Coverage, Found, Member, day_of, first_day, plain, ranked
from agent.search.questions import Question, failed

if TYPE_CHECKING:
    from agent.search.http import Asker

BASE_URL = "https://flk.npc.gov.cn"
LOCAL = (221, 222, 230, 260, 270, 290, 295, 300, 305, 310)
"""The codes of local regulations among the kinds of laws."""
MOST_RESULTS = 20
IN_FORCE = (1, 2, 3, 4)
"""Amended, repealed, in force and not yet in force: a window may lie far back."""
DAYS = ("gbrq", "sxrq")
"""The day of issue, else that of effect."""
HINTS = {"error": "its shape was never tried live: research doctor says what it answers"}


@dataclass
class Flk:
    """The database of laws; ``provinces`` are short and full names (山西, 山西省).

    ``user_agent`` is what it is told that we are.
    """

    asker: Asker
    provinces: Sequence[tuple[str, str]]
    base_url: str = BASE_URL
    user_agent: str = BROWSER
    name = "flk"

    @cached_property
    def coverage(self) -> Coverage:
        """What it can find."""
        levels = frozenset({"provincial", "municipal"})
        provinces = frozenset(dict(self.provinces))
        return Coverage(levels, provinces=provinces, short=True, whole=False)

    def search(self, query: Query, limit: int) -> Found:
        """Regulations of the province's own congresses, newest first. Raises SearchFailed."""
        province = query.places[0] if query.places else ""
        words = " ".join(query.words[:1]) or query.text
        body = {
            "searchRange": 1,
            "searchType": 2,
            "searchContent": f"{province} {words}".strip(),
            "pageNum": query.page,
            "pageSize": MOST_RESULTS,
            "sxx": list(IN_FORCE),
            "gbrq": [str(query.window.start), str(query.window.end)],
            "sxrq": [],
            "gbrqYear": [],
            "flfgCodeId": list(LOCAL),
            "zdjgCodeId": [],
            "orderByParam": {"order": "gbrq", "sort": "DESC"},
            "xgzlSearch": False,
        }
        question = Question(
            self.name,
            f"{self.base_url}/law-search/search/list",
            query,
            body=body,
            headers={"User-Agent": self.user_agent, "Referer": f"{self.base_url}/"},
            hints=HINTS,
        )
        rows = self.asker.ask(question, self._accept)
        own = [row for row in rows if self._is_of(row, province)]
        told = (
            (
                f"{self.base_url}/detail?id={row['bbbs']}",
                plain(row.get("title")),
                _snippet(row),
                first_day(row, DAYS),
            )
            for row in own[: max(limit, MOST_RESULTS)]
        )
        return Found(ranked(self.name, told), (question.usage,))

    def _is_of(self, row: dict[str, Any], province: str) -> bool:
        """True for a regulation of a body of the province; a city's names its province seldom."""
        told = f"{plain(row.get('zdjgName'))}{plain(row.get('title'))}"
        others = [name for name, _ in self.provinces if name != province and name in told]
        return province in told or not others

    def _accept(self, value: Any) -> list[dict[str, Any]]:
        code = str(value.get("code")) if isinstance(value, dict) else ""
        rows = value.get("rows") if code == "200" else None
        if not isinstance(rows, list):
            said = value.get("msg") if isinstance(value, dict) else None
            told = f"answered code {code or 'none'} without rows{f': {said}' if said else ''}"
            raise failed(self.name, "error", told[:200], HINTS["error"])
        read = [
            row for row in rows if isinstance(row, dict) and row.get("bbbs") and row.get("title")
        ]
        if rows and not read:
            raise failed(self.name, "error", "answered rows of another shape", HINTS["error"])
        return read


def _snippet(row: dict[str, Any]) -> str:
    """The body, and both days in words."""
    parts = [plain(row.get("zdjgName")), plain(row.get("flxz"))]
    parts += [f"{word}{day}" for word, name in (("公布", "gbrq"), ("施行", "sxrq"))
              if (day := day_of(row.get(name)))]  # fmt: skip
    return " ".join(part for part in parts if part)


MEMBER = Member(
    name=Flk.name,
    finds="regulations of the provinces' congresses, by days; its shape was never tried live",
    prices=(SearchPrice.free(Flk.name, date(2026, 11, 28), "https://flk.npc.gov.cn"),),
    short=True,
    make=lambda parts, _: Flk(
        parts.asker,
        tuple((p.name, p.full) for p in parts.places.provinces),
        user_agent=parts.user_agent,
    ),
)
