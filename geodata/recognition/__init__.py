"""Recognition: the place names of a text. See docs/design.md, section 2."""

from geodata.recognition.base import Recogniser
from geodata.recognition.recogniser import open_recogniser

__all__ = ["Recogniser", "open_recogniser"]
