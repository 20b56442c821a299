"""Values that objects work out when they are first asked."""

from __future__ import annotations

import threading

from agent.lazy import cached_property

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
