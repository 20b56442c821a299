"""What is done when it is first needed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from agent.lazy import importing


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
