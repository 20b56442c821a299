"""The review in a real Chromium: keys, selection, hostile text, layouts, and what the report says.

Without Chromium these tests are skipped, but in continuous integration (CI=true) they fail.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from agent.store import Store
from agent.store.reviews import Review, Reviews
from tests import dossiers
from tests.browser import IN_A_BROWSER
from tests.desks import dossier, misdated, save
from tests.test_review_page import HOSTILE, hostile_page

pytestmark = IN_A_BROWSER


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """A running ``research review``; yields the address it prints."""
    command = [sys.executable, "-m", "agent.cli", "review", "--no-browser", "--reviewer", "li"]
    process = subprocess.Popen(
        [*command, *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout
    try:
        process.stdout.readline()
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(2)
        assert process.wait(20) == 0
        process.stdout.close()
        assert process.stderr
        process.stderr.close()


@contextmanager
def opened(
    chromium: Browser, address: str, *, width: int = 1400, scheme: str = "light"
) -> Iterator[Page]:
    """The page in a window of its own; nothing may be reported on its console."""
    told: list[str] = []
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        # Everything off this machine is a fault of the page.
        offline=False,
    )
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith("http://127.0.0.1:")
            else told.append(f"asked for {request.url}")
        ),
    )
    page.goto(address)
    page.wait_for_load_state("load")
    yield page
    context.close()
    assert told == []


def folder_with(tmp_path: Path, count: int = 3) -> Path:
    pages = [dossiers.page(f"https://jtyst.shanxi.example/{n}.html") for n in range(count)]
    found = [misdated(page, f"示例办法之{n}") for n, page in enumerate(pages)]
    save(tmp_path / "cache" / "research.db", dossier(*found, pages=tuple(pages)))
    return tmp_path


def press(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def reviews(folder: Path) -> list[Review]:
    with Store(folder / "cache" / "research.db") as store:
        held = Reviews(store.database).in_force()
    return sorted((r for each in held.values() for r in each), key=lambda r: r.id)


def report(folder: Path) -> str:
    with Store(folder / "cache" / "research.db") as store:
        run = store.runs()[0].id
    command = [sys.executable, "-m", "agent.cli", "report", run]
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout


def title(page: Page) -> str:
    return page.locator(".head h2").inner_text()


def test_the_whole_way_from_the_queue_to_the_report_by_keyboard(
    chromium: Browser, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path)
    assert report(folder).count("【待核】") == 3
    with served(folder) as address, opened(chromium, address) as page:
        assert "token" not in page.url
        assert title(page) == "示例办法之0"
        press(page, "j")
        assert title(page) == "示例办法之1"
        press(page, "k")
        assert title(page) == "示例办法之0"
        press(page, "a")
        assert "已接受 1 条" in page.locator(".did").inner_text()
        assert title(page) == "示例办法之1"
        press(page, "b")
        assert "已更正 1 条" in page.locator(".did").inner_text()
        page.keyboard.press("n")
        page.keyboard.type("a r u 是别处的文件")
        page.keyboard.press("Escape")
        press(page, "r")
        assert "没有要核定的条目" in page.locator(".empty").inner_text()
        press(page, "z")
        assert "已撤回 1 条" in page.locator(".did").inner_text()
        assert title(page) == "示例办法之2"
        page.keyboard.press("n")
        page.keyboard.type("是别处的文件")
        page.keyboard.press("Escape")
        press(page, "r")
    assert [r.decision.value for r in reviews(folder)] == ["accept", "correct", "reject"]
    assert [r.note for r in reviews(folder)] == ["", "", "是别处的文件"]
    told = report(folder)
    assert "【待核】" not in told
    assert "人工：核定（li，" in told
    assert "成文 2024-10-12（人工更正，原为 2024-10-28）" in told
    assert re.search(
        r"剔除（人工）：示例办法之2　原因：人工剔除：li，[\d-]+ · 日期 · 是别处的文件", told
    )


def test_a_selected_passage_becomes_the_evidence_of_a_correction(
    chromium: Browser, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, 1)
    with served(folder) as address, opened(chromium, address) as page:
        page.evaluate(
            """() => {
                const mark = document.querySelector('#text mark.is-against');
                const range = document.createRange();
                range.setStart(mark.firstChild, 0);
                range.setEnd(mark.firstChild, 8);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }"""
        )
        page.keyboard.press("c")
        assert page.locator("#quote").input_value() == "2024年10月"
        page.keyboard.type("2024-10")
        press(page, "Enter")
    (review,) = reviews(folder)
    (put,) = review.corrections
    assert (put.value, put.quote) == ("2024-10", "2024年10月")
    assert dossiers.TEXT[put.span.start : put.span.end] == put.quote


def test_a_passage_that_is_not_there_is_refused_and_what_was_typed_stays(
    chromium: Browser, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, 1)
    with served(folder) as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(address)
        page.keyboard.press("c")
        page.locator("#quote").fill("网页里没有的话")
        page.locator("#value").fill("2024-10-13")
        with page.expect_navigation():
            page.locator("#save-correction").click()
        assert "找不到这段原文" in page.locator("[role=alert]").inner_text()
        assert page.locator("#value").input_value() == "2024-10-13"
        context.close()
    assert reviews(folder) == []


def test_several_are_settled_at_once_only_after_a_confirmation(
    chromium: Browser, tmp_path: Path
) -> None:
    page_of_all = dossiers.page()
    made = [dossier(misdated(page_of_all), pages=(page_of_all,), days=n) for n in range(3)]
    save(tmp_path / "cache" / "research.db", *made)
    with served(tmp_path) as address, opened(chromium, address) as page:
        page.keyboard.press("R")
        assert "3 条" in page.locator("#confirm-words").inner_text()
        page.keyboard.press("Escape")
        assert page.locator("#confirm").is_hidden()
        page.keyboard.press("R")
        press(page, "Enter")
        assert "已剔除 3 条" in page.locator(".did").inner_text()
    assert len(reviews(tmp_path)) == 3


def test_hostile_text_runs_nothing(chromium: Browser, tmp_path: Path) -> None:
    there = hostile_page()
    found = misdated(there, "<script>document.title='ran'</script>")
    save(tmp_path / "cache" / "research.db", dossier(found, pages=(there,)))
    with served(tmp_path) as address, opened(chromium, address) as page:
        page.wait_for_timeout(200)
        assert "ran" not in page.title().replace("document.title='ran'", "")
        assert page.locator("#text img, #text script, #text a[href], #text h1").count() == 0
        shown = page.locator("#text").inner_text()
        assert "<img src=x onerror=" in shown
        assert "\u202e" not in shown
        assert page.evaluate("document.querySelectorAll('script').length") == 1
        before, line = HOSTILE.index("反转"), HOSTILE.splitlines()[2]
        assert line in HOSTILE
        assert before > 0


def test_two_megabytes_of_text_are_shown_and_scrolled_to_the_passage(
    chromium: Browser, tmp_path: Path
) -> None:
    text = "一行没有关系的文字，很长很长。\n" * 130_000 + dossiers.TEXT
    there = dossiers.page(text=text)
    save(tmp_path / "cache" / "research.db", dossier(misdated(there), pages=(there,)))
    with served(tmp_path) as address, opened(chromium, address) as page:
        mark = page.locator("#text mark.is-against").first
        page.wait_for_timeout(500)
        box, pane = mark.bounding_box(), page.locator("#text").bounding_box()
        assert box
        assert pane
        assert pane["y"] <= box["y"] <= pane["y"] + pane["height"]


def test_everything_can_be_reached_by_keyboard_with_a_visible_focus(
    chromium: Browser, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path)
    with served(folder) as address, opened(chromium, address) as page:
        names = set()
        for _ in range(45):
            page.keyboard.press("Tab")
            told = page.evaluate(
                """() => {
                    const at = document.activeElement;
                    return [at.dataset.key || at.id || at.textContent.trim().slice(0, 12),
                            getComputedStyle(at).outlineStyle];
                }"""
            )
            if page.evaluate("document.activeElement === document.body"):
                continue
            names.add(told[0])
            assert told[1] != "none", told[0]
        assert {"a", "b", "r", "u", "c", "note", "fault", "search", "text"} <= names
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("Escape")
        unnamed = page.evaluate(
            """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, a[href]')]
                .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.textContent.trim())
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert unnamed == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1400, "light"), (1400, "dark"), (900, "light"), (390, "dark")]
)
def test_it_fits_wide_and_narrow_light_and_dark(
    chromium: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    folder = folder_with(tmp_path)
    with served(folder) as address, opened(chromium, address, width=width, scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("scrollY") == 0
        assert page.get_by_role("heading", level=1).bounding_box()["y"] >= 0  # type: ignore[index]
        assert page.screenshot(full_page=True).startswith(b"\x89PNG")
        light = page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every(n => n > 127)"
        )
        assert light is (scheme == "light")
        page.goto(page.url.split("/?")[0].rstrip("/") + "/numbers")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
