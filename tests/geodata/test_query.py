"""The filter: its rules one by one, and the two ways to apply it held against each other."""

import datetime as dt

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import QueryError
from geodata.model import DatePrecision, DateRole, PlacePrecision, Status
from geodata.query import EventQuery, Mode
from geodata.schema import build_frame, empty_frame, validate

DAY = dt.date(2024, 12, 8)


def row(**changes):
    base = {
        "event_id": "e1",
        "report_id": "0123456789abcdef",
        "report_title": "Fall of a capital",
        "source": "Wire",
        "author": "",
        "language": "en",
        "page": None,
        "kind": "",
        "extra": "",
        "url": "",
        "published": DAY,
        "published_basis": "dateline",
        "toponym": "Tartous",
        "place_name": "Tartus",
        "geonameid": 163345,
        "feature_code": "PPLA",
        "country_code": "SY",
        "country": "Syria",
        "admin1": "Tartus",
        "place_precision": "populated place",
        "date_start": DAY,
        "date_end": DAY,
        "date_alternative": "",
        "date_precision": "day",
        "date_role": "event",
        "date_basis": "clause",
        "date_text": "on Sunday",
        "date_reason": "",
        "sentence": "Crowds gathered in Tartous on Sunday.",
        "char_start": 19,
        "char_end": 26,
        "score": 0.9,
        "status": "auto",
        "place_reason": "",
        "candidates": "[]",
        "longitude": 35.89,
        "latitude": 34.89,
    }
    return base | changes


def frame(rows) -> gpd.GeoDataFrame:
    rows = [r | {"event_id": f"e{i}"} for i, r in enumerate(rows)]
    return build_frame({k: [r[k] for r in rows] for k in row()}) if rows else empty_frame()


def passes(query: EventQuery, **changes) -> bool:
    one = row(**changes)
    assert query.mask(frame([one])).tolist() == [query.matches(one)]
    return query.matches(one)


def span(first: str | None, last: str | None, **changes):
    read = dt.date.fromisoformat
    return {
        "date_start": read(first) if first else None,
        "date_end": read(last) if last else None,
        **changes,
    }


def december(mode: Mode = Mode.POSSIBLE) -> EventQuery:
    return EventQuery(mode=mode, date_from=dt.date(2024, 12, 1), date_to=dt.date(2024, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "certain", "on_map", "possible"),
    [
        ("2024-12-08", "2024-12-08", True, True, True),
        ("2024-12-01", "2024-12-31", True, True, True),
        ("2024-11-30", "2024-12-02", False, True, True),
        ("2024-12-31", "2025-01-30", False, True, True),
        ("2024-12-31", "2025-01-31", False, False, True),
        ("2024-01-01", "2024-12-31", False, False, True),
        ("2024-11-01", "2024-11-30", False, False, False),
        ("2025-01-01", "2025-01-01", False, False, False),
        ("2011-01-01", None, False, False, True),
        ("2025-01-01", None, False, False, False),
        (None, "2024-12-08", False, False, True),
        (None, "2024-11-30", False, False, False),
    ],
)
def test_a_span_is_certain_possible_or_out(first, last, certain, on_map, possible):
    answers = [passes(december(mode), **span(first, last)) for mode in Mode]
    assert answers == [certain, on_map, possible]


def test_an_open_end_is_certain_where_the_range_is_open_too():
    since = EventQuery(mode=Mode.CERTAIN, date_from=dt.date(2010, 1, 1))
    assert passes(since, **span("2011-01-01", None))
    assert not passes(since, **span(None, "2011-01-01"))
    until = EventQuery(mode=Mode.CERTAIN, date_to=dt.date(2012, 1, 1))
    assert passes(until, **span(None, "2011-01-01"))
    assert not passes(until, **span("2011-01-01", None))


def test_reported_on_is_judged_by_its_last_day_alone():
    certain = december(Mode.CERTAIN)
    assert passes(certain, **span(None, "2024-12-08", date_role="reported-on"))
    assert passes(certain, **span("2020-01-01", "2024-12-08", date_role="reported-on"))
    possible = december()
    assert not passes(possible, **span("2024-12-08", "2025-02-01", date_role="reported-on"))


@pytest.mark.parametrize(
    ("days", "other", "certain", "possible"),
    [
        ("2024-12-03", "2024-12-12", True, True),
        ("2024-12-03", "2024-03-12", False, True),
        ("2024-03-12", "2024-12-03", False, True),
        ("2024-11-12", "2025-01-11", False, False),  # on either side, and never between
    ],
)
def test_of_two_readings_both_make_certain_and_one_makes_possible(days, other, certain, possible):
    twice = span(days, days, date_alternative=f"{other}/{other}")
    answers = [passes(december(mode), **twice) for mode in Mode]
    assert answers == [certain, possible, possible]
    bound = span(None, days, date_alternative=f"../{other}", date_role="reported-on")
    assert [passes(december(mode), **bound) for mode in Mode] == answers


def test_undated_events_pass_by_their_own_switch_alone():
    undated = span(None, None, date_role="")
    assert passes(december(), **undated)
    assert not passes(EventQuery(include_undated=False), **undated)


@pytest.mark.parametrize("role", list(DateRole))
def test_background_and_photo_are_off_by_default(role):
    shown = role not in {DateRole.BACKGROUND, DateRole.PHOTO}
    assert passes(EventQuery(), date_role=str(role)) is shown
    assert passes(EventQuery.everything(), date_role=str(role))


@pytest.mark.parametrize("status", list(Status))
def test_rejected_events_are_off_by_default(status):
    assert passes(EventQuery(), status=str(status)) is (status is not Status.REJECTED)


def test_area_and_country_leave_unplaced_events_to_their_switch():
    nowhere = {"longitude": None, "latitude": None, "country_code": "", "geonameid": None}
    levant = EventQuery(bbox=(35, 32, 43, 38), country_codes=frozenset({"SY"}))
    assert passes(levant)
    assert not passes(levant, country_code="LB")
    assert not passes(levant, longitude=30.0)
    assert passes(levant, **nowhere)
    assert not passes(EventQuery(include_unplaced=False), **nowhere)


def test_a_box_may_cross_the_antimeridian():
    pacific = EventQuery(bbox=(170, -30, -170, 0))
    assert passes(pacific, longitude=179.0, latitude=-18.0)
    assert passes(pacific, longitude=-175.0, latitude=-18.0)
    assert not passes(pacific, longitude=0.0, latitude=-18.0)


def test_an_area_takes_what_lies_in_its_polygon():
    triangle = EventQuery(area=((34, 33), (38, 33), (36, 37)))
    assert passes(triangle)
    assert not passes(triangle, longitude=34.2, latitude=36.5)
    dateline = EventQuery(area=((170, -30), (190, -30), (190, 0), (170, 0)))
    assert passes(dateline, longitude=-175.0, latitude=-18.0)
    assert not passes(dateline, longitude=165.0, latitude=-18.0)


def test_words_of_a_column_are_wanted():
    assert passes(EventQuery(divisions=frozenset({"SY:Tartus"})))
    assert not passes(EventQuery(divisions=frozenset({"LB:Tartus"})))
    assert passes(EventQuery(sources=frozenset({"Wire", ""})))
    assert not passes(EventQuery(sources=frozenset({""})))
    assert not passes(EventQuery(date_precisions=frozenset({DatePrecision.MONTH})))


def test_the_edges_of_an_area_may_cross():
    bow = EventQuery(area=((0, 0), (10, 10), (10, 0), (0, 10)))
    assert passes(bow, longitude=1.0, latitude=5.0)
    assert passes(bow, longitude=9.0, latitude=5.0)
    assert not passes(bow, longitude=5.0, latitude=1.0)


def test_chosen_events_are_wanted_by_their_ids():
    two = frame([row(), row()])
    assert EventQuery(event_ids=frozenset({"e1", "gone"})).mask(two).tolist() == [False, True]


def test_every_word_must_occur_in_any_case_and_column():
    assert passes(EventQuery(text="CROWDS syria wire"))
    assert not passes(EventQuery(text="crowds moscow"))


def test_a_query_names_all_that_is_wrong_with_it():
    with pytest.raises(QueryError) as caught:
        EventQuery(
            date_from=DAY,
            date_to=dt.date(2024, 1, 1),
            country_codes=frozenset({"Syria"}),
            bbox=(0, 50, 10, 40),
        )
    assert all(word in str(caught.value) for word in ("ends", "Syria", "bbox"))


@pytest.mark.parametrize(
    "params",
    [
        {"from": "2024-02-30"},
        {"from": "yesterday"},
        {"to": "20241208T0000"},
        {"mode": "maybe"},
        {"roles": "event,<script>"},
        {"undated": "yes"},
        {"cc": "SY,Syria"},
        {"bbox": "1,2,3"},
        {"bbox": "nan,0,1,1"},
        {"bbox": "1e999,0,1,1"},
        {"bbox": "0,0,200,1"},
        {"status": "'; drop table events"},
        {"reports": "../../etc/passwd"},
        {"events": "<b>"},
        {"q": "x" * 201},
        {"source": "x" * 201},
        {"source": "|".join(map(str, range(501)))},
        {"place": "<b>"},
        {"area": "1,2 3,4"},
        {"area": "1,2 3,4 nan,6"},
        {"area": "1,2 3,4 5"},
        {"area": "1,2 3,4 900,6"},
        {"area": " ".join(["1,2"] * 501)},
        {"q": "x" * 100_000},
    ],
)
def test_hostile_params_are_refused(params):
    with pytest.raises(QueryError, match="cannot be"):
        EventQuery.from_params(params)


def test_unknown_and_empty_params_are_ignored():
    params = {"from": "", "utm_source": "mail", "__class__": "x"}
    assert EventQuery.from_params(params) == EventQuery()


def test_the_default_query_needs_no_params():
    assert EventQuery().to_params() == {}
    assert EventQuery(roles=frozenset()).to_params() == {"roles": "none"}


days = st.dates(dt.date(2024, 11, 20), dt.date(2025, 1, 10))
maybe_day = st.none() | days
subsets = lambda words: st.frozensets(st.sampled_from(list(words)))  # noqa: E731
few = settings(max_examples=20, deadline=None)
degrees = lambda limit: st.floats(-limit, limit, allow_nan=False)  # noqa: E731


areas = st.lists(st.tuples(st.floats(-540, 540), st.floats(-90, 90)), min_size=3, max_size=6).map(
    tuple
)


@st.composite
def queries(draw):
    first, last = draw(maybe_day), draw(maybe_day)
    if first and last and first > last:
        first, last = last, first
    south, north = sorted((draw(degrees(90)), draw(degrees(90))))
    box = (draw(degrees(180)), south, draw(degrees(180)), north)
    return EventQuery(
        date_from=first,
        date_to=last,
        mode=draw(st.sampled_from(Mode)),
        roles=draw(subsets(DateRole)),
        include_undated=draw(st.booleans()),
        include_unplaced=draw(st.booleans()),
        country_codes=draw(subsets(["SY", "RU", "LB"])),
        bbox=draw(st.none() | st.just(box)),
        statuses=draw(subsets(Status)),
        report_ids=draw(subsets(["0123456789abcdef", "fedcba9876543210"])),
        divisions=draw(subsets(["SY:Tartus", "RU:Tartus"])),
        area=draw(st.just(()) | areas),
        sources=draw(subsets(["Wire", "", 'A|B "and" \\ C'])),
        place_precisions=draw(subsets(PlacePrecision)),
        date_precisions=draw(subsets(DatePrecision)),
        text=draw(st.sampled_from(["", "tartous", "SUNDAY crowds", "ß", "moscow"])),
    )


@st.composite
def rows(draw):
    first, last = draw(maybe_day), draw(maybe_day)
    if first and last and first > last:
        first, last = last, first
    both = [draw(days), draw(days)] if first and last else []
    lon, lat = draw(st.just((None, None)) | st.tuples(degrees(180), degrees(90)))
    return row(
        date_start=first,
        date_end=last,
        date_alternative="/".join(map(str, sorted(both))) if draw(st.booleans()) else "",
        date_role=draw(st.sampled_from([*map(str, DateRole), ""])),
        status=draw(st.sampled_from(list(map(str, Status)))),
        country_code=draw(st.sampled_from(["SY", "RU", ""])),
        report_id=draw(st.sampled_from(["0123456789abcdef", "fedcba9876543210"])),
        toponym=draw(st.sampled_from(["Tartous", "Moscow", "Straße"])),
        source=draw(st.sampled_from(["Wire", "", 'A|B "and" \\ C'])),
        place_precision=draw(st.sampled_from(["", "country", "populated place"])),
        date_precision=draw(st.sampled_from(["day", "unknown"])),
        longitude=None if lon is None else round(lon, 7),
        latitude=None if lat is None else round(lat, 7),
    )


@few
@given(queries(), st.lists(rows(), max_size=10))
def test_one_row_and_whole_columns_give_the_same_answer(query, made):
    table = frame(made)
    validate(table)
    expected = [query.matches(one) for one in made]
    assert query.mask(table).tolist() == expected
    assert [query.matches(one) for one in table.to_dict("records")] == expected


@few
@given(queries(), st.lists(rows(), max_size=10))
def test_certain_is_on_the_map_and_what_is_on_the_map_is_possible(query, made):
    table = frame(made)
    by_mode = {
        mode: EventQuery.from_params(query.to_params() | {"mode": mode}).mask(table)
        for mode in Mode
    }
    assert (by_mode[Mode.CERTAIN] <= by_mode[Mode.MAP]).all()
    assert (by_mode[Mode.MAP] <= by_mode[Mode.POSSIBLE]).all()


@few
@given(queries())
def test_params_hold_the_whole_query(query):
    params = query.to_params()
    assert all(isinstance(v, str) for v in params.values())
    assert EventQuery.from_params(params) == query


@few
@given(
    st.dictionaries(
        st.sampled_from(
            ["from", "to", "mode", "bbox", "cc", "q", "area", "source", "div", "place"]
        ),
        st.text(),
    )
)
def test_any_params_are_read_or_refused(params):
    try:
        query = EventQuery.from_params(params)
    except QueryError:
        return
    assert query.mask(frame([row()])).shape == (1,)


def test_an_export_holds_everything_unless_days_or_an_area_are_named():
    nowhere = {"longitude": None, "latitude": None, "country_code": "", "geonameid": None}
    undated = span(None, None, date_role="")
    everything = EventQuery.for_export()
    assert passes(everything, **nowhere, **undated)
    assert passes(everything, date_role="photo")
    assert passes(everything, status="rejected")
    assert not passes(EventQuery.for_export(date_from=DAY), **undated)
    assert passes(EventQuery.for_export(date_from=DAY, undated=True), **undated)
    assert passes(EventQuery.for_export(country_codes=["sy"]))
    assert not passes(EventQuery.for_export(bbox="35,32,43,38"), **nowhere)
    with pytest.raises(QueryError):
        EventQuery.for_export(bbox="everywhere")
