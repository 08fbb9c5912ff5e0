"""Reports and events of our own."""

import datetime as dt
import hashlib

from geodata.model import (
    DateBasis,
    DatePrecision,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    PublishedBasis,
    Report,
    Resolution,
    RunnerUp,
    TimeSpan,
    Toponym,
    digest,
)

DAY = dt.date(2024, 12, 8)

TARTUS = Place(
    geonameid=163345,
    name="Tartus",
    latitude=34.8890212345,
    longitude=35.8865912345,
    feature_class="P",
    feature_code="PPLA",
    country_code="SY",
    admin1_code="10",
    admin2_code="1001",
    population=89_457,
)
MOSCOW = Place(
    geonameid=524901,
    name="Moscow",
    latitude=55.75,
    longitude=37.62,
    feature_class="P",
    feature_code="PPLC",
    country_code="RU",
    admin1_code="48",
    population=10_381_222,
)
IDAHO = Place(
    geonameid=5601538,
    name="Moscow",
    latitude=46.7324,
    longitude=-117.0002,
    feature_class="P",
    feature_code="PPLA2",
    country_code="US",
    admin1_code="ID",
)

TEXT = (
    "Crowds gathered in Tartous on Sunday and sang until the evening. "
    "A plane landed in Moscow, an agency reported. "
    "Nobody could say where Atlantis lies, nor when it sank."
)


def report(text: str = TEXT, **changes: object) -> Report:
    values: dict[str, object] = {
        "key": "file:///reports/sunday.txt",
        "title": "Sunday",
        "source": "Wire",
        "author": "A. Writer",
        "url": "https://example.org/sunday",
        "path": "/reports/sunday.txt",
        "published": DAY,
        "published_basis": PublishedBasis.DATELINE,
        "notes": ("3 bytes were no UTF-8",),
        "content_hash": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
    }
    return Report(text=text, **(values | changes))  # type: ignore[arg-type]  # values of a test


def event(of: Report, name: str, place: Place | None, **changes: object) -> Event:
    start = of.text.index(name)
    toponym = Toponym(text=name, start=start, end=start + len(name), label="GPE", facility="port")
    runners_up = (RunnerUp(place=IDAHO, score=0.125, reason="same name"),) if place else ()
    values: dict[str, object] = {
        "event_id": digest("event", of.report_id, name),
        "resolution": Resolution(
            toponym=toponym,
            place=place,
            score=0.875 if place else 0.0,
            reason="in Syria" if place else "no such name",
            place_precision=PlacePrecision.POPULATED_PLACE if place else PlacePrecision.UNKNOWN,
            runners_up=runners_up,
        ),
        "sentence": of.text,
        "sentence_start": 0,
    }
    return Event(**(values | changes))  # type: ignore[arg-type]  # values of a test


def dated(role: DateRole, basis: DateBasis, start: dt.date | None = DAY) -> dict[str, object]:
    return {
        "date": TimeSpan(start=start, end=DAY, precision=DatePrecision.DAY),
        "date_role": role,
        "date_basis": basis,
        "date_text": "on Sunday",
        "date_start_char": 27,
        "date_end_char": 36,
        "date_reason": "Sunday is the day of the report",
    }


def events(of: Report) -> list[Event]:
    """One placed and dated, one with an upper bound alone, one without place and date."""
    return [
        event(of, "Tartous", TARTUS, **dated(DateRole.EVENT, DateBasis.CLAUSE)),
        event(of, "Moscow", MOSCOW, **dated(DateRole.REPORTED_ON, DateBasis.DATELINE, None)),
        event(of, "Atlantis", None),
    ]
