"""What names do in their sentences that places do not: they have an age, say "he", win 2-0.

A text is read once; what was found stands by the offset at which the name ends or begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from geodata.recognition.entities import Entity
from geodata.recognition.lexicon import Lexicon

__all__ = ["NO_ROLES", "Roles", "read_roles"]

_AGED, _ELSEWHERE, _SPEAKS, _NAMED, _PLAYS = (
    "has an age", "a person elsewhere", "says he", "named in full before", "plays",
)  # fmt: skip
# "Jordan, 34, was", "Jordan (34) said", "Jordan, who is 34", "Jordan, a 34-year-old".
_AGE = re.compile(
    r"(?:,\s(?:now\s|then\s|aged\s)?(?:[1-9]|[1-9]\d|10\d),\s(?!and\b)(?=[a-z])"
    r"|\s\((?:1[6-9]|[2-9]\d)\),?\s(?=[a-z])"
    r"|,\s(?:who\s(?:is|was|turned)\s|aged\s)(?:[1-9]|[1-9]\d)\b"
    r"|,\san?\s\d{1,2}-year-old\b)"
)
# "Jordan said that he", "Chad told reporters on Monday she".
_SAYS = re.compile(
    r"\s(?:(?:said|says|added|explained|insisted|replied|testified|wrote)"
    r"|(?:told|tells)\s(?:[a-z]+\s){0,2}[a-z]+)"
    r"(?:\son\s[A-Z][a-z]+day)?(?:\sthat)?\s(?:he|she|his|her)\b"
    # What governments say of others.
    r"(?!\s(?:was|is|had\sbeen|has\sbeen|would\sbe|will\sbe)\s(?:killed|shot|dead|freed|released"
    r"|executed|captured|responsible|behind)\b)"
)
_WITH_BODY = re.compile(r"(?<=[\"”]\s)([A-Z][\w-]*)\s(?:said|says),\s[a-z]+ing\s(?:his|her)\b")
_WORD = re.compile(r"\w+")
_VERB = (
    r"(?:beaten|beat|beats|beating|won|wins|winning|lost|loses|losing|drew|draws|drawing|defeats?|defeated"
    r"|defeating|thrash(?:ed|es|ing)|edged|edges|routed|outscored|trailed|led|trails|leads)"
)
# A score, not a range of things: a stop or a small word stands behind it.
_SCORE = (
    r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?=[.,;!?)]|\s*\Z|\s(?:at|to|by|in|on|against|over|with|after|and"
    r"|away|win|victory|loss|defeat|draw)\b)"
)
_CLUB = r"(?:United|City|Town|Rovers|Wanderers|Athletic|Albion|FC|Hotspur|Villa|County)"
_CLUB_BEFORE = (
    r"(?:FC|AC|AS|SC|CF|SV|Real|Atl[eé]tico|Dynamo|Dinamo|Lokomotiv|Spartak|CSKA|Maccabi|Hapoel"
    r"|Olympique|Borussia|Sporting)"
)
_TO = r"\s(?:to\s|with\s|against\s)?"
_FROM_END = (
    re.compile(rf"\s(?:[a-z]+\s)?{_VERB}\b[^.!?\n]{{0,60}}?{_SCORE}"),
    re.compile(rf"\s{_VERB}{_TO}(?:[A-Z]\w+\s)?(?:FC\s[A-Z]|{_CLUB}\b)"),
    re.compile(r"\sscored\s(?:once|twice|first|again|the|an?|in\sthe|[a-z]+\sgoals?)\b"),
)
_TO_START = (
    re.compile(rf"\b{_VERB}{_TO}(?=[A-Z][^.!?\n]{{0,60}}?{_SCORE})"),
    re.compile(rf"(?:\bFC\s\w+|\b{_CLUB})\s(?:[a-z]+\s)?{_VERB}{_TO}(?=[A-Z])"),
    re.compile(
        r"(?<![\d-])\d{1,3}[-–]\d{1,3}\s(?:(?:home\s|away\s)?(?:win|victory|loss|defeat|draw)\s)?"
        r"(?:over|against|to|with|by|past|at\shome\sto)\s(?=[A-Z])"
    ),
    re.compile(rf"\b{_CLUB_BEFORE}\s(?:de\s)?(?=[A-Z][a-z])"),
    re.compile(
        r"\b(?:match|game|fixture|semi-?final|quarter-?final|final|derby)\sbetween\s"
        r"(?=[A-Z][\w ]{1,60}\sand\s[A-Z])"
    ),
)
_AND = re.compile(r"[\w ]{2,30}?\sand\s(?=[A-Z])")
_SPORT = re.compile(rf"(?<![\d-])\d{{1,3}}[-–]\d|\b(?:{_CLUB}|{_CLUB_BEFORE}|scored|between)\s")
_NAME = re.compile(r"([A-Z][\w-]*)\Z")
_LONGEST = 40


class Roles(NamedTuple):
    """What the names of a text do, by the offset where they end, where they begin, or by name.

    Attributes
    ----------
    persons
        Names, in lower case, that somewhere have an age.
    surnames
        Last names of persons named in full, in lower case, and where the first such name ends.
    """

    by_end: Mapping[int, str] = {}
    by_start: Mapping[int, str] = {}
    persons: frozenset[str] = frozenset()
    surnames: Mapping[str, int] = {}

    def of(self, name: str, start: int, end: int, *, led: bool) -> Iterator[str]:
        """Yield what a name does; `led` says that a word like "in" stands before it."""
        if role := self.by_start.get(start):
            yield role
        if led:
            return
        role = self.by_end.get(end, "")
        if role:
            yield role
        low = name.lower()
        if role != _AGED and low in self.persons:
            yield _ELSEWHERE
        if self.surnames.get(low, start) < start:
            yield _NAMED


NO_ROLES = Roles()


def read_roles(text: str, entities: Sequence[Entity], lexicon: Lexicon) -> Roles:
    """Return what the names of an English text do."""
    by_end = dict(_players(text)) if _SPORT.search(text) else {}
    by_start = dict(_played(text)) if by_end or _SPORT.search(text) else {}
    by_end |= _speakers(text, entities, lexicon)
    aged = [m.start() for m in _AGE.finditer(text)]
    by_end |= dict.fromkeys(aged, _AGED)
    names = (_NAME.search(text, max(0, at - _LONGEST), at) for at in aged)
    return Roles(
        by_end=by_end,
        by_start=by_start,
        persons=frozenset(found[1].lower() for found in names if found),
        surnames=_surnames(text, entities, lexicon),
    )


def _players(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _FROM_END:
        yield from ((m.start(), _PLAYS) for m in pattern.finditer(text))


def _played(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _TO_START:
        for found in pattern.finditer(text):
            yield found.end(), _PLAYS
            if pattern is _TO_START[-1] and (other := _AND.match(text, found.end())):
                yield other.end(), _PLAYS


def _speakers(text: str, entities: Sequence[Entity], lexicon: Lexicon) -> dict[int, str]:
    """Return where names end that say "he" of themselves, as nobody else was named before."""
    ends = [m.start() for m in _SAYS.finditer(text)]
    ends += [m.end(1) for m in _WITH_BODY.finditer(text)]
    if not ends:
        return {}
    first = min(_others(text, entities, lexicon), default=len(text))
    names = ((end, _NAME.search(text, max(0, end - _LONGEST), end)) for end in ends)
    return {end: _SPEAKS for end, name in names if name and name.start() <= first}


def _others(text: str, entities: Sequence[Entity], lexicon: Lexicon) -> Iterator[int]:
    """Yield where those stand whom "he" or "she" may mean, the first of each kind."""
    yield from (e.start for e in entities if e.label == "PERSON")
    words = ((m.start(), m[0].lower()) for m in _WORD.finditer(text))
    yield from islice((at for at, word in words if word in lexicon.persons), 1)


def _surnames(text: str, entities: Sequence[Entity], lexicon: Lexicon) -> dict[str, int]:
    found: dict[str, int] = {}
    for entity in entities:
        names = text[entity.start : entity.end].split() if entity.label == "PERSON" else []
        if len(names) > 1 and names[0].lower() in lexicon.given_names:
            last = names[-1].removesuffix("'s").removesuffix("’s").lower()
            found.setdefault(last, entity.end)
    return found
