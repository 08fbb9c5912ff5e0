"""Fit the resolver's weights on the public toponym corpora, and report how they hold up.

    python -m benchmarks.fit_resolution            train on three, test on the fourth
    python -m benchmarks.fit_resolution --write    fit on all four and write the weights

Needs the corpora beside the repository (``../shared/corpora/toponyms``). Deterministic, numpy
only. The ranking is a conditional logit fitted by damped Newton steps, every corpus with the same
say; the context is computed again under the weights of the round before. The calibration is a
logistic regression on documents that the ranking was not fitted on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.corpora import CORPORA, Document, Gold, missing_corpora, read_corpus, right_place
from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.model import Place
from geodata.resolution.calibration import CONFIDENCE, Calibration, confidence_columns
from geodata.resolution.evidence import CONTEXT, FIXED, Scene, context, pick, spread
from geodata.resolution.outlets import OutletHomes
from geodata.resolution.ranking import Weights, rank
from geodata.resolution.resolver import EvidenceResolver, Model, Weighed, read_model
from geodata.resolution.sheets import Floats, Ints
from geodata.resolution.surroundings import SURROUNDINGS, Anchor, Surroundings
from geodata.settings import Settings

WEIGHTS = Path(__file__).resolve().parents[1] / "geodata/resolution/data/weights.toml"
COLUMNS = (*FIXED, *CONTEXT)
ROUNDS = 3
RIDGE = 2.0
CLOSE_ENOUGH_KM = 25.0
# What a text says outright is believed though few texts test it: weight expected, and how firmly.
EXPECTED = dict.fromkeys(("inside_division", "inside_country", "compound"), (3.0, 20.0))


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
    corpus: str, document: Document, resolver: EvidenceResolver, homes: OutletHomes
) -> Example | None:
    home = homes.home(document.source, excluding=document.doc_id)
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
    """Return the examples of one corpus; its outlets' homes are learned under a given model."""
    resolver = EvidenceResolver(gazetteer, model=model)
    documents = read_corpus(corpus)
    homes = OutletHomes()
    for document in documents:
        if document.source:
            resolved = resolver.resolve(document.text, document.toponyms)
            homes.observe(document.source, document.doc_id, resolved)
    found = (example_of(corpus, d, resolver, homes) for d in documents)
    return [example for example in found if example is not None]


def stacked(
    examples: Sequence[Example], columns: Sequence[Floats]
) -> tuple[Floats, Ints, np.ndarray, Floats]:
    """Return the rows, their group, which are right, and the groups' say, of all examples."""
    owners, offset = [], 0
    for example in examples:
        owners.append(example.scene.owner + offset)
        offset += len(example.scene.groups)
    totals: dict[str, float] = {}
    for example in examples:
        totals[example.corpus] = totals.get(example.corpus, 0.0) + float(example.say.sum())
    say = [1000.0 * e.say / totals[e.corpus] for e in examples]
    right = np.concatenate([e.right for e in examples])
    return np.concatenate(columns), np.concatenate(owners), right, np.concatenate(say)


def fit_ranking(rows: Floats, owner: Ints, right: np.ndarray, say: Floats, start: Floats) -> Floats:
    """Return the weights that make the right rows likeliest: a conditional logit with a ridge."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    expected, ridge = np.zeros(len(start)), np.full(len(start), RIDGE)
    for name, (weight, firmness) in EXPECTED.items():
        expected[FIXED.index(name)], ridge[FIXED.index(name)] = weight, firmness
    weights = start.copy()
    weight_of_row = say[owner]

    def shares(utility: Floats) -> tuple[Floats, Floats]:
        top = np.maximum.reduceat(utility, starts)
        power = np.exp(utility - top[owner])
        total = np.add.reduceat(power, starts)
        return power / total[owner], np.add.reduceat(power * right, starts) / total

    def loss(w: Floats) -> float:
        _, hit = shares(rows @ w)
        return float(
            -(say * np.log(np.maximum(hit, 1e-12))).sum() + (ridge * (w - expected) ** 2).sum() / 2
        )

    best = loss(weights)
    for _ in range(40):
        share, hit = shares(rows @ weights)
        wanted = share * right / np.maximum(hit, 1e-12)[owner]
        slope = rows.T @ (weight_of_row * (share - wanted)) + ridge * (weights - expected)
        mean = np.add.reduceat(rows * share[:, None], starts)
        bend = rows.T @ (rows * (weight_of_row * share)[:, None]) - mean.T @ (mean * say[:, None])
        bend += np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-3 and loss(weights - size * step) > best:
            size /= 2
        weights = weights - size * step
        previous, best = best, loss(weights)
        if previous - best < 0.05:
            break
    return weights


def fit_weights(examples: Sequence[Example]) -> Weights:
    """Return both passes' weights, the context following the belief of the round before."""
    fixed = [e.scene.fixed for e in examples]
    first = fit_ranking(*stacked(examples, fixed), np.zeros(len(FIXED)))
    weights = Weights(first=first, later=np.concatenate([first, np.zeros(len(CONTEXT))]))
    beliefs = [spread(e.scene, e.scene.fixed @ first) for e in examples]
    for _ in range(ROUNDS):
        columns = [
            np.hstack([e.scene.fixed, context(e.scene, b)])
            for e, b in zip(examples, beliefs, strict=True)
        ]
        later = fit_ranking(*stacked(examples, columns), weights.later)
        weights = Weights(first=first, later=later)
        beliefs = [rank(e.scene, weights).belief for e in examples]
    return weights


@dataclass(frozen=True, slots=True)
class Judged:
    """The choices of a ranking: columns of confidence, and right mentions of all mentions."""

    columns: Floats
    right: Floats
    mentions: Floats
    lost: int

    @property
    def accuracy(self) -> float:
        """The share of all mentions with a known place that is right."""
        return float(self.right.sum() / (self.mentions.sum() + self.lost))


def judge(examples: Sequence[Example], weights: Weights) -> Judged:
    columns, right, mentions = [], [], []
    for example in examples:
        ranking = rank(example.scene, weights)
        best = pick(example.scene, ranking.belief)
        columns.append(confidence_columns(example.scene, ranking, best))
        for row, start, (hits, count) in zip(best, example.scene.starts, example.hits, strict=True):
            right.append(hits[row - start])
            mentions.append(count)
    lost = sum(e.lost for e in examples)
    return Judged(np.concatenate(columns), np.array(right, float), np.array(mentions, float), lost)


def fit_calibration(judged: Sequence[Judged]) -> Calibration:
    """Return a logistic regression of being right on the columns of confidence."""
    x = np.concatenate([j.columns for j in judged])
    y = np.concatenate([np.divide(j.right, np.maximum(j.mentions, 1)) for j in judged])
    say = np.concatenate([1000.0 * j.mentions / j.mentions.sum() for j in judged])
    return Calibration(weights=logistic(x, y, say))


def logistic(x: Floats, y: Floats, say: Floats) -> Floats:
    """Return the weights of a logistic regression with a ridge on all but the first column."""
    weights = np.zeros(x.shape[1])
    ridge = np.diag([1e-6] + [RIDGE] * (len(weights) - 1))
    for _ in range(30):
        share = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (say * (share - y)) + ridge @ weights
        bend = x.T @ (x * (say * share * (1 - share))[:, None]) + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


@dataclass(frozen=True, slots=True)
class Site:
    """An anchor, and how many of its mentions it would get right, of how many; and now does."""

    corpus: str
    anchor: Anchor
    own_score: float
    hits: int
    mentions: int
    own_hits: int


def sites_of(example: Example, resolver: EvidenceResolver, model: Model) -> list[Site]:
    """Return the sites of one text with their anchors under a model."""
    scene = example.scene
    ranking = rank(scene, model.weights)
    best = pick(scene, ranking.belief)
    columns = confidence_columns(scene, ranking, best)
    weighed = replace(example.weighed, ranking=ranking, best=best, columns=columns)
    scores = resolver.scores(weighed)
    own = {id(group): i for i, group in enumerate(scene.groups)}
    found = []
    for anchor in resolver.anchors(weighed, scores):
        gold = [example.document.gold[m.index] for m in anchor.group.mentions]
        gold = [g for g in gold if g.latitude is not None]
        hits = sum(right_place(g, anchor.place) is not None for g in gold)
        own_hits, own_score = 0, 0.0
        if (i := own.get(id(anchor.group))) is not None:
            own_score = float(scores[i])
            place = anchor.group.sheet.candidates[int(best[i] - scene.starts[i])].place
            own_hits = sum(right_place(g, place) is not None for g in gold)
        found.append(Site(example.corpus, anchor, own_score, hits, len(gold), own_hits))
    return found


def fit_surroundings(sites: Sequence[Site]) -> Surroundings:
    """Return a logistic regression of the anchor being right."""
    x = np.array([s.anchor.columns for s in sites])
    y = np.array([s.hits / max(s.mentions, 1) for s in sites])
    say = np.array([float(s.mentions) for s in sites])
    return Surroundings(weights=logistic(x, y, say))


def report_sites(corpus: str, sites: Sequence[Site], surroundings: Surroundings, all_: int) -> None:
    """Print what placing sites by their surroundings changes."""
    scored = [(s, surroundings.score(s.anchor)) for s in sites]
    taken = [s for s, p in scored if p >= max(0.5, s.own_score)]
    mentions = sum(s.mentions for s in taken)
    right, before = sum(s.hits for s in taken), sum(s.own_hits for s in taken)
    print(
        f"{corpus:10} sites placed by surroundings {mentions}, right {right}, "
        f"right without {before}: acc161 {(right - before) / all_:+.4f}"
    )


def calibrated(judged: Judged, calibration: Calibration, at: float) -> tuple[float, float]:
    """Return the share of placed mentions kept at a score, and the share of those that is right."""
    keep = calibration.scores(judged.columns) >= at
    kept = judged.mentions[keep].sum()
    return float(kept / judged.mentions.sum()), float(judged.right[keep].sum() / max(kept, 1))


def report(corpus: str, judged: Judged, calibration: Calibration) -> None:
    kept, right = calibrated(judged, calibration, 0.7)
    loose, loose_right = calibrated(judged, calibration, 0.3)
    print(
        f"{corpus:10} acc161 {judged.accuracy:.4f}  without candidates {judged.lost:4d}  "
        f"score>=.7 kept {kept:.3f} right {right:.3f}  "
        f"score>=.3 kept {loose:.3f} right {loose_right:.3f}"
    )


def table(name: str, columns: Sequence[str], weights: Floats) -> str:
    lines = [f"{c} = {w:.4f}" for c, w in zip(columns, weights, strict=True) if abs(w) >= 5e-5]
    return "\n".join([f"[{name}]", *lines, ""])


def write(model: Model) -> None:
    """Write the weights file."""
    weights, calibration = model.weights, model.calibration
    your_own = FIXED.index("your_own")
    weights.first[your_own] = weights.later[your_own] = 30.0
    calibration.weights[CONFIDENCE.index("chosen_your_own")] = 6.0
    WEIGHTS.write_text(
        "# Written by benchmarks/fit_resolution.py; the columns are explained in evidence.py.\n"
        "# first: before the other names of the text are known; later: with them as context;\n"
        "# calibration: from belief to the probability that the place is right;\n"
        "# surroundings: the same for a site placed by the place around it.\n\n"
        + table("first", FIXED, weights.first)
        + "\n"
        + table("later", COLUMNS, weights.later)
        + "\n"
        + table("calibration", CONFIDENCE, calibration.weights)
        + "\n"
        + table("surroundings", SURROUNDINGS, model.surroundings.weights),
        encoding="utf-8",
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Fit the resolver's weights.")
    parser.add_argument("--write", action="store_true", help="write the weights of all corpora")
    arguments = parser.parse_args()
    if message := missing_corpora():
        print(message, file=sys.stderr)
        return 1
    with open_gazetteer(Settings.from_environment()) as gazetteer:
        examples = {c: examples_of(c, gazetteer, read_model()) for c in CORPORA}
        if not arguments.write:
            for held in CORPORA:
                model = fit(examples, [c for c in CORPORA if c != held], gazetteer)
                evaluate(held, examples[held], model, gazetteer)
        else:
            model = fit(examples, list(CORPORA), gazetteer)
            for corpus in CORPORA:
                evaluate(f"{corpus} *", examples[corpus], model, gazetteer)
            write(model)
    return 0


def fit(
    examples: Mapping[str, Sequence[Example]], corpora: Sequence[str], gazetteer: Gazetteer
) -> Model:
    """Return a model of some corpora; its calibration sees only texts new to the ranking."""
    judged = []
    for half in (0, 1):
        part = fit_weights([e for c in corpora for e in examples[c][half::2]])
        judged += [judge(examples[c][1 - half :: 2], part) for c in corpora]
    model = Model(
        weights=fit_weights([e for c in corpora for e in examples[c]]),
        calibration=fit_calibration(judged),
        surroundings=Surroundings.from_table({}),
    )
    resolver = EvidenceResolver(gazetteer, model=model)
    sites = [s for c in corpora for e in examples[c] for s in sites_of(e, resolver, model)]
    return replace(model, surroundings=fit_surroundings(sites))


def evaluate(corpus: str, examples: Sequence[Example], model: Model, gazetteer: Gazetteer) -> None:
    """Print how a model does on one corpus."""
    judged = judge(examples, model.weights)
    report(corpus, judged, model.calibration)
    resolver = EvidenceResolver(gazetteer, model=model)
    sites = [s for e in examples for s in sites_of(e, resolver, model)]
    report_sites(corpus, sites, model.surroundings, int(judged.mentions.sum()) + judged.lost)


if __name__ == "__main__":
    sys.exit(main())
