"""Every report, table and list of one sample run and one batch, byte for byte: tests/golden.

A wanted difference is kept with ``python -m tests.golden --write``, read with ``git diff`` and named
in the commit.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.golden.kept import LEGACY, differences
from tests.golden.products import legacy_audit, products

DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[2] / "shared" / "data"))
REPORTS = DATA / "textcarbon" / "legacy_reports"


def test_no_byte_of_a_report_a_batch_or_a_review_changes_unnoticed(tmp_path: Path) -> None:
    told = differences(products())
    assert not told, told


@pytest.mark.skipif(not REPORTS.is_dir(), reason=f"the collected reports are not at {DATA}")
def test_no_byte_of_the_audit_of_the_collected_reports_changes_unnoticed(tmp_path: Path) -> None:
    made, items = legacy_audit(DATA)
    told = differences(made, items, below=LEGACY)
    assert not told, told
