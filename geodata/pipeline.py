"""Steps 1 to 5 composed: a report in, its dated and placed events out.

The only module that knows recognition, resolution, geocoding, dates and events at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geodata.dates.base import Tagger
from geodata.dates.orders import DAY_FIRST, MONTH_FIRST, order_of_outlet
from geodata.errors import UsageError
from geodata.events import given_events, link, questions
from geodata.gazetteer import SqliteGazetteer, open_gazetteer
from geodata.gazetteer.base import Gazetteer
from geodata.geocoding import FallbackGeocoder, fill
from geodata.model import Counts, DateMention, Event, Report, Resolution, Toponym
from geodata.recognition.base import Recogniser
from geodata.resolution.base import Home, Resolver
from geodata.settings import Settings

__all__ = ["Geoparsed", "Geoparser"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoparsed:
    """A report and everything that was found in it.

    `resolutions` holds one entry per toponym, adjectives included; `events` leaves the
    adjectives out unless the settings ask for them.
    """

    report: Report
    resolutions: tuple[Resolution, ...]
    dates: tuple[DateMention, ...]
    events: tuple[Event, ...]

    @property
    def both_ways(self) -> bool:
        """Whether a date in figures is kept in both readings."""
        return any(date.alternative for date in self.dates)

    @property
    def counts(self) -> Counts:
        """How many places were found, placed and dated."""
        return Counts.of(self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoparser:
    """The steps, chosen once and used for every report.

    Attributes
    ----------
    gazetteer, recogniser, resolver, tagger
        Anything that follows the protocols in the ``base.py`` of their rooms.
    geocoder
        Asked for names that stay unplaced; None, the default, asks nobody.
    """

    gazetteer: Gazetteer
    recogniser: Recogniser
    resolver: Resolver
    tagger: Tagger
    settings: Settings
    geocoder: FallbackGeocoder | None = None

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        gazetteer: SqliteGazetteer | None = None,
        progress: Progress | None = None,
    ) -> Geoparser:
        """Open the parts that Dateline ships.

        Parameters
        ----------
        settings
            Default: from the environment.
        gazetteer
            An open gazetteer to share; by default the one that the settings name is opened.
        progress
            Called with what is done, and the share done (0-1), while the gazetteer is compiled,
            once, on first use.

        Raises
        ------
        GazetteerError, RecognitionError
            When a part is missing or damaged, with what to do.
        UsageError
            When the settings name a geocoder that cannot be asked, or no order of day and month.
        """
        from geodata.dates import RuleTagger
        from geodata.recognition import open_recogniser
        from geodata.resolution import EvidenceResolver

        chosen = settings or Settings.from_environment()
        if chosen.day_order not in {"", DAY_FIRST, MONTH_FIRST}:
            raise UsageError(
                f"DATELINE_DAY_ORDER is {chosen.day_order!r}: write dmy (3/4/2024 is 3 April), "
                "mdy (it is 4 March) or nothing"
            )
        places = gazetteer or open_gazetteer(chosen, progress=progress)
        return cls(
            gazetteer=places,
            recogniser=open_recogniser(places),
            resolver=EvidenceResolver(places, min_score=chosen.min_score),
            tagger=RuleTagger(),
            settings=chosen,
            geocoder=FallbackGeocoder.open(chosen),
        )

    def geoparse(
        self, report: Report, *, home: Home | None = None, numeric_order: str = ""
    ) -> Geoparsed:
        """Find, place and date the places of one report.

        Parameters
        ----------
        report
            As a reader made it.
        home
            Where the outlet's other reports are about, if known.
        numeric_order
            How the collection writes 3/4/2024 ("dmy", "mdy"), if its other reports tell.
        """
        if report.given:
            return self._as_given(report, home)
        toponyms = self.recogniser.recognise(report.text, language=report.language)
        return self.date(report, self._placed(report, toponyms, home), numeric_order=numeric_order)

    def resolve_again(self, parsed: Geoparsed, *, home: Home) -> Geoparsed:
        """Place the names of a geoparsed report anew, knowing where the outlet is at home."""
        if parsed.report.given:
            return parsed
        toponyms = [resolution.toponym for resolution in parsed.resolutions]
        resolutions = self._placed(parsed.report, toponyms, home)
        events = link(parsed.report, resolutions, parsed.dates, demonyms=self.settings.demonyms)
        return replace(parsed, resolutions=tuple(resolutions), events=events)

    def _placed(
        self, report: Report, toponyms: Sequence[Toponym], home: Home | None
    ) -> Sequence[Resolution]:
        resolutions = self.resolver.resolve(report.text, toponyms, home=home)
        return resolutions if self.geocoder is None else fill(resolutions, self.geocoder)

    def _as_given(self, report: Report, home: Home | None) -> Geoparsed:
        """Take the events of a table as they are; names without coordinates are looked up."""
        resolutions: list[Resolution | None] = [None] * len(report.given)
        for question in questions(report):
            answers = self.resolver.resolve(question.text, question.toponyms, home=home)
            for rows, answer in zip(question.rows, answers, strict=True):
                for number in rows:
                    resolutions[number] = answer
        events = given_events(report, resolutions, self.gazetteer)
        found = tuple(event.resolution for event in events)
        return Geoparsed(report=report, resolutions=found, dates=(), events=events)

    def geoparse_many(
        self, reports: Iterable[Report], *, homes: Mapping[str, Home] | None = None
    ) -> Iterator[Geoparsed]:
        """Geoparse each report in order, streaming; `homes` by outlet."""
        known = homes or {}
        for report in reports:
            yield self.geoparse(report, home=known.get(report.source))

    def date(
        self, report: Report, resolutions: Sequence[Resolution], *, numeric_order: str = ""
    ) -> Geoparsed:
        """Date places that are resolved already.

        What the report itself does not tell of the order of day and month, the collection does,
        else the country of the outlet's address, else the settings.
        """
        order = numeric_order or order_of_outlet(report.url) or self.settings.day_order
        dates = self.tagger.tag(
            report.text,
            reference_date=report.published,
            language=report.language,
            numeric_order=order,
        )
        events = link(report, resolutions, dates, demonyms=self.settings.demonyms)
        return Geoparsed(report=report, resolutions=tuple(resolutions), dates=dates, events=events)
