"""Annotated texts as examples for fitting the resolver: evidence, and which rows are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.corpora import Document, Gold, read_corpus, right_place
from benchmarks.outlets import outlets_of
from geodata.gazetteer.base import Gazetteer
from geodata.model import Place
from geodata.resolution.base import Home
from geodata.resolution.evidence import Scene
from geodata.resolution.resolver import EvidenceResolver, Model, Weighed
from geodata.resolution.sheets import Floats

__all__ = ["Example", "examples_of"]

CLOSE_ENOUGH_KM = 25.0


@dataclass(frozen=True, slots=True)
class Example:
    """One text: its scene, which rows are right, and the gold mentions of each group.

    Attributes
    ----------
    right
        Rows to be preferred: the right ones, of those for one point the nearest.
    say
        Weight of each group in fitting: mentions with a known place that some row gets right.
    lost
        Mentions with a known place in groups without any candidate.
    """

    corpus: str
    document: Document
    weighed: Weighed
    right: np.ndarray
    say: Floats
    hits: tuple[tuple[np.ndarray, int], ...]
    lost: int

    @property
    def scene(self) -> Scene:
        """The scene of the text."""
        return self.weighed.scene


def example_of(
    corpus: str, document: Document, resolver: EvidenceResolver, home: Home | None
) -> Example | None:
    weighed = resolver.weigh(document.text, document.toponyms, home=home)
    known = sum(g.latitude is not None for g in document.gold)
    if weighed is None:
        return None
    scene = weighed.scene
    right = np.zeros(len(scene.owner), dtype=bool)
    say = np.zeros(len(scene.groups))
    hits: list[tuple[np.ndarray, int]] = []
    for g, group in enumerate(scene.groups):
        places = [c.place for c in group.sheet.candidates]
        total = np.zeros(len(places))
        mentions = 0
        for mention in group.mentions:
            gold = document.gold[mention.index]
            if gold.latitude is None:
                continue
            mentions += 1
            total += np.array([right_place(gold, p) is not None for p in places])
            rows = preferred(gold, places)
            right[scene.starts[g] : scene.starts[g] + len(places)] |= rows
        hits.append((total, mentions))
        some = right[scene.starts[g] : scene.starts[g] + len(places)].any()
        say[g] = mentions**0.5 if some else 0.0
    lost = known - sum(m for _, m in hits)
    return Example(corpus, document, weighed, right, say, tuple(hits), lost)


def preferred(gold: Gold, places: Sequence[Place]) -> np.ndarray:
    apart = [right_place(gold, p) for p in places]
    found = [a for a in apart if a is not None]
    if not found:
        return np.zeros(len(places), dtype=bool)
    limit = np.inf if gold.area else min(found) + CLOSE_ENOUGH_KM
    return np.array([a is not None and a <= limit for a in apart])


def examples_of(corpus: str, gazetteer: Gazetteer, model: Model) -> list[Example]:
    """Return the examples of one corpus; its outlets' homes are learned under a given model.

    Where the corpus names no outlets, they are simulated: see `outlets`.
    """
    resolver = EvidenceResolver(gazetteer, model=model)
    documents = read_corpus(corpus)
    resolved = [resolver.resolve(d.text, d.toponyms) for d in documents]
    named, homes = outlets_of(documents, resolved)
    found = (
        example_of(corpus, d, resolver, homes.home(named[d.doc_id], excluding=d.doc_id))
        for d in documents
    )
    return [example for example in found if example is not None]
