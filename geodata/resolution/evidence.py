"""The evidence for each candidate of each name in a text, as columns of numbers.

Three families: what the name and the row alone say (`STATIC`), what stands right beside the
name (`BESIDE`), and what the other names of the text say (`CONTEXT`). The last depends on what
those names mean in turn, so it is asked for again with every better belief.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.resolution.base import Home
from geodata.resolution.beside import BESIDE
from geodata.resolution.groups import Group
from geodata.resolution.kinds import Kind
from geodata.resolution.sheets import STATIC, Floats, Ints, product

__all__ = ["CONTEXT", "FIXED", "Scene", "context", "lay_out", "pick", "spread"]

FIXED = (*STATIC, *BESIDE, "home_country", "home_division")
CONTEXT = (
    "country_share",
    "country_weight",
    "country_near",
    "members_share",
    "members_weight",
    "members_near",
    "division_share",
    "division_weight",
    "division_near",
    "division_members",
    "peers_country",
    "peers_division",
    "close_sum",
    "close_most",
    "close_in_text",
    "close_area",
)
EARTH_KM = 6371.0088
_TEXT_REACH = 250.0
_COUNTRY, _ADM1, _ADM3, _WATER = (
    int(kind) for kind in (Kind.COUNTRY, Kind.ADM1, Kind.ADM3, Kind.WATER)
)
_CLOSE_KM = 100.0
_LEAST_BELIEF = 0.02


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
    names = np.array([g.name.casefold() for g in groups])
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
    known = {0: 0}
    numbers = [known.setdefault(code, len(known)) for code in codes.ravel().tolist()]
    return np.array(numbers, dtype=np.int64).reshape(codes.shape)


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


def context(scene: Scene, belief: Floats) -> Floats:
    """Return columns `CONTEXT` under the present belief in the other names' meaning."""
    out = np.zeros((len(belief), len(CONTEXT)))
    if len(scene.groups) == 1:
        return out
    share, weight, near = _support(scene, belief)
    whole = scene.kinds == _COUNTRY
    first_order = scene.kinds == _ADM1
    country = np.stack([share[:, 0], weight[:, 0], near[:, 0]], axis=1)
    inside = (~(whole | first_order)).astype(np.float64)
    out[:, 0:3] = country * (~whole)[:, None]
    out[:, 3:6] = country * whole[:, None]
    out[:, 6] = share[:, 1] * inside
    out[:, 7] = weight[:, 1] * inside
    out[:, 8] = near[:, 1] * inside
    out[:, 9] = weight[:, 1] * first_order
    out[:, 10] = share[:, 2] * whole
    out[:, 11] = share[:, 2] * first_order
    out[:, 12:16] = _closeness(scene, belief)
    return out


def _support(scene: Scene, belief: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what the other groups say for each row's country, division and peers.

    That is their share, the logarithm of their weight, and of their weight near by in the text;
    each of shape (rows, 3).
    """
    groups, kinds = len(scene.groups), int(scene.codes.max()) + 1
    cell = scene.owner[:, None] * kinds + scene.codes
    flat = np.bincount(cell.ravel(), np.repeat(belief, 3), groups * kinds)
    held: Floats = flat.reshape(groups, kinds) * scene.weights[:, None]
    held[:, 0] = 0.0
    others = held.sum(axis=0) - _of_siblings(scene, held)
    total = scene.weights.sum() - scene.siblings @ scene.weights + 1.0
    share = (others / total[:, None]).ravel()[cell]
    near = np.einsum("rg,rkg->rk", scene.nearness[scene.owner], held.T[scene.codes])
    return share, np.log1p(np.maximum(others, 0.0).ravel()[cell]), np.log1p(near)


def _of_siblings(scene: Scene, held: Floats) -> Floats:
    """Return what each group and those of its name hold: few names stand for several groups."""
    several = np.flatnonzero(scene.siblings.sum(axis=1) > 1)
    together = held.copy()
    if len(several):
        together[several] = product(scene.siblings[np.ix_(several, several)], held[several])
    return together


def _closeness(scene: Scene, belief: Floats) -> Floats:
    """Return how close each row lies to the places that the other groups probably mean."""
    local = (scene.kinds >= _ADM1) & (scene.kinds != _WATER) & (belief >= _LEAST_BELIEF)
    others = np.flatnonzero(local)
    if not len(others):
        return np.zeros((len(belief), 4))
    owners = scene.owner[others]
    cosines = np.minimum(product(scene.points, scene.points[others].T), 1.0)
    # On the unit sphere the chord is 2 sin(angle / 2): near enough to the arc at such distances.
    # Single precision is as good from here on, and twice as fast.
    chord = np.sqrt((2.0 - 2.0 * cosines).astype(np.float32))
    close = np.exp(chord * np.float32(-EARTH_KM / _CLOSE_KM)) * belief[others].astype(np.float32)
    strangers = (1.0 - scene.siblings).astype(np.float32)
    close *= strangers[:, owners][scene.owner]
    near = (close * scene.nearness.astype(np.float32)[:, owners][scene.owner]).max(axis=1)
    total = np.log1p(product(close, scene.weights[owners]))
    area = scene.kinds <= _ADM3
    point = ~area
    return np.stack([total * point, close.max(axis=1) * point, near * point, total * area], axis=1)
