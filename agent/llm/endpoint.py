"""Where and how a model is asked, and what is known of endpoints by their host."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from agent.text.tables import shipped


@dataclass(frozen=True)
class Endpoint:
    """Where and how a model is asked.

    Attributes:
        base_url: The address up to and with /v1.
        key: The API key; never shown.
        model: The model's name at that endpoint.
        timeout: Seconds one question may take in all, tries of the client included.
        max_retries: How often the client tries again.
        slots: Questions asked at the same time.
        max_tokens: The longest answer, in tokens.
        thinking: True to let the model think first, where the endpoint is known.
        extra: Parameters of the endpoint's own that are sent as they are.
        tool: Name and version of this tool; part of the key of a stored reply.
    """

    base_url: str
    key: str = field(repr=False)
    model: str
    timeout: float = 180.0
    max_retries: int = 2
    slots: int = 8
    max_tokens: int = 4096
    thinking: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    tool: str = ""

    @property
    def host(self) -> str:
        """The host of the address, by which its prices are known."""
        return urlsplit(self.base_url).hostname or ""


def thinking_parameters(base_url: str, *, on: bool) -> dict[str, Any]:
    """The parameters that switch thinking off (or on) where the endpoint's host is known.

    The hosts stand in data/endpoints.toml; an endpoint that is not listed gets no parameter.
    """
    known = _known(base_url)
    return dict(known["on" if on else "off"]) if known else {}


def seen(base_url: str) -> datetime.date | None:
    """Since when what is known of an endpoint is known to be so; None for one that is not listed."""
    known = _known(base_url)
    day = known.get("seen") if known else None
    return day if isinstance(day, datetime.date) else None


def _known(base_url: str) -> Mapping[str, Any] | None:
    host = urlsplit(base_url).hostname or ""
    for known in shipped("endpoints")["endpoint"]:
        if host == known["host"] or host.endswith("." + known["host"]):
            return cast(Mapping[str, Any], known)
    return None
