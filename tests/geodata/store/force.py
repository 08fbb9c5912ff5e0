"""Stores treated badly: processes that are killed at work, and many at one store.

Children are forked from a clean server that has loaded everything, so that a kill costs
milliseconds instead of seconds.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from geodata.errors import StoreError
from geodata.store import Decision, Store, engine, open_store
from geodata.store.driver import sqlite3
from tests.geodata.store.makers import IDAHO, MOSCOW, TARTUS, event, events, report

__all__ = ["Crowd", "crowd", "kill_correcting", "kill_ingesting", "kill_migrating"]

OLD = (Path(__file__).parent / "data" / "v0001.sql").read_text(encoding="utf-8")


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "geodata.store.sqlite", "alembic.command"])
    return context


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


def _until_killed(
    work: Callable[..., None], *arguments: object, after: Callable[[], float]
) -> list[Any]:
    """Run `work` in a process, kill it some time after its first word, return what it said."""
    ours, theirs = _context().Pipe(duplex=False)
    process = _context().Process(target=work, args=(*arguments, theirs), daemon=True)
    process.start()
    theirs.close()
    said = [ours.recv()]
    time.sleep(after())
    process.kill()
    process.join()
    try:
        while True:
            said.append(ours.recv())
    except (EOFError, OSError):
        ours.close()
    return said


def _ingest(url: str, start: int, ack: Connection) -> None:
    with open_store(url) as store:
        for number in count(start):
            mine = report(f"{number}. Tartous, Moscow, Atlantis.", key=str(number))
            store.save(mine, events(mine))
            ack.send(number)


def kill_ingesting(folder: Path, kills: int, chance: random.Random) -> int:
    """Kill an ingest again and again; return how many reports it acknowledged and none lost."""
    path, done = folder / "ingest.gpkg", 0
    for _ in range(kills):
        said = _until_killed(_ingest, _url(path), done, after=lambda: chance.uniform(0, 0.1))
        done = max(done, said[-1] + 1)
        with open_store(_url(path)) as store:
            assert store.check() == []
            # The last one may be there unacknowledged: all of it.
            assert done <= store.counts().reports <= done + 1
            assert set(store.frame()["report_id"].value_counts()) == {3}
    return done


def _correct(url: str, ack: Connection) -> None:
    with open_store(url) as store:
        ids = store.frame()["event_id"].tolist()
        choices = (Decision.at(IDAHO), Decision.confirm(), Decision.reject(), Decision.nowhere())
        for number in count():
            if number % 5 == 4:
                store.undo(who="me")
            else:
                store.decide(ids[number % len(ids)], choices[number % 4], who="me")
            ack.send(number)


def _entries(store: Store, ids: list[str]) -> int:
    return sum(len(store.event(event_id).history) for event_id in ids)


def kill_correcting(folder: Path, kills: int, chance: random.Random) -> int:
    """Kill corrections again and again; return how many were acknowledged and none lost."""
    path, total = folder / "correct.gpkg", 0
    with open_store(_url(path)) as store:
        for number in range(3):
            mine = report(f"{number}. Tartous, Moscow, Atlantis.", key=str(number))
            store.save(mine, events(mine))
        ids = store.frame()["event_id"].tolist()
    for _ in range(kills):
        said = _until_killed(_correct, _url(path), after=lambda: chance.uniform(0, 0.1))
        with open_store(_url(path)) as store:
            assert store.check() == []
            assert total + len(said) <= _entries(store, ids) <= total + len(said) + 1
            # What is shown is what was decided.
            for event_id, status in store.frame()[["event_id", "status"]].itertuples(index=False):
                assert store.event(event_id).event.status == status
            total = _entries(store, ids)
    return total


def _migrate(url: str, ack: Connection) -> None:
    # With room for ten pages they are written as the migration goes, not all at its end.
    usual = engine._set_up

    def cramped(connection: sqlite3.Connection, _record: object) -> None:
        usual(connection, _record)
        connection.execute("PRAGMA cache_size = 10")

    engine._set_up = cramped
    ack.send("go")
    open_store(url).close()
    ack.send("done")


def make_old(path: Path, events: int = 0) -> None:
    """Make a store as version 0001 wrote it, with `events` more of them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD)
        for table, key in (("found_events", "number"), ("events", "fid")):
            rows = connection.execute(f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1")
            names = [column[0] for column in rows.description]
            model = dict(zip(names, rows.fetchone(), strict=True))
            marks = ", ".join("?" * len(names))
            for number in range(events):
                row = _copied(model, key, number)
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", list(row.values()))
        connection.commit()


def _copied(model: dict[str, Any], key: str, number: int) -> dict[str, Any]:
    row = model | {key: model[key] + 1 + number, "event_id": f"{number:016x}"}
    if "record" in row:
        row["record"] = json.dumps(json.loads(row["record"]) | {"event_id": row["event_id"]})
    hashed = [v for name, v in row.items() if name not in {key, "geom", "row_hash"}]
    row["row_hash"] = hashlib.sha256(json.dumps(hashed, ensure_ascii=False).encode()).hexdigest()
    return row | {"row_hash": row["row_hash"][:16]}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _most_written(path: Path, data: bytes) -> int:
    """Return how large the log of a migration becomes, in a process like those that are killed."""
    path.write_bytes(data)
    log, most = path.with_name(f"{path.name}-wal"), 0
    ours, theirs = _context().Pipe(duplex=False)
    process = _context().Process(target=_migrate, args=(_url(path), theirs), daemon=True)
    process.start()
    ours.recv()
    while not ours.poll(0.001):
        most = max(most, _size(log))
    process.join()
    return most


def _when_written(log: Path, size: float) -> float:
    """Wait until a log is as large, or for ten seconds."""
    end = time.monotonic() + 10
    while _size(log) < size and time.monotonic() < end:
        time.sleep(0.0005)
    return 0.0


@dataclass(kw_only=True)
class Migrations:
    """Where the kills of migrations fell."""

    before: int = 0
    writing: int = 0
    ended: int = 0


def kill_migrating(
    folder: Path, kills: int, chance: random.Random, events: int = 300
) -> Migrations:
    """Kill migrations, each of a store of its own, all over what one writes."""
    fell = Migrations()
    old = folder / "old.gpkg"
    make_old(old, events)
    data = old.read_bytes()
    most = _most_written(folder / "first.gpkg", data)
    for number in range(kills):
        path = folder / f"migrate{number}.gpkg"
        path.write_bytes(data)
        log = path.with_name(f"{path.name}-wal")
        # One in each stretch of what it writes: time would say little on a busy machine.
        share = (number + chance.random()) / kills
        said = _until_killed(
            _migrate, _url(path), after=partial(_when_written, log, 0.98 * most * share)
        )
        written = _size(log) > 0
        fell.ended += "done" in said
        fell.writing += "done" not in said and written
        fell.before += "done" not in said and not written
        with open_store(_url(path)) as store:
            assert store.check() == []
            assert store.counts().places == events + 4
            assert len(store.search("tartous").event_ids) >= events
        for one in folder.glob(f"*migrate{number}.gpkg*"):
            one.unlink()
    return fell


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Seconds that each write and each read took, and what went wrong."""

    writes: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def _write(url: str, who: int, seconds: float, ack: Connection) -> None:
    took, errors = [], []
    with open_store(url) as store:
        end = time.monotonic() + seconds
        for number in count():
            if time.monotonic() > end:
                break
            mine = report(f"{who} {number}: Tartous, Moscow, Atlantis.", key=f"{who}/{number}")
            start = time.monotonic()
            try:
                store.save(mine, events(mine))
            except StoreError as error:
                errors.append(str(error))
            took.append(time.monotonic() - start)
    ack.send((took, errors))


def _read(url: str, who: int, seconds: float, ack: Connection) -> None:
    took, errors = [], []
    chance = random.Random(who)
    with open_store(url) as store:
        questions: tuple[Callable[[], object], ...] = (
            store.revision,
            store.counts,
            lambda: store.event(_FIRST.event_id),
            lambda: store.report(_REPORT.report_id),
            lambda: store.home("Wire"),
            lambda: store.search("first crowds"),
        )
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                chance.choice(questions)()
            except StoreError as error:
                errors.append(str(error))
            took.append(time.monotonic() - start)
            time.sleep(0.005)
    ack.send((took, errors))


_REPORT = report("First crowds gathered in Moscow and Tartous.", key="first")
_FIRST = event(_REPORT, "Moscow", MOSCOW)


def crowd(path: Path, seconds: float, *, writers: int = 2, readers: int = 4) -> Crowd:
    """Let writers and readers at one store at once, each a process."""
    with open_store(_url(path)) as store:
        store.save(_REPORT, [_FIRST, event(_REPORT, "Tartous", TARTUS)])
    result = Crowd()
    started = []
    for who in range(writers + readers):
        ours, theirs = _context().Pipe(duplex=False)
        work = _write if who < writers else _read
        process = _context().Process(target=work, args=(_url(path), who, seconds, theirs))
        process.start()
        theirs.close()
        started.append((process, ours, result.writes if who < writers else result.reads))
    for process, ours, kept in started:
        took, errors = ours.recv()
        process.join()
        kept.extend(took)
        result.errors.extend(errors)
    with open_store(_url(path)) as store:
        assert store.check() == []
        assert store.counts().reports == len(result.writes) + 1 - len(result.errors)
    return result
