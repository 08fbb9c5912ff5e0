"""Words are found in every script, and the index keeps step with what it speaks of."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.model import Event
from geodata.query import EventQuery
from geodata.store import Decision, SearchHits, Store, asking, open_store
from geodata.store.driver import sqlite3
from tests.geodata.store.conftest import open_named
from tests.geodata.store.makers import IDAHO, MOSCOW, TARTUS, TEXT, event, events, report
from tests.geodata.store.test_migrations import write_old

REPORT = report()
TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID = (e.event_id for e in events(REPORT))


def sentences() -> list[Event]:
    """Events of which each has its own sentence."""
    cut = [f"{part}." for part in TEXT.rstrip(".").split(". ")]
    return [
        replace(one, sentence=sentence) for one, sentence in zip(events(REPORT), cut, strict=True)
    ]


QUESTIONS = [
    ("plane", [MOSCOW_ID]),
    ("PLANE agency", [MOSCOW_ID]),
    ("plane Tartous", []),
    ("gather", [TARTOUS_ID]),
    ("gathered-in", [TARTOUS_ID]),
    ('"in Tartous on"', [TARTOUS_ID]),
    ("“on Tartous”", []),
    ("syria", [TARTOUS_ID]),
    ("SY-10", [TARTOUS_ID]),
    ("A. Writer", [TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID]),
    ("wire sunday nor", [ATLANTIS_ID]),
    ("nw", []),
    ("a", [TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID]),
    ("ré pörted", [MOSCOW_ID]),
    ("repörted", [MOSCOW_ID]),
    ("zeppelin", []),
]


def test_events_are_found_by_their_words(store: Store):
    store.save(REPORT, sentences())
    for words, found in QUESTIONS:
        assert list(store.search(words).event_ids) == found, words


SCRIPTS = [
    ("قصفت طائرات مدينة الرَّقة أمس", "الرقة"),
    ("В Києві лунала повітряна тривога", "києв"),
    ("Поезд прибыл в Ёлкино", "елкино"),
    ("北京发生了抗议", "北京"),
    ("서울에서 집회가 열렸다", "집회"),
    ("Ο στρατός στην Αθήνα", "αθηνα"),
    ("การประท้วงในกรุงเทพ", "กรุงเทพ"),
    ("काठमाडौं में भूकंप", "काठमाडौं"),
    ("Ḥomṣ and Dayr az-Zawr", "homs zawr"),
    ("A rocket \U0001f680 flew", "rocket flew"),
]


def test_every_script_is_searched(store: Store):
    for text, words in SCRIPTS:
        mine = report(text, key=text)
        store.save(mine, [])
        assert store.search(words) == SearchHits(report_ids=(mine.report_id,)), words


HOSTILE = [
    "",
    "  ",
    '"',
    "*",
    "?!",
    "()",
    "[",
    "' OR 1=1",
    "NEAR(x, 5)",
    "plane NOT agency",
    "words : plane",
    "^plane",
    "plane*",
    "-- x",
    "\x00",
    "%",
    "_",
    "[a-z]",
    "a" * 100_000,
    '"' * 1000,
    "a " * 5000,
    "\ud800",
]


def test_no_sign_has_a_meaning_of_its_own(store: Store):
    store.save(REPORT, sentences())
    for words in HOSTILE:
        hits = store.search(words).event_ids
        assert hits in {(), (MOSCOW_ID,), (TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID)}, words


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
def test_any_question_is_answered(store: Store, words: str):
    store.search(words)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), st.data())
def test_any_part_of_a_text_finds_its_report(store: Store, text: str, data: st.DataObject):
    mine = report(f"Moscow {text}", key=text, title="", source="", author="")
    store.save(mine, [])
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))].split()
    hits = store.search(" ".join(part).replace('"', " "))
    assert not any(map(str.isalnum, "".join(part))) or mine.report_id in hits.report_ids


WORDS = st.text(
    st.one_of(
        st.sampled_from("aeAEßæ éñø'-. \"“&北京市の地الرَّقةКиєвﬁ²Ⅷ"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_a_filter_without_a_store_finds_the_same(
    store: Store, texts: list[str], data: st.DataObject
):
    for number, text in enumerate(texts):
        mine = report(f"Moscow {text}", key=f"{number} {texts}", title=text[:9], author=text[9:])
        store.save(mine, [replace(event(mine, "Moscow", MOSCOW), sentence=text)])
    frame = store.frame()
    start = data.draw(st.integers(0, 30))
    part = data.draw(st.sampled_from(texts))[start : start + data.draw(st.integers(1, 9))]
    words = data.draw(st.one_of(st.just(part), WORDS))
    found = set(store.search(words).event_ids)
    query = replace(EventQuery.everything(), text=words)
    if query.text:
        assert set(frame["event_id"][query.mask(frame)]) == found
        assert {row.event_id for row in frame.itertuples() if query.matches(row._asdict())} == found
        held = store.holding(query.text, revision=store.revision())
        assert held is not None
        assert set(frame["event_id"][held]) == found
        assert set(store.events(query)["event_id"]) == found


def test_one_or_two_letters_are_found_wherever_they_stand(store: Store):
    letters = "abcdefghijklmnopqrstuvwxyz"
    # More trigrams begin with an "é" (an e) than are asked for one by one.
    many = " ".join(f"щ{a}{b}" for a in letters for b in letters[:9])
    mine = report(f"Moscow {many} 北京 xz", key="many", title="", source="", author="")
    store.save(mine, [replace(event(mine, "Moscow", MOSCOW), sentence=many + " 北京 xz")])
    for words in ("щ", "щa", "京", "北", "xz", "z", "x 北京 щ", "m", "mo"):
        hits = store.search(words)
        assert (len(hits.event_ids), len(hits.report_ids)) == (1, 1), words
    for words in ("щщ", "zx", "q0", "京 u0"):
        assert store.search(words) == SearchHits(), words


def test_what_is_found_nearly_everywhere_has_its_ids_in_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    for key in ("b", "a", "c"):
        mine = report(f"Moscow and Tartous, {key}.", key=key)
        store.save(mine, [event(mine, "Tartous", TARTUS), event(mine, "Moscow", MOSCOW)])
    few = store.search("moscow"), store.search("tar")
    monkeypatch.setattr(asking, "_FEW", 0)
    assert (store.search("moscow"), store.search("tar")) == few
    assert len(few[0].event_ids) == 6


def test_rows_that_hold_words_are_told_of_one_revision_alone(store: Store):
    store.save(REPORT, sentences())
    assert store.holding("plane", revision=store.revision()) is None
    assert store.frame()["event_id"].tolist() == [TARTOUS_ID, MOSCOW_ID, ATLANTIS_ID]
    held = store.holding("plane", revision=store.revision())
    assert held is not None
    assert held.tolist() == [False, True, False]
    store.decide(MOSCOW_ID, Decision.at(replace(IDAHO, name="Hayden")), who="me")
    assert store.holding("plane", revision=store.revision()) is None
    assert store.events(EventQuery(text="hayden"))["event_id"].tolist() == [MOSCOW_ID]


def test_reports_are_found_by_their_newest_text(store: Store):
    store.save(REPORT, [])
    assert store.search("agency").report_ids == (REPORT.report_id,)
    store.save(report(TEXT.replace("agency", "envoy")), [])
    assert store.search("agency") == SearchHits()
    assert store.search("envoy").report_ids == (REPORT.report_id,)


def test_events_that_are_gone_are_not_found(store: Store):
    store.save(REPORT, sentences())
    store.save(REPORT, sentences()[:1])
    assert store.search("plane").event_ids == ()
    assert store.search("plane").report_ids == (REPORT.report_id,)
    assert store.search("crowds").event_ids == (TARTOUS_ID,)


def test_decisions_are_found_and_so_is_their_undoing(store: Store):
    store.save(REPORT, sentences())
    elsewhere = replace(IDAHO, name="Hayden", country_code="RU")
    store.decide(MOSCOW_ID, Decision.at(elsewhere), who="me")
    assert store.search("hayden russia").event_ids == (MOSCOW_ID,)
    store.undo(who="me")
    assert store.search("hayden").event_ids == ()
    store.redo(who="me")
    assert store.search("hayden").event_ids == (MOSCOW_ID,)
    store.decide(MOSCOW_ID, Decision.reject(), who="me")
    assert store.search("hayden").event_ids == (MOSCOW_ID,)
    assert store.check() == []


def test_ids_come_in_the_order_of_reading(store: Store):
    ids: list[str] = []
    for key in ("b", "a", "c"):
        mine = report(f"Moscow and Tartous, {key}.", key=key)
        found = [event(mine, "Tartous", TARTUS), event(mine, "Moscow", MOSCOW)]
        store.save(mine, found)
        ids.extend(one.event_id for one in found)
    assert list(store.search("moscow").event_ids) == ids


def test_a_failed_save_leaves_no_words(path, url: str):
    with open_store(url) as store:
        store.save(REPORT, sentences())
        with pytest.raises(Exception, match="half characters"):
            store.save(report("Zeppelin \ud800", key="b", content_hash="0" * 64), [])
        assert store.search("zeppelin") == SearchHits()
        assert store.check() == []
    assert path.exists()


def test_an_older_store_can_be_searched_when_brought_up_to_date(path, url: str):
    write_old(path)
    with open_named(url) as store:
        assert len(store.search("tartous").event_ids) == 4
        assert len(store.search("more was not known").report_ids) == 1
        assert len(store.search("market").report_ids) == 1
        assert store.check() == []


def test_words_that_are_out_of_step_are_noticed_and_made_anew(path, url: str):
    with open_store(url) as store:
        store.save(REPORT, sentences())
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM event_words WHERE rowid = 2")
        connection.execute("UPDATE report_words SET words = 'other'")
    connection.close()
    with open_store(url) as store:
        faults = store.check()
        assert len(faults) == 1
        assert "2 events and reports" in faults[0]
        assert "--repair" in faults[0]
        assert store.search("plane") == SearchHits()
        store.reindex()
        assert store.check() == []
        assert store.search("plane").event_ids == (MOSCOW_ID,)
