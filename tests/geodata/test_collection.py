"""The order of day and month is learned from the other reports of a collection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from geodata.collection import CollectionOrders
from geodata.errors import UsageError
from geodata.ingest import geoparse_sources, ingest, paste
from geodata.pipeline import Geoparser
from geodata.readers import read_text
from geodata.settings import Settings
from geodata.store import Store, open_store

OPEN = "Shells hit the town of Homs in Syria on 03/04/2024 at night."
SETTLES = "A convoy left the town of Hama in Syria on 25/04/2024 at noon."


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings.store_url) as opened:
        yield opened


def days_of_homs(store: Store) -> tuple[str, str]:
    rows = store.frame()
    row = rows[rows["toponym"] == "Homs"].iloc[0]
    return str(row["date_start"].date()), row["date_alternative"]


def add(store: Store, geoparser: Geoparser, *texts: str, source: str = "Wire") -> None:
    steps = list(ingest([paste(text, source=source) for text in texts], store, geoparser))
    assert len(steps) == len(texts)


def test_nothing_settles_it_and_both_readings_stay(store: Store, geoparser: Geoparser) -> None:
    add(store, geoparser, OPEN)
    assert days_of_homs(store) == ("2024-03-04", "2024-04-03/2024-04-03")


@pytest.mark.parametrize("texts", [(SETTLES, OPEN), (OPEN, SETTLES)])
def test_another_report_settles_it_before_or_after(
    store: Store, geoparser: Geoparser, texts: tuple[str, str]
) -> None:
    add(store, geoparser, *texts)
    assert days_of_homs(store) == ("2024-04-03", "")


def test_a_report_kept_by_an_earlier_run_settles_it(store: Store, geoparser: Geoparser) -> None:
    add(store, geoparser, SETTLES)
    add(store, geoparser, OPEN)
    assert days_of_homs(store) == ("2024-04-03", "")


def test_another_outlet_tells_nothing(store: Store, geoparser: Geoparser) -> None:
    add(store, geoparser, SETTLES, source="Herald")
    add(store, geoparser, OPEN)
    assert days_of_homs(store) == ("2024-03-04", "2024-04-03/2024-04-03")


def test_without_a_store_the_reports_together_settle_it(geoparser: Geoparser) -> None:
    (first, _), _ = geoparse_sources([paste(OPEN), paste(SETTLES)], geoparser)
    assert first.dates[0].value == "2024-04-03"
    assert not first.both_ways


def test_the_outlets_country_and_the_setting_tell(geoparser: Geoparser) -> None:
    report = read_text(OPEN)
    british = geoparser.geoparse(replace(report, url="https://news.example.co.uk/1"))
    assert (british.dates[0].value, british.both_ways) == ("2024-04-03", False)
    american = geoparser.geoparse(replace(report, url="https://county.example.us/1"))
    assert (american.dates[0].value, american.both_ways) == ("2024-03-04", False)
    chosen = replace(geoparser, settings=replace(geoparser.settings, day_order="dmy"))
    assert chosen.geoparse(report).dates[0].value == "2024-04-03"


def test_a_setting_that_is_no_order_is_refused(settings: Settings) -> None:
    with pytest.raises(UsageError, match="DATELINE_DAY_ORDER"):
        Geoparser.open(replace(settings, day_order="ymd"))


def test_the_store_is_not_asked_without_need(store: Store, geoparser: Geoparser) -> None:
    orders = CollectionOrders(store)
    report = read_text(SETTLES, source="Wire")
    store.close()
    assert orders.date(geoparser.geoparse(report), geoparser).dates[0].value == "2024-04-25"
    assert list(orders.settled_since()) == []
