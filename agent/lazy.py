"""What is done when it is first needed: values of objects, expressions, the import of what a command needs.

Python 3.11 holds one lock for all objects of a class while one of them works its value out, so that
threads that read different pages wait for each other: a fifth of all switches between threads. Here two
that ask one object at the same moment may both work it out, and the later value stays.
``cached_property`` is thus as functools has it since Python 3.12.
"""

from __future__ import annotations

import functools
import gc
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, AnyStr, Generic, cast

__all__ = ["LazyPattern", "cached_property", "importing", "lazy_pattern"]

_OF_PATTERNS = tuple(name for name in dir(re.Pattern) if name[0] != "_" and name != "pattern")


class LazyPattern(Generic[AnyStr]):
    """Stands for an expression that is compiled when something but its text is first asked of it.

    The methods of the compiled one are then its own attributes: a search goes through nothing else.
    """

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        """What only the compiled expression has. Raises re.error where the text is none."""
        compiled = re.compile(self.pattern, self._given)
        vars(self).update({one: getattr(compiled, one) for one in _OF_PATTERNS})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and sent to other processes by its text, as a compiled one is."""
        return LazyPattern, (self.pattern, self._given)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile`` for a module or a table, of which one run needs a part.

    It has all that a pattern has; but functions of re (``re.sub(pattern, ...)``) do not take it.
    """
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, flags))


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
