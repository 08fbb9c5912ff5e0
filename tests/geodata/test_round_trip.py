"""What Dateline writes it reads back: every column of every event, from every format."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.api import events_of
from geodata.export import write
from geodata.pipeline import Geoparser
from geodata.readers import read_bytes, read_file, read_text
from geodata.readers.tables.patchwork import Patch, patched

TEXT = (
    "DAMASCUS, Dec 8, 2024 (Reuters) - Fighters entered Damascus on Sunday. Homs had fallen on "
    "Saturday, Homs said.\n\nIn Nowhereville =1+1 there was Calm. Paris and Tripoli met in May "
    "2023. Shells hit Aleppo on 03/04/2024.\n\n\n=cmd|Aleppo is here, 'says' <b>Hama</b>."
)
TABLE = b"x;place;lat;lon;date\n1;Gao;16.2;-0.05;2024-12-01\n2;Mopti;;;2024-12\n3;Bad;95;3;2024\n"


@pytest.fixture(scope="module")
def found(geoparser: Geoparser) -> gpd.GeoDataFrame:
    report = read_text(TEXT, title="=Title", source="Reuters")
    paged = replace(report, pages=(0, 20, 160), author="A. Writer", url="https://example.org/1")
    table = read_bytes(TABLE, name="t.csv")
    return events_of(geoparser.geoparse_many([paged, *table]), geoparser.gazetteer)


@pytest.mark.parametrize(
    "suffix", ["geojson", "geojsonl", "csv", "parquet", "gpkg", "fgb", "kml", "xlsx"]
)
def test_events_come_back_as_they_were(
    geoparser: Geoparser, found: gpd.GeoDataFrame, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"events.{suffix}"
    write(found, path)
    again = events_of(geoparser.geoparse_many(read_file(path)), geoparser.gazetteer)
    by_id = again.set_index("event_id").loc[found["event_id"]].reset_index()[found.columns]
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns="geometry")), pd.DataFrame(by_id.drop(columns="geometry"))
    )
    assert list(found.geometry.to_wkt()) == list(by_id.geometry.to_wkt())


def test_a_stranger_who_claims_to_be_us_breaks_nothing(geoparser: Geoparser) -> None:
    row = {
        "event_id": "0123456789abcdef",
        "report_id": "../../etc",
        "toponym": "Homs",
        "place_precision": "nonsense",
        "date_precision": "never",
        "sentence": "",
        "char_start": 10**15,
        "date_start": "2024-12-09",
        "date_end": "2024-12-08",
        "score": "1e999",
        "candidates": [{"geonameid": "x"}, 7],
        "extra": "[1]",
        "geonameid": "-1e400",
        "published": "no day",
    }
    feature = {"type": "Feature", "geometry": None, "properties": row}
    data = json.dumps({"type": "FeatureCollection", "features": [feature] * 2}).encode()
    (report,) = read_bytes(data, name="t.geojson")
    assert report.key.startswith("file:t.geojson#")
    assert "ends (2024-12-08) before it starts" in report.gaps[0]
    parsed = geoparser.geoparse(report)
    assert [event.resolution.toponym.text for event in parsed.events] == ["Homs", "Homs"]
    assert len(report.text) < 100


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Homs", "a", "Gao is", "aa"]),
            st.sampled_from(["Homs fell. Homs rose.", "aaaa", "Gao is calm", ""]),
            st.integers(-5, 60),
        ),
        max_size=8,
    )
)
def test_sentences_find_a_place_whatever_is_claimed(rows: list[tuple[str, str, int]]) -> None:
    text, spans = patched([Patch(sentence, name, start) for name, sentence, start in rows])
    for (name, sentence, _), (start, end, first, last) in zip(rows, spans, strict=True):
        assert text[start:end] == name
        assert first <= start < end <= last <= len(text)
        assert sentence in text[first:last]
