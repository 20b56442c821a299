"""A page that a person saved and imported is called that in every format, and never fetched."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator

import openpyxl
import pytest

from agent.batch.findings_table import COLUMNS, rows
from agent.findings import Dossier, Status
from agent.records import Changepoint
from agent.report.items import Items
from agent.report.words import Language
from agent.sample import SAMPLE, read_manifest
from agent.wiring import Config, renderer
from agent.wiring.workshop import open_workshop
from tests.batches import PLACES

NOW = datetime.datetime(2026, 11, 28, 9, 0, tzinfo=datetime.UTC)
POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
ADDRESS = next(page.url for page in read_manifest().pages if page.file == "subsidy.html")


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dossier]:
    """A dossier of one page, which a person saved in a browser."""
    config = Config(cache=tmp_path_factory.mktemp("cache"), sample=True)
    with open_workshop(config, lambda *_: None, clock=lambda: NOW) as workshop:
        workshop.import_page(ADDRESS, SAMPLE / "pages" / "subsidy.html")
        yield workshop.research(POINT, ADDRESS)


def told(dossier: Dossier, name: str, language: Language) -> str:
    made = renderer(name)((dossier,), language)
    if isinstance(made, str):
        return made
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = (cell for sheet in book.worksheets[:-1] for row in sheet.values for cell in row)
    return "\n".join(str(cell) for cell in cells if cell)


def test_the_page_is_verified_and_marked(dossier: Dossier) -> None:
    (page,) = dossier.pages
    assert page.by_hand
    assert dossier.with_status(Status.VERIFIED)


@pytest.mark.parametrize("name", ["text", "md", "html", "latex", "bibtex", "xlsx", "methods"])
@pytest.mark.parametrize(("language", "words"), [("zh", "人工导入"), ("en", "imported by hand")])
def test_every_format_says_that_a_person_imported_it(
    dossier: Dossier, name: str, language: Language, words: str
) -> None:
    assert words in told(dossier, name, language)


@pytest.mark.parametrize("name", ["text", "md", "html", "latex", "bibtex"])
def test_no_format_says_that_it_was_fetched(dossier: Dossier, name: str) -> None:
    assert "抓取" not in told(dossier, name, "zh")
    assert "访问 2026" not in told(dossier, name, "zh")


def test_tables_for_programs_have_a_code(dossier: Dossier) -> None:
    assert ",by_hand," in told(dossier, "csv", "zh")
    assert '"by_hand": true' in told(dossier, "json", "zh")
    (row, *_) = rows(Items(dossier, "zh"), PLACES)
    assert row[COLUMNS.index("obtained")] == "by_hand"
