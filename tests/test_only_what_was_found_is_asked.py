"""Whatever a model writes, only addresses that a search, a page or the user gave are asked for."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from urllib.parse import urlsplit

from agent.fetch.scripted import scripted_transport
from agent.records import Changepoint
from agent.sample import SampleAnswer
from agent.wiring import Config
from agent.wiring.workshop import open_workshop
from tests.model_endpoint import ModelEndpoint, Scripted, completion
from tests.samples import BODY, NAME, TITLE

POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
PAGE = "https://jtyst.shanxi.gov.cn/zfxxgk/202410/t20241015_1.html"
NEXT = "https://jtyst.shanxi.gov.cn/zfxxgk/202410/P1.pdf"
INVENTED = "https://www.gov.cn/zhengce/written-by-a-model.html"


def said(_body: dict[str, object]) -> Scripted:
    claim = {
        "kind": "policy",
        "source_id": "S1",
        "name": NAME,
        "url": INVENTED,
        "source": INVENTED,
        "document_number": INVENTED,
        "agencies": [INVENTED],
        "dates": [{"role": "signed", "date": "2024-10-12", "quote": INVENTED}],
        "content": [f"见 {INVENTED} 。", f"[附件]({INVENTED})"],
        "impact": [],
    }
    return completion(json.dumps({"policies": [claim], "next": INVENTED, "links": [INVENTED]}))


def test_an_address_that_a_model_wrote_is_asked_by_nobody_and_named_as_no_source(
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    def answer(_method: str, url: str, _body: bytes) -> SampleAnswer:
        asked.append(url)
        if url != PAGE:
            return SampleAnswer(404, {"content-type": "text/html"}, b"nothing here")
        text = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
        html = f'<html><title>{TITLE}</title><body><h1>{TITLE}</h1>{text}<p>附件：<a href="{NEXT}">1.办法</a></p></body></html>'
        return SampleAnswer(200, {"content-type": "text/html; charset=utf-8"}, html.encode())

    with ModelEndpoint(rule=said) as model:
        config = Config(
            cache=tmp_path,
            host_pause=0.0,
            model="m",
            base_url=model.url,
            key="k",
            search=("saved",),
        )
        with open_workshop(config, lambda *_: None, scripted_transport(answer)) as workshop:
            dossier = workshop.research(POINT, PAGE)
        assert model.bodies
    pages = [url for url in asked if urlsplit(url).path != "/robots.txt"]
    assert set(pages) == {PAGE, NEXT}
    assert all(finding.policy.url == PAGE for finding in dossier.findings)
    assert {urlsplit(url).hostname for url in asked} == {"jtyst.shanxi.gov.cn"}
