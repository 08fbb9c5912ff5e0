"""Geoparsed reports into the store, one transaction each, a person's dates kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from geodata.collection import CollectionOrders
from geodata.errors import StoreError
from geodata.ingest.steps import Outcome, Step
from geodata.model import PublishedBasis, Reading, ReadOutcome, Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.readers import Refusal
from geodata.resolution.base import Home
from geodata.store import Store

__all__ = ["Shelf", "reading_of", "redate", "reread"]

_LONGEST_WHY = 4000
_SAME = "the same content is in the store already"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where reports go, and who geoparses them."""

    store: Store
    geoparser: Geoparser
    orders: CollectionOrders

    @classmethod
    def of(cls, store: Store, geoparser: Geoparser) -> Self:
        """Return the shelf of a run."""
        return cls(store, geoparser, CollectionOrders(store))

    def has(self, report: Report) -> Step | None:
        """Return the step of a report that is kept already, else None."""
        if self.store.has(report.content_hash) or self._is_copy(report):
            return Step(name=report.label, outcome=Outcome.UNCHANGED, why=_SAME)
        return None

    def put(self, report: Report) -> Step:
        """Geoparse a report and keep it, unless it is kept already."""
        return self.has(report) or self._geoparsed(self._as_before(report))

    def put_parsed(self, parsed: Geoparsed) -> Step:
        """Keep a report that was geoparsed without knowing the store, as `put` would."""
        report = parsed.report
        kept = self.has(report)
        if kept is not None:
            return kept
        dated = self._as_before(report)
        if dated is not report:
            return self._geoparsed(dated)
        home = self._home(report)
        if home is not None and (home.countries or home.admin1):
            parsed = self.geoparser.resolve_again(parsed, home=home)
        return self._saved(self.orders.date(parsed, self.geoparser))

    def settle(self) -> None:
        """Date anew the reports whose order of day and month a later one has settled."""
        for report in list(self.orders.settled_since()):
            self.again(report)

    def again(self, report: Report) -> Step:
        """Geoparse and keep a report although its text has not changed."""
        return self._geoparsed(report)

    def _geoparsed(self, report: Report) -> Step:
        parsed = self.geoparser.geoparse(report, home=self._home(report))
        return self._saved(self.orders.date(parsed, self.geoparser))

    def _home(self, report: Report) -> Home | None:
        if not report.source or report.given:
            return None
        return self.store.home(report.source, excluding=report.report_id)

    def _saved(self, parsed: Geoparsed) -> Step:
        report = parsed.report
        try:
            saved = self.store.save(report, parsed.events)
        except StoreError as error:
            if not any(row.event_id for row in report.given):
                raise
            # An export that claims ids which other events have: its file is at fault, not ours.
            why = f"{report.label}: its events cannot be kept beside those there are ({error})"
            return Step(name=report.label, outcome=Outcome.SKIPPED, why=why)
        lost = f"{saved.orphaned} corrections belong to places that this version no longer has"
        whys = [*report.notes, *report.gaps, *([lost] if saved.orphaned else [])]
        return Step(
            name=report.label,
            outcome=Outcome(saved.outcome),
            counts=parsed.counts,
            why="; ".join(whys)[:_LONGEST_WHY],
            report=report,
        )

    def _is_copy(self, report: Report) -> bool:
        """Say whether a report of one of our exports is in the store already, in full."""
        if not report.key.startswith("dateline:"):
            return False
        try:
            return self.store.report(report.report_id).report.key != report.key
        except StoreError:
            return False

    def _as_before(self, report: Report) -> Report:
        """Keep the date that a person gave an earlier version."""
        if report.published_basis is PublishedBasis.GIVEN:
            return report
        try:
            before = self.store.report(report.report_id).report
        except StoreError:
            return report
        given = before.published if before.published_basis is PublishedBasis.GIVEN else None
        return redate(report, given) if given else report


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
