"""What a user sets, in the environment or in a ``.env`` file. Only the command line reads it.

Every field is explained in ``.env.example``; a test holds the two lists equal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

ENV_FILE = Path(".env")
DAY = 86_400.0
"""The longest wait that can be set, in seconds."""


class Settings(BaseSettings):
    """Settings with their defaults. An empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
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

    research_lang: Literal["zh", "en"] = "zh"
    research_jobs: int = Field(8, ge=1, le=64)

    research_cache: Path = Path("cache")
    research_pages: int = Field(24, ge=1, le=200)
    research_best: int = Field(8, ge=1, le=50)
    research_host_pause: float = Field(1.0, ge=0, le=DAY)
    research_connect_timeout: float = Field(10.0, gt=0, le=DAY)
    research_read_timeout: float = Field(30.0, gt=0, le=DAY)
    research_total_timeout: float = Field(60.0, gt=0, le=DAY)
    research_allow_hosts: str = ""
    research_robots: Literal["told", "strict"] = "told"
    research_user_agent: str | None = Field(None, pattern=r"^[\x20-\x7e]+$")

    research_places: Path | None = None
    research_publishers: Path | None = None
    research_sectors: Path | None = None
    research_queries: Path | None = None
    research_prompts: Path | None = None
    research_prices: Path | None = None
    research_portals: Path | None = None
    research_columns: Path | None = None


@lru_cache(maxsize=1)
def with_services(names: tuple[str, ...]) -> type[Settings]:
    """The settings and those that services name (BOCHA_API_KEY): text, kept out of sight."""
    fields: dict[str, Any] = {name.lower(): (SecretStr | None, None) for name in names}
    made: type[Settings] = create_model("Settings", __base__=Settings, **fields)
    return made


PREFIX = "RESEARCH_"
PROVIDER_KEYS = {
    "DEEPSEEK_API_KEY": "https://api.deepseek.com",
    "DASHSCOPE_API_KEY": "https://dashscope.aliyuncs.com/compatible-mode/v1",
    "MOONSHOT_API_KEY": "https://api.moonshot.cn/v1",
    "ZHIPUAI_API_KEY": "https://open.bigmodel.cn/api/paas/v4",
    "SILICONFLOW_API_KEY": "https://api.siliconflow.cn/v1",
}
"""Names under which other programs keep the key of an endpoint, with the endpoint's address."""


@dataclass(frozen=True)
class UnknownSetting:
    """A name that is no setting and was probably meant as one; ``hint`` says what to write."""

    name: str
    hint: str


def unknown_settings(
    settings: type[Settings], file: Path = ENV_FILE, environment: Mapping[str, str] = os.environ
) -> tuple[UnknownSetting, ...]:
    """Names that look like settings and are none, which would be ignored in silence.

    Args:
        settings: all that are known, those of services too.
        file: every name in it counts.
        environment: of it only names that begin with RESEARCH_ count, and keys of providers, where
            no key of the program is set.
    """
    known = {name.upper() for name in settings.model_fields}
    written = {name.upper() for name in (dotenv_values(file) if file.is_file() else {})}
    around = {name.upper() for name in environment}
    others = {name for name in around if name.startswith(PREFIX)}
    if not {"OPENAI_API_KEY"} & (written | around):
        others |= around & set(PROVIDER_KEYS)
    return tuple(UnknownSetting(n, _hint(n, known)) for n in sorted((written | others) - known))


def _hint(name: str, known: set[str]) -> str:
    if name in PROVIDER_KEYS:
        address = PROVIDER_KEYS[name]
        return f"write the key as OPENAI_API_KEY, and OPENAI_BASE_URL={address}"
    close = get_close_matches(name, known, n=1, cutoff=0.75)
    return f"did you mean {close[0]}?" if close else "see .env.example"
