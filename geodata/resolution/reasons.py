"""Why a place was chosen, in plain words from the strongest evidence, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate, Match
from geodata.resolution.evidence import CONTEXT, EARTH_KM, FIXED, Scene, pick
from geodata.resolution.groups import Group
from geodata.resolution.kinds import Kind
from geodata.resolution.ranking import Ranking, Weights
from geodata.resolution.sheets import Floats, product
from geodata.resolution.words import read_words

__all__ = ["Reasons"]

_FAMILIES = {
    "beside": ("inside_division", "inside_country", "inside_near", "inside_by_comma"),
    "holds": ("holds_after_comma", "holds_after_in"),
    "type": ("type_agrees",),
    "division": ("division_share", "division_weight", "division_near"),
    "country": ("country_share", "country_weight", "country_near"),
    "members": ("members_share", "members_weight", "members_near", "division_members"),
    "close": ("close_sum", "close_most", "close_in_text"),
    "home": ("home_country", "home_division"),
}
_NAMES = tuple(_FAMILIES)
_SAME_REPORT = " in the same report"
_REDUNDANT = {
    "home": {"division", "country"},
    "division": {"country", "home"},
    "country": {"division"},
    "members": {"holds"},
}
_COLUMNS = (*FIXED, *CONTEXT)
_VARIANT = _COLUMNS.index("variant")
_COUNTRY, _ADM1, _FIRST_LOCAL = int(Kind.COUNTRY), int(Kind.ADM1), int(Kind.CAPITAL)
_LEAST = 0.25
_NOT_FAR = float(np.cos(300.0 / EARTH_KM))
_MOST_NAMESAKES = 5
_MOST_PARTS = 2
_MOST_SUPPORTERS = 2


@cache
def _membership() -> Floats:
    """Return which column belongs to which family, shape (columns, families)."""
    member = np.zeros((len(_COLUMNS), len(_NAMES)))
    for j, columns in enumerate(_FAMILIES.values()):
        for name in columns:
            # A country or division says more to a reader than a distance of the same weight.
            member[_COLUMNS.index(name), j] = 0.5 if columns is _FAMILIES["close"] else 1.0
    return member


class Reasons:
    """Words for the rows of one scene.

    Parameters
    ----------
    weights
        Those that the ranking was made with: evidence speaks as loudly as it was weighed.
    gazetteer
        Where the names of countries and divisions come from.
    """

    def __init__(
        self, scene: Scene, ranking: Ranking, weights: Weights, gazetteer: Gazetteer
    ) -> None:
        self._scene = scene
        self._gazetteer = gazetteer
        spoken = product(ranking.evidence * weights.later, _membership())
        self._loudest = np.argsort(-spoken, axis=1, kind="stable")[:, :3].tolist()
        self._spoken = spoken.tolist()
        self._best = pick(scene, ranking.belief).tolist()
        doubt = 1.0 - 0.5 * scene.fixed[self._best, _VARIANT]
        self._say = (scene.weights * ranking.belief[self._best] * doubt).tolist()
        self._kinds = scene.kinds[self._best].tolist()
        self._local = [g for g, kind in enumerate(self._kinds) if kind >= _FIRST_LOCAL]
        self._local_points = scene.points[[self._best[g] for g in self._local]]
        self._row_codes = scene.codes.tolist()
        self._members: tuple[defaultdict[int, list[int]], ...] = (
            defaultdict(list),
            defaultdict(list),
        )
        for g, best in enumerate(self._best):
            for column, members in enumerate(self._members):
                members[self._row_codes[best][column]].append(g)
        self._supporting: dict[tuple[int, int, int], list[str]] = {}
        self._folded = [group.name.casefold() for group in scene.groups]

    def of(self, row: int) -> str:
        """Return why this row may be meant."""
        owner = int(self._scene.owner[row])
        group = self._scene.groups[owner]
        at = row - int(self._scene.starts[owner])
        candidate = group.sheet.candidates[at]
        parts = [w for w in (_match_words(group.name, candidate), _written(group, at)) if w]
        said = {"beside"}
        if candidate.match is Match.VARIANT:
            parts += filter(None, [self._words("country", owner, row, candidate)])
            said |= {"country", "division"}
        for family in self._loudest[row]:
            if self._spoken[row][family] < _LEAST or len(parts) == _MOST_PARTS:
                break
            if _NAMES[family] not in said:
                parts += filter(None, [self._words(_NAMES[family], owner, row, candidate)])
                said |= _REDUNDANT.get(_NAMES[family], set())
        return _joined(parts) or _prior_words(group, candidate)

    def _words(self, family: str, owner: int, row: int, candidate: Candidate) -> str:
        group = self._scene.groups[owner]
        if family == "holds":
            return self._holding(owner)
        if family == "type":
            word = next((m.clues.type_word for m in group.mentions if m.clues.type_word), "")
            return f'called "{word}" in the text' if word else ""
        if family == "home":
            area = _with_article(self._area(candidate))
            return f"in {area}, where other reports of the outlet are" if area else ""
        if family == "close":
            return self._close_words(owner, row)
        return self._support_words(family, owner, row, candidate)

    def _area(self, candidate: Candidate) -> str:
        place = candidate.place
        name = self._gazetteer.admin1_name(place.country_code, place.admin1_code)
        return name or self._gazetteer.country_name(place.country_code)

    def _holding(self, owner: int) -> str:
        """Return the words that name a smaller place just before this one."""
        group = self._scene.groups[owner]
        starts = {m.toponym.start for m in group.mentions}
        for other in self._scene.groups:
            for mention in other.mentions:
                near = any(0 < start - mention.toponym.end < 12 for start in starts)
                if near and mention.container and mention.container.name == group.name:
                    return _phrase(mention.toponym.text, mention.clues.pattern, group.name)
        return ""

    def _support_words(self, family: str, owner: int, row: int, candidate: Candidate) -> str:
        country = self._gazetteer.country_name(candidate.place.country_code)
        area = self._area(candidate) if family == "division" else country
        names = self._supporters(owner, row, 1 if family == "division" else 0)
        if not names or not area:
            return ""
        listed = " and ".join(names)
        if family == "members":
            return f"the report names {listed} in it"
        if names[0] == area:
            return f"in {_with_article(area)}, which the report names"
        if self._means_whole(names[0], int(family == "division"), row):
            return f'in {_with_article(area)}, which the report names as "{names[0]}"'
        return f"in {_with_article(area)} like {listed}{_SAME_REPORT}"

    def _means_whole(self, name: str, column: int, row: int) -> bool:
        """Say whether a name of the text means the whole area of a row ("Belgian")."""
        kind = _ADM1 if column else _COUNTRY
        members = self._members[column][self._row_codes[row][column]]
        return any(self._kinds[g] == kind and self._scene.groups[g].name == name for g in members)

    def _supporters(self, owner: int, row: int, column: int) -> list[str]:
        """Return the names in the text that mean places of the same area, nearest first."""
        code = self._row_codes[row][column]
        key = owner, code, column
        if key not in self._supporting:
            self._supporting[key] = self._find_supporters(owner, code, column) if code else []
        return self._supporting[key]

    def _find_supporters(self, owner: int, code: int, column: int) -> list[str]:
        scene = self._scene
        mine = self._folded[owner]
        near = scene.nearness[owner]
        local: list[tuple[float, str]] = []
        whole: list[str] = []
        for g in self._members[column][code]:
            if self._folded[g] == mine:
                continue
            if self._kinds[g] == (_ADM1 if column else _COUNTRY):
                whole.append(scene.groups[g].name)
            else:
                local.append((-self._say[g] * (0.2 + near[g]), scene.groups[g].name))
        names = [name for _, name in sorted(local)] or whole[:1]
        return list(dict.fromkeys(names))[:_MOST_SUPPORTERS]

    def _close_words(self, owner: int, row: int) -> str:
        scene = self._scene
        cosines = self._local_points @ scene.points[row]
        for at in np.argsort(-cosines, kind="stable")[:_MOST_NAMESAKES].tolist():
            g = self._local[at]
            if cosines[at] <= _NOT_FAR:
                break
            if self._folded[g] != self._folded[owner]:
                apart = float(np.arccos(min(cosines[at], 1.0))) * EARTH_KM
                return f"{max(1, round(apart))} km from {scene.groups[g].name}{_SAME_REPORT}"
        return ""


def _with_article(area: str) -> str:
    words = read_words()
    the = area in words.article_names or area.startswith(words.article_starts)
    return f"the {area}" if the else area


def _match_words(name: str, candidate: Candidate) -> str:
    if candidate.match is Match.VARIANT:
        return f"spelled nearly like {candidate.place.name}"
    if candidate.match is Match.USER:
        return "from your own places"
    if candidate.match is Match.DEMONYM:
        return f'"{name}" stands for {candidate.place.name}'
    if candidate.match is Match.ABBREVIATION and candidate.place.name != name:
        return f'"{name}" is short for {candidate.place.name}'
    return ""


def _written(group: Group, candidate: int) -> str:
    for mention in group.mentions:
        held = mention.container
        if held and (held.division[candidate] or held.country[candidate] or held.near[candidate]):
            return _phrase(mention.toponym.text, mention.clues.pattern, held.name)
    return ""


def _phrase(inner: str, pattern: str, outer: str) -> str:
    if pattern == "comma":
        return f'written "{inner}, {outer}"'
    if pattern == "in":
        return f'written "{inner} in {outer}"'
    return f'written "{outer}\'s {inner}"'


def _prior_words(group: Group, candidate: Candidate) -> str:
    candidates = group.sheet.candidates
    if len(candidates) == 1:
        return "the only place of that name"
    place = candidate.place
    if place.feature_code.startswith("PCL"):
        return "the country of that name"
    towns = [c.place.population for c in candidates if c.place.feature_class == "P"]
    if place.feature_class == "P" and place.population and place.population >= max(towns):
        return "the largest town of that name"
    return ""


def _joined(parts: Sequence[str]) -> str:
    """Return the parts of a reason with commas; "in the same report" stands once, at the end."""
    named = [part for part in parts if part.endswith(_SAME_REPORT)]
    short = [part.removesuffix(_SAME_REPORT) if part in named[:-1] else part for part in parts]
    return ", ".join(short)
