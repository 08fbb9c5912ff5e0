"""The Folium elements of the desk: they carry addresses, numbers and ids, never report text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from folium.elements import JSCSSMixin
from folium.template import Template

from geodata.maps.assets import DESK_SCRIPT, STYLES, asset_url
from geodata.maps.tiles import OnlineTiles

__all__ = ["Desk", "Update", "script_literal"]

# What could end a script, a literal or a template, or what st_folium would rewrite (``_id``).
_UNSAFE = dict.fromkeys("<>&'`${}%#_/\u2028\u2029\x7f")


def script_literal(value: Mapping[str, Any]) -> str:
    r"""Return a JavaScript expression of a JSON value that no later pass can misread.

    The JSON text is one string literal in which every character with a meaning to HTML, to a
    template or to st_folium's renaming is a ``\u`` escape.
    """
    text = json.dumps(json.dumps(value, allow_nan=False))
    return f"JSON.parse({''.join(_escaped(c) for c in text)})"


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if character in _UNSAFE else character


class Desk(JSCSSMixin):
    """Turns the map it is added to into the desk: layers, timeline, list and card.

    Parameters
    ----------
    assets_url
        Relative address of the folders in `asset_directories`.
    language
        One of `geodata.messages.LANGUAGES`.
    tiles
        Base maps from the network that may be chosen.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.Icon.Default.imagePath = {{ this.images_url|tojson }};
            window.dateline.start({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(
        self, assets_url: str, *, language: str = "en", tiles: Sequence[OnlineTiles] = ()
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium is half typed
        self._name = "Desk"
        base = assets_url.rstrip("/")
        self.default_js = [("desk", asset_url(base, DESK_SCRIPT))]
        self.default_css = [(name, asset_url(base, f"maps/{name}")) for name in STYLES]
        self.images_url = f"{base}/leaflet/images/"
        options: dict[str, Any] = {"base": f"{base}/basemap/", "language": language}
        if tiles:
            options["tiles"] = [offer.to_json() for offer in tiles]
        self.options = script_literal(options)


class Update(JSCSSMixin):
    """Tells a desk that is already on the page what has changed.

    Parameters
    ----------
    changes
        As `window.dateline.update` takes them.
    """

    # st_folium keeps every group it was ever given: the list is emptied here.
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.feature_group = [];
            window.dateline.update({{ this.changes }});
        {% endmacro %}
        """
    )

    def __init__(self, changes: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium is half typed
        self._name = "Update"
        self.changes = script_literal(changes)
