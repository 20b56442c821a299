"""Which links of an HTML page are documents to download: attachments, and what a viewer shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from agent.lazy import lazy_pattern
from agent.readers.lines import Line, Rendered, is_document
from agent.readers.lines import Link as Written
from agent.records import Link

_SCRIPTED = lazy_pattern(
    r"^javascript:[^'\"]{0,80}['\"]([^'\"]{1,500}?\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar))['\"]",
    re.IGNORECASE,
)
"""javascript:download('/u/1.pdf'), or what a link does when it is clicked."""
_IN_SCRIPT = lazy_pattern(
    r"(?:pdf|file|doc|view|embed)\w{0,20}['\"]?\s{0,3}[=:(]\s{0,3}['\"]([^'\"<>\s]{1,300}\.(?:pdf|docx?|wps|ofd|xlsx?))['\"]",
    re.IGNORECASE,
)
"""What a script shows in a viewer: var pdfUrl = "/u/4.pdf"."""
_NAME = lazy_pattern(
    r"[^\s|：:，；、]{1,120}\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar)(?![A-Za-z])", re.IGNORECASE
)
_TAKES = lazy_pattern(
    r"^[\[【（(]?(?:点击|立即|文件|附件)?(?:下载|查看|预览)(?:附件|文件)?[\]】）)]?$"
)
"""What stands on the button beside the name of a document."""
_PAGE = lazy_pattern(r"\.(?:s?html?|jhtml|aspx?|jsp|php)$|/$", re.IGNORECASE)
_DOWNLOAD = lazy_pattern(r"down|file|attach|annex|appendix|fj|upload|resource|blob", re.IGNORECASE)
_ATTACHMENT = lazy_pattern(
    r"附\s*件|附\s*表|相关附件|附件下载|文件下载|下载|点击查看(?:原文|全文|文件)"
)
_NAMED_SO = lazy_pattern(r"^[\s\u3000]*(?:相关)?附\s*[件表]")
_LABEL = lazy_pattern(r"^[\s\u3000]*(?:相关)?附\s*[件表](?:下载)?\s*\d*\s*[:：]?$")
_NEAR = 3
_MOST_UNNAMED, _MOST_OF_SCRIPTS = 12, 3


def attachments(rendered: Rendered, inside: range, base: str) -> tuple[Link, ...]:
    """The documents a page links to, in its body or beside the word 附件, with absolute URLs.

    A link whose address has no ending of a document (download?id=87) is one where the line itself, or
    the line above its list, says 附件, and where it is the button beside the name of a document; what it
    leads to is told by its first bytes.

    Args:
        rendered: the lines of the page.
        inside: the numbers of the lines of the body.
        base: what its addresses are relative to.
    """
    found: dict[str, Link] = {}
    unnamed = 0
    listed = _listed(rendered)
    for link in rendered.links:
        if link.line in rendered.foot:  # what a site offers on every page
            continue
        scripted = _SCRIPTED.match(link.href)
        href = scripted.group(1) if scripted else link.href
        name = _beside_button(rendered.lines, link) or link.text
        if is_document(href) or is_document(name):
            if link.line in inside or _beside_word(rendered.lines, link.line):
                _keep(found, href, name, base)
        elif unnamed < _MOST_UNNAMED and _is_download(href, link, rendered, listed):
            unnamed += 1
            _keep(found, href, name, base)
    return tuple(found.values())


def _beside_button(lines: Sequence[Line], link: Written) -> str:
    """The name of the document that a line gives beside its button: 办法.docx | 32KB | 下载."""
    if not _TAKES.match(link.text) or link.line >= len(lines):
        return ""
    name = _NAME.search(lines[link.line].text)
    return name.group() if name else ""


def _listed(rendered: Rendered) -> frozenset[int]:
    """The lines of the list below a line that is only 附件：, as far as each has a link."""
    linked = {link.line for link in rendered.links}
    found: set[int] = set()
    for number, line in enumerate(rendered.lines[:-1]):
        if number not in found and _LABEL.match(line.text):
            below = number + 1
            kind = rendered.lines[below].element.tag
            while below in linked and rendered.lines[below].element.tag == kind:
                found.add(below)
                below += 1
    return frozenset(found)


def in_scripts(scripts: Iterable[str], base: str) -> tuple[Link, ...]:
    """The first documents that the scripts of a page name: a viewer shows them in place of a text."""
    found: dict[str, Link] = {}
    for script in scripts:
        for named in _IN_SCRIPT.findall(script):
            if len(found) < _MOST_OF_SCRIPTS:
                _keep(found, named.replace("\\/", "/"), "", base)
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


def _is_download(href: str, link: Written, rendered: Rendered, listed: frozenset[int]) -> bool:
    """True for an address that may be no page, in a line that begins with 附件 or in a list below one.

    A program that downloads (downfile.jsp?id=7) is none; so is an address without any ending where nothing else tells.
    """
    path, _, query = href.strip().partition("#")[0].partition("?")
    last = path.rpartition("/")[2]
    if not last or (_PAGE.search(path) and not (query and _DOWNLOAD.search(last))):
        return False
    if "." in last and not (_DOWNLOAD.search(path) or _DOWNLOAD.search(query)):
        return False
    said = rendered.lines[link.line].text if link.line < len(rendered.lines) else ""
    return bool(_NAMED_SO.match(said) or _NAMED_SO.match(link.text) or link.line in listed)


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
