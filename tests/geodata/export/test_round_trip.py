"""Export, import, export again: the same events come out of every lossless format."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser

from geodata import schema
from geodata.export import write
from geodata.formulas import defuse
from geodata.ingest import expand, ingest, paste
from geodata.pipeline import Geoparser
from geodata.store import Decision, Store, open_store
from tests.chromium import patient, watched

LOSSLESS = (".geojson", ".geojsonl", ".parquet", ".gpkg", ".fgb", ".csv", ".xlsx", ".kml")
FIRST = """DAMASCUS, Dec 8, 2024 - Fighters entered Damascus on Sunday.

Homs fell on Saturday. =1+1 was written on a wall in Aleppo; they came from Qzxwvatown province.
"""
SECOND = """Talks

January 10, 2025

Envoys meet in Geneva on Monday. The market was & 'is' <b>quiet</b> since 2011.

A fire broke out in Tartus on 3/4/2024.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, geoparser: Geoparser) -> Store:
    """Two reports, and a decision of each kind."""
    folder = tmp_path_factory.mktemp("round")
    opened = _opened(folder / "first.gpkg", geoparser)
    list(ingest([paste(text) for text in (FIRST, SECOND)], opened, geoparser))
    ids = opened.frame().set_index("toponym")["event_id"]
    opened.decide(ids["Homs"], Decision.confirm(), who="test")
    opened.decide(ids["Aleppo"], Decision.reject(), who="test")
    opened.decide(
        ids["Geneva"], Decision.at_point(latitude=46.2, longitude=6.1, name="A door"), who="test"
    )
    return opened


def _opened(path: Path, geoparser: Geoparser) -> Store:
    names = geoparser.gazetteer
    return open_store(
        f"sqlite:///{path}", country_name=names.country_name, admin1_name=names.admin1_name
    )


def plain(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the events by id, JSON as values and points as numbers."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    table["longitude"], table["latitude"] = frame.geometry.x, frame.geometry.y
    table["candidates"] = table["candidates"].map(json.loads)
    table["extra"] = table["extra"].map(lambda text: json.loads(text) if text else {})
    return table.sort_values("event_id").reset_index(drop=True)


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_the_same_events_come_back(
    tmp_path: Path, store: Store, geoparser: Geoparser, suffix: str
) -> None:
    first, second = tmp_path / f"events{suffix}", tmp_path / f"again{suffix}"
    write(store.frame(), first, reports=store.reports(), readings=store.readings())
    with _opened(tmp_path / "second.gpkg", geoparser) as other:
        steps = list(ingest(expand([first]), other, geoparser))
        assert all("only the sentences" in step.why for step in steps)
        back = other.frame()
        schema.validate(back)
        pd.testing.assert_frame_equal(plain(back), plain(store.frame()), check_exact=True)
        write(back, second)
    if suffix in {".geojson", ".geojsonl", ".csv", ".kml"}:
        lines = [sorted(p.read_text(encoding="utf-8").splitlines()) for p in (first, second)]
        assert _loose(lines[0]) == _loose(lines[1])


@pytest.mark.browser
def test_what_a_map_in_one_file_hands_over_comes_back(
    tmp_path: Path, store: Store, geoparser: Geoparser, browser: Browser
) -> None:
    """As the card shows it: scores to two digits, five runners-up."""
    path = tmp_path / "map.html"
    write(store.frame(), path)
    with browser.new_context(offline=True, accept_downloads=True) as context:
        page = patient(context).new_page()
        faults = watched(page, path.as_uri(), warnings=True)
        page.goto(path.as_uri())
        page.wait_for_selector(".dl-row")
        page.evaluate("""dateline.adoptParams({roles: "event,reported-on,planned,photo,background",
            status: "auto,confirmed,corrected,rejected", mode: "possible"})""")
        page.locator("[data-tool=take]").click()
        for kind in ("geojson", "csv"):
            with page.expect_download() as handed:
                page.locator(f"[data-take={kind}]").click()
            taken = tmp_path / f"taken.{kind}"
            handed.value.save_as(taken)
            assert handed.value.suggested_filename.endswith(
                f"all-dates-{len(store.frame())}-events.{kind}"
            )
            with _opened(tmp_path / f"{kind}.gpkg", geoparser) as other:
                list(ingest(expand([taken]), other, geoparser))
                back = other.frame()
            schema.validate(back)
            expected = plain(store.frame()).drop(columns=["candidates", "score"])
            pd.testing.assert_frame_equal(
                plain(back).drop(columns=["candidates", "score"]), expected, check_exact=False
            )
            names = [
                [row["name"] for row in rows][:5] for rows in plain(store.frame())["candidates"]
            ]
            assert [[row["name"] for row in rows] for rows in plain(back)["candidates"]] == names
        texts = ["=1", " +1", "'@a", "'\n", "a=b", "＝1", "'plain", "", "\x85=1", "|x", "-"]
        assert page.evaluate("(texts) => texts.map(DL.defused)", texts) == [
            defuse(t) for t in texts
        ]
    assert not faults


def _loose(lines: list[str]) -> list[str]:
    return sorted(line.rstrip(",") for line in lines)
