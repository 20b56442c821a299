"""What was found is derived again from stored bytes alone; what no longer holds is named."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agent.cache import Cache
from agent.cli import run
from agent.details import Judged
from agent.errors import StateError, UsageError
from agent.evidence import Drift, Kept
from agent.evidence.bundle import DOSSIERS, MANIFEST, Bundle, bundle
from agent.evidence.derive import (
    MOVED,
    PAGE_READ_OTHERWISE,
    READ_OTHERWISE,
    Deriver,
    InCache,
    other_rules,
)
from agent.findings import Dossier, Finding, Label, Status
from agent.policy import Quoted
from agent.records import Span
from agent.sample import PUBLISHERS
from agent.store import Store
from agent.text.urls import url_identity
from agent.wiring import Config
from agent.wiring.members import deriver, knowledge

SAMPLE = [
    "--changepoint",
    "2024-11-08",
    "--province",
    "Shanxi",
    "--sector",
    "Ground",
    "--sample",
    "-q",
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the sample has been researched once; tests that harm it take a copy."""
    folder = tmp_path_factory.mktemp("sampled")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RESEARCH_CACHE", str(folder))
        assert run([*SAMPLE, "--out", str(folder / "report.txt")]) == 0
    return folder


@pytest.fixture(scope="module")
def dossier(root: Path) -> Dossier:
    with Store(root / "sample" / "research.db") as store:
        (found,) = store.each_dossier(store.runs()[0].id)
    return found


@pytest.fixture(scope="module")
def kept(root: Path) -> InCache:
    return InCache(Cache(root / "sample", url_identity))


@pytest.fixture(scope="module")
def deriving() -> Deriver:
    assert PUBLISHERS.exists()
    return deriver(knowledge(Config(sample=True)))


@pytest.fixture(scope="module")
def packed(dossier: Dossier, kept: InCache) -> bytes:
    return zip_of([dossier], kept)


def zip_of(dossiers: Sequence[Dossier], kept: Kept) -> bytes:
    held = io.BytesIO()
    bundle(held, lambda: dossiers, kept, "run", "0")
    return held.getvalue()


def changed(dossier: Dossier, change: Callable[[Finding], Finding]) -> Dossier:
    """The dossier with its first finding changed, as by hand."""
    first, *others = dossier.findings
    return dossier.model_copy(update={"findings": (change(first), *others)})


def test_what_was_just_found_holds(dossier: Dossier, kept: InCache, deriving: Deriver) -> None:
    assert deriving.drifts(dossier, kept, "here") == ()


def with_other_date(finding: Finding) -> Finding:
    first, *others = finding.policy.dates
    dates = (first.model_copy(update={"value": "2024-10-13"}), *others)
    return finding.model_copy(update={"policy": finding.policy.model_copy(update={"dates": dates})})


def with_other_span(finding: Finding) -> Finding:
    verdicts = tuple(
        v.model_copy(update={"span": Span(start=1, end=3)}) if v.check == "name" else v
        for v in finding.verdicts
    )
    return finding.model_copy(update={"verdicts": verdicts})


def without_a_verdict(finding: Finding) -> Finding:
    left = tuple(v for v in finding.verdicts if v.check != "triangle")
    return finding.model_copy(update={"verdicts": left})


def rejected(finding: Finding) -> Finding:
    return finding.model_copy(update={"status": Status.REJECTED})


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        pytest.param(with_other_date, {"claims", "date"}, id="a date of the policy"),
        pytest.param(with_other_span, {"name"}, id="a span"),
        pytest.param(without_a_verdict, {"triangle"}, id="a verdict taken out"),
        pytest.param(rejected, {"status"}, id="a status"),
        pytest.param(
            lambda f: f.model_copy(update={"publisher": "别处"}), {"publisher"}, id="a publisher"
        ),
    ],
)
def test_a_change_by_hand_is_named_with_what_stands_there_now(
    change: Callable[[Finding], Finding],
    checks: set[str],
    dossier: Dossier,
    kept: InCache,
    deriving: Deriver,
) -> None:
    drifts = deriving.drifts(changed(dossier, change), kept, "here")
    assert {drift.check for drift in drifts} >= checks
    assert {drift.finding for drift in drifts} == {dossier.findings[0].policy.name.value}
    assert all(drift.before != drift.now for drift in drifts)
    assert "here · 山西 Ground 2024-11-08" in str(drifts[0])


def test_a_text_that_is_not_the_readers_is_named(
    dossier: Dossier, kept: InCache, deriving: Deriver
) -> None:
    first, *others = dossier.pages
    forged = first.model_copy(update={"text": first.text.replace("山", "川")})
    drifts = deriving.drifts(dossier.model_copy(update={"pages": (forged, *others)}), kept, "here")
    assert [d.check for d in drifts] == ["text"]
    assert "text" in drifts[0].now


def older(dossier: Dossier, **changes: object) -> Dossier:
    """The dossier as a version before made it: by readers and rules of other numbers."""
    readers = dict.fromkeys(dossier.provenance.readers, "html/0")
    made = dossier.provenance.model_copy(update={"version": "0.0.1", "readers": readers})
    pages = tuple(page.model_copy(update={"reader": "html/0"}) for page in dossier.pages)
    return dossier.model_copy(update={"provenance": made, "pages": pages, **changes})


def test_the_same_text_by_another_version_of_the_reader_is_no_drift(
    dossier: Dossier, kept: InCache, deriving: Deriver
) -> None:
    html = tuple(page for page in dossier.pages if page.media_type == "text/html")
    plain = tuple(page.model_copy(update={"attachments": ()}) for page in html)
    drifts = deriving.drifts(
        older(dossier.model_copy(update={"pages": plain, "findings": ()})), kept, ""
    )
    assert len(plain) > 5
    assert drifts == ()


def test_a_drift_says_which_other_version_explains_it(
    dossier: Dossier, kept: InCache, deriving: Deriver
) -> None:
    finding = dossier.findings[0]
    (page,) = (one for one in dossier.pages if one.sha256 == finding.policy.source)
    verdicts = tuple(
        v.model_copy(update={"span": Span(start=v.span.start + 1, end=v.span.end + 1)})
        if v.span and v.source == page.sha256
        else v
        for v in finding.verdicts
    )
    shifted = finding.model_copy(update={"verdicts": verdicts})
    alone = dossier.model_copy(
        update={"findings": (shifted,), "pages": (page.model_copy(update={"attachments": ()}),)}
    )
    by_rules = {d.why for d in deriving.drifts(older(alone), kept, "") if d.check != "across"}
    assert by_rules == {MOVED}
    other_text = older(alone).pages[0].model_copy(update={"text": f"\n{page.text}"})
    read_otherwise = deriving.drifts(older(alone, pages=(other_text,)), kept, "")
    assert read_otherwise[0].why == READ_OTHERWISE
    refuted = shifted.model_copy(update={"status": Status.REJECTED})
    of_rules = deriving.drifts(older(alone, findings=(refuted,)), kept, "")
    assert f"by the rules of version {deriving.version}, no longer 0.0.1" in {
        d.why for d in of_rules
    }
    of_page = deriving.drifts(older(alone, findings=(refuted,), pages=(other_text,)), kept, "")
    assert PAGE_READ_OTHERWISE in {d.why for d in of_page}
    # Made by this version with these tables: nothing explains it.
    by_hand = deriving.drifts(alone.model_copy(update={"findings": (refuted,)}), kept, "")
    assert {d.why for d in by_hand} == {""}


def test_other_tables_of_the_same_version_are_named(dossier: Dossier, deriving: Deriver) -> None:
    tables = dossier.provenance.tables | {"publishers": "another hash"}
    made = dossier.provenance.model_copy(update={"tables": tables})
    with_others = dossier.model_copy(update={"provenance": made})
    assert other_rules(with_others, deriving.version, deriving.tables) == (
        "by other tables: publishers"
    )
    assert not other_rules(dossier, deriving.version, deriving.tables)


def test_a_models_word_is_judged_again_and_a_forged_one_does_not_count(
    dossier: Dossier, kept: InCache, deriving: Deriver
) -> None:
    said = Judged(said="supported", quote="全省给予货车补贴100万元", model="forger")

    def forge(finding: Finding) -> Finding:
        sentence = Quoted(
            value="全省给予每辆货车补贴100万元", quote=None, source=finding.policy.source
        )
        policy = finding.policy.model_copy(update={"content": (sentence,), "impact": ()})
        page = dossier.page(finding.policy.source)
        assert page
        point = dossier.changepoint
        from agent.checks import judge  # noqa: PLC0415 - only here

        made = judge(policy, page, point, dossier.window, deriving.checks)
        verdicts = tuple(
            v.model_copy(
                update={
                    "label": Label.SUPPORTED,
                    "reason": "entailment.supported",
                    "detail": said,
                }
            )
            if v.check == "content"
            else v
            for v in made.verdicts
        )
        return made.model_copy(update={"verdicts": verdicts})

    drifts = deriving.drifts(changed(dossier, forge), kept, "here")
    told = next(d for d in drifts if d.check == "content")
    assert "supported entailment.supported" in told.before
    assert "entailment.quote_not_found" in told.now


# A bundle


def test_a_bundle_has_the_same_bytes_whenever_it_is_made(
    dossier: Dossier, kept: InCache, packed: bytes
) -> None:
    assert zip_of([dossier], kept) == packed


def test_a_bundle_verifies_without_the_cache_and_packs_to_the_same_bytes_again(
    packed: bytes, deriving: Deriver, tmp_path: Path
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed)
    held = Bundle(path)
    assert list(held.drifts()) == []
    (found,) = held.dossiers()
    assert deriving.drifts(found, held, "x.zip") == ()
    assert zip_of([found], held) == packed


def test_no_bundle_is_made_without_its_evidence(dossier: Dossier, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="gone or damaged"):
        zip_of([dossier], InCache(Cache(tmp_path / "empty")))


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, held: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return path


def a_page(held: dict[str, bytes]) -> str:
    return min(name for name in held if name.startswith("pages/"))


def test_a_bundle_tells_how_to_verify_it(packed: bytes) -> None:
    held = members(packed)
    assert "research verify" in held["README.txt"].decode()
    manifest = json.loads(held[MANIFEST])
    assert manifest["files"].keys() == held.keys() - {MANIFEST}
    assert manifest["versions"]


@pytest.mark.parametrize("how", ["taken out", "of other bytes", "cut", "no gzip"])
def test_a_page_that_is_not_what_it_was_is_named(
    how: str, packed: bytes, deriving: Deriver, tmp_path: Path
) -> None:
    held = members(packed)
    name = a_page(held)
    others = [n for n in held if n.startswith("pages/") and n != name]
    if how == "taken out":
        del held[name]
    else:
        held[name] = {
            "of other bytes": held[others[0]],
            "cut": held[name][:-9],
            "no gzip": b"<html>",
        }[how]
    opened = Bundle(zipped(tmp_path / "x.zip", held))
    assert name in {drift.check for drift in opened.drifts()}
    (found,) = opened.dossiers()
    drifts = deriving.drifts(found, opened, "x.zip")
    assert any(d.check == "page" and name[6:70] in d.before for d in drifts)


def test_bytes_that_were_changed_with_their_manifest_are_still_not_the_pages_bytes(
    packed: bytes, tmp_path: Path
) -> None:
    held = members(packed)
    name = a_page(held)
    other = next(n for n in held if n.startswith("pages/") and n != name)
    manifest = json.loads(held[MANIFEST])
    manifest["files"][name] = manifest["files"][other]
    held |= {name: held[other], MANIFEST: json.dumps(manifest).encode()}
    assert [drift.check for drift in Bundle(zipped(tmp_path / "x.zip", held)).drifts()] == ["page"]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        pytest.param({"../../evil.txt": b"x"}, "which no bundle does", id="climbs out"),
        pytest.param({"/etc/evil": b"x"}, "which no bundle does", id="absolute"),
        pytest.param({"pages/..\\evil.gz": b"x"}, "which no bundle does", id="backslashes"),
        pytest.param({MANIFEST: b"{"}, "cannot be read", id="manifest is no JSON"),
        pytest.param({MANIFEST: b"[" * 100_000}, "cannot be read", id="deeply nested"),
        pytest.param({DOSSIERS: b'{"format": 1}\n'}, "cannot be read", id="no dossier"),
        pytest.param({DOSSIERS: b"\xff\xfe\n"}, "cannot be read", id="no UTF-8"),
    ],
)
def test_a_hostile_bundle_is_refused_in_a_line(
    harm: dict[str, bytes], told: str, packed: bytes, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "x.zip", members(packed) | harm)
    with pytest.raises(UsageError, match=told):
        list(Bundle(path).dossiers())


@pytest.mark.parametrize("missing", [MANIFEST, DOSSIERS])
def test_a_zip_without_a_member_is_no_bundle(missing: str, packed: bytes, tmp_path: Path) -> None:
    held = members(packed)
    del held[missing]
    with pytest.raises(UsageError, match=f"it has no {missing}"):
        Bundle(zipped(tmp_path / "x.zip", held))


def test_a_bomb_is_refused_before_it_is_unpacked(packed: bytes, tmp_path: Path) -> None:
    name = f"pages/{'0' * 64}.gz"
    path = zipped(tmp_path / "x.zip", members(packed) | {name: bytes(70_000_000)})
    assert path.stat().st_size < 2_000_000
    with pytest.raises(UsageError, match="too large"):
        Bundle(path)


def test_a_member_that_is_packed_too_densely_is_refused(packed: bytes, tmp_path: Path) -> None:
    dense = members(packed)[DOSSIERS] + b" " * 40_000_000
    path = zipped(tmp_path / "x.zip", members(packed) | {DOSSIERS: dense})
    with pytest.raises(UsageError, match="packed more densely"):
        Bundle(path)


def test_a_zip_of_too_many_files_is_refused(
    packed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "x.zip", members(packed))
    monkeypatch.setattr("agent.evidence.bundle.MOST_MEMBERS", 2)
    with pytest.raises(UsageError, match="more than 2"):
        Bundle(path)


def test_a_page_that_unpacks_without_end_is_damaged(packed: bytes, tmp_path: Path) -> None:
    import gzip  # noqa: PLC0415 - only here

    held = members(packed)
    name = a_page(held)
    held[name] = gzip.compress(bytes(80_000_000))
    assert Bundle(zipped(tmp_path / "x.zip", held)).body_of(name[6:70]) is None


@pytest.mark.parametrize(
    ("data", "told"), [(b"", "no readable zip"), (b"PK\x03\x04 cut", "no readable zip")]
)
def test_what_is_no_zip_is_refused(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=told):
        Bundle(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(packed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(DOSSIERS, b"")
    with pytest.raises(UsageError, match="twice"):
        Bundle(path)


# The commands


def test_verify_of_a_whole_cache_ends_with_0(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RESEARCH_CACHE", str(root))
    assert run(["verify", "--sample"]) == 0
    out = capsys.readouterr().out
    assert "1 dossiers" in out
    assert out.endswith("0 drifted\n")


def test_a_bundle_made_by_the_command_verifies_where_there_is_no_cache(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RESEARCH_CACHE", str(root))
    with Store(root / "sample" / "research.db") as store:
        name = store.runs()[0].id
    assert run(["bundle", name, "--sample", "--out", "x.zip"]) == 0
    monkeypatch.setenv("RESEARCH_CACHE", str(tmp_path / "elsewhere"))
    assert run(["verify", "x.zip"]) == 0
    assert capsys.readouterr().out.endswith("0 drifted\n")
    assert not (tmp_path / "elsewhere").exists()


def test_verify_names_a_damaged_page_and_ends_with_1(
    root: Path,
    dossier: Dossier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(root / "sample", tmp_path / "cache" / "sample")
    monkeypatch.setenv("RESEARCH_CACHE", str(tmp_path / "cache"))
    sha256 = dossier.findings[0].policy.source
    page = tmp_path / "cache" / "sample" / "pages" / sha256[:2] / f"{sha256}.gz"
    page.write_bytes(page.read_bytes()[:-20])
    assert run(["verify", "--sample"]) == 1
    out = capsys.readouterr().out
    assert f"page: {sha256} → damaged" in out
    assert dossier.findings[0].policy.name.value in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["verify"], "no run is stored"),
        (["verify", "absent.zip"], "cannot read absent.zip"),
        (["bundle", "20200101-000000"], "no run is stored"),
        (["bundle", "x", "--out", "nowhere/x.zip"], "there is no folder"),
    ],
)
@pytest.mark.usefixtures("tmp_path")
def test_what_cannot_be_verified_is_told_in_a_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


def test_a_drift_is_told_in_one_line() -> None:
    drift = Drift(
        file="x.zip", dossier="山西 Ground", finding="某办法", check="date", before="甲", now="乙"
    )
    assert str(drift) == "x.zip · 山西 Ground · 某办法: date: 甲 → 乙"
