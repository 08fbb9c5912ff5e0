"""The file behind a store: what is refused and why, and what GIS programs see of it."""

import os
import stat
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from sqlalchemy import inspect

from geodata.errors import StoreError, StoreVersionError
from geodata.store import Decision, open_store
from geodata.store import engine as engine_module
from geodata.store.driver import sqlite3
from geodata.store.engine import Writing, make_engine, transaction, wal_is_safe
from geodata.store.opening import path_of
from geodata.store.tables import DECISIONS, EVENTS, FOUND, HEAD, READINGS, REPORTS, STATE, VERSIONS
from tests.geodata.store.makers import MOSCOW, TEXT, event, events, report

REPORT = report()


@pytest.fixture
def filled(reopen, path: Path) -> Path:
    with reopen() as store:
        store.save(REPORT, events(REPORT))
    return path


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://localhost/dateline", "not in this version"),
        ("postgresql+psycopg://localhost/dateline", "not in this version"),
        ("mysql://localhost/x", "sqlite:///"),
        ("dateline.gpkg", "sqlite:///"),
        ("", "sqlite:///"),
        ("sqlite://host/x.db", "sqlite:///"),
        ("sqlite:///x.db?mode=memory", "sqlite:///"),
    ],
)
def test_a_url_that_is_no_store_is_refused(url: str, said: str):
    with pytest.raises(StoreError, match=said):
        open_store(url)


def test_urls_name_files():
    assert path_of("sqlite:///reports.gpkg") == Path("reports.gpkg")
    assert path_of("sqlite:////data/reports.gpkg") == Path("/data/reports.gpkg")
    assert path_of("sqlite://") is None


def some_database(path: Path) -> None:
    alter(path, "CREATE TABLE mine (x)")


def some_geopackage(path: Path) -> None:
    gpd.GeoDataFrame({"x": [1]}, geometry=gpd.points_from_xy([0], [0]), crs=4326).to_file(path)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.touch(), "empty file"),
        (lambda path: path.write_text("Dear diary, " * 99), "not an SQLite file"),
        (lambda path: path.mkdir(), "cannot be read"),
        (some_database, "no Dateline store"),
        (some_geopackage, "no Dateline store"),
    ],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(path: Path, url: str, make, said: str):
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=said):
        open_store(url)
    assert not path.is_file() or path.read_bytes() == before


def test_a_store_is_made_whole_for_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "folder" / "store.gpkg"
    open_store(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["store.gpkg"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="name another place"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'store.gpkg'}")


def test_a_temporary_store_is_gone_when_closed():
    store = open_store("sqlite://")
    store.save(REPORT, events(REPORT))
    folder = store.path.parent  # type: ignore[attr-defined]  # the adapter's own
    store.close()
    assert not folder.exists()


def test_what_was_saved_is_there_after_a_restart(reopen):
    with reopen() as store:
        store.save(REPORT, events(REPORT))
        store.decide(event(REPORT, "Moscow", MOSCOW).event_id, Decision.reject(), who="me")
    with reopen() as store:
        assert store.counts().places == 3
        assert store.frame()["status"].tolist() == ["auto", "rejected", "auto"]
        assert store.undo(who="me") is not None


def test_two_open_stores_see_each_others_work(reopen):
    one, other = reopen(), reopen()
    assert len(other.frame()) == 0
    one.save(REPORT, events(REPORT))
    assert len(other.frame()) == 3


def test_a_store_of_a_newer_version_is_not_touched(filled: Path, url: str):
    alter(filled, "UPDATE dateline_version SET version_num = '9999'")
    before = filled.read_bytes()
    with pytest.raises(StoreVersionError, match="9999"):
        open_store(url)
    assert filled.read_bytes() == before


def test_an_older_store_is_brought_up_to_date_after_a_backup(path: Path, url: str):
    alter(
        path,
        "PRAGMA application_id = 1196444487",
        "CREATE TABLE dateline_version (version_num TEXT NOT NULL)",
    )
    with open_store(url) as store:
        store.save(REPORT, events(REPORT))
        assert store.check() == []
    backup = path.with_name(f"store.gpkg.before-{HEAD}")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path, url: str):
    alter(
        path,
        "PRAGMA application_id = 1196444487",
        "CREATE TABLE dateline_version (version_num TEXT NOT NULL)",
        "CREATE TABLE decisions (mine)",
    )
    with pytest.raises(StoreError, match="already exists"):
        open_store(url)
    with closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert tables == {"dateline_version", "decisions"}


def test_the_migrations_make_the_tables_that_the_code_uses(filled: Path):
    made = inspect(make_engine(filled))
    for table in (STATE, REPORTS, VERSIONS, FOUND, EVENTS, DECISIONS, READINGS):
        names = [column["name"] for column in made.get_columns(table.name)]
        assert names == [column.name for column in table.columns]


def test_a_damaged_file_is_said_to_be_damaged(filled: Path, url: str):
    data = bytearray(filled.read_bytes())
    for page in range(4096, len(data), 4096):
        data[page : page + 200] = b"\xff" * 200
    filled.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged.*backup"), open_store(url) as store:
        store.frame()


def test_a_flipped_bit_in_a_text_is_found(filled: Path, url: str):
    data = filled.read_bytes()
    assert data.count(b"sang until the evening") > 1
    filled.write_bytes(data.replace(b"sang until the evening", b"sank until the evening"))
    with open_store(url) as store:
        assert any("not as it was written" in fault for fault in store.check())


def test_edits_by_another_program_are_found(filled: Path, url: str):
    alter(filled, "UPDATE events SET place_name = 'Elsewhere' WHERE toponym = 'Moscow'")
    with open_store(url) as store:
        fault, not_found = store.check()
    assert "changed by another program" in fault
    assert "1 events and reports are not found" in not_found
    alter(filled, "DELETE FROM events WHERE toponym = 'Moscow'")
    with open_store(url) as store:
        (fault,) = store.check()
    assert "3 events were found" in fault


def test_the_log_of_decisions_can_only_grow(filled: Path, url: str):
    with open_store(url) as store:
        store.decide(event(REPORT, "Moscow", MOSCOW).event_id, Decision.confirm(), who="me")
    for statement in ("DELETE FROM decisions", "UPDATE decisions SET who = 'you'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            alter(filled, statement)


def test_a_locked_store_says_so(filled: Path, url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.1)
    with (
        open_store(url) as store,
        closing(sqlite3.connect(filled, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is writing"):
            store.save(report("Another day in Moscow.", key="b"), [])
        assert store.counts().reports == 1
        other.execute("ROLLBACK")
        store.save(report("Another day in Moscow.", key="b"), [])
        assert store.counts().reports == 2


def test_a_write_that_is_not_allowed_says_how_to_allow_it(filled: Path):
    engine = make_engine(filled)

    def write_where_one_may_only_read() -> None:
        with transaction(engine, filled, writes=True) as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.exec_driver_sql("DELETE FROM events")

    with pytest.raises(StoreError, match="chmod"):
        write_where_one_may_only_read()
    engine.dispose()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_store_can_be_read_but_not_written(filled: Path, url: str):
    filled.chmod(0o400)
    with open_store(url) as store:
        assert store.counts().places == 3
        with pytest.raises(StoreError, match="chmod"):
            store.save(report("Another day in Moscow.", key="b"), [])


def test_a_failed_save_leaves_nothing_half_there(filled: Path, url: str):
    other = report("Atlantis, Moscow and Tartous were not seen.", key="b")
    with open_store(url) as store:
        alter(
            filled,
            """CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.toponym = 'Atlantis'
               BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END""",
        )
        revision = store.revision()
        with pytest.raises(StoreError, match="make room"):
            store.save(other, events(other))
        assert (store.revision(), store.counts().reports) == (revision, 1)
        assert not store.has(other.content_hash)


def test_half_characters_are_refused_whole(filled: Path, url: str):
    with open_store(url) as store:
        with pytest.raises(StoreError, match="half characters"):
            store.save(report("Moscow \ud800", key="b", content_hash="0" * 64), [])
        assert store.counts().reports == 1


@pytest.mark.parametrize("name", ["sly", "decisions_are_never_changed"])
def test_a_store_with_somebody_elses_triggers_is_refused(filled: Path, url: str, name: str):
    alter(
        filled,
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} AFTER INSERT ON events BEGIN DELETE FROM reports; END",
    )
    with pytest.raises(StoreError, match=name):
        open_store(url)


def test_deleted_text_is_overwritten(filled: Path, url: str):
    with open_store(url) as store:
        store.save(REPORT, events(REPORT)[:1])
        store.save(report(TEXT.replace("Atlantis", "Thule")), [])
    kept = b"".join(path.read_bytes() for path in filled.parent.iterdir())
    assert b"no such name" not in kept
    assert b"Thule" in kept


def test_gis_programs_read_the_store(filled: Path):
    assert ["events", "Point"] in pyogrio.list_layers(filled).tolist()
    layer = gpd.read_file(filled, layer="events")
    assert layer.crs == "EPSG:4326"
    assert layer["toponym"].tolist() == ["Tartous", "Moscow", "Atlantis"]
    assert layer["date_start"].dtype.kind == "M"
    points = layer.geometry
    assert points.isna().tolist() == [False, False, True]
    assert points.x[:2].tolist() == layer["longitude"][:2].tolist() == [35.8865912, 37.62]
    assert len(gpd.read_file(filled, layer="report_versions")) == 1


def test_a_backup_is_a_whole_store(filled: Path, url: str, tmp_path: Path):
    target = tmp_path / "backup.gpkg"
    with open_store(url) as store:
        store.backup(target)
        store.backup(target)
        with pytest.raises(StoreError, match="itself"):
            store.backup(filled)
        with pytest.raises(StoreError, match="name another place"):
            store.backup(tmp_path / "missing" / "backup.gpkg")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with open_store(f"sqlite:///{target}") as copy:
        assert copy.counts().places == 3
        assert copy.check() == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backup.gpkg", "store.gpkg"]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_with_a_library_that_is_safe(version, safe):
    assert wal_is_safe(version) is safe


def test_the_journal_fits_the_library(filled: Path):
    engine = make_engine(filled)
    with engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    engine.dispose()
    assert mode == ("wal" if wal_is_safe() else "delete")


def test_only_what_can_be_read_again_does_not_wait_for_the_disk(filled: Path):
    engine = make_engine(filled)
    kinds = {Writing.REPEATABLE: 1 if wal_is_safe() else 2, Writing.DURABLE: 2}
    for kind, expected in [*kinds.items(), *kinds.items()]:
        with transaction(engine, filled, writes=kind) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == expected
    engine.dispose()
