"""What a page tells of its own, parted from what it says to whoever asks for it.

Dead ends, logins and checks speak to their visitor (您访问的页面不存在, 请升级浏览器后再访问); a text tells of
something else. Sentences are judged, without what they quote: an article about broken links quotes
such words and is no dead end. A name of a body alone and an address tell nothing either: they are
what is left of the frame of a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.lazy import lazy_pattern
from agent.readers.lines import han_count
from agent.readers.page_words import PageWords

GONE = lazy_pattern(
    r"(?:访问|浏览|查看|请求|查找)的(?:页面|网页|内容|文件|信息|文章|资源|地址|链接)?[^。]{0,12}"
    r"(?:不存在|已删除|已被删除|已移除|已下线|未找到|找不到|不见了|失效)"
    r"|(?:页面|网页|文章|内容|信息|链接)(?:不存在|未找到|已失效|已下线)"
    r"|找不到(?:该|您|所|要)?[^。]{0,8}(?:页|文件|内容)|已被删除|已移除|稿件已撤"
    r"|(?<!\d)\d{1,3}\s?秒后\s?将?\s?(?:自动)?\s?(?:返回|跳转)|404\s*(?:Not Found|错误|页面)|Page\s+not\s+found",
    re.IGNORECASE,
)
VISITOR = lazy_pattern(
    r"[您你]的?(?:访问|请求|IP|ip|浏览器|操作|网络)|(?:访问|请求)[^。]{0,12}(?:拦截|阻断|拒绝|受限|异常|频繁|过快)"
    r"|(?:微信|手机)客户端(?:中)?打开|安全(?:检查|检测|验证|校验|防护)|人机(?:验证|识别|校验)|验证码|滑动验证|滑块|完成[^。]{0,8}验证|防火墙|正在(?:验证|检查|检测)|(?:support|event|incident|trace|request|ray)[ _-]?id"
    r"|(?:升级|更换|支持)[^。]{0,12}浏览器|浏览器(?:版本)?(?:过低|过旧|不支持)|(?:启用|开启|打开)\s?(?:JavaScript|Cookie)"
    r"|request(?:ed url)? (?:was )?(?:rejected|blocked|denied)|access (?:is |was )?(?:denied|forbidden|blocked)"
    r"|(?:checking|verif\w{1,4}) (?:if |that )?(?:you|your|the) |enable javascript|are you a robot|attention required",
    re.IGNORECASE,
)
"""Words to whoever asks for a page, which no text has: of a firewall, of a check."""
_ADDRESSED = lazy_pattern(
    r"[您你]|抱歉|对不起|请(?:检查|核对|返回|刷新|重试|稍[后候]|升级|点击|输入|启用|开启|联系(?:网站|管理员|我们))|以下浏览器"
    r"|(?:网站|系统)管理员|清除浏览器|刷新(?:页面|重试)|返回首页|输入的(?:网址|地址)"
)
_OF_THE_SITE = lazy_pattern(r"网站|网页|页面|访问|本(?:站|网|平台|系统)")
_AT_WORK = lazy_pattern(r"维护|升级|检修|改造|割接|调试")
_STOPPED = lazy_pattern(
    r"(?:暂停|停止|中断|关闭|无法|不能|暂不|暂时)[^。]{0,6}(?:访问|服务|使用|开放|登录)"
    r"|(?:维护|升级|检修|改造|调试)(?:之?中|期间)"
)
_QUOTED = lazy_pattern(r"[“「『《][^”」』》]{1,80}[”」』》]")
_STOP = lazy_pattern(r"[。！？；\n]")
_CONTACT = lazy_pattern(
    r"^(?:主办|承办|协办|地址|邮编|邮政编码|(?:联系|服务|举报|值班)?电话|传真|邮箱|网址|技术支持|(?:运行)?维护|网站管理)(?:单位)?[:：]\S*$"
)
_LEAST_LETTERS, _FEW_LETTERS, _LEAST_HAN = 60, 400, 30
_SHORT = 40
_THIRD = 3
_MOST_NAMES = 5


@dataclass(frozen=True)
class OwnWords:
    """The sentences of a page, parted: those that tell something, those to its visitor."""

    telling: tuple[str, ...]
    to_visitor: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """True where most of sixty letters tell something: a text, whatever words stand in it.

        A text in English has more letters than one in Chinese that says the same.
        """
        told, asked = letters(self.telling), letters(self.to_visitor)
        least = _LEAST_LETTERS if sum(map(han_count, self.telling)) >= _LEAST_HAN else _FEW_LETTERS
        return (told > asked and told + asked >= least) or told >= least

    @property
    def gone(self) -> tuple[str, ...]:
        """The short sentences that say that what was asked is gone."""
        return tuple(one for one in self.to_visitor if is_gone(one))


def letters(sentences: Iterable[str]) -> int:
    """How many letters and digits sentences have."""
    return sum(sum(map(str.isalnum, sentence)) for sentence in sentences)


def own_words(lines: Sequence[str], words: PageWords) -> OwnWords:
    """The sentences of the lines of a page that are none of its frame."""
    names = [line for line in lines if _only_names(line, words)]
    if len(names) <= _MOST_NAMES:  # a list of enterprises has more of them
        lines = [line for line in lines if line not in names]
    return parted(lines)


def parted(lines: Iterable[str]) -> OwnWords:
    """The sentences of lines, by whom they speak to."""
    telling: list[str] = []
    to_visitor: list[str] = []
    for line in lines:
        for sentence in filter(None, map(str.strip, _STOP.split(line))):
            (to_visitor if _speaks_to_visitor(sentence) else telling).append(sentence)
    return OwnWords(tuple(telling), tuple(to_visitor))


def is_gone(sentence: str) -> bool:
    """True for a sentence that says, in its own words, that what was asked is gone."""
    own = _QUOTED.sub("", sentence)
    return bool(GONE.search(own)) and (_is_short(own) or bool(_ADDRESSED.search(own)))


def is_frame(sentence: str) -> bool:
    """True for a sentence to a visitor that belongs to a site and to no text: of its pages, checks and logins."""
    if GONE.search(sentence) or VISITOR.search(sentence):
        return True
    words = PageWords.load()
    return any(is_mostly(sentence, kind) for kind in (words.asks_login, words.fails))


def is_mostly(words: str, kind: re.Pattern[str]) -> bool:
    """True where words of this kind are a third of what is said: 登录后阅读全文, and not 交易所付费会员增至120家.

    A text may speak of such things, too.
    """
    said = sum(len(match.group()) for match in kind.finditer(words))
    return said > 0 and said * _THIRD >= sum(map(str.isalpha, words))


def is_addressed(sentence: str) -> bool:
    """True for a sentence with a word to its reader: 您, 抱歉, 请返回."""
    return bool(_ADDRESSED.search(sentence))


def is_down(sentence: str) -> bool:
    """True for a sentence that says that the site itself is being worked on: 本网站将进行系统升级，期间暂停访问.

    What its visitor should bring up to date is no such work: 您的浏览器版本过低，升级后才能访问.
    """
    own = _QUOTED.sub("", sentence)
    return "浏览器" not in own and all(
        words.search(own) for words in (_OF_THE_SITE, _AT_WORK, _STOPPED)
    )


def _speaks_to_visitor(sentence: str) -> bool:
    own = _QUOTED.sub("", sentence)
    return is_addressed(own) or (_is_short(own) and is_frame(own))


def _is_short(sentence: str) -> bool:
    """What a dead end says is short; a longer sentence tells of it: 用户登录时不再需要重复输入验证码，支持…."""
    return han_count(sentence) < _SHORT


def _only_names(line: str, words: PageWords) -> bool:
    """True for a line of nothing but bodies, addresses and telephone numbers."""
    tokens = line.replace("|", " ").split()
    return all(_CONTACT.match(token) or words.only_body.match(token) for token in tokens)
