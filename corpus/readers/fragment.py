"""HTML inside another format (a mail's part, a feed's entry) -> its text.

A mail is a page with furniture around its article, so trafilatura comes first. An entry of a feed is the article
itself, and so short that trafilatura would take some of it for furniture: it is only freed of its tags.
"""

import re

import trafilatura
from lxml.html import HtmlElement
from trafilatura.utils import load_html

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|\w+);")
_DROPPED = "//script|//style|//noscript|//template|//head|//svg"
_BLOCKS = (
    "//p|//div|//li|//h1|//h2|//h3|//h4|//h5|//h6|//tr|//br|//section|//article|//blockquote|//pre|//dt|//dd|//table"
)


def article_of(html: str) -> str:
    """The article of a page within a file.

    Args:
        html: The page.

    Returns:
        trafilatura's article, or all its text where that finds none; "" where there is none.
    """
    try:
        found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=False)
    except Exception:  # whatever a broken page does to a parser, its text is still there
        found = None
    return str(getattr(found, "text", None) or "").strip() or text_of(html)


def text_of(html: str) -> str:
    r"""All the text of a piece of HTML, a line per block.

    >>> text_of("<p>Rain &amp; wind.</p><p>All <b>day</b>.</p>"), text_of("Fewer than 3 < 4.")
    ('Rain & wind.\nAll day.', 'Fewer than 3 < 4.')

    Args:
        html: The HTML, or plain text.

    Returns:
        Its text without scripts, styles and tags.
    """
    if not _TAG.search(html):
        return html.strip()
    tree: HtmlElement | None = load_html(f"<html><body><div>{html}</div></body></html>")
    if tree is None:
        return ""
    for element in tree.xpath(_DROPPED):
        element.drop_tree()
    for element in tree.xpath(_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).splitlines())
    return "\n".join(line for line in lines if line)
