"""From a plain config to the parts: the tables of family members, and what holds them together.

A new member of a family is one line in a table here. Members are imported when they are first
used, so that a command pays only for what it does.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from agent.errors import UnknownName
from agent.pace import Limits

if TYPE_CHECKING:
    from agent.ledger import Budget
    from agent.report import Renderer

RENDERERS = {
    "text": "agent.report.text:text",
    "json": "agent.report.as_json:parts",
    "md": "agent.report.text:markdown",
    "textcarbon": "agent.report.textcarbon:parts",
    "csv": "agent.report.as_papers:table",
    "xlsx": "agent.report.as_xlsx:parts",
    "latex": "agent.report.as_papers:latex",
    "bibtex": "agent.report.references:bibtex",
    "ris": "agent.report.references:ris",
    "methods": "agent.report.as_papers:methods",
    "html": "agent.report.html:parts",
}
"""What gives a report of each format, part by part."""

ENDINGS = {
    ".txt": "text",
    ".json": "json",
    ".md": "md",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".tex": "latex",
    ".bib": "bibtex",
    ".ris": "ris",
    ".html": "html",
    ".htm": "html",
}
"""The report format that the ending of a file's name says."""

READERS = {
    "text/html": ("html/7", "agent.readers.html:HtmlReader"),
    "multipart/related": ("mhtml/2", "agent.readers.mhtml:MhtmlReader"),
    "application/pdf": ("pdf/5", "agent.readers.apart:pdf"),
    "image/png": ("picture/1", "agent.readers.apart:picture"),
    "image/jpeg": ("picture/1", "agent.readers.apart:picture"),
    "image/tiff": ("picture/1", "agent.readers.apart:picture"),
    "image/gif": ("picture/1", "agent.readers.apart:picture"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "docx/4",
        "agent.readers.apart:docx",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "sheet/1",
        "agent.readers.apart:sheet",
    ),
    "application/vnd.ms-excel": ("sheet/1", "agent.readers.apart:sheet"),
    "text/plain": ("text/2", "agent.readers.text:TextReader"),
}
"""The reader of a media type: its name with its version, so that a cached text needs no reader."""

READING_PICTURES = ("agent.readers.apart:pdf", "agent.readers.apart:picture")
"""Readers that read pictures too where the extra ``ocr`` is installed; their names say so."""

CHECKS = {
    "agent.checks.source:SourceCheck": ("publishers",),
    "agent.checks.name:NameCheck": (),
    "agent.checks.status:StatusCheck": (),
    "agent.checks.recognised:RecognisedCheck": (),
    "agent.checks.document_number:DocumentNumberCheck": (),
    "agent.checks.date:DateCheck": ("publishers",),
    "agent.checks.agency:AgencyCheck": ("publishers",),
    "agent.checks.actor:ActorCheck": (),
    "agent.checks.figure:FigureCheck": (),
    "agent.checks.page_sentence:PageSentenceCheck": ("sectors",),
    "agent.checks.publisher:PublisherCheck": ("publishers",),
    "agent.checks.place:PlaceCheck": ("places", "publishers"),
    "agent.checks.window:WindowCheck": ("publishers",),
    "agent.checks.sector:SectorCheck": ("sectors",),
    "agent.checks.triangle:TriangleCheck": ("publishers",),
}
"""The checks in the order of the report, each with the tables it is made with."""

BACKENDS = (
    "register",
    "portal",
    "flk",
    "govcn",
    "saved",
    "searxng",
    "bocha",
    "qianfan",
    "tavily",
)
"""The searches by name, in the order of asking: modules of agent.search.members, which say the rest."""


@dataclass(frozen=True)
class Fallback:
    """A second model; what is None is as for the first."""

    model: str
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Config:
    """Everything the parts are built from: plain values, so that another process can have them.

    ``cache`` is the folder that the user names, ``state`` the one that is used of it; ``scratch`` is
    where index.db and research.db are instead, for a worker of a cluster, which shares the rest of
    the cache and keeps no results; ``model_tokens`` bounds an answer and ``characters`` what a
    model is shown of a page; ``search`` names backends, None for all that are configured,
    and ``services`` has their settings (SEARXNG_URL, BOCHA_API_KEY …);
    ``protocol`` is ``fixed`` to ask every point everything, ``early`` to stop when enough is found; ``saved``
    is ``all`` to search every page read before, not only those ``imported`` by hand; ``add_urls`` are pages to be
    read whatever is found, ``documents`` numbers of papers to be asked for, and what is on the hosts of
    ``exclude`` is left out;
    ``timeouts`` are the seconds to connect, to wait for data, and for a whole page; ``allow_hosts`` hosts and
    networks outside the public web that pages may be fetched from (agent.net.allowed); ``robots`` is
    ``strict`` where robots.txt is kept also for what a search or a person named; ``pages`` and
    ``best`` how many addresses are opened and how many pages a model reads (rules read them all);
    ``overrides`` a user's own tables by name (places, publishers, sectors, queries, prompts,
    prices, portals, columns). ``fallback`` is asked what the model refuses; ``budget`` is the most a run may pay;
    ``model_limits`` bounds requests and tokens a minute, ``search_limits`` requests a minute by
    search. With ``refresh`` what was had before ``since`` is asked anew, None for when the parts
    are opened.
    """

    cache: Path = Path("cache")
    scratch: Path | None = None
    sample: bool = False
    refresh: bool = False
    model: str = "none"
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    model_timeout: float = 180.0
    model_slots: int = 8
    model_tokens: int = 4096
    characters: int = 12_000
    thinking: bool = False
    search: tuple[str, ...] | None = None
    services: dict[str, str] = field(default_factory=dict, repr=False)
    search_days: float = 7.0
    hits: int = 10
    window: int = 90
    protocol: str = "early"
    saved: str = "imported"
    add_urls: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pages: int = 24
    best: int = 8
    host_pause: float = 1.0
    timeouts: tuple[float, float, float] = (10.0, 30.0, 60.0)
    user_agent: str | None = None
    allow_hosts: str = ""
    robots: str = "told"
    overrides: dict[str, Path] = field(default_factory=dict)
    fallback: Fallback | None = None
    budget: Budget | None = None
    model_limits: Limits = field(default_factory=Limits)
    search_limits: dict[str, int] = field(default_factory=dict)
    since: datetime | None = None

    @classmethod
    def from_env(cls, **changes: Any) -> Self:
        """What the command line would use: the environment and ``.env``, with fields changed.

        Raises UsageError when a setting cannot be used.
        """
        # Loaded by name: only the command line reads settings, and this room stands below it.
        made: Self = loaded("agent.cli.options:from_environment")()
        return replace(made, **changes)

    @property
    def state(self) -> Path:
        """The folder of state: what is invented never lies in one with what is real."""
        return state_folder(self.cache, self.sample)

    @property
    def register(self) -> Path:
        """The file of the register (agent.register)."""
        return self.state / "register.db"

    @property
    def databases(self) -> Path:
        """The folder of index.db and research.db."""
        return self.scratch or self.state


def state_folder(cache: Path, sample: bool) -> Path:
    """The folder of state of runs over the real or over the sample web, in the user's ``cache``."""
    return cache / "sample" if sample else cache


def loaded(place: str) -> Any:
    """The object at ``module:name``, imported now."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def streamer(name: str) -> Renderer[str] | Renderer[bytes]:
    """What gives a report of a format part by part. Raises UnknownName."""
    if name not in RENDERERS:
        raise UnknownName("format", name, near(name, RENDERERS))
    found: Renderer[str] | Renderer[bytes] = loaded(RENDERERS[name])
    return found


def renderer(name: str) -> Callable[..., Any]:
    """What gives the same report at once, as text or bytes. Raises UnknownName."""
    return partial(_at_once, streamer(name))


def _at_once(parts: Callable[..., Iterable[Any]], *asked: Any) -> Any:
    told = [*parts(*asked)] or [""]
    return told[0][:0].join(told)


def near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The likely names, or all of them when none is."""
    names = tuple(known)
    return tuple(get_close_matches(name, names, n=3)) or names
