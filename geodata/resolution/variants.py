"""Spelling variants of names that the gazetteer does not know, inside supported countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.resolution.beside import beside
from geodata.resolution.evidence import Scene
from geodata.resolution.groups import Group
from geodata.resolution.ranking import Ranking
from geodata.resolution.sheets import Sheet, Sheets

__all__ = ["supported_countries", "with_variants"]

_LEAST_LETTERS, _MOST_LETTERS = 5, 60
_LEAST_SHARE = 0.2
_MOST_COUNTRIES = 3
_MOST_NAMES = 10


def supported_countries(scene: Scene, ranking: Ranking) -> list[str]:
    """Return the codes of the countries that the text is about, most spoken for first."""
    say = ranking.belief * scene.weights[scene.owner]
    codes, first, country = np.unique(scene.codes[:, 0], return_index=True, return_inverse=True)
    held = np.bincount(country, weights=say)
    held[codes == 0] = 0.0
    least = _LEAST_SHARE * float(held.sum())
    ordered = np.argsort(-held, kind="stable")[:_MOST_COUNTRIES].tolist()
    return [_country_code(scene, int(first[i])) for i in ordered if codes[i] and held[i] >= least]


def _country_code(scene: Scene, row: int) -> str:
    group = int(scene.owner[row])
    return scene.groups[group].sheet.candidates[row - int(scene.starts[group])].place.country_code


def with_variants(
    groups: Sequence[Group], scene: Scene, ranking: Ranking, sheets: Sheets
) -> list[Group] | None:
    """Return the groups with candidates for unknown names, or None where there are none.

    A name of fewer than five letters is left alone: too many places are spelled nearly so.
    """
    unknown = [g for g in groups if not g.sheet.candidates and _may_vary(g)][:_MOST_NAMES]
    countries = supported_countries(scene, ranking) if unknown else []
    if not countries:
        return None
    found: dict[int, Group] = {}
    for group in unknown:
        sheet = sheets.of_variants(group.mentions[0].toponym.lookup, countries)
        if sheet.candidates:
            found[id(group)] = _with_candidates(group, sheet)
    return [found.get(id(g), g) for g in groups] if found else None


def _may_vary(group: Group) -> bool:
    letters = sum(letter.isalpha() for letter in group.name)
    adjective = any(m.toponym.demonym for m in group.mentions)
    return _LEAST_LETTERS <= letters <= _MOST_LETTERS and not adjective


def _with_candidates(group: Group, sheet: Sheet) -> Group:
    return Group.of(
        [
            replace(m, sheet=sheet, container=None, rows=beside(sheet, m.clues, None))
            for m in group.mentions
        ]
    )
