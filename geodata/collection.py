"""What the reports of a store tell of one another: in which order they write day and month."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.dates.orders import DayOrders
from geodata.model import Report
from geodata.pipeline import Geoparsed, Geoparser
from geodata.store import Store

__all__ = ["CollectionOrders"]

_NEWEST = 500


class CollectionOrders:
    """The order of day and month by outlet, learned from the store and the reports of a run.

    Nothing is read of the store until a report comes whose dates can be read both ways.

    Parameters
    ----------
    store
        Its newest 500 reports of any outlet are asked.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._orders = DayOrders()
        self._asked = False
        self._open: dict[str, str] = {}  # reports that are kept in both readings, and their outlet

    def date(self, parsed: Geoparsed, geoparser: Geoparser) -> Geoparsed:
        """Return the report with its dates in figures as the collection reads them."""
        order = self.order_for(parsed.report, both_ways=parsed.both_ways)
        if order:
            return geoparser.date(parsed.report, parsed.resolutions, numeric_order=order)
        return parsed

    def order_for(self, report: Report, *, both_ways: bool) -> str:
        """Take a report into account; return the order of its dates if the collection settles it.

        Parameters
        ----------
        both_ways
            Whether nothing else settles how its dates in figures are read.
        """
        self._orders.observe(report.source, report.text)
        self._open.pop(report.report_id, None)
        if not both_ways:
            return ""
        self._ask_store()
        order = self._orders.order(report.source)
        if not order:
            self._open[report.report_id] = report.source
        return order

    def settled_since(self) -> Iterator[Report]:
        """Yield the reports of this run whose order a later one has settled."""
        for report_id, source in list(self._open.items()):
            if self._orders.order(source):
                yield self._store.report(report_id).report

    def _ask_store(self) -> None:
        if self._asked:
            return
        self._asked = True
        for summary in self._store.reports()[-_NEWEST:]:
            text = self._store.report(summary.report_id).report.text
            self._orders.observe(summary.source, text)
