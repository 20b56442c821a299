"""What is done when it is first needed: values of objects, and the import of what a command needs.

Python 3.11 holds one lock for all objects of a class while one of them works its value out, so that
threads that read different pages wait for each other: a fifth of all switches between threads. Here two
that ask one object at the same moment may both work it out, and the later value stays.
``cached_property`` is thus as functools has it since Python 3.12.
"""

from __future__ import annotations

import functools
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

__all__ = ["cached_property", "importing"]


@contextmanager
def importing() -> Iterator[None]:
    """Import many modules without looking for rings of garbage: what modules make is there to stay.

    What there is then is never looked through, so this is for the start of a command. Where nothing was
    left to import, nothing is different.
    """
    was_on, known = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > known:
            gc.freeze()
        if was_on:
            gc.enable()


if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - it stands for that of functools
        """A property that is worked out once; its value then stands in the object."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            """The value; of the class, the property itself."""
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value
