"""The cache: what is kept comes back whole, what is damaged never comes back."""

from __future__ import annotations

import datetime
import errno
import gzip
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from agent.cache import Cache, FetchRecord, Hop, disk
from agent.errors import StateError
from agent.records import Link, Page, Span

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
URL = "http://gov.example/notice.html"


def record(**changes: object) -> FetchRecord:
    fields: dict[str, object] = {
        "url": URL,
        "answered_url": URL,
        "fetched_at": NOON,
        "status": 200,
        "sha256": "0" * 64,
    }
    return FetchRecord.model_validate({**fields, **changes})


def page(**changes: object) -> Page:
    fields: dict[str, object] = {
        "url": URL,
        "answered_url": URL,
        "fetched_at": NOON,
        "sha256": "a" * 64,
        "media_type": "text/html",
        "text": "关于补贴的通知",
        "body": Span(start=0, end=7),
        "reader": "html/1",
    }
    return Page.model_validate({**fields, **changes})


def only_file(folder: Path) -> Path:
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    return path


# Raw bytes


@hypothesis_settings(max_examples=30)
@given(body=st.binary(max_size=3000))
def test_bytes_that_are_put_come_back_under_their_sha256(
    tmp_path_factory: pytest.TempPathFactory, body: bytes
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    sha256 = cache.put(body)[0]
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert cache.bytes(sha256) == body


def test_bytes_lie_as_gzip_in_a_folder_named_by_the_start_of_their_hash(tmp_path: Path) -> None:
    sha256 = Cache(tmp_path).put(b"evidence")[0]
    path = tmp_path / "pages" / sha256[:2] / f"{sha256}.gz"
    assert gzip.decompress(path.read_bytes()) == b"evidence"


def test_the_same_bytes_make_the_same_file_whenever_they_are_kept(tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        Cache(tmp_path / name).put(b"evidence" * 100)
        files.append(only_file(tmp_path / name).read_bytes())
    assert files[0] == files[1]
    assert files[0][4:8] == b"\0\0\0\0", "no time in the gzip header"


def test_a_page_that_is_kept_is_not_written_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"evidence")
    before = only_file(tmp_path).stat()
    cache.put(b"evidence")
    after = only_file(tmp_path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_only_bytes_that_were_not_here_are_told_as_new(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    sha256, new = cache.put(b"evidence")
    assert new
    assert cache.put(b"evidence") == (sha256, False)
    only_file(tmp_path).write_bytes(b"damaged")
    assert cache.put(b"evidence") == (sha256, False)
    assert cache.bytes(sha256) == b"evidence"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "no gzip": lambda _: b"<html>not packed</html>",
    "one bit off": lambda data: data[:15] + bytes([data[15] ^ 1]) + data[16:],
    "other bytes than its name says": lambda _: gzip.compress(b"forged"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_bytes_count_as_absent_are_told_and_can_be_kept_anew(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache = Cache(tmp_path)
    sha256 = cache.put(b"evidence" * 50)[0]
    path = only_file(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.bytes(sha256) is None
    assert cache.bytes(sha256) is None
    (problem,) = cache.problems
    assert path.name in problem
    cache.put(b"evidence" * 50)
    assert cache.bytes(sha256) == b"evidence" * 50


@pytest.mark.parametrize("sha256", ["", "f" * 64, "../../etc/passwd", "F" * 64, "f" * 63])
def test_bytes_that_are_not_there_are_none_and_no_problem(tmp_path: Path, sha256: str) -> None:
    cache = Cache(tmp_path / "never made")
    assert cache.bytes(sha256) is None
    assert cache.problems == ()
    assert not cache.root.exists()


def test_shas_lists_what_is_kept_and_no_unfinished_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    kept = sorted(cache.put(bytes([number]))[0] for number in range(5))
    (tmp_path / "pages" / kept[0][:2] / ".tmp-killed").write_bytes(b"half a pa")
    assert list(cache.shas()) == kept


# Fetches


def test_the_latest_record_of_a_url_is_the_newest_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for hour in (3, 9, 6):
        cache.record_fetch(record(fetched_at=NOON.replace(hour=hour), size=hour))
    found = cache.latest_fetch(URL)
    assert found is not None
    assert found.size == 9


def test_records_are_ordered_in_time_also_across_time_zones(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    cache.record_fetch(record(fetched_at=NOON, size=1))
    cache.record_fetch(record(fetched_at=NOON.replace(tzinfo=beijing), size=2))
    found = cache.latest_fetch(URL)
    assert found is not None
    assert found.size == 1, "12:00 in Beijing was eight hours earlier"


def test_a_newer_failure_does_not_hide_a_good_page(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    good = record(hops=(Hop(url=URL, how="301", to=URL + "?x"),))
    failed = record(
        fetched_at=NOON + datetime.timedelta(days=1), sha256=None, cause="soft_404", status=200
    )
    cache.record_fetch(good)
    cache.record_fetch(failed)
    assert cache.latest_fetch(URL) == good
    assert next(cache.fetches(URL)) == failed


def test_a_failure_alone_is_no_good_record(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record(sha256=None, cause="blocked:ruishu", status=412))
    assert cache.latest_fetch(URL) is None


def test_two_records_of_the_same_microsecond_are_both_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record(size=1))
    cache.record_fetch(record(size=2))
    assert len(list((tmp_path / "fetches").rglob("*.json"))) == 2


def test_spellings_with_one_identity_share_their_records(tmp_path: Path) -> None:
    cache = Cache(tmp_path, identity=lambda url: url.replace("https:", "http:"))
    cache.record_fetch(record())
    assert cache.latest_fetch("https://gov.example/notice.html") == record()
    assert cache.latest_fetch("https://gov.example/other.html") is None


BROKEN = {"empty": b"", "no JSON": b"{", "other JSON": b'{"a": 1}', "a list": b"[]"}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_damaged_record_is_passed_over_for_an_older_whole_one(
    tmp_path: Path, data: bytes
) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record(size=1))
    cache.record_fetch(record(size=2, fetched_at=NOON + datetime.timedelta(hours=1)))
    (newest,) = (tmp_path / "fetches").glob("*/*/*.json")
    newest.write_bytes(data)
    found = cache.latest_fetch(URL)
    assert found is not None
    assert found.size == 1
    assert newest.name in cache.problems[0]


def test_only_a_url_that_is_asked_again_has_a_folder_of_its_own(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record(size=1))
    assert not [path for path in (tmp_path / "fetches").glob("*/*") if path.is_dir()]
    assert cache.has_fetches(URL)
    for hours in (2, -2):
        later = NOON + datetime.timedelta(hours=hours)
        cache.record_fetch(record(size=1 + hours, fetched_at=later))
    assert len([path for path in (tmp_path / "fetches").glob("*/*") if path.is_dir()]) == 1
    assert [found.size for found in cache.fetches(URL)] == [3, 1, -1]


def test_records_of_older_versions_are_all_in_a_folder_and_are_found_there(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for size in (1, 2):
        cache.record_fetch(record(size=size, fetched_at=NOON.replace(hour=size)))
    (second,) = (tmp_path / "fetches").glob("*/*/*.json")
    first = second.parent.with_name(f"{second.parent.name}.json")
    first.rename(second.parent / "20261101T010000.000000Z-000.json")
    assert cache.has_fetches(URL)
    assert [found.size for found in cache.fetches(URL)] == [2, 1]
    assert [found.size for found in cache.latest_fetches()] == [2]
    cache.record_fetch(record(size=3, fetched_at=NOON.replace(hour=3)))
    assert [found.size for found in cache.fetches(URL)] == [3, 2, 1]
    cache.check()
    assert cache.problems == ()


def test_a_damaged_first_record_is_told_and_another_can_follow(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record(size=1))
    only_file(tmp_path).write_bytes(b"{")
    assert cache.latest_fetch(URL) is None
    cache.record_fetch(record(size=2))
    found = cache.latest_fetch(URL)
    assert found is not None
    assert found.size == 2
    cache.check()
    assert len(cache.problems) == 1


def test_a_record_that_lies_in_the_folder_of_another_url_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.record_fetch(record())
    path = only_file(tmp_path)
    path.write_text(path.read_text().replace("notice.html", "forged.html"))
    assert cache.latest_fetch(URL) is None
    assert cache.problems


def test_latest_fetches_gives_one_good_record_for_each_url(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    other = "http://gov.example/other.html"
    cache.record_fetch(record(size=1))
    cache.record_fetch(record(size=2, fetched_at=NOON + datetime.timedelta(hours=1)))
    cache.record_fetch(record(url=other, size=3))
    cache.record_fetch(record(url=other + "?bad", sha256=None, cause="timeout"))
    assert sorted(found.size for found in cache.latest_fetches()) == [2, 3]


# Texts


def test_a_text_comes_back_for_its_bytes_and_reader_without_its_attachments(
    tmp_path: Path,
) -> None:
    cache = Cache(tmp_path)
    whole = page(attachment_links=(Link(url=URL + ".pdf", text="附件"),))
    cache.put_text(whole.model_copy(update={"attachments": (page(sha256="b" * 64),)}))
    assert cache.text("a" * 64, "html/1", answered_url=URL) == whole


CHANGES = {
    "a new version of the reader": {"reader": "html/2"},
    "other bytes": {"sha256": "c" * 64},
    "another address, so that links lead elsewhere": {"answered_url": "http://b.example/"},
    "another header, so that the charset differs": {"content_type": "text/html; charset=gbk"},
    "other words of the link": {"label": "附件2"},
}


def test_a_text_that_an_older_version_kept_in_a_folder_of_its_page_is_still_found(
    tmp_path: Path,
) -> None:
    cache = Cache(tmp_path)
    cache.put_text(page())
    kept = only_file(tmp_path / "texts")
    older = kept.parent / ("a" * 64) / kept.name.partition("-")[2]
    older.parent.mkdir()
    kept.rename(older)
    assert cache.text("a" * 64, "html/1", answered_url=URL) == page()
    cache.check()
    assert cache.problems == ()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_text_is_not_found_when_something_it_depends_on_differs(
    tmp_path: Path, change: dict[str, str]
) -> None:
    cache = Cache(tmp_path)
    cache.put_text(page(label="附件1"), content_type="text/html")
    key = {
        "sha256": "a" * 64,
        "reader": "html/1",
        "answered_url": URL,
        "content_type": "text/html",
        "label": "附件1",
    }
    assert cache.text(**key) is not None
    assert cache.text(**{**key, **change}) is None


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_damaged_text_counts_as_absent_and_is_told(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put_text(page())
    only_file(tmp_path).write_bytes(data)
    assert cache.text("a" * 64, "html/1", answered_url=URL) is None
    assert len(cache.problems) == 1


def test_a_text_that_says_it_is_of_other_bytes_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put_text(page())
    path = only_file(tmp_path)
    path.write_text(path.read_text().replace("a" * 64, "b" * 64))
    assert cache.text("a" * 64, "html/1", answered_url=URL) is None
    assert len(cache.problems) == 1


# Replies

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@hypothesis_settings(max_examples=30)
@given(key=st.text(max_size=80), value=JSON)
def test_a_reply_comes_back_with_its_value_and_its_time(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: object
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put_reply(key, value, NOON)
    found = cache.reply(key)
    assert found is not None
    assert (found.value, found.stored_at) == (value, NOON)


def test_a_newer_reply_takes_the_place_of_the_older(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put_reply("s1:key", ["old"], NOON)
    cache.put_reply("s1:key", ["new"], NOON + datetime.timedelta(days=8))
    found = cache.reply("s1:key")
    assert found is not None
    assert found.value == ["new"]
    assert cache.reply("s1:other") is None


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_damaged_reply_counts_as_absent_and_is_told(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put_reply("s1:key", {}, NOON)
    only_file(tmp_path).write_bytes(data)
    assert cache.reply("s1:key") is None
    assert len(cache.problems) == 1


def test_a_reply_filed_under_another_key_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put_reply("s1:key", {}, NOON)
    path = only_file(tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "key": "s1:other"}))
    assert cache.reply("s1:key") is None


# A folder that cannot be written


def test_a_folder_that_can_be_written_is_made_and_left_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "cache")
    cache.check_writable()
    assert list(cache.root.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_told_in_one_line_that_says_what_to_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StateError) as caught:
        Cache(tmp_path / "cache").check_writable()
    assert "file where a folder should be" in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder nobody can write to")
def test_a_folder_that_nobody_can_write_to_is_told() -> None:
    with pytest.raises(StateError, match="cannot write /proc/"):
        Cache(Path("/proc/no-cache-here")).check_writable()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StateError, match="permission denied"):
        Cache(tmp_path).check_writable()
    tmp_path.chmod(0o700)


def _write_with_little_room(root: Path, answers: multiprocessing.Queue[str]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    try:
        Cache(root).put(os.urandom(10_000))
    except StateError as problem:
        answers.put(problem.message)
    else:
        answers.put("it was written")


def test_a_write_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    child = spawn.Process(target=_write_with_little_room, args=(tmp_path, answers))
    child.start()
    message = answers.get(timeout=30)
    child.join()
    answers.close()
    answers.join_thread()
    assert "larger than this system allows" in message
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# Several at once


def test_threads_that_keep_the_same_things_do_no_harm(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def work() -> None:
        start.wait()
        try:
            for number in range(5):
                sha256 = cache.put(b"%d" % number)[0]
                assert cache.bytes(sha256) == b"%d" % number
                cache.put_reply(f"s1:{number}", number, NOON)
                found = cache.reply(f"s1:{number}")
                assert found is not None
                cache.record_fetch(record(sha256=sha256))
        except BaseException as problem:  # noqa: BLE001 - shown by the assertion below
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert cache.problems == ()
    assert len(list((tmp_path / "fetches").rglob("*.json"))) == 40
    assert not list(tmp_path.rglob(".tmp-*"))


def test_no_record_is_lost_where_a_file_system_knows_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [record(sha256=None, cause="http:503")]
    put_in_place = os.replace

    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "invented: as exFAT answers")

    def replace(temporary: Path, path: Path) -> None:
        while others:  # another process has the same name in mind
            Cache(tmp_path).record_fetch(others.pop())
        put_in_place(temporary, path)

    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(os, "replace", replace)
    cache = Cache(tmp_path)
    cache.record_fetch(record(sha256=None, cause="timeout"))
    assert {kept.cause for kept in cache.fetches(URL)} == {"timeout", "http:503"}
    assert cache.problems == ()


def test_a_name_that_was_taken_is_free_again_where_the_file_cannot_get_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "invented: as a share that went away answers")

    for name in ("link", "replace"):
        monkeypatch.setattr(os, name, refused)
    with pytest.raises(StateError, match="permission denied"):
        Cache(tmp_path).record_fetch(record())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def _keep_until_killed(root: Path, started: multiprocessing.synchronize.Event) -> None:
    cache = Cache(root)
    number = 0
    while True:
        sha256 = cache.put(b"%d " % number * 2000)[0]
        cache.record_fetch(record(sha256=sha256, size=number))
        cache.put_reply(f"s1:{number % 5}", ["x" * 3000, number], NOON)
        started.set()
        number += 1


def test_a_process_killed_while_it_writes_leaves_only_whole_entries(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    started = spawn.Event()
    child = spawn.Process(target=_keep_until_killed, args=(tmp_path, started))
    child.start()
    assert started.wait(30)
    child.join(0.2)
    child.kill()
    child.join()
    cache = Cache(tmp_path)
    for sha256 in list(cache.shas()):
        assert cache.bytes(sha256) is not None
    for number in range(5):
        cache.reply(f"s1:{number}")
    found = cache.latest_fetch(URL)
    assert found is not None
    assert found.sha256 is not None
    assert cache.bytes(found.sha256) is not None, "bytes are on disk before their record"
    assert cache.problems == ()


# Housekeeping


def test_size_counts_files_and_bytes_of_each_folder(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"one")
    cache.put(b"two")
    cache.put_reply("s1:key", "value", NOON)
    (tmp_path / "research.db").write_bytes(b"12345")
    sizes = cache.size()
    assert {name: size.files for name, size in sizes.items()} == {
        "pages": 2,
        "fetches": 0,
        "texts": 0,
        "replies": 1,
        "other": 1,
    }
    assert sizes["other"].bytes == 5


def age(path: Path, days: float) -> None:
    moment = (NOON - datetime.timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def test_prune_removes_old_texts_and_replies_and_never_evidence(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    sha256 = cache.put(b"evidence")[0]
    cache.record_fetch(record(sha256=sha256))
    cache.put_text(page())
    cache.put_reply("s1:old", 1, NOON)
    for path in tmp_path.rglob("*.*"):
        if path.is_file():
            age(path, days=40)
    cache.put_reply("s1:new", 2, NOON)
    for path in (tmp_path / "replies").rglob("*.json"):
        if b"s1:new" in path.read_bytes():
            age(path, days=1)
    month_ago = NOON - datetime.timedelta(days=30)
    planned = cache.prune(before=month_ago, dry_run=True)
    assert cache.reply("s1:old") is not None, "a dry run removes nothing"
    removed = cache.prune(before=month_ago)
    assert removed == planned
    assert removed.files == 2
    assert cache.bytes(sha256) == b"evidence"
    assert cache.latest_fetch(URL) is not None
    assert cache.text("a" * 64, "html/1", answered_url=URL) is None
    assert cache.reply("s1:old") is None
    assert cache.reply("s1:new") is not None


def test_prune_removes_what_a_killed_process_left_but_nothing_that_is_being_written(
    tmp_path: Path,
) -> None:
    cache = Cache(tmp_path)
    folder = tmp_path / "pages" / "ab"
    folder.mkdir(parents=True)
    left, current = folder / ".tmp-left", folder / ".tmp-current"
    for path, days in ((left, 3.0), (current, 0.01)):
        path.write_bytes(b"half a pa")
        age(path, days)
    cache.prune(before=NOON)
    assert not left.exists()
    assert current.exists()


# Onto the disk


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_a_flush_has_everything_written_so_far_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    monkeypatch.setattr(sys, "platform", system)
    cache = Cache(tmp_path)
    cache.put(b"<p>notice</p>")
    cache.record_fetch(record())
    cache.put_reply("key", {"policies": []}, NOON)
    cache.put_text(page())
    assert not flushed
    cache.flush()
    # One call for all where the system has one; a text can be made again.
    assert len(flushed) == (0 if system == "linux" else 3)
    cache.flush()
    assert len(flushed) == (0 if system == "linux" else 3)


def test_what_was_pruned_before_the_flush_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    cache = Cache(tmp_path)
    cache.put_reply("key", {}, NOON)
    only_file(tmp_path).unlink()
    cache.flush()


def test_what_cannot_reach_the_disk_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path, _written: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    cache = Cache(tmp_path)
    cache.put(b"<p>notice</p>")
    with monkeypatch.context() as failing:
        failing.setattr(disk, "to_disk", full)
        for _ in range(2):
            with pytest.raises(StateError, match="the disk is full"):
                cache.flush()
    cache.flush()
