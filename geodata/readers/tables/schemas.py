"""Data sets whose exports are known by their columns: what each column and each code says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from geodata.model import PlacePrecision
from geodata.readers.tables.columns import Columns, folded
from geodata.readers.tables.grid import Grid

__all__ = ["GENERIC", "OWN", "Schema", "headless_names", "recognise", "schema_named"]

OWN = "Dateline"
_TOLD_BY_OWN = ("event_id", "report_id", "toponym", "place_precision", "date_precision", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """How a data set writes events: one of the files in ``schemas/``.

    Attributes
    ----------
    told_by
        Columns that together no other table has.
    fields
        Which of its columns is what.
    line
        Columns that make the row's words where it has no text; ``@date`` and ``@kind`` are the
        event's own in words.
    place_precision
        From a code to our precision and to words.
    date_precision
        From a code to "span" (as first and last day say), "week" or "month" (the one that the day
        lies in), and to words.
    place_parts
        For places such as ``Tijuana, Baja California, Mexico;Mexico``: the separator, and the
        precision by the number of parts of the first.
    """

    name: str = ""
    told_by: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    line: tuple[str, ...] = ()
    place_precision: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    place_words: str = ""
    date_precision: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    date_words: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    place_parts: Mapping[str, str | list[str]] = field(default_factory=dict)
    headless: Mapping[str, list[str]] = field(default_factory=dict)

    def precision_of(self, code: str) -> tuple[PlacePrecision, str]:
        """Return our precision and the words for a place code; unknown for another code."""
        word, said = self.place_precision.get(_bare(code), ("", ""))
        return PlacePrecision(word), said

    def kind_of(self, code: str) -> str:
        """Return the kind in words."""
        bare = _bare(code)
        return self.kinds.get(bare) or self.kinds.get(bare.zfill(2)) or code.strip()


GENERIC = Schema()


def recognise(grid: Grid) -> Columns | None:
    """Return the columns of a table that a known data set has written; None for any other."""
    there = {folded(name): name for name in reversed(grid.names)}
    if all(name in there for name in _TOLD_BY_OWN):
        return Columns(schema=OWN, text=there["sentence"], place=there["toponym"])
    for schema in _schemas():
        located = "geometry" in there
        needed = [n for n in schema.told_by if not (located and n in {"latitude", "longitude"})]
        if not all(name in there for name in needed):
            continue
        known = {f: there[c] for f, c in schema.fields.items() if c in there}
        if located and not {"latitude", "longitude"} <= set(known):
            known["geometry"] = there["geometry"]
        return replace(Columns(), schema=schema.name, **known)
    return None


def schema_named(name: str) -> Schema:
    """Return a known data set's schema, or that of any table."""
    return next((s for s in _schemas() if s.name.casefold() == name.casefold()), GENERIC)


def headless_names(first: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a known table without names, by its first row; () for another."""
    for schema in _schemas():
        names = schema.headless.get(str(len(first)))
        if names and first[0].isdigit() and len(first[1]) == 8 and first[1].isdigit():
            return tuple(names)
    return ()


def _bare(code: str) -> str:
    return code.strip().removesuffix(".0")


@cache
def _schemas() -> tuple[Schema, ...]:
    folder = resources.files("geodata.readers.tables").joinpath("schemas")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    return tuple(_read(file.read_text("utf-8")) for file in files)


def _read(text: str) -> Schema:
    raw = json.loads(text)
    for name in ("told_by", "line"):
        raw[name] = tuple(raw[name])
    for name in ("place_precision", "date_precision"):
        raw[name] = {code: (word, said) for code, (word, said) in raw[name].items()}
    return Schema(**raw)
