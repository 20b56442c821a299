"""The signs of the shields of Chinese government sites (瑞数, 加速乐 and others), as public scrapers note them.

A shield answers in place of a page, with status 200 too. Only a page that tells nothing of its own
is asked for its signs: sites leave scripts of their shield in real pages, and articles name it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.lazy import lazy_pattern

_RUISHU = lazy_pattern(r"\$_ts\s*=\s*window\[|\$_ts\.(?:cd|nsd|lcd)")
_JSL = lazy_pattern(r"__jsl_clearance|__jsluid|;go\(\{\s*\"bts\"")
_WAF = lazy_pattern(
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
_CODE = lazy_pattern(r"\\x([2-7][0-9a-fA-F])|\\u00([2-7][0-9a-fA-F])")
"""A character that a script writes by its code: document["\\x63ookie"]."""
_BY_NAME = r"\[[\w\[\]'\"]{1,40}\]"
"""A member that a script asks for by its name: location[_0x3b[2]]."""
_COOKIE = lazy_pattern(rf"document\.cookie|document{_BY_NAME}\s?=(?=[^=])")
_RELOADS = lazy_pattern(
    rf"location\.(?:reload|href\s?=\s?location|pathname)|location\s?=\s?location|location{_BY_NAME}\s?[(=]"
)
_SPELT = lazy_pattern(r"['\"]\)?\s?\+\s?\(?['\"]")
_BAD = 400
_NEARLY_EMPTY = 30


def in_page(markup: str, han: int, cookies: str, *, signed: bool, moves: bool) -> str | None:
    """The shield whose page this is, or None.

    Args:
        markup: the page, which tells nothing of its own.
        han: how many Chinese characters it shows.
        cookies: what the answer sets.
        signed: whether it carries the tag that 瑞数 leaves (<meta r="m">).
        moves: whether its script leads to another page.
    """
    markup = _CODE.sub(_told_by_code, markup)
    if signed or _RUISHU.search(markup):
        return "blocked:ruishu"
    if _JSL.search(markup) or ("__jsl" in cookies and not han):
        return "blocked:jsl"
    if han < _NEARLY_EMPTY and not moves and _sets_cookie_and_reloads(markup):
        return "blocked:jsl" if _SPELT.sub("", markup).count("__jsl") else "blocked:waf"
    return "blocked:waf" if _WAF.search(markup) else None


def in_answer(status: int, headers: Mapping[str, str]) -> str | None:
    """The shield that a status or a header tells of, or None."""
    if status in _BLOCK_STATUS:
        return _BLOCK_STATUS[status]
    if status >= _BAD and any(name.startswith(_WAF_HEADERS) for name in headers):
        return "blocked:waf"
    return None


def _sets_cookie_and_reloads(markup: str) -> bool:
    """True for a script that sets a cookie and asks for the same page again: a first challenge."""
    return "cookie" in markup and bool(_COOKIE.search(markup) and _RELOADS.search(markup))


def _told_by_code(code: re.Match[str]) -> str:
    return chr(int(code.group(1) or code.group(2), 16))
