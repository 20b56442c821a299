"""Details of verdicts: typed, stored, and read back from stores that have words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.details import (
    Area,
    Branch,
    Compared,
    Detail,
    Elsewhere,
    Judged,
    Site,
    Timing,
    Titled,
    Words,
    detail_of,
)
from agent.findings import Label, Verdict

NAMES = (
    "role",
    "days",
    "date",
    "claimed",
    "page",
    "target",
    "url",
    "words",
    "model",
    "kind",
    "was",
)


@pytest.mark.parametrize(
    ("check", "reason", "values", "detail"),
    [
        ("window", "window.in", {"role": "signed", "days": "-27"}, Timing(role="signed", days=-27)),
        ("publisher", "publisher.issuer", {"host": "a.example"}, Site(host="a.example")),
        ("across", "across.duplicate", {"url": "https://a.example"}, Elsewhere(url="https://a.example")),
        ("figure", "figure.stands", {"figure": "8万元", "target": "yes"}, Compared(figure="8万元", target=True)),
        ("content", "entailment.supported", {"quote": "补贴", "said": "supported"}, Judged(quote="补贴", said="supported")),
        ("place", "place.named", {"words": "关中"}, Area(words="关中")),
        ("source", "source.title", {"title": "示例办法"}, Titled(title="示例办法")),
        ("sector", "sector.direct", {"sector": "Power", "terms": "电厂"}, Branch(sector="Power", terms="电厂")),
        ("actor", "actor.with_act", {"actor": "示例电厂"}, Compared(actor="示例电厂")),
        ("triangle", "triangle.number_year", {"number": "甲发〔2024〕1号", "one": "2024", "other": "2023"},
            Compared(number="甲发〔2024〕1号", one="2024", other="2023")),
        ("agency", "quote.not_found", {"quote": "省厅"}, Compared(quote="省厅")),
        ("other", "other.x", {"odd": "x"}, Words(values={"odd": "x"})),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_each_kind_of_detail_has_its_type(
    check: str, reason: str, values: dict[str, str], detail: Detail
) -> None:
    assert detail_of(check, reason, values) == detail


@given(
    st.sampled_from(["window", "date", "publisher", "across", "place", "agency", "content"]),
    st.dictionaries(
        st.sampled_from(NAMES), st.sampled_from(["yes", "-27", "027", "", "山西", "no"])
    ),
)
def test_whatever_a_check_tells_comes_back_to_the_letter(
    check: str, values: dict[str, str]
) -> None:
    made = detail_of(check, f"{check}.x", values)
    assert (made.as_words() if made else {}) == values


@pytest.mark.parametrize("values", [{}, {"days": "3"}, {"days": "三"}, {"odd": "x"}])
def test_a_verdict_of_an_older_store_is_read_and_stored_anew(values: dict[str, str]) -> None:
    old = {"check": "window", "label": "supported", "reason": "window.in", "values": values}
    read = Verdict.model_validate(old)
    assert read.values == values
    assert Verdict.model_validate_json(read.model_dump_json()) == read
    assert "null" not in str(read.model_dump(mode="json")["detail"])
    assert read.label is Label.SUPPORTED


@pytest.mark.parametrize("was", [None, "place.unknown"])
def test_words_of_a_store_of_yesterday_are_typed_as_they_are_today(was: str | None) -> None:
    values = {"province": "山西", "words": "关中"}
    given = {"kind": "words", "values": values} | ({"was": was} if was else {})
    old = {"check": "place", "label": "supported", "reason": "place.named", "detail": given}
    read = Verdict.model_validate(old)
    assert read.detail == Area(province="山西", words="关中", was=was)
    assert read.values == values | ({"was": was} if was else {})
    assert Verdict.model_validate_json(read.model_dump_json()) == read
