"""What a kept copy says, and pages that a person saved by hand."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from agent.cache import BY_HAND, Cache, FetchRecord
from agent.errors import FetchFailed, ReadFailed, StateError, UsageError, contained
from agent.fetch.http import asked_url
from agent.readers import Readers, sniff
from agent.records import Fetched, Page
from agent.text.sound import UNSOUND, sound
from agent.text.urls import host_of

_SAVE_ANEW = {
    "login": "log in, open the article and save what it shows",
    "blocked": "wait until the check is over and save the page that follows",
    "list_page": "open the article itself in the list and save that",
    "script": "wait until its text is shown and save the complete page, or print it as PDF",
    "shell": "open the page that it leads to and save that",
    "frame": "open the frame alone and save that",
    "picture": "save the picture itself and import it with the extra ocr, or recognise its text",
    "video": "nothing of a film is read: look for its news as a text",
    "soft_404": "the article is gone from there: look for it on the site, or for another copy",
    "maintenance": "the site is being worked on: open the page again later",
    "error": "the site failed: open the page again later",
}
"""What to do instead of importing a file that is no content page, by its cause."""

LARGEST_IMPORT = 30_000_000
"""Bytes of a file that may be imported; the limit for fetched documents."""


class Body(NamedTuple):
    """The bytes of an answer; ``new`` says that they were not in the cache before, so that it has no text of them."""

    data: bytes
    new: bool


@contextlib.contextmanager
def parsing(url: str) -> Iterator[None]:
    """Parse bytes from the web: whatever they break costs their page, not the run.

    Raises:
        ReadFailed: with the cause ``damaged``, for any error that is not one of ours.
    """

    def told(words: str) -> ReadFailed:
        return ReadFailed("damaged", f"{url} broke its reader ({words})")

    with contained(told):
        yield


def can_be_asked(url: str) -> bool:
    """True for an http or https address with a host that has a name or a number."""
    try:
        return bool(asked_url(url).host and host_of(url))
    except FetchFailed:
        return False


def answer_of(
    cache: Cache, record: FetchRecord, url: str, body: bytes | None = None
) -> Fetched | None:
    """The answer as it came, from the cache where its bytes are not at hand; None when they are gone or damaged."""
    body = cache.bytes(record.sha256 or "") if body is None else body
    if body is None:
        return None
    return Fetched(
        url=url,
        answered_url=record.answered_url,
        status=record.status,
        headers=record.headers,
        body=body,
        sha256=record.sha256 or "",
        fetched_at=record.fetched_at,
    )


def read_copy(
    cache: Cache,
    readers: Readers,
    record: FetchRecord,
    url: str,
    label: str = "",
    at_hand: Body | None = None,
) -> Page:
    """Read a kept answer, or take what was read before from the cache.

    Args:
        cache: where the bytes and the texts are.
        readers: who reads.
        record: a good record.
        url: the address as it was asked this time.
        label: the words of the link that led there.
        at_hand: its bytes, where the caller has them.

    Raises:
        ReadFailed: no text could be read.
        StateError: the bytes are gone, or the text cannot be written.
    """
    fetched = answer_of(cache, record, url, at_hand.data if at_hand else None)
    if fetched is None:
        raise StateError(f"the copy of {url} cannot be read back from {cache.root}")
    known = None if at_hand and at_hand.new else _kept_text(cache, readers, fetched, label)
    if known is not None:
        return known.model_copy(
            update={"url": url, "fetched_at": fetched.fetched_at, "by_hand": record.by_hand}
        )
    with parsing(url):
        page = readers.read(fetched, label)
    try:
        cache.put_text(page, fetched.content_type)
    except UNSOUND:
        with parsing(url):
            page = sound(page)
        cache.put_text(page, fetched.content_type)
    return page.model_copy(update={"by_hand": record.by_hand})


def _kept_text(cache: Cache, readers: Readers, fetched: Fetched, label: str) -> Page | None:
    """What was read of these bytes before, by the reader that would read them now."""
    media_type = sniff(fetched.body, fetched.content_type, fetched.answered_url)
    return cache.text(
        fetched.sha256,
        readers.versions.get(media_type, ""),
        answered_url=fetched.answered_url,
        content_type=fetched.content_type,
        label=label,
    )


def kept_pages(cache: Cache, readers: Readers) -> Iterator[tuple[Page, bool]]:
    """Every page the cache holds, and whether a person imported it; what cannot be read is left out."""
    for record in cache.latest_fetches():
        try:
            yield read_copy(cache, readers, record, record.url), record.by_hand
        except (ReadFailed, StateError):
            continue


def import_page(
    url: str, file: Path, cache: Cache, readers: Readers, now: datetime.datetime
) -> Page:
    """Keep a file as if it had been fetched from an address; its record says ``imported``.

    Args:
        url: where the page stands on the web.
        file: the page as it was saved: HTML, MHTML, PDF, DOCX …
        cache: where it goes.
        readers: who judges and reads it.
        now: when it was imported.

    Raises:
        UsageError: the address is none, or the file cannot be read or is too large.
        FetchFailed: the file is a challenge page, a soft 404, a login page …
        ReadFailed: no text could be read from it.
        StateError: the cache cannot be written.

    Nothing is kept of a file that is not a page that can be read.
    """
    if not can_be_asked(url):
        raise UsageError(f"no web address: {url!r}", hint="it starts with http:// or https://")
    if file.exists() and not file.is_file():
        raise UsageError(
            f"{file} is no file", hint="give the saved page itself: no folder, device or pipe"
        )
    try:
        if file.stat().st_size > LARGEST_IMPORT:
            raise UsageError(
                f"{file} is larger than {LARGEST_IMPORT // 1_000_000} MB",
                hint="save the pages that matter as PDF, DOCX or HTML and import that",
            )
        body = file.read_bytes()
    except OSError as problem:
        raise UsageError(f"cannot read {file}: {problem.strerror}") from problem
    fetched = Fetched(
        url=url,
        answered_url=url,
        status=200,
        headers={},
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=now,
    )
    with parsing(url):
        cause = "shell" if readers.redirect_target(fetched) else readers.refusal(fetched)
    if cause:
        hint = _SAVE_ANEW.get(cause.partition(":")[0], "open the page itself and save that")
        raise FetchFailed(cause, f"{file} is no content page: {cause}", hint=hint)
    with parsing(url):
        page = readers.read(fetched)
    cache.put(body)
    cache.put_text(page, fetched.content_type)
    cache.record_fetch(FetchRecord.of(fetched, sha256=fetched.sha256, how=BY_HAND))
    return page.model_copy(update={"by_hand": True})
