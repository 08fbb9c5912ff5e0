"""Links the toponyms of a text to places by the evidence of the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from geodata.gazetteer.base import Gazetteer
from geodata.model import PlacePrecision, Resolution, RunnerUp, Toponym
from geodata.resolution.base import Home
from geodata.resolution.calibration import Calibration, confidence_columns
from geodata.resolution.evidence import EARTH_KM, FIXED, Scene, lay_out, pick
from geodata.resolution.groups import Group, group_toponyms
from geodata.resolution.kinds import Kind, precision_of
from geodata.resolution.ranking import Ranking, Weights, rank
from geodata.resolution.reasons import Reasons
from geodata.resolution.sheets import Floats, Ints, Sheets
from geodata.resolution.surroundings import Anchor, Surroundings, anchors
from geodata.resolution.variants import with_variants
from geodata.resolution.words import read_data, read_words
from geodata.threads import one_thread

__all__ = ["EvidenceResolver", "Model", "Weighed", "read_model"]

_BLOCK = 200
_REVIEW_SIMILARITY = 0.85
_REVIEW_SCORE = 0.25
_LEAST_ANCHORED = 0.5
_MOST_RUNNERS_UP = 5
_MOST_LOOKED_AT = 10
_TWIN_COSINE = float(np.cos(100.0 / EARTH_KM))
_VARIANT = FIXED.index("variant")
_IS_AREA = np.array([kind in {Kind.ADM1, Kind.ADM2, Kind.ADM3} for kind in Kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The trained weights of the three parts."""

    weights: Weights
    calibration: Calibration
    surroundings: Surroundings


@cache
def read_model() -> Model:
    """Return the trained weights of ``data/weights.toml``."""
    raw = read_data("weights.toml")
    return Model(
        weights=Weights.from_tables(raw["first"], raw["later"]),
        calibration=Calibration.from_table(raw["calibration"]),
        surroundings=Surroundings.from_table(raw.get("surroundings", {})),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The names of a text that have candidates, weighed.

    Attributes
    ----------
    groups
        All names, those without candidates too.
    best, columns
        The chosen row of each group of the scene, and its columns `CONFIDENCE`.
    """

    groups: Sequence[Group]
    scene: Scene
    ranking: Ranking
    best: Ints
    columns: Floats


class EvidenceResolver:
    """The resolver of Dateline: `geodata.resolution.base.Resolver` over a gazetteer.

    Parameters
    ----------
    gazetteer
        Where candidates come from.
    min_score
        A best candidate below this calibrated probability leaves its toponym unplaced, with the
        candidates as runners-up.
    model
        Other weights than the package's own, for fitting them.
    """

    def __init__(
        self, gazetteer: Gazetteer, *, min_score: float = 0.3, model: Model | None = None
    ) -> None:
        self._gazetteer = gazetteer
        self._min_score = min_score
        self._model = model or read_model()
        self._words = read_words()
        self._sheets = Sheets(gazetteer, self._words)

    def resolve(
        self, text: str, toponyms: Sequence[Toponym], *, home: Home | None = None
    ) -> tuple[Resolution, ...]:
        """Return one resolution per toponym, in the same order.

        Texts with more than 200 toponyms are resolved in stretches of so many.

        Parameters
        ----------
        home
            What the outlet's other reports are about, where it is known.
        """
        order = sorted(range(len(toponyms)), key=lambda i: toponyms[i].start)
        found: dict[int, Resolution] = {}
        for first in range(0, len(order), _BLOCK):
            block = order[first : first + _BLOCK]
            with one_thread():
                resolved = self._resolve_block(text, [toponyms[i] for i in block], home)
            found.update(zip(block, resolved, strict=True))
        return tuple(found[i] for i in range(len(toponyms)))

    def weigh(
        self, text: str, toponyms: Sequence[Toponym], *, home: Home | None = None
    ) -> Weighed | None:
        """Return the evidence on a text's names, or None where none has a candidate."""
        groups = group_toponyms(text, toponyms, self._sheets, self._words)
        scene = lay_out(groups, home)
        if scene is None:
            return None
        ranking = rank(scene, self._model.weights)
        varied = with_variants(groups, scene, ranking, self._sheets)
        if varied is not None:
            groups = varied
            scene = lay_out(groups, home) or scene
            ranking = rank(scene, self._model.weights)
        best = pick(scene, ranking.belief)
        columns = confidence_columns(scene, ranking, best)
        return Weighed(groups=groups, scene=scene, ranking=ranking, best=best, columns=columns)

    def scores(self, weighed: Weighed) -> Floats:
        """Return the calibrated score of each group's chosen row.

        A spelling variant that is not close enough to be taken unseen is kept for review.
        """
        scores = self._model.calibration.scores(weighed.columns)
        scene, best = weighed.scene, weighed.best
        for g in scene.fixed[best, _VARIANT].nonzero()[0].tolist():
            chosen = scene.groups[g].sheet.candidates[int(best[g] - scene.starts[g])]
            if chosen.similarity < _REVIEW_SIMILARITY:
                scores[g] = min(scores[g], _REVIEW_SCORE)
        return scores

    def anchors(self, weighed: Weighed, scores: Floats) -> list[Anchor]:
        """Return what stands around those names that are sites and have no good candidate."""
        own = {id(g): s for g, s in zip(weighed.scene.groups, scores.tolist(), strict=True)}
        weak = [g for g in weighed.groups if own.get(id(g), 0.0) < _LEAST_ANCHORED]
        return anchors(weak, weighed.scene, weighed.best, scores, self._words)

    def _resolve_block(
        self, text: str, toponyms: Sequence[Toponym], home: Home | None
    ) -> list[Resolution]:
        out = [Resolution(toponym=t) for t in toponyms]
        weighed = self.weigh(text, toponyms, home=home)
        if weighed is None:
            return out
        scores = self.scores(weighed)
        choices = self._choices(weighed, scores)
        for group, ranked in zip(weighed.scene.groups, choices, strict=True):
            for mention in group.mentions:
                out[mention.index] = self._chosen(mention.toponym, ranked)
        for anchor in self.anchors(weighed, scores):
            score = self._model.surroundings.score(anchor)
            for mention in anchor.group.mentions:
                own = out[mention.index]
                if score >= max(_LEAST_ANCHORED, self._min_score, own.score):
                    out[mention.index] = _anchored(own, anchor, score)
        return out

    def _choices(self, weighed: Weighed, scores: Floats) -> list[list[RunnerUp]]:
        """Return each group's candidates, best first, with scores on the calibrated scale."""
        scene, belief = weighed.scene, weighed.ranking.belief
        shown = _shown(scene, belief)
        rows = np.array([row for ranked in shown for row in ranked])
        words = iter(Reasons(scene, weighed.ranking, self._model.weights, self._gazetteer).of(rows))
        share = belief.tolist()
        out = []
        for group, start, score, ranked in zip(
            scene.groups, scene.starts.tolist(), scores.tolist(), shown, strict=True
        ):
            top = share[ranked[0]]
            scale = min(score / top, (1.0 - score) / max(1.0 - top, 1e-9))
            candidates = group.sheet.candidates
            out.append(
                [
                    RunnerUp(
                        place=candidates[row - start].place,
                        score=scale * share[row] if i else score,
                        reason=next(words),
                    )
                    for i, row in enumerate(ranked)
                ]
            )
        return out

    def _chosen(self, toponym: Toponym, choices: list[RunnerUp]) -> Resolution:
        best = choices[0]
        if best.score < self._min_score:
            return Resolution(
                toponym=toponym, score=best.score, runners_up=tuple(choices[:_MOST_RUNNERS_UP])
            )
        return Resolution(
            toponym=toponym,
            place=best.place,
            score=best.score,
            reason=best.reason,
            place_precision=precision_of(best.place, facility=bool(toponym.facility)),
            runners_up=tuple(choices[1:]),
        )


def _shown(scene: Scene, belief: Floats) -> list[list[int]]:
    """Return the rows of each group's best candidates, best first."""
    rows = np.lexsort((-belief, scene.owner)).tolist()
    area, shown = _IS_AREA[scene.kinds].tolist(), []
    for group, start in zip(scene.groups, scene.starts.tolist(), strict=True):
        best = rows[start : start + min(len(group.sheet.candidates), _MOST_LOOKED_AT)]
        if sum(area[row] for row in best) > 1:
            best = _without_twins([(row, area[row]) for row in best], scene.points)
        shown.append(best[: 1 + _MOST_RUNNERS_UP])
    return shown


def _without_twins(ranked: Iterable[tuple[int, bool]], points: Floats) -> list[int]:
    """Leave out the second of two areas in one spot.

    A city, its district and its governorate bear one name; one area besides the city is enough.

    Parameters
    ----------
    ranked
        Rows, best first, and whether they are areas.
    """
    kept, areas = list[int](), list[int]()
    for row, area in ranked:
        if area:
            if areas and (points[areas] @ points[row]).max() >= _TWIN_COSINE:
                continue
            areas.append(row)
        kept.append(row)
    return kept


def _anchored(own: Resolution, anchor: Anchor, score: float) -> Resolution:
    """Return a site's resolution by its surroundings, its own candidates kept as runners-up."""
    runners_up = own.runners_up
    if own.place is not None:
        best = RunnerUp(place=own.place, score=min(own.score, 1.0 - score), reason=own.reason)
        runners_up = (best, *runners_up)
    return Resolution(
        toponym=own.toponym,
        place=anchor.place,
        score=score,
        reason=f"not in the gazetteer; placed by {anchor.name}, named beside it",
        place_precision=PlacePrecision.REGION,
        runners_up=runners_up[:_MOST_RUNNERS_UP],
    )
