"""Facets as codes: what the binary says is what the frame has."""

from __future__ import annotations

import numpy as np

from geodata.maps import event_columns, event_facets
from geodata.maps.facets import FACETS
from geodata.schema import empty_frame
from tests.geodata.maps.sample import frame, hostile, levant, story_row


def test_codes_stand_for_the_frames_own_values() -> None:
    events = levant()
    columns = event_columns(events)
    facets = event_facets(events, columns)
    assert list(facets.values) == list(FACETS)
    for name, column in (("cc", "country_code"), ("source", "source"), ("reports", "report_id")):
        values = [facets.values[name][code][0] for code in facets.codes[name]]
        assert values == events[column].iloc[columns.order].tolist()
    assert ("SY:Homs", "Homs") in facets.values["div"]
    counts = [int((facets.codes["cc"] == k).sum()) for k in range(len(facets.values["cc"]))]
    assert counts == sorted(counts, reverse=True)


def test_many_values_take_four_bytes_each_and_columns_stay_aligned() -> None:
    rows = [
        story_row(0, ("Homs", "x", None, None, "unknown", "", "")) | {"source": f"s{k}"}
        for k in range(3)
    ]
    events = frame(rows)
    facets = event_facets(events, event_columns(events))
    wide = type(facets)(
        events=3,
        values={"source": [(f"s{k}", "") for k in range(70_000)], "cc": [("SY", "Syria")]},
        codes={"source": np.array([0, 69_999, 1], "u4"), "cc": np.zeros(3, "u4")},
    )
    told, raw = wide.to_json(), wide.to_bytes()
    at = {facet["name"]: facet["at"] for facet in told["facets"]}
    assert all(start % 4 == 0 for start in at.values())
    assert np.frombuffer(raw, "<u4", 3, at["source"]).tolist() == [0, 69_999, 1]
    assert np.frombuffer(raw, "<u2", 3, at["cc"]).tolist() == [0, 0, 0]
    assert len(raw) % 4 == 0


def test_no_events_and_hostile_ones_have_facets_too() -> None:
    for events in (empty_frame(), hostile()):
        facets = event_facets(events, event_columns(events))
        assert facets.to_json()["events"] == len(events)
        assert facets.to_bytes()[:4] == b"DLF1"
