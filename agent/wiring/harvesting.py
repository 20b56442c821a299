"""What a harvest is made of: the register, the web of a workshop, and its manners."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from agent.fetch.plain import Plain
from agent.harvest import Harvest
from agent.pipeline import Progress
from agent.register import Register
from agent.wiring.workshop import Workshop


@contextmanager
def harvesting(workshop: Workshop, progress: Progress) -> Iterator[Harvest]:
    """A harvest into the register of a workshop's cache. Raises StateError."""
    web = workshop.web
    lists = Plain(web.http, web.politeness, web.readers, time.sleep)
    with Register(workshop.config.register) as register:
        yield Harvest(
            register=register,
            get=lists.get,
            opener=workshop.deps.opener,
            sectors=workshop.known.sectors,
            allowed=lambda _url: True,
            now=workshop.deps.clock,
            progress=progress,
        )
