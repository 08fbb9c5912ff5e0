"""Labels that Streamlit reads as Markdown show the words of strangers as they are."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from dashboard.plain import plain
from tests.hostile.carriers import PAYLOADS

TEXTS = [
    *PAYLOADS.values(),
    "# Heading",
    "1. one",
    "- list\n- more",
    "> quoted",
    "    code",
    "```js\nx\n```",
    "![x](http://outside.invalid/x.png) [a](javascript:alert(1))",
    "**bold** _it_ ~~gone~~ `code` | a | b |",
    "<http://outside.invalid> http://outside.invalid www.outside.invalid a@b.example",
    "&lt;img&gt; &#60; \\* trailing\\",
    "[ref]: http://outside.invalid",
    "a  \nb",
    "plain words, دمشق",
]


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_of_it_is_markup(text: str) -> None:
    made = MarkdownIt("gfm-like", {"linkify": False}).render(plain(text)).strip()
    inside = re.fullmatch("<p>(.*)</p>", made, re.DOTALL)
    assert inside, made
    assert "<" not in inside[1]
    seen = re.sub(r"\\u[0-9a-f]{4}", "", unescape(inside[1]))
    assert seen == " ".join(re.sub("[\u200b\u202a-\u202e\u2066-\u2069]", "", text).split())


def test_addresses_and_signs_of_streamlits_own_lose_their_marks() -> None:
    assert plain("http://x.y :red[a] $b$") == r"http\:\/\/x\.y \:red\[a\] \$b\$"


def test_a_reports_title_is_a_plain_label() -> None:
    def page() -> None:
        from typing import Any

        from dashboard import language
        from dashboard.intake import _ask_dates
        from geodata.readers import read_text

        title = "![x](http://outside.invalid/x.png) **b**"
        nothing: Any = None  # no day is set here, so no store is asked
        _ask_dates(nothing, [read_text("Homs was calm.", title=title)], language.chosen())

    (label,) = (asked.label for asked in AppTest.from_function(page).run(timeout=300).date_input)
    assert label == plain("![x](http://outside.invalid/x.png) **b**")
