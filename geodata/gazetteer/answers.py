"""Names to candidates, many at once: what was asked before is remembered, unknown names are sifted.

A report brings hundreds of runs of words of which a handful are names. Their keys are folded
together, those that no place has are dropped by their hashes, and the index is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer.bulk import fold_many, key_hashes
from geodata.gazetteer.lookups import NameIndex
from geodata.gazetteer.names import further_keys
from geodata.model import Candidate

__all__ = ["Answers"]

_Candidates = tuple[Candidate, ...]
_NAMES_KEPT = 65_536
_FEW_KEYS = 4
# Beyond so many names their hashes would cost more memory than they save time.
_MOST_HASHED = 6_000_000


class Answers:
    """Answers about names from an index and from the user's own places.

    Parameters
    ----------
    names
        The index.
    own
        The user's own places by key: they come before all others.
    """

    def __init__(self, names: NameIndex, own: Mapping[str, _Candidates]) -> None:
        self._names = names
        self._own = own
        self._found: dict[str, _Candidates] = {}
        self._hashes: NDArray[np.int64] | None = None

    def find(self, names: Iterable[str]) -> dict[str, _Candidates]:
        """Return the candidates of each name, best known first; () where there are none."""
        asked, kept = list(dict.fromkeys(names)), self._found
        found = {name: kept[name] for name in asked if name in kept}
        if len(found) < len(asked):
            new = self._read([name for name in asked if name not in found])
            if len(kept) + len(new) > _NAMES_KEPT:
                kept = self._found = {}
            kept.update(new)
            found |= new
        return found

    def knows(self, names: Sequence[str]) -> set[str]:
        """Return those of the names of which some key's hash is known."""
        tried = _tried(names)
        every = list(dict.fromkeys(key for keys in tried.values() for key in keys))
        known = set(self._known(every)) if every else set()
        return {name for name, keys in tried.items() if not known.isdisjoint(keys)}

    def _read(self, names: Sequence[str]) -> dict[str, _Candidates]:
        tried = _tried(names)
        every = list(dict.fromkeys(key for keys in tried.values() for key in keys))
        if len(every) > _FEW_KEYS and self._names.count() <= _MOST_HASHED:
            every = self._known(every)
        by_key = self._names.with_keys(every)
        for key in self._own.keys() & by_key.keys():
            by_key[key] = (*self._own[key], *by_key[key])
        return {
            name: next((found for key in keys if (found := by_key.get(key))), ())
            for name, keys in tried.items()
        }

    def _known(self, keys: list[str]) -> list[str]:
        """Return those of the keys whose hashes are some name's: hardly ever one too many."""
        if self._hashes is None:
            own = key_hashes(list(self._own))
            self._hashes = np.sort(np.concatenate((self._names.hashes(), own)))
        known, hashes = self._hashes, key_hashes(keys)
        at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        return [keys[i] for i in np.flatnonzero(known[at] == hashes).tolist()]


def _tried(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for each name the keys to try, as `names.keys` does for one."""
    return {name: _keys(key) for name, key in zip(names, fold_many(names), strict=True)}


def _keys(key: str) -> tuple[str, ...]:
    if not key:
        return ()
    if " " in key[:4] or key[-1] == ".":
        return (key, *further_keys(key))
    return (key,)
