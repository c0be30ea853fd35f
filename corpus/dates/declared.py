"""Dates that a web page declares for machines: JSON-LD and meta elements.

Of JSON-LD, the page's article comes before anything else on the page, and what readers wrote (a review, an answer)
comes last. Of meta elements, those that mean publication alone come before the generic "date", which many systems
set at every change.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape

from lxml.html import HtmlElement

from corpus.dates.signals import day_of

# Names of meta elements that hold the day of publication, most exact first.
_META = (
    "article:published_time", "og:published_time", "og:article:published_time",
    "citation_publication_date", "citation_date", "citation_online_date",
    "dc.date.issued", "dcterms.issued", "datepublished", "date.published", "published_time", "publication_date",
    "publishdate", "publish_date", "publish-date", "pubdate", "og:pubdate", "article.published", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.created", "dcterms.created", "dc.date",
    "dcterms.date", "date", "uploaddate",
)  # fmt: skip
_CHANGED = (
    "article:modified_time", "og:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "article.updated",
)  # fmt: skip
_ARTICLE = re.compile(r"Article|Posting|Report|News|Recipe|Book|Thesis|Dataset")
_SAID_OF_IT = re.compile(r"Review|Comment|Rating|Answer")
_EVENT = re.compile(r"\w*Event\b|Festival|ExhibitionEvent")
_PAGES_OWN = 1
"""Ranks up to this one are the page itself, above it what is said of it."""


class Declared:
    """What a page declares.

    Attributes:
        json_ld: Values of datePublished, most trusted first.
        metadata: Values of meta elements, most trusted first.
        modified: The day of the last change, or None.
        event: Whether it declares an event and no article.
    """

    def __init__(self, tree: HtmlElement, now: date) -> None:
        nodes = list(_linked_data(tree))
        self.json_ld = [value for _, value in sorted(_ranked(nodes, "datePublished"), key=lambda item: item[0])]
        named = _metadata(tree)
        self.metadata = [named[name] for name in _META if name in named]
        kinds = " ".join(str(node.get("@type", "")) for node in nodes)
        self.event = _EVENT.search(kinds) is not None and _ARTICLE.search(kinds) is None
        changed = [value for rank, value in _ranked(nodes, "dateModified") if rank <= _PAGES_OWN]
        changed += [named[name] for name in _CHANGED if name in named]
        self.modified = next((day for value in changed if (day := day_of(value, now)) is not None), None)


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD; of a script that is no JSON, the dates that can be seen in it."""
    for script in tree.xpath("//script[contains(@type,'ld+json')]"):
        text = str(script.text_content())
        try:
            yield from _objects(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            pairs = re.findall(r'"(datePublished|dateModified)"\s*:\s*"([^"]{4,40})"', text)
            yield {"@type": "Article", **dict(reversed(pairs))}


def _objects(node: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > 30:
        return
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        if isinstance(child, list | dict):
            yield from _objects(child, depth + 1)


def _ranked(nodes: list[dict[str, object]], key: str) -> Iterator[tuple[int, str]]:
    for node in nodes:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            kind = str(node.get("@type", ""))
            value = unescape(value)
            yield 2 if _SAID_OF_IT.search(kind) else 0 if _ARTICLE.search(kind) else 1, value


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta element by its lower-case name."""
    values: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and element.get("content").strip():
                values.setdefault(name, element.get("content").strip())
    return values
