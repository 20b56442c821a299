"""flk.npc.gov.cn: what is sent, what comes back, and that another shape is a gap.

The regulations are invented; the shape is that of public notes, never tried live.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from agent.errors import SearchFailed
from agent.net.carrier import Carrier
from agent.records import Query
from agent.search.exchange import search_client
from agent.search.members.flk import MEMBER, Flk
from tests.search_service import WINDOW, Said, Service, asker, json_reply

QUERY = Query(text="山西 2024年 供热", window=WINDOW, places=("山西",), words=("供热",), short=True)
PROVINCES = (("山西", "山西省"), ("陕西", "陕西省"))


@pytest.fixture(scope="module")
def client() -> Iterator[Carrier]:
    with search_client(None, 2.0, 2.0) as opened:
        yield opened


def law(**told: Any) -> dict[str, Any]:
    return {"bbbs": "abc", "title": "甲乙市供热<em>条例</em>", "gbrq": "2024-09-30",
            "sxrq": "2024-11-01", "zdjgName": "甲乙市人大常委会", "flxz": "地方性法规", **told}  # fmt: skip


def reply(*rows: Any) -> Said:
    return json_reply({"code": 200, "total": len(rows), "rows": list(rows)})


def test_a_regulation_is_a_hit_with_the_day_of_its_issue(client: Carrier) -> None:
    with Service(reply(law())) as service:
        (hit,) = Flk(asker(client), PROVINCES, service.url).search(QUERY, 10).hits
        sent = service.last.body
    assert hit.title == "甲乙市供热条例"
    assert hit.snippet == "甲乙市人大常委会 地方性法规 公布2024-09-30 施行2024-11-01"
    assert (hit.date, hit.backend) == (date(2024, 9, 30), "flk")
    assert hit.url.endswith("/detail?id=abc")
    assert (sent["searchContent"], sent["gbrq"]) == ("山西 供热", ["2024-08-10", "2025-02-06"])


def test_a_regulation_of_another_province_is_no_hit(client: Carrier) -> None:
    ours, theirs = law(title="山西省供热条例"), law(title="陕西省供热条例", bbbs="x")
    with Service(reply(theirs, ours)) as service:
        hits = Flk(asker(client), PROVINCES, service.url).search(QUERY, 10).hits
    assert [hit.title for hit in hits] == ["山西省供热条例"]


@pytest.mark.parametrize(
    "odd",
    [
        json_reply({"code": 500, "msg": "参数错误"}),
        json_reply({"code": 200, "data": {"list": []}}),
        json_reply([1]),
        reply({"id": 1, "name": "甲"}),
        Said("<html>系统维护</html>".encode()),
    ],
    ids=["refused", "other-shape", "list", "other-rows", "page"],
)
def test_another_shape_is_a_gap_and_never_nothing(client: Carrier, odd: Said) -> None:
    with Service(odd) as service, pytest.raises(SearchFailed, match="flk"):
        Flk(asker(client), PROVINCES, service.url).search(QUERY, 10)


def test_an_empty_answer_proves_nothing(client: Carrier) -> None:
    with Service(reply()) as service:
        flk = Flk(asker(client), PROVINCES, service.url)
        assert flk.search(QUERY, 10).hits == ()
    assert not flk.coverage.covers("山西", WINDOW)
    assert flk.coverage.can_answer(QUERY)
    assert not MEMBER.needed
