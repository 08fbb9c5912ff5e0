"""What a file says of itself, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geodata.export.content import About, Content
from geodata.maps.words import date_words
from geodata.messages import Words, words
from geodata.messages.cldr import country_in, territory
from geodata.model import DateRole, Status
from geodata.query import EventQuery, Mode

__all__ = ["counts_line", "filter_line", "notice", "span_line", "terms", "title"]

_COUNTRIES_NAMED = 2
# What a filter may name, and where the catalogues say its words; "" for the words of reports.
_SETS = {
    "divisions": "",
    "sources": "",
    "languages": "",
    "kinds": "",
    "place_precisions": "place.",
    "date_precisions": "date.",
}


def title(content: Content) -> str:
    """Return the given title, or the countries and days that most events are about."""
    if content.about.title:
        return content.about.title
    t, facts = words(content.about.language), content.facts
    # Equal counts in alphabetical order: the same events have the same title.
    ranked = sorted(facts.countries.items(), key=lambda pair: (-pair[1], pair[0]))
    countries = [country_in(t.language, name) for name, _ in ranked[:_COUNTRIES_NAMED]]
    where = _listed(countries, t)
    if len(ranked) > _COUNTRIES_NAMED:
        where = t("file.and_more", where=where, n=len(ranked) - _COUNTRIES_NAMED)
    parts = [where or t("file.events_title"), span_line(content)]
    return _listed([part for part in parts if part], t)


def _listed(parts: Sequence[str], t: Words) -> str:
    """Join with the language's own comma."""
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        joined = t("why.joined", first=joined, rest=part)
    return joined


def span_line(content: Content) -> str:
    """Return the days between which events happened or were reported; "" without any."""
    days = content.facts.days
    return date_words(*days, t=words(content.about.language)) if days else ""


def counts_line(content: Content) -> str:
    """Return how many events there are, from how many reports, placed and dated how."""
    t, facts = words(content.about.language), content.facts
    unplaced, reports = facts.events - facts.placed, len(facts.reports)
    parts = [
        t("file.events", n=facts.events),
        t("file.reports", n=reports) if reports else "",
        t("file.unplaced", n=unplaced) if unplaced else "",
        t("file.undated", n=facts.undated) if facts.undated else "",
    ]
    return " · ".join(part for part in parts if part)


def notice(content: Content) -> str:
    """Return what a reader must know first."""
    return words(content.about.language)("file.generalised") if content.about.generalised else ""


def terms(content: Content) -> tuple[tuple[str, str], ...]:
    """Return what the file is, as pairs of term and explanation."""
    t = words(content.about.language)
    told = [
        ("file.term_events", counts_line(content)),
        ("file.term_dates", span_line(content)),
        ("file.term_filter", filter_line(content.about, t)),
        ("file.term_shared", t("file.shared_means") if content.about.generalised else ""),
        ("file.term_small", t("file.small_means") if content.about.small else ""),
        ("file.term_marks", t("file.marks_mean")),
        ("file.term_sources", t("file.attribution")),
        ("file.term_privacy", t("file.asks_nobody")),
    ]
    return tuple((t(term), text) for term, text in told if text)


def filter_line(about: About, t: Words) -> str:
    """Say a filter in words; of a file to share, not which reports and words were looked for."""
    query = about.query
    if query is not None and about.generalised:
        query = replace(query, text="", report_ids=frozenset(), sources=frozenset())
    if query is None or query == EventQuery.everything():
        return t("file.everything")
    parts = [
        _days(query, t),
        t("file.countries", names=_countries(query.country_codes, t))
        if query.country_codes
        else "",
        t("file.area", area=", ".join(f"{v:g}" for v in query.bbox)) if query.bbox else "",
        *(
            t(f"file.{name}", names=_named(_SETS[name], getattr(query, name), t))
            for name in _SETS
            if getattr(query, name)
        ),
        t("file.drawn") if query.area else "",
        t("file.text", text=query.text) if query.text else "",
        t("file.of_reports", n=len(query.report_ids)) if query.report_ids else "",
        t("file.roles", names=_named("role.", query.roles, t))
        if query.roles != frozenset(DateRole)
        else "",
        t("file.statuses", names=_named("status.", query.statuses, t))
        if query.statuses != frozenset(Status)
        else "",
        "" if query.include_undated else t("file.without_undated"),
        "" if query.include_unplaced else t("file.without_unplaced"),
    ]
    return " · ".join(part for part in parts if part)


def _countries(codes: Iterable[str], t: Words) -> str:
    return ", ".join(sorted(territory(t.language, code, code) for code in codes))


def _days(query: EventQuery, t: Words) -> str:
    first, last = query.date_from, query.date_to
    if first is None and last is None:
        return ""
    sure = {Mode.CERTAIN: "file.certain", Mode.MAP: "file.close", Mode.POSSIBLE: "file.possible"}
    return f"{date_words(first, last, t=t)} ({t(sure[query.mode])})"


def _named(prefix: str, values: Iterable[str], t: Words) -> str:
    """Return values as the catalogues say them, or as they are."""
    ordered = sorted(values)
    if not prefix:
        return ", ".join(ordered)
    return ", ".join(t(prefix + (value.replace(" ", "-") or "unknown")) for value in ordered)
