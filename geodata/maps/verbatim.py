"""The cure for Folium's second template pass.

branca compiles the HTML and JavaScript that it has *generated* once more as a Jinja template, so
that ``{{ ... }}`` in any text would be evaluated on the server. Generated text is no template:
here the second pass hands it back as it is. Elements' own templates are compiled elsewhere and
keep working.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import branca.element

__all__ = ["Verbatim", "render_verbatim"]


class Verbatim:
    """Looks like a Jinja template to branca; renders its text unchanged."""

    def __init__(self, source: object) -> None:
        self._text = str(source)
        self.module = SimpleNamespace()

    def render(self, *_args: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - Jinja's signature
        """Return the text as it is."""
        return self._text


def render_verbatim() -> None:
    """Take the second template pass out of branca, for this process. Safe to call again."""
    branca.element.Template = Verbatim  # type: ignore[attr-defined, assignment]  # not its API
