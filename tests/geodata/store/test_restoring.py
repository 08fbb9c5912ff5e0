"""Copies out of a store and back into it, while it is in use, and when it is damaged."""

import stat
from pathlib import Path

import pytest

from geodata.cli import main
from geodata.errors import StoreError, StoreVersionError
from geodata.store import Decision, open_store, restore
from geodata.store.driver import sqlite3
from geodata.store.tables import HEAD
from tests.geodata.store.force import make_old
from tests.geodata.store.makers import MOSCOW, event, events, report

REPORT = report()
MOSCOW_ID = event(REPORT, "Moscow", MOSCOW).event_id


@pytest.fixture
def backup(reopen, tmp_path: Path) -> Path:
    """A backup of a store that has changed since."""
    target = tmp_path / "backup.gpkg"
    with reopen() as store:
        store.save(REPORT, events(REPORT))
        store.backup(target)
        store.decide(MOSCOW_ID, Decision.reject(), who="me")
        store.save(report("Another day in Moscow.", key="b"), [])
    return target


def replaced(path: Path) -> list[Path]:
    return [p for p in path.parent.glob("store.gpkg.replaced-*") if p.suffix.startswith(".rep")]


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(
    backup: Path, url: str, path: Path
):
    done = restore(url, backup)
    assert (done.counts.reports, done.counts.places) == (1, 3)
    with open_store(url) as store:
        assert store.frame()["status"].tolist() == ["auto"] * 3
        assert store.search("another").report_ids == ()
        assert store.check() == []
    assert done.kept in replaced(path)
    assert done.kept is not None
    assert stat.S_IMODE(done.kept.stat().st_mode) == 0o600
    with open_store(f"sqlite:///{done.kept}") as before:
        assert before.counts().reports == 2
    assert not [p for p in path.parent.iterdir() if p.name.startswith(".")]


def test_whoever_has_the_store_open_goes_on_with_what_was_restored(backup: Path, url: str):
    with open_store(url) as store:
        assert store.frame()["status"].tolist() == ["auto", "rejected", "auto"]
        revision = store.revision()
        restore(url, backup)
        assert store.revision() > revision
        assert store.frame()["status"].tolist() == ["auto"] * 3
        assert store.counts().reports == 1
        store.decide(MOSCOW_ID, Decision.confirm(), who="me")
        assert store.check() == []
    with open_store(url) as store:
        assert store.frame()["status"].tolist() == ["auto", "confirmed", "auto"]


def test_a_store_that_is_not_there_is_made(backup: Path, tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'new' / 'other.gpkg'}"
    assert restore(url, backup).kept is None
    with open_store(url) as store:
        assert store.counts().places == 3


def test_an_older_backup_is_brought_up_to_date(url: str, tmp_path: Path):
    old = tmp_path / "old.gpkg"
    make_old(old)
    before = old.read_bytes()
    assert restore(url, old).counts.places == 4
    assert old.read_bytes() == before
    with open_store(url) as store:
        assert store.check() == []


@pytest.mark.parametrize("damage", ["header", "pages", "empty", "foreign"])
def test_a_damaged_store_is_moved_away_and_replaced(
    backup: Path, url: str, path: Path, damage: str
):
    data = bytearray(path.read_bytes())
    if damage == "header":
        data[:16] = b"\xff" * 16
    for page in range(4096, len(data), 4096) if damage == "pages" else ():
        data[page : page + 200] = b"\xff" * 200
    wrong = {"empty": b"", "foreign": b"Dear diary, " * 99}.get(damage, bytes(data))
    path.write_bytes(wrong)
    done = restore(url, backup)
    assert done.kept is not None
    assert done.kept.read_bytes() == wrong
    with open_store(url) as store:
        assert store.counts().places == 3
        assert store.check() == []


def nonsense(path: Path, backup: Path) -> None:
    path.write_text("Dear diary, " * 99)


def nothing(path: Path, backup: Path) -> None:
    path.touch()


def half(path: Path, backup: Path) -> None:
    data = backup.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def altered(path: Path, backup: Path) -> None:
    data = backup.read_bytes()
    path.write_bytes(data.replace(b"sang until the evening", b"sank until the evening"))


def missing(path: Path, backup: Path) -> None:
    pass


@pytest.mark.parametrize("make", [nonsense, nothing, half, altered, missing])
def test_nonsense_is_refused_and_the_store_is_untouched(
    backup: Path, url: str, path: Path, tmp_path: Path, make
):
    bad = tmp_path / "bad.gpkg"
    make(bad, backup)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        restore(url, bad)
    assert path.read_bytes() == before
    assert replaced(path) == []
    assert not [p for p in path.parent.iterdir() if p.name.startswith(".")]


def test_a_newer_backup_and_a_newer_store_are_refused(backup: Path, url: str, path: Path):
    for file in (backup, path):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE dateline_version SET version_num = '9999'")
        connection.close()
        with pytest.raises(StoreVersionError):
            restore(url, backup)
        with sqlite3.connect(backup) as connection:
            connection.execute("UPDATE dateline_version SET version_num = ?", (HEAD,))
        connection.close()


def test_a_store_is_no_backup_of_itself(backup: Path, url: str, path: Path):
    with pytest.raises(StoreError, match="itself"):
        restore(url, path)
    with pytest.raises(StoreError, match="temporary"):
        restore("sqlite://", backup)


def test_a_backup_does_not_overwrite_what_is_no_backup(backup: Path, url: str, tmp_path: Path):
    letter = tmp_path / "letter.docx"
    letter.write_text("Dear reader")
    with open_store(url) as store:
        with pytest.raises(StoreError, match="left alone"):
            store.backup(letter)
        store.backup(backup)
    assert letter.read_text() == "Dear reader"
    with open_store(f"sqlite:///{backup}") as copy:
        assert copy.counts().reports == 2


def test_the_commands(backup: Path, url: str, path: Path, capsys: pytest.CaptureFixture[str]):
    store = ["--store", url]
    assert main(["check", *store]) == 0
    assert "no damage found" in capsys.readouterr().out
    again = backup.with_name("again.gpkg")
    assert main(["backup", str(again), *store]) == 0
    assert main(["restore", str(backup), *store]) == 0
    out = capsys.readouterr().out
    assert "1 reports" in out
    assert "kept as" in out
    assert main(["restore", str(backup.with_name("none.gpkg")), *store]) == 1
    assert "name another file" in capsys.readouterr().err
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE events SET place_name = 'Elsewhere' WHERE toponym = 'Moscow'")
        connection.execute("DELETE FROM report_words")
    connection.close()
    assert main(["check", *store]) == 1
    said = capsys.readouterr()
    assert "changed by another program" in said.err
    assert "faults found" in said.out
    assert main(["check", "--repair", *store]) == 1
    assert "not found by their words" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "backup"])
def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, command: str, capsys):
    path = tmp_path / "none.gpkg"
    file = [str(tmp_path / "copy.gpkg")] if command == "backup" else []
    assert main([command, *file, "--store", f"sqlite:///{path}"]) == 1
    assert "no store" in capsys.readouterr().err
    assert not path.exists()


def test_what_was_decided_must_be_what_is_shown(backup: Path, url: str, path: Path):
    with sqlite3.connect(path) as connection:
        row = connection.execute("SELECT * FROM events WHERE toponym = 'Moscow'")
        assert row.fetchone() is not None
        connection.execute("UPDATE events SET status = 'auto' WHERE toponym = 'Moscow'")
    connection.close()
    with open_store(url) as store:
        assert any("does not show what was decided" in fault for fault in store.check())
