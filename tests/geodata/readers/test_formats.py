"""Markdown and web pages: the story kept, the markup gone, the page's own fields read."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.model import PublishedBasis
from geodata.readers import read_bytes
from geodata.readers.markup import plain_text, tags

MAY_6 = dt.date(2021, 5, 6)
STORY = "The old bridge over the river in Exampleton fell on Sunday after days of rain."
MORE = "It was built in 2011 after the floods that began in 2009, the mayor of Otherton said."


def page(head="", before="", after=""):
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Bridge falls | The Sample</title>{head}"
        '<script>var place = "Scriptville 2020-01-01";</script><style>p {color: red}</style></head>'
        '<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article>'
        f"<h1>Bridge falls</h1>{before}<p>{STORY}</p><p>{MORE}</p>{after}</article>"
        "<footer>Copyright 2017 The Sample</footer></body></html>"
    ).encode()


def read(data, name="page.html"):
    (report,) = read_bytes(data, name=name)
    return report


META = (
    '<meta property="article:published_time" content="2021-05-06T10:00:00Z">'
    '<meta property="og:site_name" content="The Sample"><meta name="author" content="Jo Writer">'
    '<link rel="canonical" href="https://sample.example/bridge">'
)


def test_a_page_with_metadata():
    report = read(page(META))
    assert (report.title, report.source, report.author) == (
        "Bridge falls",
        "The Sample",
        "Jo Writer",
    )
    assert (report.published, report.published_basis) == (MAY_6, PublishedBasis.HTML)
    assert report.url == "https://sample.example/bridge"
    assert report.media_type == "text/html"
    assert STORY in report.text
    assert "Scriptville" not in report.text
    assert "color" not in report.text


def test_the_content_decides_not_the_suffix():
    assert read(page(META), name="page.txt").media_type == "text/html"
    assert read(STORY.encode(), name="story.html").media_type == "text/plain"


def test_a_page_without_date_gets_none_from_its_text():
    report = read(page())
    assert report.published is None
    assert report.published_basis is PublishedBasis.UNKNOWN


def test_a_caption_is_kept_as_a_paragraph_of_its_own():
    figure = "<figure><img src=a.jpg><figcaption>Boats in Portham, May 2019</figcaption></figure>"
    report = read(page(META, before=figure))
    assert "\n\nImage: Boats in Portham, May 2019\n\n" in report.text


def test_the_declared_encoding_is_used_where_utf8_fails():
    data = (
        '<html><head><meta charset="windows-1256"><title>خبر</title></head><body><p>'
        "سقط الجسر القديم في المدينة يوم الأحد بعد أيام من المطر</p></body></html>"
    ).encode("cp1256")
    assert "سقط الجسر القديم" in read(data).text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + STORY + "</div>" * 3000,
        "<p " + " ".join(f'a{i}="x"' for i in range(50_000)) + f">{STORY}</p>",
        "<p " + " ".join(f"a{i}" for i in range(50_000)) + f">{STORY}</p>",
        f"<p>{STORY}</p>" * 10 + "<i></i>" * 20_000,
    ],
    ids=["nesting", "attributes", "bare attributes", "tags"],
)
def test_tangled_pages_are_read_in_bounded_time(body):
    began = time.process_time()
    report = read(f"<html><body>{body}</body></html>".encode())
    assert time.process_time() - began < 3
    assert STORY in report.text
    assert report.notes


def test_words_of_a_page_without_a_parser():
    title, text = plain_text(
        "<html><TITLE>A &amp; B</TITLE><SCRIPT>if (a<b) x()</SCRIPT ><!-- <p>no --><p>One<b>two</b>"
        "<br>3 < 4 &lt;i&gt;<style>p{}</style></p><div>End"
    )
    assert title == "A & B"
    assert text == "Onetwo\n\n3 < 4 <i>\n\nEnd"


def test_an_unclosed_picture_swallows_no_text():
    assert plain_text("<p>One<svg><p>two<svg>x</svg><p>three")[1] == "One\n\nthree"
    assert plain_text("<p>One<svg><p>two")[1] == "One\n\ntwo"
    assert plain_text("<p>One<script>two")[1] == "One"


@given(st.text(st.sampled_from(list("<>/!-a\"' =scriptlebody&;\n")), max_size=200))
def test_tags_lie_in_order_inside_any_page(text):
    found = list(tags(text))
    ends = [0, *(tag.end for tag in found)]
    assert all(
        end <= tag.start < tag.end <= len(text) for end, tag in zip(ends, found, strict=False)
    )
    plain_text(text)


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<script>", "<svg>", "<svg></svg", "<!--", "&", "</", "<b>"]
)
def test_time_grows_with_length_only(unit):
    began = time.process_time()
    plain_text(unit * (60_000 // len(unit)))
    assert time.process_time() - began < 3


MARKDOWN = """---
title: "Bridge falls"
date: 2021-05-06
source: The Sample
author: Jo Writer
link: https://sample.example/bridge
---
# Bridge falls

The **old** bridge in [Exampleton](https://x.example/a_b) fell on _Sunday_, and 2 * 3 * 4 = 24.

- One car was lost.
> Nobody was hurt, said the mayor of snake_case_town.

![Boats in Portham](boats.jpg)

```
code stays
```
"""


def test_markdown():
    report = read(MARKDOWN.encode(), name="story.md")
    assert (report.title, report.source, report.author) == (
        "Bridge falls",
        "The Sample",
        "Jo Writer",
    )
    assert report.published == MAY_6
    assert report.url == "https://sample.example/bridge"
    assert report.media_type == "text/markdown"
    for kept in (
        "\nThe old bridge in Exampleton fell on Sunday, and 2 * 3 * 4 = 24.\n",
        "\nOne car was lost.\n",
        "\nNobody was hurt, said the mayor of snake_case_town.\n",
        "\nImage: Boats in Portham\n",
        "\ncode stays\n",
    ):
        assert kept in report.text
    assert "---" not in report.text


def test_markdown_without_front_matter():
    report = read(b"## Bridge *falls*\n\nSample Wire May 6, 2021\n\nText.", name="story.md")
    assert (report.title, report.source, report.published) == ("Bridge falls", "Sample Wire", MAY_6)


@pytest.mark.parametrize("unit", ["[", "![", "*", "_", "**a", "[a](", "---\n", "# ", "> "])
def test_markdown_time_grows_with_length_only(unit):
    began = time.process_time()
    read((unit * (50_000 // len(unit)) + "x").encode(), name="story.md")
    assert time.process_time() - began < 3
