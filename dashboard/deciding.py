"""Routes by which a person decides: one event in full, decisions, undo and redo.

The server is the only writer. Who decides says what they had seen: if somebody has decided about
the event since, nothing is written and they are told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.answers import Ask, answering, refusal
from dashboard.picking import indices_of
from dashboard.workspace import Feed, Workspace
from geodata.errors import StoreError, UsageError
from geodata.maps import place_row
from geodata.model import DatePrecision, DateRole, Place, RunnerUp, TimeSpan
from geodata.store import Decision, LogEntry, StoredEvent

__all__ = ["deciding_routes"]

_MAX_NAME = 60
_MAX_NUMBERS = 100_000
# What of a changed row the history tells.
_TOLD = ("place_name", "country", "country_code", "date_start", "date_end", "date_role", "status")


def deciding_routes(workspace: Workspace) -> list[BaseRoute]:
    """Return the routes, bound to a workspace."""
    return [
        Route("/data/{token}/event/{event_id}", answering(workspace, _event)),
        Route("/data/{token}/decide", answering(workspace, _decide), methods=["POST"]),
        Route("/data/{token}/pick", answering(workspace, _pick), methods=["POST"]),
        Route("/data/{token}/{revision:int}/picked", answering(workspace, _picked)),
        Route(
            "/data/{token}/decide-picked", answering(workspace, _decide_picked), methods=["POST"]
        ),
        Route("/data/{token}/undo", answering(workspace, _undo), methods=["POST"]),
        Route("/data/{token}/redo", answering(workspace, _redo), methods=["POST"]),
        Route("/data/{token}/revision", answering(workspace, _revision)),
    ]


def _revision(ask: Ask) -> object:
    return {"revision": ask.workspace.store.revision()}


# --- one event ---


def _event(ask: Ask) -> object:
    stored = ask.workspace.store.event(ask.path["event_id"])
    resolution = stored.found.resolution
    places = [resolution.place, *(other.place for other in resolution.runners_up)]
    scores = _scores(resolution.place, resolution.score, resolution.runners_up)
    frame = ask.workspace.feed().frame
    same = (frame["toponym"] == resolution.toponym.text).to_numpy()
    mine = (frame["report_id"] == stored.report_id).to_numpy()
    return {
        "event_id": stored.row["event_id"],
        "seen": _seen(stored),
        "now": stored.event.resolution.place and stored.event.resolution.place.geonameid,
        "places": [
            _place(ask.workspace, place, score=scores.get(place.geonameid))
            for place in dict.fromkeys(filter(None, places))
        ],
        "mentions": {"report": int((same & mine).sum()), "everywhere": int(same.sum())},
        "date": {
            "start": _iso(stored.event.date.start),
            "end": _iso(stored.event.date.end),
            "role": str(stored.event.date_role or ""),
        },
        "history": _history(stored.history),
    }


def _scores(place: Place | None, score: float, others: Sequence[RunnerUp]) -> dict[int, float]:
    found = {other.place.geonameid: other.score for other in others}
    return found | ({place.geonameid: score} if place else {})


def _seen(stored: StoredEvent) -> int:
    return stored.history[-1].number if stored.history else 0


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _place(workspace: Workspace, place: Place, *, score: float | None = None) -> dict[str, Any]:
    names = workspace.gazetteer
    row = place_row(place, country_name=names.country_name, admin1_name=names.admin1_name)
    return row | {"score": None if score is None else round(score * 100)}


def _history(entries: Sequence[LogEntry]) -> list[dict[str, Any]]:
    verdicts = {entry.target: entry.what for entry in entries if entry.target is not None}
    return [
        {
            "number": entry.number,
            "who": entry.who,
            "when": entry.when,
            "what": entry.what,
            "undone": verdicts.get(entry.number) == "undo",
            "before": _told(entry.before),
            "after": _told(entry.after),
        }
        for entry in entries
    ]


def _told(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in _TOLD if name in columns}


# --- decisions ---


def _decide(ask: Ask) -> object:
    store, body = ask.workspace.store, ask.body
    event_id = str(body.get("event_id"))
    stored = store.event(event_id)
    if body.get("seen") != _seen(stored):
        return _changed(ask.workspace)
    wanted = body.get("decision")
    if not isinstance(wanted, Mapping):
        raise UsageError("a decision is wanted")
    if wanted.get("kind") == "restore":
        rejects = [e.number for e in stored.history if e.what == "reject"]
        return _told_back(ask.workspace, store.undo_all(rejects, who=_who(ask)), event_id)
    decision = _decision(ask.workspace, wanted, stored)
    ids = _meant(ask.workspace.feed(), stored, str(body.get("scope", "one")))
    entries = store.decide_all(ids, decision, who=_who(ask))
    return _told_back(ask.workspace, entries, event_id)


def _pick(ask: Ask) -> object:
    """Keep the events of some indices of a revision; answer with the pick's key."""
    feed = ask.workspace.feed_at(_whole(ask.body.get("revision")))
    if feed is None:
        raise StoreError("these events are of an older revision; reload the page")
    listed = ask.body.get("indices")
    wanted = listed if isinstance(listed, list) else []
    known = [i for i in wanted if isinstance(i, int) and 0 <= i < len(feed.columns)]
    ids = [str(feed.columns.event_ids[i]) for i in known]
    return {"key": ask.workspace.picks.keep(ids), "n": len(set(ids))}


def _picked(ask: Ask) -> bytes:
    """Answer with the indices that a pick's events have in a revision."""
    ids = ask.workspace.picks.ids(ask.query.get("key", ""))
    return indices_of(ids, ask.feed.columns.event_ids).tobytes()


def _decide_picked(ask: Ask) -> object:
    """Confirm or reject all of a pick, as one decision that is undone as one."""
    workspace, kind = ask.workspace, ask.body.get("kind")
    if ask.body.get("revision") != workspace.store.revision():
        return _changed(workspace)
    if kind not in {"confirm", "reject"}:
        raise UsageError("events that were selected can be confirmed or rejected")
    known = set(workspace.feed().frame["event_id"])
    ids = [one for one in workspace.picks.ids(str(ask.body.get("key"))) if one in known]
    decision = Decision.confirm() if kind == "confirm" else Decision.reject()
    return _told_back(workspace, workspace.store.decide_all(ids, decision, who=_who(ask)))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else -1


def _changed(workspace: Workspace) -> Response:
    answer = refusal("this event was changed since you opened it; look at it again", 409)
    answer.headers["x-dateline-revision"] = str(workspace.store.revision())
    return answer


def _who(ask: Ask) -> str:
    if ask.who:
        return ask.who
    return " ".join(str(ask.body.get("who", "")).split())[:_MAX_NAME] or "desk"


def _decision(workspace: Workspace, wanted: Mapping[str, Any], stored: StoredEvent) -> Decision:
    match wanted.get("kind"):
        case "confirm":
            return Decision.confirm()
        case "reject":
            return Decision.reject()
        case "nowhere":
            return Decision.nowhere()
        case "place":
            return Decision.at(_known_place(workspace, wanted.get("geonameid"), stored))
        case "point":
            latitude, longitude = (_number(wanted.get(name)) for name in ("lat", "lon"))
            name = stored.event.resolution.toponym.text
            return Decision.at_point(latitude=latitude, longitude=longitude, name=name)
        case "date":
            return _date(wanted)
    raise UsageError("nobody can decide that about an event")


def _known_place(workspace: Workspace, geonameid: object, stored: StoredEvent) -> Place:
    resolution = stored.found.resolution
    places = [resolution.place, *(other.place for other in resolution.runners_up)]
    own = next((p for p in places if p and p.geonameid == geonameid), None)
    known = workspace.gazetteer.place(geonameid) if isinstance(geonameid, int) else None
    if own is None and known is None:
        raise UsageError("the gazetteer has no such place; search for another")
    return own or known  # type: ignore[return-value]  # one of the two is there


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UsageError("a point is two numbers: latitude and longitude")
    return float(value)


def _date(wanted: Mapping[str, Any]) -> Decision:
    try:
        start, end = (
            dt.date.fromisoformat(str(wanted[name])) if wanted.get(name) else None
            for name in ("start", "end")
        )
        role = DateRole(str(wanted.get("role") or DateRole.EVENT))
    except ValueError:
        raise UsageError("a day is written YYYY-MM-DD") from None
    if start and end and start > end:
        raise UsageError("the last day comes before the first")
    return Decision.on(TimeSpan(start=start, end=end, precision=_precision(start, end)), role)


def _precision(start: dt.date | None, end: dt.date | None) -> DatePrecision:
    if start is None and end is None:
        return DatePrecision.UNKNOWN
    if start is None or end is None:
        return DatePrecision.OPEN
    return DatePrecision.DAY if start == end else DatePrecision.RANGE


def _meant(feed: Feed, stored: StoredEvent, scope: str) -> list[str]:
    """Return the ids of the events that are meant: this one, and those with the same name."""
    own = str(stored.row["event_id"])
    if scope not in {"report", "everywhere"}:
        return [own]
    frame = feed.frame
    same = (frame["toponym"] == stored.found.resolution.toponym.text).to_numpy()
    if scope == "report":
        same = same & (frame["report_id"] == stored.report_id).to_numpy()
    return list(dict.fromkeys([own, *frame["event_id"][same]]))


def _undo(ask: Ask) -> object:
    store = ask.workspace.store
    if numbers := _numbers(ask):
        return _told_back(ask.workspace, store.undo_all(numbers, who=_who(ask)))
    entry = store.undo(who=_who(ask))
    return _told_back(ask.workspace, [entry] if entry else [])


def _redo(ask: Ask) -> object:
    store = ask.workspace.store
    if numbers := _numbers(ask):
        return _told_back(ask.workspace, store.redo_all(numbers, who=_who(ask)))
    entry = store.redo(who=_who(ask))
    return _told_back(ask.workspace, [entry] if entry else [])


def _numbers(ask: Ask) -> list[int]:
    numbers = ask.body.get("numbers")
    listed = numbers if isinstance(numbers, list) else []
    return [n for n in listed[:_MAX_NUMBERS] if isinstance(n, int)]


def _told_back(
    workspace: Workspace, entries: Sequence[LogEntry], event_id: str = ""
) -> dict[str, Any]:
    """Say what was written, and where the event is in the newest columns."""
    feed = workspace.feed()
    shown = event_id or (entries[0].event_id if entries else "")
    return {
        "revision": feed.revision,
        "numbers": [entry.number for entry in entries],
        "targets": [entry.target for entry in entries if entry.target is not None],
        "event_id": shown,
        "index": feed.columns.index_of(shown),
    }
