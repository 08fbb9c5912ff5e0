"""The rule-based tagger: tokens, patterns, guards, readings, in text order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from geodata.dates import calendars, durations, explicit, numeric, pairs, parts, relative
from geodata.dates.context import (
    Context,
    Reading,
    ReadingRule,
    is_history,
    opens_sentence,
    tense,
)
from geodata.dates.grammar import Hit, grammar_of
from geodata.dates.guards import GUARDS
from geodata.dates.lexicon import Lexicon
from geodata.model import DateMention, DatePrecision, TimeSpan

__all__ = ["RuleTagger"]

_READINGS: dict[str, ReadingRule] = {
    **explicit.READINGS,
    **numeric.READINGS,
    **relative.READINGS,
    **durations.READINGS,
    **pairs.READINGS,
    **parts.READINGS,
    **calendars.READINGS,
}
_SCENE_RULES = {"day", "pair", "month", "season"}
_SCENE = 20  # how many tokens on a far year still holds for days without one
_FAR_YEARS = 2
_LONG_AGO = 5
_RECENT_DAYS = 14
_AROUND = 2  # how many years named before and after a year tell whether it looks aside
_NEAR_RULES = {"today", "weekday", "unit", "ago"}


class RuleTagger:
    """Finds date words by word lists and patterns, and works out the days that they mean.

    Holds no state: one tagger may serve many threads. The languages are those of
    `geodata.dates.lexicon.LANGUAGES`; text in another is read with the English lists.
    """

    def tag(
        self,
        text: str,
        *,
        reference_date: dt.date | None,
        language: str = "en",
        numeric_order: str = "",
    ) -> tuple[DateMention, ...]:
        """Return the date mentions in text order, without overlaps.

        Parameters
        ----------
        text
            A report's text; offsets count its code points.
        reference_date
            The day of publication. Without it, words that need one get no span.
        language
            ISO 639-1 code.
        numeric_order
            "dmy" or "mdy": how 3/4/2024 is read where no date of the text settles it. Empty keeps
            both readings, but for languages that write one order alone.
        """
        grammar = grammar_of(language)
        hits = grammar.hits(grammar.lexicon.tokenize(text), _accepts)
        context = _document(hits, reference_date, grammar.lexicon, numeric_order)
        mentions: list[DateMention] = []
        for hit in hits:
            if (told := tense(hit)) != context.tense:
                context = replace(context, tense=told)
            found = _READINGS[hit.rule](hit, _seen_from(context, hit))
            for reading in found if isinstance(found, tuple) else (found,):
                mentions.append(_mention(text, hit, reading, context))
                context = _moved(context, hit, reading)
        return tuple(mentions)


def _accepts(hit: Hit) -> bool:
    guard = GUARDS.get(hit.rule)
    return guard is None or guard(hit)


def _document(
    hits: Sequence[Hit], reference: dt.date | None, lexicon: Lexicon, told: str
) -> Context:
    """Return what the text as a whole tells: its genre, its order of day and month."""
    years = [year for hit in hits if (year := hit.number("year"))]
    near = sum(hit.rule in _NEAR_RULES for hit in hits)
    settled = numeric.order_of(hits) or told or lexicon.settled_order
    return Context(
        reference=reference,
        history=is_history(years, near, reference) or _opens_far(hits, years, near, reference),
        asides=_asides(hits),
        numeric_order=settled or lexicon.numeric_order,
        order_settled=bool(settled),
    )


def _opens_far(
    hits: Sequence[Hit], years: Sequence[int], near: int, reference: dt.date | None
) -> bool:
    """Tell a short text about other times: its first date is one, and nothing speaks of now."""
    if reference is None or near or not years:
        return False
    first = next((hit for hit in hits if hit.has("month") or hit.has("year")), None)
    if first is None or not (first.has("month") and first.has("year")):
        return False
    return all(abs(reference.year - year) >= _LONG_AGO for year in years)


def _seen_from(context: Context, hit: Hit) -> Context:
    """Return the context as far as it counts for a hit."""
    if context.before_christ:  # "the next summer" of a year before Christ is no day of ours
        return replace(context, reference=None, running=None)
    in_scene = hit.first - context.scene <= _SCENE and hit.rule in _SCENE_RULES
    holds = in_scene and not (hit.has("rel") or context.future or _is_recent(context, hit))
    return replace(context, history=True) if holds else context


def _is_recent(context: Context, hit: Hit) -> bool:
    """Whether a day without a year falls just before the report, whatever year was named last."""
    month, day, reference = hit.number("month"), hit.number("day"), context.reference
    if month is None or day is None or reference is None or context.history:
        return False
    try:
        ago = (reference - dt.date(reference.year, month, day)).days
    except ValueError:
        return False
    return 0 <= ago <= _RECENT_DAYS


def _moved(context: Context, hit: Hit, reading: Reading) -> Context:
    """Return the context after a reading: the running date follows the text."""
    span = reading.span
    if reading.value.startswith("BC"):
        return replace(context, before_christ=True)
    if span is None or span.start is None or span.precision is DatePrecision.DECADE:
        return context
    scene = hit.first if _sets_scene(context, hit, span) else context.scene
    aside = context.history and hit.first in context.asides and not opens_sentence(hit)
    year = hit.number("year") or context.year
    running = context.running if aside else span
    quarter = reading.value if hit.rule == "quarter" else context.quarter
    known = (context.year, context.scene, context.running, context.quarter)
    if not context.before_christ and known == (year, scene, running, quarter):
        return context  # a copy costs more than the look
    return replace(
        context, before_christ=False, year=year, scene=scene, running=running, quarter=quarter
    )


def _sets_scene(context: Context, hit: Hit, span: TimeSpan) -> bool:
    """Whether a year makes the next words background: "In 2016 ... On 22 December ..."."""
    reference, start = context.reference, span.start
    if start is None or (reference and abs(start.year - reference.year) < _FAR_YEARS):
        return False
    if hit.first - context.scene <= _SCENE:  # each date of those years carries them on
        return True
    return bool(hit.number("year")) and (hit.rule == "day" or opens_sentence(hit))


def _asides(hits: Sequence[Hit]) -> frozenset[int]:
    """Return where years stand that the years around are not near to: looks back or ahead."""
    years = [(hit.first, year) for hit in hits if (year := hit.number("year"))]
    found = set()
    for i, (first, year) in enumerate(years):
        around = sorted(y for _, y in years[max(0, i - _AROUND) : i + _AROUND + 1])
        if year != around[len(around) // 2]:
            found.add(first)
    return frozenset(found)


def _mention(text: str, hit: Hit, reading: Reading, context: Context) -> DateMention:
    first = hit.first if reading.first is None else reading.first
    last = hit.last if reading.last is None else reading.last
    if "dot" in hit.tokens.entries[last - 1]:
        last -= 1  # "on 8 Dec." may end the sentence
    start, end = hit.tokens.starts[first], hit.tokens.ends[last - 1]
    span, reference = reading.span, context.reference
    later = bool(span and span.start and reference and span.start > reference)
    return DateMention(
        text=text[start:end],
        start=start,
        end=end,
        type=reading.type,
        value=reading.value,
        span=span,
        alternative=reading.alternative,
        future=span is not None and (later or context.future),
        reason=reading.reason,
    )
