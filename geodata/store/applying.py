"""A person's decision applied to an event: pure functions over records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from geodata.model import (
    DateBasis,
    DateRole,
    Event,
    Place,
    PlacePrecision,
    Resolution,
    RunnerUp,
    Status,
    TimeSpan,
)
from geodata.store.decisions import Decision, DecisionKind
from geodata.store.records import dump_place, dump_span, load_place, load_span

__all__ = ["dump_decision", "load_decision", "settle"]


def settle(event: Event, decisions: Iterable[Decision]) -> Event:
    """Return the event with the decisions applied, oldest first."""
    for decision in decisions:
        event = _apply(event, decision)
    return event


def _apply(event: Event, decision: Decision) -> Event:
    match decision.kind:
        case DecisionKind.PLACE:
            return _put(event, decision)
        case DecisionKind.DATE:
            return replace(
                event,
                date=decision.date or TimeSpan(),
                date_role=decision.date_role,
                date_basis=DateBasis.CORRECTED,
                date_text="",
                date_start_char=None,
                date_end_char=None,
                date_reason="set by hand",
                date_alternative=None,
                status=Status.CORRECTED,
            )
        case DecisionKind.CONFIRM:
            kept = event if decision.place is None else _put(event, decision)
            return replace(kept, status=Status.CONFIRMED)
        case DecisionKind.REJECT:
            return replace(event, status=Status.REJECTED)


def _put(event: Event, decision: Decision) -> Event:
    place = decision.place
    resolution = Resolution(
        toponym=event.resolution.toponym,
        place=place,
        score=1.0 if place else 0.0,
        reason="chosen by hand" if place else "taken off the map by hand",
        place_precision=_precision(decision),
        runners_up=_others(event.resolution, place),
    )
    return replace(event, resolution=resolution, status=Status.CORRECTED)


def _others(resolution: Resolution, chosen: Place | None) -> tuple[RunnerUp, ...]:
    """Keep what was chosen before within reach, as a runner-up."""
    others = resolution.runners_up
    if resolution.place is not None:
        before = RunnerUp(place=resolution.place, score=resolution.score, reason=resolution.reason)
        others = (before, *others)
    return tuple(other for other in others if other.place != chosen)


def _precision(decision: Decision) -> PlacePrecision:
    place = decision.place
    if place is None or decision.place_precision is not PlacePrecision.UNKNOWN:
        return decision.place_precision
    code = place.feature_code
    if code.startswith(("PCL", "TERR")):
        return PlacePrecision.COUNTRY
    if code.startswith("ADM"):
        return PlacePrecision.ADMIN1 if code.startswith("ADM1") else PlacePrecision.ADMIN2
    by_class = {"P": PlacePrecision.POPULATED_PLACE, "S": PlacePrecision.FACILITY}
    return by_class.get(place.feature_class, PlacePrecision.REGION)


def dump_decision(decision: Decision) -> str:
    """Return a decision as JSON text."""
    return json.dumps(
        {
            "kind": str(decision.kind),
            "place": dump_place(decision.place),
            "place_precision": str(decision.place_precision),
            "date": dump_span(decision.date) if decision.date else None,
            "date_role": decision.date_role and str(decision.date_role),
        },
        ensure_ascii=False,
    )


def load_decision(text: str) -> Decision:
    """Return the decision that `dump_decision` wrote."""
    record = json.loads(text)
    return Decision(
        kind=DecisionKind(record["kind"]),
        place=load_place(record["place"]),
        place_precision=PlacePrecision(record["place_precision"]),
        date=load_span(record["date"]) if record["date"] else None,
        date_role=DateRole(record["date_role"]) if record["date_role"] else None,
    )
