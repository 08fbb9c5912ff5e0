"""Links the toponyms of a text to places by the evidence of the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from geodata.gazetteer.base import Gazetteer
from geodata.model import Match, Resolution, RunnerUp, Toponym
from geodata.resolution.base import Home
from geodata.resolution.calibration import Calibration, confidence_columns
from geodata.resolution.evidence import Scene, lay_out, pick
from geodata.resolution.groups import Group, group_toponyms
from geodata.resolution.kinds import precision_of
from geodata.resolution.ranking import Ranking, Weights, rank
from geodata.resolution.reasons import Reasons
from geodata.resolution.sheets import Sheets
from geodata.resolution.variants import with_variants
from geodata.resolution.words import read_data, read_words

__all__ = ["EvidenceResolver", "read_model"]

_BLOCK = 200
_REVIEW_SIMILARITY = 0.85
_REVIEW_SCORE = 0.25
_MOST_RUNNERS_UP = 5


@cache
def read_model() -> tuple[Weights, Calibration]:
    """Return the trained weights of ``data/weights.toml``."""
    raw = read_data("weights.toml")
    weights = Weights.from_tables(raw["first"], raw["later"])
    return weights, Calibration.from_table(raw["calibration"])


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
        self,
        gazetteer: Gazetteer,
        *,
        min_score: float = 0.3,
        model: tuple[Weights, Calibration] | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._min_score = min_score
        self._weights, self._calibration = model or read_model()
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
            resolved = self._resolve_block(text, [toponyms[i] for i in block], home)
            found.update(zip(block, resolved, strict=True))
        return tuple(found[i] for i in range(len(toponyms)))

    def weigh(
        self, text: str, toponyms: Sequence[Toponym], *, home: Home | None = None
    ) -> tuple[list[Group], Scene | None, Ranking | None]:
        """Return the groups of a text and, where any name is known, their evidence and ranking."""
        groups = group_toponyms(text, toponyms, self._sheets, self._words)
        scene = lay_out(groups, home)
        if scene is None:
            return groups, None, None
        ranking = rank(scene, self._weights)
        varied = with_variants(groups, scene, ranking, self._gazetteer)
        if varied is not None:
            groups = varied
            scene = lay_out(groups, home)
            if scene is None:
                return groups, None, None
            ranking = rank(scene, self._weights)
        return groups, scene, ranking

    def _resolve_block(
        self, text: str, toponyms: Sequence[Toponym], home: Home | None
    ) -> list[Resolution]:
        _, scene, ranking = self.weigh(text, toponyms, home=home)
        out = [Resolution(toponym=t) for t in toponyms]
        if scene is None or ranking is None:
            return out
        best = pick(scene, ranking.belief)
        scores = self._calibration.scores(confidence_columns(scene, ranking, best))
        reasons = Reasons(scene, ranking, self._weights, self._gazetteer)
        by_belief = np.lexsort((-ranking.belief, scene.owner))
        for g, group in enumerate(scene.groups):
            rows = by_belief[scene.starts[g] :][: min(len(group.sheet), 1 + _MOST_RUNNERS_UP)]
            choices = self._choices(scene, ranking, reasons, rows.tolist(), float(scores[g]))
            for mention in group.mentions:
                out[mention.index] = self._chosen(mention.toponym, choices)
        return out

    def _choices(
        self, scene: Scene, ranking: Ranking, reasons: Reasons, rows: list[int], score: float
    ) -> list[RunnerUp]:
        """Return the candidates of one group, best first, with scores on the calibrated scale."""
        first = rows[0]
        group = scene.groups[scene.owner[first]]
        offset = int(scene.starts[scene.owner[first]])
        chosen = group.sheet.candidates[first - offset]
        if chosen.match is Match.VARIANT and chosen.similarity < _REVIEW_SIMILARITY:
            score = min(score, _REVIEW_SCORE)
        top = float(ranking.belief[first])
        scale = min(score / top, (1.0 - score) / max(1.0 - top, 1e-9))
        choices = [RunnerUp(place=chosen.place, score=score, reason=reasons.of(first))]
        for row in rows[1:]:
            share = float(ranking.belief[row]) * scale
            place = group.sheet.candidates[row - offset].place
            choices.append(RunnerUp(place=place, score=share, reason=reasons.of(row)))
        return choices

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
