"""The version of this program, as it is installed."""

from __future__ import annotations

from importlib import metadata

VERSION = metadata.version("policy-research-agent")
