"""A style for QGIS: marks coloured by what the date says, and time set up.

QGIS reads it from the table `layer_styles` of a GeoPackage, or from a file beside another one
("Load Style"). The temporal settings: mode 2 is "separate fields for start and end", limit mode 1
includes both ends.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from geodata.model import DateRole

__all__ = ["STYLE_NAME", "event_style"]

STYLE_NAME = "What the date says"
# The desk's colours, safe for colour-blind eyes: fill and outline.
_MARKS = {
    DateRole.EVENT: ("0,114,178,255", "255,255,255,255"),
    DateRole.REPORTED_ON: ("255,255,255,255", "213,94,0,255"),
    DateRole.PLANNED: ("0,158,115,255", "255,255,255,255"),
    DateRole.PHOTO: ("255,255,255,255", "204,121,167,255"),
    DateRole.BACKGROUND: ("255,255,255,255", "136,136,136,255"),
    "": ("255,255,255,255", "136,136,136,255"),
}
_LABELS = {
    DateRole.EVENT: "happened",
    DateRole.REPORTED_ON: "reported on (happened by then)",
    "": "undated",
}


def event_style() -> str:
    """Return the QML document."""
    categories, symbols = [], []
    for number, (role, (fill, outline)) in enumerate(_MARKS.items()):
        label = _LABELS.get(role, str(role))
        categories.append(
            f'<category symbol="{number}" value={quoteattr(str(role))} label={quoteattr(label)} '
            'render="true" type="string"/>'
        )
        symbols.append(_symbol(number, fill, outline))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.16.0" styleCategories="Symbology|Labeling|Temporal|MapTips">\n'
        '<temporal enabled="1" mode="2" startField="date_start" endField="date_end" '
        'limitMode="1" accumulate="0" fixedDuration="0" durationField="" durationUnit="days" '
        'startExpression="" endExpression=""><fixedRange><start></start><end></end></fixedRange>'
        "</temporal>\n"
        '<renderer-v2 type="categorizedSymbol" attr="date_role" enableorderby="0" '
        'forceraster="0" symbollevels="0">\n'
        f"<categories>{''.join(categories)}</categories>\n"
        f"<symbols>{''.join(symbols)}</symbols>\n</renderer-v2>\n"
        '<previewExpression>"toponym"</previewExpression>\n'
        "<layerGeometryType>0</layerGeometryType>\n</qgis>\n"
    )


def _symbol(number: int, fill: str, outline: str) -> str:
    values = {
        "name": "circle",
        "color": fill,
        "outline_color": outline,
        "outline_style": "solid",
        "outline_width": "0.5",
        "outline_width_unit": "MM",
        "size": "3",
        "size_unit": "MM",
        "scale_method": "diameter",
    }
    # Older versions read <prop>, newer ones <Option>.
    options = "".join(f'<Option name="{k}" type="QString" value="{v}"/>' for k, v in values.items())
    properties = "".join(f'<prop k="{k}" v="{v}"/>' for k, v in values.items())
    return (
        f'<symbol name="{number}" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">'
        '<layer class="SimpleMarker" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{options}</Option>{properties}</layer></symbol>'
    )
