"""Geoparsed reports into the store, one transaction each, a person's dates kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from geodata.collection import CollectionOrders
from geodata.errors import StoreError
from geodata.ingest.steps import Outcome, Step
from geodata.ingest.work import Parsed
from geodata.model import PublishedBasis, Reading, ReadOutcome, Report
from geodata.pipeline import Geoparser
from geodata.readers import Refusal
from geodata.resolution.base import Home
from geodata.store import Store
from geodata.store.base import Kept
from geodata.store.preparing import Prepared, prepare

__all__ = ["Shelf", "reading_of", "redate", "reread"]

_LONGEST_WHY = 4000
_SAME = "the same content is in the store already"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where reports go, and who geoparses them.

    Attributes
    ----------
    repeatable
        Whether the reports can be read again, as files can (`Store.keep`).
    """

    store: Store
    geoparser: Geoparser
    orders: CollectionOrders
    repeatable: bool = False

    @classmethod
    def of(cls, store: Store, geoparser: Geoparser, *, repeatable: bool = False) -> Self:
        """Return the shelf of a run."""
        return cls(store, geoparser, CollectionOrders(store), repeatable)

    def note(self, *readings: Reading) -> None:
        """Keep what became of inputs."""
        self.store.note(*readings, repeatable=self.repeatable)

    def has(self, report: Report) -> Step | None:
        """Return the step of a report that is kept already, else None."""
        return self._if_kept(report, self.store.kept_as(report))

    def put(self, report: Report) -> Step:
        """Geoparse a report and keep it, unless it is kept already."""
        kept = self.store.kept_as(report)
        return self._if_kept(report, kept) or self._geoparsed(_as_before(report, kept))

    def put_parsed(self, parsed: Parsed, *readings: Reading) -> Step:
        """Keep a report that was geoparsed without the store, and what became of its file."""
        report = parsed.prepared.report
        kept = self.store.kept_as(report)
        if step := self._if_kept(report, kept):
            self.note(*readings)
            return step
        dated = _as_before(report, kept)
        if dated is not report:
            return self._geoparsed(dated, *readings)
        order = self.orders.order_for(report, both_ways=bool(parsed.by_order))
        return self._saved(parsed.by_order.get(order, parsed.prepared), *readings)

    def settle(self) -> None:
        """Date anew the reports whose order of day and month a later one has settled."""
        for report in list(self.orders.settled_since()):
            self.again(report)

    def again(self, report: Report) -> Step:
        """Geoparse and keep a report although its text has not changed."""
        return self._geoparsed(report)

    def _geoparsed(self, report: Report, *readings: Reading) -> Step:
        found = self.geoparser.geoparse(report, home=self._home(report))
        found = self.orders.date(found, self.geoparser)
        places = self.geoparser.gazetteer
        names = places.country_name, places.admin1_name
        return self._saved(prepare(report, found.events, names), *readings)

    def _home(self, report: Report) -> Home | None:
        if not report.source or report.given:
            return None
        return self.store.home(report.source, excluding=report.report_id)

    def _saved(self, prepared: Prepared, *readings: Reading) -> Step:
        report = prepared.report
        try:
            saved = self.store.keep(prepared, *readings, repeatable=self.repeatable)
        except StoreError as error:
            if not any(row.event_id for row in report.given):
                raise
            self.note(*readings)
            # An export that claims ids which other events have: its file is at fault, not ours.
            why = f"{report.label}: its events cannot be kept beside those there are ({error})"
            return Step(name=report.label, outcome=Outcome.SKIPPED, why=why)
        lost = f"{saved.orphaned} corrections belong to places that this version no longer has"
        whys = [*report.notes, *report.gaps, *([lost] if saved.orphaned else [])]
        return Step(
            name=report.label,
            outcome=Outcome(saved.outcome),
            counts=prepared.counts,
            why="; ".join(whys)[:_LONGEST_WHY],
            report=report,
        )

    @staticmethod
    def _if_kept(report: Report, kept: Kept) -> Step | None:
        # A report of one of our exports may be here in full, under the key that it had.
        copy = report.key.startswith("dateline:") and kept.key not in {"", report.key}
        if kept.same or copy:
            return Step(name=report.label, outcome=Outcome.UNCHANGED, why=_SAME)
        return None


def _as_before(report: Report, kept: Kept) -> Report:
    """Keep the date that a person gave an earlier version."""
    if report.published_basis is PublishedBasis.GIVEN or not kept.given_date:
        return report
    return redate(report, kept.given_date)


def redate(report: Report, published: dt.date) -> Report:
    """Return the report with the date that a person gave it."""
    return replace(report, published=published, published_basis=PublishedBasis.GIVEN)


def reread(report: Report, store: Store, geoparser: Geoparser) -> Step:
    """Geoparse and store a report again, although its text has not changed."""
    return Shelf.of(store, geoparser).again(report)


def reading_of(
    blank: Reading, reports: Iterable[Report], refusals: Sequence[Refusal], *, error: str = ""
) -> Reading:
    """Return how the reading of one input ended.

    Parameters
    ----------
    blank
        Its name, path, hash, size and time.
    error
        Why the input as a whole could not be read.
    """
    listed = list(reports)
    gaps = [gap for report in listed for gap in report.gaps]
    whys = [error] if error else [*(refusal.why for refusal in refusals), *gaps]
    outcome = ReadOutcome.PARTLY if whys else ReadOutcome.READ
    return replace(
        blank,
        outcome=outcome if listed else ReadOutcome.REFUSED,
        why="; ".join(dict.fromkeys(whys))[:_LONGEST_WHY],
        media_type=listed[0].media_type if listed else "",
        report_ids=tuple(dict.fromkeys(report.report_id for report in listed)),
    )
