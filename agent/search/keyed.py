"""A search service with a key: JSON is posted to it, and it answers with a list of results.

What Bocha, Qianfan and Tavily have in common; what each of them is sent, and what of its answers is
a list, stands in its member.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.records import Query
from agent.search import Coverage, Found, day_of, plain, ranked
from agent.search.questions import Question

if TYPE_CHECKING:
    from agent.search.http import Asker

Result = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """The names of the fields of a result; of several the first that says something counts."""

    title: str
    snippet: Sequence[str]
    day: Sequence[str]


@dataclass(frozen=True)
class Keyed:
    """Such a service, a search of agent.search.

    ``key`` is None where it is asked without one; ``body`` is what is sent for a query and at most so
    many results, ``accept`` the results of an answer, or a SearchFailed where it is none; the other
    fields are those of a Question.
    """

    asker: Asker
    name: str
    url: str
    key: str | None
    shape: Shape
    hints: dict[str, str]
    body: Callable[[Query, int], dict[str, Any]]
    accept: Callable[[Any], Sequence[Result]]
    headers: dict[str, str] = field(default_factory=dict)
    priced_as: str = ""
    coverage: Coverage = field(default_factory=Coverage)

    def search(self, query: Query, limit: int) -> Found:
        """At most ``limit`` hits in the service's order. Raises SearchFailed."""
        question = Question(
            self.name,
            self.url,
            query,
            body=self.body(query, limit),
            headers=self.headers,
            secrets={"Authorization": f"Bearer {self.key}"} if self.key else {},
            hints=self.hints,
            priced_as=self.priced_as,
        )
        results = self.asker.ask(question, self.accept)
        told = (
            (
                result["url"],
                plain(result.get(self.shape.title)),
                plain(_first(result, self.shape.snippet)),
                day_of(_first(result, self.shape.day)),
            )
            for result in results[:limit]
        )
        return Found(ranked(self.name, told), (question.usage,))


def _first(result: Result, names: Sequence[str]) -> Any:
    return next((result[name] for name in names if result.get(name)), None)
