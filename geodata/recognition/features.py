"""What speaks for and against a span being a place name, as named features."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.recognition.context import left, relation, right
from geodata.recognition.proposals import Page
from geodata.recognition.sweep import Known, Ngram
from geodata.recognition.words import is_spaceless

__all__ = ["features", "is_demonym"]

_SIZES = ((1_000_000, "huge city"), (200_000, "city"), (20_000, "town"), (4_000, "small town"))
_FAMES = ((2_000_000, "4"), (400_000, "3"), (80_000, "2"), (15_000, "1"))
_CITIES = frozenset({"huge city", "city"})
_WHOLES = frozenset({"adm1", "country"})
_ALONE = (
    "given_names", "calendar", "groups", "titles", "teams", "kinds_before", "kinds_after",
    "organisations", "facilities", "prepositions",
)  # fmt: skip
_OPENING = ("determiners", "given_names", "titles", "kinds_before")
_CLOSING = ("kinds_after", "facilities", "organisations", "teams")
_BEFORE = (", ", "., ", " (", ",\n")
_AFTER = (*_BEFORE, " ")


def features(page: Page, span: Ngram) -> list[str]:
    """Return the names of the features that hold for a span."""
    known = page.knows(span)
    kind, lie = _kind(known), " ".join(relation(page, span))
    before, after = f"left {left(page, span)}", f"right {right(page, span)}"
    pairs = [(lie, kind), (before, kind), (after, kind), (before, lie), (after, lie)]
    found = [lie, kind, before, after, *(f"{a} & {b}" for a, b in pairs)]
    found += _writing(page, span)
    found += _roles(page, span, kind)
    found += [f"{common} & {x}" for common in _common(page, span) for x in ("any", kind, lie)]
    if page.words[span.first].case == "c":
        length = min(span.end - span.start, 4)
        found += ["no capitals", f"no capitals & {kind}", f"no capitals & {length} letters"]
    if known:
        found += _gazetteer(page, span, known)
        found += _fame(known, before, lie)
        if after == "right FACILITIES" and (known.seat or _kind(known) in _CITIES):
            found.append("city before facility")
    return found


def is_demonym(page: Page, span: Ngram) -> bool:
    """Say whether a span is an adjective or a people ("Syrian", "Americans")."""
    known = page.knows(span)
    if not known:
        return False
    adjective = known.demonym or not known.primary
    return (known.demonym and known.kind == "none") or (adjective and _people(page, span))


def _people(page: Page, span: Ngram) -> bool:
    return relation(page, span) == ("is", "NORP")


def _kind(known: Known | None) -> str:
    if known is None:
        return "unknown"
    if known.demonym:
        return "demonym"
    if known.kind not in {"city", "town"}:
        return known.kind
    return next((name for least, name in _SIZES if known.population >= least), "tiny town")


def _writing(page: Page, span: Ngram) -> Iterator[str]:
    words, lexicon = page.words[span.first : span.last + 1], page.lexicon
    yield f"{min(len(words), 4)} words"
    yield f"{min(span.end - span.start, 5)} letters"
    if all(word.case == "A" for word in words):
        yield "all capitals"
    first, last = words[0].text.lower(), words[-1].text.lower()
    if len(words) == 1:
        if first in lexicon.given_names:
            yield f"is given_names & {right(page, span)}"
        yield from (f"is {g}" for g in _ALONE if first in getattr(lexicon, g))
        if first in page.lower:
            yield "also in lower case"
        if first in page.people:
            yield from ("is last name", f"is last name & {' '.join(relation(page, span))}")
        return
    yield from (f"opens with {g}" for g in _OPENING if first in getattr(lexicon, g))
    yield from (f"closes with {g}" for g in _CLOSING if last in getattr(lexicon, g))
    if last in page.people:
        yield "closes with last name"


def _roles(page: Page, span: Ngram, kind: str) -> Iterator[str]:
    """Say what the name does that places do not."""
    led = page.lowered(span.first - 1) in page.lexicon.prepositions
    for role in page.roles.of(page.name(span), span.start, span.end, led=led):
        yield from (role, f"{role} & {kind}")


def _common(page: Page, span: Ngram) -> Iterator[str]:
    """Say whether some or all words of the span are common words."""
    words = range(span.first, span.last + 1)
    if is_spaceless(page.words[span.first]):
        return
    common = sum(page.lowered(at) in page.lexicon.stop for at in words)
    if common:
        yield "a common word"
    if common == len(words):
        yield "common words"


def _gazetteer(page: Page, span: Ngram, known: Known) -> Iterator[str]:
    yield "own name" if known.primary else "other name"
    yield from _language(page, span, known)
    yield _count(known)
    longer = [g for g in _overlapping(page, span) if g.first <= span.first and g.last >= span.last]
    if longer:
        yield "in longer name"
    yield from (f"in longer {_kind(page.knows(g))}" for g in longer[:1])
    if any(g.first >= span.first and g.last <= span.last for g in _overlapping(page, span)):
        yield "holds shorter name"
    for side, other in _neighbours(page, span):
        if other.kind in _WHOLES and _agree(known, other):
            yield f"part of {side}"
        elif known.kind in _WHOLES and _agree(other, known):
            yield f"whole of {side}"


def _language(page: Page, span: Ngram, known: Known) -> Iterator[str]:
    """Say what the text's language tells of a name."""
    lexicon = page.lexicon
    if any(country in lexicon.countries for country, _ in known.areas):
        yield from ("home", f"home & {_kind(known)}")
    if lexicon.place_endings and page.name(span).endswith(lexicon.place_endings):
        yield "place ending"
    elif known.form and not known.form.islower():
        yield "inflected"


def _fame(known: Known, before: str, lie: str) -> Iterator[str]:
    """Say how well known a place of the name is, whatever the smallest so called may be."""
    fame = next((f"fame {level}" for least, level in _FAMES if known.fame >= least), "fame 0")
    if known.kind == "country":
        fame = "fame 5"
    yield from (fame, f"{fame} & {lie}", f"{fame} & {_count(known)}")
    if before == "left start":
        yield from (f"{fame} & start", f"{fame} & start & {_count(known)}")


def _count(known: Known) -> str:
    return "1 place" if known.places == 1 else "few places" if known.places < 6 else "many places"


def _overlapping(page: Page, span: Ngram) -> Iterator[Ngram]:
    for first in range(max(0, span.first - 5), span.last + 1):
        for gram in page.ngrams.get(first, ()):
            if gram != span and gram.last >= span.first:
                yield gram


def _neighbours(page: Page, span: Ngram) -> Iterator[tuple[str, Known]]:
    """Yield the known names on either side, as in "City, State"."""
    after, before = span.last + 1, span.first - 1
    if after < len(page.words) and page.text[span.end : page.words[after].start] in _AFTER:
        yield from (("right", k) for g in page.ngrams.get(after, ()) if (k := page.knows(g)))
    if before >= 0 and page.text[page.words[before].end : span.start] in _BEFORE:
        grams = (g for at in range(max(0, before - 5), span.first) for g in page.ngrams.get(at, ()))
        yield from (("left", k) for g in grams if g.last == before and (k := page.knows(g)))


def _agree(part: Known, whole: Known) -> bool:
    if whole.kind == "country":
        countries = {country for country, _ in whole.areas}
        return any(country in countries for country, _ in part.areas)
    return not part.areas.isdisjoint(whole.areas)
