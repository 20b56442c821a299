"""Baidu Qianfan: what is sent, what comes back, what is a failure. Replies are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agent.errors import SearchFailed
from agent.net.carrier import Carrier
from agent.records import Query
from agent.search.exchange import search_client
from agent.search.members.qianfan import MEMBER, qianfan
from tests.search_service import KEY, QUERY, WINDOW, Said, Service, asker, json_reply


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with search_client(None, 2.0, 2.0) as opened:
        yield opened


def reply(*found: Any) -> Said:
    return json_reply({"request_id": "r", "references": list(found)})


def page(**told: Any) -> dict[str, Any]:
    return {"id": 1, "title": "甲乙市<em>货运</em>通告", "url": "https://a.example/1", "type": "web",
            "content": "甲乙市发布通告", "date": "2024-11-08 09:00:00", **told}  # fmt: skip


def test_a_page_is_a_hit_and_the_window_and_sites_go_along(client: Carrier) -> None:
    query = Query(text=QUERY.text, window=WINDOW, sites=("www.shanxi.gov.cn",))
    with Service(
        reply(page(), page(type="image", url="https://a.example/2"), {"title": "x"})
    ) as service:
        found = qianfan(asker(client), KEY, service.url).search(query, 7)
        sent, headers = service.last.body, service.last.headers
    (hit,) = found.hits
    assert (hit.title, hit.snippet, hit.date) == (
        "甲乙市货运通告",
        "甲乙市发布通告",
        date(2024, 11, 8),
    )
    assert headers["authorization"] == f"Bearer {KEY}"
    assert sent["messages"] == [{"role": "user", "content": QUERY.text}]
    assert sent["search_filter"] == {
        "range": {"page_time": {"gte": "2024-08-10", "lte": "2025-02-06"}},
        "match": {"site": ["shanxi.gov.cn"]},
    }
    assert sent["resource_type_filter"] == [{"type": "web", "top_k": 7}]


@pytest.mark.parametrize(
    ("odd", "cause"),
    [
        (json_reply({"code": "QUOTA_USER_DAILY_FREE", "message": "x"}), "quota"),
        (json_reply({"code": "BILLING_INSUFFICIENT_BALANCE", "message": "x"}, 429), "quota"),
        (json_reply({"code": "INVALID_API_KEY", "message": "x"}), "wrong_key"),
        (json_reply({"error_code": 336, "error_msg": "odd"}), "error"),
        (json_reply({"results": []}), "error"),
        (Said(b"<html>x</html>"), "error"),
    ],
    ids=["quota", "balance", "key", "odd", "other-shape", "page"],
)
def test_what_is_no_answer_is_a_failure_with_its_cause(
    client: Carrier, odd: Said, cause: str
) -> None:
    with Service(odd) as service, pytest.raises(SearchFailed) as told:
        qianfan(asker(client), KEY, service.url).search(QUERY, 7)
    assert told.value.cause == cause
    assert KEY not in told.value.message


def test_nothing_found_is_an_answer_and_it_is_asked_only_with_its_key(client: Carrier) -> None:
    with Service(reply()) as service:
        assert qianfan(asker(client), KEY, service.url).search(QUERY, 7).hits == ()
    assert (MEMBER.setting, MEMBER.needed) == ("QIANFAN_API_KEY", True)
