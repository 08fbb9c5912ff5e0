"""The evidence for each candidate of each name in a text, as columns of numbers.

Three families: what the name and the row alone say (`STATIC`), what stands right beside the
name (`BESIDE`), and what the other names of the text say (`context.CONTEXT`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        What each row is part of, as numbers from 1 within the scene, 0 for none, shape (rows, 3):
        its country, its division, and its peers (all countries, or a country's divisions).
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
    groups = [g for g in groups if len(g.sheet)]
    if not groups:
        return None
    sheets = [g.sheet for g in groups]
    sizes = np.array([len(s) for s in sheets])
    named: dict[str, int] = {}
    names = np.array([named.setdefault(g.name.casefold(), len(named)) for g in groups])
    siblings = (names[:, None] == names).astype(np.float64)
    fixed = np.zeros((int(sizes.sum()), len(FIXED)))
    fixed[:, : len(STATIC)] = np.concatenate([s.static for s in sheets])
    fixed[:, len(STATIC) : -2] = np.concatenate([g.rows for g in groups])
    if home is not None and home.countries:
        fixed[:, -2:] = _home(groups, home)
    return Scene(
        groups=tuple(groups),
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        owner=np.repeat(np.arange(len(groups)), sizes),
        fixed=fixed,
        kinds=np.concatenate([s.kinds for s in sheets]),
        codes=_numbered(np.concatenate([s.codes for s in sheets])),
        points=np.concatenate([s.points for s in sheets]),
        weights=np.sqrt([float(len(g.mentions)) for g in groups]),
        nearness=_nearness(groups) * (1.0 - siblings),
        siblings=siblings,
    )


def _numbered(codes: Ints) -> Ints:
    """Return codes as small numbers; the code 0 stays 0."""
    _, numbers = np.unique(np.append(0, codes), return_inverse=True)
    numbered: Ints = numbers[1:].reshape(codes.shape)
    return numbered


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
    owner = [i for i, g in enumerate(groups) for _ in g.mentions]
    at = np.array([m.toponym.start for g in groups for m in g.mentions], dtype=np.float64)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    apart = np.abs(at[:, None] - at)
    if len(first) < len(at):
        apart = np.minimum.reduceat(np.minimum.reduceat(apart, first, axis=0), first, axis=1)
    near: Floats = np.exp(-apart / _TEXT_REACH)
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
    rows = np.flatnonzero(belief == top[scene.owner])
    owners = scene.owner[rows]
    picked: Ints = rows[np.concatenate([[True], owners[1:] != owners[:-1]])]
    return picked
