"""Options of the single run, as one value that other commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from agent.errors import UsageError

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.wiring import Config


@dataclass(frozen=True)
class RunOptions:
    """How changepoints are researched and how the result is written."""

    window: int = 90
    model: str | None = None
    search: str | None = None
    sample: bool = False
    refresh: bool = False
    report_format: str = "text"
    out: Path | None = None
    language: Literal["zh", "en"] = "zh"
    fail_on: str | None = None
    quiet: bool = False


def load_settings() -> Settings:
    """Settings from the environment and ``.env``. Raises UsageError that names the bad one."""
    from pydantic import ValidationError  # noqa: PLC0415 - keeps --help fast

    from agent.settings import Settings  # noqa: PLC0415 - keeps --help fast

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise UsageError(f"setting {name}: {first['msg']}", hint="see .env.example") from error


def configuration(settings: Settings, options: RunOptions) -> Config:
    """What the stages are built from: settings with the options laid over them."""
    from agent.wiring import Config  # noqa: PLC0415 - keeps --help fast

    key = settings.openai_api_key
    wanted = options.model or settings.research_model
    if wanted is None and options.sample:
        wanted = "none"
    if wanted is not None and wanted != "none" and key is None:
        raise UsageError(
            f"--model {wanted} needs a key: OPENAI_API_KEY is not set",
            hint="set OPENAI_API_KEY (and OPENAI_BASE_URL) in .env; a local server takes any "
            "word as its key; or use --model none",
        )
    search = options.search or settings.research_search
    overrides = {
        "places": settings.research_places,
        "publishers": settings.research_publishers,
        "sectors": settings.research_sectors,
        "queries": settings.research_queries,
        "prompts": settings.research_prompts,
    }
    return Config(
        cache=settings.research_cache / "sample" if options.sample else settings.research_cache,
        sample=options.sample,
        refresh=options.refresh,
        model=wanted or "none",
        base_url=settings.openai_base_url,
        key=key.get_secret_value() if key else None,
        model_timeout=settings.research_model_timeout,
        model_slots=settings.research_model_slots,
        thinking=settings.research_thinking,
        search=tuple(n.strip() for n in search.split(",") if n.strip()) if search else None,
        searxng_url=settings.searxng_url,
        tavily_key=settings.tavily_api_key.get_secret_value() if settings.tavily_api_key else None,
        bocha_key=settings.bocha_api_key.get_secret_value() if settings.bocha_api_key else None,
        search_days=settings.research_search_days,
        window=options.window,
        pages=settings.research_pages,
        best=settings.research_best,
        host_pause=settings.research_host_pause,
        timeouts=(
            settings.research_connect_timeout,
            settings.research_read_timeout,
            settings.research_total_timeout,
        ),
        user_agent=settings.research_user_agent,
        overrides={name: path for name, path in overrides.items() if path is not None},
    )
