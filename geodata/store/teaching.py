"""What people decided teaches later reports: the place that a name was given before.

A place that a person gave to a name holds for the same name in later reports of the same outlet,
and of other outlets where they are about that place's country. A report that says otherwise itself
("Moscow, Russia") is not overruled. Each taught event knows its teacher, so that another decision
about the teacher, or its undoing, reaches it too.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from geodata.gazetteer.names import fold
from geodata.model import (
    Event,
    Place,
    PlacePrecision,
    Report,
    Resolution,
    RunnerUp,
    Status,
    Toponym,
)
from geodata.store.applying import settle
from geodata.store.decisions import DecisionKind
from geodata.store.log import history, standing, standing_everywhere
from geodata.store.records import dump_place, load_event, load_place
from geodata.store.tables import FOUND, LESSONS, REPORTS, VERSIONS

__all__ = [
    "Lesson",
    "any_lesson",
    "as_taught",
    "lesson_of",
    "refresh_lesson",
    "refresh_lessons",
    "source_of",
    "taught",
    "teachers",
]

# Not measured: a person said so of another report, and names seldom change their meaning within
# an outlet, more often between two.
_SAME_OUTLET, _SAME_COUNTRY = 0.95, 0.9
_CONTAINED = re.compile(r"\s{0,2}[,(]\s{0,2}(?:the\s)?")
_FIRST_LESSON = select(LESSONS.c.event_id).limit(1)
_YOU = frozenset({"", "desk", "me", "you"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A name that a person placed: the event it was decided about, the place, who and when."""

    event_id: str
    source: str
    country_code: str
    place: Place
    place_precision: PlacePrecision
    who: str
    decided_at: str


def _name_key(toponym: Toponym) -> str:
    """Return what makes two names one: "Sednaya prison" is not "Sednaya"."""
    return f"{fold(toponym.lookup)}\n{fold(toponym.facility)}"


def taught(event: Event, lesson: Lesson | None, *, source: str) -> Event:
    """Return the event with the place that it learnt, and the place found as a runner-up."""
    found = event.resolution
    if lesson is None:
        return event
    others = found.runners_up
    if found.place is not None:
        before = RunnerUp(place=found.place, score=found.score, reason=found.reason)
        others = (before, *others)
    resolution = Resolution(
        toponym=found.toponym,
        place=lesson.place,
        score=_SAME_OUTLET if source and source == lesson.source else _SAME_COUNTRY,
        reason=_reason(found.toponym, lesson),
        place_precision=lesson.place_precision,
        runners_up=tuple(other for other in others if other.place != lesson.place),
    )
    return replace(event, resolution=resolution)


def _reason(toponym: Toponym, lesson: Lesson) -> str:
    day = dt.datetime.fromisoformat(lesson.decided_at)
    who = "you" if lesson.who in _YOU else lesson.who
    name = " ".join(filter(None, (toponym.lookup, toponym.facility)))
    return f"{who} placed {name} here on {day.day} {day:%B %Y}"


def any_lesson(connection: Connection) -> bool:
    """Say whether anybody taught anything."""
    return connection.execute(_FIRST_LESSON).first() is not None


def teachers(
    connection: Connection, report: Report, report_id: str, events: Sequence[Event]
) -> dict[str, Lesson]:
    """Return the lesson for each event that has one, by its id."""
    keys = {event.event_id: _name_key(event.resolution.toponym) for event in events}
    lessons = _lessons(connection, set(keys.values()), report_id)
    if not lessons:
        return {}
    chosen = {}
    for event in events:
        lesson = _best(report, event, events, lessons.get(keys[event.event_id], ()))
        if lesson is not None and lesson.place != event.resolution.place:
            chosen[event.event_id] = lesson
    return chosen


def _best(
    report: Report, event: Event, events: Sequence[Event], lessons: Sequence[Lesson]
) -> Lesson | None:
    """Return the outlet's newest lesson, else the newest about a country that the report names."""
    fitting = [le for le in lessons if not _said_otherwise(report.text, event, events, le)]
    at_home = [le for le in fitting if report.source and report.source == le.source]
    countries = {e.resolution.place.country_code for e in events if e.resolution.place} - {""}
    return next(
        reversed(at_home), next((x for x in reversed(fitting) if x.country_code in countries), None)
    )


def _said_otherwise(text: str, event: Event, events: Iterable[Event], lesson: Lesson) -> bool:
    """Say whether the text goes on with a country or division that the place is not in."""
    if event.resolution.toponym.demonym:
        return True
    gap = _CONTAINED.match(text, event.resolution.toponym.end)
    if gap is None:
        return False
    for other in events:
        place = other.resolution.place
        if other.resolution.toponym.start == gap.end() and place is not None:
            if place.feature_code.startswith("PCL"):
                return place.country_code != lesson.country_code
            if place.feature_code == "ADM1":
                ours = (lesson.country_code, lesson.place.admin1_code)
                return (place.country_code, place.admin1_code) != ours
    return False


def _lessons(
    connection: Connection, keys: Iterable[str], report_id: str
) -> dict[str, list[Lesson]]:
    """Return the lessons about names, newest last; none of the report's own."""
    own = select(FOUND.c.event_id).where(FOUND.c.report_id == report_id)
    found: dict[str, list[Lesson]] = {}
    listed = sorted(keys)
    for start in range(0, len(listed), 500):
        query = select(LESSONS).where(
            LESSONS.c.name_key.in_(listed[start : start + 500]), LESSONS.c.event_id.not_in(own)
        )
        for row in connection.execute(query.order_by(LESSONS.c.number)):
            found.setdefault(row.name_key, []).append(_lesson(row._asdict()))
    return found


def _lesson(row: Mapping[str, str]) -> Lesson:
    place = load_place(json.loads(row["place"]))
    assert place is not None  # noqa: S101 - lessons are made of places alone
    return Lesson(
        event_id=row["event_id"],
        source=row["source"],
        country_code=row["country_code"],
        place=place,
        place_precision=PlacePrecision(row["place_precision"]),
        who=row["who"],
        decided_at=row["decided_at"],
    )


def lesson_of(connection: Connection, event_id: str | None) -> Lesson | None:
    """Return what an event teaches; None if nothing, or no more."""
    row = connection.execute(select(LESSONS).where(LESSONS.c.event_id == event_id)).first()
    return _lesson(row._asdict()) if row else None


def as_taught(connection: Connection, found: Row[Any], source: str) -> Event:
    """Return an event of `found_events` as the machine found it, with what it learnt."""
    lesson = lesson_of(connection, found.taught_by) if found.taught_by else None
    return taught(load_event(found.record), lesson, source=source)


def refresh_lesson(connection: Connection, event_id: str) -> list[str]:
    """Write down what an event teaches now, and return the ids of the events taught by it."""
    connection.execute(delete(LESSONS).where(LESSONS.c.event_id == event_id))
    decisions = standing(connection, event_id)
    placing = [n for n, d in decisions.items() if d.kind is DecisionKind.PLACE]
    found = connection.execute(select(FOUND).where(FOUND.c.event_id == event_id)).first()
    if placing and found is not None:
        machine = load_event(found.record)
        event = settle(machine, decisions.values())
        place = event.resolution.place
        if place is not None and event.status is not Status.REJECTED:
            entry = next(e for e in history(connection, event_id) if e.number == placing[-1])
            country = place.country_code or _country(machine)
            connection.execute(
                insert(LESSONS).values(
                    event_id=event_id,
                    number=entry.number,
                    name_key=_name_key(machine.resolution.toponym),
                    source=source_of(connection, found.report_id),
                    country_code=country,
                    place=json.dumps(dump_place(place), ensure_ascii=False),
                    place_precision=str(event.resolution.place_precision),
                    who=entry.who,
                    decided_at=entry.when,
                )
            )
    pupils = select(FOUND.c.event_id).where(FOUND.c.taught_by == event_id)
    return list(connection.execute(pupils).scalars())


def refresh_lessons(connection: Connection) -> None:
    """Write down what every decision teaches: after a migration, say."""
    for event_id in standing_everywhere(connection):
        refresh_lesson(connection, event_id)


def _country(machine: Event) -> str:
    return machine.resolution.place.country_code if machine.resolution.place else ""


def source_of(connection: Connection, report_id: str) -> str:
    """Return the outlet of a report, by its newest version."""
    newest = (VERSIONS.c.report_id == REPORTS.c.report_id) & (
        VERSIONS.c.version == REPORTS.c.version
    )
    query = select(VERSIONS.c.source).join_from(REPORTS, VERSIONS, newest)
    return str(connection.execute(query.where(REPORTS.c.report_id == report_id)).scalar_one())
