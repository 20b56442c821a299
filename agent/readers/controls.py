"""What a page offers to do beside its text: buttons, counters, who edited it, a pager. None is a word of it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.lazy import lazy_pattern
from agent.readers.lines import Line, han_count, tidy
from agent.readers.page_words import PageWords

_PATH = lazy_pattern(r"^(?:您?(?:现在|当前|所在)的?(?:所在)?位置|首页\s*[>＞»])")
_ALONE = lazy_pattern(
    r"^(?:广告$|[（(【\[]?(?:标签|关键词|关键字|[Tt]ags?|TAGS?|原标题)\s?[:：]|扫一扫在手机|您?(?:现在|当前|所在)的?(?:所在)?位置|首页\s*[>＞»]"
    r"|[^。]{0,12}\d[\d.万wk+]{0,8}\s?(?:人次?|次)\s?(?:已)?(?:查看|看过|浏览|阅读|点赞|收藏|评论|参与)[^。]{0,4}$"
    r"|.{0,10}蓝字.{0,14}$|本[页文站][^。]{0,6}(?:浏览|访问|阅读|点击)[^。]{0,10}次$|\w{0,5}下载\s?[:：]?$"
    r"|[您你]的?浏览器[^。？?]{0,30}$)"
)
"""What stands beside a text in a line of its own: labels, a path, a counter without its number."""
_LETTERS = lazy_pattern("[a-z]+")
_TURNS = lazy_pattern(r"[上下前后]一?页|[尾末]页|(?:余下|阅读|展开)全文|第一页|最后一?页")
_PAGER = lazy_pattern(
    r"(?:首页|[上下前后]一?页|[尾末]页|第一页|最后一?页|(?:余下|阅读|展开)?全文|[共第]\s?\d{1,4}\s?页|\d{1,4}"
    r"|[\s.…\[\]【】（）()|｜/<>«»‹›,，:：·])++",
)
_NUMBER = lazy_pattern(r"[\[（(]?\s?\d{1,2}\s?[\])）]?")
_LONGEST_NOISE, _FEW, _MOST_LEFT = 80, 30, 4


def is_path(text: str) -> bool:
    """True for the path to a page in its site: 当前位置：首页 > 新闻中心."""
    return bool(_PATH.match(text))


def is_noise(line: Line, words: PageWords) -> bool:
    """True for a line of buttons, of a counter, of who edited, or of the path, whatever links stand in it.

    分享到：<a>微信</a><a>某某圈</a>　字体：【大 中 小】, 点赞 12 收藏 3, 文件下载：<a>…</a>
    """
    text = line.text
    if len(text) > _LONGEST_NOISE or len(line.cells) > 1 or "。" in text:
        return False
    if not line.han:
        said = _LETTERS.findall(text.lower())
        return bool(said) and words.controls_in_english.issuperset(said)
    if _is_alone(text, words) or _is_of_controls(text, line.han, words):
        return True
    if not line.linked or not line.parts:
        return False
    own = tidy(" ".join(part.text for part in line.parts if not part.is_link))
    return _is_alone(own, words) or _is_of_controls(own, han_count(own), words)


def _is_alone(text: str, words: PageWords) -> bool:
    if _ALONE.match(text) or words.edited.match(text):
        return True
    # （作者：张三 编辑：李四）
    return text[:1] in "（(【[" and any(map(words.edited.match, text.strip("（()）【】[]").split()))


def _is_of_controls(text: str, han: int, words: PageWords) -> bool:
    """True where next to nothing but words of buttons is left: 更多资讯请下载河东客户端."""
    if (
        not 0 < han <= _FEW
        or "://" in text
        or han_count(text.translate(words.without_controls)) > _MOST_LEFT
    ):
        return False
    rest, buttons = words.of_controls.subn("", text)
    left = han_count(rest)
    return bool(buttons) and left <= _MOST_LEFT and han >= 3 * left


def pager_lines(lines: Sequence[Line], first: int, last: int) -> set[int]:
    """The lines of a pager among first..last: 1 2 下一页, in one line or each in its own."""
    found = {number for number in range(first, last) if _is_pager(lines[number])}
    # The number of the page that is shown is no link, and may stand in a line of its own.
    for number in sorted(found):
        for beside in (number - 1, number + 1):
            if first <= beside < last and _NUMBER.fullmatch(lines[beside].text):
                found.add(beside)
    return found


def _is_pager(line: Line) -> bool:
    if len(line.text) > _LONGEST_NOISE or not _PAGER.fullmatch(line.text):
        return False
    return bool(line.linked) or bool(_TURNS.search(line.text))
