"""The bytes of a response, unpacked piece by piece, so that a small bomb stays small.

httpx2 would hand out a whole unpacked chunk before its size can be looked at; zlib told how much
it may give out does not.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

from agent.errors import FetchFailed

PIECE = 65_536
"""Bytes unpacked at a time."""

DOCUMENT_MAGIC = (
    *(b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*"),
)
"""How documents start: PDF; ZIP (DOCX, XLSX, OFD); OLE (DOC, WPS, XLS); RAR; 7z; PNG; JPEG; TIFF."""

_GZIP_OR_ZLIB = 47
_RAW_DEFLATE = -15
_MEMBER = b"\x1f\x8b"


def read_body(
    chunks: Iterable[bytes], coding: str, limits: tuple[int, int], still_time: Callable[[], None]
) -> bytes:
    """Read and unpack a body.

    Args:
        chunks: the raw bytes as they come.
        coding: the Content-Encoding header.
        limits: most bytes of a page and of a document, told apart by how the bytes start.
        still_time: called for each chunk; raises when there is none.

    Raises:
        FetchFailed: ``too_large``, or ``error`` when it cannot be unpacked or broke off.
    """
    name = coding.strip().lower()
    packed = name in ("gzip", "x-gzip", "deflate")
    if not packed and name not in ("", "identity"):
        raise FetchFailed("error", f"the server sent a coding nobody asked for: {coding!r}")
    unpack = _Packed()
    body = bytearray()
    for chunk in chunks:
        still_time()
        for piece in unpack.pieces(chunk) if packed else (chunk,):
            body += piece
            limit = _limit(bytes(body[:1024]), limits)
            if len(body) > limit:
                raise FetchFailed("too_large", f"more than {limit / 1e6:g} MB")
    if packed:
        unpack.finish()
    return bytes(body)


def _limit(start: bytes, limits: tuple[int, int]) -> int:
    is_document = start.startswith(DOCUMENT_MAGIC) or b"%PDF-" in start
    return limits[1] if is_document else limits[0]


class _Packed:
    """gzip (also several members in a row), zlib, or deflate without a header."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._start = b""
        self._held = b""
        self._gave = False
        self._padding = False

    def pieces(self, chunk: bytes) -> Iterable[bytes]:
        if not self._gave:
            self._start += chunk
        chunk, self._held = self._held + chunk, b""
        more = True
        while more:
            if self._unpacker.eof and not self._next_member(chunk):
                return
            piece = self._unpack(chunk)
            if piece:
                self._gave = True
                yield piece
            ended = self._unpacker.eof
            chunk = self._unpacker.unused_data if ended else self._unpacker.unconsumed_tail
            more = bool(chunk) or (not ended and len(piece) == PIECE)

    def finish(self) -> None:
        if (self._start or self._gave) and not self._unpacker.eof:
            raise FetchFailed("error", "the body broke off")

    def _next_member(self, chunk: bytes) -> bool:
        """After an end: another gzip member, the first half of its mark, or padding to ignore."""
        if chunk == _MEMBER[:1] and not self._padding:
            self._held = chunk
            return False
        self._padding = self._padding or not chunk.startswith(_MEMBER)
        if not self._padding:
            self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        return not self._padding

    def _unpack(self, chunk: bytes) -> bytes:
        try:
            return self._unpacker.decompress(chunk, PIECE)
        except zlib.error as problem:
            if self._gave or not self._start:
                raise FetchFailed("error", f"the body cannot be unpacked: {problem}") from problem
            self._unpacker = zlib.decompressobj(_RAW_DEFLATE)
            start, self._start = self._start, b""
            return self._unpack(start)
