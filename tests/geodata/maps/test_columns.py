"""The numbers that the browser gets say what the frame says."""

import math
import struct
import time

import geopandas as gpd
import numpy as np
import pytest

from geodata.maps import event_columns
from geodata.maps.columns import NO_PLACE, OPEN_END, OPEN_START, ROLES, STATUSES
from tests.geodata.maps.sample import PLACES, STORIES, frame, levant, many, story_row


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    return levant(0)


def test_order_is_by_day_with_undated_last(events):
    columns = event_columns(events)
    start = columns.start[: columns.dated]
    assert (np.diff(start.astype(np.int64)) >= 0).all()
    assert columns.dated == len(events) - 2
    assert (columns.start[columns.dated :] == OPEN_START).all()
    assert (columns.end[columns.dated :] == OPEN_END).all()
    assert sorted(columns.order) == list(range(len(events)))


def test_ids_and_rows_follow_the_order(events):
    columns = event_columns(events)
    for index, event_id in enumerate(columns.event_ids):
        assert events["event_id"].iloc[columns.order[index]] == event_id
        assert columns.index_of(event_id) == index
    assert columns.index_of("nobody") is None


def test_reported_on_is_its_last_day():
    row = story_row(0, ("Homs", "Homs.", None, "2024-12-08", "day", "reported-on", ""))
    other = row | {"date_start": "2024-12-01", "event_id": "1"}
    columns = event_columns(frame([row, other]))
    day = (np.datetime64("2024-12-08") - np.datetime64("1970-01-01")).astype(int)
    assert columns.start.tolist() == columns.end.tolist() == [day, day]


def test_open_ends_keep_their_known_day():
    since = story_row(0, ("Homs", "", "2011-03-01", None, "open", "background", ""))
    until = story_row(1, ("Homs", "", None, "2011-03-01", "open", "background", ""))
    columns = event_columns(frame([since, until]))
    assert columns.dated == 2
    assert columns.event_ids.tolist() == ["1".zfill(16), "0".zfill(16)]
    assert (columns.start[0], columns.end[1]) == (OPEN_START, OPEN_END)


def test_places_are_distinct_and_mercator(events):
    columns = event_columns(events)
    named = {story[0] for story in STORIES}
    assert len(columns.x) == len(named & set(PLACES))
    assert (columns.place == NO_PLACE).sum() == 2
    row = int(np.flatnonzero(events["toponym"] == "Damascus")[0])
    place = columns.place[int(np.flatnonzero(columns.order == row)[0])]
    assert columns.x[place] == pytest.approx(36.2913 / 360 + 0.5, abs=1e-7)
    assert columns.y[place] == pytest.approx(
        0.5 - math.asinh(math.tan(math.radians(33.5102))) / (2 * math.pi), abs=1e-7
    )


def test_binary_has_the_documented_layout(events):
    columns = event_columns(events)
    raw = columns.to_bytes()
    places, count, dated = struct.unpack_from("<III", raw, 4)
    assert raw[:4] == b"DLE1"
    assert (places, count, dated) == (len(columns.x), len(events), columns.dated)
    assert len(raw) == 16 + 12 * places + 17 * count
    role_at = 16 + 12 * places + 12 * count
    assert raw[role_at] == ROLES.index(events["date_role"].iloc[columns.order[0]])
    assert raw[-1] == round(events["score"].iloc[columns.order[-1]] * 100)


def test_codes_of_words(events):
    columns = event_columns(events)
    assert {ROLES[code] for code in columns.role} == set(events["date_role"])
    assert {STATUSES[code] for code in columns.status} == {"auto"}


def test_no_events():
    empty = event_columns(levant(0).iloc[:0])
    assert len(empty) == 0
    assert len(empty.to_bytes()) == 16


def test_many_are_quick():
    events = many(50_000)
    began = time.process_time()
    raw = event_columns(events).to_bytes()
    assert time.process_time() - began < 0.5
    places = events.geometry.drop_duplicates().size
    assert len(raw) == 16 + 12 * places + 17 * 50_000


def test_two_readings_are_written_with_the_first_and_last_day_of_both():
    row = story_row(0, ("Homs", "Homs.", "2024-04-03", "2024-04-03", "day", "event", ""))
    bound = story_row(1, ("Homs", "Homs.", None, "2024-05-04", "day", "reported-on", ""))
    plain = story_row(2, ("Homs", "Homs.", "2024-01-01", "2024-01-01", "day", "event", ""))
    row["date_alternative"] = "2024-03-04/2024-03-04"
    bound["date_alternative"] = "../2024-04-05"
    columns = event_columns(frame([bound, row, plain]))
    day = {text: int(np.datetime64(text).astype(int)) for text in ("2024-03-04", "2024-04-03")}
    assert (columns.start[1], columns.end[1]) == tuple(day.values())
    assert columns.readings[0].tolist() == [
        *(1, day["2024-04-03"], day["2024-04-03"], day["2024-03-04"], day["2024-03-04"])
    ]
    assert columns.readings[1, 0] == 2
    assert len(columns.to_bytes()) == 16 + 12 * len(columns.x) + 17 * 3 + 20 * 2
