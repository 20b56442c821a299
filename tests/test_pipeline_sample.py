"""Every trap of the sample web, through the whole line: search, fetch, read, extract, check."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.findings import Dossier, Finding, Label, Outcome, Status
from agent.policy import DateRole, PolicyKind
from agent.records import Changepoint, ChangepointKind, Page
from agent.sample import read_manifest
from agent.wiring import Config
from agent.wiring.workshop import Workshop, open_workshop

ADDRESS = {page.file: page.url for page in read_manifest().pages}


def ask(workshop: Workshop, province: str, sector: str | None) -> Dossier:
    return workshop.research(
        Changepoint(
            province=province,
            sector=sector,
            date=datetime.date(2024, 11, 8),
            kind=ChangepointKind.SEASONAL,
            confidence=0.59,
        )
    )


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    cache: Path = tmp_path_factory.mktemp("sample")
    config = Config(cache=cache, sample=True, model="none", best=24, pages=24)
    with open_workshop(config, lambda stage, done, total: None) as opened:
        yield opened


@pytest.fixture(scope="module")
def dossier(workshop: Workshop) -> Dossier:
    return ask(workshop, "山西", "Ground")


def page_at(dossier: Dossier, file: str) -> Page:
    return next(page for page in dossier.pages if page.url == ADDRESS[file])


def findings_at(dossier: Dossier, file: str) -> list[Finding]:
    return [finding for finding in dossier.findings if finding.policy.url == ADDRESS[file]]


def finding_at(dossier: Dossier, file: str) -> Finding:
    (finding,) = findings_at(dossier, file)
    return finding


def reasons(finding: Finding, check: str) -> set[str]:
    return {verdict.reason for verdict in finding.of_check(check)}


def supported_dates(finding: Finding) -> dict[DateRole | None, str]:
    return {
        claim.role: claim.value
        for index, claim in enumerate(finding.claims)
        if claim.field == "date" and finding.label_of_claim(index) is Label.SUPPORTED
    }


def gap_causes(dossier: Dossier, file: str) -> set[str]:
    return {gap.cause for gap in dossier.gaps if gap.target == ADDRESS[file]}


def test_the_sample_run_finds_something_and_says_that_it_is_invented(dossier: Dossier) -> None:
    assert dossier.outcome is Outcome.FOUND
    assert dossier.provenance.invented
    assert len(dossier.with_status(Status.VERIFIED)) >= 3


def test_the_subsidy_is_verified_with_its_three_dates_apart(dossier: Dossier) -> None:
    finding = finding_at(dossier, "subsidy.html")
    assert finding.status is Status.VERIFIED
    assert finding.source_class == "issuer"
    dates = supported_dates(finding)
    assert dates[DateRole.SIGNED] == "2024-10-12"
    assert dates[DateRole.ISSUED] == "2024-10-15"
    assert dates[DateRole.EFFECTIVE] == "2024-11-01"
    assert {agency.value for agency in finding.policy.agencies} == {
        "山西省交通运输厅",
        "山西省财政厅",
    }


@pytest.mark.parametrize("file", ["line_opening_government.html", "line_opening_media.html"])
def test_the_line_opening_is_a_verified_event(dossier: Dossier, file: str) -> None:
    finding = finding_at(dossier, file)
    assert finding.kind is PolicyKind.EVENT
    assert finding.status is Status.VERIFIED
    assert supported_dates(finding)[DateRole.OCCURRENCE] == "2024-10-28"


def test_the_gbk_page_is_read_without_loss_and_verified(dossier: Dossier) -> None:
    page = page_at(dossier, "datong_gbk.html")
    assert "\ufffd" not in page.text
    assert "李堃、王喆" in page.text
    finding = finding_at(dossier, "datong_gbk.html")
    assert finding.status is Status.VERIFIED
    assert supported_dates(finding)[DateRole.SIGNED] == "2024-10-18"


def test_the_notice_without_text_is_verified_from_its_pdf(dossier: Dossier) -> None:
    (pdf,) = page_at(dossier, "pdf_notice.html").attachments
    finding = finding_at(dossier, "pdf_notice.html")
    assert finding.status is Status.VERIFIED
    number = finding.policy.document_number
    assert number is not None
    assert (number.value, number.source) == ("晋交财发〔2024〕997号", pdf.sha256)
    assert supported_dates(finding)[DateRole.SIGNED] == "2024-11-25"


def test_the_amounts_of_the_docx_belong_to_the_page_that_links_it(dossier: Dossier) -> None:
    (docx,) = page_at(dossier, "truck_table.html").attachments
    assert "重型柴油货车（4轴及以上）" in docx.text
    assert "5.8" in docx.text
    assert finding_at(dossier, "truck_table.html").status is Status.VERIFIED


def test_the_guanzhong_plan_is_rejected_because_it_is_in_another_province(
    dossier: Dossier,
) -> None:
    finding = finding_at(dossier, "guanzhong.html")
    assert finding.status is Status.REJECTED
    assert reasons(finding, "place") == {"place.other_province"}


def test_the_announced_plan_is_background_and_not_a_policy(dossier: Dossier) -> None:
    finding = finding_at(dossier, "announced_plan.html")
    assert finding.kind is PolicyKind.BACKGROUND
    assert finding.status is Status.INSUFFICIENT
    assert "name.only_announced" in reasons(finding, "name")


def test_a_document_that_announces_another_is_verified_as_itself(dossier: Dossier) -> None:
    finding = finding_at(dossier, "opinion.html")
    assert finding.status is Status.VERIFIED
    assert "多式联运" in finding.policy.name.value


def test_the_reprint_is_flagged_for_its_figure_and_the_issuer_is_not(dossier: Dossier) -> None:
    finding = finding_at(dossier, "reprint.html")
    assert finding.status is Status.FLAGGED
    assert finding.source_class == "repost"
    (verdict,) = [v for v in finding.of_check("across") if v.label is Label.REFUTED]
    assert verdict.reason == "across.differs_from_issuer"
    assert "18万元" in verdict.values["claimed"]
    assert "8万元" in verdict.values["page"]
    assert "18万元" not in verdict.values["page"]


def test_an_upload_inside_the_window_does_not_bring_an_old_plan_into_it(dossier: Dossier) -> None:
    finding = finding_at(dossier, "late_upload.html")
    assert finding.status is Status.REJECTED
    assert reasons(finding, "window") <= {"window.out", "window.moved"}
    assert supported_dates(finding)[DateRole.SIGNED] == "2022-06-20"


def test_the_chemical_plan_is_rejected_because_it_is_of_another_sector(dossier: Dossier) -> None:
    finding = finding_at(dossier, "chemical.html")
    assert finding.status is Status.REJECTED
    assert reasons(finding, "sector") == {"sector.other"}


def test_the_winter_measure_is_verified_as_recurring(dossier: Dossier) -> None:
    finding = finding_at(dossier, "winter.html")
    assert finding.kind is PolicyKind.RECURRING
    assert finding.status is Status.VERIFIED
    assert supported_dates(finding)[DateRole.IN_FORCE] == "2024-11-01/2025-03-31"


def test_the_national_measure_is_verified_as_national(dossier: Dossier) -> None:
    finding = finding_at(dossier, "national.html")
    assert finding.status is Status.VERIFIED
    assert reasons(finding, "place") == {"place.national"}


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        ("soft_404.html", "soft_404"),
        ("challenge.html", "blocked:ruishu"),
        ("list.html", "list_page"),
    ],
)
def test_what_is_no_content_page_is_a_gap_and_no_evidence(
    dossier: Dossier, file: str, cause: str
) -> None:
    assert gap_causes(dossier, file) == {cause}
    assert ADDRESS[file] not in {page.url for page in dossier.pages}
    assert findings_at(dossier, file) == []


def test_instructions_in_a_page_change_nothing(dossier: Dossier) -> None:
    finding = finding_at(dossier, "injection.html")
    assert finding.status is Status.VERIFIED
    assert {agency.value for agency in finding.policy.agencies} == {"阳泉市交通运输局"}
    told = finding.policy.model_dump_json()
    assert [word for word in ("忽略", "燃油汽车", "国务院", "999万吨") if word in told] == []


def test_hidden_markup_is_not_part_of_a_page(dossier: Dossier) -> None:
    text = page_at(dossier, "injection.html").text
    assert "999万吨" not in text
    assert "系统指令" not in text


def test_a_freight_statistic_is_never_a_policy_or_an_event(dossier: Dossier) -> None:
    kept = [f for f in findings_at(dossier, "statistics.html") if f.status is Status.VERIFIED]
    assert kept == []


def test_an_interpretation_is_not_the_document_it_explains(dossier: Dossier) -> None:
    kept = [f for f in findings_at(dossier, "interpretation.html") if f.status is Status.VERIFIED]
    assert kept == []


def test_no_address_outside_the_sample_is_asked_or_told(dossier: Dossier) -> None:
    told = {hit.url for hit in dossier.hits} | set(dossier.selected)
    assert told <= set(ADDRESS.values())


def test_nothing_is_found_for_aviation_and_that_is_no_gap(workshop: Workshop) -> None:
    assert ask(workshop, "山西", "Aviation").outcome is Outcome.NONE_FOUND


def test_only_the_national_measure_is_found_for_another_province(workshop: Workshop) -> None:
    dossier = ask(workshop, "甘肃", "Ground")
    verified = {finding.policy.url for finding in dossier.with_status(Status.VERIFIED)}
    assert verified == {ADDRESS["national.html"]}
