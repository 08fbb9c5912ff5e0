"""The public toponym corpora beside the repository, and the rule that says a place is right."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

from geodata.model import Place, Toponym

__all__ = ["CORPORA", "SHARED", "Document", "Gold", "missing_corpora", "read_corpus", "right_place"]

SHARED = Path(os.environ.get("DATELINE_SHARED") or Path(__file__).resolve().parents[2] / "shared")
CORPORA = {"LGL": "lgl_dev", "GeoVirus": "geovirus", "TUD-Loc": "tudloc", "WOTR": "wotr"}
_RIGHT_KM = 161.0
_CONTINENT_KM = 2500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One annotated toponym; `latitude` is None where its place is not known."""

    toponym: Toponym
    latitude: float | None
    longitude: float | None
    area: bool
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One annotated text."""

    doc_id: str
    text: str
    source: str
    gold: tuple[Gold, ...]

    @property
    def toponyms(self) -> tuple[Toponym, ...]:
        """The annotated spans."""
        return tuple(g.toponym for g in self.gold)


def corpus_path(name: str) -> Path:
    """Return where a corpus is expected."""
    return SHARED / "corpora" / "toponyms" / f"{CORPORA[name]}.jsonl"


def missing_corpora() -> str:
    """Return a message where a corpus is absent, or an empty string."""
    absent = [str(corpus_path(name)) for name in CORPORA if not corpus_path(name).is_file()]
    if not absent:
        return ""
    return (
        f"the corpora are not here: {', '.join(absent)}. They are published research data and no "
        "part of this repository; set DATELINE_SHARED to the folder that holds corpora/."
    )


def read_corpus(name: str) -> list[Document]:
    """Return the documents of one corpus."""
    with corpus_path(name).open(encoding="utf-8") as lines:
        return [_document(json.loads(line)) for line in lines if line.strip()]


def _document(raw: dict[str, object]) -> Document:
    text = str(raw["text"])
    rows = raw["toponyms"]
    assert isinstance(rows, list)
    return Document(
        doc_id=str(raw["doc_id"]),
        text=text,
        source=str(raw.get("source") or ""),
        gold=tuple(_gold(text, row) for row in rows),
    )


def _gold(text: str, row: dict[str, object]) -> Gold:
    start, end = int(str(row["start"])), int(str(row["end"]))
    latitude, longitude = row.get("lat"), row.get("lon")
    return Gold(
        toponym=Toponym(text=text[start:end], start=start, end=end, origin="given"),
        latitude=None if latitude is None else float(str(latitude)),
        longitude=None if longitude is None else float(str(longitude)),
        area=bool(row.get("area")),
        country=str(row.get("country") or ""),
    )


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def right_place(gold: Gold, place: Place) -> float | None:
    """Return the distance in km where a place is right for a gold toponym, else None.

    Right is within 161 km (100 miles) or, for gold marked as an area, the same country at country
    level, or the continent or world region within 2,500 km.
    """
    if gold.latitude is None or gold.longitude is None:
        return None
    apart = distance_km(gold.latitude, gold.longitude, place.latitude, place.longitude)
    if apart <= _RIGHT_KM:
        return apart
    if not gold.area:
        return None
    code = place.feature_code.upper()
    if gold.country:
        same = place.country_code == gold.country and code.startswith(("PCL", "TERR"))
    else:
        same = apart <= _CONTINENT_KM and (code.startswith("RGN") or code == "CONT")
    return apart if same else None
