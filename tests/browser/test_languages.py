"""Desk, card, intake and one-file map in each language: no word of ours is left English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from geodata.export import About, write
from geodata.messages import LANGUAGES, catalogue, words
from geodata.messages.cldr import territory
from tests.browser.conftest import Server, desk
from tests.geodata.maps.sample import levant

pytestmark = pytest.mark.browser

# Every text, label and hint that is seen and is no report's: theirs find their own direction.
SAID = """() => {
  const out = [];
  const theirs = ".wordmark, [dir=auto], bdi, blockquote, .dl-sentence, .dl-text, script, style";
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest(theirs) || !node.checkVisibility()) continue;
    for (const name of ["aria-label", "title", "placeholder"]) out.push(node.getAttribute(name));
    for (const part of node.childNodes) if (part.nodeType === 3) out.push(part.textContent);
  }
  return out.filter((text) => text && text.trim()).map((text) => text.trim());
}"""
STREAMLIT = {"Upload", "50MB per file", "Browse files", "Drag and drop files here"}
GRAMMAR = re.compile(
    r"in the same report|the same (clause|sentence) says|which the report names|reported on|"
    r"the only place of|not later than|belongs to it|of publication"
)
COUNTRIES = {territory("en", code) for code in ("SY", "LB", "JO", "TR", "NL", "DE")}


def english_in(place: Page | Frame, language: str) -> list[str]:
    """Return what is said in English though the language has its own words."""
    own = catalogue(language)
    english = {
        text
        for key, text in catalogue("en").items()
        if isinstance(text, str) and text != own[key] and "{" not in text
    } - {text for text in own.values() if isinstance(text, str)}
    english |= STREAMLIT | {name for name in COUNTRIES if name not in own.values()}
    said = place.evaluate(SAID)
    assert len(said) > 20
    return [
        text
        for text in said
        if text in english or GRAMMAR.search(text) or set(text.split(" · ")) & COUNTRIES
    ]


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_no_word_of_the_page_is_left_english(page: Page, server: Server, language: str) -> None:
    t = words(language)
    page.goto(f"{server.url}?lang={language}")
    frame = desk(page)
    frame.locator(".dl-row").first.click()
    expect(frame.locator(".dl-card dd").first).not_to_be_empty()
    assert english_in(frame, language) == []
    frame.get_by_role("button", name=t("search.filter"), exact=True).click()
    expect(frame.locator(".dl-facet label").first).to_be_visible()
    assert english_in(frame, language) == []
    page.get_by_role("button", name=t("head.add")).click()
    page.get_by_label(t("intake.paste")).fill("January 12, 2025\n\nRaqqa was calm on Saturday.")
    assert english_in(page, language) == []
    page.get_by_role("button", name=t("intake.go")).click()
    summary = page.locator(".st-key-summary")
    expect(summary).to_contain_text(t("head.reports", n=1), timeout=60_000)
    assert not re.search(r"\b(added|unchanged|placed|dated|place)\b", summary.inner_text())


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_no_word_of_a_file_is_left_english(page: Page, tmp_path: Path, language: str) -> None:
    path = tmp_path / "map.html"
    frame = levant()
    frame["place_reason"] = "in Syria like Homs in the same report"
    frame["date_reason"] = 'the same clause says "Sunday" (the Sunday before the date before it)'
    write(frame, path, about=About(language=language))
    # The file's own policy forbids what Playwright's waiting for a function does.
    page.set_content(path.read_text(encoding="utf-8"))
    page.locator(".dl-row").first.click()
    expect(page.locator(".dl-card dd").first).not_to_be_empty()
    assert english_in(page, language) == []
    page.get_by_role("button", name=words(language)("search.filter"), exact=True).click()
    expect(page.locator(".dl-facet label").first).to_be_visible()
    assert english_in(page, language) == []
