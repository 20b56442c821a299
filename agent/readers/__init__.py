"""Bytes to text and metadata, by media type.

A member reads one format: html, pdf, docx, text. The shared helpers are charset (bytes to
characters), lines (elements to lines), page_text (a text and its spans), letterhead and
dates_in_page (what a Chinese official document says of itself) and refusal (what is no content
page at all). Which member reads which media type is wired outside.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from agent.errors import ReadFailed
from agent.lazy import lazy_pattern
from agent.records import Fetched, Link, Page

HTML = "text/html"
PLAIN = "text/plain"
PDF = "application/pdf"
MHTML = "multipart/related"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
_DOC, _OFD, _ZIP, _RAR, _7Z, _GZIP = (
    "application/msword",
    "application/ofd",
    "application/zip",
    "application/vnd.rar",
    "application/x-7z-compressed",
    "application/gzip",
)
_SLIDES = "application/vnd.ms-powerpoint"
_LOCKED = "application/x-ole-encrypted"
"""A document of Word or Excel that was saved with a password: an OLE file around it."""
_WEBP, _HEIC, _FILM, _WEBARCHIVE = (
    "image/webp",
    "image/heic",
    "video/mp4",
    "application/x-webarchive",
)
_BYTES = "application/octet-stream"

_MAGIC = (
    (0, b"Rar!", _RAR),
    (0, b"7z\xbc\xaf\x27\x1c", _7Z),
    (0, b"\x1f\x8b", _GZIP),
    (0, b"\x89PNG", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", _WEBP),
    (4, b"ftyphei", _HEIC),
    (4, b"ftypmif1", _HEIC),
    (4, b"ftyp", _FILM),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"bplist0", _WEBARCHIVE),
)
"""Where the first bytes of a format stand, and which they are."""

_MAIL = (b"from:", b"subject:", b"date:", b"mime-version:", b"content-type:", b"snapshot-")

_BY_EXTENSION = {
    "pdf": PDF,
    "docx": DOCX,
    "doc": _DOC,
    "wps": _DOC,
    "xls": XLS,
    "et": XLS,
    "xlsx": XLSX,
    "ofd": _OFD,
    "zip": _ZIP,
    "rar": _RAR,
    "txt": PLAIN,
    "htm": HTML,
    "html": HTML,
    "shtml": HTML,
    "jhtml": HTML,
}

_IN_ZIP = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", _SLIDES),
    ("OFD.xml", _OFD),
)
_IN_OLE = (
    ("WordDocument", _DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", _SLIDES),
    ("EncryptedPackage", _LOCKED),
)
_LEAST_TEXT = 200
_TENTH = 10

_HALF = lazy_pattern("[\ud800-\udfff]")
"""Half a character, as JSON can carry it in the words of a link: nothing can be saved with it."""

_IMPORT = "run: research import-page URL FILE"
_UNPACK = "unpack it and import the document in it: research import-page URL FILE"
_AS_PNG = f"save it as PNG or JPEG and {_IMPORT}"
_HINTS = {
    _DOC: f"open it in Word, WPS or LibreOffice, save it as PDF or DOCX and {_IMPORT}",
    _SLIDES: f"open it in PowerPoint, WPS or LibreOffice, save it as PDF and {_IMPORT}",
    _OFD: f"open it in an OFD reader, print or export it as PDF and {_IMPORT}",
    _WEBARCHIVE: f"save the page as its source (HTML) or as PDF and {_IMPORT}",
    **dict.fromkeys((_ZIP, _RAR, _7Z, _GZIP), _UNPACK),
    **dict.fromkeys((_WEBP, _HEIC), _AS_PNG),
}


class Reader(Protocol):
    """Reads one format. ``name`` carries a version (html/1): raising it re-reads the cache."""

    name: str

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """The page in these bytes; ``label`` is the words of the link that led to them.

        Raises ReadFailed with the cause encrypted, empty, damaged, scanned, charset, too_large
        or unsupported.
        """
        ...


class Readers:
    """The readers, by media type.

    Args:
        by_media_type: who reads what.
        pictures: whether pictures can be read: a page that only shows some then leads to them.
    """

    def __init__(self, by_media_type: Mapping[str, Reader], *, pictures: bool = False) -> None:
        self._by_media_type = dict(by_media_type)
        self._pictures = pictures

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """Read with the member for what the bytes are, whatever the server called them.

        Raises:
            ReadFailed: no text could be read; its cause says why.
        """
        media_type = sniff(fetched.body, fetched.content_type, fetched.answered_url)
        reader = self._by_media_type.get(media_type)
        if media_type == _LOCKED:
            raise ReadFailed("encrypted", f"the document needs a password: {fetched.answered_url}")
        if reader is None:
            raise ReadFailed(
                "unsupported",
                f"no reader for {media_type}: {fetched.answered_url}",
                hint=_HINTS.get(media_type, ""),
            )
        shown: tuple[Link, ...] = ()
        if self._pictures and media_type == HTML:
            from agent.readers.refusal import shown_pictures  # noqa: PLC0415 - as below

            # Before it is read: the reader is the last one that the layout is kept for.
            shown = shown_pictures(fetched)
        page = reader.read(fetched, _HALF.sub("\ufffd", label))
        if shown and not page.attachment_links:
            page = page.model_copy(update={"attachment_links": shown})
        return page

    def refusal(self, fetched: Fetched) -> str | None:
        """Why this answer is no content page, or None; see refusal.refusal."""
        from agent.readers.refusal import refusal  # noqa: PLC0415 - heavy, and only fetch asks

        cause = refusal(_page_in(fetched))
        return None if self._pictures and cause == "picture" else cause

    def redirect_target(self, fetched: Fetched) -> str | None:
        """Where a page that only redirects leads, or None; see refusal.redirect_target."""
        from agent.readers.refusal import redirect_target  # noqa: PLC0415 - as above

        return redirect_target(_page_in(fetched))

    @property
    def versions(self) -> dict[str, str]:
        """Media type to the reader's name, for the provenance of a dossier."""
        return {media: reader.name for media, reader in sorted(self._by_media_type.items())}


def _page_in(fetched: Fetched) -> Fetched:
    """The page that a browser saved in one file; any other answer as it is."""
    if not _is_mhtml(fetched.body):
        return fetched
    from agent.readers.mhtml import unpacked  # noqa: PLC0415 - few pages come so

    try:
        return unpacked(fetched)
    except ReadFailed:  # the reader says why
        return fetched


def sniff(body: bytes, content_type: str, url: str) -> str:
    """What the bytes are: by magic bytes first, then by markup, header and extension.

    A link to a PDF may answer with an HTML error page and servers call everything
    octet-stream, so neither the header nor the extension is believed before the bytes are seen.
    """
    head = body[:1024].lstrip()
    if _is_mhtml(body):
        return MHTML
    if b"%PDF-" in body[:1024]:
        return PDF
    if body.startswith(b"PK\x03\x04"):
        return _inside_zip(body)
    declared = content_type.split(";", maxsplit=1)[0].strip().lower()
    extension = urlsplit(url).path.rpartition(".")[2].lower()
    by_name = _BY_EXTENSION.get(extension)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        return _inside_old_file(body) or (by_name if by_name in (_DOC, XLS) else _DOC)
    known = next((kind for place, magic, kind in _MAGIC if body.startswith(magic, place)), "")
    if known:
        return known
    if not head:
        return by_name or declared or HTML
    if _is_binary(head):
        return _BYTES
    if _is_markup(head, declared):
        return HTML
    if declared in ("application/json", "text/json", "text/xml", "application/xml"):
        return declared
    if PLAIN in (declared, by_name):
        return PLAIN
    if not declared and len(body) >= _LEAST_TEXT and b"<" not in body:
        return "application/json" if head[:1] in b"{[" else PLAIN
    if declared.startswith("text/") or by_name == HTML or not declared:
        return HTML
    return declared


def _is_binary(head: bytes) -> bool:
    """True for bytes of which many are zero: no text, unless of two bytes a character."""
    in_pairs = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head or b"\x00<" in head
    return head.count(0) * _TENTH > len(head) and not in_pairs


def _is_mhtml(body: bytes) -> bool:
    """True for bytes that begin as a mail does whose parts are a page: saved by a browser."""
    head = body[:4096].lstrip().lower()
    if not head.startswith(_MAIL):
        return False
    return b"multipart/related" in head and b"mime-version" in head


def _is_markup(head: bytes, declared: str) -> bool:
    lowered = head.removeprefix(b"\xef\xbb\xbf").lower()
    if declared in (HTML, "application/xhtml+xml"):
        return True
    if lowered.startswith(b"<?xml"):
        return b"<html" in lowered
    return lowered.startswith(b"<") or b"<html" in lowered or b"\x00<\x00" in lowered


def _inside_old_file(body: bytes) -> str:
    """What an OLE file holds, by the names of its streams; nothing where they do not tell."""
    named = ((f"{name}\0".encode("utf-16-le"), media_type) for name, media_type in _IN_OLE)
    return next((media_type for name, media_type in named if name in body), "")


def _inside_zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return DOCX if b"word/" in body[:4096] else _ZIP
    for name, media_type in _IN_ZIP:
        if name in names:
            return media_type
    return _ZIP
