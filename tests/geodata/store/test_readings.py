"""What became of each input is kept once, and found again after a restart."""

from dataclasses import replace

from geodata.model import Reading, ReadOutcome
from geodata.store import Store
from tests.geodata.store.makers import events, report

READ = Reading(
    name="sunday.txt",
    path="/reports/sunday.txt",
    content_hash="a" * 64,
    size=1234,
    modified=1_700_000_000_123_456_789,
    media_type="text/plain",
    outcome=ReadOutcome.READ,
    report_ids=("r1", "r2"),
    read_at="2024-12-09T06:00:00+00:00",
)
PARTLY = replace(READ, path="/b.pdf", outcome=ReadOutcome.PARTLY, why="page 3 has no text")
REFUSED = Reading(name="c.pdf", outcome=ReadOutcome.REFUSED, why="it needs a password")


def test_readings_come_back_whole_and_in_order(store: Store):
    store.note(READ, PARTLY)
    store.note(REFUSED)
    store.note()
    kept = store.readings()
    assert kept[:2] == [READ, PARTLY]
    assert replace(kept[2], read_at="") == REFUSED
    assert kept[2].read_at
    assert store.check() == []


def test_the_newest_reading_of_an_input_stays(store: Store):
    store.note(READ, PARTLY)
    later = replace(READ, content_hash="b" * 64, outcome=ReadOutcome.REFUSED, why="empty")
    store.note(later)
    assert store.readings() == [later, PARTLY]


def test_uploads_of_one_name_and_other_bytes_are_two_inputs(store: Store):
    store.note(replace(READ, path=""), replace(READ, path="", content_hash="b" * 64))
    assert len(store.readings()) == 2


def test_a_name_that_is_no_text_is_kept_all_the_same(store: Store):
    store.note(replace(READ, path="/reports/caf\udce9.txt"))
    assert store.readings()[0].path == "/reports/caf\\udce9.txt"
    assert store.check() == []


def test_readings_do_not_change_the_events(store: Store):
    revision = store.revision()
    store.note(READ)
    assert store.revision() == revision


def test_pages_and_gaps_of_a_report_are_kept_and_pages_reach_the_events(store: Store):
    paged = replace(report(), pages=(0, 70), gaps=("page 3 has no text",))
    saved = store.save(paged, events(paged))
    assert store.report(saved.report_id).report == paged
    assert store.reports()[0].gaps == paged.gaps
    assert store.frame()["page"].tolist() == [1, 2, 2]


def test_kind_and_further_columns_of_an_event_are_kept(store: Store):
    mine = report()
    one = replace(events(mine)[0], kind="Shelling", extra='{"fatalities": 0}')
    store.save(mine, [one])
    assert store.event(one.event_id).event == one
    row = store.frame().iloc[0]
    assert (row["kind"], row["extra"]) == ("Shelling", '{"fatalities": 0}')
    assert store.check() == []
