"""Settings of one run: frozen, and the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

__all__ = ["Settings"]

_YES = frozenset({"1", "yes", "true", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are kept and what is allowed.

    Attributes
    ----------
    data_dir
        The user's data: the default store. Never deleted by Dateline.
    cache_dir
        What can be made again: the compiled gazetteer.
    store_url
        ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.
    login_file
        Who may read and who may decide on the page (`docs/login.md`); None asks nobody to log in.
    max_report_bytes
        A larger file is refused (default 50 MB).
    min_score
        A place below this calibrated score stays unplaced and visible.
    demonyms
        Whether adjectives ("Syrian") become events too.
    day_order
        "dmy" or "mdy": how 3/4/2024 is read where neither the report nor its outlet tells. Empty,
        the default, keeps both readings.
    geocoder
        A geopy geocoder ("nominatim", "photon", "pelias"...) to ask for names that stay unplaced.
        Empty, the default, asks nobody: nothing leaves the machine.
    geocoder_url
        Where it is (``https://host``); empty for geopy's own default.
    geocoder_user_agent
        Who asks: a name of the user's own, which geocoders want.
    geocoder_key
        For services that want a key.
    allow_network
        Whether links that a person gives may be fetched. Off by default.
    online_tiles
        Whether the map may offer base maps of tile servers. Off by default: they learn where the
        user looks.
    """

    data_dir: Path
    cache_dir: Path
    store_url: str
    login_file: Path | None = None
    max_report_bytes: int = 50_000_000
    min_score: float = 0.3
    demonyms: bool = False
    day_order: str = ""
    geocoder: str = ""
    geocoder_url: str = ""
    geocoder_user_agent: str = ""
    allow_network: bool = False
    geocoder_key: str = field(default="", repr=False)
    online_tiles: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read ``DATELINE_DATA_DIR``, ``DATELINE_CACHE_DIR``, ``DATELINE_STORE``.

        Further ``DATELINE_LOGIN``, ``DATELINE_DAY_ORDER`` ("dmy" or "mdy"), and, for a geocoder,
        ``DATELINE_GEOCODER``, ``DATELINE_GEOCODER_URL``, ``DATELINE_GEOCODER_USER_AGENT`` and
        ``DATELINE_GEOCODER_KEY``. ``DATELINE_ONLINE_TILES=1``
        allows base maps from the network.

        Parameters
        ----------
        environ
            Instead of `os.environ`, for tests.
        """
        env = os.environ if environ is None else environ
        data = Path(env.get("DATELINE_DATA_DIR") or platformdirs.user_data_path("dateline"))
        cache = Path(env.get("DATELINE_CACHE_DIR") or platformdirs.user_cache_path("dateline"))
        url = env.get("DATELINE_STORE") or f"sqlite:///{(data / 'dateline.gpkg').absolute()}"
        return cls(
            data_dir=data,
            cache_dir=cache,
            store_url=url,
            login_file=Path(env["DATELINE_LOGIN"]) if env.get("DATELINE_LOGIN") else None,
            day_order=env.get("DATELINE_DAY_ORDER", "").strip().lower(),
            geocoder=env.get("DATELINE_GEOCODER", "").strip().lower(),
            geocoder_url=env.get("DATELINE_GEOCODER_URL", "").strip(),
            geocoder_user_agent=env.get("DATELINE_GEOCODER_USER_AGENT", "").strip(),
            geocoder_key=env.get("DATELINE_GEOCODER_KEY", "").strip(),
            allow_network=env.get("DATELINE_ALLOW_NETWORK", "").strip().lower() in _YES,
            online_tiles=env.get("DATELINE_ONLINE_TILES", "").strip() == "1",
        )
