"""Weighs the evidence: a linear model, asked again as the other names of the text get clearer.

Method: a conditional logit (softmax over the candidates of a name) on the columns of
`evidence` and `context`; its weights stand in ``data/weights.toml`` and are fitted by
``benchmarks/fit_resolution.py``. The first pass knows nothing of the other names; each later one
takes the belief before it as their meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.resolution.context import CONTEXT, Context
from geodata.resolution.evidence import FIXED, Scene, spread
from geodata.resolution.sheets import Floats

__all__ = ["Ranking", "Weights", "rank"]

_LATER_PASSES = 3
_SETTLED = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the columns: of `FIXED` in the first pass, of `FIXED` and `CONTEXT` later."""

    first: Floats
    later: Floats

    @classmethod
    def from_tables(cls, first: Mapping[str, float], later: Mapping[str, float]) -> Weights:
        """Read them by column name; a column that is not named weighs nothing."""
        return cls(first=_column(first, FIXED), later=_column(later, (*FIXED, *CONTEXT)))


def _column(table: Mapping[str, float], names: Sequence[str]) -> Floats:
    return np.array([table.get(name, 0.0) for name in names], dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What the weighing came to, one entry per row of the scene.

    Attributes
    ----------
    belief
        Share of belief within the row's group; sums to 1 in each.
    utility
        The weighted sum of the evidence.
    evidence
        Columns `FIXED` then `CONTEXT`.
    """

    belief: Floats
    utility: Floats
    evidence: Floats


def rank(scene: Scene, weights: Weights) -> Ranking:
    """Return belief in each candidate of a scene."""
    utility = scene.fixed @ weights.first
    belief = spread(scene, utility)
    fixed = scene.fixed @ weights.later[: len(FIXED)]
    around, others = np.zeros((len(belief), len(CONTEXT))), Context(scene)
    for _ in range(_LATER_PASSES):
        around = others.columns(belief)
        utility = fixed + around @ weights.later[len(FIXED) :]
        before, belief = belief, spread(scene, utility)
        if np.maximum.reduce(np.abs(belief - before)) < _SETTLED:
            break
    evidence = np.concatenate([scene.fixed, around], axis=1)
    return Ranking(belief=belief, utility=utility, evidence=evidence)
