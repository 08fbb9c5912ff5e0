"""What is fuzzed of the parsers of text: days, cells of tables, sentences, names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from geodata.errors import DatelineError

__all__ = ["STORY", "TEXT_TARGETS", "Target", "Try"]

Try = Callable[[bytes], None]

STORY = [
    "Bridge falls in Tartus",
    "A bridge in Tartus collapsed on 8 December 2024 after heavy rain, and two people were hurt.",
    "Rescue teams from Damascus arrived on 9 December 2024.",
]
_DAYS = (
    "On Sunday, 3.12.2024, and since 2011 (30 Rajab 1446); two weeks ago, from 5 to 7 May.",
    "mardi 3 décembre 2024, il y a deux jours; el lunes pasado; am 3. Dezember; 3 грудня 2024",
    "يوم الأحد 8 ديسمبر 2024؛ 7 جمادى الآخرة 1446",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing to fuzz.

    Attributes
    ----------
    seeds
        Makes the inputs to begin with.
    attempt
        Takes an input; raises where it is a finding.
    """

    seeds: Callable[[], list[bytes]]
    attempt: Try


def _dates() -> Try:
    import datetime as dt

    from geodata.dates import RuleTagger
    from geodata.dates.lexicon import LANGUAGES

    tagger, anchor = RuleTagger(), dt.date(2024, 12, 9)

    def attempt(data: bytes) -> None:
        text = data[1:].decode("utf-8", "surrogateescape")
        language = LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"
        end = 0
        for mention in tagger.tag(text, reference_date=anchor, language=language):
            if mention.start < end or text[mention.start : mention.end] != mention.text:
                raise AssertionError(f"offsets of {mention} do not hold")
            end = mention.end

    return attempt


def _words() -> Try:
    """Names and days of a text whose language has no model: the sweep, which is our own."""
    from geodata.pipeline import Geoparser
    from geodata.readers import read_text

    geoparser = Geoparser.open()

    def attempt(data: bytes) -> None:
        try:
            report = read_text("Dans la ville de Homs, " + data.decode("utf-8", "surrogateescape"))
            parsed = geoparser.geoparse(report)
        except DatelineError:
            return
        for resolution in parsed.resolutions:
            found = resolution.toponym
            if report.text[found.start : found.end] != found.text:
                raise AssertionError(f"offsets of {found} do not hold")

    return attempt


def _cells() -> Try:
    from geodata.readers.days import parse_day
    from geodata.readers.tables.celldates import DateColumn
    from geodata.readers.tables.coordinates import point_of_degrees, point_of_shape

    def attempt(data: bytes) -> None:
        cells = data.decode("utf-8", "surrogateescape").split("\n")[:50]
        column = DateColumn(cells)
        for cell in cells:
            for parse in (column.span, column.both, parse_day, point_of_shape):
                parse(cell)
            point_of_degrees(cell, cells[0])

    return attempt


def _sentences() -> Try:
    from geodata.text import captions, clean, sentences

    def attempt(data: bytes) -> None:
        text, _ = clean(data.decode("utf-8", "surrogateescape"))
        text.encode()
        held = "".join(text[s.start : s.end] for s in sentences(text))
        if "".join(held.split()) != "".join(text.split()):
            raise AssertionError("sentences lose text")
        captions(text)

    return attempt


def _texts(make: Callable[[], Try]) -> Target:
    """Return a target of text, whose parser is made when it is first tried."""
    made = cache(make)
    lines = [*STORY, *_DAYS, "12/08/2024\n34° 53' N\n-36.7\n45634\n1733616000\nDec 2024"]
    return Target(
        seeds=lambda: [bytes([n]) + line.encode() for n, line in enumerate(lines)],
        attempt=lambda data: made()(data),  # noqa: PLW0108 - not made before it is tried
    )


TEXT_TARGETS: Mapping[str, Target] = {
    "dates": _texts(_dates),
    "cells": _texts(_cells),
    "sentences": _texts(_sentences),
    "names": _texts(_words),
}
