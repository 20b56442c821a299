"""What a harvest is made of: the register, the web of a workshop, and its manners."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from agent.fetch.opener import WebOpener
from agent.fetch.plain import Plain
from agent.fetch.robots import Errand, Robots
from agent.harvest import Harvest
from agent.pipeline import Progress
from agent.register.book import Register
from agent.wiring.workshop import Workshop


@contextmanager
def harvesting(workshop: Workshop, progress: Progress) -> Iterator[Harvest]:
    """A harvest into the register of a workshop's cache. Raises StateError."""
    web = workshop.web
    agent = workshop.config.user_agent
    robots = web.options.robots or Robots(web.http, web.politeness, user_agent=agent)
    seconds = web.http.limits.total
    lists = Plain(
        web.http,
        web.politeness,
        web.readers,
        lambda url: robots.look(url, Errand.HARVEST, seconds),
        time.sleep,
    )
    options = replace(web.options, errand=Errand.HARVEST, robots=robots)
    pages = WebOpener(web.http, web.cache, web.readers, web.pool, web.politeness, options)
    with Register(workshop.config.register) as register:
        yield Harvest(
            register=register,
            get=lists.get,
            opener=pages,
            sectors=workshop.known.sectors,
            now=workshop.deps.clock,
            progress=progress,
        )
