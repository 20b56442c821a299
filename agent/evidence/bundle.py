"""Dossiers with their pages as one zip that can be verified on another machine.

    README.txt          what this is, and how to verify it with and without the program
    manifest.json       format, versions, and the sha256 of every other member
    dossiers.jsonl      one dossier a line
    pages/SHA256.gz     the raw bytes of every page and attachment, gzip

The same dossiers and pages give the same bytes: no times, no order of a file system. Read back, a
zip is hostile: only these names are known, numbers, sizes and ratios are bounded before anything is
unpacked, nothing is written to the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Self

from pydantic import ValidationError

from agent.errors import StateError, UsageError
from agent.evidence import Drift, Kept
from agent.findings import Dossier
from agent.lazy import lazy_pattern
from agent.records import Page, Record

FORMAT = "policy-research-bundle/1"
README, MANIFEST, DOSSIERS = "README.txt", "manifest.json", "dossiers.jsonl"
KNOWN = lazy_pattern(r"README\.txt|manifest\.json|dossiers\.jsonl|pages/[0-9a-f]{64}\.gz")
EPOCH = (1980, 1, 1, 0, 0, 0)

MOST_MEMBERS = 100_000
MOST_PACKED = 64_000_000
MOST_TEXT = 20_000_000_000
LARGEST_PAGE = 64_000_000
"""Bytes: of one packed page, of everything, of one page unpacked."""
LARGEST = {README: 1_000_000, MANIFEST: 32_000_000}
LONGEST_LINE = 16_000_000
"""Bytes of the largest dossier that is read."""
MOST_RATIO = 200
"""Text unpacks to a tenfold or thirtyfold of what it was packed into, zeros to a thousandfold."""
SMALL = 1_000_000
"""Bytes of a member that may be packed as it will."""
CHUNK = 1 << 20

Dossiers = Callable[[], Iterable[Dossier]]

ABOUT = """\
这个压缩包里是政策检索的结果和它所依据的网页原始字节。
核对：research verify 文件名.zip（不联网，不用模型）：重新计算每个网页的 sha256，重新读取网页，重新判断每一条。
不用程序也可以核对：解开 pages/ 里的 .gz，其 sha256 应与文件名相同。
“核验通过”指与来源一致，不表示内容属实，也不表示与排放变化有因果关系。

This archive holds dossiers and the raw bytes of the pages that they rest on.
Verify it with: research verify FILE.zip (no network, no model). Every page is hashed and read
again and every deterministic verdict derived again. Without the program: unpack pages/*.gz; the
sha256 of each is its name.
"Verified" means that the page says so, not that it is true, and never that it caused a change.
"""


class Source(Record):
    """How the bytes of a page were had: what its reader has to know beside them."""

    url: str
    answered_url: str
    sha256: str
    content_type: str


class Manifest(Record):
    """What a bundle says about itself. ``files`` are the sha256 of the other members."""

    format: str
    version: str
    run: str
    versions: tuple[str, ...]
    files: dict[str, str]
    sources: tuple[Source, ...]


def bundle(file: BinaryIO, dossiers: Dossiers, kept: Kept, run: str, version: str) -> None:
    """Write the zip of these dossiers; one of them and one page are in memory at a time.

    Args:
        file: where to.
        dossiers: gives what goes in, each time anew.
        kept: where the bytes of their pages are.
        run: the run they are from.
        version: of this program.

    Raises:
        StateError: the bytes of a page are gone or damaged; no bundle without its evidence.
    """
    files: dict[str, str] = {}
    versions: set[str] = set()
    with zipfile.ZipFile(file, "w") as archive:
        _write(archive, files, README, [ABOUT.encode()])
        lines = (f"{dossier.model_dump_json()}\n".encode() for dossier in dossiers())
        _write(archive, files, DOSSIERS, lines)
        sources: dict[tuple[str, str, str], Source] = {}
        for dossier in dossiers():
            versions.add(dossier.provenance.version)
            for page in documents(dossier):
                key = (page.sha256, page.url, page.answered_url)
                sources[key] = Source(
                    url=page.url,
                    answered_url=page.answered_url,
                    sha256=page.sha256,
                    content_type=kept.content_type(page),
                )
        for sha256, url in sorted({(s.sha256, s.url) for s in sources.values()}):
            if (name := f"pages/{sha256}.gz") not in files:
                _write(archive, files, name, [_packed(kept, sha256, url)])
        manifest = Manifest(
            format=FORMAT,
            version=version,
            run=run,
            versions=tuple(sorted(versions)),
            files=dict(sorted(files.items())),
            sources=tuple(sources[key] for key in sorted(sources)),
        )
        told = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
        _write(archive, {}, MANIFEST, [f"{told}\n".encode()])


def _packed(kept: Kept, sha256: str, url: str) -> bytes:
    body = kept.body_of(sha256)
    if body is None:
        raise StateError(
            f"the bytes of {url} ({sha256[:12]}…) are gone or damaged",
            hint="research verify lists all of them",
        )
    return gzip.compress(body, compresslevel=6, mtime=0)


def _write(
    archive: zipfile.ZipFile, files: dict[str, str], name: str, parts: Iterable[bytes]
) -> None:
    """Write a member part by part, and note its hash."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".gz") else zipfile.ZIP_DEFLATED
    digest = hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as member:
        for part in parts:
            digest.update(part)
            member.write(part)
    files[name] = digest.hexdigest()


def documents(dossier: Dossier) -> tuple[Page, ...]:
    """Every page and attachment of a dossier."""
    return tuple(document for page in dossier.pages for document in page.documents())


class Bundle:
    """A zip read back; close it, or use it in a with.

    Names, sizes and ratios are looked at before anything is unpacked, and members are read when
    they are asked for: one page, or one line of the dossiers, is in memory at a time.

    Args:
        path: the file.

    Raises:
        UsageError: it is no such zip, or holds what a bundle never holds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            self._archive = zipfile.ZipFile(path)
        try:
            self._names = _names(self._archive, path)
            with self._told(), self._archive.open(MANIFEST) as member:
                data = member.read()
            self.manifest: Manifest = self._validated(data, Manifest, MANIFEST)
            if self.manifest.format != FORMAT:
                raise UsageError(f"{path}: the format is {self.manifest.format!r}, not {FORMAT!r}")
        except BaseException:
            self.close()
            raise
        self._types: dict[tuple[str, str, str], str] = {
            (s.sha256, s.url, s.answered_url): s.content_type for s in self.manifest.sources
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def dossiers(self) -> Iterator[Dossier]:
        """The dossiers, each time anew. Raises UsageError when one cannot be read."""
        with self._told(), self._archive.open(DOSSIERS) as member:
            number = 0
            while line := member.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise UsageError(f"{self.path}: {DOSSIERS} line {number} is too large")
                if line.strip():
                    yield self._validated(line, Dossier, f"{DOSSIERS} line {number}")

    def body_of(self, sha256: str) -> bytes | None:
        """See ``Kept``."""
        name = f"pages/{sha256}.gz"
        if name not in self._names:
            return None
        try:
            body = _unpacked(self._archive.read(name))
        except (zipfile.BadZipFile, zlib.error, EOFError):
            return None
        return body if body is not None and hashlib.sha256(body).hexdigest() == sha256 else None

    def content_type(self, page: Page) -> str:
        """See ``Kept``."""
        return self._types.get((page.sha256, page.url, page.answered_url), "").lower()

    def drifts(self) -> Iterator[Drift]:
        """Members that are missing, were added, or do not have the hash the manifest gives."""
        file, wanted = str(self.path), self.manifest.files
        for name in sorted((wanted.keys() | self._names) - {MANIFEST}):
            now = self._hash(name) if name in self._names else "missing"
            before = wanted.get(name, "not in the manifest")
            if now != before:
                yield Drift(file=file, check=name, before=before, now=now)
            elif name.startswith("pages/") and self.body_of(name[6:70]) is None:
                yield Drift(file=file, check="page", before=name[6:70], now="damaged")

    def _hash(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._archive.open(name) as member:
                while some := member.read(CHUNK):
                    digest.update(some)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            return "damaged"
        return digest.hexdigest()

    def _validated(self, data: bytes, kind: Any, where: str) -> Any:
        try:
            return kind.model_validate_json(data)
        except ValidationError as error:
            raise UsageError(
                f"{self.path}: {where} cannot be read: {error.error_count()} faults"
            ) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        path = self.path
        try:
            yield
        except OSError as problem:
            raise UsageError(f"cannot read {path}: {problem.strerror or problem}") from problem
        except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, EOFError) as error:
            raise UsageError(f"{path} is no readable zip: {error}") from error


def _names(archive: zipfile.ZipFile, path: Path) -> frozenset[str]:
    """The names of all members, each and together within bounds."""
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        raise UsageError(f"{path} holds {len(entries)} files, more than {MOST_MEMBERS}")
    names: set[str] = set()
    room = MOST_TEXT
    for entry in entries:
        name = entry.filename
        if not KNOWN.fullmatch(name):
            raise UsageError(f"{path} holds {name[:80]!r}, which no bundle does")
        if name in names:
            raise UsageError(f"{path} holds {name} twice")
        if entry.flag_bits & 0x1:
            raise UsageError(f"{path}: {name} is encrypted")
        most = MOST_PACKED if name.startswith("pages/") else LARGEST.get(name, MOST_TEXT)
        if entry.file_size > min(room, most):
            raise UsageError(f"{path}: {name} is too large")
        if entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size):
            raise UsageError(f"{path}: {name} is packed more densely than any dossier")
        room -= entry.file_size
        names.add(name)
    missing = [name for name in (MANIFEST, DOSSIERS) if name not in names]
    if missing:
        raise UsageError(f"{path} is no bundle: it has no {' and no '.join(missing)}")
    return frozenset(names)


def _unpacked(packed: bytes) -> bytes | None:
    """The bytes of a gzip of one part, at most ``LARGEST_PAGE``; None when it is damaged."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        body = unpacking.decompress(packed, LARGEST_PAGE + 1)
    except zlib.error:
        return None
    return body if unpacking.eof and len(body) <= LARGEST_PAGE else None
