"""CLDR's plural categories of whole numbers, for the languages that the interface speaks."""

from __future__ import annotations

__all__ = ["plural"]


def plural(language: str, n: int) -> str:
    """Return the category of a whole number: "zero", "one", "two", "few", "many" or "other"."""
    n = abs(n)
    match language:
        case "ar":
            return _arabic(n)
        case "uk":
            return _ukrainian(n)
        case "fr":
            return "one" if n < 2 else "other"
        case _:
            return "one" if n == 1 else "other"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def _ukrainian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else "many"
