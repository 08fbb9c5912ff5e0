"""What the other names of a text say of each candidate, as columns of numbers.

It depends on what those names mean in turn, so it is asked for again with every better belief;
what does not depend on belief (who stands beside whom, how far the places are apart) is worked
out once a text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.resolution.evidence import EARTH_KM, Scene
from geodata.resolution.kinds import Kind
from geodata.resolution.sheets import Floats, Ints

__all__ = ["CONTEXT", "Context"]

_KINDS = frozenset(Kind)
_WHOLE, _FIRST_ORDER = frozenset({Kind.COUNTRY}), frozenset({Kind.ADM1})
_PART, _INSIDE = _KINDS - _WHOLE, _KINDS - _WHOLE - _FIRST_ORDER
_AREA = frozenset(kind for kind in Kind if kind <= Kind.ADM3)
_POINT = _KINDS - _AREA
# Each column: which measure it is, and the kinds of place that it speaks of.
_COLUMNS = {
    "country_share": (0, _PART),
    "country_weight": (1, _PART),
    "country_near": (2, _PART),
    "members_share": (0, _WHOLE),
    "members_weight": (1, _WHOLE),
    "members_near": (2, _WHOLE),
    "division_share": (3, _INSIDE),
    "division_weight": (4, _INSIDE),
    "division_near": (5, _INSIDE),
    "division_members": (4, _FIRST_ORDER),
    "peers_country": (6, _WHOLE),
    "peers_division": (6, _FIRST_ORDER),
    "close_sum": (7, _POINT),
    "close_most": (8, _POINT),
    "close_in_text": (9, _POINT),
    "close_area": (7, _AREA),
}
CONTEXT = tuple(_COLUMNS)
_MEASURE = np.array([measure for measure, _ in _COLUMNS.values()])
_APPLIES = np.array([[float(kind in kinds) for _, kinds in _COLUMNS.values()] for kind in Kind])
_MEASURES = int(_MEASURE.max()) + 1
_CLOSENESS = slice(7, 10)
_CLOSE_KM = 100.0
_LEAST_BELIEF = 0.02

_Singles = NDArray[np.float32]


class Context:
    """The evidence of a scene's names for each other.

    Parameters
    ----------
    scene
        The names of a text.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._applies = _APPLIES[scene.kinds]
        self._support = _Support(scene)
        self._closeness = _Closeness(scene)

    def columns(self, belief: Floats) -> Floats:
        """Return columns `CONTEXT` under the present belief in the other names' meaning."""
        if len(self._scene.groups) == 1:
            return np.zeros_like(self._applies)
        measures = np.empty((len(belief), _MEASURES))
        self._support.measure(belief, measures)
        self._closeness.measure(belief, measures[:, _CLOSENESS])
        columns: Floats = measures[:, _MEASURE] * self._applies
        return columns


class _Support:
    """What the other groups say for each row's country, division and peers."""

    def __init__(self, scene: Scene) -> None:
        self._weights = scene.weights[:, None]
        codes = _shared(scene)
        self._size = len(scene.groups), int(codes.max()) + 1
        self._cells = scene.owner[:, None] * self._size[1] + codes
        strangers = 1.0 - scene.siblings
        self._bonds = np.concatenate([strangers, scene.nearness])
        self._total = (strangers @ scene.weights + 1.0)[scene.owner]

    def measure(self, belief: Floats, out: Floats) -> None:
        """Fill in the share, the logarithm of the weight, and of the weight near by in the text."""
        groups, codes = self._size
        flat = np.bincount(self._cells.ravel(), np.repeat(belief, 3), groups * codes)
        held = flat.reshape(self._size) * self._weights
        held[:, 0] = 0.0
        said = (self._bonds @ held).ravel()
        others = said[self._cells]
        out[:, :7:3] = others / self._total[:, None]
        out[:, 1:5:3] = np.log1p(others[:, :2])
        out[:, 2:6:3] = np.log1p(said[self._cells[:, :2] + groups * codes])


def _shared(scene: Scene) -> Ints:
    """Return the codes that several groups have, numbered from 1; 0 for those of one group."""
    having = np.zeros((len(scene.groups), int(scene.codes.max()) + 1), dtype=bool)
    having[scene.owner[:, None], scene.codes] = True
    several = having.sum(axis=0) > 1
    several[0] = False
    shared: Ints = (np.cumsum(several) * several)[scene.codes]
    return shared


class _Closeness:
    """How close each row lies to the places that the other groups probably mean.

    Distances are kept for those places alone that have been likely in some round.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._local = (scene.kinds >= Kind.ADM1) & (scene.kinds != Kind.WATER)
        self._places: Ints = np.empty(0, dtype=np.int64)
        self._kernel: _Singles = np.empty((len(scene.owner), 0), dtype=np.float32)
        self._nearness: _Singles = self._kernel

    def measure(self, belief: Floats, out: Floats) -> None:
        """Fill in the logarithm of the sum, the most, and the most near by in the text."""
        likely = self._local & (belief >= _LEAST_BELIEF)
        new = likely.copy()
        new[self._places] = False
        if new.any():
            self._add(np.flatnonzero(new))
        if not len(self._places):
            out[:] = 0.0
            return
        close = self._kernel * (belief * likely)[self._places].astype(np.float32)
        weights = self._scene.weights[self._scene.owner[self._places]]
        out[:, 0] = np.log1p(close @ weights)
        out[:, 1] = close.max(axis=1)
        out[:, 2] = (close * self._nearness).max(axis=1)

    def _add(self, places: Ints) -> None:
        """Work out how close each row lies to some places, and how near in the text."""
        scene, owners = self._scene, self._scene.owner[places]
        cosines = np.minimum(scene.points @ scene.points[places].T, 1.0)
        # On the unit sphere the chord is 2 sin(angle / 2): near enough to the arc at such
        # distances. Single precision is as good from here on, and twice as fast.
        chord = np.sqrt((2.0 - 2.0 * cosines).astype(np.float32))
        strangers = (1.0 - scene.siblings[:, owners]).astype(np.float32)[scene.owner]
        kernel = np.exp(chord * np.float32(-EARTH_KM / _CLOSE_KM)) * strangers
        nearness = scene.nearness[:, owners].astype(np.float32)[scene.owner]
        self._places = np.append(self._places, places)
        self._kernel = np.hstack([self._kernel, kernel])
        self._nearness = np.hstack([self._nearness, nearness])
