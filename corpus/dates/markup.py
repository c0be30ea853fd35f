"""The publication date that a web page declares, or else the one htmldate finds in it.

In order: JSON-LD, meta elements, <time> beside the headline, the article's own dateline. Declared dates come first,
because a page knows its own; htmldate, which also searches text and URL, has the last word where nothing is declared.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date

from htmldate import find_date
from lxml.html import HtmlElement

from corpus.dates.signals import UNDATED, Reading, first_of, from_value
from corpus.documents import Signal

# Names of meta elements that hold the day of publication, most exact first.
_META = (
    "article:published_time", "og:published_time", "og:article:published_time",
    "citation_publication_date", "citation_date", "citation_online_date",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date",
    "datepublished", "date.published", "published_time", "publication_date", "publishdate", "publish_date",
    "publish-date", "pubdate", "article.published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_ARTICLE = re.compile(r"Article|Posting|Report|News|Recipe|Book|Thesis|Dataset")
_NEAR = 300
"""Characters of text after the headline within which a <time> is its own."""
_SAID_OF_IT = re.compile(r"Review|Comment|Rating|Answer")


def from_page(tree: HtmlElement, html: str, *, now: date, written: Callable[[], Reading]) -> Reading:
    """The publication date of a page.

    Args:
        tree: The parsed page.
        html: Its source.
        now: Today.
        written: Reads the article's own text for a dateline, asked when nothing is declared.

    Returns:
        The first signal that gives a date, most trusted first.
    """
    reading = first_of(
        [
            lambda: _first(_json_ld(tree), Signal.JSON_LD, now),
            lambda: _first(_metadata(tree), Signal.METADATA, now),
            lambda: _first(_time_elements(tree), Signal.TIME_ELEMENT, now),
            written,
            lambda: _htmldate(html, now),
        ]
    )
    problems = tuple(problem for problem in reading.problems if problem not in UNDATED.problems)
    if reading.published is None and not problems:
        problems = ('no publication date was found: add <meta name="date" content="YYYY-MM-DD"> to its head',)
    return Reading(reading.published, problems)


def _first(values: Iterator[str], signal: Signal, now: date) -> Reading:
    problems: tuple[str, ...] = ()
    for value in values:
        reading = from_value(value, signal, now=now)
        if reading.published is not None:
            return reading
        problems = problems or reading.problems
    return Reading(problems=problems)


def _json_ld(tree: HtmlElement) -> Iterator[str]:
    """The datePublished of the page's article, before that of anything else; that of a reader's review comes last."""
    found: list[tuple[int, str]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            _collect(json.loads(script.text_content(), strict=False), found, 0)
        except (ValueError, RecursionError):
            match = re.search(r'"datePublished"\s*:\s*"([^"]{4,40})"', script.text_content())
            if match:
                found.append((0, match[1]))
    yield from (value for _, value in sorted(found, key=lambda item: item[0]))


def _collect(node: object, found: list[tuple[int, str]], depth: int) -> None:
    if depth > 30:
        return
    if isinstance(node, list):
        for child in node:
            _collect(child, found, depth + 1)
    elif isinstance(node, dict):
        value = node.get("datePublished")
        if isinstance(value, str) and value.strip():
            kind = str(node.get("@type", ""))
            found.append((2 if _SAID_OF_IT.search(kind) else 0 if _ARTICLE.search(kind) else 1, value))
        for child in node.values():
            if isinstance(child, list | dict):
                _collect(child, found, depth + 1)


def _metadata(tree: HtmlElement) -> Iterator[str]:
    values: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and element.get("content").strip():
                values.setdefault(name, element.get("content").strip())
    yield from (values[name] for name in _META if name in values)


def _time_elements(tree: HtmlElement) -> Iterator[str]:
    """The <time> marked as the page's own, or the one beside its only headline; in a list of articles, none."""
    marked = tree.xpath("//*[@itemprop='datePublished' or (self::time and (@pubdate or contains(@class,'published')))]")
    if len({_value(element)[:10] for element in marked}) > 1:
        return
    yield from filter(None, (_value(element) for element in marked or _beside_headline(tree)))


def _beside_headline(tree: HtmlElement) -> list[HtmlElement]:
    """The <time> right before the page's only h1, or after it before the article has begun in earnest."""
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        return []
    found: list[HtmlElement] = headings[0].xpath("preceding-sibling::*[1]/descendant-or-self::time")
    size = 0
    for node in headings[0].xpath("following::text()[normalize-space()]"):
        near = (
            node.getparent().xpath("ancestor-or-self::time[not(ancestor::footer or ancestor::aside)]")
            if node.is_text
            else []
        )
        if near or size > _NEAR:
            return found + near
        size += len(node.strip())
    return found


def _value(element: HtmlElement) -> str:
    return str(element.get("datetime") or element.get("content") or element.text_content()).strip()


def _htmldate(html: str, now: date) -> Reading:
    try:
        found = find_date(
            html, original_date=True, extensive_search=True, max_date=now.isoformat(), min_date="1900-01-01"
        )
    except Exception:  # a page that breaks the search has no date by it
        found = None
    return from_value(found, Signal.HTMLDATE, now=now) if found else Reading()
