"""The values that flow, one way: Changepoint -> Query -> Hit -> Page. Frozen, without I/O.

What follows them (Policy, Claim, Verdict, Finding, Dossier) stands in policy.py and findings.py.
Offsets are counted in Python characters of ``Page.text``, half open.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Record(BaseModel):
    """A frozen value; unknown fields are an error, so that a typo never passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def content_key(value: Any) -> str:
    """Identity of a JSON-like value: ``s1:`` and the sha256 of its canonical JSON.

    Keys are sorted and nothing is escaped, so the order in which a dict was filled does not
    count and every sent character does.
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "s1:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Interval(Record):
    """A closed interval of days; a day, a month, a season or a year is one."""

    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"interval ends ({self.end}) before it starts ({self.start})")
        return self

    @classmethod
    def of_day(cls, day: datetime.date) -> Interval:
        """One day."""
        return cls(start=day, end=day)

    @classmethod
    def of_month(cls, year: int, month: int) -> Interval:
        """A whole month. Raises ValueError when there is no such month."""
        last = calendar.monthrange(year, month)[1]
        return cls(start=datetime.date(year, month, 1), end=datetime.date(year, month, last))

    @classmethod
    def of_year(cls, year: int) -> Interval:
        """A whole year."""
        return cls(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))

    @classmethod
    def around(cls, first: datetime.date, last: datetime.date, days: int) -> Interval:
        """``days`` on each side of first..last."""
        return cls(
            start=first - datetime.timedelta(days=days), end=last + datetime.timedelta(days=days)
        )

    @property
    def days(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    @property
    def is_day(self) -> bool:
        """True when the interval is a single day."""
        return self.start == self.end

    def contains(self, other: Interval) -> bool:
        """True when the other interval lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Interval) -> bool:
        """True when at least one day is common."""
        return self.start <= other.end and other.start <= self.end

    def __str__(self) -> str:
        return str(self.start) if self.is_day else f"{self.start}..{self.end}"


Window = Interval
"""The closed interval that is searched; by default 90 days on each side of the changepoint."""


class ChangepointKind(StrEnum):
    """What the detector thinks the change is."""

    POLICY = "policy"
    EVENT = "event"
    SEASONAL = "seasonal"
    TREND = "trend"
    UNKNOWN = "unknown"


class Detection(Record):
    """What a detector tells of a changepoint in its own terms; empty or None where it does not.

    ``score`` is the number that it calls ``score_name`` (cpPr of Rbeast, a probability): it is no
    confidence and is never compared with one. ``component`` is the part of the series that changes
    (trend, season), ``size`` the change in the detector's own unit, ``series`` the file's name.
    """

    detector: str = ""
    settings: dict[str, str] = {}
    component: str = ""
    score_name: str = ""
    score: float | None = None
    direction: Literal["", "up", "down"] = ""
    size: float | None = None
    series: str = ""
    series_sha256: str = ""


class Changepoint(Record):
    """A date at which a province's daily emissions in a sector change.

    ``province`` is the short Chinese name (山西, 内蒙古); ``sector`` a name of Carbon Monitor China
    (Ground, Power, Industry, Residential, Aviation) or None for all; ``confidence`` the detector's
    own score, not a probability; ``features`` what else the detector wrote, as it wrote it, and
    ``detection`` what of that was understood. A changepoint without one is stored as before.
    """

    province: str
    sector: str | None
    date: datetime.date
    kind: ChangepointKind = ChangepointKind.UNKNOWN
    confidence: float | None = None
    interval: Interval | None = None
    features: dict[str, str] = {}
    detection: Detection | None = Field(default=None, exclude_if=lambda told: told is None)

    def window(self, days: int = 90) -> Window:
        """The window: ``days`` on each side of the date, or of the interval where there is one."""
        span = self.interval or Interval.of_day(self.date)
        return Interval.around(span.start, span.end, days)


class Query(Record):
    """One question to a search: ``sites`` are hosts it is restricted to, empty for all.

    ``text`` is all of it in a row. Where its parts are told, each of ``places``, ``times`` and
    ``words`` is a group of alternatives, best first. A ``short`` query has a word or two that must
    all be there, for a search that takes no more. ``round`` counts from 1, 0 is a question of the user's own; ``page`` is the page of
    results that is wanted.
    """

    text: str
    window: Window
    sites: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    short: bool = False
    round: int = 1
    page: int = 1


class Hit(Record):
    """An answer of a search, not yet read. ``rank`` counts from 1; ``date`` is a claim only."""

    url: str
    title: str
    snippet: str = ""
    date: datetime.date | None = None
    backend: str
    rank: int


class Span(Record):
    """A half-open range of characters of a page's text."""

    start: int
    end: int


class Standing(NamedTuple):
    """Where something stands: a span (None when only in markup) of the document ``source``."""

    span: Span | None
    source: str


class Stated(Record):
    """A value that a page states, and where it was read.

    ``where`` is words a person understands: 元数据表 发文机关, meta ArticleTitle, 落款, 正文.
    ``span`` is None when it stands only in markup and not in the text.
    """

    value: str
    where: str
    span: Span | None = None


class StatedDate(Record):
    """A date that a page states: its interval, the characters it was read from, and where."""

    interval: Interval
    value: str
    where: str
    span: Span | None = None


class PageMeta(Record):
    """What a page says about itself. Four dates are four different facts.

    signed 成文 (on the paper), issued 印发/发布, effective 施行, uploaded (web upload: an upper bound
    that supports nothing). ``in_force`` is an interval of validity where the page gives one.
    ``source`` is 来源 of a news page or a repost, never a responsible agency.
    """

    title: Stated | None = None
    agency: Stated | None = None
    document_number: Stated | None = None
    signed: StatedDate | None = None
    issued: StatedDate | None = None
    effective: StatedDate | None = None
    in_force: StatedDate | None = None
    uploaded: StatedDate | None = None
    site_name: Stated | None = None
    site_code: Stated | None = None
    source: Stated | None = None


class Fetched(Record):
    """An answer of the web as it came: bytes and what the server said of them."""

    url: str
    answered_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    sha256: str
    fetched_at: datetime.datetime

    @property
    def content_type(self) -> str:
        """The Content-Type header in lower case, or an empty string."""
        return self.headers.get("content-type", "").lower()


class Link(Record):
    """A link found in a page: absolute URL and its words."""

    url: str
    text: str


class Recognised(Record):
    """A page of a document (they count from 1) that is a picture, and its letters as OCR read them."""

    page: int
    span: Span


class Page(Record):
    """A frozen copy of a page.

    ``text`` is everything a person would read, in order: the title, the metadata table as lines
    ``标签：值``, the body, the list of attachments. ``body`` is the range of the body in it.
    ``sha256`` is that of the raw bytes. ``label`` is the words of the link that led here (for an
    attachment); ``by_hand`` is true for bytes that a person saved and imported, which no server is
    known to have sent. ``attachment_links`` are the documents the page links to; ``attachments`` those
    that were read. ``next_url`` is where the same article goes on (下一页); ``quotes`` are the parts of its
    text that it sets as the words of somebody else.
    ``pictures`` are the numbers of its pages that are pictures without a text,
    ``recognised`` those whose letters OCR read.
    """

    url: str
    answered_url: str
    fetched_at: datetime.datetime
    sha256: str
    by_hand: bool = False
    media_type: str
    charset: str | None = None
    text: str
    body: Span
    meta: PageMeta = PageMeta()
    label: str = ""
    attachment_links: tuple[Link, ...] = ()
    next_url: str = ""
    quotes: tuple[Span, ...] = ()
    attachments: tuple[Page, ...] = ()
    pictures: tuple[int, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    reader: str

    def __hash__(self) -> int:
        return hash((self.sha256, self.answered_url, self.reader))

    @property
    def title(self) -> str:
        """The title the page gives, or an empty string."""
        return self.meta.title.value if self.meta.title else ""

    @property
    def body_text(self) -> str:
        """The body alone."""
        return self.text[self.body.start : self.body.end]

    def is_quoted(self, span: Span) -> bool:
        """True for a range of the text that stands in the words of somebody else."""
        return any(quote.start <= span.start < quote.end for quote in self.quotes)

    def recognised_at(self, span: Span | None) -> Recognised | None:
        """The recognised letters that a span of the text touches, or None."""
        if span is None:
            return None
        touched = (
            r for r in self.recognised if r.span.start < span.end and span.start < r.span.end
        )
        return next(touched, None)

    def documents(self) -> tuple[Page, ...]:
        """The page itself and its attachments, the page first."""
        return (self, *self.attachments)

    def document(self, sha256: str | None) -> Page | None:
        """The page or attachment with these bytes, or None."""
        return next((one for one in self.documents() if one.sha256 == sha256), None)


class Gap(Record):
    """Something we could not look at.

    ``stage`` is search, fetch, read, extract or check; ``target`` what it was, in words: a URL, a
    page, or ``backend: query`` of a search, which stand in ``backend`` and ``query`` too.
    ``cause`` is a code of errors.CouldNotLook. ``material`` gaps make the outcome incomplete.
    """

    stage: str
    target: str
    backend: str = ""
    query: str = ""
    cause: str
    detail: str = ""
    material: bool = True

    @model_validator(mode="before")
    @classmethod
    def _of_a_search(cls, given: Any) -> Any:
        """What a search was asked is in its target, also where an older store has only that."""
        if not isinstance(given, dict) or given.get("stage") != "search" or "backend" in given:
            return given
        backend, _, query = given["target"].partition(": ")
        return given | {"backend": backend, "query": query}


class Opened(Record):
    """What became of a URL that was to be read: a page, or the gaps that say why not."""

    url: str
    page: Page | None = None
    gaps: tuple[Gap, ...] = ()


class SearchAnswer(Record):
    """One query put to one backend: how many hits came back and whether it covers the question."""

    backend: str
    query: str
    hits: int
    covers: bool


COUNTS = ("calls", "prompt_tokens", "completion_tokens", "cached_tokens")
"""The numbers of a usage, which are added up."""


class Usage(Record):
    """What was asked of a model or a search service, and what it took, when it was paid.

    ``stage`` is where in the flow it was spent: search, extract, check … ``model`` is the model, or
    the search as it is priced (tavily, tavily-keyless); ``host`` is who was asked, empty where that
    is not known; ``target`` the page or the words it was about. ``calls`` counts answered requests;
    a search takes no tokens. ``cached_tokens`` is the part of the prompt that the provider had
    kept; thinking counts as completion.
    """

    stage: str
    model: str
    host: str = ""
    target: str = ""
    calls: int = 1
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def plus(self, other: Self) -> Self:
        """Calls and tokens of both together, under this one's names."""
        # Made anew: a copy with changes takes three times as long, and a study adds up thousands.
        return type(self)(
            stage=self.stage,
            model=self.model,
            host=self.host,
            target=self.target,
            **{name: getattr(self, name) + getattr(other, name) for name in COUNTS},
        )


def summed(usages: Iterable[Usage]) -> tuple[Usage, ...]:
    """One usage for each stage, model and host, in their order: the sums of calls and tokens, no targets."""
    sums: dict[tuple[str, str, str], Usage] = {}
    for used in usages:
        key = used.stage, used.model, used.host
        before = sums.get(key)
        sums[key] = before.plus(used) if before else used.model_copy(update={"target": ""})
    return tuple(sums.values())
