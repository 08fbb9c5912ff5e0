"""Evidence from right beside a name: "Paris, Texas", "Homs in Syria", "the province of Homs"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.resolution.clues import Clues
from geodata.resolution.kinds import Kind
from geodata.resolution.sheets import Floats, Sheet, Sheets

__all__ = ["BESIDE", "Container", "beside", "find_container", "with_holder"]

BESIDE = (
    "inside_division",
    "inside_country",
    "inside_near",
    "inside_by_comma",
    "holds_after_comma",
    "holds_after_in",
    "type_agrees",
    "type_differs",
)
_COLUMN = {name: i for i, name in enumerate(BESIDE)}
_COUNTRY, _ADM1, _ADM2, _CAPITAL, _TOWN, _SECTION = (
    int(kind)
    for kind in (Kind.COUNTRY, Kind.ADM1, Kind.ADM2, Kind.CAPITAL, Kind.TOWN, Kind.SECTION)
)
_NEAR = float(np.cos(50 / 6371.0088))
_REACH = float(np.cos(150 / 6371.0088))


class Container(NamedTuple):
    """How well the candidates of a name fit into those of the name of its container.

    Attributes
    ----------
    name
        The container's name as written.
    division, country, near
        For each candidate of the inner name, 0 to 1: it lies in a division or a country of the
        container's name, or within 50 km of a town of that name.
    holds
        For each candidate of the container's name, 0 to 1: it holds one of the inner name's.
    """

    name: str
    division: Floats
    country: Floats
    near: Floats
    holds: Floats

    @property
    def fits(self) -> bool:
        """Whether any candidate lies in the container."""
        return bool(self.holds.any())


def container_of(inner: Sheet, name: str, outer: Sheet) -> Container:
    """Return how the candidates of one name fit into those of another."""
    kinds, likely = outer.kinds, outer.likely
    same_country = (inner.countries[:, None] == outer.countries) & (inner.countries != 0)[:, None]
    same_division = (inner.divisions[:, None] == outer.divisions) & (inner.divisions != 0)[:, None]
    cosines = inner.points @ outer.points.T
    smaller = inner.kinds[:, None] > kinds
    in_country = same_country & (kinds == _COUNTRY) & smaller
    in_division = same_division & smaller & (kinds == _ADM1)
    in_division |= same_division & smaller & (kinds == _ADM2) & (cosines > _REACH)
    town = (kinds >= _CAPITAL) & (kinds <= _SECTION)
    near = town & (inner.kinds >= _TOWN)[:, None] & (cosines > _NEAR) & (cosines < 1 - 1e-12)
    return Container(
        name=name,
        division=(in_division * likely).max(axis=1),
        country=(in_country * likely).max(axis=1),
        near=(near * likely).max(axis=1),
        holds=(in_country | in_division | near).any(axis=0).astype(np.float64),
    )


def find_container(inner: Sheet, clues: Clues, sheets: Sheets) -> Container | None:
    """Return the first of the names after (or before) a toponym that can hold it."""
    if not clues.containers or not len(inner):
        return None
    for name in clues.containers:
        outer = sheets.of_container(name)
        if len(outer):
            found = container_of(inner, name, outer)
            if found.fits:
                return found
    return None


def beside(sheet: Sheet, clues: Clues, container: Container | None) -> Floats | None:
    """Return the columns `BESIDE` of one mention's candidates, all but those of the holder.

    Most names have nothing beside them that says anything: None.
    """
    if container is None and not clues.kinds:
        return None
    rows = np.zeros((len(sheet), len(BESIDE)))
    if container is not None:
        rows[:, _COLUMN["inside_division"]] = container.division
        rows[:, _COLUMN["inside_country"]] = container.country
        rows[:, _COLUMN["inside_near"]] = container.near
        if clues.pattern == "comma":
            rows[:, _COLUMN["inside_by_comma"]] = np.maximum(container.division, container.country)
    if clues.kinds:
        agrees = _among(clues.kinds)[sheet.kinds]
        rows[:, _COLUMN["type_agrees"]] = agrees
        rows[:, _COLUMN["type_differs"]] = ~agrees
    return rows


@cache
def _among(kinds: frozenset[Kind]) -> NDArray[np.bool_]:
    """Return for every kind whether it is one of these."""
    return np.array([kind in kinds for kind in Kind])


def with_holder(rows: Floats | None, clues: Clues, container: Container) -> Floats:
    """Return the rows of a container's own mention, which say that it holds the name before it."""
    if rows is None:
        rows = np.zeros((len(container.holds), len(BESIDE)))
    how = "comma" if clues.pattern == "comma" else "in"
    rows[:, _COLUMN[f"holds_after_{how}"]] = container.holds
    return rows
