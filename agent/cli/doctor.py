"""``research doctor``: what is configured, what answers, what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from agent.cli.options import RunOptions, configuration, load_settings
from agent.cli.shared import option
from agent.errors import CouldNotLook, ResearchError, SearchFailed, UsageError
from agent.llm.endpoint import Endpoint, seen
from agent.llm.fallback import WithFallback
from agent.prices import named
from agent.prompt import Rendered
from agent.publishers.portals import PortalRow
from agent.records import Interval, Query, Record
from agent.search import SearchBackend
from agent.settings import ENV_FILE, unknown_settings
from agent.wiring.asking import member, members, priced_parts
from agent.wiring.workshop import Workshop, open_workshop

GOOD, BAD, UNKNOWN = "ok", "FAIL", "-"
WANTED = ("OPENAI_BASE_URL", "OPENAI_API_KEY", "RESEARCH_MODEL")
"""Settings of the model that are told when they are not set, with those of the searches."""


@click.command("doctor")
@option("--model NAME", "Ask this model instead of RESEARCH_MODEL.")
@option("--offline", "Ask nothing over the network.")
@option(
    "--portals PROVINCES",
    "Ask the portals of these provinces (山西,Guizhou or all) instead, and say what they answer.",
)
def doctor_command(model: str | None, offline: bool, portals: str | None) -> int:
    """Say what is configured, what answers and what is missing; code 1 when something fails."""
    lines = _settings()
    config = configuration(load_settings(), RunOptions(model=model))
    with open_workshop(config) as workshop:
        lines += (
            portal_lines(workshop, portals, offline=offline) if portals else _all(workshop, offline)
        )
    for mark, name, told in lines:
        click.echo(f"{mark:<5} {name:<16} {told}")
    return 1 if any(mark == BAD for mark, _, _ in lines) else 0


Line = tuple[str, str, str]


def _settings() -> list[Line]:
    """Which ``.env`` was read, what in it is no setting, and which settings are not set."""
    file = ENV_FILE.resolve()
    here = ENV_FILE.is_file()
    told = f"read {file}" if here else f"there is no {file}: copy .env.example there"
    lines: list[Line] = [(GOOD if here else UNKNOWN, ".env", told)]
    settings = load_settings()
    unknown = unknown_settings(type(settings))
    lines += [(BAD, one.name, f"is no setting: {one.hint}") for one in unknown]
    wanted = (*WANTED, *(one.setting for one in members() if one.setting))
    unset = [name for name in wanted if getattr(settings, name.lower()) is None]
    if unset:
        lines.append((UNKNOWN, "not set", ", ".join(unset)))
    return lines


def _all(workshop: Workshop, offline: bool) -> list[Line]:
    """The cache, the models, the searches, the prices and the tables."""
    lines = [(GOOD, "cache", f"{workshop.config.state.resolve()} can be written")]
    if workshop.unchecked:
        lines.append((UNKNOWN, "proxy", workshop.unchecked))
    lines += _models(workshop, offline)
    lines += [_search(backend, offline) for backend in workshop.backends]
    lines.append(_prices(workshop))
    tables = workshop.known.fingerprints().items()
    lines.append((GOOD, "tables", ", ".join(f"{name} {value[:8]}" for name, value in tables)))
    return lines


def portal_lines(workshop: Workshop, names: str, *, offline: bool) -> Iterator[Line]:
    """A line for every portal that was named (all for each): its software, and what it answers.

    Raises:
        UsageError: portals are not among the searches.
        UnknownName: there is no such province.
    """
    places, known = workshop.known.places, workshop.known.portals
    portal = next((backend for backend in workshop.backends if backend.name == "portal"), None)
    if portal is None:
        raise UsageError("portals are not among the searches", hint="see RESEARCH_SEARCH")
    given = [name.strip() for name in names.split(",") if name.strip()]
    every = "all" in given
    for province in sorted(known.provinces) if every else [places.province(n).name for n in given]:
        row, name = known.of(province), f"portal {province}"
        if row is None:
            yield UNKNOWN, name, "no search of its portal is known (RESEARCH_PORTALS)"
            continue
        ask = partial(_asked_portal, portal, row, workshop.config.state / FOLDER)
        mark, _, answer = _tried(name, None if offline else ask)
        yield mark, name, f"{row.family} at {row.host}: {answer}"


def _models(workshop: Workshop, offline: bool) -> list[Line]:
    """A line for the model, and one for its fallback where there is one."""
    model = workshop.extraction.model
    if model is None:
        told = "set OPENAI_API_KEY and RESEARCH_MODEL to use a model"
        return [(UNKNOWN, f"model {workshop.config.model}", told)]
    first, *others = (model.first, model.second) if isinstance(model, WithFallback) else (model,)
    return [
        _model(f"model {first.name}", first, offline),
        *_endpoint(workshop.config.base_url),
        *(_model(f"fallback {other.name}", other, offline) for other in others),
    ]


def _endpoint(address: str | None) -> list[Line]:
    """Since when the endpoint's own parameters are known to be so, where there are any."""
    day = seen(address) if address else None
    if address is None or day is None:
        return []
    host = Endpoint(address, "", "").host
    return [(GOOD, "endpoint", f"{host}: its parameter for thinking as of {day}")]


def _model(name: str, model: Any, offline: bool) -> Line:
    def ask() -> str:
        class Word(Record):
            word: str

        question = Rendered("Answer with a JSON object.", 'Give {"word": "好"} back.', "doctor")
        answer = model.ask(question, Word, stage="doctor", target="")
        return f"answers; {answer.usage.prompt_tokens + answer.usage.completion_tokens} tokens"

    return _tried(name, None if offline else ask)


def _prices(workshop: Workshop) -> Line:
    """Which prices are not known: a budget in money needs them all."""
    unknown = [
        named(part) for part in priced_parts(workshop.config) if workshop.prices.of(part) is None
    ]
    if unknown:
        told = f"unknown: {', '.join(unknown)}; --budget in money needs them (RESEARCH_PRICES)"
        return UNKNOWN, "prices", told
    priced = ((part, workshop.prices.of(part)) for part in priced_parts(workshop.config))
    told = ", ".join(
        f"{named(part)} as of {price.seen or 'a day that is not told'}"
        for part, price in priced
        if price
    )
    return GOOD, "prices", told or "nothing that is configured costs anything"


def _search(backend: SearchBackend, offline: bool) -> Line:
    """Whether a search answers, and what it can find."""
    finds = member(backend.name).finds
    if backend.name == "portal":
        number = len(backend.coverage.provinces or ())
        words = f"{finds}; {number} provinces, asked by research doctor --portals 山西"
        return UNKNOWN, f"search {backend.name}", words
    mark, name, told = _tried(f"search {backend.name}", None if offline else partial(_ask, backend))
    return mark, name, f"{told} (finds {finds})"


def _ask(backend: SearchBackend) -> str:
    window = Interval(start=datetime.date(2024, 8, 1), end=datetime.date(2025, 1, 31))
    query = Query(
        text="山西 交通运输 条例",
        window=window,
        places=("山西",),
        words=("条例",),
        short=backend.coverage.short,
    )
    hits = backend.search(query, 3).hits
    return f"answers; {len(hits)} hits"


def _tried(name: str, ask: Callable[[], str] | None) -> Line:
    if ask is None:
        return UNKNOWN, name, "configured; not asked"
    try:
        return GOOD, name, ask()
    except CouldNotLook as failure:
        return BAD, name, f"{failure.cause}: {failure.message} {failure.hint}".strip()
    except ResearchError as failure:
        return BAD, name, f"{failure.message} {failure.hint}".strip()


FOLDER = "odd_replies"
"""Where replies are kept that are no answers, in the folder of state."""
LONGEST = 200_000
"""Characters that are kept of one."""


def _asked_portal(portal: SearchBackend, row: PortalRow, folder: Path) -> str:
    """What a portal answers; a reply that is no answer is kept, for its finder to send."""
    try:
        return _ask_portal(portal, row.province)
    except SearchFailed as failure:
        if not failure.reply:
            raise
        file = folder / f"portal-{row.province}.txt"
        head = f"{row.province} {row.family} {row.url}\n{failure.cause}: {failure.message}\n\n"
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(head + failure.reply[:LONGEST], "utf-8", "surrogatepass")
        hint = f"its reply is kept in {file}: please send that file with a report of the fault"
        raise SearchFailed(failure.cause, failure.message, hint=hint) from None


def _ask_portal(portal: SearchBackend, province: str) -> str:
    """What a portal answers to a word that every government uses."""
    year = datetime.datetime.now(datetime.UTC).year - 1
    query = Query(
        text=f"{province} 通知",
        window=Interval.of_year(year),
        places=(province,),
        times=(f"{year}年",),
        words=("通知",),
        short=True,
    )
    hits = portal.search(query, 10).hits
    if not hits:
        return "answers an empty list for 通知: no sign that it understood the question"
    days = [hit.date for hit in hits if hit.date]
    dated = f"of {min(days)} to {max(days)}" if days else "without a day"
    return f"answers; {len(hits)} results {dated}; the first: {hits[0].title[:30]}"
