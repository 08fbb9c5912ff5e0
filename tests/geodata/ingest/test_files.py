"""Folders into the store: in order, resumable, the same with any number of processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geodata.cli import main
from geodata.ingest import Ingested, Manner, Outcome, Tally, ingest_files, walk
from geodata.model import ReadOutcome
from geodata.pipeline import Geoparser
from geodata.settings import Settings
from geodata.store import Store, open_store

TEXT = "DAMASCUS, Dec {}, 2024 (Reuters) - Fighters entered Damascus and Tripoli on Sunday."
ROWS = "id,date,text\n" + "".join(
    f"{n},2024-12-{n:02},Shelling was heard in Homs and near Aleppo on day {n} of the month.\n"
    for n in range(1, 21)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "reports"
    (root / "inner").mkdir(parents=True)
    for number in range(1, 7):
        (root / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    (root / "broken.txt").write_bytes(bytes(range(256)) * 20)
    (root / "inner" / "rows.csv").write_text(ROWS, encoding="utf-8")
    (root / "picture.png").write_bytes(b"\x89PNG")
    (root / ".hidden.txt").write_text("Homs", encoding="utf-8")
    with zipfile.ZipFile(root / "pack.zip", "w") as archive:
        archive.writestr("a.txt", "Nairobi was calm on 3 May 2024, people said there.")
        archive.writestr("b.bin", bytes(range(256)) * 20)
    return root


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.store_url) as opened:
        yield opened


def run(
    folder: Path, store: Store, geoparser: Geoparser, manner: Manner | None = None
) -> list[Ingested]:
    return list(ingest_files(walk([folder]).files, store, geoparser, manner))


def tally(done: list[Ingested]) -> Tally:
    counted = Tally()
    for one in done:
        counted.add(one)
    return counted


def test_counts_add_up_and_what_is_broken_is_told(
    folder: Path, store: Store, geoparser: Geoparser
) -> None:
    done = run(folder, store, geoparser)
    by_name = {one.reading.name: one.reading for one in done}
    assert by_name["broken.txt"].outcome is ReadOutcome.REFUSED
    assert "broken.txt" in by_name["broken.txt"].why
    assert by_name["pack.zip"].outcome is ReadOutcome.PARTLY
    assert by_name["rows.csv"].outcome is ReadOutcome.READ
    assert len(by_name["rows.csv"].report_ids) == 20
    counted = tally(done)
    assert counted.files == 9 == sum(counted.by_outcome.values())
    assert counted.counts == store.counts()
    assert str(counted).startswith("9 files: 7 read, 1 partly read, 1 refused.\n28 reports: 27 add")
    noted = {reading.name: reading.outcome for reading in store.readings()}
    assert noted["pack.zip/a.txt"] is ReadOutcome.READ
    assert noted["pack.zip/b.bin"] is ReadOutcome.REFUSED
    assert str(walk([folder])) == "1 file of other kinds left out (.png 1)"


def test_what_has_not_changed_is_left_alone(
    folder: Path, store: Store, geoparser: Geoparser
) -> None:
    run(folder, store, geoparser)
    revision = store.revision()
    touched = folder / "2.txt"
    os.utime(touched, ns=(1, 1))
    again = run(folder, store, geoparser)
    assert [one.reading.name for one in again if not one.unchanged] == ["broken.txt"]
    assert store.revision() == revision
    touched.write_text(TEXT.format(2) + " Hama was calm.", encoding="utf-8")
    rows = folder / "inner" / "rows.csv"
    rows.write_text(ROWS.replace("on day 7 of", "before noon on day 7 of"), encoding="utf-8")
    third = tally(run(folder, store, geoparser))
    assert third.unchanged == 6
    assert third.steps[Outcome.UPDATED] == 2
    assert third.steps[Outcome.UNCHANGED] == 19
    forced = tally(run(folder, store, geoparser, Manner(again=True)))
    assert forced.unchanged == 0
    assert forced.steps[Outcome.UNCHANGED] == 27


def test_processes_give_what_one_gives(
    folder: Path, store: Store, geoparser: Geoparser, settings: Settings, tmp_path: Path
) -> None:
    alone = run(folder, store, geoparser)
    own = replace(geoparser, settings=replace(geoparser.settings, store_url=""))
    with open_store(f"sqlite:///{tmp_path / 'other.gpkg'}") as other:
        together = run(folder, other, own, Manner(workers=2))
        pd.testing.assert_frame_equal(
            pd.DataFrame(store.frame()).drop(columns="geometry"),
            pd.DataFrame(other.frame()).drop(columns="geometry"),
        )
    for one, two in zip(alone, together, strict=True):
        assert replace(one.reading, read_at="") == replace(two.reading, read_at="")
        assert [s.outcome for s in one.steps] == [s.outcome for s in two.steps]
        assert one.counts == two.counts


def test_a_run_that_is_killed_goes_on_where_it_was(folder: Path, settings: Settings) -> None:
    for number in range(7, 60):
        (folder / f"{number}.txt").write_text(f"Calm in Homs, day {number}.", encoding="utf-8")
    command = [sys.executable, "-m", "geodata", "ingest", str(folder), "--workers", "1"]
    command += ["--store", settings.store_url]
    environment = {**os.environ, "DATELINE_CACHE_DIR": str(settings.cache_dir)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        path = Path(settings.store_url.removeprefix("sqlite:///"))
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline and process.poll() is None:
            if path.exists() and path.stat().st_size and _noted(settings) >= 5:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    before = _noted(settings)
    assert before >= 5
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = again.stdout.splitlines()[0]
    assert said.startswith("62 files: ")
    if before < 60:
        assert int(said.split(" unchanged")[0].split()[-1]) >= before - 4
    if before < 63:
        assert (
            f"{before - 2} unchanged" in said
            or f"{before - 1} unchanged" in said
            or (f"{before} unchanged" in said)
        )
    with open_store(settings.store_url) as store:
        assert store.check() == []


def _noted(settings: Settings) -> int:
    with open_store(settings.store_url) as store:
        return len(store.readings())


def test_the_log_has_a_line_a_file(
    folder: Path,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATELINE_CACHE_DIR", str(settings.cache_dir))
    log = tmp_path / "log.jsonl"
    code = main(["ingest", str(folder), "--store", settings.store_url, "--log", str(log)])
    assert code == 1
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert len(lines) == 9
    assert {line["outcome"] for line in lines} == {"read", "partly read", "refused"}
    assert sum(line["reports"] for line in lines) == 27
    out = capsys.readouterr()
    assert "1 refused" in out.out
    assert "refused: broken.txt" in out.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "text"], "FIELD=NAME"),
        (["--column", "colour=x"], "is no field of a table"),
        (["--workers", "0"], "a number from 1"),
    ],
)
def test_wrong_use_is_told_before_anything_is_read(
    arguments: list[str],
    said: str,
    folder: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ingest", str(folder), "--store", settings.store_url, *arguments]) == 2
    assert said in capsys.readouterr().err
