"""The two fits behind the resolver's weights: conditional logit and logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.resolution.sheets import Floats, Ints

__all__ = ["RIDGE", "Choices", "conditional_logit", "logistic"]

RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class Choices:
    """Groups of rows of which some are right.

    Attributes
    ----------
    rows, owner, right
        Columns of each row, its group (ascending from 0), whether it is right.
    say
        Weight of each group.
    """

    rows: Floats
    owner: Ints
    right: NDArray[np.bool_]
    say: Floats


def conditional_logit(choices: Choices, expected: Floats, ridge: Floats, start: Floats) -> Floats:
    """Return the weights that make the right rows of each group likeliest, by damped Newton steps.

    Parameters
    ----------
    expected, ridge
        The weights without any evidence, and how firmly they are held.
    start
        Where to begin.
    """
    rows, owner, right, say = choices.rows, choices.owner, choices.right, choices.say
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    weights = start.copy()
    weight_of_row = say[owner]

    def shares(utility: Floats) -> tuple[Floats, Floats]:
        top = np.maximum.reduceat(utility, starts)
        power = np.exp(utility - top[owner])
        total = np.add.reduceat(power, starts)
        return power / total[owner], np.add.reduceat(power * right, starts) / total

    def loss(w: Floats) -> float:
        _, hit = shares(rows @ w)
        return float(
            -(say * np.log(np.maximum(hit, 1e-12))).sum() + (ridge * (w - expected) ** 2).sum() / 2
        )

    best = loss(weights)
    for _ in range(40):
        share, hit = shares(rows @ weights)
        wanted = share * right / np.maximum(hit, 1e-12)[owner]
        slope = rows.T @ (weight_of_row * (share - wanted)) + ridge * (weights - expected)
        mean = np.add.reduceat(rows * share[:, None], starts)
        bend = rows.T @ (rows * (weight_of_row * share)[:, None]) - mean.T @ (mean * say[:, None])
        bend += np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-3 and loss(weights - size * step) > best:
            size /= 2
        weights = weights - size * step
        previous, best = best, loss(weights)
        if previous - best < 0.05:
            break
    return weights


def logistic(x: Floats, y: Floats, say: Floats) -> Floats:
    """Return the weights of a logistic regression with a ridge on all but the first column."""
    weights = np.zeros(x.shape[1])
    ridge = np.diag([1e-6] + [RIDGE] * (len(weights) - 1))
    for _ in range(30):
        share = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (say * (share - y)) + ridge @ weights
        bend = x.T @ (x * (say * share * (1 - share))[:, None]) + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights
