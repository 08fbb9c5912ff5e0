"""Fit the resolver's weights on the public toponym corpora, and report how they hold up.

    python -m benchmarks.fit_resolution            train on three, test on the fourth
    python -m benchmarks.fit_resolution --write    fit on all four and write the weights

Needs the corpora beside the repository (``../shared/corpora/toponyms``). Deterministic, numpy
only. The ranking is a conditional logit fitted by damped Newton steps, every corpus with the same
say; the context is computed again under the weights of the round before. The calibration is a
logistic regression on documents, and on corpora, that the ranking was not fitted on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.corpora import CORPORA, missing_corpora, right_place
from benchmarks.examples import Example, examples_of
from benchmarks.fitting import RIDGE, Choices, conditional_logit, logistic
from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.resolution.calibration import CONFIDENCE, Calibration, confidence_columns
from geodata.resolution.context import CONTEXT, Context
from geodata.resolution.evidence import FIXED, pick, spread
from geodata.resolution.ranking import Weights, rank
from geodata.resolution.resolver import EvidenceResolver, Model, read_model
from geodata.resolution.sheets import Floats
from geodata.resolution.surroundings import SURROUNDINGS, Anchor, Surroundings
from geodata.settings import Settings

WEIGHTS = Path(__file__).resolve().parents[1] / "geodata/resolution/data/weights.toml"
COLUMNS = (*FIXED, *CONTEXT)
ROUNDS = 3
# What a text says outright is believed though few texts test it: weight expected, and how firmly.
EXPECTED = dict.fromkeys(("inside_division", "inside_country", "compound"), (3.0, 20.0))


def stacked(examples: Sequence[Example], columns: Sequence[Floats]) -> Choices:
    """Return the rows of all examples, every corpus with the same say."""
    owners, offset = [], 0
    for example in examples:
        owners.append(example.scene.owner + offset)
        offset += len(example.scene.groups)
    totals: dict[str, float] = {}
    for example in examples:
        totals[example.corpus] = totals.get(example.corpus, 0.0) + float(example.say.sum())
    say = [1000.0 * e.say / totals[e.corpus] for e in examples]
    right = np.concatenate([e.right for e in examples])
    return Choices(np.concatenate(columns), np.concatenate(owners), right, np.concatenate(say))


def fit_ranking(examples: Sequence[Example], columns: Sequence[Floats], start: Floats) -> Floats:
    """Return the weights of some columns that make the right rows likeliest."""
    size = columns[0].shape[1]
    expected, ridge = np.zeros(size), np.full(size, RIDGE)
    for name, (weight, firmness) in EXPECTED.items():
        expected[FIXED.index(name)], ridge[FIXED.index(name)] = weight, firmness
    return conditional_logit(stacked(examples, columns), expected, ridge, start)


def fit_weights(examples: Sequence[Example]) -> Weights:
    """Return both passes' weights, the context following the belief of the round before."""
    fixed = [e.scene.fixed for e in examples]
    first = fit_ranking(examples, fixed, np.zeros(len(FIXED)))
    weights = Weights(first=first, later=np.concatenate([first, np.zeros(len(CONTEXT))]))
    beliefs = [spread(e.scene, e.scene.fixed @ first) for e in examples]
    for _ in range(ROUNDS):
        columns = [
            np.hstack([e.scene.fixed, Context(e.scene).columns(b)])
            for e, b in zip(examples, beliefs, strict=True)
        ]
        later = fit_ranking(examples, columns, weights.later)
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
    """Return a model of some corpora; its calibration sees only texts new to the ranking.

    A score is to hold on texts of a kind that nobody fitted as well: it is learned where each
    corpus is ranked by the weights of the other half of all, and by those of the others alone.
    """
    judged = []
    for held in corpora:
        others = fit_weights([e for c in corpora if c != held for e in examples[c]])
        judged.append(judge(examples[held], others))
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
