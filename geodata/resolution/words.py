"""The word lists of this package, read once each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from geodata.resolution.kinds import Kind

__all__ = ["Words", "read_data", "read_words"]

_POPULATED = frozenset({Kind.TOWN, Kind.CAPITAL, Kind.SEAT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Type words by side, and what may be joined to a name or dropped from it (lower case).

    `postal` holds the two-capital codes of divisions that are English words as well.
    """

    after: Mapping[str, frozenset[Kind]]
    before: Mapping[str, frozenset[Kind]]
    compound_after: frozenset[str]
    compound_before: frozenset[str]
    strip_before: frozenset[str]
    strip_after: frozenset[str]
    postal: frozenset[str]
    site_last: frozenset[str]
    site_first: frozenset[str]
    article_starts: tuple[str, ...]
    article_names: frozenset[str]


def read_data(name: str) -> dict[str, Any]:
    """Return one TOML file of the package's data."""
    text = files("geodata.resolution").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _kinds(names: list[str]) -> frozenset[Kind]:
    kinds = frozenset(Kind[name.upper()] for name in names)
    return kinds | _POPULATED if Kind.TOWN in kinds else kinds


@cache
def read_words() -> Words:
    """Return the word lists."""
    raw = read_data("words.toml")
    return Words(
        after={word: _kinds(kinds) for word, kinds in raw["after"].items()},
        before={word: _kinds(kinds) for word, kinds in raw["before"].items()},
        compound_after=frozenset(raw["compound"]["after"]),
        compound_before=frozenset(raw["compound"]["before"]),
        strip_before=frozenset(raw["strip"]["before"]),
        strip_after=frozenset(raw["strip"]["after"]),
        postal=frozenset(raw["postal"]["words"]),
        site_last=frozenset(raw["sites"]["last"]),
        site_first=frozenset(raw["sites"]["first"]),
        article_starts=tuple(raw["article"]["starts"]),
        article_names=frozenset(raw["article"]["names"]),
    )
