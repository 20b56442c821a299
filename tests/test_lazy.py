"""What is done when it is first needed: values of objects, and imports."""

from __future__ import annotations

import copy
import gc
import pickle
import re
import sys
import threading
from collections.abc import Iterator

import pytest

from agent.lazy import cached_property, compiled, importing, lazy_pattern, made_once

PATIENCE = 20.0


class Page:
    def __init__(self, meanwhile: threading.Event, over: threading.Event) -> None:
        self._meanwhile = meanwhile
        self._over = over
        self.asked = 0

    @cached_property
    def text(self) -> bool:
        self.asked += 1
        self._meanwhile.set()
        return self._over.wait(PATIENCE)


def test_a_value_is_worked_out_once() -> None:
    done = threading.Event()
    done.set()
    page = Page(threading.Event(), done)
    assert page.text
    assert page.text
    assert page.asked == 1


def test_while_one_object_works_its_value_out_another_does_not_wait() -> None:
    first, second = threading.Event(), threading.Event()
    slow = threading.Thread(target=lambda: Page(first, second).text)
    slow.start()
    assert first.wait(PATIENCE)
    other = Page(second, first)  # its value lets the first one end
    assert other.text
    slow.join(PATIENCE)
    assert not slow.is_alive()


def test_a_table_that_two_threads_want_is_made_once() -> None:
    begun, asked = threading.Event(), list[int]()

    @made_once
    def table(number: int) -> list[int]:
        asked.append(number)
        begun.set()
        other.join(0.2)  # as long as the other thread may take to come in, if it can
        return [number]

    found: list[list[int]] = []

    def come_in() -> None:
        assert begun.wait(PATIENCE)
        found.append(table(1))

    other = threading.Thread(target=come_in)
    other.start()
    mine = table(1)
    other.join(PATIENCE)
    assert found == [mine]
    assert found[0] is mine
    assert asked == [1]
    assert table(2) == [2]


def test_a_table_that_could_not_be_made_is_made_when_it_is_asked_for_again() -> None:
    faults = [ValueError("no table")]

    @made_once
    def table() -> str:
        if faults:
            raise faults.pop()
        return "table"

    with pytest.raises(ValueError, match="no table"):
        table()
    assert table() == "table"


# Imports


@pytest.fixture(autouse=True)
def _nothing_left_frozen() -> Iterator[None]:
    frozen = gc.get_freeze_count()
    yield
    if gc.get_freeze_count() != frozen:
        gc.unfreeze()


def test_what_is_imported_is_not_looked_through_for_garbage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = gc.get_freeze_count()
    with importing():
        assert not gc.isenabled()
        monkeypatch.setitem(sys.modules, "invented_module", sys)
    assert gc.isenabled()
    assert gc.get_freeze_count() > before


def test_what_is_there_already_is_imported_without_a_trace() -> None:
    before = gc.get_freeze_count()
    with importing():
        import agent.lazy  # noqa: F401, PLC0415 - the import is what is tested
    assert gc.isenabled()
    assert gc.get_freeze_count() == before


def test_the_collector_is_as_it_was_after_an_import_that_failed() -> None:
    def fail() -> None:
        with importing():
            raise ImportError

    with pytest.raises(ImportError):
        fail()
    assert gc.isenabled()


def test_an_expression_is_compiled_when_it_is_first_asked_for_more_than_its_text() -> None:
    broken = lazy_pattern("(甲")
    assert broken.pattern == "(甲"
    with pytest.raises(re.error):
        broken.search("甲")


def test_an_expression_gives_what_a_compiled_one_gives() -> None:
    day = lazy_pattern(r"(?P<month>\d+)月(?P<day>\d+)日")
    found = day.search("自5月1日起")
    assert found is not None
    assert found.groupdict() == {"month": "5", "day": "1"}
    assert day.sub("某日", "5月1日至6月2日") == "某日至某日"
    assert (day.groups, dict(day.groupindex)) == (2, {"month": 1, "day": 2})
    assert day.fullmatch("自5月1日起") is None


def test_an_expression_is_compiled_with_its_flags() -> None:
    assert lazy_pattern("pm2.5", re.IGNORECASE).match("PM2.5")
    assert lazy_pattern(rb"\xb9\xfa").search(b"\xb9\xfa") is not None


def test_an_expression_that_threads_want_at_the_same_moment_is_compiled_once() -> None:
    words = "|".join(f"(?:第{number}号[一-鿿]{{2}})" for number in range(200))
    at_once, found = threading.Barrier(4), list[re.Pattern[str]]()

    def want() -> None:
        at_once.wait(PATIENCE)
        found.append(compiled(words))

    threads = [threading.Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert [pattern is found[0] for pattern in found] == [True] * 4


def test_an_expression_can_be_copied_and_sent_to_another_process() -> None:
    day = lazy_pattern("a月", re.IGNORECASE)
    sent = pickle.loads(pickle.dumps(day))  # noqa: S301 - what was just written
    for other in (copy.copy(day), copy.deepcopy(day), sent):
        assert other.fullmatch("A月")
