"""Other forms under which a gazetteer may know a name: without its case ending."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from geodata.recognition.lexicon import Lexicon

__all__ = ["base_forms", "prefix_of"]

_SHORTEST = 3
_MOST = 48


def base_forms(name: str, lexicon: Lexicon) -> list[str]:
    """Return what a name may be without its endings ("Нижнем Новгороде", "Київської області").

    Every word of the name may be inflected; at most 48 forms, likeliest first.
    """
    if not lexicon.endings:
        return []
    words = name.split(" ")
    if len(words) > 2:
        return []
    choices = [_stems(word, lexicon.endings) for word in words]
    forms = [" ".join(combination) for combination in product(*choices)]
    return [form for form in dict.fromkeys(forms) if form != name][:_MOST]


def _stems(word: str, endings: Sequence[tuple[str, str]]) -> list[str]:
    """Return a word itself and with each ending that it has replaced, longest ending first."""
    fitting = [pair for pair in endings if word.endswith(pair[0])]
    fitting.sort(key=lambda pair: -len(pair[0]))
    stems = [word[: len(word) - len(old)] + new for old, new in fitting]
    shortest = _SHORTEST if word[0].isupper() or word[0].islower() else _SHORTEST - 1
    return [word, *(stem for stem in stems if len(stem) >= shortest)]


def prefix_of(word: str, lexicon: Lexicon, shortest: int = _SHORTEST) -> str:
    """Return the longest clitic that is written with a word ("و", "ب"), or an empty string.

    Parameters
    ----------
    shortest
        How many letters must be left of the word.
    """
    fitting = [p for p in lexicon.prefixes if word.startswith(p) and len(word) - len(p) >= shortest]
    return max(fitting, key=len, default="")
