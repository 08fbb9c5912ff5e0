"""Reasons in other languages: every one that the machine gives, and nothing but those."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from geodata.messages import LANGUAGES
from geodata.pipeline import Geoparser
from geodata.readers import read_text
from geodata.reasons import reason_in

TEXT = """DAMASCUS, December 8, 2024 - Fighters entered Damascus on Sunday from Homs and Hama.

In Tartous, Syria, nothing moved. Two days later the road to Aleppo was open. A team will visit
Berlin next week. On 3 March 2023 Paris saw talks, and Paris, Texas, heard of it. Sednaya and
Draykish near Latakia waited. The Syrian Arab Republic said so on Friday. Nobody came to Qamishli.
"""


def test_every_reason_of_a_text_is_said_in_every_language(geoparser: Geoparser) -> None:
    events = geoparser.geoparse(read_text(TEXT, published=dt.date(2024, 12, 8))).events
    reasons = {event.resolution.reason for event in events}
    reasons |= {other.reason for event in events for other in event.resolution.runners_up}
    reasons = (reasons | {event.date_reason for event in events}) - {""}
    assert len(reasons) > 10
    for language in set(LANGUAGES) - {"en"}:
        same = [reason for reason in reasons if reason_in(language, reason) == reason]
        assert not same, language
    assert {reason_in("en", reason) for reason in reasons} == reasons


@pytest.mark.parametrize(
    ("reason", "french"),
    [
        ("in the Netherlands, which the report names", "en Netherlands, que le texte nomme"),
        ('written "Tartous, Syria"', "écrit « Tartous, Syria »"),
        (
            "spelled nearly like Şaydnāyā, in Syria like Homs and Hama in the same report",
            "presque écrit comme Şaydnāyā, en Syria comme Homs et Hama dans le même texte",
        ),
        (
            'the same clause says "Sunday" (the Sunday before the day of publication)',
            "la même proposition dit « Sunday » (le dimanche avant le jour de publication)",
        ),
        (
            'the same clause says "in Ramadan" (a rule that no catalogue has)',
            "la même proposition dit « in Ramadan » (a rule that no catalogue has)",
        ),
        ("you placed Sednaya here on 8 December 2024", "vous avez placé Sednaya ici le 2024-12-08"),
        ('"{name}" is short for {0}', "« {name} » est l’abréviation de {0}"),
        ("What a person wrote, of no grammar", "What a person wrote, of no grammar"),
        ("", ""),
    ],
)
def test_a_reason_is_said_or_left_as_it_is(reason: str, french: str) -> None:
    assert reason_in("fr", reason) == french


def test_hostile_reasons_cost_little() -> None:
    began = time.process_time()
    for unit in (", ", "in a like ", '"', " and ", 'the same clause says "x" (', "1 km from "):
        hostile = (unit * 1000)[:1000]
        assert reason_in("ar", hostile)
    assert time.process_time() - began < 5


def test_a_reason_out_of_somebodys_file_takes_no_time() -> None:
    """Each part doubles the ways to split it, if they are all tried."""
    part = 'called "a" in the text, '
    assert reason_in("fr", part * 12 + "zz") == part * 12 + "zz"
    assert reason_in("fr", part * 200) == part * 200
