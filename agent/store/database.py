"""One SQLite file, opened so that several processes may use it, with transactions one can trust.

sqlite3's own ``with connection`` begins nothing by itself; here every change stands between an
explicit BEGIN IMMEDIATE and a COMMIT, and any exception rolls it back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from agent.errors import StateError

WAIT = 10.0
"""Seconds to wait for another writer."""

TRIES = 30
"""How often a file that another process holds is tried, each time for as long as the file waits."""
FULL = "free space on its disk and do the same again; what was stored before is kept"
PAUSE = 0.01
"""Seconds between two tries of what SQLite does not wait for by itself."""


Work = Callable[[sqlite3.Connection], object]
Step = str | Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Format:
    """What a file of ours looks like.

    ``schema`` makes its tables; ``kind`` marks it as ours (application_id); ``version`` counts
    schemas (user_version). With ``durable``, what was committed survives a loss of power.
    ``upgrades`` has, by version, what makes the next version of it: scripts, and work on the rows.
    """

    schema: str
    kind: int
    version: int
    durable: bool = True
    upgrades: Mapping[int, tuple[Step, ...]] = field(default_factory=dict)


class Unusable(StateError):
    """The file is damaged, no database, or one of ours that another version made."""


class Locked(StateError):
    """Another process writes, or holds the file open for writing; it may let go."""


class Database:
    """A SQLite file in WAL mode. One connection, used by one thread at a time.

    Args:
        path: the file; it and its folder are made.
        form: what it looks like.
        wait: seconds to wait for another writer.

    Raises:
        Unusable: the file is of another version, damaged, or no database.
        Locked: another process does not let go of it.
        StateError: it cannot be opened, or is a database of another kind.
    """

    def __init__(
        self, path: Path, form: Format, *, wait: float = WAIT, only_read: bool = False
    ) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._pending = deque[Work]()
        self._copied: TemporaryDirectory[str] | None = None
        self._durable = form.durable
        self._flushing: bool | None = None
        if only_read:
            self._open_to_read(form)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(f"cannot make {path.parent}: {error.strerror}") from error
        with self._told():
            self._connection = sqlite3.connect(
                path, timeout=wait, isolation_level=None, check_same_thread=False
            )
        try:
            with self._told():
                self._connection.row_factory = sqlite3.Row
                self._prepare(form)
                self._write_ahead(wait)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with self._lock:
            try:
                self.write_pending()
            finally:
                self._connection.close()
            if self._copied:
                self._copied.cleanup()

    def _open_to_read(self, form: Format) -> None:
        """Open a file that cannot be written to; one of an older version is brought up in a copy."""
        with self._told():
            self._connection = _readable(self.path)
            self._connection.row_factory = sqlite3.Row
            marks = self._marks()
        if marks == (form.kind, form.version):
            return
        self._connection.close()
        if marks[0] != form.kind or marks[1] > form.version:
            raise self._refusal(marks, form)
        self._copied = TemporaryDirectory(prefix="research-")
        copy = Path(self._copied.name) / self.path.name
        for end in ("", "-wal"):
            if (beside := self.path.with_name(self.path.name + end)).exists():
                shutil.copyfile(beside, copy.with_name(copy.name + end))
        self._connection = Database(copy, form)._connection

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """The rows a question gives. Raises StateError."""
        with self._lock, self._told():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several questions of one moment: what others write meanwhile is not seen. Raises StateError."""
        with self._lock, self._told():
            nested = self._connection.in_transaction
            if not nested:
                self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if not nested and self._connection.in_transaction:
                    self._connection.execute("COMMIT")

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """All or nothing: commits at the end, rolls back on any exception. Raises StateError.

        What is not ``durable`` survives a process that is killed, and a loss of power as soon as the
        next durable transaction is over: they share one file that is flushed as a whole.
        """
        with self._lock, self._told():
            self._flush_on_commit(durable=durable)
            self._connection.execute("BEGIN IMMEDIATE")
            taken = list[Work]()
            try:
                while self._pending:
                    taken.append(self._pending.popleft())
                    taken[-1](self._connection)
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._pending.extendleft(reversed(taken))
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def later(self, work: Work) -> None:
        """Write something with the next transaction of any caller, or when the file is closed.

        Returns at once. If the process is killed before that, it is lost.
        """
        self._pending.append(work)

    def write_pending(self) -> None:
        """Write now what ``later`` put off. Raises StateError."""
        if self._pending:
            with self.transaction(durable=False):
                pass

    def _flush_on_commit(self, *, durable: bool) -> None:
        if self._flushing is not (durable and self._durable):
            self._flushing = durable and self._durable
            wanted = "FULL" if self._flushing else "NORMAL"
            self._connection.execute(f"PRAGMA synchronous = {wanted}")

    def _prepare(self, form: Format) -> None:
        wanted = (form.kind, form.version)
        if self._marks() != wanted:
            with self.transaction() as connection:
                # Another process may have made the tables while we waited.
                found = self._marks()
                empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
                if found == (0, 0) and empty:
                    for statement in _statements(form.schema):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {form.kind}")
                    connection.execute(f"PRAGMA user_version = {form.version}")
                elif found != wanted:
                    self._upgrade(connection, found, form)
        self._connection.execute("PRAGMA foreign_keys = ON")

    def _write_ahead(self, wait: float) -> None:
        """Put the file into WAL mode; SQLite itself does not wait for others before it does."""
        until = time.monotonic() + wait
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
            else:
                return

    def _upgrade(
        self, connection: sqlite3.Connection, found: tuple[int, int], form: Format
    ) -> None:
        """Make an older file of ours as this version writes it, within one transaction."""
        steps = range(found[1], form.version)
        if found[0] != form.kind or not steps or any(step not in form.upgrades for step in steps):
            raise self._refusal(found, form)
        for step in (part for version in steps for part in form.upgrades[version]):
            if callable(step):
                step(connection)
                continue
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {form.version}")

    def _marks(self) -> tuple[int, int]:
        kind = self._connection.execute("PRAGMA application_id").fetchone()[0]
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return kind, version

    def _refusal(self, found: tuple[int, int], form: Format) -> StateError:
        if found[0] != form.kind:
            return StateError(
                f"{self.path} is a database of something else", hint="name another cache folder"
            )
        newer = found[1] > form.version
        return Unusable(
            f"{self.path} was made by {'a newer' if newer else 'an older'} version"
            f" (format {found[1]}, this one writes {form.version})",
            hint="update this program" if newer else "move the file away to begin a new one",
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Every error of SQLite as one line that names the file."""
        try:
            yield
        except sqlite3.Error as error:
            words = str(error)
            if "locked" in words or "busy" in words:
                raise Locked(
                    f"the database {self.path} is locked by another process",
                    hint="let the other run finish, or close the program that holds it open",
                ) from error
            if "not a database" in words or "malformed" in words:
                raise Unusable(
                    f"{self.path} is damaged or no database: {words}",
                    hint="move the file away to begin a new one, or put back a copy of it",
                ) from error
            raise StateError(
                f"cannot use the database {self.path}: {words}",
                hint=FULL if "full" in words or "I/O" in words else "",
            ) from error


def can_be_written(path: Path) -> bool:
    """True when SQLite may write to a file and beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _readable(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing; where not even a lock can be taken, the file as it lies."""
    address = path.resolve().as_uri()
    for how in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(
            f"{address}?{how}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except sqlite3.OperationalError:
            connection.close()
            if "immutable" in how:
                raise
        else:
            return connection
    raise AssertionError("one of them gives or raises")


def _statements(schema: str) -> Iterator[str]:
    """The statements of a script; triggers hold semicolons of their own."""
    begun = ""
    for line in schema.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""


def patiently(write: Callable[[], None], waits: Callable[[Locked], None] = lambda _: None) -> None:
    """Write, and try again while another process holds the file: five minutes in all.

    ``waits`` is told when that begins. Raises what ``write`` raises, and Locked at the end.
    """
    for trial in range(1, TRIES + 1):
        try:
            write()
        except Locked as error:
            if trial == TRIES:
                raise
            if trial == 1:
                waits(error)
        else:
            return


class InDatabase:
    """What has its rows in a file of its own: close it, or use it in a with.

    Args:
        database: the open file.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def insert(
    connection: sqlite3.Connection, table: str, row: Mapping[str, Any], otherwise: str = ""
) -> int:
    """Put a row in, by the names of its columns; its number.

    Names are ours, never from outside; ``otherwise`` is the clause for a row that is there already.
    """
    statement = f"{_insertion(table, row)} {otherwise}"
    return connection.execute(statement, tuple(row.values())).lastrowid or 0


def insert_all(
    connection: sqlite3.Connection, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put rows in that have the same columns, in the same order; names are ours."""
    if rows:
        values = (tuple(row.values()) for row in rows)
        connection.executemany(_insertion(table, rows[0]), values)


def _insertion(table: str, row: Mapping[str, Any]) -> str:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are ours


def update(connection: sqlite3.Connection, table: str, number: int, row: Mapping[str, Any]) -> None:
    """Put values in their places in the row of this number; names are ours."""
    parts = ", ".join(f"{name} = ?" for name in row)
    connection.execute(f"UPDATE {table} SET {parts} WHERE id = ?", (*row.values(), number))  # noqa: S608 - names are ours
