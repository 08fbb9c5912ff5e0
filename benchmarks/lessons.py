"""Sentences of our own that recognition is fitted on besides the corpora.

The public corpora are whole reports under conventions of their own. What they leave open (a name
that opens a short text, ships and teams and public bodies called after places, persons, adjectives)
is said in `data/lessons.txt`; the names are drawn from the gazetteer's tables, so that no name is
learned, always the same ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.corpora import Document, Gold
from geodata.gazetteer.sources import data_files
from geodata.model import Toponym
from geodata.recognition.lexicon import lexicon

__all__ = ["read_lessons"]

LESSONS = Path(__file__).with_name("data") / "lessons.txt"
FILLED = 12
_SURNAMES = (
    "Adams Allen Anderson Baker Barnes Bennett Brooks Campbell Carter Clark Coleman Collins Cooper "
    "Cox Davis Edwards Evans Fisher Foster Freeman Gibson Gordon Graham Griffin Hamilton Harris "
    "Harrison Henderson Hughes Jackson Jenkins Kennedy Lewis Marshall Mason Miller Mitchell Morgan "
    "Morris Murphy Murray Nelson Owens Parker Patterson Perry Peterson Phillips Reynolds Roberts "
    "Rogers Russell Sanders Simmons Stevens Stewart Thompson Tucker Turner Wallace Watson Webb "
    "Wells Wilson Haddad Khalil Mansour Saleh Hassan Ivanov Petrov Kovalenko Silva Santos Moreno "
    "Castillo Fernandez Dubois Fischer Weber Rossi Tanaka Nguyen Okafor Mensah Diallo Demir"
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_STATES = frozenset({"US", "AU", "IN", "NG", "MX", "BR"})
_CITY, _TOWN, _HUGE = 250_000, 15_000, 200_000


def read_lessons() -> Iterator[Document]:
    """Yield each sentence several times, with other names each time."""
    draw, names = random.Random(1), _names()
    for line in LESSONS.read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        for copy in range(FILLED if "{" in line else 1):
            marked = _PLACEHOLDER.sub(lambda m: draw.choice(names[m[1]]), line)
            yield _document(f"{line} {copy}", marked)


def _names() -> Mapping[str, Sequence[str]]:
    english = lexicon("en")
    plain = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?")
    words = (
        english.stop | english.given_names | english.titles | frozenset(_SURNAMES.lower().split())
    )

    def usable(name: str) -> bool:
        return bool(plain.fullmatch(name)) and words.isdisjoint(name.lower().split())

    found: dict[str, list[str]] = {"city": [], "town": []}
    for path in (p for p in data_files() if p.name.startswith("cities")):
        table = pq.read_table(path, columns=["name", "population"])
        for name, people in zip(*(table[c].to_pylist() for c in table.column_names), strict=True):
            if usable(name) and people >= _TOWN:
                kind = "city" if people >= _CITY else "town" if people < _HUGE else ""
                found.get(kind, []).append(name)
    countries = _table("countries")
    divisions = [r for r in _table("divisions") if r["feature_code"] == "ADM1"]
    return {
        **found,
        "country": [r["name"] for r in countries if usable(r["name"])],
        "dem": [
            d for r in countries for d in str(r["demonyms"]).split("\n")[:1] if plain.fullmatch(d)
        ],
        "state": [r["name"] for r in divisions if r["country_code"] in _STATES],
        "surname": _SURNAMES.split(),
        "given": sorted(n.title() for n in english.given_names if n.isascii() and len(n) > 2),
        "team": sorted(n.title() for n in english.teams),
    }


def _table(name: str) -> list[dict[str, str]]:
    path = next(p for p in data_files() if p.stem == name)
    rows: list[dict[str, str]] = pq.read_table(path).to_pylist()
    return rows


def _document(identity: str, marked: str) -> Document:
    text, gold = "", []
    for piece in re.split(r"(\[[^\]]*\])", marked):
        words = piece.strip("[]")
        if words != piece:
            span = Toponym(text=words, start=len(text), end=len(text) + len(words), origin="given")
            gold.append(Gold(toponym=span, latitude=None, longitude=None, area=False, country=""))
        text += words
    return Document(doc_id=identity, text=text, source="", gold=tuple(gold))
