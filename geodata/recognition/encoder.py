"""Token vectors of the entity recogniser: spaCy's layers in plain numpy, words embedded once.

A word's embedding, and what it adds to the first convolution over neighbouring words, depend on
the word alone and words come back, so they are kept; the other convolutions are worked out anew
around the words that are asked for. Method: the token-to-vector model of
spaCy (hash embedding, maxout, layer normalisation, residual windows of three words).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Encoder", "Flags", "Floats", "Layer", "make_layer"]

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]
_WORDS_KEPT = 10_000
_TINY = np.float32(1e-8)
_WINDOW = np.arange(-1, 2)


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
    """

    def __init__(
        self,
        embed: Callable[[Keys], Floats],
        layers: Sequence[Layer],
        last: tuple[Floats, Floats],
    ) -> None:
        self._layers = tuple(layers)
        self._last = last
        self._memory = _Memory(embed, layers[0])

    def vectors(self, words: Keys, wanted: Flags) -> Floats:
        """Return a vector for each wanted word of a text, in order.

        Parameters
        ----------
        words
            The features of each word, one row each.
        wanted
            Which words are asked for: only their neighbourhood is worked out.
        """
        # As in spaCy, what stands beyond the ends is empty words, one for each layer's reach;
        # one more row at either end is no word at all.
        edge = len(self._layers) + 1
        reach = [np.pad(wanted, edge)]
        for _ in self._layers:
            reach.append(_widened(reach[-1]))
        embedded = np.flatnonzero(reach.pop()[edge:-edge])
        ids = np.zeros(len(words) + 2 * edge, dtype=np.intp)
        ids[embedded + edge], memory = self._memory.ids(words[embedded])
        at = memory.vectors[ids]
        rows = np.flatnonzero(reach.pop())
        at[rows] += _normal(self._layers[0], memory.convolved(ids, rows))
        for layer in self._layers[1:]:
            rows = np.flatnonzero(reach.pop())
            at[rows] += _normal(layer, self._convolved(layer, at, rows))
        weights, bias = self._last
        vectors: Floats = at[rows] @ weights.T + bias
        return vectors

    def _convolved(self, layer: Layer, at: Floats, rows: Ints) -> Floats:
        window = at.take(rows[:, None] + _WINDOW, axis=0).reshape(len(rows), -1)
        product: Floats = window @ layer.weights.reshape(-1, window.shape[1]).T
        return product


class _Table(NamedTuple):
    """Words by row: their embeddings, and what each adds to the first layer's windows.

    The row 0 is no word. `sums` hold what a word adds as the left one, the middle and the right.
    """

    vectors: Floats
    sums: Floats

    def convolved(self, ids: Ints, rows: Ints) -> Floats:
        """Return the first layer's products around some positions of a text."""
        left, middle, right = (self.sums[ids[rows + step], step + 1] for step in (-1, 0, 1))
        found: Floats = left + middle + right
        return found


class _Memory:
    """Remembers words within bounds; threads that read an older table keep it."""

    def __init__(self, embed: Callable[[Keys], Floats], first: Layer) -> None:
        self._embed = embed
        self._width = first.scale.size
        by_side = first.weights.reshape(-1, 3, self._width).transpose(1, 0, 2)
        self._weights = np.ascontiguousarray(by_side.reshape(-1, self._width))
        self._lock = threading.Lock()
        self._ids: dict[bytes, int] = {}
        self._table = self._new_table(0)

    def _new_table(self, least: int) -> _Table:
        size, width = max(_WORDS_KEPT, least) + 1, self._width
        table = _Table(
            np.empty((size, width), np.float32),
            np.empty((size, 3, len(self._weights) // 3), np.float32),
        )
        table.vectors[0], table.sums[0] = 0.0, 0.0
        return table

    def ids(self, words: Keys) -> tuple[list[int], _Table]:
        """Return the row of each word, and the table that holds it."""
        names = [row.tobytes() for row in words]
        with self._lock:
            new = {name: i for i, name in enumerate(names) if name not in self._ids}
            if len(self._ids) + len(new) >= len(self._table.vectors):
                new = {name: i for i, name in enumerate(names)}
                self._ids, self._table = {}, self._new_table(len(new))
            if new:
                self._learn(new, words)
            return [self._ids[name] for name in names], self._table

    def _learn(self, new: Mapping[bytes, int], words: Keys) -> None:
        start = len(self._ids) + 1
        here = slice(start, start + len(new))
        vectors = self._embed(words[list(new.values())])
        self._table.vectors[here] = vectors
        sums = vectors @ self._weights.T
        self._table.sums[here] = sums.reshape(len(new), 3, -1)
        self._ids.update(zip(new, range(here.start, here.stop), strict=True))


def _widened(flags: Flags) -> Flags:
    """Return the flags with their neighbours, all but those at the very ends."""
    wide = flags.copy()
    wide[1:] |= flags[:-1]
    wide[:-1] |= flags[1:]
    wide[[0, -1]] = False
    return wide


def _normal(layer: Layer, pieces: Floats) -> Floats:
    """Return the largest of a layer's pieces, normalised."""
    by_piece = pieces.reshape(len(pieces), -1, layer.scale.size)
    by_piece += layer.bias
    most = by_piece[:, 0]
    for piece in range(1, by_piece.shape[1]):
        most = np.maximum(most, by_piece[:, piece])
    most -= most.mean(axis=1, keepdims=True)
    spread = np.square(most).mean(axis=1, keepdims=True) + _TINY
    normal: Floats = most / np.sqrt(spread) * layer.scale + layer.shift
    return normal
