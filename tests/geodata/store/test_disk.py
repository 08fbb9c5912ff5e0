"""Disks that are full, read-only or spoiled: what was kept stays, and the remedy is said."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.errors import StoreError
from geodata.store import Decision, Store, open_store, restore
from tests.geodata.store.makers import MOSCOW, TARTUS, TEXT, event, events, report

REPORT = report()
MOSCOW_ID = event(REPORT, "Moscow", MOSCOW).event_id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root may mount a disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Use up a disk but for some bytes."""
    ballast = folder / "ballast"
    free = shutil.disk_usage(folder).free
    ballast.write_bytes(b"\0" * max(0, free - leave))
    return ballast


def save_many(store: Store) -> None:
    for number in range(1000):
        mine = report(f"{number} Moscow. {TEXT * 50}", key=str(number))
        store.save(mine, [event(mine, "Moscow", MOSCOW)])


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(small_disk: Path):
    url = f"sqlite:///{small_disk / 'store.gpkg'}"
    with open_store(url) as store:
        store.save(REPORT, events(REPORT))
        ballast = fill(small_disk, 300_000)
        with pytest.raises(StoreError, match="make room"):
            save_many(store)
        kept = store.counts().reports
        assert kept > 1
        large = report(f"Moscow. {TEXT * 3000}", key="large")
        with pytest.raises(StoreError, match="make room"):
            store.save(large, [])
        assert store.check() == []
        ballast.unlink()
        store.decide(MOSCOW_ID, Decision.reject(), who="me")
        assert store.check() == []
    with open_store(url) as store:
        assert store.counts().reports == kept
        assert store.event(MOSCOW_ID).event.status == "rejected"


def test_a_backup_or_restore_that_does_not_fit_leaves_all_as_it_was(
    small_disk: Path, tmp_path: Path
):
    path, older = small_disk / "store.gpkg", tmp_path / "older.gpkg"
    url = f"sqlite:///{path}"
    with open_store(url) as store:
        store.save(REPORT, events(REPORT))
        store.backup(older)
        store.decide(MOSCOW_ID, Decision.reject(), who="me")
        fill(small_disk, 50_000)
        with pytest.raises(StoreError, match=r"full|No space"):
            store.backup(small_disk / "backup.gpkg")
        with pytest.raises(StoreError, match=r"full|No space"):
            restore(url, older)
        assert store.event(MOSCOW_ID).event.status == "rejected"
        assert store.check() == []
    left = {p.name for p in small_disk.iterdir()}
    assert left <= {"store.gpkg", "ballast"}


def test_a_store_on_a_read_only_disk_can_be_read(small_disk: Path):
    url = f"sqlite:///{small_disk / 'store.gpkg'}"
    with open_store(url) as store:
        store.save(REPORT, events(REPORT))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with open_store(url) as store:
        assert store.counts().places == 3
        assert store.search("plane").report_ids == (REPORT.report_id,)
        assert store.check() == []
        with pytest.raises(StoreError, match="cannot be written"):
            store.decide(MOSCOW_ID, Decision.reject(), who="me")


def test_any_spoiled_page_is_noticed(path: Path, url: str):
    with open_store(url) as store:
        for number in range(30):
            mine = report(f"{number} Moscow and Tartous. {TEXT}", key=str(number))
            found = [event(mine, "Moscow", MOSCOW), event(mine, "Tartous", TARTUS)]
            store.save(mine, found)
    sound = path.read_bytes()
    chance = random.Random(3)
    pages = len(sound) // 4096
    for _ in range(12):
        data = bytearray(sound)
        at = chance.randrange(pages) * 4096 + chance.randrange(0, 4000)
        data[at : at + 64] = bytes(value ^ 0x5A for value in data[at : at + 64])
        path.write_bytes(data)
        try:
            with open_store(url) as store:
                faults = store.check()
        except StoreError as error:
            faults = [str(error)]
        # Bytes that nothing uses may be spoiled: then everything must read as before.
        if not faults:
            with open_store(url) as store:
                assert store.counts().reports == 30
                assert len(store.frame()) == 60
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
