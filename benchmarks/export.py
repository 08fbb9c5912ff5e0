"""What exports cost: events a CPU second, and memory above the frame that is written.

    python -m benchmarks.export [EVENTS] [SUFFIX...]

Each format is written in processes of its own. From a frame: it is loaded, the peak of memory is
set back (Linux), and the writing, the reading back and the check of the frame are timed apart. From
a store: as `dateline export` does, all steps together; memory counts from the open store. Beside
them, for the formats that GDAL writes, `pyogrio.write_dataframe` on the same frame.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import insert

from geodata.export.rows import columns_of, parts
from geodata.model import Report
from geodata.schema import CRS, DATE_COLUMNS, DTYPES
from geodata.store import open_store
from geodata.store.engine import make_engine, transaction
from geodata.store.records import report_row
from geodata.store.tables import REPORTS, VERSIONS

_WORDS = "the crowd moved along the river while the talks in the old town went on until dusk and "
_DRIVERS = {
    ".geojson": "GeoJSON",
    ".geojsonl": "GeoJSONSeq",
    ".fgb": "FlatGeobuf",
    ".gpkg": "GPKG",
}


def main(events: int, suffixes: list[str]) -> None:
    print(f"{events:,} events; base: the frame in memory, or the open store\n")
    print("| format | MB | write, events/s | pyogrio, events/s | read back, s | check, s "
          "| MB above base | pyogrio | from the store, s | MB above |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame = make(events)
        frame.to_parquet(folder / "events.parquet")
        make_store(frame, folder / "store.gpkg")
        del frame
        for suffix in suffixes:
            ours = _child("ours", folder, suffix)
            stored = _child("stored", folder, suffix)
            plain = _child("pyogrio", folder, suffix) if suffix in _DRIVERS else {}
            print(
                f"| `{suffix}` | {ours['size'] / 1e6:,.0f} | {events / ours['write']:,.0f} "
                f"| {events / plain['write'] if plain else 0:,.0f} | {ours['count']:.1f} "
                f"| {ours['check']:.1f} | {ours['above']:,.0f} | {plain.get('above', 0):,.0f} "
                f"| {stored['write']:.0f} | {stored['above']:,.0f} |",
                flush=True,
            )


def make(events: int) -> gpd.GeoDataFrame:
    """Return events that look like those of reports: 400 bytes of text, two runners-up each."""
    rng = np.random.default_rng(11)
    number = np.arange(events)
    day = np.datetime64("2024-01-01") + rng.integers(0, 366, events)
    lon, lat = rng.uniform(-180, 180, events).round(7), rng.uniform(-60, 70, events).round(7)
    candidate = {"geonameid": 163345, "name": "Somewhere", "country_code": "SY",
                 "latitude": 34.8890212, "longitude": 35.8865912, "score": 0.12,
                 "reason": "same name"}  # fmt: skip
    filled: dict[str, Any] = {
        "event_id": [f"{k:016x}" for k in number],
        "report_id": [f"{k // 20:016x}" for k in number],
        "report_title": [f"Report {k // 20}" for k in number],
        "sentence": [f"{k} {_WORDS}{_WORDS[: k % 80]}" for k in number],
        "published": day, "date_start": day, "date_end": day,
        "geonameid": number + 1, "page": number % 7 + 1,
        "char_start": number % 1000, "char_end": number % 1000 + 9, "score": rng.random(events),
    }  # fmt: skip
    same = {
        "source": "Outlet", "language": "en", "published_basis": "html", "toponym": "Somewhere",
        "place_name": "Somewhere", "feature_code": "PPL", "country_code": "SY", "country": "Syria",
        "admin1": "Tartus", "place_precision": "populated place", "date_precision": "day",
        "date_role": "event", "date_basis": "clause", "date_text": "on Sunday",
        "date_reason": "the Sunday before the report", "status": "auto", "url": "https://e.org/1",
        "place_reason": "in Syria like the other places of the report",
        "candidates": json.dumps([candidate, candidate]),
    }  # fmt: skip
    columns = {name: filled.get(name, [same.get(name, "")] * events) for name in DTYPES}
    frame = gpd.pd.DataFrame(columns).astype(dict(DTYPES))
    points = np.array(shapely.points(lon, lat), dtype=object)
    points[number % 10 == 0] = None
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)


def make_store(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Put the events into the layer of a new store, and their reports."""
    open_store(f"sqlite:///{path}").close()
    engine = make_engine(path)
    names = [*DTYPES, "longitude", "latitude", "admin1_code", "row_hash"]
    marks = ", ".join("?" * len(names))
    with transaction(engine, path, writes=True) as connection:
        for part in parts(frame):
            columns = columns_of(part)
            rows = [(*row, "", "") for row in zip(*columns.values(), strict=True)]
            connection.exec_driver_sql(
                f"INSERT INTO events ({', '.join(names)}) VALUES ({marks})", rows
            )
        for report_id in frame["report_id"].unique():
            made = Report(text="A report.", key=report_id, content_hash=report_id, title="Report")
            row = report_row(made, report_id=report_id, version=1, read_at="2024-05-01")
            kept = {"report_key": report_id, "unique_key": report_id, "version": 1}
            connection.execute(insert(REPORTS), {"report_id": report_id, **kept})
            connection.execute(insert(VERSIONS), row)
    engine.dispose()


def _child(how: str, folder: Path, suffix: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.export", f"--{how}", str(folder), suffix]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _measure_store(folder: Path, suffix: str) -> None:
    """Write from the store as the command does."""
    from geodata.cli import main as command

    out, url = folder / f"out{suffix}", f"sqlite:///{folder / 'store.gpkg'}"
    with open_store(url) as store:
        store.revision()
        base = _reset_peak()
        spent = _timed(lambda: command(["export", str(out), "--store", url]))
    print(json.dumps({"write": spent, "above": _peak() - base, "size": out.stat().st_size}))
    out.unlink()


def _measure(how: str, folder: Path, suffix: str) -> None:
    frame = gpd.read_parquet(folder / "events.parquet")
    frame = frame.astype(dict(DTYPES))
    out = folder / f"out{suffix}"
    told: dict[str, float] = {}
    if how == "--ours":
        from geodata.export import FORMATS, Content
        from geodata.schema import validate

        told["check"] = _timed(lambda: validate(frame))
        base = _reset_peak()
        told["write"] = _timed(lambda: FORMATS[suffix].write(Content(events=frame), out))
        counted: list[tuple[int, int]] = []
        told["count"] = _timed(lambda: counted.append(FORMATS[suffix].count(out)))
        assert counted == [(len(frame), int(frame.geometry.notna().sum()))]
    else:
        import pyogrio

        base = _reset_peak()
        plain = {"layer_options": {"RFC7946": "YES"}} if suffix == ".geojson" else {}
        plain |= {"layer_options": {"SPATIAL_INDEX": "NO"}} if suffix == ".fgb" else {}
        dated = frame.assign(**{n: frame[n].dt.strftime("%Y-%m-%d") for n in DATE_COLUMNS})
        told["write"] = _timed(
            lambda: pyogrio.write_dataframe(
                dated, out, driver=_DRIVERS[suffix], use_arrow=True, geometry_type="Point", **plain
            )
        )
    told |= {"above": _peak() - base, "size": out.stat().st_size}
    print(json.dumps(told))
    for file in folder.glob("out*"):
        file.unlink()


def _timed(work: Any) -> float:  # noqa: ANN401 - any callable
    start = time.process_time()
    work()
    return time.process_time() - start


def _reset_peak() -> float:
    """Return the memory in use, in MB, and count the peak from here on."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # not Linux: the peak so far counts as the base
        return _peak()
    return _status("VmRSS")


def _peak() -> float:
    try:
        return _status("VmHWM")
    except OSError:
        scale = 1e6 if sys.platform == "darwin" else 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stored"]:
        _measure_store(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] and sys.argv[1].startswith("--"):
        _measure(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        from geodata.export import suffixes as known

        main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, sys.argv[2:] or list(known()))
