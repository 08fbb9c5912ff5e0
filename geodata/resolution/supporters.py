"""Which other names of a text speak for a candidate: the material that reasons are made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geodata.resolution.evidence import EARTH_KM, FIXED, Scene, pick
from geodata.resolution.kinds import Kind
from geodata.resolution.ranking import Ranking
from geodata.resolution.sheets import Ints

__all__ = ["COUNTRY", "DIVISION", "Supporters"]

COUNTRY, DIVISION = 0, 1
_WHOLE = (int(Kind.COUNTRY), int(Kind.ADM1))
_LEAST_LOCAL = int(Kind.CAPITAL)
_VARIANT = FIXED.index("variant")
_NOT_FAR = float(np.cos(300.0 / EARTH_KM))
_MOST_SUPPORTERS = 2


class _Members(NamedTuple):
    """The groups that mean a place in some area, and those that mean the area itself."""

    inside: list[int]
    whole: list[int]


class Supporters:
    """What the names of a scene mean, by area.

    Parameters
    ----------
    ranking
        The belief that says what each name means.
    """

    def __init__(self, scene: Scene, ranking: Ranking) -> None:
        self._scene = scene
        self._best = pick(scene, ranking.belief)
        self._names = [group.name for group in scene.groups]
        self._folded = [name.casefold() for name in self._names]
        doubt = 1.0 - 0.5 * scene.fixed[self._best, _VARIANT]
        say = scene.weights * ranking.belief[self._best] * doubt
        self._order = (-say * (0.2 + scene.nearness)).tolist()
        self._members = self._by_area()
        self._found: dict[tuple[int, int, int], list[str]] = {}

    def _by_area(self) -> tuple[dict[int, _Members], dict[int, _Members]]:
        scene, areas = self._scene, (dict[int, _Members](), dict[int, _Members]())
        kinds, codes = scene.kinds[self._best].tolist(), scene.codes[self._best].tolist()
        for group, (kind, code) in enumerate(zip(kinds, codes, strict=True)):
            for column, members in enumerate(areas):
                found = members.setdefault(code[column], _Members([], []))
                (found.whole if kind == _WHOLE[column] else found.inside).append(group)
        return areas

    def of(self, owner: int, code: int, column: int) -> list[str]:
        """Return the names in the text that mean places of the same area, nearest first.

        Parameters
        ----------
        owner
            The group that is spoken for; those of its own name say nothing.
        code, column
            The area, and whether it is a `COUNTRY` or a `DIVISION`.
        """
        key = owner, code, column
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(owner, code, column) if code else []
        return found

    def _find(self, owner: int, code: int, column: int) -> list[str]:
        members = self._members[column].get(code)
        if members is None:
            return []
        names, folded, order = self._names, self._folded, self._order[owner]
        mine = folded[owner]
        inside = sorted((order[g], names[g]) for g in members.inside if folded[g] != mine)
        if inside:
            return list(dict.fromkeys(name for _, name in inside))[:_MOST_SUPPORTERS]
        return [names[g] for g in members.whole if folded[g] != mine][:1]

    def mean_whole(self, name: str, code: int, column: int) -> bool:
        """Say whether a name of the text means the whole of an area ("Belgian")."""
        members = self._members[column].get(code)
        return members is not None and any(self._names[g] == name for g in members.whole)

    def closest(self, rows: Ints) -> list[tuple[str, float]]:
        """Return for each row the other name whose local place is closest to it, and how close.

        The name is empty where all are far.
        """
        scene = self._scene
        local = (scene.kinds[self._best] >= _LEAST_LOCAL).nonzero()[0]
        if not len(local):
            return [("", 0.0)] * len(rows)
        cosines = scene.points[rows] @ scene.points[self._best[local]].T
        cosines[scene.siblings[scene.owner[rows]][:, local] > 0] = -1.0
        nearest, most = cosines.argmax(axis=1), np.maximum.reduce(cosines, axis=1)
        apart = np.arccos(np.minimum(most, 1.0)) * EARTH_KM
        found = zip(local[nearest].tolist(), most.tolist(), apart.tolist(), strict=True)
        return [(self._names[group] if cos > _NOT_FAR else "", km) for group, cos, km in found]
