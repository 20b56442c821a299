"""What the entries of the cache hold."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime

from agent.records import Fetched, Record

BY_HAND = "imported"
"""How bytes came that a person put in."""
_OF_AN_ANSWER = ("url", "answered_url", "fetched_at", "status", "headers")


class Hop(Record):
    """One step on the way to the answer: who sent us on, how (301, refresh, …), and where to."""

    url: str
    how: str
    to: str


class FetchRecord(Record):
    """What came of asking for a URL once.

    ``cause`` is None for a page that was kept, else the code of errors.CouldNotLook; only then is
    ``sha256`` None. ``how`` is fetched, or imported for bytes put in by hand. ``size`` counts the
    bytes of the decoded body, ``status`` is 0 when nobody answered. ``remarks`` are
    codes of what is worth telling of a good one (robots_ignored).
    """

    url: str
    answered_url: str
    fetched_at: AwareDatetime
    status: int = 0
    headers: dict[str, str] = {}
    sha256: str | None = None
    size: int = 0
    cause: str | None = None
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    how: str = "fetched"
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, fetched: Fetched, **told: Any) -> FetchRecord:
        """Of an answer as it came, with what is told of it beside."""
        own = {name: getattr(fetched, name) for name in _OF_AN_ANSWER}
        return cls(**own, size=len(fetched.body), **told)

    @property
    def by_hand(self) -> bool:
        """True for bytes that a person put in."""
        return self.how == BY_HAND

    @property
    def good(self) -> bool:
        """True when the answer was kept as a page."""
        return self.cause is None and self.sha256 is not None

    @property
    def content_type(self) -> str:
        """The Content-Type header in lower case, or an empty string."""
        return self.headers.get("content-type", "").lower()


class Reply(Record):
    """A stored reply: the JSON value, and when it was stored."""

    value: Any
    stored_at: AwareDatetime


class Size(Record):
    """How many files, and how many bytes they take."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(files=self.files + other.files, bytes=self.bytes + other.bytes)
