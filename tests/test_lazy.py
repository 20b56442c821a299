"""What is done when it is first needed: values of objects, and imports."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator

import pytest

from agent.lazy import cached_property, importing

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
