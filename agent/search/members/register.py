"""The register: what the province lists in its columns, by days, words and full text.

It is asked first and asks nobody. Where the columns were walked and read over a window, an empty
answer means that there is nothing in them; each answer says which columns, months and pages those are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.errors import SearchFailed, StateError
from agent.records import Query, Window
from agent.search import Coverage, Found, Member, ranked

if TYPE_CHECKING:
    from agent.register.book import Register

MOST = 30
"""Documents for a question, whatever the limit: nothing is asked of anybody for them."""
NOWHERE = frozenset({""})
"""The provinces of a register that has none: no question is put to it."""


class RegisterSearch:
    """The register.

    Args:
        register: None where nothing was ever harvested, or why it cannot be opened.
    """

    name = "register"

    def __init__(self, register: Register | StateError | None) -> None:
        self._register = register
        if isinstance(register, StateError):
            self.coverage = Coverage(whole=False)
            return
        provinces = _provinces(register) if register else frozenset[str]()
        self.coverage = Coverage(
            levels=frozenset({"provincial"}),
            provinces=provinces or NOWHERE,
            over=_covering(register) if register else None,
        )

    def search(self, query: Query, limit: int) -> Found:
        """The documents with a day in the window that have its words. Raises SearchFailed, StateError."""
        if isinstance(self._register, StateError):
            problem = self._register
            raise SearchFailed("error", f"{self.name}: {problem.message}", hint=problem.hint)
        if self._register is None or not query.places:
            return Found(())
        # Every command reads MEMBER for the names of settings; few open the register.
        from agent.register.covering import covered_province, covering_in_words  # noqa: PLC0415
        from agent.register.searching import search  # noqa: PLC0415

        province = query.places[0]
        rows = search(self._register, province, query.window, query.words, max(limit, MOST))
        told_rows = (
            (
                row.url,
                row.title,
                " ".join(filter(None, (row.number, row.agency, row.excerpt))),
                row.day,
            )
            for row in rows
        )
        hits = ranked(self.name, told_rows)
        told = covering_in_words(covered_province(self._register, province, query.window))
        return Found(hits, told=told)


def _provinces(register: Register) -> frozenset[str]:
    rows = register.database.rows("SELECT DISTINCT province FROM documents")
    return frozenset(row["province"] for row in rows)


def _covering(register: Register) -> Callable[[str, Window], bool]:
    from agent.register.covering import covered_province  # noqa: PLC0415 - as above

    return lambda province, window: covered_province(register, province, window).whole


MEMBER = Member(
    name=RegisterSearch.name,
    finds="what research harvest found listed in a province's columns, by days and words",
    local=True,
    make=lambda parts, _: RegisterSearch(parts.register),
)
