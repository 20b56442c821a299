"""Work that is put off until it is needed: cached properties, regular expressions, imports of a command.

The ``functools.cached_property`` of Python 3.11 holds one lock for all objects of a class while it computes a
value, so that threads that read different pages wait for each other (a fifth of all thread switches here).
Since Python 3.12 it has no lock, and so has the one here: two threads that ask one object at the same moment
may both compute the value, and the later one is kept.

The first pages of a run are read side by side and need the same expressions and tables: those have one lock, so
that each is made once.
"""

from __future__ import annotations

import functools
import gc
import re
import sys
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, AnyStr, Generic, ParamSpec, TypeVar, cast

__all__ = ["LazyPattern", "cached_property", "compiled", "importing", "lazy_pattern", "made_once"]

Given = ParamSpec("Given")
Made = TypeVar("Made")
_MAKING = threading.RLock()
"""Held while an expression is compiled or a table is read, which may need others."""
_OF_PATTERNS = tuple(name for name in dir(re.Pattern) if name[0] != "_" and name != "pattern")


class LazyPattern(Generic[AnyStr]):
    """A regular expression that is compiled at the first use of anything but its ``pattern``.

    The methods of the compiled pattern then become its own attributes, so that later calls have no detour.
    Two of them are equal only if they are the same object, where compiled patterns are compared by their text.
    """

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        """An attribute of the compiled pattern. Raises re.error for an invalid expression."""
        pattern = compiled(self.pattern, self._given)
        vars(self).update({one: getattr(pattern, one) for one in _OF_PATTERNS})
        return getattr(pattern, name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copied and pickled by its text, as a compiled pattern is."""
        return LazyPattern, (self.pattern, self._given)


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile``, once for all threads that want the same expression at the same moment.

    Raises re.error for an invalid expression.
    """
    with _MAKING:
        return re.compile(pattern, flags)


def made_once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """``functools.cache`` for tables: who asks while another thread reads one waits for it."""
    kept = functools.cache(make)

    @functools.cache
    def asked(*given: Hashable, **named: Hashable) -> Made:
        with _MAKING:
            return kept(*given, **named)

    return cast("Callable[Given, Made]", functools.wraps(make)(asked))


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile`` for expressions of modules and tables, of which a run uses only some.

    It has all methods and attributes of a compiled pattern, but the functions of ``re`` do not accept it:
    ``pattern.sub(new, text)``, not ``re.sub(pattern, new, text)``.
    """
    return cast("re.Pattern[AnyStr]", LazyPattern(pattern, flags))


@contextmanager
def importing() -> Iterator[None]:
    """Import many modules with the garbage collector switched off: what modules create stays anyway.

    All objects that exist at the end are exempt from later collections (``gc.freeze``), so this is for the start
    of a command only. Where everything was imported before, it does nothing.
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
        """A property that is computed once and then stored in the object."""

        def __get__(self, instance: Any, owner: Any = None) -> Any:
            """The value; of the class, the property itself."""
            if instance is None:
                return self
            value = instance.__dict__[self.attrname] = self.func(instance)
            return value
