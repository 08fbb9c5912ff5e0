"""A place that a person gave to a name holds for later reports, until the decision is undone."""

from dataclasses import replace

import pytest

from geodata.model import Event, Place, Report, Status
from geodata.store import Decision, Store
from tests.geodata.store.makers import IDAHO, MOSCOW, TARTUS, event, report

SEDNAYA = replace(TARTUS, geonameid=7, name="Saydnaya", latitude=33.695, longitude=36.377)
ELSEWHERE = replace(SEDNAYA, geonameid=8, latitude=35.1)
SYRIA = replace(TARTUS, geonameid=9, name="Syria", feature_code="PCLI", admin1_code="00")
RUSSIA = replace(MOSCOW, geonameid=10, name="Russia", feature_code="PCLI", admin1_code="00")


def save(
    store: Store, key: str, text: str, source: str = "Wire", **places: Place | None
) -> tuple[Report, dict[str, Event]]:
    mine = report(text, key=key, source=source)
    found = {name: event(mine, name, place) for name, place in places.items()}
    store.save(mine, list(found.values()))
    return mine, found


@pytest.fixture
def teacher(store: Store) -> Event:
    _, found = save(store, "first", "They came from Sednaya.", Sednaya=ELSEWHERE)
    store.decide(found["Sednaya"].event_id, Decision.at(SEDNAYA), who="desk")
    return found["Sednaya"]


def shown(store: Store, event: Event) -> Event:
    return store.event(event.event_id).event


def test_a_later_report_of_the_outlet_knows_the_place_and_says_why(store: Store, teacher: Event):
    _, found = save(store, "later", "Again Sednaya.", Sednaya=ELSEWHERE)
    now = shown(store, found["Sednaya"])
    assert now.resolution.place == SEDNAYA
    day = store.event(teacher.event_id).history[0].when[:4]
    assert now.resolution.reason.startswith("you placed Sednaya port here on ")
    assert now.resolution.reason.endswith(day)
    assert now.resolution.runners_up[0].place == ELSEWHERE
    assert now.status is Status.AUTO
    assert store.event(found["Sednaya"].event_id).found == found["Sednaya"]
    frame = store.frame().set_index("event_id").loc[found["Sednaya"].event_id]
    assert frame.geometry.y == SEDNAYA.latitude
    assert frame["place_reason"] == now.resolution.reason
    assert store.search("saydnaya").event_ids == (
        teacher.event_id,
        found["Sednaya"].event_id,
    )
    assert store.check() == []


def test_a_name_that_stayed_unplaced_is_placed(store: Store, teacher: Event):
    _, found = save(store, "later", "Again Sednaya.", Sednaya=None)
    assert shown(store, found["Sednaya"]).resolution.place == SEDNAYA
    assert store.counts().placed == 2


def test_undoing_the_decision_undoes_what_it_taught_and_redoing_teaches_again(
    store: Store, teacher: Event
):
    _, found = save(store, "later", "Again Sednaya.", Sednaya=ELSEWHERE)
    one = found["Sednaya"]
    store.undo(who="desk")
    assert shown(store, one) == one
    assert store.frame().geometry.y.tolist() == [ELSEWHERE.latitude] * 2
    store.redo(who="desk")
    assert shown(store, one).resolution.place == SEDNAYA
    store.decide(teacher.event_id, Decision.at(TARTUS), who="desk")
    assert shown(store, one).resolution.place == TARTUS
    store.decide(teacher.event_id, Decision.reject(), who="desk")
    assert shown(store, one) == one
    assert store.check() == []


def test_another_outlet_is_taught_only_about_the_country(store: Store, teacher: Event):
    _, far = save(store, "far", "Sednaya and Moscow.", "Gazette", Sednaya=None, Moscow=MOSCOW)
    assert shown(store, far["Sednaya"]).resolution.place is None
    _, near = save(store, "near", "Sednaya and Tartous.", "Gazette", Sednaya=None, Tartous=TARTUS)
    assert shown(store, near["Sednaya"]).resolution.place == SEDNAYA


def test_the_outlets_own_lesson_counts_more_than_a_newer_one(store: Store, teacher: Event):
    _, other = save(store, "other", "Sednaya, Syria.", "Gazette", Sednaya=ELSEWHERE)
    store.decide(other["Sednaya"].event_id, Decision.at(TARTUS), who="ana")
    _, mine = save(store, "mine", "Mine: Sednaya.", "Wire", Sednaya=ELSEWHERE)
    _, theirs = save(store, "theirs", "Theirs: Sednaya.", "Gazette", Sednaya=ELSEWHERE)
    assert shown(store, mine["Sednaya"]).resolution.place == SEDNAYA
    now = shown(store, theirs["Sednaya"]).resolution
    assert now.place == TARTUS
    assert now.reason.startswith("ana placed Sednaya port here on ")


def test_a_report_that_says_otherwise_is_not_overruled(store: Store):
    _, found = save(store, "first", "A fair in Moscow.", Moscow=MOSCOW)
    store.decide(found["Moscow"].event_id, Decision.at(IDAHO), who="desk")
    _, plain = save(store, "plain", "Another fair in Moscow.", Moscow=MOSCOW)
    assert shown(store, plain["Moscow"]).resolution.place == IDAHO
    _, said = save(store, "said", "Talks in Moscow, Russia.", Moscow=MOSCOW, Russia=RUSSIA)
    assert shown(store, said["Moscow"]).resolution.place == MOSCOW


def test_earlier_reports_stay_as_they_were(store: Store):
    _, early = save(store, "early", "First Sednaya.", Sednaya=ELSEWHERE)
    _, found = save(store, "now", "They came from Sednaya.", Sednaya=ELSEWHERE)
    store.decide(found["Sednaya"].event_id, Decision.at(SEDNAYA), who="desk")
    assert shown(store, early["Sednaya"]) == early["Sednaya"]


def test_another_name_and_another_site_of_the_name_learn_nothing(store: Store, teacher: Event):
    mine = report("The Sednaya hills and Saidnaya.", key="later")
    hills = event(mine, "Sednaya", ELSEWHERE)
    toponym = replace(hills.resolution.toponym, facility="hills")
    hills = replace(hills, resolution=replace(hills.resolution, toponym=toponym))
    other = event(mine, "Saidnaya", ELSEWHERE)
    store.save(mine, [hills, other])
    assert shown(store, hills) == hills
    assert shown(store, other) == other


def test_a_person_overrules_what_was_learnt_and_keeps_what_is_confirmed(
    store: Store, teacher: Event
):
    _, found = save(store, "later", "Again Sednaya.", Sednaya=ELSEWHERE)
    _, kept = save(store, "kept", "Once more Sednaya.", Sednaya=ELSEWHERE)
    store.decide(found["Sednaya"].event_id, Decision.at(TARTUS), who="desk")
    store.decide(kept["Sednaya"].event_id, Decision.confirm(), who="desk")
    store.decide(teacher.event_id, Decision.nowhere(), who="desk")
    assert shown(store, found["Sednaya"]).resolution.place == TARTUS
    confirmed = shown(store, kept["Sednaya"])
    assert (confirmed.status, confirmed.resolution.place) == (Status.CONFIRMED, SEDNAYA)
    assert store.check() == []


def test_a_lesson_ends_with_its_event(store: Store, teacher: Event):
    _, found = save(store, "later", "Again Sednaya.", Sednaya=ELSEWHERE)
    store.save(report("They came from Sednaya.", key="first", source="Wire"), [])
    assert shown(store, found["Sednaya"]) == found["Sednaya"]
    _, next_one = save(store, "next", "Next Sednaya.", Sednaya=ELSEWHERE)
    assert shown(store, next_one["Sednaya"]) == next_one["Sednaya"]


def test_a_report_read_again_keeps_what_it_learnt(store: Store, teacher: Event):
    later, found = save(store, "later", "Again Sednaya.", Sednaya=ELSEWHERE)
    edited = replace(later, text="Again Sednaya, they say.", content_hash="1" * 64)
    one = event(edited, "Sednaya", ELSEWHERE)
    store.save(edited, [one])
    assert one.event_id == found["Sednaya"].event_id
    assert shown(store, one).resolution.place == SEDNAYA
    store.undo(who="desk")
    assert shown(store, one).resolution.place == ELSEWHERE
