"""What the store and the exports cost, as ratios against baselines of the same run.

    python benchmarks/store.py [EVENTS]

Prints CPU seconds and events a second for saving, loading, filtering and exporting, each beside
the plainest way to do the same: a transaction an event, rebuilding the frame from records, a Python
loop, `GeoDataFrame.to_json`, pyogrio with its own defaults.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np

from geodata.export import dumps_geojson, suffixes, write
from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    Report,
    Resolution,
    RunnerUp,
    TimeSpan,
    Toponym,
    digest,
)
from geodata.query import EventQuery
from geodata.schema import events_frame
from geodata.store import Store, open_store

_EVENTS_A_REPORT = 20
_WORDS = "the crowd moved along the river while the talks in the old town went on until dusk "


def main(events: int) -> None:
    reports = list(_reports(events))
    print(f"{events} events in {len(reports)} reports")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'store.gpkg'}"
        _saving(url, reports, Path(folder))
        frame = _loading(url, reports)
        _filtering(frame)
        _exporting(frame, Path(folder))


def _saving(url: str, reports: list[tuple[Report, list[Event]]], folder: Path) -> None:
    with open_store(url) as store:
        ours = _timed("save, one transaction a report", lambda: _save_all(store, reports))
        _timed("save again (nothing new)", lambda: _save_all(store, reports))
        _timed("skip what is known", lambda: [store.has(r.content_hash) for r, _ in reports])
    few = [(r, [e]) for r, found in reports[: max(1, len(reports) // 50)] for e in found]
    with open_store(f"sqlite:///{folder / 'each.gpkg'}") as store:
        plain = _timed("  baseline: a report an event", lambda: _save_each(store, few))
    rate = (len(reports) * _EVENTS_A_REPORT / ours) / (len(few) / plain)
    print(f"  {rate:.1f} times the events a second of the baseline")


def _save_all(store: Store, reports: list[tuple[Report, list[Event]]]) -> None:
    for report, found in reports:
        store.save(report, found)


def _save_each(store: Store, reports: list[tuple[Report, list[Event]]]) -> None:
    for number, (report, found) in enumerate(reports):
        store.save(replace(report, key=f"{number}", content_hash=f"{number}"), found)


def _loading(url: str, reports: list[tuple[Report, list[Event]]]) -> gpd.GeoDataFrame:
    with open_store(url) as store:
        ours = _timed("load the frame", store.frame)
        again = _timed("load it again (cached)", store.frame)
        frame = store.frame()
    pairs = [(report, event) for report, found in reports for event in found]
    plain = _timed("  baseline: the frame from records", lambda: events_frame(pairs))
    print(f"  {plain / ours:.1f} times the baseline; cached {plain / max(again, 1e-6):.0f} times")
    return frame


def _filtering(frame: gpd.GeoDataFrame) -> None:
    query = EventQuery(
        date_from=dt.date(2024, 3, 1), date_to=dt.date(2024, 4, 1), bbox=(20, 20, 60, 50)
    )
    query.mask(frame)
    ours = _timed("filter by days and area", lambda: query.mask(frame))
    some = frame.head(2000).to_dict("records")
    plain = _timed("  baseline: row by row (2000 rows)", lambda: [query.matches(r) for r in some])
    print(f"  {plain / len(some) * len(frame) / ours:.0f} times the baseline")


def _exporting(frame: gpd.GeoDataFrame, folder: Path) -> None:
    for suffix in suffixes():
        path = folder / f"events{suffix}"
        _timed(f"export {suffix}, checked", partial(write, frame, path), len(frame))
    ours = _timed("GeoJSON as bytes", lambda: dumps_geojson(frame), len(frame))
    dated = frame.astype(dict.fromkeys(("published", "date_start", "date_end"), "str"))
    plain = _timed("  baseline: GeoDataFrame.to_json", dated.to_json, len(frame))
    print(f"  {plain / ours:.1f} times the baseline")


def _timed(name: str, work: Callable[[], object], count: int = 0) -> float:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    rate = f"{count / seconds:12,.0f} events/s" if count else ""
    print(f"{name:40} {seconds:8.3f} s CPU{rate}")
    return seconds


def _reports(events: int) -> Iterator[tuple[Report, list[Event]]]:
    chance = np.random.default_rng(11)
    for number in range(max(1, events // _EVENTS_A_REPORT)):
        report = Report(
            text=f"{number} {_WORDS * 20}",
            key=f"report {number}",
            content_hash=digest(str(number)) * 4,
            title=f"Report {number}",
            source=f"Outlet {number % 7}",
        )
        yield report, [_event(report, order, chance) for order in range(_EVENTS_A_REPORT)]


def _event(report: Report, order: int, chance: np.random.Generator) -> Event:
    lon, lat = chance.uniform(-180, 180), chance.uniform(-60, 70)
    place = Place(
        geonameid=int(chance.integers(1, 10**7)),
        name="Somewhere",
        latitude=lat,
        longitude=lon,
        feature_class="P",
        feature_code="PPL",
        country_code="SY",
        admin1_code="10",
    )
    day = dt.date(2024, 1, 1) + dt.timedelta(days=int(chance.integers(0, 366)))
    return Event(
        event_id=digest(report.report_id, str(order)),
        resolution=Resolution(
            toponym=Toponym(text="Somewhere", start=order, end=order + 9),
            place=place if order % 10 else None,
            score=0.9,
            reason="in Syria like the other places of the report",
            place_precision=PlacePrecision.POPULATED_PLACE,
            runners_up=tuple(RunnerUp(place=place, score=0.1, reason="same name") for _ in "12"),
        ),
        sentence=_WORDS * 2,
        sentence_start=0,
        date=TimeSpan(start=day, end=day, precision=DatePrecision.DAY),
        date_role=DateRole.EVENT,
        date_basis=DateBasis.CLAUSE,
        date_text="on Sunday",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
