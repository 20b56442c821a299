"""Options of the single run, as one value that other commands share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import click

from agent.errors import UsageError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from agent.settings import Settings
    from agent.wiring import Config, Fallback

Language = Literal["zh", "en"]
SETTINGS = "agent.settings"
"""Where the context of a command keeps its settings."""
TABLES = (
    *("places", "publishers", "sectors", "queries", "prompts", "prices", "portals", "columns"),
)
"""A user's own tables, by the names that their settings and a Config have for them."""
OF_OPTIONS = (
    *("sample", "refresh", "window", "protocol", "saved", "add_urls", "documents", "exclude"),
)
OF_SETTINGS = (
    *("cache", "model_timeout", "model_slots", "model_tokens", "thinking", "search_days"),
    *("pages", "best", "host_pause", "user_agent", "allow_hosts", "robots"),
)
"""Options and settings (RESEARCH_CACHE) that a Config has under the same names."""


@dataclass(frozen=True)
class RunOptions:
    """How changepoints are researched and how the result is written."""

    window: int = 90
    model: str | None = None
    fallback_model: str | None = None
    budget: str | None = None
    search: str | None = None
    protocol: str = "early"
    saved: str = "imported"
    add_urls: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sample: bool = False
    refresh: bool = False
    report_format: str = "text"
    out: Path | None = None
    language: Language = "zh"
    fail_on: str | None = None
    quiet: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> RunOptions:
        """The options among what a command was given."""
        return cls(**{f.name: given[f.name] for f in fields(cls) if f.name in given})


def default_language() -> str:
    """The language of reports where no option names one: RESEARCH_LANG."""
    return load_settings().research_lang


def warn_of_unknown_settings() -> None:
    """Tell names in ``.env`` or the environment that look like settings and are none."""
    from agent.cli.console import warn
    from agent.settings import unknown_settings

    for unknown in unknown_settings(type(load_settings())):
        warn(f"{unknown.name} is no setting and is ignored: {unknown.hint}")


def load_settings() -> Settings:
    """Settings from the environment and ``.env``, read once a command.

    Raises UsageError that names the bad one.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return _read_settings()
    # A command and its subcommand share this; the next command of the process has its own.
    if SETTINGS not in context.meta:
        context.meta[SETTINGS] = _read_settings()
    settings: Settings = context.meta[SETTINGS]
    return settings


def _read_settings() -> Settings:
    from pydantic import ValidationError

    from agent.settings import with_services

    try:
        return with_services(_services())()
    except UnicodeDecodeError as error:
        raise UsageError(".env is no UTF-8 text", hint="save it as UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise UsageError(f"setting {name}: {first['msg']}", hint="see .env.example") from error


def from_environment() -> Config:
    """The config of the environment and ``.env`` alone: see Config.from_env. Raises UsageError."""
    return configuration(load_settings(), RunOptions())


def _services() -> tuple[str, ...]:
    """The names of the settings that searches have."""
    from agent.wiring.asking import members

    return tuple(one.setting for one in members() if one.setting)


def configuration(settings: Settings, options: RunOptions) -> Config:
    """What the stages are built from: settings with the options laid over them."""
    from agent.ledger import parse_budget
    from agent.pace import Limits
    from agent.wiring import Config
    from agent.wiring.asking import check_budget, prices

    wanted = _model(settings, options)
    search = options.search or settings.research_search
    own = {name: getattr(settings, f"research_{name}") for name in TABLES}
    config = Config(
        **{name: getattr(options, name) for name in OF_OPTIONS},
        **{name: getattr(settings, f"research_{name}") for name in OF_SETTINGS},
        model=wanted,
        base_url=settings.openai_base_url,
        key=_secret(settings.openai_api_key),
        characters=settings.research_page_characters,
        search=tuple(n.strip() for n in search.split(",") if n.strip()) if search else None,
        services={
            name: value
            for name in _services()
            if (value := _secret(getattr(settings, name.lower(), None)))
        },
        timeouts=(
            settings.research_connect_timeout,
            settings.research_read_timeout,
            settings.research_total_timeout,
        ),
        overrides={name: path for name, path in own.items() if path is not None},
        fallback=_fallback(settings, options, wanted),
        budget=parse_budget(options.budget) if options.budget else None,
        model_limits=Limits(settings.research_model_rpm, settings.research_model_tpm),
        search_limits=_search_limits(settings.research_search_rpm or ""),
    )
    if config.budget:
        check_budget(config, prices(config))
    return config


def _fallback(settings: Settings, options: RunOptions, model: str) -> Fallback | None:
    """The second model, or None. Raises UsageError when it could not be asked."""
    from agent.wiring import Fallback

    name = (options.fallback_model or settings.research_fallback_model or "none").strip()
    if name.lower() in ("none", ""):
        return None
    if model == "none":
        if options.fallback_model:
            raise UsageError(
                f"--fallback-model {name} needs a model before it", hint="name one with --model"
            )
        return None
    address, key = settings.research_fallback_base_url, _secret(settings.research_fallback_api_key)
    _check_address("RESEARCH_FALLBACK_BASE_URL", address)
    if address and not key and _host(address) != _host(settings.openai_base_url):
        raise UsageError(
            "RESEARCH_FALLBACK_BASE_URL is on another host: RESEARCH_FALLBACK_API_KEY is not set",
            hint="the key of the first model is not sent to another host",
        )
    if name == model and address in (None, settings.openai_base_url):
        raise UsageError(f"--fallback-model {name} is the model itself", hint="name another one")
    return Fallback(name, address, key)


def _search_limits(text: str) -> dict[str, int]:
    """Requests a minute by search, from ``tavily=100,bocha=60``. Raises UsageError."""
    from agent.wiring import BACKENDS

    limits = {}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name not in BACKENDS or not number.isdecimal() or int(number) < 1:
            raise UsageError(
                f"setting RESEARCH_SEARCH_RPM: cannot use {part!r}",
                hint="write it as tavily=100,bocha=60 (requests a minute)",
            )
        limits[name] = int(number)
    return limits


def _model(settings: Settings, options: RunOptions) -> str:
    """The model's name, or none. Raises UsageError when it could not be asked."""
    chosen = options.model or (None if options.sample else settings.research_model)
    name = (chosen or "none").strip()
    if name.lower() in ("none", ""):
        return "none"
    key, address = _secret(settings.openai_api_key), settings.openai_base_url
    if not key:
        raise UsageError(
            f"--model {name} needs a key: OPENAI_API_KEY is not set",
            hint="set OPENAI_API_KEY (and OPENAI_BASE_URL) in .env; a local server takes any "
            "word as its key; or use --model none",
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(
            "OPENAI_API_KEY holds characters that no key has",
            hint="copy it again from the provider",
        )
    _check_address("OPENAI_BASE_URL", address)
    return name


def _host(address: str | None) -> str | None:
    return urlsplit(address).hostname if address else None


def _check_address(setting: str, address: str | None) -> None:
    if address is not None and not _is_web_address(address):
        raise UsageError(
            f"{setting} is no web address: {address!r}",
            hint="it starts with http:// or https:// and usually ends in /v1",
        )


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _secret(value: SecretStr | None) -> str | None:
    return (value.get_secret_value().strip() or None) if value else None
