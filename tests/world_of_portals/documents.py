"""A page of the world: what it says, whose it is, and its HTML as a portal or a paper writes it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from zlib import crc32

MEDIA = ("www.news.cn", "www.chinanews.com.cn", "www.thepaper.cn", "www.people.com.cn")
"""Hosts that tell what happened, and repeat each other."""

MENU = '<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hd/">互动</a></div>'
FOOT = '<div class="footer">版权所有　网站地图　联系我们</div>'


@dataclass(frozen=True)
class Document:
    """One page. ``day`` is when it was put up, ``true_day`` that of the paper or the happening.

    ``thing`` names what it is about: pages with the same are reprints. ``sectors`` are those it
    is to be found for; none for noise. ``column`` is the list it stands in on its host.
    """

    url: str
    title: str
    lines: tuple[str, ...]
    site: str
    day: date
    true_day: date
    province: str
    thing: str
    sectors: tuple[str, ...] = ()
    number: str = ""
    issuer: str = ""
    source: str = ""
    column: str = ""
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    extra: dict[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """Title and body without white space: what a search has read of it."""
        return "".join("".join((self.title, *self.lines)).split())

    @property
    def official(self) -> bool:
        """True for a page of a government."""
        return bool(self.issuer)

    def content(self) -> bytes:
        """The bytes a server sends."""
        return self.body or (self._notice() if self.official else self._news()).encode()

    def _head(self) -> str:
        title, site = html.escape(self.title), html.escape(self.site)
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-{site}</title>'
            f'<meta name="SiteName" content="{site}"><meta name="ArticleTitle" content="{title}">'
            f'<meta name="PubDate" content="{self.day} 09:00"></head><body>{MENU}'
        )

    def _notice(self) -> str:
        rows = {
            "标题": self.title,
            "发文机关": self.issuer,
            "发文字号": self.number,
            "成文日期": chinese(self.true_day),
            "发布日期": chinese(self.day),
        }
        table = "".join(
            f"<tr><td>{name}：</td><td>{html.escape(value)}</td></tr>"
            for name, value in rows.items()
            if value
        )
        return (
            f'{self._head()}<table class="affairs">{table}</table><h1>{html.escape(self.title)}</h1>'
            f'<div class="TRS_Editor">{self._paragraphs()}</div>{FOOT}</body></html>'
        )

    def _news(self) -> str:
        return (
            f"{self._head()}<h1>{html.escape(self.title)}</h1>"
            f'<div class="info"><span>{self.day} 09:00</span> <span>来源：{self.source or self.site}'
            f'</span></div><div id="detail">{self._paragraphs()}</div>{FOOT}</body></html>'
        )

    def _paragraphs(self) -> str:
        return "".join(f"<p>{html.escape(line)}</p>\n" for line in self.lines)


def chinese(day: date) -> str:
    """2024-11-08 as 2024年11月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spread(text: str, size: int) -> int:
    """A number below ``size`` that is always the same for a text."""
    return crc32(text.encode()) % size


def later(day: date, text: str, most: int) -> date:
    """The day or a few days after it, always the same for a text."""
    return day + timedelta(days=spread(text, most + 1))
