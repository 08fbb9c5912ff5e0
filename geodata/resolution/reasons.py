"""Why a place was chosen, in plain words from the strongest evidence, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate, Match
from geodata.resolution.context import CONTEXT
from geodata.resolution.evidence import FIXED, Scene
from geodata.resolution.groups import Group
from geodata.resolution.ranking import Ranking, Weights
from geodata.resolution.sheets import Floats, Ints
from geodata.resolution.supporters import COUNTRY, DIVISION, Supporters
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
_LEAST = 0.25
_MOST_PARTS, _MOST_HEARD = 2, 3
_NAME, _ALTERNATE = Match.NAME, Match.ALTERNATE


@cache
def _membership() -> Floats:
    """Return which column belongs to which family, shape (columns, families)."""
    member = np.zeros((len(_COLUMNS), len(_NAMES)))
    for j, columns in enumerate(_FAMILIES.values()):
        for name in columns:
            # A country or division says more to a reader than a distance of the same weight.
            member[_COLUMNS.index(name), j] = 0.5 if columns is _FAMILIES["close"] else 1.0
    return member


class _Asked(NamedTuple):
    """A row whose reason is asked for.

    Its group, where it stands in that, its country and division, and the name whose place is
    closest, with the distance.
    """

    owner: int
    group: Group
    at: int
    candidate: Candidate
    codes: list[int]
    closest: tuple[str, float]


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
        self._ranking = ranking
        self._weights = weights
        self._gazetteer = gazetteer
        self._supporters = Supporters(scene, ranking)
        self._held = [m for g in scene.groups for m in g.mentions if m.container]
        self._support: dict[tuple[str, int, str, str], str] = {}

    def of(self, rows: Ints) -> list[str]:
        """Return why each of some rows may be meant."""
        spoken = (self._ranking.evidence[rows] * self._weights.later) @ _membership()
        loudest = np.argsort(-spoken, axis=1, kind="stable")[:, :_MOST_HEARD].tolist()
        return [
            self._reason(asked, [f for f in families if loud[f] >= _LEAST])
            for asked, families, loud in zip(
                self._asked(rows), loudest, spoken.tolist(), strict=True
            )
        ]

    def _asked(self, rows: Ints) -> Iterator[_Asked]:
        scene = self._scene
        owners, codes = scene.owner[rows], scene.codes[rows].tolist()
        within = (rows - scene.starts[owners]).tolist()
        closest = self._supporters.closest(rows)
        for owner, at, code, near in zip(owners.tolist(), within, codes, closest, strict=True):
            group = scene.groups[owner]
            yield _Asked(owner, group, at, group.sheet.candidates[at], code, near)

    def _reason(self, asked: _Asked, loudest: Sequence[int]) -> str:
        group, candidate = asked.group, asked.candidate
        parts: list[str] = []
        if candidate.match is not _NAME and candidate.match is not _ALTERNATE:
            parts += filter(None, [_match_words(group.name, candidate)])
        if self._held:
            parts += filter(None, [_written(group, asked.at)])
        said = {"beside"}
        if candidate.match is Match.VARIANT:
            parts += filter(None, [self._words("country", asked)])
            said |= {"country", "division"}
        for number in loudest:
            if len(parts) == _MOST_PARTS:
                break
            if (family := _NAMES[number]) not in said:
                parts += filter(None, [self._words(family, asked)])
                said |= _REDUNDANT.get(family, set())
        return _joined(parts) or _prior_words(group, candidate)

    def _words(self, family: str, asked: _Asked) -> str:
        if family == "holds":
            return self._holding(asked.group)
        if family == "type":
            word = next((m.clues.type_word for m in asked.group.mentions if m.clues.type_word), "")
            return f'called "{word}" in the text' if word else ""
        if family == "home":
            area = _with_article(self._area(asked.candidate))
            return f"in {area}, where other reports of the outlet are" if area else ""
        if family == "close":
            name, km = asked.closest
            return f"{max(1, round(km))} km from {name}{_SAME_REPORT}" if name else ""
        place = asked.candidate.place
        area = place.admin1_code if family == "division" else ""
        key = family, asked.owner, place.country_code, area
        words = self._support.get(key)
        if words is None:
            words = self._support[key] = self._support_words(family, asked)
        return words

    def _area(self, candidate: Candidate) -> str:
        place = candidate.place
        name = self._gazetteer.admin1_name(place.country_code, place.admin1_code)
        return name or self._gazetteer.country_name(place.country_code)

    def _holding(self, group: Group) -> str:
        """Return the words that name a smaller place just before this one."""
        starts = {m.toponym.start for m in group.mentions}
        for inner in self._held:
            near = any(0 < start - inner.toponym.end < 12 for start in starts)
            if near and inner.container and inner.container.name == group.name:
                return _phrase(inner.toponym.text, inner.clues.pattern, group.name)
        return ""

    def _support_words(self, family: str, asked: _Asked) -> str:
        column = DIVISION if family == "division" else COUNTRY
        code = asked.codes[column]
        names = self._supporters.of(asked.owner, code, column)
        if not names:
            return ""
        country = self._gazetteer.country_name(asked.candidate.place.country_code)
        area = self._area(asked.candidate) if column == DIVISION else country
        if not area:
            return ""
        listed = " and ".join(names)
        if family == "members":
            return f"the report names {listed} in it"
        if names[0] == area:
            return f"in {_with_article(area)}, which the report names"
        if self._supporters.mean_whole(names[0], code, column):
            return f'in {_with_article(area)}, which the report names as "{names[0]}"'
        return f"in {_with_article(area)} like {listed}{_SAME_REPORT}"


@lru_cache(4096)
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
    if len(parts) < 2:
        return "".join(parts)
    named = [part for part in parts if part.endswith(_SAME_REPORT)]
    short = [part.removesuffix(_SAME_REPORT) if part in named[:-1] else part for part in parts]
    return ", ".join(short)
