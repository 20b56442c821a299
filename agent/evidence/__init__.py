"""Looking again, without a network and without a model: do the stored bytes still bear the dossier?

    derive   every page read again from its bytes, every verdict derived again, and what differs
    bundle   dossiers with their pages as one zip, and the same read back as hostile data

What is compared is what the program would say today. A difference is a ``Drift``: bytes that are
gone or changed, a dossier that was changed by hand, or checks, readers or tables that have changed
since. Which of the two it is a drift says with its reason: what was changed by hand or damaged has none,
unless it is a page without its bytes, which whoever has a copy can put back.
"""

from __future__ import annotations

from typing import Protocol

from agent.records import Page, Record


class Drift(Record):
    """One thing that is no longer as it was written down.

    ``file`` is the database or bundle, ``dossier`` the changepoint, ``finding`` its name (empty for
    a page), ``check`` what was compared: page, text, claims, status, or the name of a check. ``why``
    is empty where neither another version of the program nor bytes that are gone explain it.
    """

    file: str
    dossier: str = ""
    finding: str = ""
    check: str
    before: str
    now: str
    why: str = ""

    def __str__(self) -> str:
        where = " · ".join(part for part in (self.file, self.dossier, self.finding) if part)
        why = f" ({self.why})" if self.why else ""
        return f"{where}: {self.check}: {self.before} → {self.now}{why}"


class Kept(Protocol):
    """Where the bytes of pages are kept: a cache, or a bundle."""

    def body_of(self, sha256: str) -> bytes | None:
        """The raw bytes, verified; None when they are absent or damaged."""
        ...

    def content_type(self, page: Page) -> str:
        """The Content-Type header that came with them, in lower case, or an empty string."""
        ...
