"""Greedy decoding of the entity recogniser's scores, vectorised where nothing is open.

Outside an entity the score of a token's actions depends on that token alone, so all tokens are
scored at once; only inside an entity must one step wait for the last. The actions and their
rules are those of spaCy's transition system for entities (begin, in, last, unit, out).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Decoder", "Span"]

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Layer = tuple[Floats, Floats]
_BLOCK = 32


class Span(NamedTuple):
    """Tokens `first` to `last` (inclusive) and their label."""

    first: int
    last: int
    label: str


class Decoder:
    """Turns token vectors into labelled spans.

    Parameters
    ----------
    actions
        Names of the actions, "B-GPE", "I-GPE", "L-GPE", "U-GPE", ..., "O", in the order of the
        upper layer's rows.
    lower
        Weights (features, hidden, pieces, width), bias (hidden, pieces) and padding (1, features,
        hidden, pieces) of the layer that sums a state's features: the token, the entity's first
        token and the token before.
    upper
        Weights (actions, hidden) and bias (actions) of the layer that scores the actions.
    """

    def __init__(
        self, actions: Sequence[str], lower: tuple[Floats, Floats, Floats], upper: Layer
    ) -> None:
        weights, biases = upper
        self._lower, self._bias, padding = lower
        self._padding = padding[0]
        at = {name: row for row, name in enumerate(actions)}
        self._actions = [a for a in actions if a[:2] in {"B-", "U-"} and a[2:]] + ["O"]
        rows = [at[name] for name in self._actions]
        self._outside, self._outside_bias = weights[rows], biases[rows]
        self._begins = np.array([name[0] == "B" for name in self._actions])
        labels = [name[2:] for name in self._actions if name[0] == "B"]
        pairs = {label: [at[f"I-{label}"], at[f"L-{label}"]] for label in labels}
        self._inside = {label: (weights[row], biases[row]) for label, row in pairs.items()}

    def spans(self, vectors: Floats, blank: Flags) -> list[Span]:
        """Return the entities of one text.

        Parameters
        ----------
        vectors
            One row per token.
        blank
            Which tokens are white space: no entity begins or ends there.
        """
        if not len(vectors):
            return []
        best = self._best_outside(vectors, blank)
        found, at = [], 0
        for token in np.flatnonzero(best < len(self._actions) - 1).tolist():
            if token < at:
                continue
            action = self._actions[best[token]]
            last = token if action[0] == "U" else self._last(vectors, blank, token, action[2:])
            found.append(Span(token, last, action[2:]))
            at = last + 1
        return found

    def _best_outside(self, vectors: Floats, blank: Flags) -> npt.NDArray[np.intp]:
        """Return each token's best action while no entity is open."""
        state = self._part(0, vectors) + (self._padding[1] + self._padding[2] + self._bias)
        scores = _product(state.max(axis=-1), self._outside) + self._outside_bias
        scores[blank, :-1] = -np.inf
        scores[-1, self._begins] = -np.inf
        best: npt.NDArray[np.intp] = scores.argmax(axis=-1)
        return best

    def _part(self, feature: int, vectors: Floats) -> Floats:
        """Return what tokens in the role of a feature add to the state: (..., hidden, pieces)."""
        weights = self._lower[feature]
        flat = _product(np.atleast_2d(vectors), weights.reshape(-1, weights.shape[-1]))
        return flat.reshape(*vectors.shape[:-1], *weights.shape[:2])

    def _last(self, vectors: Floats, blank: Flags, first: int, label: str) -> int:
        """Follow an entity from its first token to its last."""
        weights, bias = self._inside[label]
        opened = self._part(1, vectors[first]) + self._bias
        for token in range(first + 1, len(vectors) - 1):
            if blank[token]:
                continue
            state = self._part(0, vectors[token]) + opened + self._part(2, vectors[token - 1])
            inside, closing = weights @ state.max(axis=-1) + bias
            if closing > inside:
                return token
        return len(vectors) - 1


def _product(rows: Floats, weights: Floats) -> Floats:
    """Multiply in blocks so small that the library's threads stay asleep: they cost more."""
    turned = weights.T
    return np.concatenate([rows[at : at + _BLOCK] @ turned for at in range(0, len(rows), _BLOCK)])
