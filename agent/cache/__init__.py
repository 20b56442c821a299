"""What is remembered on disk, in four folders that differ in what they are worth.

pages/    raw bytes by sha256, gzip, write-once: the evidence. Never pruned.
fetches/  one JSON for each URL and time, write-once: what was asked, what was answered, and for
          an answer that is no page the cause. A block page is written here and nowhere else. The
          first of a URL is a file of its own, those that follow have a folder beside it: most URLs
          are asked once, and a folder costs more than the record. Older versions wrote all into it.
texts/    what a reader made of the bytes. Can be made again.
replies/  model and search replies by the key of exactly what was sent. Disposable.

An entry that is damaged (a cut gzip, bytes that no longer have their hash, JSON that is none)
counts as absent and is told in ``problems``; it is never evidence. Every file is written beside
its place and moved into it, so threads, processes and a kill in the middle do no harm. ``flush``
has what was written so far on the disk: whoever writes down what rests on it calls it first.

A text depends on more than the bytes. Relative links are resolved against the address that
answered, the charset may come from the Content-Type header, and a reader is told the words of the
link that led to an attachment; so a text is kept under all of these and the reader's version.
The address asked and the time decide nothing a reader does: they are put in afterwards, so that
the same answer fetched again, or by another spelling of its address, is not read twice.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.cache import files
from agent.cache.disk import Unflushed
from agent.cache.entries import BY_HAND, FetchRecord, Hop, Reply, Size
from agent.errors import StateError
from agent.lazy import lazy_pattern
from agent.records import Page, content_key

__all__ = ["BY_HAND", "DISPOSABLE", "FOLDERS", "Cache", "FetchRecord", "Hop", "Reply", "Size"]

FOLDERS = ("pages", "fetches", "texts", "replies")
DISPOSABLE = ("texts", "replies")

_SHA256 = lazy_pattern(r"[0-9a-f]{64}")
_ABANDONED_AFTER = datetime.timedelta(days=1)


@dataclass(eq=False)
class Cache:
    """The cache folder, which is made when something is first written.

    ``identity`` maps the spellings of a URL to one (agent.text.urls.url_identity). Callers who share a
    folder must share it too; by default a URL is taken as it is written. Replies that came before
    ``since`` are as if they were not there.
    """

    root: Path
    identity: Callable[[str], str] = str
    since: datetime.datetime | None = None

    def __post_init__(self) -> None:
        self._problems: dict[str, None] = {}
        self._lock = threading.Lock()
        self._evidence = Unflushed(self.root)

    @property
    def problems(self) -> tuple[str, ...]:
        """Damaged entries met so far, one line each, in the order they were met."""
        with self._lock:
            return tuple(self._problems)

    def check_writable(self) -> None:
        """Try the folder by writing into it.

        Raises:
            StateError: one clear line that says why it cannot be written.
        """
        probe = self.root / f"{files.TEMPORARY}probe-{threading.get_ident()}"
        try:
            files.write_over(probe, b"probe")
        except StateError as problem:
            told = problem.message.replace(str(probe), str(self.root))
            raise StateError(told, hint=problem.hint) from problem
        probe.unlink(missing_ok=True)

    def flush(self) -> None:
        """Have pages, fetch records and replies on the disk, whatever happens to the power then.

        Raises:
            StateError: they cannot get there.
        """
        self._evidence.flush()

    # Raw bytes

    def put(self, body: bytes) -> tuple[str, bool]:
        """Keep raw bytes; a damaged copy that stands in their place is replaced.

        Returns:
            Their sha256 in hexadecimal, and whether they were new; of new bytes the cache has no text.

        Raises:
            StateError: they could not be written.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        path = self._page_path(sha256)
        new = not path.exists()
        # Two that write the same bytes at once write the same file, so no name has to be held.
        if new or files.unpacked(path, sha256) is None:
            self._evidence.write_over(path, files.packed(body))
        return sha256, new

    def bytes(self, sha256: str) -> bytes | None:
        """The raw bytes with this sha256, verified; None when absent or damaged."""
        if not _SHA256.fullmatch(sha256):
            return None
        path = self._page_path(sha256)
        body = files.unpacked(path, sha256)
        if body is None and path.exists():
            self._damaged(path, "the bytes do not have the hash they are filed under")
        return body

    def shas(self) -> Iterator[str]:
        """The sha256 of all bytes that are kept, verified or not, in order."""
        for path in files.files_under(self.root / "pages"):
            name = path.name.removesuffix(".gz")
            if _SHA256.fullmatch(name):
                yield name

    # Fetches

    def record_fetch(self, record: FetchRecord) -> None:
        """Write down what came of a request; what is written is never changed.

        Raises:
            StateError: it could not be written.
        """
        folder = self._fetch_folder(record.url)
        data = record.model_dump_json(indent=1).encode()
        if self._evidence.write_once(_first_in(folder), data):
            return
        stamp = _stamp(record)
        for number in range(1000):
            # Two processes may ask for one URL in the same microsecond: both are kept.
            if self._evidence.write_once(folder / f"{stamp}-{number:03d}.json", data):
                return

    def latest_fetch(self, url: str) -> FetchRecord | None:
        """The newest record whose answer was kept as a page, in any spelling of a URL; or None.

        A newer failure does not hide it.
        """
        return next((record for record in self.fetches(url) if record.good), None)

    def has_fetches(self, url: str) -> bool:
        """Whether anything was written down about a URL; sooner told than what."""
        folder = self._fetch_folder(url)
        return _first_in(folder).exists() or folder.is_dir()

    def fetches(self, url: str) -> Iterator[FetchRecord]:
        """Every record of a URL, good or not, newest first."""
        yield from self._newest_first(self._fetch_folder(url))

    def latest_fetches(self) -> Iterator[FetchRecord]:
        """The newest good record of every URL, in an order that depends on the URLs alone."""
        for folder in sorted(self._fetch_folders()):
            found = next((r for r in self._newest_first(folder) if r.good), None)
            if found:
                yield found

    # Texts

    def text(
        self,
        sha256: str,
        reader: str,
        *,
        answered_url: str = "",
        content_type: str = "",
        label: str = "",
    ) -> Page | None:
        """What a reader made of these bytes, or None; see the module for what the key holds.

        Args:
            sha256: the bytes.
            reader: the reader's name with its version.
            answered_url: the address that answered, as Page.answered_url.
            content_type: the Content-Type header, as Fetched.content_type.
            label: the words of the link that led there, as Page.label.
        """
        path = self._text_path(sha256, (reader, answered_url, content_type, label))
        if not path.exists():
            # Where older versions kept it: a folder for each page costs more than the text in it.
            path = path.parent / sha256 / path.name.removeprefix(f"{sha256}-")
        page = self._page(path, sha256)
        if page and page.reader != reader:
            self._damaged(path, "it is the text of other bytes")
            return None
        return page

    def put_text(self, page: Page, content_type: str = "") -> None:
        """Keep what a reader made of bytes. Attachments are texts of their own and left out.

        Raises:
            StateError: it could not be written.
        """
        path = self._text_path(
            page.sha256, (page.reader, page.answered_url, content_type, page.label)
        )
        files.write_over(
            path, page.model_copy(update={"attachments": ()}).model_dump_json().encode()
        )

    # Replies

    def reply(self, key: str) -> Reply | None:
        """The reply stored under a key, or None."""
        kept = self._reply(self._reply_path(key))
        return None if kept and self.since and kept.stored_at < self.since else kept

    def put_reply(self, key: str, value: Any, stored_at: datetime.datetime) -> None:
        """Store a JSON value under the key of exactly what was sent, over an older one.

        Raises:
            StateError: it could not be written.
        """
        entry = {"key": key, "stored_at": stored_at.isoformat(), "value": value}
        self._evidence.write_over(self._reply_path(key), json.dumps(entry).encode())

    def check(self) -> None:
        """Look at every entry but the bytes of pages; what is damaged stands in ``problems``."""
        for folder in self._fetch_folders():
            for _ in self._newest_first(folder):
                pass
        for path in files.files_under(self.root / "texts"):
            if not files.is_unfinished(path):
                self._page(path, path.name.partition("-")[0])
        for path in files.files_under(self.root / "replies"):
            if not files.is_unfinished(path):
                self._reply(path)

    # Housekeeping

    def size(self) -> dict[str, Size]:
        """Files and bytes of each of the four folders; ``other`` is what else is in the root."""
        sizes = {name: Size() for name in (*FOLDERS, "other")}
        for path in files.files_under(self.root):
            part = path.relative_to(self.root).parts[0]
            name = part if part in FOLDERS else "other"
            try:
                sizes[name] += Size(files=1, bytes=path.stat().st_size)
            except FileNotFoundError:
                continue
        return sizes

    def prune(self, before: datetime.datetime, *, dry_run: bool = False) -> Size:
        """Remove texts and replies written before a time, and what killed processes left behind.

        Args:
            before: only files older than this go. Evidence is never pruned.
            dry_run: remove nothing, only say what would go.

        Returns:
            What was removed, or would be.

        Raises:
            StateError: a file could not be removed.
        """
        removed = Size()
        for name in FOLDERS:
            for path in files.files_under(self.root / name):
                if files.is_unfinished(path):
                    removed += self._remove_older(path, before - _ABANDONED_AFTER, dry_run)
                elif name in DISPOSABLE:
                    removed += self._remove_older(path, before, dry_run)
        return removed

    # Inside

    def _page(self, path: Path, sha256: str) -> Page | None:
        """A text as a page; where it is none, or of other bytes than its name or folder says, None."""
        data = files.read(path)
        if data is None:
            return None
        try:
            page = Page.model_validate_json(data)
        except ValidationError:
            self._damaged(path, "it is no page")
            return None
        if page.sha256 not in (sha256, path.parent.name):
            self._damaged(path, "it is the text of other bytes")
            return None
        return page

    def _reply(self, path: Path) -> Reply | None:
        """A stored reply; None where it is none, or stands where that of another question belongs."""
        data = files.read(path)
        if data is None:
            return None
        try:
            entry = json.loads(data)
            if self._reply_path(entry["key"]) != path:
                self._damaged(path, "it is the reply to something else")
                return None
            return Reply(value=entry["value"], stored_at=entry["stored_at"])
        except (ValueError, TypeError, KeyError, AttributeError):
            self._damaged(path, "it is no reply")
            return None

    def _remove_older(self, path: Path, limit: datetime.datetime, dry_run: bool) -> Size:
        try:
            found = path.stat()
            if found.st_mtime >= limit.timestamp():
                return Size()
            if not dry_run:
                path.unlink()
        except FileNotFoundError:
            return Size()
        except OSError as problem:
            raise StateError(f"cannot remove {path}: {problem.strerror}") from problem
        return Size(files=1, bytes=found.st_size)

    def _page_path(self, sha256: str) -> Path:
        return self.root / f"pages/{sha256[:2]}/{sha256}.gz"

    def _fetch_folder(self, url: str) -> Path:
        name = hashlib.sha256(self.identity(url).encode("utf-8", "surrogatepass")).hexdigest()
        return self.root / f"fetches/{name[:2]}/{name}"

    def _text_path(self, sha256: str, rest: tuple[str, ...]) -> Path:
        name = content_key([sha256, *rest]).removeprefix("s1:")
        return self.root / f"texts/{sha256[:2]}/{sha256}-{name}.json"

    def _reply_path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.root / f"replies/{name[:2]}/{name}.json"

    def _fetch_folders(self) -> set[Path]:
        """The folder of every URL of which something was written down; most have none yet."""
        base = self.root / "fetches"
        return {
            path.with_suffix("") if path.parent.parent == base else path.parent
            for path in files.files_under(base)
            if not files.is_unfinished(path)
        }

    def _newest_first(self, folder: Path) -> Iterator[FetchRecord]:
        first = self._fetch_record(_first_in(folder), folder)
        for name in sorted(files.names_in(folder), reverse=True):
            path = folder / name
            if path.suffix != ".json" or files.is_unfinished(path):
                continue
            if first is not None and name < _stamp(first):
                yield first
                first = None
            if record := self._fetch_record(path, folder):
                yield record
        if first is not None:
            yield first

    def _fetch_record(self, path: Path, folder: Path) -> FetchRecord | None:
        """A record of the URL of a folder; None where there is none, or something else."""
        data = files.read(path)
        if data is None:
            return None
        try:
            record = FetchRecord.model_validate_json(data)
        except ValidationError:
            self._damaged(path, "it is no fetch record")
            return None
        if self._fetch_folder(record.url) == folder:
            return record
        self._damaged(path, "it is the record of another address")
        return None

    def _damaged(self, path: Path, why: str) -> None:
        with self._lock:
            self._problems[f"damaged cache entry {path}: {why}"] = None


def _first_in(folder: Path) -> Path:
    """Where the first fetch record of a URL stands, beside the folder of those that follow."""
    return folder.with_name(f"{folder.name}.json")


def _stamp(record: FetchRecord) -> str:
    """How the names of fetch records begin, in the order of time."""
    return record.fetched_at.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
