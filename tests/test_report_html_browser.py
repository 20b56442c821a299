"""The HTML report in a real Chromium: nothing is fetched or run, quotes open, paper shows tables.

Without Chromium these tests are skipped, but in continuous integration (CI=true) they fail.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from agent.batch.summary import SummaryPoint
from agent.batch.summary_html import as_html
from agent.batch.summing import run_summary
from agent.findings import Outcome
from agent.records import Gap
from tests.at_once import html as render
from tests.batches import at_work, opened
from tests.browser import IN_A_BROWSER
from tests.dossiers import dossier, finding, page
from tests.test_report_html import WHOLE, attacked

pytestmark = IN_A_BROWSER


class Opened:
    """A report in a browser, with everything the page asked for or complained about."""

    def __init__(self, chromium: Browser, file: Path, **options: int) -> None:
        size = {"width": options.get("width", 1100), "height": 900}
        self.page: Page = chromium.new_page(viewport=size)  # type: ignore[arg-type]
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "report.html"
    assert isinstance(text, str)
    file.write_text(text, "utf-8")
    return file


def test_the_style_is_allowed_and_nothing_else_is_asked_for(
    chromium: Browser, tmp_path: Path
) -> None:
    file = written(tmp_path, render([WHOLE, WHOLE], "zh"))
    seen = Opened(chromium, file)
    assert seen.requests == [file.as_uri()]
    assert seen.complaints == []
    assert (
        seen.page.locator(".finding").first.evaluate("e => getComputedStyle(e).borderLeftWidth")
        != "0px"
    )


def test_a_mark_opens_its_passage_by_mouse_and_by_keyboard(
    chromium: Browser, tmp_path: Path
) -> None:
    seen = Opened(chromium, written(tmp_path, render([WHOLE], "zh")))
    quote = seen.page.locator("#d1-f1 .said blockquote").first
    mark = seen.page.locator("#d1-f1 .said summary").first
    assert not quote.is_visible()
    mark.click()
    assert quote.is_visible()
    mark.focus()
    seen.page.keyboard.press("Enter")
    assert not quote.is_visible()


def test_hostile_pages_run_nothing(chromium: Browser, tmp_path: Path) -> None:
    text = '<script>alert(1)</script>"><img src=x onerror=alert(1)></style><svg onload=alert(1)>'
    seen = Opened(chromium, written(tmp_path, attacked(text)))
    assert len(seen.requests) == 1
    assert seen.complaints == []
    assert text in seen.page.locator("blockquote").first.text_content()  # type: ignore[operator]


def test_a_drawing_that_scrolls_begins_with_its_changepoint_in_sight_and_scrolls_freely(
    chromium: Browser, tmp_path: Path
) -> None:
    seen = Opened(chromium, written(tmp_path, render([WHOLE], "zh")), width=360)
    area = seen.page.locator(".scroll:has(> .drawn)").first
    line = area.locator("line.point").first
    seen.page.wait_for_function(
        "area => getComputedStyle(area).scrollSnapType === 'none'", arg=area.element_handle()
    )
    assert area.evaluate("e => e.scrollWidth > e.clientWidth && e.scrollLeft > 0")
    at = line.evaluate("e => e.getBoundingClientRect().left")
    assert 90 < at < 270
    area.evaluate("e => { e.scrollLeft = 0; }")
    assert area.evaluate("e => e.scrollLeft") == 0


def test_a_narrow_screen_scrolls_drawings_and_not_the_page(
    chromium: Browser, tmp_path: Path
) -> None:
    long = page(url=f"https://jtyst.shanxi.example/{'a' * 300}.html")
    named = finding(long, name="很长的名称" * 30)
    # A word among the fields of a card must break too, as the address of an interpretation.
    claims = tuple(
        claim.model_copy(update={"value": "b" * 80}) if claim.field == "agency" else claim
        for claim in named.claims
    )
    whole = dossier(
        named.model_copy(update={"claims": claims}),
        *WHOLE.findings,
        pages=(long, *WHOLE.pages),
        gaps=(Gap(stage="fetch", target=long.url, cause="blocked:ruishu", material=False),),
    )
    seen = Opened(chromium, written(tmp_path, render([whole, WHOLE], "zh")), width=360)
    seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("many", [3, 60])
def test_the_morning_page_fits_a_narrow_screen_sorts_and_finds(
    chromium: Browser, tmp_path: Path, many: int
) -> None:
    with opened(tmp_path) as store:
        summary = run_summary(store, at_work(store))
    points = tuple(
        SummaryPoint(
            key=f"k{n}",
            province=("山西", "河北")[n % 2],
            sector="Power",
            date=f"2024-01-{1 + n % 28:02}",
            kind="event",
            state="done",
            outcome=Outcome.FOUND,
            best="示例省关于淘汰营运柴油货车补贴工作的通知" * 3,
            url="https://jtyst.shanxi.example/1.html",
        )
        for n in range(many)
    )
    text = as_html(summary.model_copy(update={"points": points}), "en")
    seen = Opened(chromium, written(tmp_path, text), width=360)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
    row = seen.page.locator(".sortable tbody tr").first
    assert row.evaluate("e => e.getBoundingClientRect().height") < 200
    seen.page.locator(".sortable th").first.click()
    assert row.inner_text().startswith("Hebei")
    field = seen.page.locator("input[type=search]")
    assert field.count() == (many > 12)
    if many > 12:
        field.fill("shanxi 2024-01-01")
        assert seen.page.locator(".sortable tbody tr:visible").count() == 3
    assert seen.complaints == []


def test_paper_shows_the_tables_that_a_screen_keeps_closed(
    chromium: Browser, tmp_path: Path
) -> None:
    seen = Opened(chromium, written(tmp_path, render([WHOLE], "zh")))
    row = seen.page.locator("table th", has_text="文号").first
    assert not row.is_visible()
    seen.page.emulate_media(media="print")
    assert row.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(chromium: Browser, tmp_path: Path, scheme: str) -> None:
    seen = Opened(chromium, written(tmp_path, render([WHOLE], "zh")))
    seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for selector in (
        "body",
        "h2",
        ".soft",
        "a",
        ".badge.verified",
        ".badge.flagged",
        ".badge.rejected",
        ".outcome",
        "mark",
    ):
        ratio = seen.page.locator(selector).first.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{selector} has a contrast of {ratio:.2f}"


CONTRAST = """element => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let ground = element;
  while (ground && (parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const one = light(parts(getComputedStyle(element).color));
  const other = light(parts(getComputedStyle(ground).backgroundColor));
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
"""WCAG's ratio of an element's colour to the first ground behind it that has one."""
