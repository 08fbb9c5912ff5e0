"""Places and dates of a report joined to events with stable ids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geodata.events.cues import cues_for
from geodata.events.dating import Dating, date_place
from geodata.events.headings import find_headings
from geodata.events.meaning import Page
from geodata.events.named import NamedDate
from geodata.events.scene import Scene, make_scene
from geodata.model import DateMention, Event, Report, Resolution, Toponym, digest
from geodata.text import Sentence, captions, sentences

__all__ = ["link"]

# A longer block of lines is a list of captions, each with its own date.
MAX_CAPTION = 600


def link(
    report: Report,
    resolutions: Sequence[Resolution],
    mentions: Sequence[DateMention],
    *,
    demonyms: bool = False,
) -> tuple[Event, ...]:
    """Return one event per place name of a report, dated by the words around it.

    Parameters
    ----------
    report
        Its text, own date and language are used.
    resolutions
        One per toponym; those without a place become events without a place.
    mentions
        The date words of the text, in text order. Those without days date nothing.
    demonyms
        Whether adjectives ("Syrian") become events too.

    Returns
    -------
    tuple of Event
        In text order. Ids are made of the report, the sentence, the name and its number of
        occurrence in that sentence, so that they survive edits elsewhere in the text.
    """
    page = Page(report.text, cues_for(report.language), report.published)
    cut = sentences(report.text)
    reading = _Reading(
        sentences=cut,
        mentions=mentions,
        captions=_joined_captions(report.text),
        page=page,
        headings=find_headings(page, cut, mentions),
    )
    if not reading.sentences:
        return ()
    report_id, seen = report.report_id, Counter[tuple[str, str]]()
    events = []
    for resolution in sorted(resolutions, key=lambda r: (r.toponym.start, r.toponym.end)):
        toponym = resolution.toponym
        number = reading.sentence_at(toponym.start)
        sentence = reading.sentences[number]
        words = report.text[sentence.start : sentence.end]
        key = (" ".join(words.split()), toponym.text)
        seen[key] += 1
        if toponym.demonym and not demonyms:
            continue
        event_id = digest("event", report_id, *key, str(seen[key]))
        dating = reading.date(toponym, number)
        events.append(_event(event_id, resolution, words, sentence.start, dating))
    return tuple(events)


def _event(event_id: str, resolution: Resolution, words: str, start: int, dating: Dating) -> Event:
    return Event(
        event_id=event_id,
        resolution=resolution,
        sentence=words,
        sentence_start=start,
        date=dating.span,
        date_role=dating.role,
        date_basis=dating.basis,
        date_text=dating.text,
        date_start_char=dating.start,
        date_end_char=dating.end,
        date_reason=dating.reason,
        date_alternative=dating.alternative,
    )


@dataclass(slots=True)
class _Reading:
    """A report's sentences, made ready for dating when they are first asked for."""

    sentences: Sequence[Sentence]
    mentions: Sequence[DateMention]
    captions: Sequence[tuple[int, int]]
    page: Page
    headings: Sequence[NamedDate]
    scenes: dict[int, Scene] = field(default_factory=dict)

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence around an offset, or of the one before it."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def date(self, toponym: Toponym, number: int) -> Dating:
        scene = self.scene(number)
        before = self.scene(number - 1) if number and scene.goes_on else None
        heading = self.heading_at(self.sentences[number].start)
        return date_place(toponym, scene, before, self.page.published, heading)

    def heading_at(self, offset: int) -> NamedDate | None:
        """Return the day in a line of its own above an offset."""
        number = bisect_right(self.headings, offset, key=lambda heading: heading.end) - 1
        return self.headings[number] if number >= 0 else None

    def scene(self, number: int) -> Scene:
        if number not in self.scenes:
            sentence = self.sentences[number]
            caption = self.caption_at(sentence.start)
            first, last = caption or (sentence.start, sentence.end)
            low = bisect_left(self.mentions, first, key=lambda m: m.start)
            high = bisect_left(self.mentions, last, key=lambda m: m.start)
            self.scenes[number] = make_scene(self.page, sentence, self.mentions[low:high], caption)
        return self.scenes[number]

    def caption_at(self, offset: int) -> tuple[int, int] | None:
        number = bisect_right(self.captions, offset, key=lambda c: c[0]) - 1
        inside = number >= 0 and offset < self.captions[number][1]
        return self.captions[number] if inside else None


def _joined_captions(text: str) -> list[tuple[int, int]]:
    """Return the captions, lines of one block as one: the date may stand in any of them."""
    joined: list[tuple[int, int]] = []
    for first, last in captions(text):
        short = bool(joined) and last - joined[-1][0] <= MAX_CAPTION
        if short and text.count("\n", joined[-1][1], first) == 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
