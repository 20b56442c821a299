"""A document that a caller wants, and how far it has got."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

from agent.fetch.flights import Flight
from agent.records import Gap, Link, Opened, Page
from agent.text.urls import path_of, url_identity

SHORT_BODY = 500
"""Characters of a body under which the text of a notice stands in its attachment."""

SHORT_NOTICE = 1500
"""The same for a notice that only issues something (印发…的通知): it says little itself."""

ARCHIVES = ("zip", "rar", "7z", "tar", "gz", "exe", "apk")
"""Extensions of attachments that are not followed: archives are not opened. What an address without
an extension leads to (download?id=87) is told by its first bytes."""
MOST_PAGES_OF_ARTICLE = 10
"""Pages of one article that are read."""

PAGES = ("html", "htm", "shtml", "jhtml")
"""Extensions of other pages, which are no documents of this one."""


@dataclass
class Want:
    """One wanted document. ``material``: without it the page that links to it says too little.

    ``goes_on`` is the first page of the article that this one goes on.
    """

    url: str
    label: str = ""
    referer: str = ""
    is_attachment: bool = False
    goes_on: Want | None = None
    material: bool = True
    flight: Flight | None = None
    reading: Future[Page] | None = None
    page: Page | None = None
    gaps: list[Gap] = field(default_factory=list)
    attachments: list[Want] = field(default_factory=list)
    done: bool = False

    def fail(self, stage: str, cause: str, detail: str, *, material: bool = True) -> None:
        """Note that something could not be looked at."""
        self.gaps.append(
            Gap(
                stage=stage,
                target=self.url,
                cause=cause,
                detail=detail,
                material=material and self.material,
            )
        )

    @property
    def complete(self) -> bool:
        """True when nothing more will come of it or of its attachments."""
        return self.done and all(want.done for want in self.attachments)

    def opened(self, url: str) -> Opened:
        """What became of it, under the spelling of the address that was asked for."""
        pages = tuple(want.page for want in self.attachments if want.page)
        gaps = (*self.gaps, *(gap for want in self.attachments for gap in want.gaps))
        page = self.page and self.page.model_copy(update={"url": url, "attachments": pages})
        return Opened(url=url, page=page, gaps=gaps)


def documents_of(page: Page) -> tuple[Link, ...]:
    """The documents that a page links to: each once, the page itself never."""
    seen = {url_identity(page.url), url_identity(page.answered_url)}
    links: list[Link] = []
    for link in page.attachment_links:
        if _extension(link) not in (*ARCHIVES, *PAGES) and url_identity(link.url) not in seen:
            seen.add(url_identity(link.url))
            links.append(link)
    return tuple(links)


def archives_of(page: Page) -> tuple[Link, ...]:
    """The archives that a page links to, which nobody opens."""
    return tuple(link for link in page.attachment_links if _extension(link) in ARCHIVES)


def _extension(link: Link) -> str:
    return path_of(link.url).rpartition(".")[2].lower()


def says_little(page: Page) -> bool:
    """True when the text of a notice stands in its attachment rather than in its body."""
    length = len("".join(page.body_text.split()))
    return length < (SHORT_NOTICE if "印发" in page.title else SHORT_BODY)
