"""A budget is a hard stop before the request that might pass it, and it survives a kill."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.batch.cluster import shared
from agent.cli import run as run_command
from agent.errors import BudgetSpent, ModelFailed, SearchFailed, UsageError
from agent.ledger import Budget, Payment, State, parse_budget
from agent.ledger.budget_ledger import Ledger, PaymentBuffer
from agent.ledger.sums import cost_of, told
from agent.llm.bill import most_tokens
from agent.llm.endpoint import Endpoint
from agent.llm.openai_compatible import OpenAICompatible
from agent.llm.sender import Gates
from agent.net.carrier import Carrier
from agent.pace import Closed, Limits, Paces
from agent.prices import Cost, Prices
from agent.records import Usage
from agent.search.exchange import search_client
from agent.search.http import Asker
from agent.search.http import Gates as SearchGates
from agent.search.questions import Question
from agent.store import Payments, Store, payments_of
from agent.wiring import Config
from agent.wiring.asking import known_prices
from tests.asked_models import Asked, Word, connections_are_closed, kept  # noqa: F401 - a fixture
from tests.model_endpoint import ModelEndpoint, Scripted, completion, refusal
from tests.search_service import NOW, QUERY, Said, Service, json_reply

PRICES = """
[[model]]
host = "127.0.0.1"
name = "tiny"
currency = "cny"
input = 1000
cached = 100
output = 4000

[[search]]
name = "test"
currency = "cny"
call = 0.5
"""
"""A token of a prompt costs a fen here, and one of an answer four."""


@pytest.fixture
def prices(tmp_path: Path) -> Prices:
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    return known_prices(tmp_path / "prices.toml")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "research.db") as opened:
        yield opened


def begin(store: Store) -> str:
    return store.start_run("research batch", "0.1.0", {}, NOW)


def purse(prices: Prices, budget: str | None = None) -> Ledger:
    return Ledger(prices, lambda: NOW, parse_budget(budget) if budget else None)


def tokens(prompt: int = 0, answer: int = 0, cached: int = 0) -> Usage:
    return Usage(
        stage="extract",
        model="tiny",
        host="127.0.0.1",
        prompt_tokens=prompt,
        completion_tokens=answer,
        cached_tokens=cached,
    )


SEARCH = Usage(stage="search", model="test", host="127.0.0.1")

# What people write


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("50cny", 50.0, "cny"),
        ("50 CNY", 50.0, "cny"),
        ("12.5元", 12.5, "cny"),
        ("7.5usd", 7.5, "usd"),
        (".5 USD", 0.5, "usd"),
        ("200000tokens", 200_000.0, "tokens"),
        ("200,000 tokens", 200_000.0, "tokens"),
        ("2_000 Tokens", 2_000.0, "tokens"),
        ("0cny", 0.0, "cny"),
    ],
)
def test_a_budget_is_an_amount_with_its_unit(text: str, amount: float, unit: str) -> None:
    assert parse_budget(text) == Budget(amount, unit)


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("50eur", "unknown currency: 'eur'"),
        ("50 zloty", "unknown currency: 'zloty'"),
        ("50", "no amount with its unit"),
        ("cny", "no amount with its unit"),
        ("-5cny", "no amount with its unit"),
        ("1e5cny", "no amount with its unit"),
        ("nan cny", "no amount with its unit"),
        ("", "no amount with its unit"),
        ("5 cny 3", "no amount with its unit"),
    ],
)
def test_a_budget_that_is_none_is_told_with_how_to_write_it(text: str, told_of: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_budget(text)
    assert told_of in caught.value.message
    assert "50cny" in caught.value.hint


# Reserving and settling


def test_a_request_that_might_pass_the_budget_is_not_made(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    with ledger.reserve(tokens(600)) as reserved:
        reserved.settle(tokens(600))
    assert not ledger.spent
    with pytest.raises(BudgetSpent) as stop:
        ledger.reserve(tokens(401))
    assert ledger.spent
    assert stop.value.cause == "budget"
    assert "1 cny" in stop.value.message
    assert "--budget" in stop.value.hint


def test_the_last_fen_may_be_paid(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    for _ in range(10):
        with ledger.reserve(tokens(100)) as reserved:
            reserved.settle(tokens(100))
    assert not ledger.spent
    with pytest.raises(BudgetSpent):
        ledger.reserve(tokens(1))


def test_what_was_reserved_and_not_taken_is_there_again(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    for _ in range(5):
        with ledger.reserve(tokens(900)) as reserved:
            reserved.settle(tokens(10))
    with ledger.reserve(tokens(900)) as reserved:
        reserved.settle(None)
    assert cost_of(ledger.paid()).amounts == pytest.approx({"cny": 0.05})


def test_a_budget_in_tokens_counts_prompts_and_answers_and_no_searches(prices: Prices) -> None:
    ledger = purse(prices, "1000tokens")
    with ledger.reserve(tokens(500, 400)) as reserved:
        reserved.settle(tokens(500, 400, cached=500))
    for _ in range(3):
        with ledger.reserve(SEARCH) as reserved:
            reserved.settle(SEARCH)
    with pytest.raises(BudgetSpent, match="1,000 tokens"):
        ledger.reserve(tokens(60, 41))


def test_what_costs_nothing_is_allowed_when_the_budget_is_spent(prices: Prices) -> None:
    ledger = purse(prices, "0cny")
    free = Usage(stage="search", model="searxng")
    with ledger.reserve(free) as reserved:
        reserved.settle(free)
    with pytest.raises(BudgetSpent):
        ledger.reserve(SEARCH)


def test_one_who_may_still_fit_waits_for_those_under_way(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    under_way = ledger.reserve(tokens(800))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ledger.reserve, tokens(700))
        time.sleep(0.05)
        assert not waiting.done()
        under_way.settle(tokens(100))
        waiting.result(10).settle(tokens(700))
    assert not ledger.spent


def test_one_who_waited_in_vain_is_refused(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    under_way = ledger.reserve(tokens(800))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ledger.reserve, tokens(700))
        time.sleep(0.05)
        under_way.settle(tokens(800))
        assert isinstance(waiting.exception(10), BudgetSpent)


def test_whoever_waits_for_money_is_woken_at_the_end(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    ledger.reserve(tokens(800))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ledger.reserve, tokens(700))
        time.sleep(0.05)
        ledger.close()
        assert isinstance(waiting.exception(10), Closed)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 100)), max_size=40))
def test_side_by_side_they_never_pass_the_budget_together(
    requests: list[tuple[int, int]],
) -> None:
    ledger = Ledger(known_prices(), lambda: NOW, Budget(1000, "tokens"))
    paid: list[int] = []

    def pay(most: int, percent: int) -> None:
        try:
            with ledger.reserve(tokens(most)) as reserved:
                took = most * percent // 100
                reserved.settle(tokens(took))
                paid.append(took)
        except BudgetSpent:
            return

    with ThreadPoolExecutor(4) as pool:
        for request in requests:
            pool.submit(pay, *request)
    assert sum(paid) <= 1000


def test_an_answer_that_never_came_counts_at_its_most_and_is_told_apart(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    with pytest.raises(TimeoutError), ledger.reserve(tokens(700)):
        raise TimeoutError
    with pytest.raises(BudgetSpent):
        ledger.reserve(tokens(301))
    assert cost_of(ledger.paid()) == Cost()
    assert "1 without an answer, perhaps billed (at most 0.7 cny)" in told(ledger.paid())


def test_without_a_budget_what_has_no_known_price_is_counted_and_named(prices: Prices) -> None:
    ledger = purse(prices)
    other = Usage(stage="extract", model="other", host="m.example", prompt_tokens=40)
    for usage in (other, tokens(100), other):
        with ledger.reserve(usage) as reserved:
            reserved.settle(usage)
    assert cost_of(ledger.paid()) == Cost(amounts={"cny": 0.1}, unknown=("other at m.example",))
    assert told(ledger.paid()) == "0.1 cny, price unknown: other at m.example, 180 tokens"


def test_cached_tokens_are_paid_at_their_own_price(prices: Prices) -> None:
    ledger = purse(prices)
    with ledger.reserve(tokens(1000)) as reserved:
        reserved.settle(tokens(1000, 10, cached=900))
    # 100 fresh at a fen, 900 kept at a tenth of it, 10 of an answer at four
    assert cost_of(ledger.paid()).amounts == pytest.approx({"cny": 0.1 + 0.09 + 0.04})


def test_searches_that_cost_nothing_are_not_told_as_paid(prices: Prices) -> None:
    ledger = purse(prices)
    free = Usage(stage="search", model="searxng", host="127.0.0.1")
    for usage in (free, free):
        with ledger.reserve(usage) as reserved:
            reserved.settle(usage)
    assert told(ledger.paid()) == "nothing to pay, 2 searches"
    with ledger.reserve(SEARCH) as reserved:
        reserved.settle(SEARCH)
    assert told(ledger.paid()) == "0.5 cny, 3 searches"


def test_bytes_that_came_in_are_counted_and_cost_nothing(prices: Prices, store: Store) -> None:
    run = begin(store)
    ledger = purse(prices, "0cny")
    ledger.charge_to(Payments(store, run, lambda: NOW))
    for size in (400_000, 700_000, 60_000):
        ledger.fetched(size)
    assert told(ledger.paid()) == "nothing to pay, 1.2 MB"
    ledger.close()
    (pages,) = payments_of(store, run)
    assert (pages.usage.calls, pages.bytes, pages.amount) == (3, 1_160_000, 0.0)


def test_peak_hours_count_by_the_time_of_paying() -> None:
    evening = datetime.datetime(2026, 11, 26, 12, 0, tzinfo=datetime.UTC)
    ledger = Ledger(known_prices(), lambda: evening, Budget(1.0, "usd"))
    flash = Usage(
        stage="extract", model="deepseek-flash", host="api.deepseek.com", prompt_tokens=1_000_000
    )
    with ledger.reserve(flash) as reserved:
        reserved.settle(flash)
    assert cost_of(ledger.paid()).amounts == pytest.approx({"usd": 0.15})


# The book


def test_a_request_is_in_the_book_before_it_goes_out(prices: Prices, store: Store) -> None:
    run = begin(store)
    ledger = purse(prices, "10cny")
    ledger.charge_to(Payments(store, run, lambda: NOW))
    reserved = ledger.reserve(tokens(500))
    assert payments_of(store, run) == (
        Payment(usage=tokens(500), state=State.BEGUN, amount=0.5, currency="cny"),
    )
    reserved.settle(tokens(200, 10))
    assert payments_of(store, run) == (
        Payment(usage=tokens(200, 10), state=State.PAID, amount=0.24, currency="cny"),
    )
    with ledger.reserve(tokens(500)) as other:
        other.settle(None)
    assert len(payments_of(store, run)) == 1


def test_what_a_request_came_to_is_in_the_file_with_the_next_one_or_with_a_dossier(
    prices: Prices, store: Store, tmp_path: Path
) -> None:
    run = begin(store)
    ledger = purse(prices, "10cny")
    ledger.charge_to(Payments(store, run, lambda: NOW))
    free = Usage(stage="search", model="searxng", host="127.0.0.1")
    with Store(tmp_path / "research.db") as of_another_process:

        def seen() -> list[tuple[str, State, float | None]]:
            every = payments_of(of_another_process, run)
            return [(one.usage.stage, one.state, one.amount) for one in every]

        ledger.reserve(tokens(500)).settle(tokens(200, 10))
        assert seen() == [("extract", State.BEGUN, 0.5)]
        ledger.reserve(free).settle(free)
        under_way = ledger.reserve(tokens(100))
        assert seen() == [
            ("extract", State.PAID, 0.24),
            ("search", State.PAID, 0.0),
            ("extract", State.BEGUN, 0.1),
        ]
        under_way.settle(None)
        store.finish_run(run, NOW)
        assert seen() == [("extract", State.PAID, 0.24), ("search", State.PAID, 0.0)]
        ledger.reserve(SEARCH).settle(SEARCH)
        ledger.close()
        assert ("search", State.PAID, 0.5) in seen()


def test_what_is_free_is_in_the_book_when_it_is_over_and_never_lost(
    prices: Prices, store: Store
) -> None:
    run = begin(store)
    ledger = purse(prices)
    ledger.charge_to(Payments(store, run, lambda: NOW))
    free = Usage(stage="search", model="searxng", host="127.0.0.1")
    reserved = ledger.reserve(free)
    assert payments_of(store, run) == ()
    reserved.settle(free)
    with pytest.raises(TimeoutError), ledger.reserve(free):
        raise TimeoutError
    assert payments_of(store, run) == ledger.paid()
    assert [(p.usage.calls, p.state) for p in ledger.paid()] == [(1, State.PAID)]


def test_what_was_paid_before_a_kill_counts_against_the_same_budget(
    prices: Prices, store: Store
) -> None:
    run = begin(store)
    first = purse(prices, "1cny")
    first.charge_to(Payments(store, run, lambda: NOW))
    with first.reserve(tokens(300)) as reserved:
        reserved.settle(tokens(300))
    first.reserve(tokens(400))  # under way when the process was killed
    second = purse(prices, "1cny")
    second.charge_to(Payments(store, run, lambda: NOW), payments_of(store, run))
    with pytest.raises(BudgetSpent):
        second.reserve(tokens(301))
    second.reserve(tokens(300)).settle(tokens(300))
    third = purse(prices, "1.5cny")
    third.charge_to(Payments(store, run, lambda: NOW), payments_of(store, run))
    third.reserve(tokens(500)).settle(None)


def test_another_run_has_its_own_book(prices: Prices, store: Store) -> None:
    one, other = begin(store), begin(store)
    ledger = purse(prices)
    ledger.charge_to(Payments(store, one, lambda: NOW))
    with ledger.reserve(SEARCH) as reserved:
        reserved.settle(SEARCH)
    assert [payment.usage.stage for payment in payments_of(store, one)] == ["search"]
    assert payments_of(store, other) == ()


def test_what_was_paid_at_an_unknown_price_needs_one_when_a_budget_comes(
    prices: Prices, store: Store
) -> None:
    run = begin(store)
    ledger = Ledger(known_prices(), lambda: NOW)
    ledger.charge_to(Payments(store, run, lambda: NOW))
    with ledger.reserve(tokens(300)) as reserved:
        reserved.settle(tokens(300))
    with pytest.raises(UsageError, match="tiny at 127"):
        Ledger(known_prices(), lambda: NOW, Budget(1, "cny")).charge_to(
            Payments(store, run, lambda: NOW), payments_of(store, run)
        )
    later = purse(prices, "1cny")
    later.charge_to(Payments(store, run, lambda: NOW), payments_of(store, run))
    with pytest.raises(BudgetSpent):
        later.reserve(tokens(701))


def test_payments_are_summed_by_stage_name_host_and_what_is_known(
    prices: Prices, store: Store
) -> None:
    run = begin(store)
    ledger = purse(prices)
    ledger.charge_to(Payments(store, run, lambda: NOW))
    judged = tokens(50).model_copy(update={"stage": "check"})
    for usage in (tokens(100, 1), judged, SEARCH, tokens(200, 2), SEARCH):
        with ledger.reserve(usage) as reserved:
            reserved.settle(usage)
    found = [
        (p.usage.stage, p.usage.model, p.usage.calls, p.usage.prompt_tokens)
        for p in payments_of(store, run)
    ]
    assert found == [
        ("extract", "tiny", 2, 300),
        ("check", "tiny", 1, 50),
        ("search", "test", 2, 0),
    ]
    assert payments_of(store, run) == ledger.paid()


# Several processes


def test_a_share_is_what_one_of_several_processes_may_take() -> None:
    config = Config(
        model_slots=8,
        budget=Budget(90.0, "cny"),
        model_limits=Limits(requests=100, tokens=None),
        search_limits={"tavily": 100, "bocha": 2},
    )
    one = shared(config, 3)
    assert one.model_slots == 2
    assert one.budget == Budget(30.0, "cny", 90.0)
    assert str(one.budget) == "90 cny, of which this worker had 30 cny,"
    assert shared(one, 2).budget == Budget(15.0, "cny", 90.0)
    assert one.model_limits == Limits(requests=33, tokens=None)
    assert one.search_limits == {"tavily": 33, "bocha": 1}
    assert shared(Config(), 3).budget is None


def test_what_another_process_paid_is_taken_from_it_once(prices: Prices, store: Store) -> None:
    there = PaymentBuffer()
    ledger = purse(prices)
    ledger.charge_to(there)
    with ledger.reserve(tokens(100)) as reserved:
        reserved.settle(tokens(80))
    with ledger.reserve(tokens(100)) as refused:
        refused.settle(None)
    ledger.reserve(tokens(50))  # under way
    taken = there.take()
    assert [payment.usage for payment in taken] == [tokens(80)]
    assert there.take() == ()
    run = begin(store)
    book = Payments(store, run, lambda: NOW)
    for payment in taken:
        book.begin(Payment.model_validate_json(payment.model_dump_json()))
    here = purse(prices, "1cny")
    here.charge_to(book, payments_of(store, run))
    assert here.left is not None
    assert here.left.amount == pytest.approx(0.92)


# How many tokens a request can be


@pytest.mark.parametrize(
    ("text", "most"),
    [("", 0), ("山西", 3), ("ab", 1), ("abc", 2), ("2024年", 4)],
)
def test_the_most_tokens_of_a_text(text: str, most: int) -> None:
    assert most_tokens(text) == most


# A model


GOOD = '{"word": "好"}'


def answer(prompt: int, completion_tokens: int = 0, **more: Any) -> Scripted:
    counted = {"prompt_tokens": prompt, "completion_tokens": completion_tokens}
    return completion(GOOD, usage=counted | more)


def asking(url: str, ledger: Ledger, **options: Any) -> OpenAICompatible:
    fields = {"max_tokens": 100, "max_retries": 0} | options
    endpoint = Endpoint(base_url=url, key="key-1", model="tiny", **fields)
    return kept(OpenAICompatible(endpoint, gates=Gates(ledger=ledger, chance=lambda: 0.0)))


def ask(model: OpenAICompatible, user: str) -> Word:
    return model.ask(Asked(user), Word, stage="extract", target=user).value


def test_a_model_is_not_asked_what_might_pass_the_budget(prices: Prices) -> None:
    ledger = purse(prices, "2000tokens")
    with ModelEndpoint(rule=lambda _: answer(900)) as endpoint:
        model = asking(endpoint.url, ledger)
        ask(model, "甲")
        ask(model, "乙")
        with pytest.raises(ModelFailed) as stop:
            ask(model, "丙")
    assert len(endpoint.bodies) == 2
    assert (stop.value.cause, stop.value.fatal, stop.value.usage) == ("budget", False, ())
    assert ledger.spent


def test_what_a_model_really_took_is_paid(prices: Prices) -> None:
    ledger = purse(prices)
    said = answer(120, 30, prompt_tokens_details={"cached_tokens": 64})
    with ModelEndpoint(said) as endpoint:
        ask(asking(endpoint.url, ledger), "甲")
    (payment,) = ledger.paid()
    assert payment.usage == tokens(120, 30, cached=64)


def test_thinking_that_stands_in_the_total_alone_is_paid_as_answer(prices: Prices) -> None:
    ledger = purse(prices)
    with ModelEndpoint(answer(100, 10, total_tokens=900)) as endpoint:
        ask(asking(endpoint.url, ledger), "甲")
    assert ledger.paid()[0].usage.completion_tokens == 800


def test_an_endpoint_that_counts_nothing_is_paid_the_most_it_can_have_taken(
    prices: Prices,
) -> None:
    ledger = purse(prices, "100000tokens")
    with ModelEndpoint(answer(0)) as endpoint:
        ask(asking(endpoint.url, ledger), "甲")
    paid = ledger.paid()[0].usage
    assert paid.completion_tokens == 100
    assert paid.prompt_tokens >= most_tokens("甲")


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        pytest.param(completion(GOOD, finish="length"), "truncated", id="cut off"),
        pytest.param(completion("", finish="content_filter"), "moderation", id="moderated"),
        pytest.param(completion(""), "empty", id="empty"),
    ],
)
def test_an_answer_that_is_of_no_use_is_paid_too(
    prices: Prices, said: Scripted, cause: str
) -> None:
    ledger = purse(prices)
    with ModelEndpoint(said) as endpoint, pytest.raises(ModelFailed) as told_of:
        ask(asking(endpoint.url, ledger), "甲")
    assert told_of.value.cause == cause
    assert [payment.usage for payment in ledger.paid()] == [tokens(100, 10)]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(refusal(400, "Content Exists Risk"), id="refused"),
        pytest.param(refusal(503, "busy"), id="busy"),
        pytest.param(Scripted("<html>", 200, "text/html"), id="no endpoint"),
        pytest.param(Scripted({"error": {"message": "gone"}}, 200), id="an error with 200"),
    ],
)
def test_a_refusal_costs_nothing(prices: Prices, said: Scripted) -> None:
    ledger = purse(prices, "1cny")
    with ModelEndpoint(said) as endpoint, pytest.raises(ModelFailed):
        ask(asking(endpoint.url, ledger), "甲")
    assert ledger.paid() == ()


def test_nobody_listening_costs_nothing(prices: Prices) -> None:
    with ModelEndpoint() as endpoint:
        url = endpoint.url
    ledger = purse(prices, "10cny")
    with pytest.raises(ModelFailed, match="no connection"):
        ask(asking(url, ledger), "甲")
    assert ledger.paid() == ()


def test_a_timeout_may_have_been_billed(prices: Prices) -> None:
    ledger = purse(prices, "10cny")
    never = threading.Event()
    with ModelEndpoint(Scripted({}, wait=never)) as endpoint:
        with pytest.raises(ModelFailed) as told_of:
            ask(asking(endpoint.url, ledger, timeout=0.2), "甲")
        never.set()
    assert told_of.value.cause == "timeout"
    assert [payment.state for payment in ledger.paid()] == [State.LOST]


def test_a_tokenizer_dearer_than_we_reckon_is_reckoned_with_from_then_on(prices: Prices) -> None:
    ledger = purse(prices, "100000tokens")
    with ModelEndpoint(rule=lambda _: answer(40_000)) as endpoint:
        model = asking(endpoint.url, ledger)
        ask(model, "甲" * 100)
        ask(model, "乙" * 100)
        with pytest.raises(ModelFailed, match="budget"):
            ask(model, "丙" * 100)
    assert len(endpoint.bodies) == 2


# A search


def searching(client: Carrier, ledger: Ledger) -> Asker:
    return Asker(client, None, lambda: NOW, gates=SearchGates(Paces(), ledger))


def test_a_paid_search_is_not_made_when_the_money_is_gone(prices: Prices) -> None:
    ledger = purse(prices, "1cny")
    with (
        Service(json_reply({})) as service,
        search_client(None, 5.0, 5.0) as client,
    ):
        asker = searching(client, ledger)
        for text in ("甲", "乙"):
            asker.ask(Question("test", service.url, QUERY, params={"q": text}), dict)
        with pytest.raises(SearchFailed) as stop:
            asker.ask(Question("test", service.url, QUERY, params={"q": "丙"}), dict)
    assert (stop.value.cause, len(service.told)) == ("budget", 2)
    assert cost_of(ledger.paid()).amounts == {"cny": 1.0}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(Said(b"no", 403), id="refused"),
        pytest.param(Said(b"<html>", 200), id="no JSON"),
        pytest.param(json_reply(["no answer"]), id="not accepted"),
    ],
)
def test_a_search_that_gives_no_answer_costs_nothing(prices: Prices, said: Said) -> None:
    def accept(value: Any) -> Any:
        raise SearchFailed("error", "not ours")

    ledger = purse(prices, "1cny")
    with (
        Service(said) as service,
        search_client(None, 5.0, 5.0) as client,
        pytest.raises(SearchFailed),
    ):
        searching(client, ledger).ask(Question("test", service.url, QUERY), accept)
    assert ledger.paid() == ()


# The command line


def command(*more: str) -> int:
    return run_command(
        [
            *("--changepoint", "2024-11-08", "--province", "Shanxi", "--sector", "Ground"),
            *("--sample", "--model", "tiny", *more),
        ]
    )


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelEndpoint]:
    empty = completion(REMARK, usage={"prompt_tokens": 5_000, "completion_tokens": 9})
    with ModelEndpoint(rule=lambda _: empty) as opened:
        monkeypatch.setenv("OPENAI_BASE_URL", opened.url)
        monkeypatch.setenv("OPENAI_API_KEY", "key-1")
        monkeypatch.setenv("RESEARCH_MODEL_TOKENS", "1000")
        yield opened


def test_a_budget_needs_the_price_of_the_model(
    endpoint: ModelEndpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--budget", "5cny") == 2
    said = capsys.readouterr().err
    assert "the price of tiny at 127.0.0.1 is not known" in said
    assert "RESEARCH_PRICES" in said
    assert endpoint.bodies == []
    assert command("--budget", "5 doubloons") == 2
    assert "unknown currency: 'doubloons'" in capsys.readouterr().err


REMARK = '{"policies": [{"kind": "background", "name": "公交"}]}'
"""An answer that says something of every page, and nothing that counts."""


def test_a_run_stops_before_its_budget_and_goes_on_with_a_higher_one(
    endpoint: ModelEndpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--budget", "30000tokens", "--format", "json") == 3
    asked = len(endpoint.bodies)
    assert 1 <= asked <= 7
    captured = capsys.readouterr()
    assert "budget" in captured.err
    assert '"cause": "budget"' in captured.out
    assert command("--budget", "300000tokens") in (0, 4)
    assert len(endpoint.bodies) == 8  # RESEARCH_BEST: each page once, none of them twice


def test_a_price_of_ones_own_makes_a_budget_in_money_possible(
    endpoint: ModelEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = PRICES.replace("input = 1000", "input = 100").replace("output = 4000", "output = 400")
    (tmp_path / "own.toml").write_text(own, "utf-8")
    monkeypatch.setenv("RESEARCH_PRICES", str(tmp_path / "own.toml"))
    assert command("--budget", "3 yuan") == 3
    with Store(tmp_path / "cache" / "sample" / "research.db") as store:
        (run, *_) = store.runs()
        paid = [p for p in payments_of(store, run.id) if p.usage.stage == "extract"]
    # 5,000 tokens at 100 the million and 9 at 400
    each = 0.5 + 0.0036
    assert 1 <= len(endpoint.bodies) <= 3.0 / each
    assert [payment.amount for payment in paid] == [pytest.approx(each * len(endpoint.bodies))]
