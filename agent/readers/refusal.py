"""What tells a content page from an error page, a challenge, a login, a list or an empty shell.

Fetch asks this before it keeps anything. What a page shows of its own decides: one with a paragraph
is content even when it mentions 页面不存在; one that shows a line or two is content only where it
says who or what, and when. The signs of the shields of Chinese government sites (瑞数, 加速乐 and
others) are those that public scrapers note; words only tell one cause from another.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from agent.errors import ReadFailed
from agent.readers import HTML, sniff
from agent.readers.body_edges import is_footer
from agent.readers.html_links import is_document
from agent.readers.html_page import HtmlPage, look_at
from agent.readers.lines import han_count
from agent.readers.list_page import beside_list
from agent.readers.page_words import PageWords
from agent.records import Fetched, Link
from agent.text.dates import dates

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
    r"|(?<!\d)\d{1,3}\s?秒后\s?将?\s?(?:自动)?\s?(?:返回|跳转)|404\s*(?:Not Found|错误|页面)|Page\s+not\s+found",
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
_REFRESH = re.compile(
    r"^\s*+(\d{0,5}+)(?:\.\d++)?+\s*+[;,]?+\s*+url\s*+=\s*+['\"]?+([^'\"]+)", re.IGNORECASE
)
_VISITOR = re.compile(
    r"[您你]的?(?:访问|请求|IP|ip|浏览器|操作|网络)|(?:访问|请求)[^。]{0,12}(?:拦截|阻断|拒绝|受限|异常|频繁|过快)"
    r"|安全(?:检查|检测|验证|校验|防护)|人机(?:验证|识别|校验)|验证码|防火墙|正在(?:验证|检查|检测)|(?:support|event|incident|trace|request|ray)[ _-]?id"
    r"|request(?:ed url)? (?:was )?(?:rejected|blocked|denied)|access (?:is |was )?(?:denied|forbidden|blocked)"
    r"|(?:checking|verif\w{1,4}) (?:if |that )?(?:you|your|the) |enable javascript|are you a robot|attention required",
    re.IGNORECASE,
)
"""Words to whoever asks for a page, which no page has. Only a page of a line or two is asked."""
_DEAD_END = re.compile(
    r"不存在|失效|过期|删除|移除|下线|下架|撤(?:下|销|稿)|找不到|未找到|没有找到|无权|没有权限|停止(?:更新|服务|维护)|已关闭|整合至|已迁移|搬迁至"
    r"|无法(?:访问|查看|显示|打开)|not found|expired|removed|no longer",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    r"logo|icon|ico\.|qr|ewm|erweima|wx|weixin|weibo|banner|bg[_.\d]|btn|button|arrow|blank|spacer|loading|nb\.|share|top\.|foot|beian|gongan|dangzheng|jiucuo|^$|^data:image/(?:gif|svg)",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    r"^(?!about:|javascript:|data:|blob:)(?!.*(?:player|video|map|share|weather|stat|analytics|conac|captcha))\S+$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,60}\}\}|\$\{[^{}]{1,60}\}|<%=?[^%]{1,60}%>")
_RELOADS = re.compile(r"location\.(?:reload|href\s?=\s?location|pathname)|location\s?=\s?location")
_SPELT = re.compile(r"['\"]\)?\s?\+\s?\(?['\"]")
_INDEX = re.compile(r"^/?(?:index|default|home|main)?(?:\.\w{2,5})?$", re.IGNORECASE)

_DATES = ("published", "sent", "uploaded", "signed", "printed", "effective")
_WHO = ("agency", "publisher", "source", "number")
_ANY_YEAR, _MONTH = 2000, 31

_LEAST_LETTERS, _FEW_LETTERS = 60, 400
_LONG = 300
_REDIRECT_LONG = 100
_LINE, _PARAGRAPH = 60, 80
_SHORT_PARAGRAPH = 30
_SLOW_REFRESH = 15
_SHELL_MARKUP = 65_536
_MOST_SHOWN = 12
_REDIRECTED, _BAD = 300, 400


def refusal(fetched: Fetched) -> str | None:
    """Why an answer is no content page, or None when nothing speaks against it.

    blocked:ruishu, blocked:jsl, blocked:waf, login, soft_404, list_page, shell, picture, frame,
    script, no_text, or http:NNN.
    """
    page = _look_at(fetched)
    blocked = _blocked(fetched, page)
    if blocked:
        return blocked
    if fetched.status >= _REDIRECTED:
        return f"http:{fetched.status}"
    if page is None:
        return None
    if _sent_home(fetched) or _is_gone(page):
        return "soft_404"
    if _is_login(page):
        return "login"
    if page.han < _REDIRECT_LONG and _target(fetched, page):
        return "shell"
    if _is_empty_app(page):
        return "script"
    if _is_list(page, fetched.answered_url):
        return "list_page"
    return _says_nothing(page, fetched.answered_url)


def shown_pictures(fetched: Fetched) -> tuple[Link, ...]:
    """The pictures that a page shows in place of a text; none of any other page."""
    page = _look_at(fetched)
    if page is None or _says_nothing(page, fetched.answered_url) != "picture":
        return ()
    shown = dict.fromkeys(
        page.absolute(source, fetched.answered_url)
        for source in page.pictures
        if not _DECORATION.search(source)
    )
    web = [url for url in shown if url.startswith(("http://", "https://"))]
    return tuple(Link(url=url, text=f"图片{n}") for n, url in enumerate(web[:_MOST_SHOWN], 1))


def redirect_target(fetched: Fetched) -> str | None:
    """The absolute URL a page that only redirects leads to, or None.

    A page with text of its own is never left, nor one that says that what was asked is gone.
    """
    page = _look_at(fetched)
    if page is None or fetched.status >= _BAD:
        return None
    if page.han >= _REDIRECT_LONG:
        return _framed(fetched, page)
    if _is_gone(page) or _blocked(fetched, page):
        return None
    return _target(fetched, page) or _framed(fetched, page)


def _framed(fetched: Fetched, page: HtmlPage) -> str | None:
    """The one page of the same site that a page without a text of its own shows in a frame."""
    framed = [source for source in page.frames if _FRAMED.match(source) and not is_document(source)]
    if len(framed) != 1 or _says_nothing(page, fetched.answered_url) != "frame":
        return None
    target = _other(fetched, framed[0])
    same = target and urlsplit(target).hostname == urlsplit(fetched.answered_url).hostname
    return target if same else None


def _look_at(fetched: Fetched) -> HtmlPage | None:
    """A look at a page; None when the bytes are no page, or none that can be read."""
    if sniff(fetched.body, fetched.content_type, fetched.answered_url) != HTML:
        return None
    try:
        return look_at(fetched, PageWords.load())
    except ReadFailed:  # the reader says why
        return None


def _is_small(page: HtmlPage) -> bool:
    return page.han < _LONG and not page.tags.get("articletitle")


def _is_gone(page: HtmlPage) -> bool:
    """True when a page says that what was asked is gone, alone or in the full frame of the site."""
    if page.tags.get("articletitle"):
        return False
    if _is_small(page) and (_GONE.search(page.shown) or _GONE_TITLE.search(page.window)):
        return True
    if page.body_han >= _LONG:
        return False
    own = [line for line in page.rendered.lines if not line.is_link and not is_footer(line)]
    said = [line for line in own if line.han < _LINE and _GONE.search(line.text)]
    others = [line for line in own if line not in said]
    if not said or max((line.han for line in others), default=0) >= _PARAGRAPH:
        return False
    rest = sum(line.han for line in others)
    return rest < _REDIRECT_LONG or any(line.text[:1] in "您你抱对" for line in said)


def _is_login(page: HtmlPage) -> bool:
    asked = page.asks_password and _LOGIN.search(f"{page.window}\n{page.shown}")
    return _is_small(page) and bool(asked)


def _is_empty_app(page: HtmlPage) -> bool:
    """An application that draws itself, or a template that nothing was filled into."""
    if page.has_app and page.han < _SHORT_PARAGRAPH:
        return True
    return len(_TEMPLATE.findall(page.shown)) > 1 and page.han < _LONG


def _is_list(page: HtmlPage, url: str) -> bool:
    """A list or portal that offers no document of its own and is not itself an alert."""
    in_container = page.body is not None and page.body.way == "container"
    if page.tags.get("articletitle") or (in_container and page.body_han >= _LONG):
        return False
    offered = {link.url for link in page.links(url)}
    others = [
        link.line
        for link in page.rendered.links
        if is_document(link.href) and link.text and page.absolute(link.href, url) in offered
    ]
    beside = beside_list(page.rendered, others)
    if beside is None:
        return False
    # A sentence with its day, above a list of other pages, is an alert.
    sentences = [line.text for line in beside if "。" in line.text]
    return not _is_dated_act(page, "\n".join(sentences))


def _says_nothing(page: HtmlPage, url: str) -> str | None:
    """A body of fewer than sixty letters is a page only where it says who or what, and when.

    With a document to download it is one too: the notice is then the document.
    """
    if page.body_han >= _FEW_LETTERS:
        return None
    body = "\n".join(page.own_lines)
    letters = sum(map(str.isalpha, body[: 4 * _FEW_LETTERS]))
    # A refusal in English has more letters than one in Chinese that says the same.
    if letters >= (_LEAST_LETTERS if han_count(body) >= _SHORT_PARAGRAPH else _FEW_LETTERS):
        return None
    if page.links(url) or _is_dated_act(page, body):
        return None
    said = f"{page.window}\n{page.shown}"
    if letters >= _LEAST_LETTERS:
        return "blocked:waf" if _VISITOR.search(said) else None
    if _VISITOR.search(said):
        return "blocked:waf"
    if _DEAD_END.search(said):
        return "soft_404"
    return _unread(page) or ("soft_404" if page.shown.strip() else "no_text")


def _unread(page: HtmlPage) -> str | None:
    """What a page shows in place of a text: a picture, another page in a frame, a script."""
    if page.hides_text:
        return "script"
    if any(not _DECORATION.search(source) for source in page.pictures):
        return "picture"
    if any(_FRAMED.match(source) and not is_document(source) for source in page.frames):
        return "frame"
    return "script" if page.awaits_script else None


def _is_dated_act(page: HtmlPage, body: str) -> bool:
    title = page.title.value if page.title else ""
    rows = page.rows.rows
    dated = any(row.role in _DATES for row in rows) or any(
        mention.interval.days <= _MONTH for mention in dates(f"{title}\n{body}", year=_ANY_YEAR)
    )
    told = any(row.role in _WHO for row in rows) or PageWords.load().act_or_body.search(
        f"{title}\n{body}"
    )
    return bool(body.strip() and dated and told)


def _blocked(fetched: Fetched, page: HtmlPage | None) -> str | None:
    if page is not None and _is_small(page):
        cookies = fetched.headers.get("set-cookie", "")
        if page.signed_by_ruishu or _RUISHU.search(page.markup):
            return "blocked:ruishu"
        if _JSL.search(page.markup) or ("__jsl" in cookies and not page.han):
            return "blocked:jsl"
        if page.han < _SHORT_PARAGRAPH and _sets_cookie_and_reloads(page.markup):
            return "blocked:jsl" if _SPELT.sub("", page.markup).count("__jsl") else "blocked:waf"
        if _WAF.search(page.markup):
            return "blocked:waf"
    if fetched.status in _BLOCK_STATUS:
        return _BLOCK_STATUS[fetched.status]
    if fetched.status >= _BAD and any(name.startswith(_WAF_HEADERS) for name in fetched.headers):
        return "blocked:waf"
    return None


def _sets_cookie_and_reloads(markup: str) -> bool:
    """True for a script that sets a cookie and asks for the same page again: a first challenge."""
    head = markup[:_SHELL_MARKUP]
    return "document.cookie" in head and bool(_RELOADS.search(head)) and not _MOVED.search(head)


def _sent_home(fetched: Fetched) -> bool:
    """A deep URL that was answered by the front page of a site."""
    asked, answered = urlsplit(fetched.url), urlsplit(fetched.answered_url)
    deep = not _is_front(asked.path)
    return deep and _is_front(answered.path) and not answered.query


def _is_front(path: str) -> bool:
    return bool(_INDEX.match(path))


def _target(fetched: Fetched, page: HtmlPage) -> str | None:
    for content in page.refresh:
        match = _REFRESH.match(content)
        if match and int(match.group(1) or 0) <= _SLOW_REFRESH:
            return _other(fetched, match.group(2))
    moved = _MOVED.search(page.markup[:_SHELL_MARKUP])
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
