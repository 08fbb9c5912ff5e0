"""Date words in a text and the days they mean. See docs/design.md, section 2."""

from geodata.dates.base import Tagger
from geodata.dates.tagger import RuleTagger

__all__ = ["RuleTagger", "Tagger"]
