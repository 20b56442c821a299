"""What tells a content page from an error page, a challenge, a login, a list or an empty shell.

Fetch asks this before it keeps anything. The signs are those that public scrapers note for the
shields of Chinese government sites (瑞数, 加速乐 and others) and the words of their error pages. A
word alone never condemns a page: a page that says more than three hundred characters is content,
even when it mentions 页面不存在.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

from agent.errors import ReadFailed
from agent.readers import HTML, sniff
from agent.readers.charset import decode
from agent.readers.lines import han_count
from agent.records import Fetched

_CODE = re.compile(r"<(script|style|noscript|template)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a\s*>", re.I | re.S)
_BLOCK = re.compile(r"</?(?:p|div|li|td|tr|ul|ol|table|br|h\d|dd|dt|section|article)\b[^>]*>", re.I)
_DATED = re.compile(
    r"</a\s*>(?:\s|<[^>]*>|&nbsp;|[\[【(（])*(?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}|(?:20\d\d[-/.年])\d{1,2}[-/.月]\d{1,2}日?(?:\s|<[^>]*>|&nbsp;|[\]】)）])*<a\b",
    re.I,
)
_DOCUMENT = re.compile(
    r"""(?:href|src)\s*=\s*["']?[^"'>\s]+\.(?:pdf|docx?|wps|ofd|xlsx?)\b""", re.I
)
_ARTICLE = re.compile(
    r"""<meta[^>]+(?:name|property)\s*=\s*["']?ArticleTitle["']?[^>]*content\s*=\s*["']?\s*[^"'\s>]""",
    re.I,
)

_RUISHU = re.compile(r"""\$_ts\s*=\s*window\[|\$_ts\.|<meta[^>]+\br=['"]?m['"]?[\s>]""", re.I)
_JSL = re.compile(r"__jsl_clearance|__jsluid|;go\(\{\s*\"bts\"", re.I)
_WAF = re.compile(
    r"wzws-waf|wzws_|security_session_verify|HMF_CI|acw_sc__v2|_guard/(?:auto|slide)\.js|cf-chl-|/cdn-cgi/challenge"
    r"|Just a moment\.\.\.|网站防火墙|Web应用防火墙|安全拦截|访问被拦截|请求被拦截|访问被阻断|请完成安全验证|滑动验证|拖动滑块"
    r"|您的访问(?:行为)?(?:异常|过于频繁)|访问过于频繁|请输入验证码(?:继续|以继续)|WAF",
)
_WAF_HEADERS = ("wzws-ray", "x-waf-", "x-safe-firewall", "x-sucuri-block")
_GONE = re.compile(
    r"(?:您|你)?(?:所)?(?:要)?(?:访问|浏览|查看|请求)的(?:页面|网页|内容|文件|信息|文章|资源|地址)?[^。]{0,12}(?:不存在|已删除|已被删除|已移除|已下线|未找到|找不到|不见了|失效)"
    r"|页面不存在|页面未找到|网页不存在|文章不存在|内容不存在|信息不存在|找不到(?:该|您|所|要)?[^。]{0,8}(?:页|文件|内容)|已被删除|已移除|稿件已撤|该信息已下线"
    r"|\d+\s*秒后\s*(?:将)?\s*(?:自动)?\s*(?:返回|跳转)|404\s*(?:Not Found|错误|页面)|Not\s+Found|Page\s+not\s+found",
    re.I,
)
_GONE_TITLE = re.compile(r"404|找不到|不存在|Not Found|错误页|出错", re.I)
_LOGIN = re.compile(
    r"统一身份认证|用户登录|用户登陆|请先?登录|请登录后|登录后(?:查看|访问)|账号登录|扫码登录|会员登录"
)
_PASSWORD = re.compile(r"""type\s*=\s*["']?password""", re.I)
_REFRESH = re.compile(
    r"""<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]*content\s*=\s*["']?\s*(\d*)\s*;?\s*url\s*=\s*['"]?([^"'>\s]+)""",
    re.I,
)
_MOVED = re.compile(
    r"""(?:window|top|self|parent|document)?\.?\blocation(?:\.href)?\s*=\s*(["'])([^"']{1,2000}?)\1"""
    r"""|\blocation\.(?:replace|assign)\(\s*(["'])([^"']{1,2000}?)\3\s*\)""",
    re.I,
)
_APP = re.compile(
    r"""<div[^>]+id\s*=\s*["']?(?:app|root|__next|__nuxt)["']?[^>]*>\s*</div>""", re.I
)

_LONG = 300
_REDIRECT_LONG = 100
_LIST_ITEMS = 8
_LIST_PARAGRAPH = 80
_SHORT_PARAGRAPH = 30
_MANY_LINKS = 40
_SLOW_REFRESH = 15
_BAD = 400
_INDEX = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{2,5})?/?$", re.I)


def refusal(fetched: Fetched) -> str | None:
    """Why an answer is no content page, or None when nothing speaks against it.

    blocked:ruishu, blocked:jsl, blocked:waf, login, soft_404, list_page, shell, or http:NNN.
    """
    page = _Look(fetched)
    blocked = _blocked(fetched, page)
    if blocked:
        return blocked
    if fetched.status >= _BAD or 300 <= fetched.status < _BAD:
        return f"http:{fetched.status}"
    if not page.markup:
        return None
    if _sent_home(fetched):
        return "soft_404"
    if page.han < _LONG and not page.is_article:
        if _GONE.search(page.shown) or _GONE_TITLE.search(page.title):
            return "soft_404"
        if _PASSWORD.search(page.markup) and _LOGIN.search(page.title + page.shown):
            return "login"
    if page.han < _REDIRECT_LONG and (_target(fetched, page) or _is_empty_app(page)):
        return "shell"
    return "list_page" if _is_list(page) else None


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute URL a page that only redirects leads to, or None.

    A page with text of its own is never left, nor one that says that what was asked is gone.
    """
    page = _Look(fetched)
    if not page.markup or page.han >= _REDIRECT_LONG or fetched.status >= _BAD:
        return None
    if _blocked(fetched, page) or _GONE.search(page.shown) or _GONE_TITLE.search(page.title):
        return None
    return _target(fetched, page)


class _Look:
    """What a glance at an answer shows: its markup, the words shown, how many are Chinese."""

    def __init__(self, fetched: Fetched) -> None:
        self.markup = self.shown = self.title = ""
        if sniff(fetched.body, fetched.content_type, fetched.answered_url) == HTML:
            try:
                self.markup = decode(fetched.body, fetched.content_type).text
            except ReadFailed:
                self.markup = fetched.body.decode("ascii", "ignore")
        title = _TITLE.search(self.markup)
        self.title = html.unescape(title.group(1)).strip() if title else ""
        self.plain = _CODE.sub(" ", _TITLE.sub(" ", self.markup, count=1))
        self.shown = _SPACE.sub(" ", html.unescape(_TAG.sub(" ", self.plain))).strip()
        self.han = han_count(self.shown)
        self.is_article = bool(_ARTICLE.search(self.markup))


def _blocked(fetched: Fetched, page: _Look) -> str | None:
    small = page.han < _LONG and not page.is_article
    cookies = fetched.headers.get("set-cookie", "")
    if small and _RUISHU.search(page.markup):
        return "blocked:ruishu"
    if (small and _JSL.search(page.markup)) or (
        small and "__jsl" in cookies and "<script" in page.markup
    ):
        return "blocked:jsl"
    if small and _WAF.search(page.title + page.markup):
        return "blocked:waf"
    by_status = {412: "blocked:ruishu", 521: "blocked:jsl", 491: "blocked:waf", 418: "blocked:waf"}
    if fetched.status in by_status:
        return by_status[fetched.status]
    if fetched.status >= _BAD and any(name.startswith(_WAF_HEADERS) for name in fetched.headers):
        return "blocked:waf"
    return None


def _sent_home(fetched: Fetched) -> bool:
    """A deep URL that was answered by the front page of the site."""
    asked, answered = urlsplit(fetched.url), urlsplit(fetched.answered_url)
    if fetched.url == fetched.answered_url or _is_root(asked.path) or asked.query != answered.query:
        return not _is_root(asked.path) and _is_root(answered.path) and not answered.query
    return _is_root(answered.path)


def _is_root(path: str) -> bool:
    return path.count("/") <= 1 and bool(_INDEX.match(path))


def _target(fetched: Fetched, page: _Look) -> str | None:
    for match in _REFRESH.finditer(page.markup):
        if int(match.group(1) or 0) <= _SLOW_REFRESH:
            return _other(fetched, match.group(2))
    moved = _MOVED.search(page.markup)
    return _other(fetched, moved.group(2) or moved.group(4)) if moved else None


def _other(fetched: Fetched, address: str) -> str | None:
    try:
        url = urljoin(fetched.answered_url, html.unescape(address.strip()))
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    same = url.partition("#")[0] == fetched.answered_url.partition("#")[0]
    return url if scheme in ("http", "https") and not same else None


def _is_empty_app(page: _Look) -> bool:
    return bool(_APP.search(page.markup)) and page.han < _SHORT_PARAGRAPH


def _is_list(page: _Look) -> bool:
    """Many dated links, or very many links, and no paragraph and no document beside them."""
    if page.is_article or _DOCUMENT.search(page.plain):
        return False
    dated = len(_DATED.findall(page.plain))
    links = len(_ANCHOR.findall(page.plain))
    if dated < _LIST_ITEMS and links < _MANY_LINKS:
        return False
    words = _BLOCK.sub("\n", _ANCHOR.sub(" ", page.plain))
    longest = max(map(han_count, _TAG.sub("", words).split("\n")), default=0)
    if dated >= _LIST_ITEMS:
        return longest < _LIST_PARAGRAPH
    return longest < _SHORT_PARAGRAPH
