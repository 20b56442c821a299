"""How much was looked at, and what may be concluded when something is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent.coverage import IssuerSite, coverage_of, first_third, outcome_of, weigh
from agent.details import Elsewhere
from agent.findings import Dossier, Finding, Label, Outcome, Status, Verdict
from agent.policy import PolicyKind
from agent.records import Gap, Link, Query, SearchAnswer
from tests.dossiers import POINT, dossier, finding, page

HERE = page()
FOUND = finding(HERE)


def address(number: int) -> str:
    return f"https://news.example/{number}.html"


def gap(target: str, cause: str = "timeout", stage: str = "fetch", *, material: bool = True) -> Gap:
    return Gap(stage=stage, target=target, cause=cause, material=material)


def unanswered(question: str, cause: str = "quota", *, material: bool = True) -> Gap:
    return gap(f"bocha: {question}", cause, "search", material=material)


def chosen(count: int, gaps: Sequence[Gap], *findings: Finding) -> Dossier:
    """A dossier for which this many addresses were chosen."""
    urls = tuple(address(number) for number in range(count))
    whole = dossier(*findings, pages=(HERE,))
    return whole.model_copy(update={"selected": urls, "gaps": tuple(gaps)})


def asked(answers: int, failures: int, *findings: Finding, covers: bool = True) -> Dossier:
    """A dossier with this many questions answered and this many not."""
    searches = tuple(
        SearchAnswer(backend="bocha", query=f"问 {number}", hits=1, covers=covers)
        for number in range(answers)
    )
    gaps = tuple(unanswered(f"无 {number}") for number in range(failures))
    whole = dossier(*findings, pages=())
    return whole.model_copy(update={"searches": searches, "gaps": gaps})


def concluded(of: Dossier, *, covered: bool = True) -> Dossier:
    weighed = of.model_copy(update={"gaps": weigh(of, covered=covered)})
    return weighed.model_copy(update={"outcome": outcome_of(weighed, covered=covered)})


def mattering(of: Dossier) -> list[str]:
    return [one.target for one in of.gaps if one.material]


# The best pages


@pytest.mark.parametrize(
    ("chosen_in_all", "best"), [(0, 0), (1, 1), (3, 3), (9, 3), (10, 4), (23, 8), (24, 8)]
)
def test_the_best_are_the_first_third_and_at_least_three(chosen_in_all: int, best: int) -> None:
    urls = [address(number) for number in range(chosen_in_all)]
    assert first_third(urls) == tuple(urls[:best])


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_nothing_found_may_miss_a_quarter_of_the_best(lost: int) -> None:
    whole = concluded(chosen(24, [gap(address(number)) for number in range(lost)]))
    assert whole.outcome is Outcome.NONE_FOUND
    assert mattering(whole) == []


@pytest.mark.parametrize("cause", ["timeout", "blocked:ruishu", "http:503", "encrypted"])
def test_nothing_found_is_incomplete_when_more_of_the_best_are_missing(cause: str) -> None:
    lost = [gap(address(number), cause) for number in (0, 3, 7)]
    whole = concluded(chosen(24, lost))
    assert whole.outcome is Outcome.INCOMPLETE
    assert mattering(whole) == [address(0), address(3), address(7)]


def test_of_few_pages_each_of_the_best_counts() -> None:
    assert concluded(chosen(5, [gap(address(2))])).outcome is Outcome.INCOMPLETE
    assert concluded(chosen(5, [gap(address(3))])).outcome is Outcome.NONE_FOUND


def test_all_the_others_may_be_missing() -> None:
    whole = concluded(chosen(24, [gap(address(number)) for number in range(8, 24)]))
    assert whole.outcome is Outcome.NONE_FOUND


def test_beside_a_finding_half_of_the_best_may_be_missing() -> None:
    half = concluded(chosen(24, [gap(address(number)) for number in range(4)], FOUND))
    more = concluded(chosen(24, [gap(address(number)) for number in range(5)], FOUND))
    assert (half.outcome, more.outcome) == (Outcome.FOUND, Outcome.INCOMPLETE)
    assert mattering(half) == []
    assert len(mattering(more)) == 5


def test_only_the_best_of_the_missing_are_named_as_what_matters() -> None:
    lost = [gap(address(number)) for number in (0, 1, 2, 9, 20)]
    assert mattering(concluded(chosen(24, lost))) == [address(0), address(1), address(2)]


@pytest.mark.parametrize("cause", ["soft_404", "http:404", "http:410", "list_page"])
def test_a_page_that_is_not_there_was_looked_at(cause: str) -> None:
    whole = concluded(chosen(3, [gap(address(number), cause) for number in range(3)]))
    assert whole.outcome is Outcome.NONE_FOUND


def test_an_older_copy_that_stands_in_is_no_loss() -> None:
    lost = [gap(address(number), material=False) for number in range(3)]
    assert concluded(chosen(3, lost)).outcome is Outcome.NONE_FOUND


def test_a_page_of_another_province_is_none_of_the_best() -> None:
    whole = chosen(9, [gap(address(0)), gap(address(1))])
    ours = whole.model_copy(update={"best": (address(2), address(3), address(4))})
    assert concluded(ours).outcome is Outcome.NONE_FOUND
    assert concluded(whole).outcome is Outcome.INCOMPLETE
    assert concluded(whole.model_copy(update={"best": ()})).outcome is Outcome.NONE_FOUND


# Pages that were read, and not closely


def test_pages_a_model_gave_no_answer_on_count_among_the_best() -> None:
    refused = [gap(address(number), "moderation", "extract") for number in (10, 11, 12, 13)]
    assert concluded(chosen(24, refused[:1])).outcome is Outcome.NONE_FOUND
    whole = concluded(chosen(24, refused))
    assert whole.outcome is Outcome.INCOMPLETE
    assert len(mattering(whole)) == 4


@pytest.mark.parametrize("cause", ["not_asked", "budget"])
def test_what_we_left_undone_matters_even_beside_a_finding(cause: str) -> None:
    whole = concluded(chosen(24, [gap(address(1), cause, "extract")], FOUND))
    assert whole.outcome is Outcome.INCOMPLETE
    search = asked(3, 0, FOUND).model_copy(update={"gaps": (unanswered("无", "budget"),)})
    assert concluded(search).outcome is Outcome.INCOMPLETE


def test_sentences_that_a_model_was_not_asked_about_change_nothing() -> None:
    whole = concluded(chosen(3, [gap(address(0), "not_asked", "check", material=False)], FOUND))
    assert whole.outcome is Outcome.FOUND


def test_sentences_that_there_was_no_money_for_are_for_the_next_run() -> None:
    whole = concluded(chosen(3, [gap(address(0), "budget", "check", material=False)], FOUND))
    assert whole.outcome is Outcome.INCOMPLETE


# Attachments


def test_an_attachment_counts_as_its_page_where_the_page_says_little() -> None:
    pdf = "https://news.example/附件.pdf"
    cover = page(address(0)).model_copy(update={"attachment_links": (Link(url=pdf, text="附件"),)})
    missing = chosen(3, [gap(pdf, "scanned", "read")]).model_copy(update={"pages": (cover,)})
    assert concluded(missing).outcome is Outcome.INCOMPLETE
    beside = chosen(3, [gap(pdf, "scanned", "read", material=False)])
    assert concluded(beside.model_copy(update={"pages": (cover,)})).outcome is Outcome.NONE_FOUND


# Searches


def test_without_an_answer_that_covers_nothing_is_concluded() -> None:
    whole = concluded(asked(0, 2, FOUND), covered=False)
    assert whole.outcome is Outcome.INCOMPLETE
    assert len(mattering(whole)) == 2
    assert concluded(asked(2, 0, covers=False), covered=False).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("answers", "failures", "outcome"),
    [
        (5, 0, Outcome.NONE_FOUND),
        (4, 1, Outcome.NONE_FOUND),
        (3, 2, Outcome.NONE_FOUND),
        (2, 2, Outcome.INCOMPLETE),
        (1, 4, Outcome.INCOMPLETE),
    ],
)
def test_nothing_found_wants_more_than_half_of_the_questions_answered(
    answers: int, failures: int, outcome: Outcome
) -> None:
    whole = concluded(asked(answers, failures))
    assert whole.outcome is outcome
    assert len(mattering(whole)) == (failures if outcome is Outcome.INCOMPLETE else 0)


def test_one_answer_is_enough_beside_a_finding() -> None:
    assert concluded(asked(1, 4, FOUND)).outcome is Outcome.FOUND


def test_a_question_that_another_search_answered_is_answered() -> None:
    gaps = tuple(unanswered("问 0", material=False) for _ in range(4))
    whole = concluded(asked(1, 0).model_copy(update={"gaps": gaps}))
    assert whole.outcome is Outcome.NONE_FOUND


# Counting


def test_what_was_looked_at_is_counted() -> None:
    gaps = (
        unanswered("无"),
        gap(address(1), "blocked:ruishu"),
        gap(address(3), "http:412"),
        gap(address(4), "soft_404"),
        gap(address(5), "truncated", "extract"),
        gap("https://other.example/附件.pdf", "scanned", "read", material=False),
    )
    seen = coverage_of(chosen(9, gaps))
    assert (seen.searches_answered, seen.searches_asked) == (1, 2)
    assert (seen.pages_read, seen.pages_absent, seen.pages_chosen) == (6, 1, 9)
    assert (seen.best_read, seen.best_chosen) == (2, 3)
    assert seen.unread_closely == 1
    assert seen.refused == ("news.example",)
    assert seen.material == 5


def test_a_page_whose_old_copy_stands_in_was_read() -> None:
    whole = dossier(pages=(HERE,), gaps=(gap(HERE.url, material=False),))
    assert coverage_of(whole).pages_read == 1


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        ((), IssuerSite.NONE_KNOWN),
        (("issuer",), IssuerSite.REACHED),
        (("issuer", "repost"), IssuerSite.PARTLY),
        (("media", "repost"), IssuerSite.NOT_REACHED),
    ],
)
def test_the_issuers_own_site_was_reached_or_not(
    classes: tuple[str, ...], told: IssuerSite
) -> None:
    listed = [
        finding(page(address(number))).model_copy(update={"source_class": one})
        for number, one in enumerate(classes)
    ]
    assert coverage_of(dossier(*listed, pages=(HERE,))).issuer_site is told


def test_the_same_thing_read_at_its_issuer_counts_once_and_as_read() -> None:
    def told(reason: str, url: str) -> Verdict:
        return Verdict(
            check="across", label=Label.SUPPORTED, reason=reason, detail=Elsewhere(url=url)
        )

    own = finding(HERE, Status.INSUFFICIENT)
    repost = finding(page(address(1))).model_copy(update={"source_class": "repost"})
    main = repost.model_copy(
        update={"verdicts": (*repost.verdicts, told("across.told_elsewhere_too", HERE.url))}
    )
    again = repost.model_copy(
        update={"verdicts": (*repost.verdicts, told("across.duplicate", HERE.url))}
    )
    seen = coverage_of(dossier(own, main, again, pages=(HERE,)))
    assert (seen.issued_own, seen.issued) == (1, 1)


def test_events_and_what_is_not_listed_have_no_issuer_to_reach() -> None:
    event = FOUND.model_copy(update={"kind": PolicyKind.EVENT})
    rejected = finding(HERE, Status.REJECTED)
    seen = coverage_of(dossier(event, rejected, pages=(HERE,)))
    assert seen.issuer_site is IssuerSite.NONE_KNOWN


def test_pages_on_the_sites_that_were_searched_are_counted_apart() -> None:
    sites = ("www.shanxi.example", "mot.example")
    query = Query(text="山西 公交", window=POINT.window(), sites=sites)
    urls = (HERE.url, "https://mot.example/1", "https://notmot.example/1")
    whole = dossier(pages=(HERE,), gaps=(gap(urls[1]),))
    seen = coverage_of(whole.model_copy(update={"queries": (query,), "selected": urls}))
    assert (seen.official_read, seen.official_chosen) == (1, 2)
