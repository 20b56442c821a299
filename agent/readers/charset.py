"""Bytes to characters, for pages whose declaration may be missing, wrong or too narrow.

The order: a byte order mark, or a first tag of two bytes a character; strict UTF-8 (bytes that are valid UTF-8 by accident are rare); the
declared charset (header, then meta), where gb2312 and gbk mean gb18030; strict gb18030; strict
Big5; and last whichever of UTF-8 and gb18030 leaves fewer replacement characters. gb18030 and
Big5 take nearly any bytes, so a guess must also look like Chinese: four fifths of its Han
characters stand in the plain set of that encoding.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from agent.errors import ReadFailed
from agent.lazy import lazy_pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WIDER = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-big5": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "shift_jis": "shift_jis",
    "shift-jis": "shift_jis",
    "euc-jp": "euc_jp",
    "euc-kr": "euc_kr",
}
"""Declared names that are honoured. Latin ones are not: they take any byte and are defaults."""

_DECLARED = lazy_pattern(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE
)
_TAGS = lazy_pattern(rb"([<>][\x00-\x7f]*)")
_LEAST_OF_A_PAGE = 200
_HEADER = lazy_pattern(r"charset\s*=\s*[\"']?([a-z0-9_\-]+)", re.IGNORECASE)
_HAN = lazy_pattern("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_REPLACED = "\ufffd"
_MAX_REPLACED = 0.005
_MAX_REPLACED_OF_NON_ASCII = 0.1
_FORGIVEN = 2
_ENOUGH_HAN = 10
_PLAIN_SHARE = 0.8


@dataclass(frozen=True)
class Decoded:
    """A text, the charset it was read with, and how many characters could not be read."""

    text: str
    charset: str
    replaced: int = 0


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The characters of a page.

    Raises:
        ReadFailed: charset: too many bytes belong to no charset that a Chinese page uses.
    """
    for mark, charset in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(charset, "replace")
            return _checked(Decoded(text, charset, text.count(_REPLACED)))
    for pair, charset in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if body.startswith(pair):
            strict = _strict(body, charset)
            if strict is not None:
                return Decoded(strict, charset)
    strict = _strict(body, "utf-8")
    if strict is not None:
        return Decoded(strict, "utf-8")
    for charset in _declared(body, content_type):
        strict = _strict(body, charset)
        if strict is not None:
            return Decoded(strict, charset)
    mixed = _mixed(body)
    if mixed is not None:
        return mixed
    for charset, plain in (("gb18030", "gb2312"), ("big5hkscs", "big5")):
        strict = _strict(body, charset)
        if strict is not None and _looks_chinese(strict, plain):
            return Decoded(strict, charset)
    return _checked(_fewest_replaced(body))


def _mixed(body: bytes) -> Decoded | None:
    """A page of two charsets: parts of it, between tags, are UTF-8 and the others GBK.

    None unless each part is one of the two and what is UTF-8 beyond doubt is not next to nothing.
    """
    texts, of_gbk = [], []
    sizes = {"utf-8": 0, "gb18030": 0}
    for part in _TAGS.split(body):
        text = _strict(part, "utf-8")
        charset = "utf-8" if text is not None else "gb18030"
        text = _strict(part, charset) if text is None else text
        if text is None:
            return None
        texts.append(text)
        if charset == "gb18030":
            of_gbk.append(text)
        if not text.isascii():
            sizes[charset] += len(text)
    gbk = "".join(of_gbk)
    if len(gbk) > _ENOUGH_HAN and not _looks_chinese(gbk, "gb2312"):
        return None
    if min(sizes.values()) * _LEAST_OF_A_PAGE < max(sizes.values()):
        return None
    return Decoded("".join(texts), max(sizes, key=lambda name: sizes[name]))


def _declared(body: bytes, content_type: str) -> list[str]:
    names = _HEADER.findall(content_type)
    names += [name.decode("ascii") for name in _DECLARED.findall(body[:4096])]
    known = (_WIDER.get(name.lower()) for name in names)
    return list(dict.fromkeys(name for name in known if name))


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except UnicodeDecodeError:
        return None


def _looks_chinese(text: str, plain: str) -> bool:
    han = "".join(_HAN.findall(text[:400_000]))[:4000]
    if len(han) < _ENOUGH_HAN:
        return text.isascii()
    return len(han.encode(plain, "ignore")) / 2 >= _PLAIN_SHARE * len(han)


def _fewest_replaced(body: bytes) -> Decoded:
    tries = []
    for charset in ("utf-8", "gb18030"):
        text = body.decode(charset, "replace")
        tries.append(Decoded(text, charset, text.count(_REPLACED)))
    return min(tries, key=lambda decoded: decoded.replaced)


def _checked(decoded: Decoded) -> Decoded:
    text = decoded.text
    non_ascii = len(text) - len(text.encode("ascii", "ignore"))
    allowed = min(_MAX_REPLACED * len(text), _MAX_REPLACED_OF_NON_ASCII * non_ascii)
    if decoded.replaced > max(_FORGIVEN, allowed):
        raise ReadFailed(
            "charset",
            f"{decoded.replaced} of {len(text)} characters belong to no known charset",
            hint="save the page from a browser and run: research import-page URL FILE",
        )
    return decoded
