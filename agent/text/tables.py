"""Tables of the package, and those that a user writes to stand over them: what cannot be used is told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.errors import UsageError


def shipped(name: str) -> dict[str, Any]:
    """A table of the package (data/NAME.toml)."""
    folder = resources.files("agent") / "data"
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


@contextmanager
def usable(what: str, where: Path | str) -> Iterator[None]:
    """Reading, parsing and validating within tells its first fault: ``what`` is wrong with which file.

    Raises UsageError for a file that cannot be read, is no TOML, or does not fit what it stands over.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot read the {what} {where}: {error.strerror or error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"cannot use the {what} {where}: {place} {first['msg']}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot use the {what} {where}: it is no TOML: {error}") from None
    except ValueError as error:
        raise UsageError(f"cannot use the {what} {where}: {error}") from None
