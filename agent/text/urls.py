"""One identity for an address.

Two addresses of one document should be equal, and two documents must never be: only what cannot
choose another document is removed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from agent.lazy import lazy_pattern

_TRACKING = lazy_pattern(
    r"(?:utm_\w+|spm|scm|wxfrom|wx_header|isappinstalled|nsukey|fbclid|gclid|share_token|share_from)"
    r"|from=(?:singlemessage|groupmessage|timeline|message|weixin|wechat|qq|weibo|appmsg)",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PERCENT = lazy_pattern(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = _UNRESERVED | frozenset("%!$&'()*+,;=:@/?[]")
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_REMEMBERED = 4096
"""Addresses whose identity is not reckoned again: while pages are opened it is asked for all the time."""
_PLAIN = lazy_pattern(r"https?://([a-z0-9.-]+)(?:[/?#]|\Z)")
"""An address whose host stands there as it is: taking it apart takes ten times as long."""
_NO_HOST = lazy_pattern(r"(?:mailto|javascript|data|tel|about|file|blob):|[#?/]", re.IGNORECASE)


def _split(url: str) -> SplitResult | None:
    url = url.strip()
    if url.startswith("//"):
        url = "https:" + url
    elif not _SCHEME.match(url):
        if _NO_HOST.match(url):
            return None
        url = "https://" + url
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if _host(parts) else None


def _escape(character: str) -> str:
    octets = character.encode("utf-8", "surrogatepass")
    return "".join(f"%{octet:02X}" for octet in octets)


def _decoded(match: re.Match[str]) -> str:
    octets = bytes.fromhex(match.group().replace("%", ""))
    try:
        characters = octets.decode("utf-8")
    except UnicodeDecodeError:
        return match.group().upper()
    return "".join(c if c in _UNRESERVED else _escape(c) for c in characters)


def _percent(text: str) -> str:
    """One spelling for escapes: unreserved characters plain, all others as UTF-8 escapes.

    Escapes that are no UTF-8 (GBK) stay as they are: what they spell is not known here.
    """
    spelled = _PERCENT.sub(_decoded, text)
    return "".join(c if c in _KEPT else _escape(c) for c in spelled)


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _percent(path).split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return ("/" + "/".join(kept)).rstrip("/") or "/"


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _is_tracking(part)]
    return _percent("&".join(kept))


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0]
    return bool(_TRACKING.fullmatch(name) or _TRACKING.fullmatch(parameter))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").strip(".")
        except UnicodeError:
            return host
    return host


@lru_cache(_REMEMBERED)
def host_of(url: str) -> str:
    """The host in lower case, without port; empty when the text is no address."""
    if plain := _PLAIN.match(url):
        return plain[1].strip(".")
    parts = _split(url)
    return _host(parts) if parts else ""


def is_invented(url: str) -> bool:
    """True for an address on a host under ``.example``, which nobody can own (RFC 2606): the sample's, or a test's."""
    return host_of(url).rstrip(".").rpartition(".")[2] == "example"


def server_of(url: str) -> tuple[str, int] | None:
    """Host and port of an http or https address; None when the text is none."""
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in _DEFAULT_PORTS:
        return None
    return _host(parts), parts.port or _DEFAULT_PORTS[parts.scheme.lower()]


def path_of(url: str) -> str:
    """The path; empty when the text is no address."""
    parts = _split(url)
    return parts.path if parts else ""


@lru_cache(_REMEMBERED)
def url_identity(url: str) -> str:
    """The identity of an address; applying it twice changes nothing.

    http counts as https; the host is in lower case without default port or user; tracking
    parameters (utm_*, spm, wxfrom, from=timeline …), the trailing slash and dot segments go; escapes are
    spelled one way. All other parameters stay, in their order, and so does a fragment that is a
    route (#/detail, #!doc). What is no address is returned stripped.
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    scheme = parts.scheme.lower()
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else _host(parts)
    port = parts.port
    if port and port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{port}"
    query = _query(parts.query)
    fragment = _percent(parts.fragment) if parts.fragment.startswith(("/", "!")) else ""
    return (
        f"{'https' if scheme == 'http' else scheme}://{host}{_path(parts.path)}"
        f"{'?' + query if query else ''}{'#' + fragment if fragment else ''}"
    )
