"""Dossiers with their pages as one zip that can be verified on another machine.

    README.txt          what this is, and how to verify it with and without the program
    manifest.json       format, versions, and the sha256 of every other member
    dossiers.jsonl      one dossier a line
    pages/SHA256.gz     the raw bytes of every page and attachment, gzip

The same dossiers and pages give the same bytes: no times, no order of a file system. Read back, a
zip is hostile: only these names are known, sizes are bounded before anything is unpacked, nothing
is written to the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.errors import StateError, UsageError
from agent.evidence import Drift, Kept
from agent.findings import Dossier
from agent.records import Page, Record

FORMAT = "policy-research-bundle/1"
README, MANIFEST, DOSSIERS = "README.txt", "manifest.json", "dossiers.jsonl"
KNOWN = re.compile(r"README\.txt|manifest\.json|dossiers\.jsonl|pages/[0-9a-f]{64}\.gz")
EPOCH = (1980, 1, 1, 0, 0, 0)

MOST_MEMBERS = 100_000
MOST_PACKED = 64_000_000
MOST_TEXT = 1_000_000_000
LARGEST_PAGE = 64_000_000
"""Bytes: of one packed page, of the dossiers, of one page unpacked."""

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


def bundle(dossiers: Sequence[Dossier], kept: Kept, run: str, version: str) -> bytes:
    """The zip of these dossiers.

    Args:
        dossiers: what goes in.
        kept: where the bytes of their pages are.
        run: the run they are from.
        version: of this program.

    Raises:
        StateError: the bytes of a page are gone or damaged; no bundle without its evidence.
    """
    members: dict[str, bytes] = {README: ABOUT.encode()}
    lines = [dossier.model_dump_json() for dossier in dossiers]
    members[DOSSIERS] = "".join(f"{line}\n" for line in lines).encode()
    sources: dict[tuple[str, str, str], Source] = {}
    for page in documents(dossiers):
        body = kept.body_of(page.sha256)
        if body is None:
            raise StateError(
                f"the bytes of {page.url} ({page.sha256[:12]}…) are gone or damaged",
                hint="research verify lists all of them",
            )
        members[f"pages/{page.sha256}.gz"] = gzip.compress(body, compresslevel=6, mtime=0)
        key = (page.sha256, page.url, page.answered_url)
        sources[key] = Source(
            url=page.url,
            answered_url=page.answered_url,
            sha256=page.sha256,
            content_type=kept.content_type(page),
        )
    manifest = Manifest(
        format=FORMAT,
        version=version,
        run=run,
        versions=tuple(sorted({dossier.provenance.version for dossier in dossiers})),
        files={name: _sha256(data) for name, data in sorted(members.items())},
        sources=tuple(sources[key] for key in sorted(sources)),
    )
    told = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    return _zip({MANIFEST: f"{told}\n".encode(), **members})


def documents(dossiers: Sequence[Dossier]) -> tuple[Page, ...]:
    """Every page and attachment of these dossiers."""
    return tuple(
        document for dossier in dossiers for page in dossier.pages for document in page.documents()
    )


class Bundle:
    """A zip read back. ``drifts`` are members that are not as the manifest says.

    Args:
        path: the file.

    Raises:
        UsageError: it is no such zip, or holds what a bundle never holds.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self._members = _members(archive, path)
        except OSError as problem:
            raise UsageError(f"cannot read {path}: {problem.strerror or problem}") from problem
        except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, EOFError) as error:
            raise UsageError(f"{path} is no readable zip: {error}") from error
        self.manifest: Manifest = self._parsed(MANIFEST, Manifest)
        if self.manifest.format != FORMAT:
            raise UsageError(f"{path}: the format is {self.manifest.format!r}, not {FORMAT!r}")
        self._types: dict[tuple[str, str, str], str] = {
            (s.sha256, s.url, s.answered_url): s.content_type for s in self.manifest.sources
        }

    @property
    def dossiers(self) -> tuple[Dossier, ...]:
        """The dossiers. Raises UsageError when one cannot be read."""
        text = self._members[DOSSIERS]
        return tuple(
            self._validated(line, Dossier, f"{DOSSIERS} line {number}")
            for number, line in enumerate(text.split(b"\n"), 1)
            if line.strip()
        )

    def body_of(self, sha256: str) -> bytes | None:
        """See ``Kept``."""
        packed = self._members.get(f"pages/{sha256}.gz")
        body = _unpacked(packed) if packed is not None else None
        return body if body is not None and _sha256(body) == sha256 else None

    def content_type(self, page: Page) -> str:
        """See ``Kept``."""
        return self._types.get((page.sha256, page.url, page.answered_url), "").lower()

    def drifts(self) -> tuple[Drift, ...]:
        """Members that are missing, were added, or do not have the hash the manifest gives."""
        file, wanted = str(self.path), self.manifest.files
        found = []
        for name in sorted((wanted.keys() | self._members.keys()) - {MANIFEST}):
            data = self._members.get(name)
            now = _sha256(data) if data is not None else "missing"
            before = wanted.get(name, "not in the manifest")
            if now != before:
                found.append(Drift(file=file, check=name, before=before, now=now))
            elif name.startswith("pages/") and self.body_of(name[6:70]) is None:
                found.append(Drift(file=file, check="page", before=name[6:70], now="damaged"))
        return tuple(found)

    def _parsed(self, name: str, kind: Any) -> Any:
        return self._validated(self._members[name], kind, name)

    def _validated(self, data: bytes, kind: Any, where: str) -> Any:
        try:
            return kind.model_validate_json(data)
        except ValidationError as error:
            raise UsageError(
                f"{self.path}: {where} cannot be read: {error.error_count()} faults"
            ) from error


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, bytes]:
    """All members, in memory, each and together within bounds."""
    entries = archive.infolist()
    if len(entries) > MOST_MEMBERS:
        raise UsageError(f"{path} holds {len(entries)} files, more than {MOST_MEMBERS}")
    members: dict[str, bytes] = {}
    room = MOST_TEXT
    for entry in entries:
        name = entry.filename
        if not KNOWN.fullmatch(name):
            raise UsageError(f"{path} holds {name[:80]!r}, which no bundle does")
        if name in members:
            raise UsageError(f"{path} holds {name} twice")
        if entry.flag_bits & 0x1:
            raise UsageError(f"{path}: {name} is encrypted")
        most = min(room, MOST_PACKED if name.startswith("pages/") else MOST_TEXT)
        with archive.open(entry) as member:
            data = member.read(most + 1)
        if len(data) > most:
            raise UsageError(f"{path}: {name} is too large")
        room -= len(data)
        members[name] = data
    missing = [name for name in (MANIFEST, DOSSIERS) if name not in members]
    if missing:
        raise UsageError(f"{path} is no bundle: it has no {' and no '.join(missing)}")
    return members


def _unpacked(packed: bytes) -> bytes | None:
    """The bytes of a gzip of one part, at most ``LARGEST_PAGE``; None when it is damaged."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        body = unpacking.decompress(packed, LARGEST_PAGE + 1)
    except zlib.error:
        return None
    return body if unpacking.eof and len(body) <= LARGEST_PAGE else None


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            stored = name.endswith(".gz")
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, members[name])
    return held.getvalue()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
