"""What stands beside a web page's headline: its <time> elements, and short lines that may be its date.

Beside means: right before it, or after it with no other headline and little text between. A list of articles has many
dates in the same markup, so what is marked as a date elsewhere counts only if the page bears one such date.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_SKIPPED = frozenset({"script", "style", "noscript", "nav", "aside", "footer", "form", "template", "svg", "iframe"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_NEAR = 300
"""Characters of text after the headline within which a <time> or a line is its own."""
_BEFORE = 120
_LONGEST = 140
_SITE = re.compile(r"\s+[|–—-]\s+.{1,60}$")
_OTHERS = (
    "ancestor-or-self::*[self::aside or self::nav or self::footer or self::form or self::script or self::noscript "
    "or self::header and not(ancestor::main or ancestor::article or .//h1 or .//h2) "
    "or not(self::html or self::body or self::main or self::article) and (contains(@class,'comment') "
    "or contains(@id,'comment') or contains(@class,'related') or contains(@class,'sidebar') "
    "or contains(@class,'teaser') or contains(@class,'copyright') "
    "or contains(@class,'clock') or contains(@class,'today'))]"
)
_MARKED = re.compile(r"date|datum|publi|posted|time|byline|meta", re.IGNORECASE)
PUBLISHED = re.compile(
    r"(?:first\s|originally\s)?(?:published|written|date(?: of publication)?:|publication date|datum:"
    r"|erschienen|veröffentlicht|erstellt|publiziert|publié|date de publication|paru|publicado"
    r"|fecha(?: de publicación)?:|опубликовано|дата публикации)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_IN_SCRIPT = re.compile(r"(?:publish\w*|created?\w*|date)\W{1,12}((?:19|20)\d\d-[01]\d-[0-3]\d)", re.IGNORECASE)
_FOREIGN = re.compile(
    r"comment(?!s?[-_]?(?:count|link|number|open|closed))|related|sidebar|copyright|clock|today|countdown",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?:next|then|upcoming|when|until|deadline|starts?|begins?|valid|from|ends?|nächster?|termin|bis|beginn|prochaine?|jusqu"
    r"|próxim[oa]|hasta|следующ\w+|до)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"today|current|clock|now\b|update|modif|event|chang|expire|countdown", re.IGNORECASE)


def headline(tree: HtmlElement) -> HtmlElement | None:
    """The element that holds the page's headline: the heading that is the page's title, else its only h1.

    Args:
        tree: The parsed page.

    Returns:
        The element; None where no one heading can be told to be it.
    """
    headings = [h for h in tree.iter("h1") if h.text_content().strip()]
    told = [*tree.xpath("//meta[@property='og:title']/@content"), str(tree.findtext(".//title") or "")]
    titles = {_bare(title) for text in told for title in (text, _SITE.sub("", text))} - {""}
    for heading in (*headings, *tree.iter("h2", "h3")):
        if _bare(heading.text_content()) in titles:
            return heading
    return headings[0] if len(headings) == 1 else None


def times_beside(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """The values of <time> elements that are the page's own.

    Args:
        tree: The parsed page.
        heading: Its headline.

    Returns:
        The one that is marked as the day of publication, else those beside the headline; none in a list of articles.
    """
    marked = tree.xpath(
        "//*[contains(@itemprop,'datePublished') or (self::time and (@pubdate or contains(@class,'published')))]"
    )
    values = [_value(element) for element in marked if _is_own(element, heading)]
    if len({value[:10] for value in values}) > 1:
        values = []
    if not values and heading is not None:
        before = heading.xpath("preceding-sibling::*[1]/descendant-or-self::time")
        values = [_value(e) for e in (*before, *(e for e in _after(heading) if e.tag == "time")) if not _is_ahead(e)]
    return [value for value in values if value]


def lines_beside(heading: HtmlElement) -> Iterator[str]:
    """Short lines around a headline, those after it first.

    Args:
        heading: The headline.
    """
    for element in _after(heading):
        yield from filter(None, (_short(element), element.get("data-date")))
        after = " ".join((element.tail or "").split())  # the second line of "Boats<br>6 March 2023"
        if 0 < len(after) <= _LONGEST:
            yield after
    size = 0
    for element in _before(heading):
        line = _short(element)
        size += len(line)
        if size > _BEFORE:
            return
        if line:
            yield line


def marked_lines(tree: HtmlElement, heading: HtmlElement | None) -> list[str]:
    """Short texts of elements that are marked as a date anywhere on the page, but for lists, columns and comments.

    Args:
        tree: The parsed page.
        heading: Its headline.
    """
    lines = []
    for element in tree.xpath("//body//*[self::time or @class or @id or @itemprop]"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if (element.tag == "time" or _MARKED.search(marks)) and not _NOW.search(marks):
            line = _value(element) if element.tag == "time" else _short(element)
            if line and _FIGURE.search(line) and _is_own(element, heading) and not _is_ahead(element):
                lines.append(line)
    return lines


def labelled_lines(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[str]:
    """Short lines anywhere on the page that begin by saying that their date is that of publication.

    Args:
        tree: The parsed page.
        heading: Its headline.
    """
    for text, element in _texts(tree, heading):
        if PUBLISHED.match(text):
            parent = element.getparent()
            around = ("" if parent is None else _short(parent), f"{_short(element)} {element.tail or ''}".strip())
            yield from filter(None, (text, _short(element), *around))


def own_lines(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[str]:
    """Every short piece of text with a figure in it that is the page's own, in the order of the page.

    Args:
        tree: The parsed page.
        heading: Its headline.
    """
    return (text for text, _ in _texts(tree, heading) if len(text) >= 5 and _FIGURE.search(text))


def _texts(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[tuple[str, HtmlElement]]:
    """Short pieces of the page's own text that may be or announce a date, with the element each stands in."""
    for text in tree.xpath("//body//text()[string-length() < 200]"):
        line = " ".join(text.split())
        if 0 < len(line) <= _LONGEST and (_FIGURE.search(line) or PUBLISHED.match(line)):
            element = text.getparent() if text.is_text else text.getparent().getparent()
            if element is not None and _is_own(element, heading):
                yield line, element


def _is_own(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element is in no column, list or comment; a box that holds the headline is none, whatever its name."""
    around = element.xpath(_OTHERS)
    if not around or heading is None:
        return not around
    own = set(heading.iterancestors())
    return all(box in own for box in around)


def script_days(tree: HtmlElement) -> set[str]:
    """The days that the data in the page's scripts calls those of publication or creation, as YYYY-MM-DD.

    Args:
        tree: The parsed page.
    """
    return {match[1] for script in tree.iter("script") for match in _IN_SCRIPT.finditer(script.text or "")}


def _after(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The elements after the headline, up to the next headline that is a link or stands in another article."""
    size = 0
    for element in _following(heading):
        if element.tag in _HEADINGS and (element.find(".//a") is not None or element.getparent().tag == "a"):
            return
        if element.tag == "article":
            return
        yield element
        size += len((element.text or "").strip()) + len((element.tail or "").strip())
        if size > _NEAR:
            return


def _following(heading: HtmlElement) -> Iterator[HtmlElement]:
    """Elements after another one in the order of the page, without subtrees that are no text of it."""
    node = heading
    while node is not None:
        stack = list(node.itersiblings())[::-1]
        while stack:
            element = stack.pop()
            if isinstance(element.tag, str) and element.tag not in _SKIPPED and not _is_foreign(element):
                yield element
                stack.extend(list(element)[::-1])
        node = node.getparent()


def _is_ahead(element: HtmlElement) -> bool:
    """Whether the words before a date say that it is of something to come: "Next: 3 May"."""
    parent = element.getparent()
    return parent is not None and _AHEAD.match((parent.text or "").strip()) is not None


def _is_foreign(element: HtmlElement) -> bool:
    """Whether an element is named after something whose dates are not the article's: a comment, a clock, an event."""
    return _FOREIGN.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _before(heading: HtmlElement) -> Iterator[HtmlElement]:
    node = heading
    for _ in range(3):
        for sibling in node.itersiblings(preceding=True):
            if isinstance(sibling.tag, str) and sibling.tag not in _SKIPPED and not _is_foreign(sibling):
                inner = (e for e in sibling.iter() if isinstance(e.tag, str) and e.tag not in _SKIPPED)
                yield from (e for e in inner if not _is_foreign(e))
                break
        node = node.getparent()
        if node is None or node.tag == "body":
            return


def _short(element: HtmlElement) -> str:
    """An element's text as one line; "" where it is long."""
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _LONGEST:
            return ""
        parts.append(text)
    return " ".join(" ".join(parts).split())


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _value(element: HtmlElement) -> str:
    return str(element.get("datetime") or element.get("content") or _short(element)).strip()
