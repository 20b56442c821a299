"""One question to a search service, what came of it, and failures worded alike everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.errors import SearchFailed
from agent.records import Query, Usage, content_key
from agent.text.urls import host_of

REPLY_FORMAT = "search/1"
SHOWN = 160
SHORTEST_KEY = 6
"""Characters; what is no longer (Bearer) is a word and may stand in any text."""

BY_STATUS = {
    401: "wrong_key",
    402: "quota",
    403: "blocked",
    408: "timeout",
    412: "blocked",
    429: "quota",
    432: "quota",
    433: "quota",
    451: "blocked",
    504: "timeout",
    521: "blocked",
}
"""521 is how 加速乐 begins its challenge. Tavily says 432 and 433 for the limits of a plan, Bocha 403 for no money (its words decide)."""

BY_WORDS = {
    "quota": ("not have enough money", "insufficient", "余额不足", "欠费", "quota", "usage limit"),
    "wrong_key": ("api key", "apikey", "unauthorized", "invalid token", "access token"),
    "blocked": ("captcha", "验证码", "too many requests", "access denied", "安全验证", "waf"),
}


@dataclass(frozen=True)
class Question:
    """One request to a search service.

    ``secrets`` are headers that are sent and never kept, shown or made part of the reply's key.
    ``hints`` are told with a failure where the member knows what to do about it, by cause.
    ``priced_as`` is the name its price is known by, where that is not the backend's; ``paced_as``
    the service whose pace it takes. A ``form`` is sent as one, a ``body`` as JSON.
    """

    backend: str
    url: str
    query: Query
    params: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    hints: dict[str, str] = field(default_factory=dict)
    priced_as: str = ""
    paced_as: str = ""
    form: dict[str, str] | None = None

    @property
    def key(self) -> str:
        """Identity of what is sent, endpoint and format included."""
        sent = [REPLY_FORMAT, self.backend, self.url, self.params, self.body, self.headers]
        return content_key(sent if self.form is None else [*sent, self.form])

    @property
    def usage(self) -> Usage:
        """What a request of it is on the bill, also where its answer was kept from before."""
        return Usage(
            stage="search",
            model=self.priced_as or self.backend,
            host=host_of(self.url),
            target=self.query.text,
        )


def failed(backend: str, cause: str, detail: str, hint: str = "") -> SearchFailed:
    """The failure of a backend, worded alike everywhere."""
    return SearchFailed(cause, f"{backend}: {detail}", hint=hint)


def cause_in_words(text: str) -> str | None:
    """The cause a service's own words give, or None."""
    low = text.lower()
    return next((cause for cause, words in BY_WORDS.items() if any(w in low for w in words)), None)


def failure_of(question: Question, cause: str, detail: str, said: str = "") -> SearchFailed:
    """A failure with the beginning of what the service said, without our keys in it."""
    words = without_secrets(question, " ".join(said.split()))
    shown = f"{detail}: {words[:SHOWN]}" if words else detail
    return failed(question.backend, cause, shown, question.hints.get(cause, ""))


def without_secrets(question: Question, text: str) -> str:
    """A text without our keys: a service may echo what it was sent into its answer."""
    for secret in question.secrets.values():
        for part in secret.split():
            if len(part) > SHORTEST_KEY:
                text = text.replace(part, "***")
    return text


def cause_of(status: int, text: str) -> str:
    """The cause of an answer that is none, by its status and its words."""
    by_status = BY_STATUS.get(status, "error")
    if status in (400, 403):
        return cause_in_words(text) or by_status
    return by_status
