"""Laws of the checks: what stands there is found, one changed digit is not, refuted never helps."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from agent.checks.figure import FigureCheck
from agent.checks.sentence import SentenceCheck
from agent.findings import Claim, Label, Status, Verdict, status_of
from agent.policy import DateRole, PolicyKind, Quoted
from tests.samples import page, policy, subject

SENTENCES = st.lists(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["推广新能源货车", "对老旧货车补贴", "建成充电桩", "公交车更新"]),
        st.integers(1, 99_999),
        st.sampled_from(["辆", "万元", "个", "%", "公里", "万千瓦"]),
        st.sampled_from(["", "以上", "，力争提前完成", "左右"]),
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(SENTENCES, st.data())
def test_a_sentence_of_the_page_is_supported_with_its_figures(
    sentences: list[str], data: st.DataObject
) -> None:
    at = page(body="\n".join(f"{text}。" for text in sentences))
    chosen = data.draw(st.sampled_from(sentences))
    of = policy(at, content=(Quoted(value=chosen, quote=chosen, source=""),), impact=())
    given_to = subject(of, at)
    verdicts = SentenceCheck("content")(given_to) + FigureCheck()(given_to)
    assert {v.label for v in verdicts} == {Label.SUPPORTED}


@given(SENTENCES, st.data())
def test_a_sentence_with_one_digit_changed_is_never_supported(
    sentences: list[str], data: st.DataObject
) -> None:
    at = page(body="\n".join(f"{text}。" for text in sentences))
    chosen = data.draw(st.sampled_from(sentences))
    digits = [match.start() for match in re.finditer(r"\d", chosen)]
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "123456789" if d != chosen[place]]))
    changed = chosen[:place] + other + chosen[place + 1 :]
    if changed in sentences:
        return
    for quote in (chosen, changed, None):
        of = policy(at, content=(Quoted(value=changed, quote=quote, source=""),), impact=())
        (verdict,) = SentenceCheck("content")(subject(of, at))
        assert verdict.label is not Label.SUPPORTED


CHECKS = ["source", "name", "agency", "date", "place", "window", "sector", "content", "figure"]
VERDICTS = st.lists(
    st.builds(
        lambda check, label, settle: Verdict(
            check=check, label=label, reason="name.same", claim=0, open=settle
        ),
        st.sampled_from(CHECKS),
        st.sampled_from(list(Label)),
        st.booleans(),
    ),
    max_size=12,
)
CLAIMS = (Claim(field="date", value="", quote=None, source="", role=DateRole.SIGNED),)
KINDS = st.sampled_from(list(PolicyKind))


@given(KINDS, VERDICTS)
def test_what_is_verified_has_nothing_refuted_and_all_that_is_required(
    kind: PolicyKind, verdicts: list[Verdict]
) -> None:
    if status_of(kind, CLAIMS, tuple(verdicts)) is Status.VERIFIED:
        assert all(v.label is not Label.REFUTED for v in verdicts)
        assert {"source", "name", "date", "place", "window"} <= {v.check for v in verdicts}


@given(KINDS, VERDICTS, st.sampled_from(CHECKS))
def test_one_more_refutation_never_makes_a_finding_better(
    kind: PolicyKind, verdicts: list[Verdict], check: str
) -> None:
    order = [Status.VERIFIED, Status.FLAGGED, Status.REJECTED]
    before = status_of(kind, CLAIMS, tuple(verdicts))
    against = Verdict(check=check, label=Label.REFUTED, reason="name.same", claim=0)
    after = status_of(kind, CLAIMS, (*verdicts, against))
    assert after is not Status.VERIFIED
    if before in order and after in order:
        assert order.index(after) >= order.index(before)


@given(KINDS, VERDICTS)
def test_the_order_of_verdicts_does_not_count(kind: PolicyKind, verdicts: list[Verdict]) -> None:
    forwards = status_of(kind, CLAIMS, tuple(verdicts))
    assert forwards is status_of(kind, CLAIMS, tuple(reversed(verdicts)))
