"""``cached_property`` as functools has it since Python 3.12.

Python 3.11 holds one lock for all objects of a class while one of them works its value out, so that
threads that read different pages wait for each other: a fifth of all switches between threads. Here two
that ask one object at the same moment may both work it out, and the later value stays.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

__all__ = ["cached_property"]

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
