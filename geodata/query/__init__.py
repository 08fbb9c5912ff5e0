"""The one filter: which events a map, a timeline, a table, a count or an export shows.

The rules, in full (the page's script follows them word by word):

*Kind.* An event passes if its `date_role` is among `roles`, or is empty. Then its `status` must
be among `statuses`, and its `event_id`, `report_id`, `source`, `language`, `kind`,
`place_precision` and `date_precision` among the words that the query names for it, unless it names
none.

*Days.* Let ``from`` and ``to`` be the range's first and last day, inclusive; a missing one is
open. Let ``start`` and ``end`` be the event's span; of a reported-on event both are its
`date_end` (its `date_start` where that is missing): the day of the report, an upper bound.

1. Neither ``start`` nor ``end`` is known: the event passes by `include_undated` alone.
2. *certain*: (no ``from``, or ``start`` is known and ``start >= from``) and (no ``to``, or ``end``
   is known and ``end <= to``). An open end is certain only where the range is open as well.
3. *possible*: (no ``from``, or ``end`` is unknown, or ``end >= from``) and (no ``to``, or
   ``start`` is unknown, or ``start <= to``). Whatever is certain is possible.
   Where the figures of a date can be read both ways (`date_alternative`), it is certain if both
   readings are, and possible if either is.
4. Mode "certain" takes 2, mode "possible" takes 3. Mode "map" takes 2, and of 3 what is of month
   precision or better: both ends known and at most 31 days from first to last, both counted; of two
readings each is judged by itself.

*Place.* An event without a place passes by `include_unplaced` alone, whatever the area. Of the
others, `country_code` must be among `country_codes` and ``country_code:admin1`` among `divisions`
unless these are empty, and the point must lie in `bbox` (west, south, east, north; edges included)
and in the polygon `area` (edges included). A box whose west is greater than its east crosses the
antimeridian: it takes longitudes ``>= west`` or ``<= east``; an area that crosses it goes on past
180 degrees.

*Text.* Every word of `text` must occur, in any order, in the toponym, place name, country,
division, report title, source, author, kind or sentence, all read as one text (words in quotation
marks next to each other). Case, accents, vowel signs and punctuation do not matter, on either side
(`geodata.folding`); a text without a letter or digit is found nowhere. A store finds the same by
its own index (`Store.search`).
"""

from geodata.query.query import EventQuery
from geodata.query.terms import BBox, Mode

__all__ = ["BBox", "EventQuery", "Mode"]
