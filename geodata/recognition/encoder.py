"""Token vectors of the entity recogniser: spaCy's layers in plain numpy, words embedded once.

A word's embedding depends on the word alone and words come back, so it is kept; the four
convolutions over neighbouring words are worked out anew. Method: the token-to-vector model of
spaCy (hash embedding, maxout, layer normalisation, residual windows of three words).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Encoder", "Floats", "Layer", "Multiply", "make_layer"]

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]
# Rows times the transpose of weights: a library of its own, since numpy's wakes threads.
Multiply = Callable[[Floats, Floats], Floats]
_WORDS_KEPT = 32_768
_TINY = np.float32(1e-8)


class Layer(NamedTuple):
    """One maxout layer with normalisation; weights by piece: (pieces, width, inputs)."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


def make_layer(maxout: tuple[Floats, Floats], norm: tuple[Floats, Floats]) -> Layer:
    """Return a layer from weights (width, pieces, inputs) and bias (width, pieces)."""
    weights, bias = maxout
    by_piece = np.ascontiguousarray(weights.transpose(1, 0, 2))
    return Layer(by_piece, np.ascontiguousarray(bias.T), *norm)


class Encoder:
    """Turns words into vectors.

    Parameters
    ----------
    embed
        Gives the embeddings of words from their features, one row each.
    layers
        The convolutions, in order.
    last
        Weights and bias of the linear layer at the end.
    multiply
        Rows times transposed weights.
    """

    def __init__(
        self,
        embed: Callable[[Keys], Floats],
        layers: Sequence[Layer],
        last: tuple[Floats, Floats],
        multiply: Multiply,
    ) -> None:
        self._embed = embed
        self._layers = tuple(layers)
        self._last = last
        self._multiply = multiply
        self._rows: dict[bytes, Floats] = {}
        self._lock = threading.Lock()

    def vectors(self, words: Keys) -> Floats:
        """Return a vector for each word of a text.

        Parameters
        ----------
        words
            The features of each word, one row each.
        """
        # As in spaCy, what stands beyond the ends is empty words, one for each layer's reach.
        edge = len(self._layers)
        at = np.zeros((len(words) + 2 * edge, self._layers[0].scale.size), dtype=np.float32)
        at[edge:-edge] = self._embedded(words)
        for layer in self._layers:
            at += self._convolved(layer, at)
        weights, bias = self._last
        return self._multiply(at[edge:-edge], weights) + bias

    def _embedded(self, words: Keys) -> Floats:
        names = [row.tobytes() for row in words]
        with self._lock:
            new = {name: i for i, name in enumerate(names) if name not in self._rows}
            if len(self._rows) + len(new) > _WORDS_KEPT:
                self._rows = {}
                new = {name: i for i, name in enumerate(names)}
            if new:
                rows = self._embed(words[list(new.values())])
                self._rows.update(zip(new, rows, strict=True))
            return np.stack([self._rows[name] for name in names])

    def _convolved(self, layer: Layer, at: Floats) -> Floats:
        width = at.shape[1]
        window = np.zeros((len(at), 3 * width), dtype=np.float32)
        window[1:, :width] = at[:-1]
        window[:, width:-width] = at
        window[:-1, -width:] = at[1:]
        pieces = self._multiply(window, layer.weights.reshape(-1, 3 * width))
        most = (pieces.reshape(len(at), -1, width) + layer.bias).max(axis=1)
        most -= most.mean(axis=1, keepdims=True)
        spread = np.square(most).mean(axis=1, keepdims=True) + _TINY
        normal: Floats = most / np.sqrt(spread) * layer.scale + layer.shift
        return normal
