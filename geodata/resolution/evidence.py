"""The evidence for each candidate of each name in a text, as columns of numbers.

Three families: what the name and the row alone say (`STATIC`), what stands right beside the
name (`BESIDE`), and what the other names of the text say (`context.CONTEXT`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from geodata.resolution.base import Home
from geodata.resolution.beside import BESIDE
from geodata.resolution.groups import Group
from geodata.resolution.sheets import STATIC, Floats, Ints

__all__ = ["EARTH_KM", "FIXED", "Scene", "lay_out", "pick", "spread"]

FIXED = (*STATIC, *BESIDE, "home_country", "home_division")
EARTH_KM = 6371.0088
_TEXT_REACH = 250.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All names of a text that have candidates; the candidates one row each, name after name.

    Attributes
    ----------
    starts, owner
        First row of each group; group of each row.
    fixed
        Columns `FIXED`: what does not depend on the other groups' meaning.
    codes
        What each row is part of, as numbers, 0 for none, shape (rows, 3): its country, its
        division, and its peers (all countries, or a country's divisions).
    points
        Unit vectors, shape (rows, 3).
    weights
        Say of each group as context: the root of its number of mentions.
    nearness
        How near two groups come in the text, 0 to 1, shape (groups, groups); 0 to its siblings.
    siblings
        1 where two groups bear the same name, itself included: they say nothing of each other.
    """

    groups: tuple[Group, ...]
    starts: Ints
    owner: Ints
    fixed: Floats
    kinds: Ints
    codes: Ints
    points: Floats
    weights: Floats
    nearness: Floats
    siblings: Floats


def lay_out(groups: Sequence[Group], home: Home | None) -> Scene | None:
    """Return the scene of a text, or None where no name has a candidate."""
    groups = [g for g in groups if g.sheet.candidates]
    if not groups:
        return None
    sheets = [g.sheet for g in groups]
    sizes = [len(s.candidates) for s in sheets]
    ends = list(accumulate(sizes))
    starts = [0, *ends[:-1]]
    named: dict[str, int] = {}
    names = np.array([named.setdefault(g.name.casefold(), len(named)) for g in groups])
    siblings = (names[:, None] == names).astype(np.float64)
    fixed = np.zeros((ends[-1], len(FIXED)))
    np.concatenate([s.static for s in sheets], out=fixed[:, : len(STATIC)])
    for group, start, end in zip(groups, starts, ends, strict=True):
        if (rows := group.rows) is not None:
            fixed[start:end, len(STATIC) : -2] = rows
    if home is not None and home.countries:
        fixed[:, -2:] = _home(groups, home)
    marks = np.concatenate([s.marks for s in sheets])
    return Scene(
        groups=tuple(groups),
        starts=np.array(starts),
        owner=np.arange(len(groups)).repeat(sizes),
        fixed=fixed,
        kinds=marks[:, 0],
        codes=marks[:, 1:],
        points=np.concatenate([s.points for s in sheets]),
        weights=np.sqrt([float(len(g.mentions)) for g in groups]),
        nearness=_nearness(groups) * (1.0 - siblings),
        siblings=siblings,
    )


def _home(groups: Sequence[Group], home: Home) -> list[tuple[float, float]]:
    """Return how much of the outlet's other reports is about each candidate's surroundings."""
    countries = sum(home.countries.values()) + 2
    divisions = sum(home.admin1.values()) + 2
    places = (c.place for g in groups for c in g.sheet.candidates)
    return [
        (
            home.countries.get(p.country_code, 0) / countries,
            (home.admin1.get((p.country_code, p.admin1_code), 0) / divisions) ** 0.5,
        )
        for p in places
    ]


def _nearness(groups: Sequence[Group]) -> Floats:
    at = np.array([float(m.toponym.start) for g in groups for m in g.mentions])
    apart = np.abs(at[:, None] - at)
    if len(groups) < len(at):
        first = [0, *accumulate(len(g.mentions) for g in groups[:-1])]
        apart = np.minimum.reduceat(np.minimum.reduceat(apart, first, axis=0), first, axis=1)
    near: Floats = np.exp(apart / -_TEXT_REACH)
    return near


def spread(scene: Scene, utility: Floats) -> Floats:
    """Return belief in each row: a softmax of the utilities within each group."""
    top = np.maximum.reduceat(utility, scene.starts)
    power = np.exp(utility - top[scene.owner])
    belief: Floats = power / np.add.reduceat(power, scene.starts)[scene.owner]
    return belief


def pick(scene: Scene, belief: Floats) -> Ints:
    """Return the row of the strongest belief in each group, the first of equals."""
    top = np.maximum.reduceat(belief, scene.starts)
    rows: Ints = (belief == top[scene.owner]).nonzero()[0]
    if len(rows) == len(top):
        return rows
    owners = scene.owner[rows]
    picked: Ints = rows[np.concatenate([[True], owners[1:] != owners[:-1]])]
    return picked
