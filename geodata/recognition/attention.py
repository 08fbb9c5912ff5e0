"""Which words the entity model looks at: those with capitals and what stands around them.

A name has a capital. In news two words of five stand within three words of one, function words
at the start of a sentence left out; of the others the model could say nothing about places.
"""

from __future__ import annotations

from collections.abc import Callable, Container

import numpy as np
import numpy.typing as npt

from geodata.recognition.encoder import Flags

__all__ = ["Attention"]

_REACH = 3


class Attention:
    """Says which words of a text are worth a look; remembers what it knows of each form.

    Parameters
    ----------
    spelled
        Gives the text of spaCy's number for it.
    quiet
        Words, in lower case, that may open a sentence and are no names.
    """

    def __init__(self, spelled: Callable[[int], str], quiet: Container[str]) -> None:
        self._spelled = spelled
        self._quiet = quiet
        self._known: dict[tuple[int, int], bool] = {}

    def wanted(self, forms: npt.NDArray[np.uint64]) -> Flags:
        """Return which words stand near one with a capital.

        Parameters
        ----------
        forms
            Norm and shape of each word, as spaCy numbers them.
        """
        known = self._known
        flags = np.zeros(len(forms), dtype=np.bool_)
        for at, (norm, shape) in enumerate(forms.tolist()):
            found = known.get((norm, shape))
            if found is None:
                found = known[norm, shape] = self._is_seed(norm, shape)
            flags[at] = found
        wide = flags.copy()
        for step in range(1, _REACH + 1):
            wide[step:] |= flags[:-step]
            wide[:-step] |= flags[step:]
        return wide

    def _is_seed(self, norm: int, shape: int) -> bool:
        written = self._spelled(shape)
        if "X" not in written:
            return False
        return "X" in written[1:] or self._spelled(norm).lower() not in self._quiet
