"""An audit is kept as a run: review, report, verify and bundle work over it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from agent.audit.items import Audit
from agent.audit.run import keep_unread, of_words, with_pages
from agent.cache import Cache
from agent.cli import run
from agent.evidence.derive import InCache
from agent.evidence.points import flag_across
from agent.fetch.scripted import Answer, scripted_transport
from agent.findings import Dossier, Finding, Status
from agent.sample import answer
from agent.store import Store
from agent.text.urls import url_identity
from agent.wiring import RENDERERS, Config, renderer
from agent.wiring.members import deriver, knowledge
from tests.reports import combined, event, item, single, written

TABLES = knowledge(Config())
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
BASE = "https://jtyst.shanxi.example/zfxxgk/zcwj/gfxwj/202410/t20241015_9900101.shtml"
NAME = "山西省新能源城市公交车及老旧营运货车更新补贴实施细则"
BODIES = "山西省交通运输厅、山西省财政厅"
GOOD = item(1, name=NAME, source=f"[甲]({BASE})", agency=BODIES, content="每辆车平均补贴8万元。")
BAD = item(
    2,
    name=NAME,
    source=f"[甲]({BASE})",
    agency=BODIES,
    content="对更新车龄8年及以上城市公交车的，每辆车平均补贴9万元。",
)
GONE = item(3, source="[甲](https://jtyst.shanxi.example/none.html)")
ELSEWHERE = item(4, name="《关中地区示例方案》", agency="陕西省示例局")


def offline(folder: Path, text: str) -> tuple[Dossier, ...]:
    return unread(of_words([written(folder, text)], Config(), TABLES))


def unread(words: Audit) -> tuple[Dossier, ...]:
    kept: list[Dossier] = []
    keep_unread(words, kept.append)
    return tuple(kept)


def read(folder: Path, text: str) -> Dossier:
    config, kept = Config(cache=folder / "cache", sample=True), list[Dossier]()
    known = knowledge(config)
    with_pages(of_words([written(folder, text)], config, known), config, known, keep=kept.append)
    (dossier,) = kept
    return dossier


def reasons(finding: Finding, check: str) -> list[str]:
    return [verdict.reason for verdict in finding.of_check(check)]


def test_an_item_whose_page_was_not_read_is_insufficient_and_says_so(tmp_path: Path) -> None:
    (dossier,) = offline(tmp_path, single(item()))
    (finding,) = dossier.findings
    assert finding.status is Status.INSUFFICIENT
    assert "source.unread" in reasons(finding, "source")
    assert dossier.page_of(finding) is None
    assert [gap.cause for gap in dossier.gaps] == ["offline"]
    assert dossier.outcome == "incomplete"


def test_what_speaks_against_an_unread_item_is_kept_with_it(tmp_path: Path) -> None:
    (dossier,) = offline(tmp_path, single(ELSEWHERE))
    (finding,) = dossier.findings
    assert finding.status is Status.REJECTED
    assert reasons(finding, "place") == ["place.item_elsewhere"]


def test_an_item_without_an_address_is_a_gap_of_its_own(tmp_path: Path) -> None:
    (dossier,) = offline(tmp_path, single(item(source="")))
    assert [gap.cause for gap in dossier.gaps] == ["no_address"]
    assert reasons(dossier.findings[0], "source") == ["source.no_url"]


def test_every_changepoint_of_a_report_is_a_dossier(tmp_path: Path) -> None:
    text = combined(("2024-11-08", item()), ("2023-05-27", event()))
    written(tmp_path, text, "Shanxi_Ground_combined_info.txt")
    done = of_words([tmp_path], Config(), TABLES)
    kept = unread(done)
    assert [str(d.changepoint.date) for d in kept] == ["2024-11-08", "2023-05-27"]
    assert [f.told_in for d in kept for f in d.findings] == [a.item.place for a in done.items]


def test_a_dossier_has_the_pages_of_its_own_changepoint(tmp_path: Path) -> None:
    text = combined(("2024-11-08", GOOD), ("2023-05-27", ELSEWHERE + GONE))
    written(tmp_path, text, "Shanxi_Ground_combined_info.txt")
    config, kept = Config(cache=tmp_path / "cache", sample=True), list[Dossier]()
    known = knowledge(config)
    done = with_pages(of_words([tmp_path], config, known), config, known, keep=kept.append)
    assert [[page.url for page in dossier.pages] for dossier in kept] == [[BASE], []]
    assert [f.told_in for d in kept for f in d.findings] == [a.item.place for a in done.items]


def other_figure(method: str, url: str, body: bytes) -> Answer:
    """The sample's web, and beside it an invented page that tells the same paper with another figure."""
    if url != BASE.replace("9900101", "9900102"):
        return answer(method, url, body)
    told = answer(method, BASE, body)
    return told._replace(
        body=told.body.replace("每辆车平均补贴8万元".encode(), "每辆车平均补贴9万元".encode())
    )


def test_what_two_changepoints_contradict_is_flagged_in_the_audit_and_in_its_run(
    tmp_path: Path,
) -> None:
    sentence = (
        "对更新车龄8年及以上城市公交车的，支持购置低地板及低入口城市公交车，每辆车平均补贴8万元。"
    )
    one = GOOD.replace("每辆车平均补贴8万元。", sentence)
    other = one.replace("9900101", "9900102").replace("8万元", "9万元")
    text = combined(("2024-11-08", one), ("2024-12-08", other))
    written(tmp_path / "in", text, "Shanxi_Ground_combined_info.txt")
    config = Config(cache=tmp_path / "cache", sample=True)
    known, store = knowledge(config), Store(tmp_path / "research.db")
    words = of_words([tmp_path / "in"], config, known)
    with store:
        run = store.start_run("research audit", "1", {}, NOON)
        web = scripted_transport(other_figure)
        done = with_pages(words, config, known, transport=web, keep=partial(store.save, run))
        flag_across(store, run)
        stored = [f for dossier in store.each_dossier(run) for f in dossier.findings]
    assert [one.judgement for one in done.items] == ["flagged", "flagged"]
    assert [one.finding for one in done.items] == stored
    assert all("across.other_changepoint" in reasons(finding, "across") for finding in stored)


def test_an_item_that_names_no_changepoint_is_in_no_dossier(tmp_path: Path) -> None:
    written(tmp_path, item(), "notes.txt")
    done = of_words([tmp_path], Config(), TABLES)
    assert (len(done.items), unread(done)) == (1, ())


def test_a_read_item_has_the_status_and_the_page_that_the_audit_gave_it(tmp_path: Path) -> None:
    dossier = read(tmp_path, single(GOOD, BAD, GONE, ELSEWHERE))
    assert [finding.status.value for finding in dossier.findings] == [
        "verified",
        "flagged",
        "insufficient",
        "rejected",
    ]
    first = dossier.page_of(dossier.findings[0])
    assert first is not None
    assert first.url == BASE
    assert dossier.page_of(dossier.findings[2]) is None


def test_nothing_is_verified_without_its_page(tmp_path: Path) -> None:
    for dossier in offline(tmp_path, single(GOOD, BAD, GONE, ELSEWHERE, item(5), event(6))):
        assert not dossier.with_status(Status.VERIFIED)


def test_a_kept_audit_derives_again_from_its_pages(tmp_path: Path) -> None:
    dossier = read(tmp_path, single(GOOD, BAD, GONE, ELSEWHERE))
    config = Config(cache=tmp_path / "cache", sample=True)
    kept = InCache(Cache(config.state, url_identity))
    assert deriver(knowledge(config)).drifts(dossier, kept, "research.db") == ()


def test_an_unread_item_that_was_made_verified_by_hand_is_told(tmp_path: Path) -> None:
    (dossier,) = offline(tmp_path, single(item()))
    changed = dossier.findings[0].model_copy(update={"status": Status.VERIFIED})
    forged = dossier.model_copy(update={"findings": (changed,)})
    kept = InCache(Cache(tmp_path / "cache", url_identity))
    (drift,) = deriver(TABLES).drifts(forged, kept, "research.db")
    assert (drift.check, drift.before, drift.now) == ("status", "verified", "insufficient")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_every_format_tells_a_finding_whose_page_was_not_read(
    tmp_path: Path, name: str, language: str
) -> None:
    flagged = item(1, date="2024年2月30日")
    dossiers = offline(tmp_path, single(flagged, item(2), ELSEWHERE, item(5, name="丙", source="")))
    assert {finding.status.value for finding in dossiers[0].findings} >= {"flagged", "rejected"}
    told = renderer(name)(dossiers, language)
    if isinstance(told, str) and name not in ("json", "textcarbon", "ris"):
        unread = {"zh": "网页未读", "en": "not read"}[language]
        assert unread in told.lower()
        assert "网页未给出可用的日期" not in told


def test_the_command_keeps_a_run_that_the_other_commands_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, single(GOOD, BAD))
    assert run(["audit", str(path), "--sample", "-q"]) == 0
    told = capsys.readouterr().err
    name = told.split("kept as run ")[1].split(":")[0]
    assert run(["report", name, "--sample"]) == 0
    assert "【待核】" in capsys.readouterr().out
    assert run(["verify", name, "--sample"]) == 0
    assert "0 drifted" in capsys.readouterr().out
    assert run(["bundle", name, "--sample"]) == 0
    assert run(["verify", f"{name}.zip"]) == 0


def test_no_store_keeps_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, single(item()))
    assert run(["audit", str(path), "--offline", "-q", "--no-store"]) == 0
    assert "kept as run" not in capsys.readouterr().err
    assert not Path("cache/research.db").exists()


def test_items_that_cannot_be_kept_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, item(), "notes.txt")
    run(["audit", str(path), "--offline", "-q"])
    assert "not kept: no item names a changepoint" in capsys.readouterr().err


def test_the_run_says_what_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, single(item()))
    run(["audit", str(path), "--offline", "-q"])
    with Store(Path("cache/research.db")) as store:
        (kept,) = store.runs()
    assert kept.config["audit"] is True
    assert kept.config["reports"] == [path.as_posix()]
    assert kept.finished_at is not None


def test_the_summary_of_an_audit_says_what_would_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, single(item(), item(2, name="山西省示例客运办法", source="")))
    run(["audit", str(path), "--offline", "-q"])
    name = capsys.readouterr().err.split("kept as run ")[1].split(":")[0]
    assert run(["show", name]) == 0
    told = capsys.readouterr().out
    assert "去掉 --offline 再运行" in told
    assert "报告的条目没有网址" in told


def test_what_a_report_says_is_derived_again_from_its_kept_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, single(item(), ELSEWHERE))
    run(["audit", str(path), "--offline", "-q"])
    path.unlink()
    assert run(["verify"]) == 0
    with Store(Path("cache/research.db")) as store:
        name = store.runs()[0].id
        (dossier,) = store.each_dossier(name)
        other = dossier.findings[1].own
        changed = dossier.findings[0].model_copy(update={"own": other[1:]})
        store.save(name, dossier.model_copy(update={"findings": (changed, dossier.findings[1])}))
    assert run(["verify", name]) == 1
    assert "report's own words: place: " in capsys.readouterr().out
    (kept,) = Path("cache/reports").glob("*.gz")
    kept.unlink()
    assert run(["verify", name]) == 1
    assert "absent or damaged" in capsys.readouterr().out
