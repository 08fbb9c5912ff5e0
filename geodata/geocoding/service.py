"""The geopy geocoder that the settings name, asked through our own adapter."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import SplitResult, urlsplit

from geopy.exc import GeocoderNotFound, GeopyError
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geodata.errors import UsageError
from geodata.geocoding.adapter import STAND_IN, Errand, GuardedAdapter
from geodata.geocoding.answers import Answer, NotFound, Outage, OutageReason, ServiceFault
from geodata.geocoding.exchange import Limits
from geodata.geocoding.reading import bears_name, read_location
from geodata.settings import Settings

__all__ = ["Service"]

_MOST_RESULTS = 5
# What geopy's readers raise on answers of another shape than theirs.
_MISREAD = (
    GeopyError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
_COUNTRY_OPTIONS: Mapping[str, Callable[[str], object]] = {
    "country_codes": str.lower,
    "countries": lambda code: [code],
    "country": str.lower,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A geocoder of geopy's at one host.

    Attributes
    ----------
    name
        As in the settings: "nominatim", "photon", "pelias"...
    maker
        The class of geopy's.
    options
        What it is made with, its adapter apart.
    scheme, host
        Where it may ask, the host with its port.
    """

    name: str
    maker: type[Geocoder]
    options: Mapping[str, object] = field(repr=False)
    scheme: str
    host: str
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_settings(cls, settings: Settings, *, limits: Limits | None = None) -> Service:
        """Return the service that the settings name.

        Raises
        ------
        UsageError
            If the settings do not go together; the message names the variable to set.
        """
        name = settings.geocoder
        try:
            maker = get_geocoder_for_service(name)
        except GeocoderNotFound:
            raise UsageError(
                f"DATELINE_GEOCODER: geopy has no geocoder {name!r}; one of nominatim, photon, "
                "pelias, or none to ask nobody"
            ) from None
        accepted = inspect.signature(maker).parameters
        if "domain" not in accepted:
            raise UsageError(
                f"DATELINE_GEOCODER: {name} cannot be bound to one host; use nominatim, photon "
                "or pelias"
            )
        url = _url(settings.geocoder_url, accepted["domain"].default, name)
        options: dict[str, object] = {
            "domain": url.netloc + url.path.rstrip("/"),
            "user_agent": _user_agent(settings),
        }
        if "scheme" in accepted:
            options["scheme"] = url.scheme
        if settings.geocoder_key and "api_key" in accepted:
            options["api_key"] = settings.geocoder_key
        service = cls(
            name=name, maker=maker, options=options, scheme=url.scheme, host=url.netloc,
            limits=limits or Limits(),
        )  # fmt: skip
        service.check()
        return service

    def check(self) -> None:
        """Raise `UsageError` if geopy refuses the options."""
        try:
            self._geocoder("")
        except (GeopyError, TypeError, ValueError) as error:
            raise UsageError(f"DATELINE_GEOCODER: {self.name} cannot be used: {error}") from None

    def ask(self, name: str, country_code: str) -> Answer:
        """Ask for a name, within a country where one is given. Never raises."""
        accepted = inspect.signature(self.maker.geocode).parameters
        wanted = {"exactly_one": False, "limit": _MOST_RESULTS, "language": "en"}
        options: dict[str, object] = {k: v for k, v in wanted.items() if k in accepted}
        options |= {key: True for key in ("addressdetails", "namedetails") if key in accepted}
        within = next((o for o in _COUNTRY_OPTIONS if o in accepted), "") if country_code else ""
        if within:
            options[within] = _COUNTRY_OPTIONS[within](country_code)
        try:
            found = self._geocoder(name).geocode(STAND_IN, **options)
            return self._first(_listed(found), name, country_code, country_code if within else "")
        except ServiceFault as fault:
            return fault.outage
        except _MISREAD:
            return Outage(reason=OutageReason.NOT_UNDERSTOOD)

    def _first(
        self, locations: Iterable[Location], name: str, country_code: str, implied: str
    ) -> Answer:
        """Return the first result of that name and country.

        `implied` is the country of results that name none.
        """
        for location in locations:
            found = read_location(
                location, asked=name, country_code=implied, service=f"{self.name} {self.host}"
            )
            inside = not country_code or found.place.country_code in {"", country_code}
            if inside and bears_name(location, name):
                return found
        return NotFound()

    def _geocoder(self, name: str) -> Geocoder:
        errand = Errand(name=name, scheme=self.scheme, host=self.host, limits=self.limits)
        return self.maker(**self.options, adapter_factory=partial(GuardedAdapter, errand=errand))


def _listed(found: Location | list[Location] | None) -> list[Location]:
    return [found] if isinstance(found, Location) else list(found or ())


def _url(given: str, default: object, name: str) -> SplitResult:
    """Return where the service is: as given, or as geopy knows it."""
    text = given or (default if isinstance(default, str) else "")
    if not text:
        raise UsageError(f"DATELINE_GEOCODER_URL: say where your {name} is, as https://host")
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        usable = url.hostname and url.port != 0
    except ValueError:
        usable = False
    if not usable or url.scheme not in {"http", "https"} or "@" in url.netloc or url.query:
        raise UsageError("DATELINE_GEOCODER_URL: no address of a service; write https://host/path")
    return url


def _user_agent(settings: Settings) -> str:
    agent = settings.geocoder_user_agent.strip()
    if not agent or not agent.isascii() or not agent.isprintable():
        raise UsageError(
            "DATELINE_GEOCODER_USER_AGENT: geocoders want to know who asks; set it to a name of "
            "your own and a way to reach you, in plain letters"
        )
    return agent
