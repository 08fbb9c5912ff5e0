"""Spelling variants of names that the gazetteer does not know, inside supported countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate
from geodata.resolution.beside import beside
from geodata.resolution.evidence import Scene
from geodata.resolution.groups import Group
from geodata.resolution.ranking import Ranking
from geodata.resolution.sheets import make_sheet

__all__ = ["supported_countries", "with_variants"]

_LEAST_LETTERS, _MOST_LETTERS = 5, 60
_LEAST_SIMILARITY = 0.72
_LEAST_SHARE = 0.2
_MOST_COUNTRIES = 3
_MOST_VARIANTS = 8
_MOST_NAMES = 10


def supported_countries(scene: Scene, ranking: Ranking) -> list[str]:
    """Return the codes of the countries that the text is about, most spoken for first."""
    say = ranking.belief * scene.weights[scene.owner]
    held = np.bincount(scene.codes[:, 0], weights=say)
    held[0] = 0.0
    total = float(held.sum())
    ordered = np.argsort(-held)[:_MOST_COUNTRIES]
    enough = [i for i in ordered.tolist() if i and held[i] >= _LEAST_SHARE * total]
    return [_country_code(scene, int(np.argmax(scene.codes[:, 0] == i))) for i in enough]


def _country_code(scene: Scene, row: int) -> str:
    group = int(scene.owner[row])
    return scene.groups[group].sheet.candidates[row - int(scene.starts[group])].place.country_code


def with_variants(
    groups: Sequence[Group], scene: Scene, ranking: Ranking, gazetteer: Gazetteer
) -> list[Group] | None:
    """Return the groups with candidates for unknown names, or None where there are none.

    A name of fewer than five letters is left alone: too many places are spelled nearly so.
    """
    unknown = [g for g in groups if not len(g.sheet) and _may_vary(g)][:_MOST_NAMES]
    countries = supported_countries(scene, ranking) if unknown else []
    if not countries:
        return None
    found: dict[int, Group] = {}
    for group in unknown:
        similar = gazetteer.variants(group.mentions[0].toponym.lookup, countries)
        candidates = [c for c in similar if c.similarity >= _LEAST_SIMILARITY][:_MOST_VARIANTS]
        if candidates:
            found[id(group)] = _with_candidates(group, candidates)
    return [found.get(id(g), g) for g in groups] if found else None


def _may_vary(group: Group) -> bool:
    letters = sum(letter.isalpha() for letter in group.name)
    adjective = any(m.toponym.demonym for m in group.mentions)
    return _LEAST_LETTERS <= letters <= _MOST_LETTERS and not adjective


def _with_candidates(group: Group, candidates: Sequence[Candidate]) -> Group:
    sheet = make_sheet(candidates, [""] * len(candidates))
    return Group(
        tuple(
            replace(m, sheet=sheet, container=None, rows=beside(sheet, m.clues, None))
            for m in group.mentions
        )
    )
