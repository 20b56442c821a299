"""Tables of the package, and those that a user writes to stand over them: what cannot be used is told."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from agent.errors import UsageError

Kind = TypeVar("Kind", bound=BaseModel)
Words = Annotated[
    list[str], BeforeValidator(lambda told: told.split() if isinstance(told, str) else told)
]
"""Words that a table writes with spaces between them."""


def packaged(file: str) -> bytes:
    """The bytes of a file in the data folder of the package."""
    return (resources.files("agent") / "data" / file).read_bytes()


def shipped(name: str) -> dict[str, Any]:
    """A table of the package (data/NAME.toml)."""
    return tomllib.loads(packaged(f"{name}.toml").decode())


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


def over(own: Kind, earlier: Kind) -> Kind:
    """A table laid over an earlier one: lists add up, rows replace rows, and texts those that are there."""
    laid: dict[str, Any] = {}
    for name in type(own).model_fields:
        mine, before = getattr(own, name), getattr(earlier, name)
        if isinstance(mine, BaseModel):
            laid[name] = over(mine, before)
        elif isinstance(mine, dict):
            laid[name] = before | mine
        else:
            laid[name] = [*before, *mine] if isinstance(mine, list) else mine or before
    return own.model_copy(update=laid)


def layered(
    what: str, name: str, own: Path | None, kind: type[Kind], beside: bytes = b""
) -> tuple[Kind, Kind | None, str]:
    """A table of the package, a user's own to stand over it, and the hash of both (and of ``beside``).

    Raises UsageError where the user's cannot be used.
    """
    ours = packaged(f"{name}.toml")
    digest, users = hashlib.sha256(ours + beside), None
    if own is not None:
        with usable(what, own):
            body = own.read_bytes()
            users = kind.model_validate(tomllib.loads(body.decode("utf-8-sig")))
        digest.update(body)
    return kind.model_validate(tomllib.loads(ours.decode())), users, digest.hexdigest()
