"""The names of countries and divisions, as tables write them, to their codes."""

from __future__ import annotations

import re

from geodata.gazetteer.base import Gazetteer
from geodata.model import Candidate, Place

__all__ = ["Divisions"]

_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_KINDS_OF_DIVISION = re.compile(
    r"(?i)^(?:province|region|state|governorate|oblast|department|wilaya|prefecture) (?:of )?"
    r"| (?:province|region|state|governorate|oblast|department|prefecture|county|division|"
    r"district|wilaya|voivodeship|emirate|republic|krai|muhafazah)$"
)
_COUNTRY_CODES = ("PCL", "TERR")


class Divisions:
    """Asks the gazetteer, each name once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries: dict[str, str] = {"": ""}
        self._admin1: dict[tuple[str, str], str] = {}
        self._places: dict[int, Place | None] = {}

    def place(self, geonameid: int) -> Place | None:
        """Return the place with this id, if this gazetteer has it."""
        if geonameid not in self._places:
            self._places[geonameid] = self._gazetteer.place(geonameid)
        return self._places[geonameid]

    def country_code(self, name: str) -> str:
        """Return the code of a country by its name or code, or an empty text."""
        if name not in self._countries:
            self._countries[name] = self._find_country(name.strip())
        return self._countries[name]

    def _find_country(self, name: str) -> str:
        if len(name) == 2 and self._gazetteer.country(name.upper()):
            return name.upper()
        bare = _IN_BRACKETS.sub(" ", name).strip()
        inside = _IN_BRACKETS.search(name)
        for spelling in (name, bare, inside[1] if inside else ""):
            for candidate in self._gazetteer.lookup(spelling) if spelling else ():
                if candidate.place.feature_code.startswith(_COUNTRY_CODES):
                    return candidate.place.country_code
        return ""

    def admin1_code(self, country_code: str, name: str) -> str:
        """Return the code of a country's first-order division by its name, or an empty text."""
        key = (country_code, name)
        if key not in self._admin1:
            found = self._find_admin1(*key) if country_code and name.strip() else ""
            self._admin1[key] = found
        return self._admin1[key]

    def _find_admin1(self, country_code: str, name: str) -> str:
        bare = _KINDS_OF_DIVISION.sub("", name.strip()).strip()
        for spelling in dict.fromkeys((name.strip(), bare, f"{bare} Province", f"{bare} Region")):
            candidates = [
                c for c in self._gazetteer.lookup(spelling) if c.place.country_code == country_code
            ]
            first = next((c for c in candidates if _is_division(c)), None)
            if first is not None:
                return first.place.admin1_code
        return ""


def _is_division(candidate: Candidate) -> bool:
    return candidate.place.feature_code == "ADM1" and bool(candidate.place.admin1_code)
