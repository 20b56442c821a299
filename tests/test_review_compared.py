"""Two texts beside each other: the claim and its page, a copy and the issuer's page. Pages are invented."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from agent.checks import across
from agent.cli.rendering import emissions_at_hand
from agent.details import Issuer, Titled
from agent.findings import Dossier, Label, Status, Verdict
from agent.places import Places
from agent.records import Detection, Span
from agent.report.reviewed import as_reviewed
from agent.review.app import application
from agent.sectors import Sectors
from agent.series import Daily, Emissions, SeriesFile
from agent.store import Store
from agent.store.reviews import Reviews
from tests import dossiers
from tests.at_once import text as render
from tests.desks import KEYS, browser, decide, desk, dossier, key, misdated, save

ISSUER = dossiers.page()
COPY = dossiers.page(
    "https://www.linfen.example/copy.html", dossiers.TEXT.replace("补贴8万元", "补贴18万元")
)


def copied() -> Dossier:
    """The issuer's paper, and a copy of it elsewhere with another amount, as the checks compare them."""
    own = dossiers.finding(ISSUER)
    copy = dossiers.finding(COPY)
    claims = tuple(
        claim.model_copy(
            update={
                "value": claim.value.replace("补贴8万元", "补贴18万元"),
                "quote": (claim.quote or "").replace("补贴8万元", "补贴18万元"),
            }
        )
        for claim in copy.claims
    )
    other = copy.model_copy(
        update={"claims": claims, "source_class": "repost", "publisher": "临汾市示例局"}
    )
    return dossier(*across((own, other)), pages=(ISSUER, COPY))


def kept(folder: Path) -> tuple[Dossier, str]:
    made = copied()
    save(folder / "research.db", made)
    (flagged,) = made.with_status(Status.FLAGGED)
    return made, key(flagged, made)


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def compared(html: str) -> list[str]:
    """The texts that stand beside each other, what differs in brackets."""
    marked = re.sub(r'<b class="differs">(.*?)</b>', r"[\1]", html)
    return [words(quote) for quote in re.findall(r"<blockquote>(.*?)</blockquote>", marked)]


def test_the_issuers_page_stands_beside_the_copy_with_the_differing_characters_marked(
    tmp_path: Path,
) -> None:
    kept(tmp_path)
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert compared(html) == ["每辆新能源公交车补贴[18万元]。", "每辆新能源公交车补贴[8万元]。"]
    assert "发布机构官网（山西省示例厅）" in html
    assert "网页上是这样写的吗？" in html
    # In the frozen page too.
    assert re.search(r'<mark class="[^"]*is-differs[^"]*"[^>]*>18万元</mark>', html)


def test_the_issuers_page_can_be_opened_in_the_place_of_the_copy(tmp_path: Path) -> None:
    kept(tmp_path)
    with browser(tmp_path) as client:
        there = re.search(r'<a href="(/[^"]*)">打开那一页</a>', client.get("/").text)
        assert there
        html = client.get(there[1].replace("&amp;", "&")).text
    assert re.search(r'<mark class="[^"]*is-differs[^"]*"[^>]*>8万元</mark>', html)
    assert "jtyst.shanxi.example ·" in html
    assert "www.linfen.example ·" in html


def test_b_takes_the_issuers_value_with_the_issuers_passage(tmp_path: Path) -> None:
    made, finding = kept(tmp_path)
    with browser(tmp_path) as client:
        assert (
            "<kbd>b</kbd><span>取发布机构的：每辆新能源公交车补贴8万元。</span>"
            in client.get("/").text
        )
        code, _ = decide(client, finding, "correct", suggested="yes")
    assert code == 200
    with Store(tmp_path / "research.db") as store:
        reviews = Reviews(store.database).in_force()
    ((review,),) = reviews.values()
    (put,) = review.corrections
    assert (put.field, put.value, put.source) == (
        "content",
        "每辆新能源公交车补贴8万元。",
        ISSUER.sha256,
    )
    assert ISSUER.text[put.span.start : put.span.end] == put.quote
    (told,) = as_reviewed([made], reviews)
    by_person = next(f for f in told.findings if f.policy.url == COPY.url)
    assert by_person.status is Status.VERIFIED
    report = render([told], "zh")
    assert f"（人工更正，取自另一网页 {ISSUER.url}，原为 每辆新能源公交车补贴18万元。）" in report
    assert report.count("补贴18万元") == 1


def test_where_two_pages_agree_the_other_page_is_shown_beside_the_claim(tmp_path: Path) -> None:
    own, copy = misdated(dossiers.page("https://a.shanxi.example/1.html")), dossiers.finding(ISSUER)
    pages = (dossiers.page("https://a.shanxi.example/1.html"), ISSUER)
    both = tuple(f.model_copy(update={"source_class": "repost"}) for f in (own, copy))
    made = dossier(*across(both), pages=pages)
    assert made.with_status(Status.FLAGGED)
    save(tmp_path / "research.db", made)
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert compared(html) == ["[2024-10-28]", "[2024年10月12日]"]
    assert "所称" in html


def test_a_quote_that_does_not_stand_there_is_compared_with_the_passage_most_like_it(
    tmp_path: Path,
) -> None:
    found = dossiers.finding(ISSUER)
    at = next(i for i, claim in enumerate(found.claims) if claim.field == "agency")
    quote = "现将《公交车更新补贴细则》印发给你们"
    claims = list(found.claims)
    claims[at] = claims[at].model_copy(update={"value": quote, "quote": quote})
    refuted = found.verdicts[0].model_copy(
        update={"check": "agency", "label": Label.REFUTED, "reason": "agency.other", "claim": at}
    )
    kept_verdicts = tuple(v for v in found.verdicts if v.claim != at)
    made = dossier(
        found.model_copy(
            update={
                "claims": tuple(claims),
                "verdicts": (*kept_verdicts, refuted),
                "status": Status.FLAGGED,
            }
        ),
        pages=(ISSUER,),
    )
    save(tmp_path / "research.db", made)
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert compared(html) == [
        "现将《公交车更新补贴[细则]》印发给你们",
        "现将《公交车更新补贴[办法]》印发给你们。",
    ]
    assert "不算依据" in html


def named(name: str) -> Dossier:
    """A finding whose page only mentions a thing of this name, as its title says."""
    found = dossiers.finding(ISSUER, name=name)
    title = "山西省示例厅关于印发公交车更新补贴办法的通知"
    doubted = Verdict(
        check="source",
        label=Label.NOT_ENOUGH_INFO,
        reason="source.only_mentioned",
        detail=Titled(title=title),
        open=True,
    )
    verdicts = (*(v for v in found.verdicts if v.check != "source"), doubted)
    return dossier(
        found.model_copy(update={"verdicts": verdicts, "status": Status.FLAGGED}), pages=(ISSUER,)
    )


def test_a_name_beside_the_title_is_taken_from_it_where_a_word_differs(tmp_path: Path) -> None:
    name = "山西省示例厅关于印发公交车更新补助办法的通知"
    save(tmp_path / "research.db", named(name))
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert compared(html) == [
        "山西省示例厅关于印发公交车更新补[助]办法的通知",
        "山西省示例厅关于印发公交车更新补[贴]办法的通知",
    ]
    assert "<kbd>b</kbd><span>更正为 山西省示例厅关于印发公交车更新补贴办法的通知</span>" in html


def test_another_name_altogether_is_not_taken_from_the_title(tmp_path: Path) -> None:
    save(tmp_path / "research.db", named("关于加强扬尘治理的意见"))
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert len(compared(html)) == 2
    assert "<kbd>b</kbd><span>" not in html


def test_an_agency_that_the_page_has_not_is_dropped_where_its_own_is_claimed_too(
    tmp_path: Path,
) -> None:
    found = dossiers.finding(ISSUER)
    at = next(i for i, claim in enumerate(found.claims) if claim.field == "agency")
    claims = (*found.claims, found.claims[at].model_copy(update={"value": "山西省另一厅"}))
    start = ISSUER.text.rfind("山西省示例厅")
    refuted = Verdict(
        check="agency",
        label=Label.REFUTED,
        reason="agency.other",
        claim=len(found.claims),
        detail=Issuer(claimed="山西省另一厅", page="山西省示例厅"),
        span=Span(start=start, end=start + 6),
        source=ISSUER.sha256,
    )
    made = dossier(
        found.model_copy(
            update={
                "claims": claims,
                "verdicts": (*found.verdicts, refuted),
                "status": Status.FLAGGED,
            }
        ),
        pages=(ISSUER,),
    )
    save(tmp_path / "research.db", made)
    with browser(tmp_path) as client:
        assert "去掉 山西省另一厅，只留 山西省示例厅" in client.get("/").text
        decide(client, key(made.findings[0], made), "correct", suggested="yes")
    with Store(tmp_path / "research.db") as store:
        (told,) = as_reviewed([made], Reviews(store.database).in_force())
    report = render([told], "zh")
    assert "**责任机构**：山西省示例厅（人工更正，原为 山西省另一厅）" in report


def test_done_of_all_distinct_things_and_the_next_one_are_told(tmp_path: Path) -> None:
    pages = [dossiers.page(f"https://jtyst.shanxi.example/{n}.html") for n in range(3)]
    names = ["示例办法之一", "示例办法之一", "示例办法之二"]
    found = [misdated(page, name) for page, name in zip(pages, names, strict=True)]
    made = dossier(*found, pages=tuple(pages))
    save(tmp_path / "research.db", made)
    with browser(tmp_path) as client:
        html = client.get("/").text
        assert "已定 0/3" in html
        assert "3 条，2 件不同的事，1 个变点" in html
        assert html.count('<b class="next">下一条</b>') == 1
        assert re.search(r'<p class="next">下一条 <kbd>j</kbd>', html)
        decide(client, key(found[0], made), "accept")
        html = client.get("/?lang=en").text
    assert "1 of 3 settled" in html
    assert "findings: 2, distinct things: 2, changepoints: 1" in html


def test_an_english_page_has_english_names_of_provinces(tmp_path: Path) -> None:
    kept(tmp_path)
    with browser(tmp_path) as client:
        html = client.get("/?lang=en").text
    assert "Shanxi Ground Transport 2024-11-08" in html
    assert ">Shanxi (1)</option>" in html
    assert "山西 " not in words(html)


def test_a_note_on_plausibility_is_kept_and_exported(tmp_path: Path) -> None:
    _, finding = kept(tmp_path)
    with browser(tmp_path) as client:
        assert "是否可信" in client.get("/").text
        decide(client, finding, "accept", note="金额偏大，存疑于作用")
    with Store(tmp_path / "research.db") as store:
        (review,) = Reviews(store.database).history()
    assert review.note == "金额偏大，存疑于作用"


def test_an_empty_queue_names_the_command_of_the_report(tmp_path: Path) -> None:
    made = dossier(dossiers.finding(ISSUER), pages=(ISSUER,))
    run = save(tmp_path / "research.db", made)
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert f"research report {run} --out supplement.xlsx" in html


def test_the_emissions_of_the_changepoint_are_drawn_small(tmp_path: Path) -> None:
    made, _ = kept(tmp_path)
    start = made.window.start - timedelta(days=30)
    days = {start + timedelta(days=n): 50.0 + n % 7 for n in range(240)}
    file = SeriesFile("shanxi.csv", "0" * 64, {("山西", "Ground"): Daily(days)})
    with desk(tmp_path) as opened:
        opened.emissions = lambda d: Emissions(file, d.window, days)
        with TestClient(application(opened, KEYS), base_url="http://127.0.0.1:8770") as client:
            client.get(f"/enter?token={KEYS.token}")
            html = client.get("/").text
    assert 'class="plot"' in html
    assert "shanxi.csv" in html
    assert "变点 2024-11-08" in html
    assert "绿线：成文 2024-10-12" in html


def test_without_emissions_there_is_no_drawing(tmp_path: Path) -> None:
    kept(tmp_path)
    with browser(tmp_path) as client:
        assert 'class="plot"' not in client.get("/").text


def test_the_series_a_changepoint_was_found_in_is_drawn_where_it_lies_here(tmp_path: Path) -> None:
    rows = "".join(f"Shanxi,2024-11-{day:02},Ground,{day}.5\n" for day in range(1, 20))
    path = tmp_path / "shanxi.csv"
    path.write_text(f"state,date,sector,value\n{rows}")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    of = emissions_at_hand((), tmp_path, Places.load(), Sectors.load())

    def around(detection: Detection | None) -> Emissions | None:
        made = copied()
        point = made.changepoint.model_copy(update={"detection": detection})
        return of(made.model_copy(update={"changepoint": point}))

    found = around(Detection(series="shanxi.csv", series_sha256=sha256))
    assert found is not None
    assert len(found.values) == 19
    assert around(Detection(series="shanxi.csv", series_sha256="0" * 64)) is None
    assert around(Detection(series="other.csv", series_sha256=sha256)) is None
    assert around(None) is None
