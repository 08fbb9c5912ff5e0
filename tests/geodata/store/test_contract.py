"""What every store must do: run over each adapter."""

import datetime as dt
import json
import threading
from dataclasses import fields, replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata import schema
from geodata.errors import QueryError, StoreError
from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    PublishedBasis,
    Reading,
    ReadOutcome,
    Report,
    Resolution,
    Status,
    TimeSpan,
    Toponym,
)
from geodata.query import EventQuery
from geodata.store import Decision, Outcome, Store
from geodata.store.preparing import prepare
from geodata.store.records import dump_event, report_row
from tests.geodata.store.makers import DAY, IDAHO, MOSCOW, TARTUS, TEXT, event, events, report

REPORT = report()
EVENTS = events(REPORT)
TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID = (e.event_id for e in EVENTS)
OTHER_DAY = TimeSpan(
    start=dt.date(2020, 12, 30), end=dt.date(2020, 12, 30), precision=DatePrecision.DAY
)


def test_an_empty_store_is_empty(store: Store):
    assert store.reports() == []
    assert store.counts().reports == store.counts().places == 0
    schema.validate(store.frame())
    assert store.undo(who="me") is None
    assert store.redo(who="me") is None
    assert store.check() == []


def test_a_report_and_its_events_come_back_whole(store: Store):
    saved = store.save(REPORT, EVENTS)
    assert (saved.outcome, saved.version) == (Outcome.ADDED, 1)
    assert store.report(saved.report_id).report == REPORT
    assert [store.event(e.event_id).event for e in EVENTS] == EVENTS
    assert store.has(REPORT.content_hash)
    assert not store.has("0" * 64)


def test_the_frame_is_that_of_the_records(store: Store):
    store.save(REPORT, EVENTS)
    expected = schema.events_frame(
        [(REPORT, e) for e in EVENTS],
        country_name={"SY": "Syria", "RU": "Russia"}.__getitem__,
        admin1_name=lambda country, admin1: f"{country}-{admin1}",
    )
    schema.validate(store.frame())
    pd.testing.assert_frame_equal(
        pd.DataFrame(store.frame().drop(columns="geometry")),
        pd.DataFrame(expected.drop(columns="geometry")),
    )
    assert store.frame().geometry.geom_equals(expected.geometry).tolist() == [True, True, False]
    assert store.frame().geometry.isna().tolist() == [False, False, True]


def test_counts_add_up(store: Store):
    saved = store.save(REPORT, EVENTS)
    counts = store.counts()
    assert counts == saved.counts == store.reports()[0].counts
    assert (counts.reports, counts.places, counts.placed, counts.unplaced) == (1, 3, 2, 1)
    assert (counts.dated, counts.undated, counts.upper_bounds) == (2, 1, 1)


def test_the_same_report_twice_changes_nothing(store: Store):
    store.save(REPORT, EVENTS)
    revision, frame = store.revision(), store.frame()
    assert store.save(REPORT, EVENTS).outcome is Outcome.UNCHANGED
    copy = replace(REPORT, key="file:///elsewhere.txt", path="/elsewhere.txt")
    assert store.save(copy, events(copy)).outcome is Outcome.UNCHANGED
    assert store.revision() == revision
    pd.testing.assert_frame_equal(store.frame(), frame)


def test_an_edited_report_is_a_new_version_and_the_old_text_stays(store: Store):
    store.save(REPORT, EVENTS)
    edited = report(TEXT + " Corrected: it was Homs.")
    saved = store.save(edited, [*events(edited), event(edited, "Homs", None)])
    assert (saved.outcome, saved.version, saved.counts.places) == (Outcome.UPDATED, 2, 4)
    assert store.counts().reports == 1
    assert store.report(saved.report_id).report.text == edited.text
    first = store.report(saved.report_id, version=1)
    assert first.report == REPORT
    assert sorted(first.read_at) == [1, 2]
    assert not store.has(REPORT.content_hash)


def test_another_text_under_the_same_key_is_another_report(store: Store):
    store.save(REPORT, EVENTS)
    other = report("Entirely other words stand here today, about Moscow and its long winter.")
    found = [event(other, "Moscow", MOSCOW)]
    saved = store.save(other, found)
    assert saved.outcome is Outcome.ADDED
    assert saved.report_id != REPORT.report_id
    assert store.counts().places == 4
    assert store.report(REPORT.report_id).report == REPORT
    kept = store.report(saved.report_id).report
    assert kept.report_id == saved.report_id
    assert store.save(other, found).outcome is Outcome.UNCHANGED
    edited = report(other.text + " It snowed.")
    assert store.save(edited, [event(edited, "Moscow", MOSCOW)]).report_id == saved.report_id


def test_a_date_that_a_person_gives_is_a_new_version(store: Store):
    store.save(REPORT, EVENTS)
    given_date = replace(
        REPORT, published=dt.date(2024, 12, 10), published_basis=PublishedBasis.GIVEN
    )
    assert store.save(given_date, EVENTS).version == 2
    assert set(store.frame()["published"]) == {pd.Timestamp("2024-12-10")}


def test_a_better_reading_of_the_same_text_replaces_the_events(store: Store):
    store.save(REPORT, EVENTS)
    saved = store.save(REPORT, EVENTS[:2])
    assert (saved.outcome, saved.version, saved.counts.places) == (Outcome.UPDATED, 1, 2)


def test_events_with_one_id_are_both_kept(store: Store):
    saved = store.save(REPORT, [EVENTS[0], EVENTS[0]])
    assert saved.counts.places == 2
    assert store.save(REPORT, [EVENTS[0], EVENTS[0]]).outcome is Outcome.UNCHANGED


def test_a_report_without_events_is_kept(store: Store):
    saved = store.save(REPORT, [])
    assert saved.counts.places == 0
    assert store.reports()[0].label == "Sunday"


def test_a_query_selects(store: Store):
    store.save(REPORT, EVENTS)
    assert store.events()["event_id"].tolist() == [TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID]
    syria = EventQuery(country_codes=frozenset({"SY"}), include_unplaced=False)
    assert store.events(syria)["event_id"].tolist() == [TARTOUS_ID]
    schema.validate(store.events(syria))
    assert store.events(syria).crs == schema.CRS


def test_what_a_caller_does_to_the_frame_stays_with_the_caller(store: Store):
    store.save(REPORT, EVENTS)
    mine = store.frame()
    mine["toponym"] = "gone"
    mine.loc[0, "score"] = 0.0
    assert store.frame()["toponym"].tolist() == ["Tartous", "Moscow", "Atlantis"]
    assert store.frame()["score"][0] == 0.875


def test_a_place_can_be_changed_undone_and_redone(store: Store):
    store.save(REPORT, EVENTS)
    entry = store.decide(MOSCOW_ID, Decision.at(IDAHO), who="ana")
    assert entry.before["country_code"] == "RU"
    assert entry.after["country_code"] == "US"
    now = store.event(MOSCOW_ID)
    assert now.event.resolution.place == IDAHO
    assert now.event.status is Status.CORRECTED
    assert now.event.resolution.place_precision is PlacePrecision.POPULATED_PLACE
    assert now.event.resolution.runners_up[0].place == MOSCOW
    assert now.found == EVENTS[1]
    assert store.frame().geometry[1].x == -117.0002
    assert store.undo(who="ben") is not None
    assert store.event(MOSCOW_ID).event == EVENTS[1]
    assert store.redo(who="ben") is not None
    assert store.event(MOSCOW_ID).event.resolution.place == IDAHO
    history = store.event(MOSCOW_ID).history
    assert [(e.who, e.what, e.target) for e in history] == [
        ("ana", "place", None),
        ("ben", "undo", 1),
        ("ben", "redo", 1),
    ]
    assert store.check() == []


def test_none_of_these_a_point_a_date_confirm_and_reject(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(TARTOUS_ID, Decision.nowhere(), who="me")
    store.decide(ATLANTIS_ID, Decision.at_point(latitude=31, longitude=-24, name="off"), who="me")
    store.decide(MOSCOW_ID, Decision.on(OTHER_DAY), who="me")
    gone, moved, put = (store.event(e.event_id).event for e in EVENTS)
    assert gone.resolution.place is None
    assert (moved.date, moved.date_role) == (OTHER_DAY, DateRole.EVENT)
    assert (moved.date_basis, moved.date_text) == (DateBasis.CORRECTED, "")
    assert put.resolution.place_precision is PlacePrecision.EXACT
    assert (store.counts().placed, store.counts().dated) == (2, 2)
    schema.validate(store.frame())
    store.decide(TARTOUS_ID, Decision.confirm(), who="me")
    store.decide(MOSCOW_ID, Decision.reject(), who="me")
    assert store.frame()["status"].tolist() == ["confirmed", "rejected", "corrected"]
    assert MOSCOW_ID not in set(store.events()["event_id"])


def test_a_date_can_be_taken_away(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(TARTOUS_ID, Decision.on(TimeSpan()), who="me")
    event_now = store.event(TARTOUS_ID).event
    assert (event_now.dated, event_now.date_role) == (False, None)


def test_undo_goes_back_step_by_step_and_a_new_decision_ends_redo(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(TARTOUS_ID, Decision.confirm(), who="me")
    store.decide(MOSCOW_ID, Decision.reject(), who="me")
    undone = [store.undo(who="me") for _ in range(3)]
    assert [e and e.event_id for e in undone] == [MOSCOW_ID, TARTOUS_ID, None]
    redone = [store.redo(who="me") for _ in range(3)]
    assert [e and e.event_id for e in redone] == [TARTOUS_ID, MOSCOW_ID, None]
    store.undo(who="me")
    store.decide(ATLANTIS_ID, Decision.confirm(), who="me")
    assert store.redo(who="me") is None
    assert store.frame()["status"].tolist() == ["confirmed", "auto", "confirmed"]


def test_several_events_are_decided_and_undone_as_one(store: Store):
    store.save(REPORT, EVENTS)
    before = store.revision()
    ids = [MOSCOW_ID, TARTOUS_ID]
    entries = store.decide_all(ids, Decision.reject(), who="me")
    assert [e.event_id for e in entries] == ids
    assert store.revision() == before + 1
    store.decide(TARTOUS_ID, Decision.confirm(), who="you")
    numbers = [e.number for e in entries]
    assert len(store.undo_all(numbers, who="me")) == 2
    assert store.undo_all([*numbers, 999], who="me") == []
    # What somebody else decided since stands.
    assert store.frame()["status"].tolist() == ["confirmed", "auto", "auto"]
    assert len(store.redo_all(numbers, who="me")) == 2
    assert store.redo_all(numbers, who="me") == []
    assert store.event(MOSCOW_ID).row["status"] == "rejected"
    assert [e.who for e in store.event(MOSCOW_ID).history] == ["me"] * 3


def test_one_bad_event_of_several_leaves_all_as_they_were(store: Store):
    store.save(REPORT, EVENTS)
    revision = store.revision()
    with pytest.raises(StoreError):
        store.decide_all([MOSCOW_ID, "none"], Decision.reject(), who="me")
    assert store.revision() == revision
    assert store.event(MOSCOW_ID).history == ()


def test_events_are_found_by_id_and_by_report(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(MOSCOW_ID, Decision.at(IDAHO), who="me")
    found = store.found([MOSCOW_ID, "none"])
    assert found[MOSCOW_ID].resolution.place == MOSCOW
    assert list(found) == [MOSCOW_ID]
    standing = store.events_of(REPORT.report_id)
    assert [e.event_id for e in standing] == [e.event_id for e in EVENTS]
    assert standing[1].resolution.place == IDAHO
    assert store.events_of("none") == []


def test_decisions_outlive_every_later_reading(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(MOSCOW_ID, Decision.at(IDAHO), who="me")
    edited = report(TEXT + " More was not known on Monday.")
    store.save(edited, events(edited))
    assert store.event(MOSCOW_ID).event.resolution.place == IDAHO
    assert store.frame()["country_code"].tolist() == ["SY", "US", ""]
    store.undo(who="me")
    assert store.event(MOSCOW_ID).event.resolution.place == MOSCOW


def test_a_decision_whose_event_is_gone_is_listed_and_comes_back_with_it(store: Store):
    store.save(REPORT, EVENTS)
    store.decide(MOSCOW_ID, Decision.at(IDAHO), who="me")
    saved = store.save(REPORT, [EVENTS[0]])
    assert saved.orphaned == 1
    assert [e.event_id for e in store.orphans()] == [MOSCOW_ID]
    assert store.save(REPORT, EVENTS).orphaned == 0
    assert store.orphans() == []
    assert store.event(MOSCOW_ID).event.resolution.place == IDAHO
    store.save(REPORT, [EVENTS[0]])
    assert store.undo(who="me") is not None
    assert store.orphans() == []


def test_every_change_and_nothing_else_moves_the_revision(store: Store):
    seen = [store.revision()]
    store.save(REPORT, EVENTS)
    seen.append(store.revision())
    store.decide(TARTOUS_ID, Decision.confirm(), who="me")
    seen.append(store.revision())
    store.undo(who="me")
    seen.append(store.revision())
    store.redo(who="me")
    seen.append(store.revision())
    assert seen == sorted(set(seen))
    store.events()
    store.redo(who="me")
    assert store.revision() == seen[-1]


@pytest.mark.parametrize(
    "act",
    [
        lambda s: s.event("none"),
        lambda s: s.report("none"),
        lambda s: s.report(REPORT.report_id, version=9),
        lambda s: s.decide("none", Decision.confirm(), who="me"),
        lambda s: s.decide(TARTOUS_ID, Decision.at_point(latitude=95, longitude=0), who="me"),
        lambda s: s.decide(
            TARTOUS_ID, Decision.at(replace(TARTUS, longitude=float("nan"))), who="me"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(store: Store, act):
    store.save(REPORT, EVENTS)
    revision = store.revision()
    with pytest.raises(StoreError):
        act(store)
    assert store.revision() == revision
    assert store.check() == []


def test_threads_share_a_store(store: Store):
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for i in range(4):
                mine = report(f"{number} {i} Moscow " + TEXT[:i], key=f"{number}/{i}")
                store.save(mine, [event(mine, "Moscow", MOSCOW)])
                assert len(store.frame()) >= 1
                store.counts()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.counts().reports == len(store.frame()) == 16
    assert store.revision() == 16


NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NASTY, min_size=5, max_size=5, unique=True))
def test_any_text_is_kept_as_it_is(store: Store, texts: list[str]):
    title, source, author, sentence, key = texts
    mine = report(f"Moscow {sentence}", key=key, title=title, source=source, author=author)
    one = event(mine, "Moscow", MOSCOW, sentence=sentence, date_reason=title)
    saved = store.save(mine, [one])
    if saved.outcome is Outcome.ADDED and saved.report_id == mine.report_id:
        assert store.report(saved.report_id).report == mine
        assert store.event(one.event_id).event == one
    assert store.check() == []


def test_texts_never_become_sql(store: Store):
    sly = "'); DROP TABLE events; --"
    mine = report(f"Moscow {sly}", key=sly, title=sly, source=sly)
    saved = store.save(mine, [event(mine, "Moscow", MOSCOW, sentence=sly)])
    store.decide(event(mine, "Moscow", MOSCOW).event_id, Decision.confirm(), who=sly)
    assert store.home(sly).countries == {}
    assert not store.has(sly)
    assert store.report(saved.report_id).report.title == sly
    assert store.frame()["sentence"].tolist() == [sly]
    assert DAY in {r.published for r in store.reports()}


def test_every_field_of_a_record_is_kept():
    record = json.loads(
        dump_event(
            replace(EVENTS[0], kind="Shelling", extra="{}", date_alternative=TimeSpan(start=DAY))
        )
    )
    assert set(record) >= {f.name for f in fields(Event)} - {"resolution"}
    assert set(record) >= {f.name for f in fields(Resolution)}
    assert set(record["toponym"]) == {f.name for f in fields(Toponym)}
    assert set(record["place"]) == {f.name for f in fields(Place)}
    kept = set(report_row(REPORT)) | {"key"}
    # Rows that came as they are become events; the table itself is not kept.
    assert kept >= {f.name for f in fields(Report)} - {"given"}


def test_views_are_kept_by_name(store: Store):
    params = {"from": "2024-12-01", "cc": "SY", "q": "prison"}
    store.keep_view("  Prisons in   Syria ", params)
    store.keep_view("aleppo", {})
    assert [(v.name, v.params) for v in store.views()] == [
        ("aleppo", {}),
        ("Prisons in Syria", params),
    ]
    store.keep_view("Prisons in Syria", {"cc": "LB"})
    store.drop_view("aleppo")
    store.drop_view("no such view")
    assert [v.params for v in store.views()] == [{"cc": "LB"}]
    for name, wrong in (("", {}), ("x" * 81, {}), ("x", {"from": "soon"})):
        with pytest.raises((StoreError, QueryError)):
            store.keep_view(name, wrong)
    assert len(store.views()) == 1


def test_a_report_and_what_became_of_its_file_are_kept_together(store: Store):
    reading = Reading(name="a.txt", path="/in/a.txt", outcome=ReadOutcome.READ)
    prepared = prepare(REPORT, EVENTS, (lambda _: "", lambda *_: ""))
    saved = store.keep(prepared, reading, repeatable=True)
    assert saved.outcome is Outcome.ADDED
    assert saved.counts == store.counts()
    assert [one.path for one in store.readings()] == ["/in/a.txt"]
    again = store.save(REPORT, EVENTS)
    assert (again.outcome, again.counts) == (Outcome.UNCHANGED, saved.counts)
    assert store.check() == []


def test_what_was_prepared_under_one_id_is_kept_under_another(store: Store):
    other = report("Nothing of the kind: calm in Idaho.", key=REPORT.key)
    twins = [event(other, "Idaho", IDAHO), event(other, "Idaho", IDAHO)]
    plain = (lambda _: "", lambda *_: "")
    moved = prepare(other, twins, plain).under("0" * 16, plain)
    assert moved == prepare(other, twins, plain, report_id="0" * 16)
    assert len({*moved.event_ids, *prepare(other, twins, plain).event_ids}) == 4
