"""Every rule that reads papers is cut once, and each cut is noticed. Half an hour and more."""

from __future__ import annotations

import pytest

from tests import cuts


@pytest.mark.soak
def test_every_rule_that_is_cut_is_noticed() -> None:
    cuts.prepare()
    assert [rule.name for rule in cuts.rules() if cuts.noticed_by(rule) is None] == []


def test_the_rules_of_the_rooms_are_found_by_what_they_answer() -> None:
    names = [rule.name for rule in cuts.rules()]
    assert "agent.checks.naming._longer_title" in names
    assert "agent.checks.nearest.bears" in names
    assert "agent.facts.paper.issuers_of" in names
    assert set(cuts.HELPERS) & set(names) == set()
