"""How far a finding's dates lie from the changepoint: each role for itself, both ends of a period."""

from __future__ import annotations

import datetime
import io

import pytest
from openpyxl import load_workbook

from agent.findings import Dossier, Finding, Label, Verdict, claims_of
from agent.policy import DateRole, QuotedDate
from agent.records import Changepoint, Interval
from agent.report.distances import cell, timing
from agent.report.finding_view import FindingView
from agent.report.item_lines import dates_line
from agent.wiring import renderer
from tests.dossiers import dossier, finding, page

HERE = page()
WINTER = (DateRole.IN_FORCE, "2024-11-01/2025-03-31")
SPRING = Changepoint(province="山西", sector="Ground", date=datetime.date(2025, 4, 1))


def view(point: Changepoint, *dates: tuple[DateRole, str]) -> FindingView:
    base = finding(HERE)
    stated = tuple(QuotedDate(value=v, quote=None, source=HERE.sha256, role=r) for r, v in dates)
    policy = base.policy.model_copy(update={"dates": stated})
    claims = claims_of(policy)
    held = tuple(
        Verdict(check=c.field, label=Label.SUPPORTED, reason=f"{c.field}.same", claim=i)
        for i, c in enumerate(claims)
    )
    of = base.model_copy(update={"policy": policy, "claims": claims, "verdicts": held})
    return FindingView(of, about(point, of))


def about(point: Changepoint, of: Finding) -> Dossier:
    return dossier(of, pages=(HERE,)).model_copy(
        update={"changepoint": point, "window": point.window()}
    )


def test_a_measure_that_ended_the_day_before_is_not_told_by_its_first_day_alone() -> None:
    shown = view(SPRING, WINTER)
    assert cell(shown.distances, "zh") == "有效期首日 -151；有效期末日 -1"
    line = dates_line(shown, "zh")
    assert "首日早于转折点 151 天，末日早于转折点 1 天" in line


def test_each_role_has_its_own_distance_and_none_is_left_out() -> None:
    roles = ((DateRole.SIGNED, "2025-01-10"), (DateRole.EFFECTIVE, "2025-04-05"), WINTER)
    shown = view(SPRING, *roles)
    assert cell(shown.distances, "en") == (
        "signed -81; in effect from +4; in force, first day -151; in force, last day -1"
    )
    assert timing(shown.distances) == "mixed"
    line = dates_line(shown, "en")
    assert "signed 2025-01-10 (81 days before the changepoint)" in line
    assert "in effect from 2025-04-05 (4 days after the changepoint)" in line


def test_days_are_counted_from_the_detectors_interval_where_there_is_one() -> None:
    span = Interval(start=datetime.date(2025, 3, 25), end=datetime.date(2025, 4, 6))
    point = SPRING.model_copy(update={"interval": span})
    shown = view(point, (DateRole.SIGNED, "2025-03-20"), (DateRole.EFFECTIVE, "2025-04-05"))
    assert cell(shown.distances, "zh") == "成文 -5；施行 0"
    assert "早于检测给出的区间 5 天" in dates_line(shown, "zh")
    assert "在检测给出的区间内" in dates_line(shown, "zh")


@pytest.mark.parametrize(
    ("value", "told", "side"),
    [
        ("2025-04-01", "成文 0", "same_day"),
        ("2025-04", "成文 0", "same_day"),
        ("2025-03", "成文 -1", "before"),
        ("2025-05", "成文 +30", "after"),
    ],
)
def test_a_coarse_date_is_counted_by_the_side_that_lies_nearer(
    value: str, told: str, side: str
) -> None:
    shown = view(SPRING, (DateRole.SIGNED, value))
    assert (cell(shown.distances, "zh"), timing(shown.distances)) == (told, side)


@pytest.mark.parametrize("name", ["text", "md", "html", "csv", "latex", "textcarbon", "xlsx"])
def test_every_format_tells_the_day_on_which_a_measure_ended(name: str) -> None:
    told = renderer(name)([view(SPRING, WINTER).dossier], "zh")
    text = told.replace("{}", "") if isinstance(told, str) else _workbook(told)
    assert "末日早于转折点 1 天" in text or "末日 -1" in text, name


def _workbook(raw: bytes) -> str:
    book = load_workbook(io.BytesIO(raw))
    return "\n".join(str(c) for sheet in book for row in sheet.values for c in row)
