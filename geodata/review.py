"""What a person should look at: events that the machine is not sure of, the riskiest first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.model import Status

__all__ = ["UNSURE_BELOW", "Doubt", "Review", "review"]

UNSURE_BELOW = 0.6
"""A place with a lower calibrated score is wrong often enough to be looked at."""

# A runner-up with at least this belief, and this share of the chosen place's, is a rival.
_RIVAL, _RIVAL_SHARE = 0.15, 0.4
# An unplaced name is surely not on the map; a place without a day is half told.
_RISK_UNPLACED, _RISK_UNDATED = 0.9, 0.35
_FIRST_SCORE = r'"score": ([0-9.e-]+)'


class Doubt(IntFlag):
    """Why an event should be looked at."""

    UNPLACED = 1
    UNSURE = 2
    AMBIGUOUS = 4
    UNDATED = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Review:
    """Rows of a frame to look at, riskiest first, and each row's doubts as bits of `Doubt`."""

    rows: npt.NDArray[np.int64]
    doubts: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)


def review(frame: gpd.GeoDataFrame) -> Review:
    """Return what to look at of an event GeoDataFrame.

    Only what no person has decided about (status "auto") is looked at. Risk is the chance that
    the place is wrong, by its calibrated score and its best runner-up; equal risks come in the
    frame's own order, that of reading.
    """
    score = np.nan_to_num(frame["score"].to_numpy(dtype=float))
    rival = _best_runner_up(frame["candidates"])
    unplaced = frame.geometry.isna().to_numpy()
    undated = (frame["date_start"].isna() & frame["date_end"].isna()).to_numpy()
    unsure = ~unplaced & (score < UNSURE_BELOW)
    ambiguous = ~unplaced & (rival >= _RIVAL) & (rival >= _RIVAL_SHARE * score)
    doubts = (
        unplaced * Doubt.UNPLACED
        | unsure * Doubt.UNSURE
        | ambiguous * Doubt.AMBIGUOUS
        | undated * Doubt.UNDATED
    ).astype(np.uint8)
    risk = np.where(unplaced, _RISK_UNPLACED, 0.0)
    risk = np.maximum(risk, np.where(unsure, 1 - score, 0))
    with np.errstate(invalid="ignore"):
        risk = np.maximum(risk, np.where(ambiguous, rival / (rival + score), 0))
    risk = np.maximum(risk, np.where(undated, _RISK_UNDATED, 0))
    rows = np.flatnonzero((doubts > 0) & (frame["status"] == Status.AUTO).to_numpy())
    ordered = rows[np.argsort(-risk[rows], kind="stable")]
    return Review(rows=ordered.astype(np.int64), doubts=doubts[ordered])


def _best_runner_up(candidates: pd.Series[Any]) -> npt.NDArray[np.float64]:
    """Read the first score of each JSON text: a million texts need no parser."""
    found = candidates.astype(str).str.extract(_FIRST_SCORE, expand=False)
    scores: pd.Series[float] = pd.to_numeric(found, errors="coerce")
    return np.asarray(scores.fillna(0), dtype=np.float64)
