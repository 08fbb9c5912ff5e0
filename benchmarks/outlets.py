"""Outlets for texts that name none, so that the weight of an outlet's home rests on all corpora.

An outlet is simulated: the texts whose places lie mostly in one division (or, where those are
few, in one country), as a local paper's do, and among them a third of texts from elsewhere. Half
of the texts have no outlet, as in life.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from benchmarks.corpora import Document, right_place
from geodata.model import Resolution, digest
from geodata.resolution import OutletHomes

__all__ = ["outlets_of"]

_FEWEST = 4


def outlets_of(
    documents: Sequence[Document], resolved: Sequence[Sequence[Resolution]]
) -> tuple[dict[str, str], OutletHomes]:
    """Return the outlet of each document by its id ("" for none), and where outlets are at home.

    Parameters
    ----------
    resolved
        What each document's annotated names were taken for without an outlet.
    """
    named = {d.doc_id: d.source for d in documents}
    if not any(named.values()):
        named = _simulated(documents, resolved)
    homes = OutletHomes()
    for document, found in zip(documents, resolved, strict=True):
        homes.observe(named[document.doc_id], document.doc_id, found)
    return named, homes


def _simulated(
    documents: Sequence[Document], resolved: Sequence[Sequence[Resolution]]
) -> dict[str, str]:
    regions = {d.doc_id: _regions(d, found) for d, found in zip(documents, resolved, strict=True)}
    sizes = Counter(region for each in regions.values() for region in each)
    outlets = {
        identity: next((r for r in each if sizes[r] >= _FEWEST), "")
        for identity, each in regions.items()
    }
    members: defaultdict[str, list[str]] = defaultdict(list)
    for identity, outlet in outlets.items():
        members[outlet].append(identity)
    several = sorted(outlet for outlet in members if outlet)
    for identity in outlets:
        chance = int(digest("outlet", identity)[:8], 16)
        if chance % 2:
            outlets[identity] = ""
        elif chance // 2 % 3 == 0 and several:
            outlets[identity] = several[chance // 6 % len(several)]
    return outlets


def _regions(document: Document, found: Sequence[Resolution]) -> list[str]:
    """Return the division, then the country, that most of a text's places lie in."""
    divisions: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for gold, resolution in zip(document.gold, found, strict=True):
        place = resolution.place
        if place is not None and right_place(gold, place) is not None and place.country_code:
            countries[place.country_code] += 1
            if place.admin1_code:
                divisions[f"{place.country_code}.{place.admin1_code}"] += 1
    return [region for counts in (divisions, countries) for region, _ in counts.most_common(1)]
