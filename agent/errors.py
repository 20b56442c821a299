"""The error tree. Every class is caught somewhere on purpose; nothing else is raised across rooms.

ResearchError               one clear line for the user, and what to do about it
├── UsageError              the command or an input was wrong (exit 2)
│   └── UnknownName         a name we do not know; carries the near ones
├── StateError              the cache or the database cannot be used (exit 1)
└── CouldNotLook            something could not be looked at: becomes a Gap
    ├── BudgetSpent         the next request might pass the budget
    ├── SearchFailed        a search backend did not answer
    ├── FetchFailed         a page could not be had
    ├── ReadFailed          bytes were had but no text could be read from them
    └── ModelFailed         the model gave no usable answer; carries what it cost
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.records import Usage


class ResearchError(Exception):
    """A problem told in one line. ``hint`` says what the user can do about it."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ResearchError):
    """The command line, a setting or an input file is wrong."""

    exit_code = 2


class UnknownName(UsageError):
    """A province, sector, backend or format that we do not know.

    ``near`` lists likely ones; where there is none, ``otherwise`` says how they are written.
    """

    def __init__(self, what: str, name: str, near: tuple[str, ...], otherwise: str = "") -> None:
        hint = f"did you mean: {', '.join(near)}" if near else otherwise
        super().__init__(f"unknown {what}: {name!r}", hint=hint)
        self.near = near


class StateError(ResearchError):
    """The cache folder or a database in it cannot be read or written."""


class CouldNotLook(ResearchError):
    """Something could not be looked at.

    ``cause`` is a short stable code: blocked:ruishu, quota, error, timeout, unreachable,
    http:404, soft_404, too_large, encrypted, empty, refusal, moderation, truncated …
    ``usage`` is what was paid before it failed.
    """

    def __init__(
        self, cause: str, message: str, *, usage: tuple[Usage, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.cause = cause
        self.usage = usage


class BudgetSpent(CouldNotLook):
    """A request was not made because it might pass the budget."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__("budget", message, hint=hint)


class SearchFailed(CouldNotLook):
    """A search backend did not answer: cause is blocked, quota, timeout or error.

    ``reply`` is what it said without our keys, empty where it said nothing.
    """

    reply = ""


class FetchFailed(CouldNotLook):
    """A URL could not be fetched, or what came back is no content page."""


_IMPORT = "run: research import-page URL FILE"
_TO_DO = {
    "too_large": f"save the part that matters as PDF, DOCX or HTML and {_IMPORT}",
    "empty": f"open it in a browser, save what it shows and {_IMPORT}",
    "damaged": f"open and save it again, then {_IMPORT}",
    "encrypted": f"save it without the password and {_IMPORT}",
}


class ReadFailed(CouldNotLook):
    """Bytes without readable text: encrypted, empty, damaged, scanned, unsupported.

    Each says what to do; where nothing is given, what helps with its cause.
    """

    def __init__(self, cause: str, message: str, *, hint: str = "") -> None:
        general = f"save its text as PDF, DOCX or HTML and {_IMPORT}"
        super().__init__(cause, message, hint=hint or _TO_DO.get(cause, general))


class ModelFailed(CouldNotLook):
    """The model gave no usable answer.

    ``fatal`` is true when asking again for another page cannot help (wrong key, unknown model, no
    balance, not an OpenAI-compatible endpoint).
    """

    fatal = False


@contextlib.contextmanager
def contained(told: Callable[[str], CouldNotLook]) -> Iterator[None]:
    """Work on one page: whatever goes wrong in here costs that page, never the changepoint.

    An error of this tree goes through as it is; of any other ``told`` makes one of this tree, from
    one line that names it. Raises what ``told`` gives.
    """
    try:
        yield
    except ResearchError:
        raise
    except Exception as problem:
        words = f"{type(problem).__name__}: {problem}".replace("\n", " ")[:300]
        raise told(words) from problem
