"""What a verdict rests on, as typed values: days, addresses, who decided; and words for the rest.

A check tells its details by name (``role="signed", days="-27"``); ``detail_of`` makes them the one
type that the check's details have, and words where they do not fit, so that nothing is lost. Each
gives the same names and words back (``as_words``): a reason is worded with them, and a decision is
known to be about the same doubt by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError, model_serializer

from agent.records import Record

YES = "yes"


class Told(Record):
    """What all details have: ``was`` is the reason that stood before a person accepted."""

    was: str | None = None

    def as_words(self) -> dict[str, str]:
        """Names and words, as the check told them."""
        return {
            name: YES if value is True else str(value)
            for name, value in vars(self).items()
            if value is not None and value is not False and name != "kind"
        }

    @model_serializer(mode="plain")
    def _without_nothing(self) -> dict[str, Any]:
        told = vars(self).items()
        return {name: value for name, value in told if value is not None and value is not False}


class Words(Told):
    """Words that fit no type: of a check that is not known here, or of a store that was changed by hand."""

    kind: Literal["words"] = "words"
    values: dict[str, str] = {}

    def as_words(self) -> dict[str, str]:
        """See Told."""
        return self.values | ({"was": self.was} if self.was is not None else {})


class Compared(Told):
    """What is claimed beside what the page has; ``target`` says that it states an aim only.

    ``tense`` is estimate or report: reckoned before, or told after. Without a page to hold against,
    ``one`` and ``other`` are what it says itself, and ``quote`` is what stands nowhere in it.
    """

    kind: Literal["compared"] = "compared"
    claimed: str | None = None
    page: str | None = None
    role: str | None = None
    other_role: str | None = None
    stands_as: str | None = None
    text: str | None = None
    date: str | None = None
    url_date: str | None = None
    figure: str | None = None
    noun: str | None = None
    page_noun: str | None = None
    number: str | None = None
    title: str | None = None
    word: str | None = None
    target: bool = False
    tense: str | None = None
    quote: str | None = None
    actor: str | None = None
    one: str | None = None
    other: str | None = None


class Titled(Told):
    """The title of the page that may report the thing; its address or host where that decides."""

    kind: Literal["titled"] = "titled"
    title: str | None = None
    url: str | None = None
    host: str | None = None


class Area(Told):
    """Where the thing is: the wanted province, what the page or ``agency`` has, and by which words."""

    kind: Literal["area"] = "area"
    province: str | None = None
    page: str | None = None
    words: str | None = None
    agency: str | None = None
    host: str | None = None


class Branch(Told):
    """A sector, the terms that speak of it or of the ``other``, how near they are, and their passage."""

    kind: Literal["branch"] = "branch"
    sector: str | None = None
    terms: str | None = None
    other: str | None = None
    grade: str | None = None
    passage: str | None = None


class Timing(Told):
    """The date that decides about the window, and how many days it lies from the changepoint."""

    kind: Literal["timing"] = "timing"
    role: str | None = None
    date: str | None = None
    days: int | None = None
    window: str | None = None
    claimed: str | None = None
    url_date: str | None = None
    after: str | None = None


class Site(Told):
    """Who runs a site, what kind of source that makes it, and whom it names as its own source."""

    kind: Literal["site"] = "site"
    publisher: str | None = None
    host: str | None = None
    issuer: str | None = None
    origin: str | None = None
    claimed: str | None = None
    source_class: str | None = None


class Issuer(Told):
    """A body, and its level."""

    kind: Literal["issuer"] = "issuer"
    agency: str | None = None
    level: str | None = None
    claimed: str | None = None
    page: str | None = None


class Elsewhere(Told):
    """What another page (``url``), or another changepoint (``other``), has of the same thing."""

    kind: Literal["elsewhere"] = "elsewhere"
    claimed: str | None = None
    page: str | None = None
    publisher: str | None = None
    url: str | None = None
    other: str | None = None
    origin: str | None = None
    name: str | None = None


class Judged(Told):
    """What a model said of a sentence (a label), the passage that it pointed at, and what differs."""

    kind: Literal["judged"] = "judged"
    said: str | None = None
    quote: str | None = None
    differs: str | None = None
    model: str | None = None
    target: bool = False
    tense: str | None = None


class Decision(Record):
    """Who decided, on which day, and what."""

    who: str
    day: date
    decision: str


class Decided(Told):
    """What people decided: ``status`` is what the checks gave, ``changed`` that it has changed since.

    ``fault`` is the check that a rejection is about.
    """

    kind: Literal["decided"] = "decided"
    decisions: tuple[Decision, ...] = ()
    note: str = ""
    fault: str = ""
    changed: bool = False
    status: str = ""

    def as_words(self) -> dict[str, str]:
        """None: what people decided is worded by the report, and never by a reason."""
        return {}


AnyDetail = (
    Words
    | Compared
    | Titled
    | Area
    | Branch
    | Timing
    | Site
    | Issuer
    | Elsewhere
    | Judged
    | Decided
)
Detail = Annotated[AnyDetail, Field(discriminator="kind")]
Kind = TypeVar("Kind", bound=Told)

_OF_CHECK: dict[str, type[AnyDetail]] = {
    "window": Timing,
    "publisher": Site,
    "agency": Issuer,
    "across": Elsewhere,
    "source": Titled,
    "place": Area,
    "sector": Branch,
}
_OF_REASON: dict[str, type[AnyDetail]] = {"entailment": Judged, "quote": Compared}
"""By what a reason begins with, whichever check gives it."""


@cache
def _names_of(kind: type[AnyDetail]) -> frozenset[str]:
    """The names of a type's values; pydantic looks for them anew each time."""
    return frozenset(kind.model_fields)


def detail_of(check: str, reason: str, values: Mapping[str, str]) -> Detail | None:
    """The details of a verdict; words where they do not fit the type of its check.

    What comes back by ``as_words`` is what was given, to the letter.
    """
    if not values:
        return None
    kind = _OF_REASON.get(reason.partition(".")[0]) or _OF_CHECK.get(check, Compared)
    if values.keys() <= _names_of(kind):
        typed = {name: True if name == "target" else value for name, value in values.items()}
        try:
            made = kind.model_validate(typed)
        except ValidationError:
            return Words(values=dict(values))
        if made.as_words() == values:
            return made
    return Words(values=dict(values))


def retyped(check: str, reason: str, detail: Any) -> Any:
    """A detail as it is typed today, where it is words.

    Stores of versions before 29 November 2026 have words for what source, place, sector, actor and
    triangle tell.
    """
    if isinstance(detail, Words):
        detail = detail.model_dump()
    if not isinstance(detail, dict) or detail.get("kind") != "words":
        return detail
    made = detail_of(check, reason, detail.get("values", {}))
    return made.model_copy(update={"was": detail.get("was")}) if made else detail


def details(found: Iterable[Told | None], kind: type[Kind]) -> Iterator[Kind]:
    """Those of one type."""
    return (one for one in found if isinstance(one, kind))
