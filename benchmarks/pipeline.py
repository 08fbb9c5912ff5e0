"""What the whole pipeline costs, beside three other tools in the same run.

    python -m benchmarks.pipeline              reports of 300 words made of our own gold texts
    python -m benchmarks.pipeline --corpora    and of the public corpora in ../shared

Prints reports a CPU second for the pipeline, on reports that are new to it (names are looked up,
countries' spellings read) and on the same again, and for each of its steps, the same for geotext,
flashgeotext and plain spaCy with the most populous place of each name, then the cold start and
the memory of fresh processes. All seconds are CPU seconds of the whole process, threads included.

geotext and flashgeotext serve this comparison only (``pip install geotext flashgeotext``); where
they are not installed the run says so. They find names of cities and countries from fixed lists
and place none of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import spacy

from benchmarks.corpora import CORPORA, missing_corpora, read_corpus
from geodata.events import link
from geodata.gazetteer import Gazetteer
from geodata.model import Report
from geodata.pipeline import Geoparser
from geodata.recognition.entities import MODEL
from geodata.settings import Settings

GOLD = Path(__file__).resolve().parents[1] / "tests" / "data" / "gold_toponyms.jsonl"
WORDS = 300
LONG_WORDS = 100_000
PUBLISHED = dt.date(2024, 12, 8)
PLACES = {"GPE", "LOC", "FAC"}

Tool = Callable[[str], object]


def gold_texts() -> Iterator[str]:
    """Yield our English gold texts."""
    rows = map(json.loads, GOLD.read_text("utf-8").splitlines())
    return (row["text"] for row in rows if row["lang"] == "en")


def corpus_texts(name: str) -> Iterator[str]:
    """Yield the texts of a public corpus."""
    return (document.text for document in read_corpus(name))


def reports_of(texts: Iterator[str], words: int, most: int) -> list[Report]:
    """Return texts joined and cut into reports of so many words, each sentence used once."""
    stream = chain.from_iterable(f"{text}\n\n".split(" ") for text in texts)
    cut = [list(islice(stream, words)) for _ in range(most)]
    whole = [" ".join(piece) for piece in cut if len(piece) == words]
    return [
        Report(text=t, key=f"{i}", content_hash=f"{i}", published=PUBLISHED)
        for i, t in enumerate(whole)
    ]


def cpu_seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def steps(geoparser: Geoparser, reports: Sequence[Report]) -> dict[str, float]:
    """Return the CPU seconds of each step on some reports."""
    texts = [r.text for r in reports]
    recogniser, resolver, tagger = geoparser.recogniser, geoparser.resolver, geoparser.tagger
    names = [recogniser.recognise(t) for t in texts]
    placed = [resolver.resolve(t, n) for t, n in zip(texts, names, strict=True)]
    dates = [tagger.tag(t, reference_date=PUBLISHED) for t in texts]
    work: dict[str, Callable[[], object]] = {
        "recognise": lambda: [recogniser.recognise(t) for t in texts],
        "resolve": lambda: [resolver.resolve(*pair) for pair in zip(texts, names, strict=True)],
        "date": lambda: [tagger.tag(t, reference_date=PUBLISHED) for t in texts],
        "link": lambda: [link(*row) for row in zip(reports, placed, dates, strict=True)],
    }
    return {name: cpu_seconds(run) for name, run in work.items()}


def plain_spacy(gazetteer: Gazetteer) -> Tool:
    """Return the plain way: the whole model, and of each name the most populous place."""
    nlp = spacy.load(MODEL)

    def run(text: str) -> object:
        names = [e.text for e in nlp(text).ents if e.label_ in PLACES]
        found = gazetteer.lookup_many(names)
        return [max(found[n], key=lambda c: c.place.population, default=None) for n in names]

    return run


def others(gazetteer: Gazetteer) -> dict[str, Tool]:
    """Return the other tools that are installed; say which are not."""
    tools = {"plain spaCy + most populous": plain_spacy(gazetteer)}
    if module := installed("flashgeotext.geotext"):
        tools["flashgeotext (names only)"] = module.GeoText().extract
    if module := installed("geotext"):
        tools["geotext (names only)"] = module.GeoText
    return tools


def installed(module: str) -> Any | None:  # noqa: ANN401 - a module of others
    """Return a module, or None and a word about it where it is absent."""
    try:
        return import_module(module)
    except ImportError:
        print(f"{module} is not installed: left out")
        return None


def compare(title: str, reports: Sequence[Report], geoparser: Geoparser) -> None:
    """Print the speeds on one set of reports."""
    tools: dict[str, Callable[[Report], object]] = {"Dateline, whole pipeline": geoparser.geoparse}
    for name, tool in others(geoparser.gazetteer).items():
        tools[name] = partial(lambda use, report: use(report.text), tool)
    print(f"\n{title}: {len(reports)} reports of {WORDS} words")
    tools["Dateline, the same again"] = geoparser.geoparse
    for name, run in tools.items():
        run(reports[0])
        seconds = cpu_seconds(partial(lambda run: [run(r) for r in reports], run))
        print(f"  {name:32}{len(reports) / seconds:10,.1f} reports a CPU second")
    for name, seconds in steps(geoparser, reports).items():
        rate, cost = len(reports) / seconds, 1000 * seconds / len(reports)
        print(f"    {name + ' alone, warm':30}{rate:10,.1f}   {cost:6.2f} ms a report")


def in_fresh_process(words: int) -> tuple[float, float, int]:
    """Geoparse a text of so many words in a new process.

    Returns
    -------
    tuple
        Seconds by the clock, CPU seconds, and the most memory held, in bytes.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.pipeline", "--alone", str(words)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    clock = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return clock, cpu, int(done.stdout.split()[-1])


def alone(words: int) -> None:
    """Geoparse one text and print the most memory held."""
    stream = chain.from_iterable(f"{text}\n\n".split(" ") for text in cycle(list(gold_texts())))
    text = " ".join(islice(stream, words))
    with_all = Geoparser.open(Settings.from_environment())
    with_all.geoparse(Report(text=text, key="0", content_hash="0", published=PUBLISHED))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", action="store_true", help="the public corpora too")
    parser.add_argument("--reports", type=int, default=30, help="at most so many of each set")
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        alone(arguments.alone)
        return 0
    sets = {"our gold": gold_texts()}
    if arguments.corpora:
        if message := missing_corpora():
            print(message, file=sys.stderr)
            return 1
        sets |= {name: corpus_texts(name) for name in CORPORA}
    geoparser = Geoparser.open(Settings.from_environment())
    for title, texts in sets.items():
        compare(title, reports_of(texts, WORDS, arguments.reports), geoparser)
    clock, cpu, memory = in_fresh_process(WORDS)
    print(f"\ncold start to the first report: {clock:.1f} s by the clock, {cpu:.1f} CPU seconds;")
    print(f"  {memory / 1e6:,.0f} MB at most")
    clock, cpu, memory = in_fresh_process(LONG_WORDS)
    print(f"{LONG_WORDS:,} words in one text: {cpu:.1f} CPU seconds,")
    print(f"  {memory / 1e6:,.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
