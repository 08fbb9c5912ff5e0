"""Derive the names of countries and months and the shapes of dates: ``geodata/messages/cldr.json``.

    python -m scripts.derive_cldr

Input: babel 2.18 (Unicode CLDR) and our own ``countries.parquet``, whose English names the store
holds. Days are written in the digits 0-9 in every language, as the interface's numbers are.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from babel import Locale

from geodata.messages import LANGUAGES

OUT = Path("geodata/messages/cldr.json")
COUNTRIES = Path("geodata/gazetteer/data/countries.parquet")
LOCALES = {"en": "en_GB"}
SHAPES = {"long": "yMMMMd", "short": "yMMMd", "day_long": "MMMMd", "day_short": "MMMd"}
MONTHS = {"month_long": "yMMMM", "month_short": "yMMM"}
# Narrow spaces are missing in some typefaces.
PLAIN = str.maketrans("\u2009\u202f", "  ")
_WIDTHS = {"MMMM": "wide", "MMM": "abbreviated", "LLLL": "wide", "LLL": "abbreviated"}
_HOLES = {"d": "{d}", "M": "{m}", "L": "{m}", "y": "{y}"}


def main() -> None:
    """Write the file."""
    table = pq.read_table(COUNTRIES, columns=["country_code", "name"]).to_pydict()
    codes = dict(zip(table["name"], table["country_code"], strict=True))
    wanted = set(codes.values())
    told: dict[str, Any] = {"codes": codes, "territories": {}, "dates": {}}
    for language in LANGUAGES:
        locale = Locale.parse(LOCALES.get(language, language))
        told["dates"][language] = dates(locale)
        names = {k: v for k, v in locale.territories.items() if k in wanted}
        english = {code: name for name, code in codes.items()}
        told["territories"][language] = english if language == "en" else names
    text = json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(f"{OUT}: {len(codes)} countries, {len(LANGUAGES)} languages")


def dates(locale: Locale) -> dict[str, Any]:
    """Return each shape as a text with holes, and the twelve names that its months have."""
    out = {}
    for name, skeleton in (SHAPES | MONTHS).items():
        text, width, context = shape(pattern_of(locale, skeleton))
        months = locale.months[context][width]
        # As the page's scripts say it: "Sept" is "Sep".
        said = ["Sep" if months[k] == "Sept" else months[k] for k in range(1, 13)]
        out[name] = {"text": text, "months": said}
    return out


def pattern_of(locale: Locale, skeleton: str) -> str:
    """Return CLDR's pattern; where it has none for long months, that of short ones is meant."""
    known = locale.datetime_skeletons
    if skeleton in known:
        return str(known[skeleton].pattern)
    shorter = skeleton.replace("MMMM", "MMM")
    return re.sub("MMM|LLL", lambda found: found[0] + found[0][0], str(known[shorter].pattern))


def shape(pattern: str) -> tuple[str, str, str]:
    """Return a CLDR pattern as a text with holes, the width of its months, and their form."""
    out, width, context = "", "wide", "format"
    quoted = False
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        run = len(pattern) - at - len(pattern[at:].lstrip(letter))
        if letter == "'":
            quoted, run = not quoted, 1
        elif quoted or not letter.isascii() or not letter.isalpha():
            out += letter.translate(PLAIN) * run
        else:
            out += _HOLES[letter]
            if letter in "ML":
                width = _WIDTHS[letter * run]
                context = "stand-alone" if letter == "L" else "format"
        at += run
    return out, width, context


if __name__ == "__main__":
    main()
