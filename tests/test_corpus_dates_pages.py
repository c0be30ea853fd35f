"""Which of a web page's dates is its publication, and what bears none; pages here are made for these tests.

The forty texts and pages of undated_pages.txt are full of dates, and none is the day they came out.
"""

from datetime import date
from pathlib import Path

import pytest

from corpus.dates.order import settle
from corpus.dates.parse import parse_date
from corpus.dates.url import url_date
from corpus.documents import Document, Precision, Signal
from corpus.readers import READERS, Context

NOW = date(2026, 11, 22)

PROSE = (
    "<p>The harbour office looks after the quay, the lamps and the ferry, and answers letters from all who moor here, "
    "by post or at the window, as long as the tide allows.</p><p>It has six members of staff and a dog, who is not "
    "allowed on the ferry but has been seen there more than once.</p>"
)  # fmt: skip


def read(page: str, suffix: str = ".html") -> Document:
    (document,) = READERS[suffix](f"a{suffix}", page.encode(), Context(NOW))
    return document


def page(beside: str = "", head: str = "", after: str = "") -> Document:
    return read(
        f"<html><head><title>Quay opens | Post</title>{head}</head><body><main><h1>Quay opens</h1>{beside}{PROSE}"
        f"</main>{after}</body></html>"
    )


def linked(**fields: str) -> str:
    pairs = ", ".join(f'"{key}": "{value}"' for key, value in {"@type": "NewsArticle", **fields}.items())
    return f'<script type="application/ld+json">{{{pairs}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="https://n.example{url}">'


UNDATED = [part.partition("\n") for part in Path(__file__).with_name("undated_pages.txt").read_text().split("=== ")[1:]]


def test_of_forty_undated_texts_and_pages_at_most_two_get_a_date():
    names = [name for name, _, _ in UNDATED]
    assert len(names) == 40 and sum(name.endswith(".html") for name in names) == 20
    dated = [(name, str(d.published)) for name, _, text in UNDATED if (d := read(text, Path(name).suffix)).published]
    assert len(dated) <= 2, dated


@pytest.mark.parametrize(
    "beside",
    [
        '<p>Next: <time datetime="2024-05-03">3 May</time></p>',
        "<p>Date: 3 May 2024</p><p>Time: 7 pm</p>",
        '<div class="comment"><span class="date">3 May 2024</span></div>',
        "<p>Ann Bell, 3 May 1931 – 6 March 2023</p>",
        "<p>Open from 1 May 2024.</p>",
    ],
)
def test_a_date_beside_the_headline_that_is_another_things_is_left(beside):
    clock = '<header><a href="/">Post</a> <span class="today">22 November 2026</span></header>'
    page = f"<html><body>{clock}<h1>Quay opens</h1>{beside}{PROSE}<footer>© 2020 Post</footer></body></html>"
    assert read(page).published is None


def test_a_press_release_that_names_place_and_date_keeps_its_date():
    document = page("<p><b>Place</b> <span>Oslo</span><br><b>Date</b> <span>06.03.2023</span></p>")
    assert str(document.published) == "2023-03-06"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://n.example/2023/03/06/quay-opens", "2023-03-06"),
        ("https://n.example/news/2023/mar/06/quay", "2023-03-06"),
        ("https://n.example/2023-03-06-quay-opens.html", "2023-03-06"),
        ("https://n.example/20230306/quay-opens", "2023-03-06"),
        ("https://n.example/2023-03/06/content_1.htm", "2023-03-06"),
        ("/2023/03/06/quay", "2023-03-06"),
        ("https://archive.example/web/20240101120000/http://n.example/2023/03/06/quay", "2023-03-06"),
        ("https://n.example/2023/03/quay-opens", "2023-03"),
        ("https://n.example/2023/03/", None),  # a month's list
        ("https://n.example/2023/03/06/", None),  # a day's list
        ("https://n.example/2023/43/quay-opens", None),  # an issue
        ("https://n.example/2023/quay-opens", None),
        ("https://n.example/quay-20230306-opens", None),  # not at the start of the segment
        ("https://n.example/quay?date=/2023/03/06/x", None),
        ("https://n.example/events/2023/03/06/regatta", None),
        ("https://archive.example/web/20230306120000/http://n.example/quay", None),
        ("https://n.example/2023/02/30/quay", "2023-02"),  # a number, and no 30 February
        ("", None),
    ],
)
def test_a_date_opens_a_segment_of_an_address(url, day):
    written = url_date(url)
    if day is None:
        assert written is None
    else:
        assert str(written.first)[: len(day)] == day
        assert written.precision is (Precision.DAY if len(day) == 10 else Precision.MONTH)


@pytest.mark.parametrize(
    ("document", "signal"),
    [
        (page(head=linked(datePublished="2023-03-06T10:00:00+01:00")), Signal.JSON_LD),
        (page(head=linked(datePublished="2023-03-06T10:00:00&#x2B;01:00")), Signal.JSON_LD),
        (page(head=meta("article:published_time", "2023-03-06")), Signal.METADATA),
        (page(head=canonical("/2023/03/06/quay")), Signal.URL),
        (page('<p><time datetime="2023-03-06">6 March</time></p>'), Signal.TIME_ELEMENT),
        (page("<div><span>Date:</span> <span>6 March 2023</span></div>"), Signal.DATE_LINE),
        (page("<p>Boats<br>6. März 2023, 10:39 Uhr</p>"), Signal.DATE_LINE),
        (page('<div data-date="6 mars 2023" class="arrow"></div>'), Signal.DATE_LINE),
        (page("<p>Written: 2023-03-06 15:03:30 / Updated: 2023-03-07 10:00:00</p>"), Signal.DATE_LINE),
        (page(after="<div class=foot>Last change: 7 March 2023<br>Published on: 6 March 2023</div>"), Signal.DATE_LINE),
        (page('<ul class="commentary"><li>06.03.2023</ul>'), Signal.DATE_LINE),
        (page(after="<p>Last updated: 6 March 2023</p>"), Signal.LAST_UPDATED),
        (
            page("<p>First published in the Post on 6 March 2023.</p>", linked(datePublished="2024-01-01")),
            Signal.DATE_LINE,
        ),
    ],
)
def test_each_signal_is_read_and_named(document, signal):
    assert (str(document.published), document.published.signal) == ("2023-03-06", signal)


def test_the_more_trusted_signal_wins_and_the_other_is_named():
    document = page(head=linked(datePublished="2023-03-06") + canonical("/2023/03/16/quay"))
    assert str(document.published) == "2023-03-06"
    assert "JSON-LD says 2023-03-06, URL path says 2023-03-16" in document.problems[0]


def test_signals_a_day_apart_are_no_contradiction():
    document = page(head=linked(datePublished="2023-03-06") + canonical("/2023/03/07/quay"))
    assert (str(document.published), document.problems) == ("2023-03-06", ())


@pytest.mark.parametrize(
    "other", [canonical("/2023/03/06/quay"), meta("article:published_time", "2023-03-06T21:25:54-05:00")]
)
def test_a_moment_in_utc_is_of_the_publishers_day(other):
    document = page(head=linked(datePublished="2023-03-07T02:25:54Z") + other)
    assert (str(document.published), document.published.signal) == ("2023-03-06", Signal.JSON_LD)
    local = page(head=linked(datePublished="2023-03-07T02:25:54+01:00") + other)
    assert str(local.published) == "2023-03-07"


def test_a_day_within_a_trusted_month_makes_it_finer():
    document = page("<p>6 March 2023</p>", canonical("/2023/03/quay"))
    assert (str(document.published), document.problems) == ("2023-03-06", ())
    outside = page("<p>6 May 2023</p>", canonical("/2023/03/quay"))
    assert str(outside.published) == "2023-03"
    assert "URL path says 2023-03, date line says 2023-05-06" in outside.problems[0]


@pytest.mark.parametrize(
    "document",
    [
        page(head=linked(datePublished="2023-03-06", dateModified="2024-01-02T10:00:00Z")),
        page(head=linked(datePublished="2023-03-06") + meta("article:modified_time", "2024-01-02")),
    ],
)
def test_the_day_of_the_last_change_is_kept_apart(document):
    assert (str(document.published), document.modified) == ("2023-03-06", date(2024, 1, 2))


def test_a_browser_notes_the_address_of_a_page_it_saves():
    note = "<!-- saved from url=(0037)https://n.example/2023/03/06/quay-opens -->\n"
    document = read(f"{note}<html><body><h1>Quay opens</h1>{PROSE}</body></html>")
    assert (str(document.published), document.url) == ("2023-03-06", "https://n.example/2023/03/06/quay-opens")


def test_an_ambiguous_order_on_a_page_is_settled_by_its_article():
    settled = page("<p>04/05/2024</p><p>Closed since 23/11/2022, the quay is open to all who come by boat.</p>")
    open_still = page("<p>04/05/2024</p>")
    assert str(settled.published) == "2024-05-04"
    assert (str(open_still.published.first), str(open_still.published.last)) == ("2024-04-05", "2024-05-04")
    assert "can be read as" in open_still.problems[0]


def test_a_date_that_is_settled_is_the_one_of_its_two_readings():
    for written in ("04/05/2024", "05/04/2024"):
        ambiguous = parse_date(written)
        by_day, by_month = settle(ambiguous, "on 13/01/2024"), settle(ambiguous, "on 01/13/2024")
        assert {by_day.first, by_month.first} == {date(2024, 4, 5), date(2024, 5, 4)}
        assert by_day.first.day == int(written[:2]) and by_month.first.month == int(written[:2])


def test_a_future_date_is_refused_and_the_next_signal_heard():
    document = page(head=linked(datePublished="2031-01-01") + meta("article:published_time", "2023-03-06"))
    assert str(document.published) == "2023-03-06"
    assert "lies after today" in document.problems[0]


def test_the_share_that_is_not_article_is_told():
    alone, framed = page(), page(after="<nav>" + "<a href=/>Home and away</a> " * 60 + "</nav>")
    assert alone.dropped < 0.1 < 0.5 < framed.dropped < 1
