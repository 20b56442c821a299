"""What a user sets, in the environment or in a ``.env`` file. Only the command line reads it.

Every field is explained in ``.env.example``; a test holds the two lists equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

DAY = 86_400.0
"""The longest wait that can be set, in seconds."""


class Settings(BaseSettings):
    """Settings with their defaults. An empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    openai_base_url: str | None = None
    openai_api_key: SecretStr | None = None
    research_model: str | None = None
    research_model_timeout: float = Field(180.0, gt=0, le=DAY)
    research_model_slots: int = Field(8, ge=1, le=64)
    research_model_tokens: int = Field(4096, ge=256)
    research_page_characters: int = Field(12_000, ge=1_000)
    research_thinking: bool = False
    research_model_rpm: int | None = Field(None, ge=1)
    research_model_tpm: int | None = Field(None, ge=1)
    research_fallback_model: str | None = None
    research_fallback_base_url: str | None = None
    research_fallback_api_key: SecretStr | None = None

    research_search: str | None = None
    research_search_days: float = Field(7.0, ge=0, le=36_500)
    research_search_rpm: str | None = "tavily=100"

    research_jobs: int = Field(8, ge=1, le=64)

    research_cache: Path = Path("cache")
    research_pages: int = Field(24, ge=1, le=200)
    research_best: int = Field(8, ge=1, le=50)
    research_host_pause: float = Field(1.0, ge=0, le=DAY)
    research_connect_timeout: float = Field(10.0, gt=0, le=DAY)
    research_read_timeout: float = Field(30.0, gt=0, le=DAY)
    research_total_timeout: float = Field(60.0, gt=0, le=DAY)
    research_allow_hosts: str = ""
    research_user_agent: str | None = Field(None, pattern=r"^[\x20-\x7e]+$")

    research_places: Path | None = None
    research_publishers: Path | None = None
    research_sectors: Path | None = None
    research_queries: Path | None = None
    research_prompts: Path | None = None
    research_prices: Path | None = None
    research_portals: Path | None = None


def with_services(names: Iterable[str]) -> type[Settings]:
    """The settings and those that services name (BOCHA_API_KEY): text, kept out of sight."""
    fields: dict[str, Any] = {name.lower(): (SecretStr | None, None) for name in names}
    made: type[Settings] = create_model("Settings", __base__=Settings, **fields)
    return made
