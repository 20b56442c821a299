"""Which links of an HTML page are documents to download: attachments, and what a viewer shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from agent.readers.lines import Line, Rendered, is_document
from agent.records import Link

_PAGE = re.compile(r"\.(?:s?html?|jhtml|aspx?|jsp|php)$|/$", re.IGNORECASE)
_DOWNLOAD = re.compile(r"down|file|attach|annex|appendix|fj|upload|resource|blob", re.IGNORECASE)
_ATTACHMENT = re.compile(
    r"附\s*件|附\s*表|相关附件|附件下载|文件下载|下载|点击查看(?:原文|全文|文件)"
)
_NAMED_SO = re.compile(r"^[\s\u3000]*(?:相关)?附\s*[件表]")
_LABEL = re.compile(r"^[\s\u3000]*(?:相关)?附\s*[件表](?:下载)?\s*\d*\s*[:：]?$")
_NEAR = 3
_MOST_UNNAMED = 12


def attachments(rendered: Rendered, inside: range, base: str) -> tuple[Link, ...]:
    """The documents a page links to, in its body or beside the word 附件, with absolute URLs.

    A link whose address has no ending of a document (download?id=87) is one where the line itself
    says 附件; what it leads to is told by its first bytes.

    Args:
        rendered: the lines of the page.
        inside: the numbers of the lines of the body.
        base: what its addresses are relative to.
    """
    found: dict[str, Link] = {}
    unnamed = 0
    for link in rendered.links:
        if link.line in rendered.foot:  # what a site offers on every page
            continue
        if is_document(link.href) or is_document(link.text):
            if link.line in inside or _beside_word(rendered.lines, link.line):
                _keep(found, link.href, link.text, base)
        elif unnamed < _MOST_UNNAMED and _is_download(link.href, link.text, rendered, link.line):
            unnamed += 1
            _keep(found, link.href, link.text, base)
    return tuple(found.values())


def embedded(addresses: Iterable[str], base: str) -> tuple[Link, ...]:
    """Documents shown inside the page (an iframe or a viewer that takes file=…)."""
    found: dict[str, Link] = {}
    for address in addresses:
        shown = re.search(r"[?&](?:file|src|url)=([^&#]+)", address)
        target = unquote(shown.group(1)) if shown else address
        if is_document(target):
            _keep(found, target, "", base)
    return tuple(found.values())


def _is_download(href: str, words: str, rendered: Rendered, number: int) -> bool:
    """True for an address that downloads, in a line that begins with 附件 or right below one."""
    path, _, query = href.strip().partition("#")[0].partition("?")
    if not path or _PAGE.search(path) or not (_DOWNLOAD.search(path) or _DOWNLOAD.search(query)):
        return False
    lines = rendered.lines
    said = lines[number].text if number < len(lines) else ""
    above = lines[number - 1].text if 0 < number <= len(lines) else ""
    return bool(_NAMED_SO.match(said) or _NAMED_SO.match(words) or _LABEL.match(above))


def _keep(found: dict[str, Link], href: str, text: str, base: str) -> None:
    try:
        url = urljoin(base, href.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return
    if scheme in ("http", "https"):
        name = unquote(urlsplit(url).path).rpartition("/")[2]
        found.setdefault(url.partition("#")[0], Link(url=url.partition("#")[0], text=text or name))


def _beside_word(lines: Sequence[Line], number: int) -> bool:
    near = lines[max(0, number - _NEAR) : number + 1]
    return any(_ATTACHMENT.search(line.text) for line in near)
