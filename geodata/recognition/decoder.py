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

from geodata.recognition.encoder import Flags, Floats

__all__ = ["Decoder", "Span"]


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
        self,
        actions: Sequence[str],
        lower: tuple[Floats, Floats, Floats],
        upper: tuple[Floats, Floats],
    ) -> None:
        by_piece = lower[0].transpose(0, 2, 1, 3)
        self._shape = by_piece.shape[:3]
        self._lower = np.ascontiguousarray(by_piece).reshape(-1, by_piece.shape[-1])
        self._bias, padding = lower[1].T, lower[2][0].transpose(0, 2, 1)
        self._unopened = self._bias + padding[1] + padding[2]
        weights, biases = upper
        at = {name: row for row, name in enumerate(actions)}
        self._actions = [a for a in actions if a[:2] in {"B-", "U-"} and a[2:]] + ["O"]
        rows = [at[name] for name in self._actions]
        self._outside, self._outside_bias = weights[rows], biases[rows]
        self._begins = np.array([name[0] == "B" for name in self._actions])
        labels = [name[2:] for name in self._actions if name[0] == "B"]
        pairs = {label: [at[f"I-{label}"], at[f"L-{label}"]] for label in labels}
        self._inside = {label: (weights[row], biases[row]) for label, row in pairs.items()}

    def spans(self, vectors: Floats, blank: Flags, ends: Flags) -> list[Span]:
        """Return the entities of one text, or of the stretches of it that are looked at.

        Parameters
        ----------
        vectors
            One row per token.
        blank
            Which tokens are white space: no entity begins or ends there.
        ends
            Which tokens are the last of their stretch: no entity goes on behind them.
        """
        if not len(vectors):
            return []
        parts = (vectors @ self._lower.T).reshape(-1, *self._shape)
        best = self._best_outside(parts[:, 0], blank, ends)
        found, at = [], 0
        for token in np.flatnonzero(best < len(self._actions) - 1).tolist():
            if token < at:
                continue
            action = self._actions[best[token]]
            last = token
            if action[0] == "B":
                last = self._last(parts, blank, ends, token, action[2:])
            found.append(Span(token, last, action[2:]))
            at = last + 1
        return found

    def _best_outside(self, parts: Floats, blank: Flags, ends: Flags) -> npt.NDArray[np.intp]:
        """Return each token's best action while no entity is open."""
        state = (parts + self._unopened).max(axis=1)
        scores = state @ self._outside.T + self._outside_bias
        scores[blank, :-1] = -np.inf
        scores[np.ix_(ends, self._begins)] = -np.inf
        best: npt.NDArray[np.intp] = scores.argmax(axis=-1)
        return best

    def _last(self, parts: Floats, blank: Flags, ends: Flags, first: int, label: str) -> int:
        """Follow an entity from its first token to its last.

        Parameters
        ----------
        parts
            What each token adds to the state in each of its three roles.
        """
        weights, bias = self._inside[label]
        opened = parts[first, 1] + self._bias
        for token in range(first + 1, len(parts)):
            if ends[token]:
                return token
            if blank[token]:
                continue
            state = parts[token, 0] + opened + parts[token - 1, 2]
            inside, closing = weights @ state.max(axis=0) + bias
            if closing > inside:
                return token
        return len(parts) - 1
