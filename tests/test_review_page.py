"""The review page without a browser: who may ask, what is shown, what a decision does."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import re
import socket
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from agent.cache import Cache
from agent.details import Area
from agent.errors import ReadFailed
from agent.findings import Label, Status, Verdict
from agent.records import Page, Recognised, Span
from agent.review import serve as serving
from agent.review.app import application
from agent.store import Store
from agent.store.reviews import Review, Reviews
from agent.text.urls import url_identity
from tests import dossiers
from tests.desks import (
    KEYS,
    ORIGIN,
    browser,
    decide,
    desk,
    dossier,
    key,
    misdated,
    request_of,
    save,
)

HERE = dossiers.page()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One dossier: a finding with a wrong date, a verified one, a rejected one."""
    found = [
        misdated(HERE),
        dossiers.finding(HERE, Status.VERIFIED, "另一办法"),
        dossiers.finding(HERE, Status.REJECTED, "关中办法"),
    ]
    save(tmp_path / "research.db", dossier(*found, pages=(HERE,)))
    return tmp_path


def test_the_picture_of_recognised_letters_stands_beside_them(tmp_path: Path) -> None:
    read = Recognised(page=2, span=Span(start=0, end=len(HERE.text)))
    seen = HERE.model_copy(update={"recognised": (read,)})
    save(tmp_path / "research.db", dossier(misdated(seen), pages=(seen,)))
    sha = Cache(tmp_path, url_identity).put(b"%PDF-1.4 a scan")[0]
    drawn: list[tuple[bytes, int]] = []

    def draw(body: bytes, number: int) -> bytes:
        if number > 2:
            raise ReadFailed("damaged", "no page 3")
        drawn.append((body, number))
        return b"\x89PNG made here"

    with (
        desk(tmp_path) as opened,
        TestClient(application(opened, KEYS, draw=draw), base_url=ORIGIN) as client,
    ):
        assert client.get(f"/drawn/{sha}/2").status_code == 403
        client.get(f"/enter?token={KEYS.token}")
        shown = client.get("/").text
        picture = client.get(f"/drawn/{sha}/2")
        assert client.get(f"/drawn/{sha}/3").status_code == 404
        assert client.get(f"/drawn/{'0' * 64}/1").status_code == 404
    assert f'src="/drawn/{HERE.sha256}/2"' in shown
    assert "识别文字，须看原图" in shown
    assert picture.headers["content-type"] == "image/png"
    assert "default-src 'none'" in picture.headers["content-security-policy"]
    assert drawn == [(b"%PDF-1.4 a scan", 2)]


def flagged(folder: Path) -> str:
    with desk(folder) as opened:
        (entry,) = [e for e in opened.snapshot().entries if e.row.status is Status.FLAGGED]
    return entry.row.finding_key


def held(folder: Path) -> list[tuple[str, str, str]]:
    with Store(folder / "research.db") as store:
        reviews = Reviews(store.database).in_force()
    return sorted((r.reviewer, r.decision.value, k) for k, rs in reviews.items() for r in rs)


def last_request(folder: Path) -> str:
    with Store(folder / "research.db") as store:
        return Reviews(store.database).history()[-1].request


# Who may ask


def test_nobody_is_let_in_without_the_token(folder: Path) -> None:
    with desk(folder) as opened:
        client = TestClient(application(opened, KEYS), base_url=ORIGIN)
        for path in ("/", "/numbers", f"/bytes/{HERE.sha256}", "/nothing"):
            assert client.get(path).status_code == 403
        assert client.get("/enter").status_code == 403
        assert client.get("/enter?token=the-token-of-a-tesT").status_code == 403
        assert client.post("/decide", data={}, headers={"origin": ORIGIN}).status_code == 403
        assert client.get("/static/app.js").status_code == 200


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(folder: Path) -> None:
    with desk(folder) as opened:
        client = TestClient(application(opened, KEYS), base_url=ORIGIN, follow_redirects=False)
        answer = client.get(f"/enter?token={KEYS.token}")
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert KEYS.token not in cookie


def test_the_token_lets_one_browser_in_and_that_one_again(folder: Path) -> None:
    with desk(folder) as opened:
        page = application(opened, KEYS)
        first, second = (
            TestClient(page, base_url=ORIGIN, follow_redirects=False) for _ in range(2)
        )
        address = f"/enter?token={KEYS.token}"
        assert [first.get(address).status_code, second.get(address).status_code] == [303, 403]
        assert first.get(address).status_code == 303
        assert second.get("/").status_code == 403


@pytest.mark.parametrize("name", ["origin", "host", "cookie", "content-length"])
def test_a_header_that_decides_and_stands_twice_is_refused(folder: Path, name: str) -> None:
    with browser(folder) as client:
        twice = [("origin", ORIGIN), (name, "http://evil.example"), (name, ORIGIN)]
        assert client.post("/decide", content=b"x", headers=twice).status_code == 403


def test_who_sends_a_request_in_drops_holds_no_connection(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "WHOLE", 0.3)
    ports: queue.Queue[int] = queue.Queue()
    with desk(folder) as opened:
        server = serving.Announcing(serving.config(application(opened, KEYS), 0), ports.put)
        running = threading.Thread(target=asyncio.run, args=(server.serve(),))
        running.start()
        try:
            port = ports.get(timeout=20)
            head, body = b"GET / HTTP/1.1\r\nHost: 127", b"Content-Length: 9\r\n\r\nx"
            for begun in (head, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + body):
                with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
                    slow.sendall(begun)
                    with contextlib.suppress(ConnectionResetError):
                        while slow.recv(4096):
                            pass
        finally:
            server.should_exit = True
            running.join()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1@evil.example", "", "[::2]:8770"]
)
def test_a_name_that_is_not_ours_is_refused(folder: Path, host: str) -> None:
    with browser(folder) as client:
        answer = client.get("/", headers={"host": host})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_from_another_origin_is_refused(folder: Path, headers: dict[str, str]) -> None:
    form = {
        "form_key": KEYS.form,
        "request": "press-one",
        "key": flagged(folder),
        "decision": "accept",
    }
    with browser(folder) as client:
        assert client.post("/decide", data=form, headers=headers).status_code == 403
        assert client.post("/undo", data=form, headers=headers).status_code == 403
    assert held(folder) == []


def test_a_plain_form_of_our_own_page_is_taken(folder: Path) -> None:
    form = {
        "form_key": KEYS.form,
        "request": "press-one",
        "key": flagged(folder),
        "decision": "accept",
    }
    own = {"origin": "null", "sec-fetch-site": "same-origin"}
    with browser(folder) as client:
        assert client.post("/decide", data=form, headers=own).status_code == 200
    assert len(held(folder)) == 1


@pytest.mark.parametrize("forged", ["", "another", KEYS.token])
def test_a_forged_form_is_refused(folder: Path, forged: str) -> None:
    with browser(folder) as client:
        code, html = decide(client, flagged(folder), "accept", form_key=forged)
    assert code == 403
    assert "表单不是本页发出的" in html
    assert held(folder) == []


def test_a_form_with_a_thousand_fields_is_refused(folder: Path) -> None:
    with browser(folder) as client:
        form = {"form_key": KEYS.form, **{f"field{n}": "" for n in range(1000)}}
        assert client.post("/decide", data=form, headers={"origin": ORIGIN}).status_code == 403


def test_a_form_that_is_too_large_is_refused(folder: Path) -> None:
    with browser(folder) as client:
        code, _ = decide(client, flagged(folder), "accept", note="x" * 1_000_001)
    assert code == 413


def test_every_answer_lets_nothing_run_but_our_own_script(folder: Path) -> None:
    with browser(folder) as client:
        for path in ("/", "/numbers", "/static/app.js", "/nothing"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe-inline" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["x-frame-options"] == "DENY"
        refused = client.get("/", headers={"host": "evil.example"}).headers
    assert "default-src 'none'" in refused["content-security-policy"]


def test_a_page_needs_nothing_from_elsewhere_and_has_no_script_or_style_within(
    folder: Path,
) -> None:
    with browser(folder) as client:
        html = client.get("/").text
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', html) == [HERE.url]
    assert "<style" not in html
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)
    assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/app.js" defer>']


# What is shown


def test_the_queue_has_only_what_a_person_can_settle(folder: Path) -> None:
    with browser(folder) as client:
        html = client.get("/").text
        assert html.count('<span class="name">') == 1
        assert "公交车更新补贴办法" in html
        every = client.get("/?which=all").text
    assert every.count('<span class="name">') == 3


def test_the_question_is_put_plainly_with_a_key_for_each_answer(folder: Path) -> None:
    with browser(folder) as client:
        html = client.get("/").text
    assert "所称成文 2024-10-28 与网页不符，网页是 2024-10-12" in html
    answers = re.findall(r"<kbd>(\w)</kbd><span>([^<]+)</span>", html)
    assert answers == [
        ("a", "接受：成文 2024-10-28"),
        ("b", "更正为 成文 2024-10-12"),
        ("r", "剔除"),
        ("u", "存疑"),
        ("c", "更正…"),
    ]
    assert re.search(r'<mark class="is-against[^>]*>2024年10月12日</mark>', html)
    assert re.search(r'data-focus="(v\d+)"', html)


def test_the_page_speaks_english_when_asked(folder: Path) -> None:
    with browser(folder) as client:
        html = client.get("/?lang=en").text
    assert '<html lang="en">' in html
    assert "Accept: signed 2024-10-28" in html
    assert "Correct to signed 2024-10-12" in html


def test_words_that_only_resemble_the_page_are_marked_as_no_evidence(tmp_path: Path) -> None:
    found = misdated(HERE)
    at = next(i for i, claim in enumerate(found.claims) if claim.field == "content")
    quote = "每辆新能源公交车补贴18万元。"
    claims = list(found.claims)
    claims[at] = claims[at].model_copy(update={"value": quote, "quote": quote})
    lost = Verdict(check="content", label=Label.NOT_ENOUGH_INFO, reason="quote.not_found", claim=at)
    verdicts = (*(v for v in found.verdicts if v.claim != at), lost)
    found = found.model_copy(update={"claims": tuple(claims), "verdicts": verdicts})
    save(tmp_path / "research.db", dossier(found, pages=(HERE,)))
    with browser(tmp_path) as client:
        html = client.get("/").text
    near = re.search(r'<mark class="is-near[^"]*"[^>]*title="([^"]+)">([^<]+)</mark>', html)
    assert near
    assert near[2] == "每辆新能源公交车补贴8万元。"
    assert "不算依据" in near[1]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?province=山西", 1),
        ("?province=陕西", 0),
        ("?sector=Ground", 1),
        ("?kind=event", 0),
        ("?fault=date/date.other_value", 1),
        ("?search=补贴 办法", 1),
        ("?search=没有这个", 0),
        ("?which=insufficient", 0),
        ("?state=decided", 0),
        ("?which=nonsense&state=nonsense&page=-3&lang=xx", 1),
        ("?page=999999", 1),
        ("?page=9999999999999999999999", 1),
    ],
)
def test_filters_take_what_they_name_and_survive_nonsense(
    folder: Path, query: str, shown: int
) -> None:
    with browser(folder) as client:
        answer = client.get(f"/{query}")
    assert answer.status_code == 200
    assert answer.text.count('<span class="name">') == shown


def test_without_findings_the_page_says_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path / "research.db").close()
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert "这里还没有任何条目" in html
    assert "research --changepoint" in html


def test_when_nothing_passes_the_filters_the_page_says_so_and_clears_them(folder: Path) -> None:
    with browser(folder) as client:
        html = client.get("/?province=陕西").text
    assert "没有条目符合这些筛选" in html
    assert re.findall(r'<a href="([^"]+)">清除</a>', html) == ["/?", "/?"]


def test_the_words_of_the_page_are_words(folder: Path) -> None:
    with browser(folder) as client:
        for path in ("/", "/?lang=en", "/?search=x", "/?which=drawn", "/numbers", "/?key=s1:x"):
            html = client.get(path).text
            assert "built-in" not in html
            assert "$" not in re.sub(r"<[^>]+>", "", html).replace("$date", "")


def test_with_nothing_left_the_page_says_so_and_how_to_draw(folder: Path) -> None:
    with browser(folder) as client:
        decide(client, flagged(folder), "accept")
        html = client.get("/").text
    assert "没有未定的条目了" in html
    assert "--draw verified:100" in html


def test_an_unknown_finding_is_told(folder: Path) -> None:
    with browser(folder) as client:
        answer = client.get("/?key=s1:unknown")
    assert answer.status_code == 404
    assert "没有这个条目" in answer.text


def test_missing_bytes_are_told_and_the_stored_text_is_shown(folder: Path) -> None:
    with browser(folder) as client:
        html = client.get("/").text
        assert client.get(f"/bytes/{HERE.sha256}").status_code == 404
        assert client.get("/bytes/..%2f..%2fresearch.db").status_code == 404
    assert "原始字节不在缓存里" in html
    assert "现将《公交车更新补贴办法》印发给你们。" in re.sub(r"<[^>]+>", "", html)


def test_archived_bytes_are_given_to_keep_and_never_to_run(folder: Path) -> None:
    body = b"<script>alert(1)</script>"
    sha = Cache(folder).put(body)[0]
    with browser(folder) as client:
        answer = client.get(f"/bytes/{sha}")
    assert answer.content == body
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_finding_without_a_page_is_shown_with_the_reports_own_words(tmp_path: Path) -> None:
    unread = dossiers.finding(HERE, Status.FLAGGED)
    policy = unread.policy.model_copy(update={"source": ""})
    verdicts = tuple(v.model_copy(update={"span": None, "source": None}) for v in unread.verdicts)
    unread = unread.model_copy(
        update={"policy": policy, "verdicts": verdicts, "told_in": "old/report_info.txt:12"}
    )
    save(tmp_path / "research.db", dossier(unread, pages=()))
    with browser(tmp_path) as client:
        html = client.get("/").text
        code, _ = decide(client, flagged(tmp_path), "reject", fault="figure")
    assert "没有读到这一条的网页" in html
    assert "old/report_info.txt:12" in html
    assert code == 200


HOSTILE = """<script>document.title = 'ran'</script>
<img src=x onerror="document.title='ran'"> <a href="javascript:alert(1)">点我</a>
</div></section></main><h1>不是本页</h1> {{ 7 * 7 }} \u202e反转\u202c \u0007 &lt;b&gt;
2024年10月12日"""


def hostile_page() -> Page:
    text = dossiers.TEXT + "\n" + HOSTILE
    return dossiers.page('https://a.example/?q="><script>alert(1)</script>', text)


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    page = hostile_page()
    found = misdated(page, "<script>alert('name')</script>")
    verdict = Verdict(
        check="place",
        label=Label.NOT_ENOUGH_INFO,
        reason="place.ambiguous",
        detail=Area(words="<b onclick=x>", page="\u202e", province="山西"),
    )
    found = found.model_copy(update={"verdicts": (*found.verdicts, verdict)})
    save(tmp_path / "research.db", dossier(found, pages=(page,)))
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert re.findall(r"<script[^>]*>", html) == ['<script src="/static/app.js" defer>']
    assert "<img" not in html
    assert "<h1>不是本页" not in html
    assert "&lt;h1&gt;不是本页" in html
    assert "{{ 7 * 7 }}" in html
    assert "\u202e" not in html
    assert 'title="U+202E"' in html
    assert 'href="javascript:' not in html


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_only_web_addresses_become_links(tmp_path: Path, scheme: str) -> None:
    page = dossiers.page(scheme)
    save(tmp_path / "research.db", dossier(misdated(page), pages=(page,)))
    with browser(tmp_path) as client:
        html = client.get("/").text
    assert f'href="{scheme}' not in html


def test_two_million_characters_are_shown(tmp_path: Path) -> None:
    page = dossiers.page(text=dossiers.TEXT + "\n<b>长" * 500_000)
    save(tmp_path / "research.db", dossier(misdated(page), pages=(page,)))
    with browser(tmp_path) as client:
        answer = client.get("/")
    assert answer.status_code == 200
    assert answer.text.count("&lt;b&gt;长") == 500_000


# What a decision does


def test_a_decision_is_kept_and_the_next_finding_opens(tmp_path: Path) -> None:
    pages = [dossiers.page(f"https://jtyst.shanxi.example/{n}.html") for n in range(3)]
    made = dossier(*(misdated(p, f"办法{i}") for i, p in enumerate(pages)), pages=tuple(pages))
    save(tmp_path / "research.db", made)
    keys = [key(f, made) for f in made.findings]
    with browser(tmp_path) as client:
        code, html = decide(client, keys[0], "accept", note=" 看过\n落款 ")
    assert code == 200
    assert "已接受 1 条" in html
    assert f'name="key" value="{keys[1]}"' in html
    assert held(tmp_path) == [("li", "accept", keys[0])]
    with Store(tmp_path / "research.db") as store:
        (review,) = Reviews(store.database).history()
    assert review.note == "看过落款"
    assert review.seen is not None
    assert (review.seen.status, review.seen.page) == ("flagged", pages[0].sha256)


def test_the_same_decision_sent_twice_counts_once(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        token = request_of(client.get("/").text)
        for _ in range(2):
            assert decide(client, finding, "accept", request=token)[0] == 200
    with Store(folder / "research.db") as store:
        assert len(Reviews(store.database).history()) == 1


def test_a_page_that_the_browser_brings_back_may_decide_otherwise(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        token = request_of(client.get("/").text)
        decide(client, finding, "accept", request=token)
        decide(client, finding, "reject", request=token)
    assert held(folder) == [("li", "reject", finding)]


def test_every_page_brings_a_request_of_its_own(folder: Path) -> None:
    with browser(folder) as client:
        tokens = {request_of(client.get("/").text) for _ in range(3)}
    assert len(tokens) == 3


def test_b_puts_the_pages_own_value_in_with_its_passage(folder: Path) -> None:
    with browser(folder) as client:
        code, html = decide(client, flagged(folder), "correct", suggested="yes")
    assert (code, "已更正 1 条" in html) == (200, True)
    with Store(folder / "research.db") as store:
        (review,) = Reviews(store.database).history()
    (put,) = review.corrections
    assert (put.field, put.value, put.role, put.quote) == (
        "date",
        "2024-10-12",
        "signed",
        "2024年10月12日",
    )
    assert HERE.text[put.span.start : put.span.end] == put.quote


def target(folder: Path) -> str:
    """The claim of the date, as the form names it."""
    with desk(folder) as opened:
        finding = opened.case(flagged(folder)).finding
    at = next(i for i, claim in enumerate(finding.claims) if claim.field == "date")
    return f"date:{at}:"


@pytest.mark.parametrize(
    ("quote", "value", "code", "told"),
    [
        ("2024年10月12日", "2024-10-12", 200, "已更正"),
        ("2024 年 10 月 12 日", "", 200, "已更正"),
        ("山西省示例厅\n2024年10月12日", "2024-10", 200, "已更正"),
        ("2024年10月13日", "2024-10-13", 422, "找不到这段原文"),
        ("2024年10月12日", "2024-10-13", 422, "这个值不在选中的原文里"),
        ("2024年10月12日", "不久以前", 422, "不是可用的日期"),
        ("公交车更新补贴办法", "", 422, "没有日期"),
        ("", "2024-10-12", 422, "还没有选中原文"),
    ],
)
def test_a_correction_needs_a_passage_that_stands_in_the_frozen_page(
    folder: Path, quote: str, value: str, code: int, told: str
) -> None:
    given = {"quote": quote, "value": value, "source": HERE.sha256, "target": target(folder)}
    with browser(folder) as client:
        answer = decide(client, flagged(folder), "correct", **given)
    assert answer[0] == code
    assert told in answer[1]
    assert len(held(folder)) == (code == 200)


def test_a_date_that_nobody_claimed_can_be_added_with_its_passage(folder: Path) -> None:
    given = {
        "quote": "2024年10月12日",
        "value": "",
        "source": HERE.sha256,
        "target": "date::issued",
    }
    with browser(folder) as client:
        code, _ = decide(client, flagged(folder), "correct", **given)
    assert code == 200
    with Store(folder / "research.db") as store:
        (review,) = Reviews(store.database).history()
    (put,) = review.corrections
    assert (put.claim, put.role, put.value) == (None, "issued", "2024-10-12")


def test_a_second_correction_does_not_bring_back_what_the_first_put_right(folder: Path) -> None:
    finding = flagged(folder)
    added = {"quote": "山西省示例厅", "source": HERE.sha256, "target": "agency::"}
    again = {"quote": "2024年10月12日", "value": "2024-10", "source": HERE.sha256}
    with browser(folder) as client:
        decide(client, finding, "correct", request="the first one", suggested="yes")
        decide(client, finding, "correct", request="another one", **added)
        decide(client, finding, "correct", request="another one", **added)
        (review,) = reviews(folder)
        assert [(c.field, c.value) for c in review.corrections] == [
            ("date", "2024-10-12"),
            ("agency", "山西省示例厅"),
        ]
        decide(client, finding, "correct", request="a third one", target=target(folder), **again)
        (review,) = reviews(folder)
        assert [(c.field, c.value) for c in review.corrections] == [
            ("agency", "山西省示例厅"),
            ("date", "2024-10"),
        ]
        decide(client, finding, "accept", request="a fourth one")
    assert reviews(folder)[0].corrections == ()


def reviews(folder: Path) -> tuple[Review, ...]:
    with Store(folder / "research.db") as store:
        return Reviews(store.database).in_force().get(flagged(folder), ())


def test_a_refused_correction_keeps_what_was_typed(folder: Path) -> None:
    given = {
        "quote": "没有这句",
        "value": "2024-10-13",
        "note": "我的备注",
        "target": target(folder),
    }
    with browser(folder) as client:
        _, html = decide(client, flagged(folder), "correct", source=HERE.sha256, **given)
    assert "没有这句</textarea>" in html
    assert 'value="2024-10-13"' in html
    assert 'value="我的备注"' in html


@pytest.mark.parametrize(
    "change",
    [
        {"source": "00" * 32},
        {"target": "date:99:"},
        {"target": "name:1:"},
        {"target": "place::"},
        {"target": "date::"},
        {"target": "date::upload2"},
        {"target": ""},
        {"start": "999999", "end": "-1"},
    ],
)
def test_a_senseless_correction_is_refused(folder: Path, change: dict[str, str]) -> None:
    given = {
        "quote": "没有",
        "value": "2024-10-12",
        "source": HERE.sha256,
        "target": target(folder),
    }
    with browser(folder) as client:
        assert decide(client, flagged(folder), "correct", **{**given, **change})[0] == 422
    assert held(folder) == []


@pytest.mark.parametrize("decision", ["", "withdrawn", "ACCEPT", "delete"])
def test_an_unknown_decision_is_refused(folder: Path, decision: str) -> None:
    with browser(folder) as client:
        assert decide(client, flagged(folder), decision, request="press-12345")[0] == 400


def test_undo_takes_the_decision_back_and_opens_the_finding_again(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        decide(client, finding, "reject", request="press-one")
        form = {"form_key": KEYS.form, "request": last_request(folder)}
        html = client.post("/undo", data=form, headers={"origin": ORIGIN}).text
        assert "已撤回 1 条" in html
        assert f'name="key" value="{finding}"' in html
        again = client.post("/undo", data={"form_key": KEYS.form}, headers={"origin": ORIGIN}).text
    assert "没有可撤回的决定" in again
    assert held(folder) == []


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Four changepoints that all have the same finding of one page, and one of another page."""
    other = dossiers.page("https://jtyst.shanxi.example/other.html")
    made = [dossier(misdated(HERE), pages=(HERE,), days=n) for n in range(4)]
    made[0] = dossier(misdated(other, "单独一条"), *made[0].findings, pages=(HERE, other))
    save(tmp_path / "research.db", *made)
    return tmp_path


def test_a_question_that_is_asked_several_times_comes_first(many: Path) -> None:
    with browser(many) as client:
        html = client.get("/").text
    names = re.findall(r'<span class="name">([^<]+)</span>', html)
    assert names == ["公交车更新补贴办法"] * 4 + ["单独一条"]
    assert "4 条同问" in html


def test_one_decision_settles_all_of_a_page_and_is_taken_back_as_one(many: Path) -> None:
    with browser(many) as client:
        first = re.search(r'name="key" value="([^"]+)"', client.get("/").text)
        assert first
        code, html = decide(
            client, first[1], "reject", scope="page", count="4", request="press-many"
        )
        assert (code, "已剔除 4 条" in html) == (200, True)
        assert len(held(many)) == 4
        form = {"form_key": KEYS.form, "request": last_request(many)}
        html = client.post("/undo", data=form, headers={"origin": ORIGIN}).text
    assert "已撤回 4 条" in html
    assert held(many) == []


def test_b_for_all_of_a_page_puts_the_pages_value_into_each(many: Path) -> None:
    with browser(many) as client:
        first = re.search(r'name="key" value="([^"]+)"', client.get("/").text)
        assert first
        more = {"scope": "page", "count": "4", "suggested": "yes", "request": "press-b-many"}
        code, html = decide(client, first[1], "correct", **more)
        assert (code, "已更正 4 条" in html) == (200, True)
        with Store(many / "research.db") as store:
            reviews = Reviews(store.database).history()
        assert [[c.value for c in r.corrections] for r in reviews] == [["2024-10-12"]] * 4
        assert len({r.finding_key for r in reviews}) == 4
        form = {"form_key": KEYS.form, "request": last_request(many)}
        assert "已撤回 4 条" in client.post("/undo", data=form, headers={"origin": ORIGIN}).text
    assert held(many) == []


def test_b_for_several_keeps_nothing_where_one_has_no_value_to_take(tmp_path: Path) -> None:
    first = dossier(misdated(HERE), pages=(HERE,))
    other = dossiers.finding(HERE, Status.FLAGGED, "另一办法")
    save(tmp_path / "research.db", first, dossier(other, pages=(HERE,), days=3))
    with browser(tmp_path) as client:
        more = {"scope": "page", "count": "2", "suggested": "yes", "request": "press-b-two"}
        code, html = decide(client, key(first.findings[0], first), "correct", **more)
    assert (code, "没有网页的值可取" in html) == (422, True)
    assert held(tmp_path) == []


def test_one_decision_settles_all_with_a_fault_within_the_filters(many: Path) -> None:
    with browser(many) as client:
        first = re.search(r'name="key" value="([^"]+)"', client.get("/").text)
        assert first
        code, _ = decide(client, first[1], "accept", scope="fault", count="1", query="?search=单独")
        assert code == 409
        code, _ = decide(client, first[1], "accept", scope="fault", count="5")
    assert code == 200
    assert len(held(many)) == 5


def test_a_number_that_has_changed_meanwhile_keeps_nothing(many: Path) -> None:
    with browser(many) as client:
        first = re.search(r'name="key" value="([^"]+)"', client.get("/").text)
        assert first
        code, html = decide(client, first[1], "accept", scope="page", count="3")
    assert (code, "这一次会定 4 条，还没有保存" in html) == (409, True)
    assert held(many) == []
    # Without scripts this is the confirmation: the page now has the number in it.
    assert re.search(r'name="count" id="count" value="4"', html)


# Several reviewers


def test_a_reviewer_is_blind_to_others_until_both_have_decided(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder, "王") as client:
        decide(client, finding, "reject", note="地点不对")
    with browser(folder, "li") as client:
        before = client.get(f"/?state=any&key={finding}").text
        assert "地点不对" not in before
        assert "王" not in re.sub(r"<[^>]+>", "", before)
        assert client.get("/?state=disagreement").text.count('<span class="name">') == 0
        assert client.get("/?state=any&reviewer=王").text.count('<span class="name">') == 0
        assert "还没有决定" in client.get("/numbers").text
        decide(client, finding, "accept")
        after = client.get(f"/?state=disagreement&key={finding}").text
        numbers = client.get("/numbers").text
    assert "地点不对" in after
    assert "意见不一" in after
    assert "li / 王" in numbers


# What a later run does


def test_a_decision_on_a_finding_that_a_newer_run_replaced_is_kept_and_told(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        client.get("/")
        save(folder / "research.db", dossier(misdated(HERE, "新的办法"), pages=(HERE,)))
        shown = client.get(f"/?key={finding}").text
        code, html = decide(client, finding, "accept")
    assert "新的一次运行已替换这一条" in shown
    assert (code, "决定仍然保留" in html) == (200, True)
    assert held(folder) == [("li", "accept", finding)]


def test_when_the_page_changed_since_the_older_decision_and_the_difference_are_shown(
    folder: Path,
) -> None:
    with browser(folder) as client:
        decide(client, flagged(folder), "accept")
        newer = dossiers.page(text=dossiers.TEXT + "\n（更新）")
        save(
            folder / "research.db",
            dossier(misdated(newer, claimed="2024-10-30"), pages=(newer,)),
        )
        html = client.get("/").text
        assert client.get("/?state=changed").text.count('<span class="name">') == 1
    assert "你核定之后，核验结果有变" in html
    assert f"网页内容变了： {HERE.sha256[:12]} → {newer.sha256[:12]}" in html
    assert "日期: 成文 2024-10-28 → 成文 2024-10-30" in html


def test_what_was_accepted_before_the_checks_refuted_it_is_asked_again_with_that_decision(
    folder: Path,
) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        decide(client, finding, "accept")
        same = misdated(HERE)
        extra = Verdict(
            check="place",
            label=Label.REFUTED,
            reason="place.foreign",
            detail=Area(page="蒙古国", province="山西"),
        )
        other = same.model_copy(update={"verdicts": (*same.verdicts, extra)})
        save(folder / "research.db", dossier(other, pages=(HERE,)))
        html = client.get("/").text
        assert html.count('<span class="name">') == 1
        assert '<b class="changed">待重核</b>' in html
        assert "你核定之后，核验结果有变" in html
        assert "现在： 地点在国外：蒙古国，不是山西" in html
        assert "没有要核定的条目" in client.get("/?state=decided").text
        assert held(folder) == [("li", "accept", finding)]
        decide(client, finding, "reject", request="press-again")
        assert "没有要核定的条目" in client.get("/").text
    assert held(folder) == [("li", "reject", finding)]


def test_what_was_accepted_is_not_asked_again_because_the_checks_doubt_less(folder: Path) -> None:
    finding = flagged(folder)
    with browser(folder) as client:
        decide(client, finding, "accept")
        (*others, date) = misdated(HERE).verdicts
        risen = date.model_copy(update={"label": Label.NOT_ENOUGH_INFO})
        other = misdated(HERE).model_copy(update={"verdicts": (*others, risen)})
        save(folder / "research.db", dossier(other, pages=(HERE,)))
        assert "没有要核定的条目" in client.get("/").text
        assert client.get("/?state=changed").text.count('<span class="name">') == 1


def test_only_the_findings_of_a_run_are_shown_when_one_is_named(folder: Path) -> None:
    newer = save(folder / "research.db", dossier(misdated(HERE, "新的办法"), pages=(HERE,)))
    with Store(folder / "research.db") as store:
        older = store.runs()[-1].id
    with browser(folder, run=older) as client:
        assert "公交车更新补贴办法" in client.get("/").text
    with browser(folder, run=newer) as client:
        html = client.get("/").text
    assert re.findall(r'<span class="name">([^<]+)</span>', html) == ["新的办法"]


def test_two_reviewers_at_their_pages_and_a_running_batch_lose_nothing(many: Path) -> None:
    with desk(many) as opened:
        keys = [entry.row.finding_key for entry in opened.snapshot().entries]
    codes: list[int] = []

    def review(name: str) -> None:
        with browser(many, name) as client:
            codes.extend(decide(client, k, "accept", request=f"{name}-{k}")[0] for k in keys)

    def batch() -> None:
        for _ in range(6):
            save(many / "research.db", dossier(misdated(HERE), pages=(HERE,)))

    workers = [threading.Thread(target=review, args=(name,)) for name in ("li", "王")]
    workers.append(threading.Thread(target=batch))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert codes == [200] * (2 * len(keys))
    assert len(held(many)) == 2 * len(keys)
    with Store(many / "research.db") as store:
        assert len(store.runs()) == 7


def test_a_locked_database_is_told_and_loses_nothing(folder: Path) -> None:
    finding = flagged(folder)
    with Store(folder / "research.db") as other, browser(folder) as client:
        client.get("/")
        # As short as a test may wait.
        with desk(folder) as opened:
            opened.store.database.rows("PRAGMA busy_timeout = 50")
            quick = TestClient(application(opened, KEYS), base_url=ORIGIN)
            quick.get(f"/enter?token={KEYS.token}")
            with other.database.transaction():
                code, told = decide(quick, finding, "accept")
            assert (code, "locked by another process" in told) == (503, True)
            assert decide(quick, finding, "accept")[0] == 200
    assert held(folder) == [("li", "accept", finding)]
