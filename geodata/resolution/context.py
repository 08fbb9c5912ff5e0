"""What the other names of a text say of each candidate, as columns of numbers.

It depends on what those names mean in turn, so it is asked for again with every better belief;
what does not depend on belief (who stands beside whom, how far the places are apart) is worked
out once a text.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

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
_LOCAL = np.array([kind >= Kind.ADM1 and kind is not Kind.WATER for kind in Kind])
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
        self._applies = _APPLIES[scene.kinds]
        self._parts = (_Support(scene), _Closeness(scene)) if len(scene.groups) > 1 else None

    def columns(self, belief: Floats) -> Floats:
        """Return columns `CONTEXT` under the present belief in the other names' meaning."""
        if self._parts is None:
            return np.zeros_like(self._applies)
        support, closeness = self._parts
        measures = np.empty((len(belief), _MEASURES))
        support.measure(belief, measures)
        closeness.measure(belief, measures[:, _CLOSENESS])
        columns: Floats = measures[:, _MEASURE] * self._applies
        return columns


class _Support:
    """What the other groups say for each row's country, division and peers."""

    def __init__(self, scene: Scene) -> None:
        self._weights = scene.weights[:, None]
        codes, most = _shared(scene)
        self._size = len(scene.groups), most + 1
        self._cells = scene.owner[:, None] * self._size[1] + codes
        self._flat = self._cells.ravel()
        self._near = self._cells[:, :2] + len(scene.groups) * self._size[1]
        strangers = 1.0 - scene.siblings
        self._bonds = np.concatenate([strangers, scene.nearness])
        self._total = (strangers @ scene.weights + 1.0)[scene.owner][:, None]

    def measure(self, belief: Floats, out: Floats) -> None:
        """Fill in the share, the logarithm of the weight, and of the weight near by in the text."""
        groups, codes = self._size
        flat = np.bincount(self._flat, belief.repeat(3), groups * codes)
        held = flat.reshape(self._size) * self._weights
        held[:, 0] = 0.0
        said = (self._bonds @ held).ravel()
        others = said[self._cells]
        np.divide(others, self._total, out=out[:, :7:3])
        np.log1p(others[:, :2], out=out[:, 1:5:3])
        np.log1p(said[self._near], out=out[:, 2:6:3])


def _shared(scene: Scene) -> tuple[Ints, int]:
    """Return the codes that several groups have, numbered from 1; 0 for those of one group."""
    counts = Counter(chain.from_iterable(g.sheet.areas for g in scene.groups))
    several = np.array(sorted(code for code, groups in counts.items() if groups > 1))
    if not len(several):
        return np.zeros_like(scene.codes), 0
    at = np.minimum(np.searchsorted(several, scene.codes), len(several) - 1)
    return (at + 1) * (several[at] == scene.codes), len(several)


class _Closeness:
    """How close each row lies to the places that the other groups probably mean.

    Distances are kept for those places alone that have been likely in some round.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._local = _LOCAL[scene.kinds]
        self._places: Ints = np.empty(0, dtype=np.int64)
        self._weights: Floats = np.empty(0)
        self._kernel: _Singles = np.empty((len(scene.owner), 0), dtype=np.float32)
        self._nearness: _Singles = self._kernel

    def measure(self, belief: Floats, out: Floats) -> None:
        """Fill in the logarithm of the sum, the most, and the most near by in the text."""
        likely = self._local & (belief >= _LEAST_BELIEF)
        new = likely.copy()
        new[self._places] = False
        added = new.nonzero()[0]
        if len(added):
            self._add(added)
        if not len(self._places):
            out[:] = 0.0
            return
        close = self._kernel * (belief * likely)[self._places].astype(np.float32)
        np.log1p(close @ self._weights, out=out[:, 0])
        np.maximum.reduce(close, axis=1, out=out[:, 1])
        close *= self._nearness
        np.maximum.reduce(close, axis=1, out=out[:, 2])

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
        weights = scene.weights[owners]
        if not len(self._places):
            self._places, self._weights = places, weights
            self._kernel, self._nearness = kernel, nearness
            return
        self._places = np.concatenate([self._places, places])
        self._weights = np.concatenate([self._weights, weights])
        self._kernel = np.concatenate([self._kernel, kernel], axis=1)
        self._nearness = np.concatenate([self._nearness, nearness], axis=1)
