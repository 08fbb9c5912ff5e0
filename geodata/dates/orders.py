"""Whether 3/4/2024 is the third of April or the fourth of March: what a collection tells."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["DAY_FIRST", "MONTH_FIRST", "DayOrders", "order_in", "order_of_outlet"]

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

_FIGURES = re.compile(
    r"(?<![\d/.-])(\d{1,2})(?P<sign>[/.-])(\d{1,2})(?P=sign)(?:\d{4}|\d\d)(?![\d/-]|\.\d)"
)
_MONTH_FIRST_DOMAINS = frozenset(("us", "gov", "mil", "ph", "gu", "pr", "fm", "mh", "pw", "as"))
# Country domains that the whole world uses, and countries that write both ways.
_UNTOLD_DOMAINS = frozenset(
    ("ca", "co", "io", "tv", "me", "ai", "cc", "ws", "fm", "gg", "ly", "to", "eu", "su")
)


def order_in(text: str) -> str:
    """Return "dmy" or "mdy" where a figure over 12 settles it for all of a text, else empty."""
    orders = set()
    for match in _FIGURES.finditer(text):
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second > 0 and first <= 31:
            orders.add(DAY_FIRST)
        elif second > 12 >= first > 0 and second <= 31:
            orders.add(MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else ""


def order_of_outlet(url: str) -> str:
    """Return the order of the country that an outlet's address names, empty where it names none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    domain = host.rpartition(".")[2]
    if domain in _MONTH_FIRST_DOMAINS:
        return MONTH_FIRST
    return DAY_FIRST if len(domain) == 2 and domain not in _UNTOLD_DOMAINS else ""


@dataclass(slots=True)
class DayOrders:
    """The orders that the texts of a collection settle, by outlet ("" for all without one)."""

    _found: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def observe(self, source: str, text: str) -> bool:
        """Take a text into account; say whether it told anything new."""
        order = order_in(text)
        new = bool(order) and order not in self._found[source]
        if order:
            self._found[source].add(order)
        return new

    def order(self, source: str) -> str:
        """Return the order of an outlet's texts, empty where none or both ways are in use."""
        found = self._found.get(source, set())
        return next(iter(found)) if len(found) == 1 else ""
