"""The adapter through which geopy asks: one host, one name, no redirects, nothing in a log.

geopy logs the address that it asks. So it only ever sees a stand-in; the name takes its place
here, after the last line that geopy writes.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from geopy.adapters import BaseSyncAdapter

from geodata.geocoding.answers import OutageReason, ServiceFault
from geodata.geocoding.exchange import Limits, fetch
from geodata.geocoding.reading import check_results

__all__ = ["STAND_IN", "Errand", "GuardedAdapter"]

# Letters alone, which every way of writing a URL leaves as they are.
STAND_IN = "DatelineStandsInForTheName"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one adapter is for: `name`, asked of `scheme`://`host` (host with its port)."""

    name: str
    scheme: str
    host: str
    limits: Limits


class GuardedAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Asks for one name at one host.

    Parameters
    ----------
    proxies, ssl_context
        As geopy passes them. A proxy is another host: none is used.
    errand
        The name and the only host that may hear it.
    """

    def __init__(
        self, *, proxies: object, ssl_context: ssl.SSLContext | None, errand: Errand
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._context = ssl_context
        self._errand = errand

    def get_json(self, url: str, *, timeout: object, headers: Mapping[str, str]) -> object:
        """Return the answer as JSON values: a list, or an object that holds one.

        Raises
        ------
        ServiceFault
            If there is none within the limits of the errand.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            document = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise ServiceFault(OutageReason.NOT_UNDERSTOOD) from None
        check_results(document)
        return document

    def get_text(
        self,
        url: str,
        *,
        timeout: object,  # noqa: ARG002  # geopy passes it; ours holds for the whole answer
        headers: Mapping[str, str],
    ) -> str:
        """Return the answer as text; raises as `get_json` does."""
        errand = self._errand
        parts = urlsplit(url.replace(STAND_IN, quote(errand.name, safe="")))
        if (parts.scheme, parts.netloc) != (errand.scheme, errand.host) or STAND_IN not in url:
            raise ServiceFault(OutageReason.OTHER_HOST)
        body = fetch(parts, headers, limits=errand.limits, context=self._context)
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            raise ServiceFault(OutageReason.NOT_UNDERSTOOD) from None


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")
