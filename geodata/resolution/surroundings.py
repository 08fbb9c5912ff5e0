"""Sites that no gazetteer holds, placed by the place around them in the text.

"Court Square" or "Collins Avenue" is in no gazetteer of towns, but the text says which town it
speaks of. Only a name that says that it is a site ("Square", "Fort") is placed so, with the
precision of a region and a reason that says it; an unknown town stays unplaced.

Method: the anchor is the local place that is nearest in the text and best agrees with the text's
other places; a logistic regression gives the probability that the site lies there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from geodata.model import Place
from geodata.resolution.evidence import EARTH_KM, Scene
from geodata.resolution.groups import Group
from geodata.resolution.kinds import Kind
from geodata.resolution.sheets import Floats, Ints
from geodata.resolution.words import Words

__all__ = ["SURROUNDINGS", "Anchor", "Surroundings", "anchors", "is_site"]

SURROUNDINGS = (
    "bias",
    "anchor_score",
    "near_in_text",
    "agreement",
    "local_names",
    "own_score",
    "own_candidates",
)
_LOCAL = frozenset(
    {Kind.ADM2, Kind.ADM3, Kind.CAPITAL, Kind.SEAT, Kind.TOWN, Kind.SECTION, Kind.SITE}
)
_IS_LOCAL = np.array([kind in _LOCAL for kind in Kind])
_LEAST_ANCHOR = 0.5
_TEXT_REACH = 250.0
_REGION = float(np.cos(161.0 / EARTH_KM))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place around a site: its group in the scene, and columns `SURROUNDINGS`."""

    group: Group
    name: str
    place: Place
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Weights of the columns `SURROUNDINGS`."""

    weights: Floats

    @classmethod
    def from_table(cls, table: Mapping[str, float]) -> Surroundings:
        """Read them by column name; without any, no site is placed."""
        table = table or {"bias": -12.0}
        return cls(weights=np.array([table.get(name, 0.0) for name in SURROUNDINGS]))

    def score(self, anchor: Anchor) -> float:
        """Return the probability that the site lies by its anchor."""
        odds = float(np.dot(self.weights, anchor.columns))
        return float(1.0 / (1.0 + np.exp(-np.clip(odds, -12.0, 12.0))))


def is_site(group: Group, words: Words) -> bool:
    """Say whether a name says of itself that it is a site in some larger place."""
    mention = group.mentions[0].toponym
    if mention.demonym:
        return False
    parts = mention.text.lower().replace(".", " ").split()
    if len(parts) < 2:
        return any(m.toponym.facility for m in group.mentions)
    return parts[-1] in words.site_last or parts[0] in words.site_first


def anchors(
    groups: Sequence[Group], scene: Scene, best: Ints, scores: Floats, words: Words
) -> list[Anchor]:
    """Return the anchors of the sites among some groups, where they have one.

    Parameters
    ----------
    best, scores
        The chosen row of each group of the scene, and its calibrated score.
    """
    groups = [group for group in groups if is_site(group, words)]
    if not groups:
        return []
    kinds = scene.kinds[best]
    local = _IS_LOCAL[kinds] & (scores >= _LEAST_ANCHOR)
    if not local.any():
        return []
    points = scene.points[best]
    together = (points @ points.T >= _REGION) & local
    agreement = (together * scene.weights).sum(axis=1) / (local * scene.weights).sum()
    own = {id(group): i for i, group in enumerate(scene.groups)}
    found = []
    for group in groups:
        at = own.get(id(group))
        near = _nearness_to(group, scene)
        say = scores * local * (0.2 + near) * (0.3 + agreement)
        if at is not None:
            say = say * (1.0 - scene.siblings[at])
        around = int(np.argmax(say))
        if say[around] > 0:
            score = float(scores[around])
            columns = (
                1.0,
                float(np.log(score / (1.0 - score))),
                float(near[around]),
                float(agreement[around]),
                float(np.log(local.sum())),
                float(scores[at]) if at is not None else 0.0,
                float(at is not None),
            )
            name = scene.groups[around].name
            found.append(Anchor(group, name, _place(scene, best, around), columns))
    return found


def _place(scene: Scene, best: Ints, group: int) -> Place:
    row = int(best[group] - scene.starts[group])
    return scene.groups[group].sheet.candidates[row].place


def _nearness_to(group: Group, scene: Scene) -> Floats:
    """Return how near each group of the scene comes to a group in the text, 0 to 1."""
    mine = [[float(m.toponym.start)] for m in group.mentions]
    others = [float(m.toponym.start) for other in scene.groups for m in other.mentions]
    apart = np.minimum.reduce(np.abs(np.subtract(mine, others)), axis=0)
    first = [0, *accumulate(len(other.mentions) for other in scene.groups[:-1])]
    near: Floats = np.exp(np.minimum.reduceat(apart, first) / -_TEXT_REACH)
    return near
