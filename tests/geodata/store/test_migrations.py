"""Stores of older versions, as the code of those versions wrote them, brought up to date."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from geodata import schema
from geodata.errors import StoreError
from geodata.model import Given
from geodata.store import Outcome, Store, open_store
from geodata.store.driver import sqlite3
from geodata.store.engine import make_engine, transaction
from geodata.store.tables import HEAD
from tests.geodata.store.conftest import open_named
from tests.geodata.store.makers import IDAHO, MOSCOW, TEXT, event, events, report

DATA = Path(__file__).parent / "data"
EDITED = report(
    TEXT + " More was not known on Monday.",
    author="B. Writer",
    language="ar",
)


def write_old(path: Path, *further: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((DATA / "v0001.sql").read_text(encoding="utf-8"))
        for statement in further:
            connection.execute(statement)
        connection.commit()


@pytest.fixture
def migrated(path: Path, url: str) -> Iterator[Store]:
    write_old(path)
    with open_named(url) as store:
        yield store


def test_what_was_kept_is_still_there_and_whole(migrated: Store):
    assert migrated.check() == []
    frame = migrated.frame()
    schema.validate(frame)
    assert frame["toponym"].tolist() == ["Tartous", "Moscow", "Atlantis", "Tartous"]
    assert frame["status"].tolist() == ["confirmed", "corrected", "auto", "auto"]
    assert frame["language"].tolist() == ["ar", "ar", "ar", "en"]
    assert frame["author"].tolist() == ["B. Writer"] * 3 + [""]
    assert frame["page"].isna().all()
    assert set(frame["kind"]) == set(frame["extra"]) == {""}
    assert frame.geometry[1].x == IDAHO.longitude
    assert migrated.report(EDITED.report_id, version=1).report.text == TEXT
    assert migrated.revision() == 7
    assert migrated.readings() == []


def test_the_report_read_again_is_the_same(migrated: Store):
    saved = migrated.save(EDITED, events(EDITED))
    assert (saved.outcome, saved.version) == (Outcome.UNCHANGED, 2)


def test_what_was_decided_before_teaches_too(migrated: Store):
    later = report("A fair in Moscow.", key="later", source="Wire")
    found = event(later, "Moscow", MOSCOW)
    migrated.save(later, [found])
    assert migrated.event(found.event_id).event.resolution.place == IDAHO


def test_decisions_can_still_be_undone(migrated: Store):
    assert migrated.redo(who="me") is not None
    assert [migrated.undo(who="me") is not None for _ in range(4)] == [True, True, True, False]
    assert migrated.event(event(EDITED, "Moscow", MOSCOW).event_id).event.resolution.place == MOSCOW
    assert migrated.check() == []


def test_the_backup_is_the_old_store(migrated: Store, path: Path):
    backup = path.with_name(f"store.gpkg.before-{HEAD}")
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT version_num FROM dateline_version").fetchone() == (
            "0001",
        )
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (4,)
    assert migrated.counts().places == 4


def test_a_row_that_was_changed_before_is_found_after(path: Path, url: str):
    write_old(
        path,
        "UPDATE events SET place_name = 'Elsewhere' WHERE fid = 4",
        "UPDATE report_versions SET text = 'Other words' WHERE number = 3",
    )
    with open_store(url) as store:
        faults = "\n".join(store.check())
    assert "changed by another program" in faults
    assert "row 3 of report_versions is not as it was written" in faults


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(path: Path, url: str):
    write_old(path, "CREATE TABLE readings (mine)")
    with pytest.raises(StoreError, match="already exists"):
        open_store(url)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (4,)
        names = [row[1] for row in connection.execute("PRAGMA table_info(report_versions)")]
        version = connection.execute("SELECT version_num FROM dateline_version").fetchone()
    assert "pages" not in names
    assert version == ("0001",)


def test_many_may_bring_a_store_up_to_date_at_once(path: Path, url: str):
    write_old(path)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with open_store(url) as store:
                assert store.counts().places == 4
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_store(url) as store:
        assert store.check() == []
    with closing(sqlite3.connect(path.with_name(f"store.gpkg.before-{HEAD}"))) as connection:
        assert connection.execute("SELECT version_num FROM dateline_version").fetchone() == (
            "0001",
        )


@pytest.mark.parametrize("version", [f"{n:04}" for n in range(1, int(HEAD))])
def test_every_older_version_comes_up_to_date(path: Path, url: str, version: str):
    from alembic import command
    from alembic.config import Config

    write_old(path)
    config = Config()
    config.set_main_option("script_location", "geodata.store:migrations")
    config.set_main_option("path_separator", "os")
    engine = make_engine(path)
    with transaction(engine, path, writes=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()
    with open_store(url) as store:
        assert store.check() == []
        assert store.counts().places == 4
        assert len(store.search("tartous").event_ids) == 4
        row = Given(start=0, end=4, sentence_start=0, sentence_end=9, kind="shelling")
        store.save(replace(report("Calm in Homs.", key="new"), given=(row,)), [])
        assert store.report(store.reports()[-1].report_id).report.given == (row,)
    with closing(sqlite3.connect(path.with_name(f"store.gpkg.before-{HEAD}"))) as connection:
        kept = connection.execute("SELECT version_num FROM dateline_version").fetchone()
    assert kept == (version,)


def test_the_migrations_are_one_chain_up_to_the_newest():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "geodata.store:migrations")
    config.set_main_option("path_separator", "os")
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert [script.revision for script in scripts] == [
        f"{number:04}" for number in range(int(HEAD), 0, -1)
    ]
    folder = Path(scripts[0].path).parent
    assert len(list(folder.glob("v0*.py"))) == len(scripts)
