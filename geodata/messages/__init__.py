"""What the interface says, in the languages that it speaks.

A catalogue is a JSON file beside this one: key to text. ``{name}`` in a text stands for a value; a
text that counts something is an object of CLDR's plural categories ("one", "few", "other"...), of
which ``n`` decides. The page's scripts read the same files (`geodata/maps/assets/words.js`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from geodata.messages.plurals import plural

__all__ = ["LANGUAGES", "Words", "best_language", "catalogue", "words"]

Text: TypeAlias = str | Mapping[str, str]

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "uk": "Українська",
    "ar": "العربية",
}
_RIGHT_TO_LEFT = frozenset({"ar"})


@cache
def catalogue(language: str) -> Mapping[str, Text]:
    """Return a language's texts by key; what it lacks is English."""
    raw = files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    own: dict[str, Text] = json.loads(raw)
    return own if language == "en" else {**catalogue("en"), **own}


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language.

    Examples
    --------
    >>> t = words("en")
    >>> t("head.reports", n=1)
    '1 report'
    """

    language: str

    @property
    def direction(self) -> str:
        """As HTML's ``dir`` wants it: "rtl" or "ltr"."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its values; `n` also chooses the plural form.

        Raises
        ------
        KeyError
            No catalogue has the key, or a value is missing.
        """
        text = catalogue(self.language)[key]
        if not isinstance(text, str):
            count = values["n"]
            form = plural(self.language, count if isinstance(count, int) else 2)
            text = text.get(form) or text["other"]
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
        return text.format_map(shown)


@cache
def words(language: str) -> Words:
    """Return the texts of a language that `LANGUAGES` names; of another, the English ones."""
    return Words(language if language in LANGUAGES else "en")


def best_language(*wanted: str | None) -> str:
    """Return the first language of a list of tags ("fr-CA", "uk", None) that we speak."""
    for tag in wanted:
        base = (tag or "").replace("_", "-").partition("-")[0].lower()
        if base in LANGUAGES:
            return base
    return "en"
