"""Which date a place in a text gets, by where both stand: the rules, in their order.

Caption; the same clause; plans and "for decades" without a date; the same sentence; a date that
hangs on a verb of saying, as the latest bound; the sentence before, where the text goes on; the
report's own date, as the latest bound. Nothing is ever put in the middle of an interval.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geodata.events.meaning import SceneDate
from geodata.events.named import NamedDate
from geodata.events.scene import Scene
from geodata.model import DateBasis, DatePrecision, DateRole, TimeSpan, Toponym

__all__ = ["Dating", "date_place"]

# A finer date this near to a coarser one around it says the same more exactly.
SAME_DATE_WITHIN = 40
COMMA = 20
SIDE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """A date for a place: the columns of an event that speak of time."""

    reason: str
    span: TimeSpan = field(default_factory=TimeSpan)
    role: DateRole | None = None
    basis: DateBasis = DateBasis.NONE
    text: str = ""
    start: int | None = None
    end: int | None = None
    alternative: TimeSpan | None = None


def date_place(
    place: Toponym,
    scene: Scene,
    before: Scene | None,
    published: dt.date | None,
    heading: NamedDate | None = None,
) -> Dating:
    """Return the date of the place at an offset.

    Parameters
    ----------
    scene, before
        Its sentence, and the one before it if the text runs on from there.
    published
        The report's own date.
    heading
        The day in a line of its own above the sentence, in a report that has several such lines.
    """
    if scene.caption:
        return _caption(place, scene)
    if place.start < scene.body:
        return _dateline(published, "it stands in the report's own dateline")
    return (
        _apart(place, scene)
        or _same_clause(place, scene)
        or _without_date(place, scene, published)
        or _same_sentence(place, scene)
        or _reporting(place, scene)
        or _sentence_before(scene, before)
        or _under_heading(heading)
        or _dateline(published, "no date belongs to it in the text")
    )


def _caption(place: Toponym, scene: Scene) -> Dating:
    found = _nearest(place, scene, scene.dates)
    if found is None:
        why = "it stands in the caption of a picture that gives no date"
        return Dating(role=DateRole.PHOTO, basis=DateBasis.CAPTION, reason=why)
    return _dating(found, DateBasis.CAPTION, "the caption of the picture says", DateRole.PHOTO)


def _apart(place: Toponym, scene: Scene) -> Dating | None:
    """Date what lies some days from a date of the sentence."""
    found = next((one for one in scene.apart if one.start <= place.start < one.end), None)
    if found is None:
        return None
    counted = _dating(found.date, DateBasis.SENTENCE, f'"{found.words}" is counted from')
    return replace(counted, span=found.span, alternative=None)


def _under_heading(heading: NamedDate | None) -> Dating | None:
    """Date an entry of a log or chronicle by the line above it."""
    if heading is None:
        return None
    return Dating(
        span=heading.span,
        role=DateRole.EVENT,
        basis=DateBasis.PREVIOUS_SENTENCE,
        text=heading.text,
        start=heading.start,
        end=heading.end,
        reason=f'it stands under the line "{heading.text}" ({heading.reason})',
        alternative=heading.alternative,
    )


def _same_clause(place: Toponym, scene: Scene) -> Dating | None:
    clause = scene.clauses.clause(place.start)
    here = [date for date in scene.dates if date.clause == clause]
    said = [date for date in here if date.role is not DateRole.REPORTED_ON]
    found = _nearest(
        place, scene, [date for date in said if date.turn is None or place.start > date.turn]
    )
    if found is None:
        return _beyond(place, scene, said)
    if found.refers_back:
        return _dating(found, DateBasis.PREVIOUS_SENTENCE, "it refers to the sentence before with")
    return _dating(found, DateBasis.CLAUSE, "the same clause says")


def _beyond(place: Toponym, scene: Scene, dates: Sequence[SceneDate]) -> Dating | None:
    """Date what came after an event whose own day is named ("after the vote of 3 May")."""
    found = _nearest(place, scene, [date for date in dates if date.beyond is not None])
    if found is None:
        return None
    later = _dating(found, DateBasis.CLAUSE, "the same clause puts it after")
    return replace(later, span=found.beyond or TimeSpan(), alternative=None)


def _without_date(place: Toponym, scene: Scene, published: dt.date | None) -> Dating | None:
    """Date what has no date of its own but cannot have happened on or before the dateline."""
    clause = scene.clauses.clause(place.start)
    plan = scene.future.get(clause)
    if plan:
        span = TimeSpan(start=published, precision=DatePrecision.OPEN) if published else TimeSpan()
        why = f'the clause speaks of what is to come ("{plan}") and gives no day'
        return Dating(span=span, role=DateRole.PLANNED, basis=DateBasis.DATELINE, reason=why)
    long = scene.for_long.get(clause)
    if long:
        why = f'the clause says "{long}", which begins on no day'
        span, role = TimeSpan(precision=DatePrecision.OPEN), DateRole.BACKGROUND
        return Dating(span=span, role=role, basis=DateBasis.CLAUSE, text=long, reason=why)
    return None


def _same_sentence(place: Toponym, scene: Scene) -> Dating | None:
    clause, part = scene.clauses.clause(place.start), scene.clauses.part(place.start)
    # Where somebody spoke is no place of what he spoke of.
    if clause in scene.state or clause in scene.clauses.reporting:
        return None
    found = _nearest(
        place, scene, [d for d in scene.dates if d.part == part and _reaches(d, place.start)]
    )
    return _dating(found, DateBasis.SENTENCE, "the same sentence says") if found else None


def _reaches(date: SceneDate, start: int) -> bool:
    """Say whether a date in another clause may date a place: background only from before it."""
    if date.role is DateRole.BACKGROUND:
        return date.start < start
    return date.role is DateRole.EVENT


def _reporting(place: Toponym, scene: Scene) -> Dating | None:
    clause, part = scene.clauses.clause(place.start), scene.clauses.part(place.start)
    known = [d for d in scene.dates if d.part == part and d.role is DateRole.REPORTED_ON]
    found = _nearest(place, scene, [d for d in known if d.clause == clause]) or _nearest(
        place, scene, known
    )
    if found is None:
        return None
    basis = DateBasis.CLAUSE if found.clause == clause else DateBasis.SENTENCE
    return _dating(found, basis, "not later than the day of the statement:")


def _sentence_before(scene: Scene, before: Scene | None) -> Dating | None:
    """Take over the one day of the sentence before, where this one clearly goes on."""
    if before is None or before.caption or not scene.goes_on:
        return None
    events = [date for date in before.dates if date.role is DateRole.EVENT]
    days = {date.span for date in events if date.span.precision is DatePrecision.DAY}
    if len(days) != 1 or len({date.span for date in events}) != 1:
        return None
    says = f'the sentence goes on ("{scene.goes_on}") from the one before, which says'
    return _dating(events[-1], DateBasis.PREVIOUS_SENTENCE, says)


def _dateline(published: dt.date | None, why: str) -> Dating:
    if published is None:
        return Dating(reason=f"{why}, and the report's own date is not known")
    return Dating(
        span=TimeSpan(end=published, precision=DatePrecision.DAY),
        role=DateRole.REPORTED_ON,
        basis=DateBasis.DATELINE,
        reason=f"{why}: reported on {_day(published)}, so it happened then or before",
    )


@lru_cache(256)
def _day(published: dt.date) -> str:
    return f"{published.day} {published:%B} {published.year}"


def _nearest(place: Toponym, scene: Scene, dates: Sequence[SceneDate]) -> SceneDate | None:
    """Return the nearest date, or a finer one beside it that lies within it."""
    if not dates:
        return None
    # A sentence may list hundreds; only the few on either side can be the nearest.
    at = bisect_left(dates, place.start, key=lambda date: date.start)
    near = dates[max(0, at - SIDE) : at + SIDE]
    found = min(near, key=lambda date: (_distance(place, scene, date), date.start))
    beside = [
        date
        for date in near
        if abs(date.start - found.start) < SAME_DATE_WITHIN and date.within(found)
    ]
    return beside[0] if beside else found


def _distance(place: Toponym, scene: Scene, date: SceneDate) -> int:
    """Return the characters between a place and a date; each comma counts as a few words."""
    gap = max(date.start - place.end, place.start - date.end, 0)
    low, high = sorted((place.start, date.start))
    return gap + COMMA * scene.text.count(",", low, high)


def _dating(date: SceneDate, basis: DateBasis, says: str, role: DateRole | None = None) -> Dating:
    reason = f'{says} "{date.text}"' + (f" ({date.reason})" if date.reason else "")
    return Dating(
        span=date.named if role is DateRole.PHOTO else date.span,
        role=role or date.role,
        basis=basis,
        text=date.text,
        start=date.start,
        end=date.end,
        reason=reason,
        alternative=date.alternative,
    )
