"""Commands that are loaded when they are called: ``research --help`` and the others answer at once."""

from __future__ import annotations

import importlib
from functools import cached_property
from typing import Any

import click

from agent.lazy import importing


class Lazy(click.Command):
    """A command that stands in a module of its own.

    Args:
        name: what it is called by.
        place: where it is, as module:name.
        told: the beginning of its help, as the list of all commands shows it.
    """

    def __init__(self, name: str, place: str, told: str) -> None:
        super().__init__(name, help=told)
        self._place = place

    @cached_property
    def real(self) -> click.Command:
        """The command itself."""
        module, _, name = self._place.partition(":")
        with importing():
            command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        """Called by click: from here on the command itself is asked."""
        return self.real.make_context(*given, **more)
