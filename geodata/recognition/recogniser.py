"""Recognition: the model's entities and the gazetteer's names, judged together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat, tee

from geodata.gazetteer.base import Gazetteer
from geodata.model import Toponym
from geodata.recognition.context import relation
from geodata.recognition.entities import Entity, EntityModel
from geodata.recognition.facilities import facility_of, without_facility
from geodata.recognition.features import is_demonym
from geodata.recognition.judge import Weights, judge, load_weights
from geodata.recognition.lexicon import Lexicon, lexicon
from geodata.recognition.mending import mended
from geodata.recognition.proposals import Page, proposals
from geodata.recognition.roles import NO_ROLES, read_roles
from geodata.recognition.shouting import calm
from geodata.recognition.sweep import Known, Ngram, Sweep, is_name, ngrams
from geodata.recognition.words import split_words

__all__ = ["HybridRecogniser", "open_page", "open_recogniser"]

_ORIGINS = {"is": "model", "holds": "model", "bare": "sweep"}
# "University of Kentucky" says nothing of where in Kentucky.
_TOO_LARGE = frozenset({"country", "adm1", "region"})


def open_page(text: str, entities: Sequence[Entity], sweep: Sweep, lex: Lexicon) -> Page:
    """Gather what is known of a text before its names are judged."""
    words = split_words(text)
    runs = list(ngrams(text, words, lex))
    known = sweep.known((text[g.start : g.end] for g in runs), lex)
    entities = mended(text, entities, known, lex)
    by_first: defaultdict[int, list[Ngram]] = defaultdict(list)
    for gram in runs:
        found = known.get(text[gram.start : gram.end])
        if found and is_name(text, words, gram, found, lex):
            by_first[gram.first].append(gram)
    return Page(
        text=text,
        words=words,
        lexicon=lex,
        entities=entities,
        known=known,
        ngrams=by_first,
        lower=Counter(w.text for w in words if w.case == "l"),
        people=_people(text, entities),
        roles=read_roles(text, entities, lex) if lex.persons else NO_ROLES,
    )


def _people(text: str, entities: Sequence[Entity]) -> frozenset[str]:
    """Return the last names of the persons that the text names in full."""
    names = (text[e.start : e.end].split() for e in entities if e.label == "PERSON")
    return frozenset(
        n[-1].removesuffix("'s").removesuffix("’s").lower() for n in names if len(n) > 1
    )


class HybridRecogniser:
    """Finds place names with the statistical model and the gazetteer.

    English text goes through both; other languages through the gazetteer alone.

    Parameters
    ----------
    gazetteer
        Where names are looked up.
    model
        The entity model; by default the one that Dateline installs, loaded when first needed.
    weights
        Other weights than the package's own for English, for measuring them.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        model: EntityModel | None = None,
        *,
        weights: Weights | None = None,
    ) -> None:
        self._weights = weights
        self._sweep = Sweep(gazetteer)
        self._model = model or EntityModel()

    def recognise(self, text: str, *, language: str = "en") -> tuple[Toponym, ...]:
        """Return the toponyms of one text, in text order and without overlaps.

        Raises
        ------
        RecognitionError
            If the language model cannot be loaded.
        """
        return next(self.recognise_many([text], language=language))

    def recognise_many(
        self, texts: Iterable[str], *, language: str = "en"
    ) -> Iterator[tuple[Toponym, ...]]:
        """Yield the toponyms of each text, in order, streaming.

        Raises
        ------
        RecognitionError
            If the language model cannot be loaded.
        """
        modelled = language.lower().startswith("en")
        weights = load_weights("model" if modelled else "sweep")
        if modelled and self._weights:
            weights = self._weights
        lex = lexicon(language)
        texts, again = tee(texts)
        rows = self._model.entities(calm(t, lex) for t in again) if modelled else repeat([])
        for text, entities in zip(texts, rows, strict=False):
            page = open_page(calm(text, lex), entities, self._sweep, lex)
            chosen = judge(weights, page, proposals(page))
            yield tuple(_toponym(text, page, span) for span, _ in chosen)


def _toponym(text: str, page: Page, span: Ngram) -> Toponym:
    span = without_facility(page, span)
    known, (lie, label) = page.knows(span), relation(page, span)
    return Toponym(
        text=text[span.start : span.end],
        start=span.start,
        end=span.end,
        origin=_ORIGINS.get(lie, "nested"),
        label=label,
        demonym=is_demonym(page, span),
        name=known.form if known else "",
        facility="" if known and _is_large(known) else facility_of(page, span),
    )


def _is_large(known: Known) -> bool:
    return known.kind in _TOO_LARGE and not known.seat


def open_recogniser(gazetteer: Gazetteer) -> HybridRecogniser:
    """Return Dateline's recogniser; the language model is loaded when English text comes."""
    return HybridRecogniser(gazetteer)
