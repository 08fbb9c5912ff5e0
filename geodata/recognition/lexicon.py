"""The words around names, by language: read from data files when a language first comes up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Lexicon", "lexicon"]

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word classes of one language, all in lower case.

    Attributes
    ----------
    prepositions, weak_prepositions
        Words that mostly, or sometimes, lead to a place ("in", "near"; "of", "for").
    conjunctions
        What stands before the last name of a list.
    connectors, articles
        Small words inside names ("Isle of Man") and before a hyphen ("al-Bab").
    kinds_before, kinds_after
        Type words beside a name ("city of", "province").
    ships
        Words before the name of a ship ("USS", "ferry").
    bodies
        Public bodies that are called after the place they serve ("police", "council").
    persons
        Words for people, "he" and "she" among them.
    facilities
        Sites that are called after a place ("prison", "border crossing").
    stop
        Words that are seldom a place when they stand alone, though one may be called so.
    generic
        What every place of a kind is ("city", "مدينة"): alone it is never a name.
    quiet
        Words that may open a sentence and are never a name.
    countries
        Codes of the countries where the language is written: small places of theirs are named.
    place_endings
        Endings that say "in" and "from", where the writing sets them apart.
    prefixes, endings
        Clitics written with the name, and case endings as (ending, replacement).
    """

    prepositions: frozenset[str] = _NONE
    weak_prepositions: frozenset[str] = _NONE
    conjunctions: frozenset[str] = _NONE
    connectors: frozenset[str] = _NONE
    articles: frozenset[str] = _NONE
    determiners: frozenset[str] = _NONE
    titles: frozenset[str] = _NONE
    given_names: frozenset[str] = _NONE
    surname_particles: frozenset[str] = _NONE
    kinds_before: frozenset[str] = _NONE
    kinds_after: frozenset[str] = _NONE
    organisations: frozenset[str] = _NONE
    teams: frozenset[str] = _NONE
    ships: frozenset[str] = _NONE
    bodies: frozenset[str] = _NONE
    speech: frozenset[str] = _NONE
    persons: frozenset[str] = _NONE
    groups: frozenset[str] = _NONE
    calendar: frozenset[str] = _NONE
    facilities: frozenset[str] = _NONE
    stop: frozenset[str] = _NONE
    generic: frozenset[str] = _NONE
    quiet: frozenset[str] = _NONE
    countries: frozenset[str] = _NONE
    place_endings: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    endings: tuple[tuple[str, str], ...] = ()


@cache
def lexicon(language: str) -> Lexicon:
    """Return the word classes of a language (ISO 639-1); empty ones where there is no file."""
    code = language.lower().split("-")[0].split("_")[0]
    path = files("geodata.recognition") / "data" / "languages" / f"{code}.json"
    if not code.isalpha() or not path.is_file():
        return Lexicon()
    raw = json.loads(path.read_text("utf-8"))
    return Lexicon(
        prefixes=tuple(raw.pop("prefixes", ())),
        place_endings=tuple(raw.pop("place_endings", ())),
        endings=tuple((a, b) for a, b in raw.pop("endings", ())),
        **{name: frozenset(words) for name, words in raw.items()},
    )
