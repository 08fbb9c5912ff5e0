"""The whole pipeline on corpora that took no part in the fit: neither names nor places.

    python -m benchmarks.held_out

For each corpus recognition, resolution and scores are fitted on the other three and measured on
it, given the names and from raw text. LGL is measured a second time as if it named no outlets.
Prints the tables of docs/accuracy.md; nothing is written. About eight CPU minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from benchmarks import fit_recognition, fit_resolution
from benchmarks.accuracy import Run, Setup, accuracy_table, calibration_table, measure
from benchmarks.corpora import CORPORA, missing_corpora
from benchmarks.examples import Example, examples_of
from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.recognition.entities import EntityModel
from geodata.recognition.judge import Weights, load_weights
from geodata.recognition.recogniser import HybridRecogniser
from geodata.resolution.resolver import read_model
from geodata.settings import Settings


def recognition_weights(
    corpora: Iterable[Sequence[fit_recognition.Example]], lessons: Sequence[fit_recognition.Example]
) -> Weights:
    """Return weights of recognition fitted on some corpora and on our own lessons."""
    new = fit_recognition.fit(corpora, lessons)
    return replace(load_weights("model"), local=new["local"], document=new["document"])


def held_out(
    corpus: str,
    gazetteer: Gazetteer,
    pages: Mapping[str, Sequence[fit_recognition.Example]],
    examples: Mapping[str, Sequence[Example]],
) -> Iterable[Run]:
    """Yield the runs on one corpus under what the others taught."""
    others = [c for c in CORPORA if c != corpus]
    weights = recognition_weights([pages[c] for c in others], pages[fit_recognition.LESSONS])
    model = fit_resolution.fit(examples, others, gazetteer)
    recogniser = HybridRecogniser(gazetteer, weights=weights)
    setup = Setup(recogniser=recogniser, model=model)
    yield measure(corpus, gazetteer, setup)
    if corpus == "LGL":
        run = measure(corpus, gazetteer, replace(setup, outlets=False))
        yield replace(run, corpus="LGL, no outlets")


def main() -> int:
    if message := missing_corpora():
        print(message, file=sys.stderr)
        return 1
    with open_gazetteer(Settings.from_environment()) as gazetteer:
        model = EntityModel()
        named = [*CORPORA, fit_recognition.LESSONS]
        pages = {c: list(fit_recognition.pages(c, gazetteer, model)) for c in named}
        examples = {c: examples_of(c, gazetteer, read_model()) for c in CORPORA}
        runs: list[Run] = []
        for corpus in CORPORA:
            runs += held_out(corpus, gazetteer, pages, examples)
            print(accuracy_table(runs), calibration_table(runs), sep="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
