"""Feeds: each entry is a report; nothing is fetched, nothing a feed says is run."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import EmptyReportError, ReadError
from geodata.model import Report
from geodata.readers import read_bytes
from geodata.readers.base import Refusal
from geodata.readers.feeds import FeedReader

RSS = """<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>Bote</title>
<item><title>Ruhe in Homs</title><link>https://example.org/1</link><author>A. B.</author>
<pubDate>Sun, 08 Dec 2024 10:00:00 +0000</pubDate>
<description>&lt;p&gt;In Homs war es &lt;b&gt;ruhig&lt;/b&gt;.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title></title><description></description><guid>x2</guid></item>
<item><title>Größe</title><guid isPermaLink="false">x3</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry>
<title>Calm</title><id>urn:1</id><link href="https://example.org/a"/>
<updated>2024-12-09T00:00:00Z</updated><published>2024-12-08T00:00:00Z</published>
<summary>Short.</summary><content type="html">&lt;p&gt;Homs was calm all day.&lt;/p&gt;</content>
</entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_each_entry_is_a_report(encoding: str) -> None:
    reports = read_bytes(RSS.format(encoding).encode(encoding), name="feed.rss")
    first, third = reports
    assert first.text == "Ruhe in Homs\n\nIn Homs war es ruhig."
    assert (first.url, first.key) == ("https://example.org/1", "https://example.org/1")
    assert (first.published, first.published_basis) == (dt.date(2024, 12, 8), "feed")
    assert (first.author, first.source) == ("A. B.", "Bote")
    assert third.text == "Größe"
    assert third.key == "file:feed.rss#x3"
    assert first.gaps == ("feed.rss: entry 2: no text",)


def test_the_fullest_content_of_an_entry_counts() -> None:
    (report,) = read_bytes(ATOM.encode(), name="page.html")
    assert report.text == "Calm\n\nHoms was calm all day."
    assert report.published == dt.date(2024, 12, 8)


def test_a_feed_without_entries_and_a_bomb_say_so() -> None:
    with pytest.raises(EmptyReportError, match="without entries"):
        FeedReader().read(b"<rss><channel><title>x</title></channel></rss>", name="a.rss")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}]>' + RSS.format("utf-8").split("?>", 1)[1]
    bomb = bomb.replace("Ruhe in Homs", "&l9;")
    items = FeedReader().read(bomb.encode(), name="a.rss")
    assert sum(len(item.text) for item in items if isinstance(item, Report)) < 10_000
    inside = RSS.format("utf-8").replace("Ruhe in Homs", "&x;").split("?>", 1)[1]
    entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + inside
    texts = [i.text for i in FeedReader().read(entity.encode(), name="a") if isinstance(i, Report)]
    assert not any("root:" in text for text in texts)


PIECES = ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "Homs", "&amp;", "&#0;"]
PIECES += ["<pubDate>", "8 Dec 2024", "</pubDate>", "<![CDATA[", "]]>", "<feed", ">", "<entry>"]


@settings(max_examples=80)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=20).map("".join))
def test_any_feed_is_read_or_refused(text: str) -> None:
    try:
        items = FeedReader().read(text.encode("utf-8", "replace"), name="a.rss")
    except ReadError as error:
        items = [Refusal(name="a.rss", why=str(error))]
    assert items
    assert all("a.rss" in item.why for item in items if isinstance(item, Refusal))


def test_a_date_that_cannot_be_read_is_no_date():
    item = "<item><title>Homs</title><description>Homs was calm.</description>{}</item>"
    dated = item.format("<pubDate>soon</pubDate>")
    [report] = FeedReader().read(
        f"<rss version='2.0'><channel>{dated}</channel></rss>".encode(), name="a.rss"
    )
    assert isinstance(report, Report)
    assert report.published is None
