"""What tells a content page from an error page, a challenge, a login, a list or an empty shell.

Fetch asks this before it keeps anything. The signs are those that public scrapers note for the
shields of Chinese government sites (瑞数, 加速乐 and others) and the words of their error pages. A
word alone never condemns a page: one that shows more than three hundred Chinese characters, or
declares itself an article (meta ArticleTitle), is content even when it mentions 页面不存在.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from agent.errors import ReadFailed
from agent.readers import HTML, sniff
from agent.readers.charset import decode
from agent.readers.html_body import is_document
from agent.readers.html_meta import read_tags, window_title
from agent.readers.lines import Rendered, han_count, render, strip_unseen
from agent.readers.tolerant import MOST_TAGS, parse
from agent.records import Fetched

_RUISHU = re.compile(r"\$_ts\s*=\s*window\[|\$_ts\.(?:cd|nsd|lcd)")
_JSL = re.compile(r"__jsl_clearance|__jsluid|;go\(\{\s*\"bts\"")
_WAF = re.compile(
    r"wzws-waf|wzws_|security_session_verify|HMF_CI|acw_sc__v2|_guard/(?:auto|slide)\.js|cf-chl-"
    r"|/cdn-cgi/challenge|Just a moment\.\.\.|网站防火墙|Web应用防火墙|安全拦截|访问被拦截|请求被拦截|访问被阻断"
    r"|请完成安全验证|滑动验证|拖动滑块|您的访问(?:行为)?(?:异常|过于频繁)|访问过于频繁|请输入验证码"
)
_WAF_HEADERS = ("wzws-ray", "x-waf-", "x-safe-firewall", "x-sucuri-block")
_BLOCK_STATUS = {
    412: "blocked:ruishu",
    418: "blocked:waf",
    491: "blocked:waf",
    521: "blocked:jsl",
}
_GONE = re.compile(
    r"(?:访问|浏览|查看|请求|查找)的(?:页面|网页|内容|文件|信息|文章|资源|地址|链接)?[^。]{0,12}"
    r"(?:不存在|已删除|已被删除|已移除|已下线|未找到|找不到|不见了|失效)"
    r"|(?:页面|网页|文章|内容|信息|链接)(?:不存在|未找到|已失效|已下线)"
    r"|找不到(?:该|您|所|要)?[^。]{0,8}(?:页|文件|内容)|已被删除|已移除|稿件已撤"
    r"|\d+\s*秒后\s*(?:将)?\s*(?:自动)?\s*(?:返回|跳转)|404\s*(?:Not Found|错误|页面)|Page\s+not\s+found",
    re.IGNORECASE,
)
_GONE_TITLE = re.compile(r"\b404\b|找不到|不存在|Not Found|错误页|出错了?$", re.IGNORECASE)
_LOGIN = re.compile(
    r"统一身份认证|用户登[录陆]|请先?登[录陆]|请登录后|登录后(?:查看|访问)|账号登录|扫码登录|会员登录"
)
_MOVED = re.compile(
    r"""(?<![\w.])(?:(?:window|top|self|parent|document)\.)?location(?:\.href)?\s*=\s*(["'])([^"']{1,1000})\1"""
    r"""|location\.(?:replace|assign)\(\s*(["'])([^"']{1,1000})\3\s*\)"""
)
_REFRESH = re.compile(r"^\s*(\d*)(?:\.\d+)?\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_DATED = re.compile(
    r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[\]】)）]?$|^[\[【(（]?\s*(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}"
)
_APPS = frozenset({"app", "root", "__next", "__nuxt"})
_INDEX = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{2,5})?$", re.IGNORECASE)

_LONG = 300
_REDIRECT_LONG = 100
_LIST_ITEMS = 8
_LIST_PARAGRAPH = 80
_SHORT_PARAGRAPH = 30
_MANY_LINKS = 40
_SLOW_REFRESH = 15
_SHELL_MARKUP = 65_536
_REDIRECTED, _BAD = 300, 400


def refusal(fetched: Fetched) -> str | None:
    """Why an answer is no content page, or None when nothing speaks against it.

    blocked:ruishu, blocked:jsl, blocked:waf, login, soft_404, list_page, shell, or http:NNN.
    """
    look = _look_at(fetched)
    blocked = _blocked(fetched, look)
    if blocked:
        return blocked
    if fetched.status >= _REDIRECTED:
        return f"http:{fetched.status}"
    if look is None:
        return None
    if _sent_home(fetched) or look.is_gone:
        return "soft_404"
    if look.is_login:
        return "login"
    if look.han < _REDIRECT_LONG and (_target(fetched, look) or look.is_empty_app):
        return "shell"
    return "list_page" if look.is_list else None


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute URL a page that only redirects leads to, or None.

    A page with text of its own is never left, nor one that says that what was asked is gone.
    """
    look = _look_at(fetched)
    if look is None or look.han >= _REDIRECT_LONG or fetched.status >= _BAD:
        return None
    if look.is_gone or _blocked(fetched, look):
        return None
    return _target(fetched, look)


class _Look:
    """What a glance at a page shows."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.tags: dict[str, str] = {}
        self.title = ""
        self.refresh: list[str] = []
        self.signed_by_ruishu = self.asks_password = self.has_app = False
        self.rendered = Rendered()
        tree = parse(markup)
        if tree is not None:
            self._read(tree)
        self.shown = "\n".join(line.text for line in self.rendered.lines)
        self.han = han_count(self.shown)
        self.small = self.han < _LONG and not self.tags.get("articletitle")

    def _read(self, tree: HtmlElement) -> None:
        self.tags = read_tags(tree)
        self.title = window_title(tree)
        for meta in tree.iter("meta"):
            self.signed_by_ruishu |= meta.get("r") == "m"
            if (meta.get("http-equiv") or "").lower() == "refresh":
                self.refresh.append(meta.get("content") or "")
        kinds = [(field.get("type") or "").lower() for field in tree.iter("input")]
        self.asks_password = "password" in kinds
        self.has_app = any(div.get("id") in _APPS for div in tree.iter("div"))
        strip_unseen(tree)
        self.rendered = render(tree)

    @property
    def is_gone(self) -> bool:
        said = _GONE.search(self.shown) or _GONE_TITLE.search(self.title)
        return self.small and bool(said)

    @property
    def is_login(self) -> bool:
        asked = self.asks_password and _LOGIN.search(f"{self.title}\n{self.shown}")
        return self.small and bool(asked)

    @property
    def is_empty_app(self) -> bool:
        return self.has_app and self.han < _SHORT_PARAGRAPH

    @property
    def is_list(self) -> bool:
        """Many dated links, or very many links, and no paragraph and no document beside them."""
        lines, links = self.rendered.lines, self.rendered.links
        if self.tags.get("articletitle") or any(is_document(link.href) for link in links):
            return False
        linked = {link.line for link in links if han_count(link.text) >= 4}
        dated = sum(1 for n in linked if self._is_dated(n))
        longest = max((line.han for line in lines if not line.linked), default=0)
        if dated >= _LIST_ITEMS:
            return longest < _LIST_PARAGRAPH
        return len(links) >= _MANY_LINKS and longest < _SHORT_PARAGRAPH

    def _is_dated(self, number: int) -> bool:
        """A date at the edge of the line of a link, or alone in a line beside it."""
        near = self.rendered.lines[max(0, number - 1) : number + 2]
        return any(_DATED.search(line.text) for line in near if line.han < _LIST_PARAGRAPH)


def _look_at(fetched: Fetched) -> _Look | None:
    """A look at a page; None when the bytes are no page, or one too large to be read."""
    if sniff(fetched.body, fetched.content_type, fetched.answered_url) != HTML:
        return None
    return _look(fetched.body, fetched.content_type)


@lru_cache(maxsize=4)
def _look(body: bytes, content_type: str) -> _Look | None:
    """Kept for a moment, because the same answer is asked about twice."""
    try:
        markup = decode(body, content_type).text
    except ReadFailed:
        markup = body.decode("ascii", "ignore")
    return _Look(markup) if markup.count("<") <= MOST_TAGS else None


def _blocked(fetched: Fetched, look: _Look | None) -> str | None:
    if look is not None and look.small:
        cookies = fetched.headers.get("set-cookie", "")
        if look.signed_by_ruishu or _RUISHU.search(look.markup):
            return "blocked:ruishu"
        if _JSL.search(look.markup) or ("__jsl" in cookies and not look.han):
            return "blocked:jsl"
        if _WAF.search(look.markup):
            return "blocked:waf"
    if fetched.status in _BLOCK_STATUS:
        return _BLOCK_STATUS[fetched.status]
    if fetched.status >= _BAD and any(name.startswith(_WAF_HEADERS) for name in fetched.headers):
        return "blocked:waf"
    return None


def _sent_home(fetched: Fetched) -> bool:
    """A deep URL that was answered by the front page of a site."""
    asked, answered = urlsplit(fetched.url), urlsplit(fetched.answered_url)
    deep = not _is_front(asked.path)
    return deep and _is_front(answered.path) and not answered.query


def _is_front(path: str) -> bool:
    return bool(_INDEX.match(path))


def _target(fetched: Fetched, look: _Look) -> str | None:
    for content in look.refresh:
        match = _REFRESH.match(content)
        if match and int(match.group(1) or 0) <= _SLOW_REFRESH:
            return _other(fetched, match.group(2))
    moved = _MOVED.search(look.markup[:_SHELL_MARKUP])
    return _other(fetched, moved.group(2) or moved.group(4)) if moved else None


def _other(fetched: Fetched, address: str) -> str | None:
    """The absolute URL, unless it is the page itself or no web address."""
    try:
        url = urljoin(fetched.answered_url, address.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    same = url.partition("#")[0] == fetched.answered_url.partition("#")[0]
    return url if scheme in ("http", "https") and not same else None
