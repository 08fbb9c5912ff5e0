"""Two rounds of judging: each span by itself, then in the light of the whole document."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from geodata.recognition.features import features
from geodata.recognition.proposals import Page, list_gap
from geodata.recognition.sweep import Known, Ngram

__all__ = ["Weights", "document_features", "judge", "load_weights"]

_Key = TypeVar("_Key")
_LIMIT = 6.0
_LIKELY = 0.5
# A name with more namesakes than this says nothing of where the document is about.
_AMBIGUOUS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds per feature: of a span by itself (`local`) and in its document (`document`).

    A span is a toponym where its sum is above `threshold`. `prior` is set by hand for what the
    data that the others were fitted on cannot show: scripts without capitals.
    """

    local: Mapping[str, float]
    document: Mapping[str, float]
    threshold: float
    prior: Mapping[str, float]

    def judge(self, page: Page, spans: Sequence[Ngram]) -> list[float]:
        """Return the log-odds of each span being a toponym."""
        first = [self._local(features(page, span)) for span in spans]
        rows = document_features(page, spans, first)
        return [sum(self.document.get(f, 0.0) * value for f, value in row.items()) for row in rows]

    def _local(self, found: Iterable[str]) -> float:
        total = self.local.get("always", 0.0)
        return total + sum(self.local.get(f, 0.0) + self.prior.get(f, 0.0) for f in found)


@cache
def load_weights(name: str) -> Weights:
    """Return the weights in ``data/weights_<name>.json``."""
    path = files("geodata.recognition") / "data" / f"weights_{name}.json"
    return Weights(**json.loads(path.read_text("utf-8")))


def judge(weights: Weights, page: Page, spans: Sequence[Ngram]) -> list[tuple[Ngram, float]]:
    """Return the spans that are toponyms, in text order; where two overlap the likelier wins."""
    scores = weights.judge(page, spans)
    order = sorted(range(len(spans)), key=lambda i: (-scores[i], spans[i].start))
    taken: dict[int, int] = {}
    chosen = []
    for i in order:
        span = spans[i]
        if scores[i] <= weights.threshold:
            break
        if not any(at in taken for at in range(span.first, span.last + 1)):
            taken |= dict.fromkeys(range(span.first, span.last + 1), i)
            chosen.append((span, scores[i]))
    return sorted(chosen)


def document_features(
    page: Page, spans: Sequence[Ngram], scores: Sequence[float]
) -> list[dict[str, float]]:
    """Return what the other spans of the document say of each: namesakes and neighbours."""
    by_name: defaultdict[str, _Namesakes] = defaultdict(_Namesakes)
    for span, score in zip(spans, scores, strict=True):
        by_name[page.name(span).casefold()].add(score)
    areas, countries = _support(page, spans, scores)
    likely = len(
        {page.name(s).casefold() for s, score in zip(spans, scores, strict=True) if score > _LIKELY}
    )
    ends, starts = _edges(spans, scores)
    rows = []
    for span, score in zip(spans, scores, strict=True):
        row = {"always": 1.0, "local": _clip(score)}
        row |= by_name[page.name(span).casefold()].row(score)
        row |= _listed(page, span, ends, starts)
        known = page.knows(span)
        if known and not known.demonym and likely > (score > _LIKELY):
            own = int(_speaks(known, score))
            row[f"area {min(3, _most(areas, known.areas) - own)}"] = 1.0
            row[f"country {min(4, _most(countries, _countries(known)) - own)}"] = 1.0
        rows.append(row)
    return rows


def _clip(score: float) -> float:
    return max(-_LIMIT, min(_LIMIT, score))


@dataclass(slots=True)
class _Namesakes:
    """The scores of all spans of one name: how many, their sum and the two best."""

    count: int = 0
    total: float = 0.0
    best: float = -_LIMIT
    second: float = -_LIMIT

    def add(self, score: float) -> None:
        self.count += 1
        self.total += score
        self.second = max(self.second, min(self.best, score))
        self.best = max(self.best, score)

    def row(self, own: float) -> dict[str, float]:
        """Return what the others say of the span with the score `own`."""
        if self.count < 2:
            return {}
        best = self.second if own >= self.best else self.best
        return {
            "several": 1.0,
            "best": _clip(best),
            "mean": _clip((self.total - own) / (self.count - 1)),
            f"best {max(-3, min(3, round(best)))}": 1.0,
        }


def _edges(
    spans: Sequence[Ngram], scores: Sequence[float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Return the best score of the spans that end, and that start, at each word."""
    ends: dict[int, float] = {}
    starts: dict[int, float] = {}
    for span, score in zip(spans, scores, strict=True):
        ends[span.last] = max(score, ends.get(span.last, score))
        starts[span.first] = max(score, starts.get(span.first, score))
    return ends, starts


def _listed(
    page: Page, span: Ngram, ends: Mapping[int, float], starts: Mapping[int, float]
) -> dict[str, float]:
    """Return the score of the names before and behind in a list."""
    row = {}
    for at in (span.first - 1, span.first - 2):
        if at in ends and list_gap(page, at, span.first):
            row = {"list before": _clip(ends[at]), "in list": 1.0}
    for at in (span.last + 1, span.last + 2):
        if at in starts and list_gap(page, span.last, at):
            row |= {"list behind": _clip(starts[at]), "in list": 1.0}
    return row


def _speaks(known: Known, score: float) -> bool:
    return score > _LIKELY and known.places < _AMBIGUOUS


def _support(
    page: Page, spans: Sequence[Ngram], scores: Sequence[float]
) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Count the divisions and countries in which the likely names of the document lie."""
    areas: Counter[tuple[str, str]] = Counter()
    countries: Counter[str] = Counter()
    for span, score in zip(spans, scores, strict=True):
        known = page.knows(span)
        if known and _speaks(known, score):
            areas.update(known.areas)
            countries.update(_countries(known))
    return areas, countries


def _countries(known: Known) -> set[str]:
    return {country for country, _ in known.areas}


def _most(counts: Counter[_Key], keys: Iterable[_Key]) -> int:
    return max((counts[key] for key in keys), default=0)
