"""An outlet's home in the store follows the rule of `OutletHomes`: reports, not mentions."""

from dataclasses import replace

from geodata.model import Place, Resolution, Status
from geodata.resolution import OutletHomes
from geodata.store import Store
from tests.geodata.store.makers import MOSCOW, TARTUS, event, report

LATAKIA = replace(TARTUS, geonameid=1, name="Latakia", admin1_code="02")
RUSSIA = replace(MOSCOW, geonameid=2, name="Russia", feature_class="A", feature_code="PCLI")


def save(store: Store, key: str, *named: tuple[str, Place], **changes: object) -> str:
    mine = report(f"{key}: " + " and ".join(name for name, _ in named), key=key)
    store.save(mine, [event(mine, name, place, **changes) for name, place in named])
    return mine.report_id


def test_reports_are_counted_not_mentions(store: Store):
    save(store, "a", ("Tartous", TARTUS), ("Latakia", LATAKIA), ("Arwad", TARTUS))
    save(store, "b", ("Tartous", TARTUS), ("Arwad", TARTUS))
    home = store.home("Wire")
    assert home.countries == {"SY": 2}
    assert home.admin1 == {("SY", "10"): 2, ("SY", "02"): 1}


def test_a_lone_foreign_name_says_nothing(store: Store):
    save(store, "a", ("Tartous", TARTUS), ("Latakia", LATAKIA), ("Moscow", MOSCOW))
    save(store, "b", ("Moscow", MOSCOW))
    assert store.home("Wire").countries == {"SY": 1}


def test_a_report_does_not_speak_for_itself(store: Store):
    mine = save(store, "a", ("Tartous", TARTUS), ("Latakia", LATAKIA))
    save(store, "b", ("Moscow", MOSCOW), ("Kremlin", MOSCOW))
    assert store.home("Wire", excluding=mine).countries == {"RU": 1}
    assert store.home("Gazette").countries == {}


def test_a_country_lies_in_no_division(store: Store):
    save(store, "a", ("Russia", RUSSIA), ("Moscow", MOSCOW))
    assert store.home("Wire").admin1 == {("RU", "48"): 1}
    save(store, "b", ("Russia", RUSSIA), ("Rossiya", RUSSIA))
    assert store.home("Wire").admin1 == {("RU", "48"): 1}
    assert store.home("Wire").countries == {"RU": 2}


def test_rejected_events_say_nothing(store: Store):
    save(store, "a", ("Tartous", TARTUS), ("Latakia", LATAKIA), status=Status.REJECTED)
    assert store.home("Wire").countries == {}


def test_the_store_and_the_room_of_resolution_agree(store: Store):
    homes = OutletHomes()
    for key, named in {
        "a": [("Tartous", TARTUS), ("Latakia", LATAKIA), ("Moscow", MOSCOW)],
        "b": [("Russia", RUSSIA), ("Moscow", MOSCOW), ("Tartous", TARTUS)],
        "c": [("tartous", TARTUS), ("Tartous", TARTUS)],
    }.items():
        mine = save(store, key, *named)
        seen: list[Resolution] = [
            found.event.resolution
            for event_id in store.frame().query("report_id == @mine")["event_id"]
            for found in [store.event(event_id)]
        ]
        homes.observe("Wire", mine, seen)
    expected = homes.home("Wire")
    assert expected is not None
    got = store.home("Wire")
    assert (dict(got.countries), dict(got.admin1)) == (
        dict(expected.countries),
        dict(expected.admin1),
    )
