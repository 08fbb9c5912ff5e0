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
        odds: Floats = np.clip(columns @ self.weights, -12.0, 12.0)
        scores: Floats = 1.0 / (1.0 + np.exp(-odds))
        return scores


def confidence_columns(scene: Scene, ranking: Ranking, best: Ints) -> Floats:
    """Return columns `CONFIDENCE` of the chosen row of each group, shape (groups, columns)."""
    share = np.clip(_same_place(scene, ranking.belief, best), 1e-9, 1 - 1e-9)
    log_odds = np.clip(np.log(share / (1 - share)), -_MOST_LOG_ODDS, _MOST_LOG_ODDS)
    rivals = np.bincount(scene.owner, minlength=len(best)).astype(np.float64)
    simple = [
        np.ones(len(best)),
        log_odds,
        ranking.utility[best] / 10,
        np.log(rivals),
        (rivals == 1).astype(np.float64),
        np.full(len(best), np.log(len(best))),
    ]
    return np.hstack([np.stack(simple, axis=1), ranking.evidence[best]])


def _same_place(scene: Scene, belief: Floats, best: Ints) -> Floats:
    """Return the belief in each group that goes to the chosen point: a town and its district."""
    nearest = float(np.cos(_SAME_PLACE_KM / EARTH_KM))
    cosines = np.einsum("ij,ij->i", scene.points, scene.points[best][scene.owner])
    same: Floats = np.add.reduceat(belief * (cosines >= nearest), scene.starts)
    return same
