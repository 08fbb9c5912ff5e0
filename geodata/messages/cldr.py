"""Names of countries and months in the interface's languages, as Unicode CLDR has them.

The data is ``cldr.json``, made by ``scripts/derive_cldr.py``; the page's scripts have the same from
the browser.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["country_in", "date_in", "days_of", "territory"]


@cache
def _cldr() -> dict[str, Any]:
    raw = files(__package__).joinpath("cldr.json").read_text(encoding="utf-8")
    known: dict[str, Any] = json.loads(raw)
    return known


def territory(language: str, code: str, otherwise: str = "") -> str:
    """Return the name of a country by its two letters, in a language of `LANGUAGES`.

    English ones are the gazetteer's, which the store holds too.

    Examples
    --------
    >>> territory("fr", "SY"), territory("fr", "", "no country")
    ('Syrie', 'no country')
    """
    names: dict[str, str] = _cldr()["territories"].get(language, {})
    return names.get(code, otherwise)


def country_in(language: str, name: str) -> str:
    """Return a country's English name in a language; any other name as it is.

    Examples
    --------
    >>> country_in("es", "Lebanon"), country_in("es", "Latakia")
    ('Líbano', 'Latakia')
    """
    if language == "en":
        return name
    return territory(language, _cldr()["codes"].get(name, ""), name)


def date_in(language: str, day: dt.date, shape: str) -> str:
    """Return a day or its month in words.

    Parameters
    ----------
    language
        One of `LANGUAGES`; another is English.
    day
        The day.
    shape
        "long" or "short" with the year, "day_long" or "day_short" without it, "month_long" or
        "month_short" for the month alone.

    Examples
    --------
    >>> date_in("es", dt.date(2024, 12, 8), "long")
    '8 de diciembre de 2024'
    """
    return days_of(language, str(day.day), day, shape)


def days_of(language: str, days: str, month: dt.date, shape: str) -> str:
    """Return days of a month in words: "29–30 Nov 2024"."""
    shapes = _cldr()["dates"]
    text = shapes.get(language, shapes["en"])[shape]
    told: str = text["text"].format(d=days, m=text["months"][month.month - 1], y=month.year)
    return told
