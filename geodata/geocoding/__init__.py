"""A geocoder on the network for names that stayed unplaced: off unless the settings name one.

Only the name and, where the report has a clear one, its country are sent; never the text. What
the service said is kept for good, so no name is asked twice; an outage is never taken for "no
such place".
"""

from geodata.geocoding.answers import Answer, Found, NotFound, Outage, OutageReason
from geodata.geocoding.fallback import PRIVACY_NOTE, FallbackGeocoder
from geodata.geocoding.filling import fill

__all__ = [
    "PRIVACY_NOTE",
    "Answer",
    "FallbackGeocoder",
    "Found",
    "NotFound",
    "Outage",
    "OutageReason",
    "fill",
]
