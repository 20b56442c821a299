"""Opening URLs against a real server on loopback: cache, refusals, attachments, manners."""

from __future__ import annotations

import datetime
import email.message
import gzip
import hashlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest

from agent.cache import Cache, FetchRecord
from agent.errors import FetchFailed, ReadFailed, StateError, UsageError
from agent.fetch.copies import import_page
from agent.fetch.flights import Options
from agent.fetch.http import Http, Limits
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.net.transport import RELAXED
from agent.readers import Readers
from agent.readers.html import HtmlReader
from agent.readers.recognition import installed
from agent.records import Fetched, Gap, Link, Opened, Page, Span
from agent.text.urls import url_identity
from agent.wiring import members
from tests.small_pdf import scanned_annex
from tests.web import Route, Web

NOTICE = (Path(__file__).parent / "pictures" / "notice.png").read_bytes()

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
LONG = "山西省人民政府办公厅关于加快新能源公交车推广应用的实施意见。" * 30


def html(body: str = LONG, links: str = "") -> bytes:
    return f"<html><title>实施意见</title><p>{body}</p>{links}</html>".encode()


def url(host: str = "a", path: str = "notice.html") -> str:
    return f"http://{host}.example/{path}"


class TinyReaders(Readers):
    """Readers that know just enough: HTML and PDF by magic, a few words that refuse."""

    def __init__(self, version: str = "1") -> None:
        super().__init__({})
        self.read_urls: list[str] = []
        self._version = version

    @property
    def versions(self) -> dict[str, str]:
        return {"text/html": f"html/{self._version}", "application/pdf": f"pdf/{self._version}"}

    def refusal(self, fetched: Fetched) -> str | None:
        if fetched.status == 412:
            return "blocked:ruishu"
        if fetched.status >= 400:
            return f"http:{fetched.status}"
        return "soft_404" if "页面不存在".encode() in fetched.body else None

    def redirect_target(self, fetched: Fetched) -> str | None:
        found = re.search(rb"location='([^']*)'", fetched.body)
        return urljoin(fetched.answered_url, found.group(1).decode()) if found else None

    def read(self, fetched: Fetched, label: str = "") -> Page:
        self.read_urls.append(fetched.url)
        if fetched.body == b"%PDF-":
            raise ReadFailed("empty", "the PDF has no pages")
        is_pdf = fetched.body.startswith(b"%PDF")
        text = re.sub(r"<[^>]*>", "", fetched.body.decode("utf-8", "replace"))
        links = re.findall(r'<a href="([^"]*)">([^<]*)', fetched.body.decode("utf-8", "replace"))
        return Page(
            url=fetched.url,
            answered_url=fetched.answered_url,
            fetched_at=fetched.fetched_at,
            sha256=fetched.sha256,
            media_type="application/pdf" if is_pdf else "text/html",
            text=text,
            body=Span(start=0, end=len(text)),
            label=label,
            attachment_links=tuple(
                Link(url=urljoin(fetched.answered_url, href), text=words) for href, words in links
            ),
            reader=self.versions["application/pdf" if is_pdf else "text/html"],
        )


@dataclass
class Bench:
    """An opener on a web, with everything that can be turned."""

    web: Web
    root: Path
    stack: ExitStack
    readers: Readers = field(default_factory=TinyReaders)
    manners: HostRules = field(default_factory=lambda: HostRules(pause=0.0))
    options: Options = field(default_factory=lambda: Options(first_pause=0.02, longest_pause=2.0))
    limits: Limits = field(default_factory=lambda: Limits(read=5.0, total=10.0))
    now: datetime.datetime = NOON
    workers: int = 8

    @property
    def cache(self) -> Cache:
        return Cache(self.root, url_identity)

    def opener(self) -> WebOpener:
        return self.opener_over(self.web.transport())

    def opener_over(self, transport: httpx2.BaseTransport) -> WebOpener:
        http = Http(transport, time.monotonic, lambda: self.now, limits=self.limits)
        pool = self.stack.enter_context(ThreadPoolExecutor(self.workers))
        polite = Politeness(self.manners, time.monotonic, lambda: 0.0)
        opener = WebOpener(http, self.cache, self.readers, pool, polite, self.options)
        self.stack.callback(opener.close)
        return opener

    def open(self, *urls: str) -> tuple[Opened, ...]:
        return self.opener().open(urls)

    def one(self, address: str) -> Opened:
        (opened,) = self.open(address)
        return opened

    def page(self, address: str) -> Page:
        opened = self.one(address)
        assert opened.page is not None, opened.gaps
        return opened.page

    def gap(self, address: str) -> Gap:
        opened = self.one(address)
        assert opened.page is None
        (gap,) = opened.gaps
        assert gap.target == address
        return gap


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Web() as web, ExitStack() as stack:
        yield Bench(web=web, root=tmp_path / "cache", stack=stack)


# A page


def test_a_page_is_fetched_kept_and_read(bench: Bench) -> None:
    bench.web.serve(url(), Route(html()))
    page = bench.page(url())
    assert LONG in page.text
    assert (page.url, page.answered_url, page.fetched_at) == (url(), url(), NOON)
    assert page.sha256 == hashlib.sha256(html()).hexdigest()
    assert bench.cache.bytes(page.sha256) == html()
    record = bench.cache.latest_fetch(url())
    assert record is not None
    assert (record.how, record.status, record.size) == ("fetched", 200, len(html()))


def test_a_new_page_is_asked_for_written_down_and_read_by_one_worker(bench: Bench) -> None:
    workers: set[int] = set()

    class Noting(TinyReaders):
        def refusal(self, fetched: Fetched) -> str | None:
            workers.add(threading.get_ident())
            return super().refusal(fetched)

        def read(self, fetched: Fetched, label: str = "") -> Page:
            workers.add(threading.get_ident())
            assert bench.cache.latest_fetch(fetched.url), "what is read is on the disk"
            return super().read(fetched, label)

    bench.readers = Noting()
    bench.workers = 4
    bench.web.serve(url(), Route(html()))
    assert bench.page(url()).text
    assert len(workers) == 1
    assert len(list(bench.cache.fetches(url()))) == 1


def test_answers_come_in_the_order_asked_however_long_each_takes(bench: Bench) -> None:
    urls = [url(name) for name in "abcd"]
    for number, address in enumerate(urls):
        bench.web.serve(address, Route(html(f"{address} {LONG}"), delay=0.2 - 0.05 * number))
    opened = bench.open(*urls)
    assert [one.url for one in opened] == urls
    for one in opened:
        assert one.page is not None
        assert one.url in one.page.text


def test_nothing_asked_is_nothing_opened(bench: Bench) -> None:
    assert bench.open() == ()
    assert not bench.root.exists()


def test_a_second_open_makes_no_request_reads_nothing_and_gives_the_same(bench: Bench) -> None:
    readers = TinyReaders()
    bench.readers = readers
    bench.web.serve(url(), Route(html(links='<a href="w.pdf">附件</a>')))
    bench.web.serve(url(path="w.pdf"), Route(b"%PDF-1.7 " + LONG.encode()))
    first = bench.one(url())
    bench.web.clear()
    readers.read_urls.clear()
    bench.now += datetime.timedelta(days=3)
    assert bench.one(url()) == first
    assert bench.web.asked == []
    assert readers.read_urls == []


def test_another_spelling_of_the_address_is_not_asked_again_and_keeps_its_spelling(
    bench: Bench,
) -> None:
    bench.web.serve(url(), Route(html()))
    bench.page(url())
    other = "https://A.example/notice.html#part"
    assert bench.page(other).url == other
    assert len(bench.web.asked) == 1


def test_one_address_in_two_spellings_is_asked_once_and_answered_twice(bench: Bench) -> None:
    bench.web.serve(url(), Route(html()))
    spellings = (url(), "https://a.example/notice.html")
    opened = bench.open(*spellings)
    assert [one.page and one.page.url for one in opened] == list(spellings)
    assert len(bench.web.asked) == 1


def test_a_new_version_of_the_reader_reads_again_without_asking_again(bench: Bench) -> None:
    bench.web.serve(url(), Route(html()))
    assert bench.page(url()).reader == "html/1"
    bench.readers = TinyReaders(version="2")
    assert bench.page(url()).reader == "html/2"
    assert len(bench.web.asked) == 1


def test_a_copy_that_is_damaged_is_fetched_again(bench: Bench) -> None:
    bench.web.serve(url(), Route(html()))
    page = bench.page(url())
    (kept,) = (bench.root / "pages").rglob("*.gz")
    kept.write_bytes(gzip.compress(html("伪造")))
    assert bench.page(url()).text == page.text
    assert len(bench.web.asked) == 2


def test_gbk_bytes_are_kept_as_they_came_and_read_as_chinese(bench: Bench) -> None:
    body = f"<html><meta charset=gb2312><title>通知</title><body><p>{LONG}镕</p>".encode("gb18030")
    bench.readers = Readers({"text/html": HtmlReader()})
    bench.web.serve(url(), Route(body, headers={"Content-Type": "text/html"}))
    page = bench.page(url())
    assert "镕" in page.text
    assert bench.cache.bytes(page.sha256) == body


# Refusals


def test_a_soft_404_is_recorded_with_its_cause_and_is_never_a_page(bench: Bench) -> None:
    body = "<html><title>404</title><body>您访问的页面不存在，3秒后自动返回首页</body>".encode()
    bench.readers = Readers({"text/html": HtmlReader()})
    bench.web.serve(url(), Route(body, headers={"Content-Type": "text/html"}))
    gap = bench.gap(url())
    assert (gap.stage, gap.cause) == ("fetch", "soft_404")
    assert list(bench.cache.shas()) == []
    assert bench.cache.latest_fetch(url()) is None
    record = next(bench.cache.fetches(url()), None)
    assert record is not None
    assert (record.cause, record.sha256) == ("soft_404", None)


def test_a_challenge_is_a_gap_with_its_maker_and_is_never_a_page(bench: Bench) -> None:
    body = b"<html><script>$_ts=window['$_ts'];</script><meta content='x' r='m'></html>"
    bench.readers = Readers({"text/html": HtmlReader()})
    bench.web.serve(url(), Route(body, status=412))
    assert bench.gap(url()).cause == "blocked:ruishu"
    assert list(bench.cache.shas()) == []
    assert len(bench.web.asked) == 1, "asking again would only bring it again"


def test_what_failed_is_asked_again_the_next_time(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=404, times=1), Route(html()))
    assert bench.gap(url()).cause == "http:404"
    assert LONG in bench.page(url()).text


def test_three_refusals_in_a_row_leave_the_rest_of_the_host_alone(bench: Bench) -> None:
    urls = [url(path=f"{number}.html") for number in range(6)]
    for address in urls:
        bench.web.serve(address, Route(b"no", status=412))
    bench.web.serve(url("b"), Route(html()))
    bench.manners = HostRules(pause=0.0, parallel=1)
    *refused, other = bench.open(*urls, url("b"))
    assert [gap.cause for one in refused for gap in one.gaps] == (
        ["blocked:ruishu"] * 3 + ["blocked"] * 3
    )
    assert other.page is not None
    assert len([asked for asked in bench.web.asked if asked.host == "a.example"]) == 3


def test_an_address_that_was_not_asked_leaves_no_record(bench: Bench) -> None:
    bench.manners = HostRules(pause=0.0, parallel=1, break_after=1)
    both = (url(), url(path="rest.html"))
    for address in both:
        bench.web.serve(address, Route(status=403))
    bench.open(*both)
    known = [next(bench.cache.fetches(address), None) for address in both]
    assert sum(record is not None for record in known) == 1, "whichever came first"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://a.example/x",
        "a.example/x",
        "",
        "javascript:void(0)",
        "http://xn--a/",
        "http://[bad",
        "http://a.example:99999/",
    ],
)
def test_what_is_no_web_address_is_a_gap_of_its_own(bench: Bench, address: str) -> None:
    assert bench.gap(address).cause == "bad_url"


def test_a_redirect_to_a_host_that_cannot_be_spelled_is_a_gap(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=302, headers={"Location": "http://xn--a/y"}))
    assert bench.gap(url()).cause == "bad_url"


def test_an_attachment_that_is_no_address_costs_itself_and_not_its_page(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(links='<a href="http://xn--a/x.pdf">附件</a>')))
    (opened,) = bench.open(url())
    assert opened.page is not None
    assert [gap.cause for gap in opened.gaps] == ["bad_url"]


def test_a_judge_that_breaks_on_an_answer_costs_that_page(bench: Bench) -> None:
    class Broken(TinyReaders):
        def refusal(self, fetched: Fetched) -> str | None:
            raise ZeroDivisionError

    bench.readers = Broken()
    bench.web.serve(url(), Route(html()))
    assert bench.gap(url()).cause == "damaged"


def test_a_page_with_half_a_character_in_its_text_is_kept(bench: Bench) -> None:
    class Surrogates(TinyReaders):
        def read(self, fetched: Fetched, label: str = "") -> Page:
            return super().read(fetched).model_copy(update={"label": "附件\ud800"})

    bench.readers = Surrogates()
    bench.web.serve(url(), Route(html()))
    assert bench.page(url()).label == "附件\N{REPLACEMENT CHARACTER}"


def test_bytes_that_cannot_be_read_are_a_gap_of_reading(bench: Bench) -> None:
    bench.web.serve(url(), Route(b"%PDF-"))
    gap = bench.gap(url())
    assert (gap.stage, gap.cause, gap.detail) == ("read", "empty", "the PDF has no pages")
    bench.gap(url())
    assert len(bench.web.asked) == 1, "the bytes are had; only reading failed"


# Trying again


def test_a_503_is_tried_again_and_the_answer_is_kept(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=503, times=2), Route(html()))
    assert LONG in bench.page(url()).text
    assert len(bench.web.asked) == 3


def test_after_three_tries_it_is_over(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=503))
    gap = bench.gap(url())
    assert gap.cause == "http:503"
    assert len(bench.web.asked) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 410, 412, 500, 521])
def test_answers_that_would_come_again_are_not_tried_again(bench: Bench, status: int) -> None:
    bench.web.serve(url(), Route(status=status))
    bench.gap(url())
    assert len(bench.web.asked) == 1


def test_a_server_that_names_a_time_is_asked_then_and_no_page_of_its_host_before(
    bench: Bench,
) -> None:
    bench.manners = HostRules(pause=0.0, parallel=1)
    busy = Route(status=429, headers={"Retry-After": "1"}, times=1)
    bench.web.serve(url(), busy, Route(html()))
    other = Route(status=429, headers={"Retry-After": "1"}, times=1)
    bench.web.serve(url(path="b.html"), other, Route(html()))
    opened = bench.open(url(), url(path="b.html"))
    assert all(one.page for one in opened)
    first, *later = [asked.at for asked in bench.web.asked]
    assert all(at - first >= 0.95 for at in later)


def test_a_server_that_asks_for_too_much_time_is_not_waited_for(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=503, headers={"Retry-After": "3600"}))
    assert bench.gap(url()).cause == "http:503"
    assert len(bench.web.asked) == 1


def test_a_page_that_breaks_off_is_tried_again(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(), cut=True, times=1), Route(html()))
    assert LONG in bench.page(url()).text


def test_a_slow_page_is_a_gap_and_the_others_are_had(bench: Bench) -> None:
    bench.limits = Limits(total=0.4)
    bench.web.serve(url("slow"), Route((b"drip" for _ in range(1000)), gap=0.05))
    bench.web.serve(url("b"), Route(html()))
    slow, other = bench.open(url("slow"), url("b"))
    assert [gap.cause for gap in slow.gaps] == ["timeout"]
    assert other.page is not None


def test_a_host_that_is_down_is_tried_again_for_its_first_page_only(bench: Bench) -> None:
    bench.limits = Limits(read=0.1, total=5.0)
    bench.manners = HostRules(pause=0.0, parallel=1)
    urls = [url(path=f"{number}.html") for number in range(4)]
    for address in urls:
        bench.web.serve(address, Route(html(), delay=2))
    opened = bench.open(*urls)
    assert [gap.cause for one in opened for gap in one.gaps] == ["timeout"] * 4
    assert len(bench.web.asked) == 6, "four pages, and at most two more tries in all"


@pytest.mark.parametrize("broken", ["read", "refusal", "redirect_target"])
def test_a_page_that_breaks_its_reader_costs_that_page_and_not_the_run(
    bench: Bench, broken: str
) -> None:
    class Fragile(TinyReaders):
        def read(self, fetched: Fetched, label: str = "") -> Page:
            self._break("read", fetched)
            return super().read(fetched, label)

        def refusal(self, fetched: Fetched) -> str | None:
            self._break("refusal", fetched)
            return super().refusal(fetched)

        def redirect_target(self, fetched: Fetched) -> str | None:
            self._break("redirect_target", fetched)
            return super().redirect_target(fetched)

        def _break(self, part: str, fetched: Fetched) -> None:
            if part == broken and b"hostile" in fetched.body:
                raise ValueError("Invalid IPv6 URL\nin a link")

    bench.readers = Fragile()
    bench.web.serve(url(), Route(b"hostile"))
    bench.web.serve(url("b"), Route(html()))
    hostile, other = bench.open(url(), url("b"))
    assert other.page is not None
    (gap,) = hostile.gaps
    assert gap.cause == "damaged"
    assert "Invalid IPv6 URL in a link" in gap.detail


# Redirects


def test_a_redirect_to_another_host_keeps_both_addresses_and_every_hop(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=301, headers={"Location": url("b")}))
    bench.web.serve(url("b"), Route(html()))
    page = bench.page(url())
    assert (page.url, page.answered_url) == (url(), url("b"))
    record = bench.cache.latest_fetch(url())
    assert record is not None
    assert [(hop.how, hop.to) for hop in record.hops] == [("301", url("b"))]


def test_a_page_that_is_only_a_redirect_is_followed(bench: Bench) -> None:
    bench.web.serve(url(), Route(b"<script>location='real.html'</script>"))
    bench.web.serve(url(path="real.html"), Route(html()))
    assert bench.page(url()).answered_url == url(path="real.html")


def test_a_ring_of_redirects_through_several_hosts_ends(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=302, headers={"Location": url("b")}))
    bench.web.serve(url("b"), Route(f"<script>location='{url()}'</script>".encode()))
    assert bench.gap(url()).cause == "redirects"
    assert len(bench.web.asked) == 6


def test_a_redirect_into_a_host_that_is_left_alone_is_not_followed(bench: Bench) -> None:
    bench.manners = HostRules(pause=0.0, break_after=1)
    bench.web.serve(url("b"), Route(status=403))
    bench.web.serve(url(), Route(status=302, headers={"Location": url("b")}, delay=0.1))
    first, second = bench.open(url("b"), url())
    assert [gap.cause for gap in first.gaps] == ["http:403"]
    assert [gap.cause for gap in second.gaps] == ["blocked"]


# Attachments

PDF = b"%PDF-1.7 " + LONG.encode()


def test_attachments_are_followed_with_the_words_of_their_links(bench: Bench) -> None:
    links = '<a href="w1.pdf">附件1 补贴标准</a><a href="w2.PDF">附件2</a>'
    bench.web.serve(url(), Route(html(links=links)))
    bench.web.serve(url(path="w1.pdf"), Route(PDF))
    bench.web.serve(url(path="w2.PDF"), Route(PDF + b"2"))
    page = bench.page(url())
    assert [attached.label for attached in page.attachments] == ["附件1 补贴标准", "附件2"]
    assert [attached.media_type for attached in page.attachments] == ["application/pdf"] * 2
    assert page.document(page.attachments[1].sha256) == page.attachments[1]
    referers = {asked.target: asked.headers.get("referer") for asked in bench.web.asked}
    assert referers == {"/notice.html": None, "/w1.pdf": url(), "/w2.PDF": url()}


@pytest.mark.parametrize("href", ["notice.html", "other.html", "pack.zip", "#top"])
def test_links_that_are_no_documents_are_not_followed(bench: Bench, href: str) -> None:
    bench.web.serve(url(), Route(html(links=f'<a href="{href}">链接</a>')))
    assert bench.page(url()).attachments == ()
    assert len(bench.web.asked) == 1


def test_an_address_without_an_ending_is_followed_and_told_by_its_bytes(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(links='<a href="down?id=87">附件1 标准</a>')))
    bench.web.serve(url(path="down?id=87"), Route(PDF))
    assert [one.label for one in bench.page(url()).attachments] == ["附件1 标准"]


def test_an_archive_is_a_gap(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(links='<a href="pack.zip">附件</a>')))
    (opened,) = bench.open(url())
    assert [(gap.stage, gap.cause) for gap in opened.gaps] == [("read", "unsupported")]


def test_a_document_linked_twice_is_followed_once(bench: Bench) -> None:
    links = '<a href="w.pdf">附件</a><a href="/w.pdf">下载</a>'
    bench.web.serve(url(), Route(html(links=links)))
    bench.web.serve(url(path="w.pdf"), Route(PDF))
    assert [attached.label for attached in bench.page(url()).attachments] == ["附件"]


def test_a_page_and_its_attachment_are_opened_without_idle_waits(bench: Bench) -> None:
    opener, took = bench.opener(), list[float]()
    for number in range(6):
        host = f"h{number}"
        bench.web.serve(url(host), Route(html(links='<a href="a.pdf">附件</a>')))
        bench.web.serve(url(host, "a.pdf"), Route(b"%PDF-1.7 text"))
        began = time.monotonic()
        (opened,) = opener.open([url(host)])
        took.append(time.monotonic() - began)
        assert opened.page is not None
        assert opened.page.attachments
    assert min(took) < 0.3, "a sleeper that nobody wakes sleeps for half a second, twice"


def test_no_more_than_five_attachments_are_followed_and_the_rest_is_told(bench: Bench) -> None:
    links = "".join(f'<a href="w{number}.pdf">附件{number}</a>' for number in range(7))
    bench.web.serve(url(), Route(html(links=links)))
    for number in range(7):
        bench.web.serve(url(path=f"w{number}.pdf"), Route(PDF + b"%d" % number))
    opened = bench.one(url())
    assert opened.page is not None
    assert len(opened.page.attachments) == 5
    (gap,) = opened.gaps
    assert (gap.cause, gap.material) == ("too_many_attachments", False)
    assert "2 of 7" in gap.detail


@pytest.mark.parametrize(
    ("title", "length", "material"),
    [
        ("通知", 100, True),
        ("通知", 900, False),
        ("关于印发方案的通知", 900, True),
        ("关于印发方案的通知", 2000, False),
    ],
    ids=["short", "long", "only issues something", "issues something and says it"],
)
def test_an_attachment_that_fails_matters_when_the_text_must_be_in_it(
    bench: Bench, title: str, length: int, material: bool
) -> None:
    body = f"""<html><title>{title}</title><meta name="ArticleTitle" content="{title}">
        <body><h1>{title}</h1><div class="TRS_Editor"><p>{"为推广新能源车制定本办法" * 200}"""
    body = (
        body[: body.index("为推广") + length] + '</p><a href="w.pdf">附件</a></div></body></html>'
    )
    bench.readers = Readers({"text/html": HtmlReader()})
    bench.web.serve(url(), Route(body.encode(), headers={"Content-Type": "text/html"}))
    opened = bench.one(url())
    assert opened.page is not None
    (gap,) = opened.gaps
    assert (gap.target, gap.cause) == (url(path="w.pdf"), "http:404")
    assert gap.material is material


def test_an_attachment_that_is_an_html_page_is_no_document(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(links='<a href="w.pdf">附件</a>')))
    bench.web.serve(url(path="w.pdf"), Route(html("请登录后下载")))
    opened = bench.one(url())
    assert opened.page is not None
    assert opened.page.attachments == ()
    assert [(gap.stage, gap.cause) for gap in opened.gaps] == [("read", "not_a_document")]


# Manners


def test_eight_hosts_are_asked_side_by_side(bench: Bench) -> None:
    urls = [url(name) for name in "abcdefgh"]
    for address in urls:
        bench.web.serve(address, Route(html(), delay=0.3))
    begun = time.monotonic()
    opened = bench.open(*urls)
    assert all(one.page for one in opened)
    assert bench.web.most_at_once["*"] == 8
    assert time.monotonic() - begun < 8 * 0.3


def test_a_host_is_asked_two_at_a_time(bench: Bench) -> None:
    urls = [url(path=f"{number}.html") for number in range(7)]
    for address in urls:
        bench.web.serve(address, Route(html(), delay=0.05))
    assert all(one.page for one in bench.open(*urls))
    assert bench.web.most_at_once["a.example"] == 2


def test_two_starts_at_a_host_keep_their_distance_also_from_two_callers(bench: Bench) -> None:
    bench.manners = HostRules(pause=0.15, spread=0.0)
    opener = bench.opener()
    for number in range(4):
        bench.web.serve(url(path=f"{number}.html"), Route(html()))
    parts = [[url(path="0.html"), url(path="1.html")], [url(path="2.html"), url(path="3.html")]]
    begun = time.monotonic()
    run_all([lambda part=part: opener.open(part) for part in parts])  # type: ignore[misc]  # a default argument in a lambda
    starts = sorted(asked.at for asked in bench.web.asked)
    assert len(starts) == 4
    # A request may come late to a busy server, but none can come before its turn.
    assert all(start - begun >= 0.15 * turn for turn, start in enumerate(starts))


def test_what_another_process_fetched_while_a_page_waits_for_its_host_is_not_asked_again(
    bench: Bench,
) -> None:
    first, second = (
        bench.web.serve(url(path=name), Route(html())) for name in ("1.html", "2.html")
    )
    bench.manners = HostRules(pause=1.2, spread=0.0)
    with ThreadPoolExecutor(1) as caller:
        waiting = caller.submit(bench.opener().open, (first, second))
        while not bench.web.urls_asked():
            time.sleep(0.01)
        bench.manners = HostRules(pause=0.0)
        assert bench.page(second)
        assert all(one.page for one in waiting.result())
    assert sorted(bench.web.urls_asked()) == [first, second]


def test_a_host_that_must_pause_holds_no_worker(bench: Bench) -> None:
    """With two workers, pages of other hosts are had while one host pauses between its pages."""
    bench.workers = 2
    bench.manners = HostRules(pause=0.3, spread=0.0)
    urls = [url(path=f"{number}.html") for number in range(4)]
    others = [url(name) for name in "bcdefg"]
    for address in (*urls, *others):
        bench.web.serve(address, Route(html()))
    bench.open(*urls, *others)
    order = [asked.host for asked in bench.web.asked]
    assert max(order.index(f"{name}.example") for name in "bcdefg") < 8
    assert order[-2:] == ["a.example"] * 2


def run_all(jobs: list[Callable[[], object]]) -> list[object]:
    with ThreadPoolExecutor(len(jobs)) as callers:
        return [future.result(20) for future in [callers.submit(job) for job in jobs]]


def test_one_url_that_many_callers_want_at_the_same_moment_is_asked_once(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(links='<a href="w.pdf">附件</a>'), delay=0.1))
    bench.web.serve(url(path="w.pdf"), Route(PDF, delay=0.1))
    opener = bench.opener()
    answers = run_all([lambda: opener.open([url()])] * 6)
    assert all(answer == answers[0] for answer in answers)
    assert sorted(asked.target for asked in bench.web.asked) == ["/notice.html", "/w.pdf"]


def test_a_pool_of_one_worker_and_many_callers_do_not_deadlock(bench: Bench) -> None:
    bench.workers = 1
    urls = [url(name) for name in "abcd"]
    for address in urls:
        bench.web.serve(address, Route(html()))
    opener = bench.opener()
    answers = run_all([lambda: opener.open(urls)] * 4)
    assert all(answer == answers[0] for answer in answers)
    assert len(bench.web.asked) == 4


def test_progress_is_told_for_each_url_in_the_thread_of_the_caller(bench: Bench) -> None:
    told: list[tuple[int, int, str]] = []
    threads = set()

    def tell(done: int, total: int, address: str) -> None:
        told.append((done, total, address))
        threads.add(threading.current_thread())

    bench.options = replace(bench.options, on_progress=tell)
    bench.web.serve(url(), Route(html()))
    bench.open(url(), url("b"))
    assert sorted(told)[0][:2] == (1, 2)
    assert sorted(told)[1][:2] == (2, 2)
    assert {address for *_, address in told} == {url(), url("b")}
    assert threads == {threading.current_thread()}


# Refresh


def test_refresh_asks_again_for_what_is_kept_but_once_for_each_opener(bench: Bench) -> None:
    bench.web.serve(url(), Route(html(), times=1), Route(html("新的" + LONG)))
    bench.page(url())
    bench.now += datetime.timedelta(days=1)
    bench.options = replace(bench.options, since=bench.now)
    opener = bench.opener()
    for _ in range(2):
        (opened,) = opener.open([url()])
        assert opened.page is not None
        assert "新的" in opened.page.text
    assert len(bench.web.asked) == 2


def test_when_a_refresh_fails_the_older_copy_stands_in_and_the_failure_is_told(
    bench: Bench,
) -> None:
    bench.web.serve(url(), Route(html(), times=1), Route(status=404))
    first = bench.page(url())
    bench.now += datetime.timedelta(days=1)
    bench.options = replace(bench.options, since=bench.now)
    opened = bench.one(url())
    assert opened.page == first
    (gap,) = opened.gaps
    assert (gap.cause, gap.material) == ("http:404", False)
    assert "2026-11-24" in gap.detail


# Ends that nobody wished for


def test_a_cache_that_cannot_be_written_is_told_at_once(bench: Bench) -> None:
    bench.root.write_text("a file")
    bench.web.serve(url(), Route(html()))
    with pytest.raises(StateError, match="file where a folder should be"):
        bench.open(url())


def test_closing_ends_open_within_a_second_and_leaves_a_usable_cache(bench: Bench) -> None:
    bench.web.serve(url("slow"), Route(html(), delay=30))
    bench.web.serve(url(), Route(html()))
    opener = bench.opener()
    caught: list[BaseException] = []

    def work() -> None:
        with pytest.raises(FetchFailed) as problem:
            opener.open([url("slow"), url()])
        caught.append(problem.value)

    thread = threading.Thread(target=work)
    thread.start()
    while bench.cache.latest_fetch(url()) is None:
        time.sleep(0.01)
    begun = time.monotonic()
    opener.close()
    thread.join(5)
    opener.pool.shutdown(wait=True)
    assert time.monotonic() - begun < 1, "neither the caller nor a worker goes on waiting"
    assert isinstance(caught[0], FetchFailed)
    assert caught[0].cause == "interrupted"
    assert LONG in bench.page(url()).text
    assert next(bench.cache.fetches(url("slow")), None) is None


CHILD = """
import datetime, random, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from agent.cache import Cache
from agent.fetch.http import Http
from agent.fetch.opener import WebOpener
from agent.fetch.politeness import HostRules, Politeness
from agent.net.transport import Transport
from agent.readers import Readers

http = Http(Transport(), time.monotonic, lambda: datetime.datetime.now(datetime.UTC))
polite = Politeness(HostRules(), time.monotonic, random.random)
with ThreadPoolExecutor(4) as pool:
    opener = WebOpener(http, Cache(Path(sys.argv[1])), Readers({}), pool, polite)
    try:
        opener.open(sys.argv[2:])
    except KeyboardInterrupt:
        opener.close()
        print("stopped", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_ctrl_c_ends_a_program_that_waits_for_pages_within_two_seconds(bench: Bench) -> None:
    slow = f"http://{bench.web.address}/slow"
    bench.web.serve(slow, Route(html(), delay=30))
    program = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(bench.root), slow, f"{slow}?again"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        while not bench.web.asked and program.poll() is None:
            time.sleep(0.01)
        begun = time.monotonic()
        program.send_signal(signal.SIGINT)
        told, _ = program.communicate(timeout=10)
    assert told == "stopped\n"
    assert program.returncode == 0
    assert time.monotonic() - begun < 2


def test_when_one_caller_is_interrupted_another_takes_its_flights_over(bench: Bench) -> None:
    """The first caller dies of its own progress callback while a second waits for its page."""
    bench.web.serve(url(), Route(html(), delay=0.4))
    bench.web.serve(url("quick"), Route(html(), delay=0.1))
    first = threading.Event()

    def tell(done: int, total: int, address: str) -> None:
        if address == url("quick"):
            first.set()
            raise KeyboardInterrupt

    bench.options = replace(bench.options, on_progress=tell)
    opener = bench.opener()
    answers: list[tuple[Opened, ...]] = []
    second = threading.Thread(target=lambda: answers.append(opener.open([url()])))

    def start_second() -> None:
        while not bench.web.asked:
            time.sleep(0.01)
        second.start()

    starter = threading.Thread(target=start_second)
    starter.start()
    with pytest.raises(KeyboardInterrupt):
        opener.open([url(), url("quick")])
    starter.join()
    second.join(5)
    assert first.is_set()
    assert answers
    assert answers[0][0].page is not None


def test_a_server_that_drips_its_headers_does_not_hold_the_caller(bench: Bench) -> None:
    """Each piece comes in time, so only the caller's own clock can end it."""
    bench.limits = Limits(read=5.0, total=0.3)
    bench.web.serve(url(), Route(html(), drip_head=0.2))
    begun = time.monotonic()
    assert bench.gap(url()).cause == "timeout"
    assert time.monotonic() - begun < 4


# Pages put in by hand


def test_an_imported_page_is_opened_without_a_request(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(html())
    imported = import_page(url(), file, bench.cache, bench.readers, NOON)
    assert bench.page(url()) == imported
    assert bench.web.asked == []
    record = bench.cache.latest_fetch(url())
    assert isinstance(record, FetchRecord)
    assert record.how == "imported"


def test_a_page_saved_as_one_file_is_read_as_the_page_in_it(bench: Bench, tmp_path: Path) -> None:
    bench.readers = members.readers()
    saved = email.message.EmailMessage()
    saved["Snapshot-Content-Location"] = url()
    saved.set_content(html().decode(), subtype="html", cte="quoted-printable")
    saved.make_related()
    saved.add_related(b"GIF89a", "image", "gif")
    file = tmp_path / "saved.mhtml"
    file.write_bytes(saved.as_bytes())
    (tmp_path / "saved.html").write_bytes(html())
    one, page = (
        import_page(url(), tmp_path / name, bench.cache, bench.readers, NOON)
        for name in ("saved.html", "saved.mhtml")
    )
    assert page.text.strip() == one.text.strip()
    assert bench.page(url()) == page
    assert bench.cache.bytes(page.sha256) == file.read_bytes()


def pages_of_article(bench: Bench, *, names: Sequence[str], below: Sequence[str]) -> None:
    """An invented article that a site cut into pages, each with what stands below its text."""
    bench.readers = members.readers()
    for number, (name, links) in enumerate(zip(names, below, strict=True), 1):
        body = f"<html><title>某市蓝天行动纪实</title><h1>某市蓝天行动纪实</h1><p>2024-11-08 来源：某市日报</p><div class=content><p>第{number}段：全市淘汰老旧柴油货车的工作继续推进，各县区按月报告进度。</p><p>市生态环境局负责人介绍，今年还将继续推进钢铁企业清洁运输改造，力争年底前完成。</p></div>{links}</html>"
        bench.web.serve(url(path=name), Route(body.encode()))


@pytest.mark.parametrize(
    ("names", "below"),
    [
        (
            ["t1.html", "t1_2.html", "t1_3.html"],
            [
                '<a href="t1_2.html">下一页</a><a href="t9.html">下一篇</a>',
                '<a href="t1.html">上一页</a><a href="t1_3.html">下一页</a>',
                '<a href="t1_2.html">上一页</a>',
            ],
        ),
        (
            ["c.jsp?id=7", "c.jsp?id=7&page=2"],
            ['<b>[1]</b> <a href="c.jsp?id=7&page=2">[2]</a>', '<a href="c.jsp?id=7">[1]</a>'],
        ),
        (
            ["t1.shtml", "t1_1.shtml"],
            ["<script>createPageHTML(2, 0, 't1', 'shtml');</script>"] * 2,
        ),
    ],
    ids=["a-word", "a-number", "a-script"],
)
def test_the_next_pages_of_an_article_are_read(
    bench: Bench, names: list[str], below: list[str]
) -> None:
    pages_of_article(bench, names=names, below=below)
    page = bench.page(url(path=names[0]))
    told = [(one.label, one.body_text[:3]) for one in page.attachments]
    assert told == [(f"第{n}页", f"第{n}段") for n in range(2, len(names) + 1)]
    assert len(bench.web.asked) == len(names)


@pytest.mark.parametrize(
    "link",
    [
        '<a href="t2.html">下一页</a>',
        '<a href="http://other.example/t1_2.html">下一页</a>',
        '<a href="t1_2.html">下一篇</a>',
        '<a href="t1_9.html">下一页</a>',
        '<a href="t1.html">下一页</a>',
    ],
)
def test_another_page_is_no_next_page_of_the_article(bench: Bench, link: str) -> None:
    pages_of_article(bench, names=["t1.html"], below=[link])
    assert bench.page(url(path="t1.html")).attachments == ()
    assert len(bench.web.asked) == 1


def test_an_article_without_end_is_read_to_its_tenth_page_and_told(bench: Bench) -> None:
    names = ["t1.html", *(f"t1_{n}.html" for n in range(2, 13))]
    below = [f'<a href="{name}">下一页</a>' for name in [*names[1:], names[0]]]
    pages_of_article(bench, names=names, below=below)
    (opened,) = bench.open(url(path="t1.html"))
    assert opened.page is not None
    assert len(opened.page.attachments) == 9
    assert [gap.cause for gap in opened.gaps] == ["too_many_pages"]


@pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")
def test_the_pictures_that_stand_in_place_of_a_text_are_read(bench: Bench) -> None:
    bench.readers = members.readers()
    name = "关于启动重污染天气橙色预警的通告"
    shown = f"<title>{name}</title><h1>{name}</h1><p>发布时间：2024-11-07</p><img src=/1.png>"
    bench.web.serve(url(), Route(f"<html>{shown}</html>".encode()))
    bench.web.serve(url(path="1.png"), Route(NOTICE, headers={"Content-Type": "image/png"}))
    (opened,) = bench.open(url())
    assert opened.gaps == ()
    assert opened.page is not None
    (picture,) = opened.page.attachments
    assert "国三及以下排放标准柴油货车禁止通行" in picture.text
    assert picture.recognised[0].span == Span(start=0, end=len(picture.text))


def test_a_text_cover_is_read_and_its_scanned_pages_are_told_page_by_page(bench: Bench) -> None:
    bench.readers = members.readers()
    cover = [
        f"现将第{n}批老旧柴油货车淘汰补贴名单予以公布，名单见后附扫描件。" for n in range(1, 9)
    ]
    sent = Route(scanned_annex(cover), headers={"Content-Type": "application/pdf"})
    bench.web.serve(url(path="n.pdf"), sent)
    (opened,) = bench.open(url(path="n.pdf"))
    assert opened.page is not None
    assert "老旧柴油货车淘汰补贴" in opened.page.text
    (gap,) = opened.gaps
    assert (gap.stage, gap.cause) == ("read", "scanned")
    assert "pages 2-3 are pictures" in gap.detail


def test_a_next_page_that_is_gone_is_a_gap(bench: Bench) -> None:
    pages_of_article(bench, names=["t1.html"], below=['<a href="t1_2.html">下一页</a>'])
    (opened,) = bench.open(url(path="t1.html"))
    assert [(gap.cause, gap.material) for gap in opened.gaps] == [("http:404", True)]


def test_a_saved_challenge_page_is_not_imported(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes("<p>页面不存在</p>".encode())
    with pytest.raises(FetchFailed) as caught:
        import_page(url(), file, bench.cache, bench.readers, NOON)
    assert caught.value.cause == "soft_404"
    assert caught.value.hint
    assert next(bench.cache.fetches(url()), None) is None
    assert list(bench.cache.shas()) == []


@pytest.mark.parametrize(
    ("body", "cause", "to_do"),
    [
        ('<p>用户登录</p><input type="password">', "login", "log in"),
        ("<h1>图解方案</h1><img src=/u/1.jpg>", "picture", "ocr"),
        ("<h1>爆破瞬间</h1><video></video>", "video", "as a text"),
        ("<p>当前访问人数过多，请稍后再试。</p>", "error", "again later"),
        ("<div id=app></div>", "script", "until its text is shown"),
        ("<p>某局</p>", "no_text", "the page itself"),
    ],
)
def test_a_saved_page_without_a_text_says_what_to_save_instead(
    bench: Bench, tmp_path: Path, body: str, cause: str, to_do: str
) -> None:
    file = tmp_path / "saved.html"
    file.write_text(f"<html><body>{body}</body></html>", "utf-8")
    with pytest.raises(FetchFailed) as caught:
        import_page(url(), file, bench.cache, Readers({"text/html": HtmlReader()}), NOON)
    assert caught.value.cause == cause
    assert to_do in caught.value.hint


def test_a_saved_page_that_only_redirects_is_not_imported(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(b"<script>location='http://b.example/'</script>")
    with pytest.raises(FetchFailed) as caught:
        import_page(url(), file, bench.cache, bench.readers, NOON)
    assert caught.value.cause == "shell"


def test_a_file_that_cannot_be_read_keeps_nothing(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "saved.pdf"
    file.write_bytes(b"%PDF-")
    with pytest.raises(ReadFailed):
        import_page(url(), file, bench.cache, bench.readers, NOON)
    assert next(bench.cache.fetches(url()), None) is None
    assert list(bench.cache.shas()) == []


@pytest.mark.parametrize("address", ["a.example/x", "ftp://a.example/x", "file:///etc/passwd"])
def test_only_a_web_address_can_be_given_to_a_file(
    bench: Bench, tmp_path: Path, address: str
) -> None:
    (tmp_path / "saved.html").write_bytes(html())
    with pytest.raises(UsageError, match="no web address"):
        import_page(address, tmp_path / "saved.html", bench.cache, bench.readers, NOON)


def test_a_file_that_is_not_there_is_told_in_one_line(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        import_page(url(), tmp_path / "none.html", bench.cache, bench.readers, NOON)


# Asking anew


def dated(body: bytes) -> Route:
    return Route(body, headers={"ETag": '"v1"', "Last-Modified": "Tue, 24 Nov 2026 09:00:00 GMT"})


def anew(bench: Bench) -> Bench:
    later = NOON + datetime.timedelta(days=1)
    bench.options, bench.now = replace(bench.options, since=later), later
    return bench


def test_a_copy_that_its_server_says_still_holds_is_not_sent_again(bench: Bench) -> None:
    bench.web.serve(url(), replace(dated(html()), times=1), Route(status=304))
    first = bench.page(url())
    again = anew(bench).page(url())
    assert (again.text, again.sha256) == (first.text, first.sha256)
    assert again.fetched_at == NOON + datetime.timedelta(days=1)
    asked = bench.web.asked[-1].headers
    assert asked["if-none-match"] == '"v1"'
    assert asked["if-modified-since"] == "Tue, 24 Nov 2026 09:00:00 GMT"


def test_a_copy_that_no_longer_holds_is_replaced(bench: Bench) -> None:
    bench.web.serve(url(), replace(dated(html()), times=1), dated(html("另一篇" * 200)))
    bench.page(url())
    assert "另一篇" in anew(bench).page(url()).text


def test_a_304_that_nobody_asked_for_is_no_page(bench: Bench) -> None:
    bench.web.serve(url(), Route(status=304))
    assert bench.gap(url()).cause == "http:304"


def test_a_page_read_over_outdated_encryption_says_so(bench: Bench) -> None:
    bench.web.serve(url(), Route(html()))

    class Relaxed(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            response = inner.handle_request(request)
            response.extensions[RELAXED] = True
            return response

        def close(self) -> None:
            inner.close()

    inner = bench.web.transport()
    for opener in (bench.opener_over(Relaxed()), bench.opener()):
        (opened,) = opener.open([url()])
        assert opened.page is not None
        (gap,) = opened.gaps
        assert (gap.cause, gap.material) == ("weak_tls", False)
    assert len(bench.web.asked) == 1, "the copy tells it too"


@pytest.mark.parametrize("made", ["folder", "pipe", "device"])
def test_only_a_file_is_imported(bench: Bench, made: str, tmp_path: Path) -> None:
    path = tmp_path / made
    if made == "folder":
        path.mkdir()
    elif made == "pipe":
        os.mkfifo(path)
    else:
        path = Path(os.devnull)
    with pytest.raises(UsageError, match="is no file") as refused:
        import_page(url(), path, bench.cache, bench.readers, NOON)
    assert "no folder, device or pipe" in refused.value.hint
