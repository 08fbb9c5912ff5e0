"""Turns belief into a calibrated probability that the place is right.

Method: logistic regression on the belief and on the evidence of the chosen row, fitted on groups
that took no part in fitting the ranking. It can say "none of these": a lone candidate far from
all else in the text has all the belief and little probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geodata.resolution.context import CONTEXT
from geodata.resolution.evidence import EARTH_KM, FIXED, Scene
from geodata.resolution.ranking import Ranking
from geodata.resolution.sheets import Floats, Ints

__all__ = ["CONFIDENCE", "Calibration", "confidence_columns"]

CONFIDENCE = (
    "bias",
    "belief",
    "utility",
    "rivals",
    "lone",
    "names_in_text",
    *(f"chosen_{name}" for name in (*FIXED, *CONTEXT)),
)
_SIMPLE = len(CONFIDENCE) - len(FIXED) - len(CONTEXT)
_SAME_PLACE_KM = 40.0
_MOST_LOG_ODDS = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights of the columns `CONFIDENCE`."""

    weights: Floats

    @classmethod
    def from_table(cls, table: Mapping[str, float]) -> Calibration:
        """Read them by column name; a column that is not named weighs nothing."""
        return cls(weights=np.array([table.get(name, 0.0) for name in CONFIDENCE]))

    def scores(self, columns: Floats) -> Floats:
        """Return the probability that each chosen place is right."""
        odds = np.minimum(np.maximum(columns @ self.weights, -12.0), 12.0)
        scores: Floats = 1.0 / (1.0 + np.exp(-odds))
        return scores


def confidence_columns(scene: Scene, ranking: Ranking, best: Ints) -> Floats:
    """Return columns `CONFIDENCE` of the chosen row of each group, shape (groups, columns)."""
    share = _same_place(scene, ranking.belief, best)
    share = np.minimum(np.maximum(share, 1e-9), 1 - 1e-9)
    log_odds = np.log(share / (1 - share))
    rivals = np.array([float(len(g.sheet)) for g in scene.groups])
    columns = np.empty((len(best), len(CONFIDENCE)))
    columns[:, 0] = 1.0
    columns[:, 1] = np.minimum(np.maximum(log_odds, -_MOST_LOG_ODDS), _MOST_LOG_ODDS)
    columns[:, 2] = ranking.utility[best] / 10
    np.log(rivals, out=columns[:, 3])
    columns[:, 4] = rivals == 1
    columns[:, 5] = np.log(len(best))
    columns[:, _SIMPLE:] = ranking.evidence[best]
    return columns


def _same_place(scene: Scene, belief: Floats, best: Ints) -> Floats:
    """Return the belief in each group that goes to the chosen point: a town and its district."""
    nearest = float(np.cos(_SAME_PLACE_KM / EARTH_KM))
    cosines = np.einsum("ij,ij->i", scene.points, scene.points[best][scene.owner])
    same: Floats = np.add.reduceat(belief * (cosines >= nearest), scene.starts)
    return same
