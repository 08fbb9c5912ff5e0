"""Labels of the model that the words themselves speak against."""

from __future__ import annotations

from collections.abc import Container, Iterable

from geodata.recognition.entities import Entity
from geodata.recognition.lexicon import Lexicon

__all__ = ["mended"]

_FROM, _TO, _PLACE = "from ", " to ", "GPE"
_TIMES = frozenset({"DATE", "TIME"})
_CONCERNS = frozenset({"ORG", "WORK_OF_ART", "PRODUCT"})


def mended(
    text: str, entities: Iterable[Entity], known: Container[str], lexicon: Lexicon
) -> list[Entity]:
    """Return the entities, "from Reading to Mobile" as two places, not as one of another kind.

    What has a given name and one plain word ("Paris Hilton") is a person, no organisation.

    Parameters
    ----------
    known
        The names in the text that the gazetteer knows.
    """
    parts = (part for e in entities for part in _way(text, e, known))
    return [_person(text, e, lexicon) for e in parts]


def _way(text: str, entity: Entity, known: Container[str]) -> list[Entity]:
    start, end = entity.start, entity.end
    first, to, last = text[start:end].partition(_TO)
    led = text[max(0, start - len(_FROM)) : start].lower() == _FROM
    if led and to and entity.label not in _TIMES and first in known and last in known:
        return [Entity(start, start + len(first), _PLACE), Entity(end - len(last), end, _PLACE)]
    return [entity]


def _person(text: str, entity: Entity, lexicon: Lexicon) -> Entity:
    if entity.label not in _CONCERNS:
        return entity
    words = text[entity.start : entity.end].split()
    if len(words) != 2 or words[0].lower() not in lexicon.given_names:
        return entity
    last = words[1].lower()
    groups = (
        lexicon.organisations | lexicon.facilities | lexicon.teams,
        lexicon.kinds_after | lexicon.stop,
    )
    plain = words[1].istitle() and last.isalpha()
    if plain and not any(last in group for group in groups):
        return entity._replace(label="PERSON")
    return entity
