"""Whom the words of a link name: a government body, in Chinese or in English, or a medium.

Only words that are a name and nothing else count: a title that begins with a body's name is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.lazy import lazy_pattern
from agent.places import Places
from agent.publishers.agencies import GOVERNMENT
from agent.publishers.tables import Departments

_CHINESE = lazy_pattern(
    r"^[^《》：:，,。\s]{2,30}(?:政府|委员会|办公厅|办公室|法院|检察院|[委厅局办部署])"
    r"(?:官方网站|门户网站|官网|网站|门户)?(?:[（(][^（）()]*[)）])?$"
)
_AROUND = lazy_pattern(
    r"\b(?:the|official|website|portal|people's|province|provincial|municipal|municipality|city|of|autonomous|region)\b|[,.'’]",
    re.I,
)
_BODY = lazy_pattern(r"\b(?:department|bureau|commission|administration)\b", re.I)
_ENDS = lazy_pattern(r"(?:新闻网|新闻客户端|新闻|网站|官网|客户端|报道|网|社){1,2}$")
"""人民网, 新华社报道, 腾讯新闻: what stands behind the name of a medium."""
_COUNTRY = "中国"


def is_body(label: str) -> bool:
    """True when Chinese words are the name of a government body, and not the title of a page."""
    return bool(_CHINESE.match(label))


class Labels:
    """Reads the words of links with the tables of publishers; ``media`` are names with their provinces."""

    def __init__(
        self, places: Places, departments: Departments, media: Mapping[str, str | None]
    ) -> None:
        self._places = places
        self._departments = {d.english.lower(): d for d in departments.department if d.english}
        self._central = {
            one.english.lower(): name for name, one in departments.central.items() if one.english
        }
        self.media = media
        self._stems = {stem(name) for name in media} - {_COUNTRY}

    def in_chinese(self, label: str) -> str | None:
        """Jiangsu Provincial Government as 江苏省人民政府; None when it is no body that we know."""
        words = _squeezed(label)
        if words in self._central:
            return self._central[words]
        mentions = self._places.mentions(label) if label.isascii() else ()
        if len(mentions) != 1 or len(mentions[0].provinces) != 1:
            return None
        at, province = mentions[0].span, self._places.province(mentions[0].provinces[0])
        rest = _squeezed(_AROUND.sub(" ", f"{label[: at.start]} {label[at.end :]}"))
        if rest == "government":
            return province.full + GOVERNMENT
        named = _squeezed(_BODY.sub(" ", rest))
        department = self._departments.get(named) if named != rest else None
        return province.full + department.of_province(province) if department else None

    def is_medium(self, label: str) -> bool:
        """True for the name of a known medium: 人民网, 新华社, 中国日报 whose site is 中国日报网."""
        dressed = stem(label) != label or label.endswith("报")
        return label in self.media or (dressed and stem(label) in self._stems)


def stem(name: str) -> str:
    """The name of a medium without 网, 社, 新闻 behind it: that of its family."""
    return _ENDS.sub("", name)


def are_kin(one: str, other: str) -> bool:
    """True when two media may be of one house: 人民网 and 人民日报; 中国网 is kin to nobody."""
    stems = sorted((stem(one), stem(other)), key=len)
    if _COUNTRY in stems:
        return one == other
    return bool(stems[0]) and stems[1].startswith(stems[0])


def _squeezed(words: str) -> str:
    return " ".join(words.lower().split())
