"""Events that come as they are: rows with coordinates or place names to events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geodata.events.divisions import Divisions
from geodata.gazetteer.base import Gazetteer
from geodata.model import Event, Given, Place, Report, Resolution, Toponym, digest

__all__ = ["Question", "given_events", "questions"]

# As many names are placed together as a long report has: they speak for one another.
_TOGETHER = 150


@dataclass(frozen=True, slots=True)
class Question:
    """Names for the resolver, as a text of one line each, and the rows that have each name."""

    text: str
    toponyms: tuple[Toponym, ...]
    rows: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class _Draft:
    """A question in the making: no name stands twice in it with different surroundings."""

    lines: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    rows: list[tuple[int, ...]] = field(default_factory=list)

    def takes(self, name: str) -> bool:
        return len(self.names) < _TOGETHER and name not in self.names


def questions(report: Report) -> Iterator[Question]:
    """Yield what the resolver is asked about rows without coordinates.

    Each name comes with its division and country as the table names them ("Tripoli, Lebanon"),
    and is asked once.
    """
    wanted: dict[tuple[str, str, str], list[int]] = {}
    for number, row in enumerate(report.given):
        if row.look_up and not row.located and row.place_name:
            wanted.setdefault((row.place_name, row.admin1, row.country), []).append(number)
    drafts: list[_Draft] = []
    for (name, admin1, country), rows in wanted.items():
        draft = next((d for d in drafts[-3:] if d.takes(name)), None)
        if draft is None:
            draft = _Draft()
            drafts.append(draft)
        around = [part for part in (admin1, country) if part and part != name]
        draft.lines.append(", ".join([name, *around]) + ".")
        draft.names.append(name)
        draft.rows.append(tuple(rows))
    for draft in drafts:
        yield Question("\n".join(draft.lines), tuple(_toponyms(draft)), tuple(draft.rows))


def _toponyms(draft: _Draft) -> Iterator[Toponym]:
    start = 0
    for name, line in zip(draft.names, draft.lines, strict=True):
        yield Toponym(text=name, start=start, end=start + len(name), origin="table")
        start += len(line) + 1


def given_events(
    report: Report, found: Sequence[Resolution | None], gazetteer: Gazetteer
) -> tuple[Event, ...]:
    """Return one event per row of a report that is a table of events, in its order.

    Parameters
    ----------
    found
        What the resolver said of each row that it was asked about, else None.
    gazetteer
        Turns the names of countries and divisions into codes.
    """
    divisions = Divisions(gazetteer)
    seen: Counter[tuple[str, ...]] = Counter()
    events = []
    for row, answer in zip(report.given, found, strict=True):
        words = report.text[row.sentence_start : row.sentence_end]
        event_id = row.event_id
        if not event_id:
            key = ("row", row.key) if row.key else (" ".join(words.split()), row.place_name)
            seen[key] += 1
            event_id = digest("event", report.report_id, *key, str(seen[key]))
        events.append(
            Event(
                event_id=event_id,
                resolution=_resolution(report, row, answer, divisions),
                sentence=words,
                sentence_start=row.sentence_start,
                date=row.date,
                date_alternative=row.date_alternative,
                date_role=row.date_role,
                date_basis=row.date_basis,
                date_text=row.date_text,
                date_reason=row.date_reason,
                status=row.status,
                kind=row.kind,
                extra=row.extra,
            )
        )
    return tuple(events)


def _resolution(
    report: Report, row: Given, answer: Resolution | None, divisions: Divisions
) -> Resolution:
    toponym = Toponym(
        text=report.text[row.start : row.end], start=row.start, end=row.end, origin="table"
    )
    if answer is not None:
        return replace(answer, toponym=toponym)
    place = _place(row, divisions) if row.located else None
    return Resolution(
        toponym=toponym,
        place=place,
        score=row.score,
        reason=row.place_reason,
        place_precision=row.place_precision,
        runners_up=row.runners_up,
    )


def _place(row: Given, divisions: Divisions) -> Place:
    """Return the point as the table has it, with the codes that go with its names."""
    known = divisions.place(row.geonameid) if row.geonameid else None
    country_code = row.country_code or divisions.country_code(row.country)
    same_country = known is not None and known.country_code == country_code
    return Place(
        geonameid=row.geonameid,
        name=row.place_name,
        latitude=row.latitude or 0.0,
        longitude=row.longitude or 0.0,
        feature_class=known.feature_class if known else "",
        feature_code=row.feature_code,
        country_code=country_code,
        admin1_code=(
            known.admin1_code
            if known and same_country
            else divisions.admin1_code(country_code, row.admin1)
        ),
    )
