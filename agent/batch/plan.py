"""What a batch will take, told before it begins: from earlier runs where there are any.

Numbers of changepoints and questions are counted; pages, megabytes, tokens and money are averages
of what was researched before with the same model, or assumptions that are told as such. A price
that is not known is said to be unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from agent.coverage import Looked
from agent.net.proxies import is_here
from agent.prices import Prices, named
from agent.records import COUNTS, Changepoint, Record, Usage, summed
from agent.store import Store
from agent.store.totals import Totals
from agent.wiring import Config
from agent.wiring.asking import DEFAULT_BASE_URL, chosen, is_local, member
from agent.wiring.members import Knowledge

EARLIER = 500
"""Changepoints of earlier runs that averages are taken over, the newest."""
ENOUGH = 3
"""With fewer of them nothing can be said, and assumptions are used."""
ENOUGH_PAGES = 20
"""With fewer answers of the web their mean size says nothing."""

PAGE_BYTES = 150_000
"""Assumed for a page with its attachments."""
PAGE_PROMPT, PAGE_ANSWER = 8_000, 800
"""Tokens assumed for a page that a model reads: the constant part of the prompt is about 3,000."""


class Basis(Record):
    """What expected numbers rest on: changepoints of earlier runs, or assumptions in words."""

    changepoints: int
    assumed: tuple[str, ...] = ()


class Plan(Record):
    """What a batch is expected to take, all changepoints together.

    ``sharing`` counts those whose date is also another province's; ``searches`` are questions to
    backends and ``distinct_searches`` those that differ, which is what goes out; ``fetches`` are
    pages opened, ``distinct_fetches`` those that differ (None where that is not known), ``size``
    their bytes. ``usage`` is what models take at most, ``amounts`` its price and that of the
    searches by currency, ``unpriced`` what has no known price, ``here`` those of it on this machine.
    """

    changepoints: int
    provinces: int
    dates: int
    sharing: int
    searches: int
    distinct_searches: int
    backends: tuple[str, ...]
    fetches: int
    distinct_fetches: int | None
    size: int
    model: str
    usage: tuple[Usage, ...]
    amounts: dict[str, float]
    unpriced: tuple[str, ...]
    here: tuple[str, ...] = ()
    basis: Basis

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens that models read, and tokens that they write."""
        return (
            sum(usage.prompt_tokens for usage in self.usage),
            sum(usage.completion_tokens for usage in self.usage),
        )


def plan(
    points: Sequence[Changepoint],
    config: Config,
    known: Knowledge,
    store: Store | None,
    prices: Prices,
) -> Plan:
    """What these changepoints are expected to take.

    Args:
        points: those that are to be researched now.
        config: how.
        known: the tables, which make the questions.
        store: what was researched before; None where there is nothing yet.
        prices: what is known of them.

    Raises:
        UsageError: the config names a search that is not configured.
        StateError: the store cannot be read.
    """
    asked = [name for name in chosen(config) if not is_local(name)]
    questions = [q for point in points for q in known.queries(point, point.window(config.window))]
    put = [(q, name) for name in asked for q in questions if q.short is member(name).short]
    earlier = Totals(store).earlier(config.model, EARLIER) if store else ()
    earlier = earlier if len(earlier) >= ENOUGH else ()
    fetches, distinct = _fetches(len(points), config, earlier)
    answers, size = Totals(store).fetched() if store else (0, 0)
    page = size / answers if answers >= ENOUGH_PAGES else None
    models = _models(len(points), config, earlier)
    searches = _searches(Counter(name for _, name in set(put)), config)
    cost = prices.cost([*models, *searches])
    return Plan(
        changepoints=len(points),
        provinces=len({point.province for point in points}),
        dates=len({point.date for point in points}),
        sharing=sharing(points),
        searches=len(put),
        distinct_searches=len(set(put)),
        backends=tuple(asked),
        fetches=fetches,
        distinct_fetches=distinct,
        size=round((fetches if distinct is None else distinct) * (page or PAGE_BYTES)),
        model=config.model,
        usage=models,
        amounts=cost.amounts,
        unpriced=cost.unknown,
        here=tuple(sorted({named(usage) for usage in models if is_here(usage.host)})),
        basis=Basis(changepoints=len(earlier), assumed=tuple(_assumed(config, earlier, page))),
    )


def sharing(points: Sequence[Changepoint]) -> int:
    """How many changepoints have a date that is also another province's."""
    provinces = {(point.date, point.province) for point in points}
    of_date = Counter(date for date, _ in provinces)
    return sum(of_date[point.date] > 1 for point in points)


def lines(told: Plan) -> Iterator[str]:
    """The plan in words, a line for each thing."""
    n = told.changepoints
    yield (
        f"{n:,} changepoint{'s' * (n != 1)}: {told.provinces} province(s), {told.dates:,} date(s);"
        f" {told.sharing:,} share a date with another province"
    )
    yield f"searches: {_searches_line(told)}"
    basis = _basis(told.basis)
    pages = f"{told.fetches:,} opened"
    if told.distinct_fetches is not None and told.distinct_fetches < told.fetches:
        pages += f", {told.distinct_fetches:,} different ones fetched"
    yield f"pages: about {pages}, about {_size(told.size)}{basis}"
    if told.model == "none":
        yield "model: none, no tokens"
    else:
        read, written = told.tokens
        yield (
            f"model: {told.model}, about {_short(read)} tokens in and {_short(written)} out{basis}"
        )
    yield f"cost: {_cost(told)}"
    if told.basis.assumed:
        yield f"assumed: {'; '.join(told.basis.assumed)}"


def _searches_line(told: Plan) -> str:
    if not told.searches:
        return "none, only what is saved is searched"
    same = told.searches - told.distinct_searches
    again = f", {same:,} of them asked before by another changepoint" if same else ""
    return f"{told.searches:,} at most over {', '.join(told.backends)}{again}"


def _basis(basis: Basis) -> str:
    if basis.assumed and not basis.changepoints:
        return " (assumed)"
    return f" (as {basis.changepoints:,} changepoints of earlier runs)"


def _cost(told: Plan) -> str:
    amounts = [f"about {a:,.2f} {currency.upper()}" for currency, a in told.amounts.items()]
    here = [name for name in told.unpriced if name in told.here]
    elsewhere = [name for name in told.unpriced if name not in told.here]
    if elsewhere:
        amounts.append(f"price unknown: {', '.join(elsewhere)} (RESEARCH_PRICES)")
    if here:
        amounts.append(f"no price, on this machine: {', '.join(here)}")
    return "; ".join(amounts) or "nothing that is paid for"


def _searches(questions: Mapping[str, int], config: Config) -> list[Usage]:
    """What is asked of searches, by the names that prices have for them."""
    return [
        Usage(stage="search", model=member(name).priced_as(config.services), calls=number)
        for name, number in questions.items()
    ]


def _fetches(points: int, config: Config, earlier: Sequence[Looked]) -> tuple[int, int | None]:
    if not earlier:
        return points * config.pages, None
    every = [mark for one in earlier for mark in one.addresses]
    mean = len(every) / len(earlier)
    share = len(set(every)) / len(every) if every else 1.0
    # Of fewer changepoints a greater share is different: told only for as many as were seen.
    distinct = round(points * mean * share) if points >= len(earlier) else None
    return round(points * mean), distinct


def _models(points: int, config: Config, earlier: Sequence[Looked]) -> tuple[Usage, ...]:
    if config.model == "none":
        return ()
    host = urlsplit(config.base_url or DEFAULT_BASE_URL).hostname or ""
    if not earlier:
        pages = points * min(config.best, config.pages)
        return (
            Usage(
                stage="extract",
                model=config.model,
                host=host,
                calls=pages,
                prompt_tokens=pages * PAGE_PROMPT,
                completion_tokens=pages * PAGE_ANSWER,
            ),
        )
    every = summed(u for one in earlier for u in one.usage if u.stage != "search")
    return tuple(
        used.model_copy(
            update={
                "host": used.host or host,
                **{name: round(getattr(used, name) * points / len(earlier)) for name in COUNTS},
            }
        )
        for used in sorted(every, key=lambda one: (one.stage, one.model, one.host))
    )


def _assumed(config: Config, earlier: Sequence[Looked], page: float | None) -> Iterator[str]:
    """What the numbers assume, in words; nothing where they are averages."""
    if not earlier:
        yield f"{config.pages} pages a changepoint (RESEARCH_PAGES)"
    if page is None:
        yield f"{PAGE_BYTES // 1000} KB a page"
    if not earlier and config.model != "none":
        best = min(config.best, config.pages)
        yield (
            f"{best} pages read by the model (RESEARCH_BEST), each {PAGE_PROMPT:,} tokens in and"
            f" {PAGE_ANSWER:,} out; what the cache holds costs nothing"
        )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"


def _short(count: int) -> str:
    if count >= 1_000_000:
        return f"{count / 1e6:.1f} million"
    return f"{round(count, -3):,}" if count >= 10_000 else f"{count:,}"
