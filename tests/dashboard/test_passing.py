"""What passes a filter is what the filter says, worked out once and shared."""

from __future__ import annotations

import datetime as dt
import gc
import threading
import weakref
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from dashboard.passing import EventRows, Mask, PassingQueries
from geodata.model import DateRole, Status
from geodata.query import EventQuery, Mode
from tests.geodata.maps.sample import levant, odd

FRAME = odd()
ROWS = EventRows(FRAME)
BASE = EventQuery.everything()
SOME = frozenset(FRAME["event_id"][3:60:7])


def nothing(_revision: int, events: EventRows, _words: str) -> Mask:
    return events.with_ids(())


@pytest.mark.parametrize(
    "query",
    [
        EventQuery(),
        BASE,
        replace(BASE, date_from=dt.date(2024, 1, 20), mode=Mode.CERTAIN),
        replace(BASE, date_to=dt.date(2024, 2, 10), mode=Mode.MAP, include_undated=False),
        replace(BASE, country_codes=frozenset({"SY"}), include_unplaced=False),
        replace(BASE, bbox=(30, 30, 37, 35)),
        replace(BASE, roles=frozenset({DateRole.PHOTO})),
        replace(BASE, statuses=frozenset({Status.REJECTED})),
        replace(BASE, event_ids=SOME),
        replace(EventQuery(), event_ids=SOME, date_from=dt.date(2024, 1, 20)),
    ],
)
def test_the_quick_columns_say_what_the_frame_says(query: EventQuery) -> None:
    passing = PassingQueries(nothing).of(1, ROWS, query)
    kept = FRAME[query.mask(FRAME)]
    assert passing.mask.tolist() == query.mask(FRAME).tolist()
    assert (len(passing), passing.placed) == (len(kept), int(kept.geometry.notna().sum()))
    assert passing.undated == int((kept["date_start"].isna() & kept["date_end"].isna()).sum())
    assert sorted(passing.distinct("report_id")) == sorted(kept["report_id"].unique())
    assert passing.first(7)["event_id"].tolist() == kept["event_id"].head(7).tolist()
    assert passing.frame["event_id"].tolist() == kept["event_id"].tolist()


def test_divisions_are_those_of_their_country() -> None:
    frame = levant()
    divisions = sorted(
        {f"{c}:{a}" for c, a in zip(frame["country_code"], frame["admin1"], strict=True)}
    )
    for division in divisions:
        query = EventQuery(divisions=frozenset({division, "XX:Nowhere"}), include_unplaced=False)
        whole = [query.matches(row) for row in frame.to_dict("records")]
        assert query.mask(EventRows(frame)).tolist() == whole == query.mask(frame).tolist()
    assert len(divisions) > 2


def test_words_are_asked_once_by_all_who_wait_for_them() -> None:
    asked: list[str] = []
    both = threading.Barrier(2, timeout=30)

    def search(_revision: int, events: EventRows, words: str) -> Mask:
        asked.append(words)
        return events.with_ids(SOME)

    kept = PassingQueries(search)

    def look() -> None:
        both.wait()
        found.append(kept.of(1, ROWS, replace(BASE, text="homs")))

    found: list[object] = []
    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    month = kept.of(1, ROWS, replace(BASE, text="homs", date_from=dt.date(2024, 2, 1)))
    assert asked == ["homs"]
    assert found[0] is found[1]
    assert set(FRAME["event_id"][month.mask]) < SOME
    assert np.count_nonzero(kept.of(2, ROWS, replace(BASE, text="homs")).mask) == len(SOME)
    assert asked == ["homs", "homs"], "another revision may hold other words"


def test_what_fails_is_asked_again() -> None:
    answers: list[Collection[str] | Exception] = [OSError("disk"), SOME]

    def search(_revision: int, events: EventRows, _words: str) -> Mask:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return events.with_ids(answer)

    kept = PassingQueries(search)
    query = replace(BASE, text="homs")
    with pytest.raises(OSError, match="disk"):
        kept.of(1, ROWS, query)
    assert len(kept.of(1, ROWS, query)) == len(SOME)


def test_a_revision_that_is_gone_holds_no_rows() -> None:
    queries, rows = PassingQueries(nothing), EventRows(FRAME)
    left = weakref.ref(rows)
    queries.of(1, rows, BASE)
    kept = queries.of(2, ROWS, BASE)
    queries.forget(1)
    del rows
    gc.collect()
    assert left() is None
    assert queries.of(2, ROWS, BASE) is kept
