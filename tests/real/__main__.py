"""Changepoints near real documents, run through the whole line: ``python -m tests.real``.

Ten provincial documents of the data folder, a changepoint within 30 days of each, a loopback web
of all documents and pages, and the model that the options name. Prints a table; nothing is kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from agent.cache import Size
from agent.findings import Dossier, Status
from agent.places import Places
from agent.publishers import Publishers
from agent.records import Changepoint, ChangepointKind
from agent.text.names import core_name
from agent.wiring import Config
from agent.wiring.workshop import open_workshop
from tests.at_once import text as render
from tests.model_endpoint import ModelEndpoint, Scripted, completion
from tests.real.web import SEARCH, Document, as_html, loopback_web

DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[3] / "shared" / "data"))


def documents(
    places: Places, publishers: Publishers
) -> tuple[list[Document], list[dict[str, Any]]]:
    """Every document as the web shows it, and the rows of those that belong to one province."""
    with gzip.open(DATA / "policies" / "gold.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    web, provincial = [], []
    for row in rows:
        province = (row["province"] or "").split("、")[0]
        short = places.province(province).name if province else None
        host = host_of_agency(row["agency"][0], short, publishers)
        day = row["date"]
        url = f"https://{host}/art/{day[:4]}/{day[5:7]}/{row['id']}.html"
        title, site = row["title"], publishers.of(url).agency or host
        web.append(
            Document(
                url, as_html(title, row["text"], site, day), "text/html", title, row["text"], day
            )
        )
        pdf = DATA / "policies" / "pdf" / f"{row['id']}.pdf"
        if pdf.exists():
            url = url.replace(".html", ".pdf")
            web[-1] = Document(url, pdf.read_bytes(), "application/pdf", title, row["text"], day)
        if short and "、" not in row["province"]:
            provincial.append({**row, "short": short, "url": url})
    for line in (DATA / "pages" / "raw" / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        body = (DATA / "pages" / "raw" / entry["file"]).read_bytes()
        address = entry["url"].split(" ")[0].rstrip("/") + (
            "" if entry["url"].endswith("html") else "/" + entry["file"]
        )
        web.append(Document(address, body, "text/html", entry["title"], entry["title"]))
    return web, provincial


def host_of_agency(agency: str, province: str | None, publishers: Publishers) -> str:
    """A host of the agency where the tables know one, else the portal of its province."""
    hosts = publishers.sites(province, None) if province else ()
    for host in hosts:
        if publishers.same_agency(publishers.of(f"https://{host}/").agency, agency, province):
            return host
    return hosts[0] if hosts else "www.gov.cn"


def changepoints(rows: list[dict[str, Any]], seed: int) -> list[tuple[Changepoint, dict[str, Any]]]:
    """Ten of the documents, each with a changepoint within 30 days of its date."""
    chance = random.Random(seed)  # noqa: S311 - a fixed sample, no secret
    chosen = chance.sample(sorted(rows, key=lambda r: r["id"]), 10)
    return [
        (
            Changepoint(
                province=row["short"],
                sector=None,
                date=date.fromisoformat(row["date"]) + timedelta(days=chance.randint(-30, 30)),
                kind=ChangepointKind.POLICY,
            ),
            row,
        )
        for row in chosen
    ]


def told(dossier: Dossier, row: dict[str, Any], seconds: float) -> str:
    """One line: was the document found, and with which status."""
    tally = Counter(f.status for f in dossier.findings)
    wanted = core_name(row["title"])
    mine = [
        f
        for f in dossier.findings
        if f.policy.url == row["url"] or core_name(f.policy.name.value) == wanted
    ]
    status = ",".join(sorted({f.status for f in mine})) or (
        "page read" if row["url"] in {p.url for p in dossier.pages} else "not opened"
    )
    counts = " ".join(f"{s.value[:4]}={tally[s]}" for s in Status)
    calls = sum(u.calls for u in dossier.usage if u.stage != "search")
    tokens = sum(u.prompt_tokens + u.completion_tokens for u in dossier.usage)
    return (
        f"{dossier.changepoint.province:<4} {dossier.changepoint.date} {dossier.outcome:<10} "
        f"pages={len(dossier.pages):<3} {counts} gaps={len(dossier.gaps)} calls={calls} "
        f"tokens={tokens} {seconds:5.1f}s  {status:<12} {row['id']} {row['title'][:24]}"
    )


def counting_model() -> ModelEndpoint:
    """A model that finds nothing; its tokens are the characters it was sent."""

    def answer(body: dict[str, Any]) -> Scripted:
        sent = sum(len(message["content"]) for message in body["messages"])
        usage = {"prompt_tokens": sent, "completion_tokens": 1, "total_tokens": sent + 1}
        return completion('{"policies": []}', usage=usage)

    return ModelEndpoint(rule=answer)


def cost_told(
    asked: list[str], bodies: list[dict[str, Any]], sizes: dict[str, Size], points: int
) -> str:
    """Requests, characters and storage, each for one changepoint."""
    searches = sum(url.startswith(urlsplit(SEARCH).netloc) for url in asked)
    sent = sum(len(message["content"]) for body in bodies for message in body["messages"])
    stored = ", ".join(
        f"{name} {size.bytes / points / 1000:.0f} kB" for name, size in sizes.items()
    )
    return (
        f"a changepoint: {searches / points:.1f} searches, "
        f"{(len(asked) - searches) / points:.1f} pages, {len(bodies) / points:.1f} model calls with "
        f"{sent / max(1, len(bodies)):,.0f} characters each; stored: {stored}"
    )


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(prog="python -m tests.real")
    options.add_argument(
        "--model", default="none", help="none, a name, or counting: a loopback that only counts"
    )
    options.add_argument("--base-url")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--best", type=int, default=8)
    options.add_argument("--points", type=int, default=10)
    options.add_argument("--timeout", type=float, default=900)
    options.add_argument("--slots", type=int, default=1)
    options.add_argument("--characters", type=int, default=12_000)
    options.add_argument("--tokens", type=int, default=4096)
    options.add_argument("--reports", type=Path, help="write every report into this folder")
    given = options.parse_args()
    places = Places.load()
    web, rows = documents(places, Publishers.load(places))
    with (
        loopback_web(web) as (transport, served),
        tempfile.TemporaryDirectory() as folder,
        counting_model() as counter,
    ):
        config = Config(
            cache=Path(folder),
            model=given.model,
            base_url=counter.url if given.model == "counting" else given.base_url,
            key="none",
            search=("searxng",),
            services={"SEARXNG_URL": SEARCH},
            host_pause=0.0,
            best=given.best,
            model_timeout=given.timeout,
            model_slots=given.slots,
            characters=given.characters,
            model_tokens=given.tokens,
        )
        with open_workshop(config, lambda *_: None, transport) as workshop:
            for point, row in changepoints(rows, given.seed)[: given.points]:
                began = time.monotonic()
                dossier = workshop.research(point)
                print(told(dossier, row, time.monotonic() - began), flush=True)
                if given.reports:
                    given.reports.mkdir(exist_ok=True, parents=True)
                    name = f"{point.province}_{point.date}_{row['id']}.txt"
                    (given.reports / name).write_text(render([dossier], "zh"), "utf-8")
            sizes = workshop.cache.size()
        print(f"requests: {len(served.requests)}, documents: {len(web)}")
        print(cost_told(served.requests, counter.bodies, sizes, given.points))


if __name__ == "__main__":
    main()
