"""Saved web pages: trafilatura for the article, the page's own markup for what is known of it.

Where trafilatura finds no article (a page that is all list, or a fragment), the text of the page without its navigation
is taken instead: too much text can still be searched, none cannot.
"""

import logging
import re
from pathlib import PurePosixPath

import trafilatura
from lxml.html import HtmlElement
from trafilatura.utils import load_html

from corpus.dates.markup import from_page
from corpus.documents import Document
from corpus.readers.context import Context
from corpus.readers.decode import NotReadable, decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([\w-]{2,30})""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)")
_CHROME = "//script|//style|//noscript|//nav|//header|//footer|//aside|//form|//template|//svg|//head"
_BLOCKS = "p|div|li|h1|h2|h3|h4|h5|h6|tr|br|section|article|blockquote|pre|dt|dd"

_DEEPEST = 250

# Each page without an article is a warning there; here it is a case with an answer.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a saved web page.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today.

    Returns:
        The Document, alone in a tuple.
    """
    declared = _CHARSET.search(data[:4096])
    html, problems = decode(data, declared[1].decode("ascii") if declared else "")
    tree = load_html(html)
    if tree is None:
        raise NotReadable("no HTML could be found in it: save the page again, or save its text as .txt")
    problems += _cut_off(tree)
    body = _body(tree)
    if not body:
        raise NotReadable("the page holds no text: save it again once it has loaded, or save its text as .txt")
    urls = _urls(tree, html)
    title = _title(tree) or body.split("\n", 1)[0][:200]
    text = body if _same(title, body.split("\n", 1)[0]) else f"{title}\n\n{body}"
    reading = from_page(tree, text, urls, now=context.now)
    return (
        Document(
            file,
            text,
            title,
            _meta(tree, "og:site_name") or PurePosixPath(file).stem,
            reading.published,
            (tree.get("lang") or tree.get("xml:lang") or "")[:2].lower(),
            next(iter(urls), ""),
            reading.modified,
            round(max(0.0, 1 - len(text) / max(_visible(tree), 1)), 3),
            problems=problems + reading.problems,
        ),
    )


def _cut_off(tree: HtmlElement) -> tuple[str, ...]:
    """The parser keeps no more than 256 levels and says nothing: what lay deeper is gone."""
    if not tree.xpath(f"boolean(//*[count(ancestor::*) >= {_DEEPEST}])"):
        return ()
    return (f"it is nested more than {_DEEPEST} deep, and text below that was lost: save its text as .txt",)


def _body(tree: HtmlElement) -> str:
    """The article; trafilatura works on a copy, so that the page is parsed only once."""
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception:  # whatever a broken page does to a parser, the text of the page is still there
        found = None
    text = str(getattr(found, "text", None) or "").strip()
    return text or _stripped(tree)


def _stripped(tree: HtmlElement) -> str:
    copy = load_html(_serialised(tree))
    if copy is None:
        return ""
    for element in copy.xpath(_CHROME):
        element.drop_tree()
    for element in copy.xpath("//" + "|//".join(_BLOCKS.split("|"))):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(copy.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def _visible(tree: HtmlElement) -> int:
    """How many characters of text the whole page shows."""
    shown = sum(len(" ".join(str(body.text_content()).split())) for body in tree.iter("body"))
    hidden = tree.xpath("//body//*[self::script or self::style or self::noscript or self::template]")
    return shown - sum(len(" ".join(str(element.text or "").split())) + 1 for element in hidden)


def _serialised(tree: HtmlElement) -> str:
    from lxml.html import tostring

    return str(tostring(tree, encoding="unicode"))


def _title(tree: HtmlElement) -> str:
    """The page's one h1; with several or none, what the page tells others its title is."""
    headings = [text for text in (" ".join(h.text_content().split()) for h in tree.xpath("//h1")) if text]
    told = _meta(tree, "og:title") or _meta(tree, "twitter:title")
    if len(headings) == 1 and (not told or _same(headings[0], told)):
        return headings[0]
    if told:
        return told
    if headings:
        return headings[0]
    return " ".join(str(tree.findtext(".//title") or "").split())


def _same(one: str, other: str) -> bool:
    """Whether two titles are one, be it with the site's name added."""
    one, other = (re.sub(r"\W+", " ", text).strip().casefold() for text in (one, other))
    return bool(one and other) and (one in other or other in one)


def _meta(tree: HtmlElement, name: str) -> str:
    for value in tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name):
        if value.strip():
            return " ".join(str(value).split())
    return ""


def _urls(tree: HtmlElement, html: str) -> list[str]:
    """The page's addresses: what it calls its own, then what the browser that saved it noted."""
    declared = [*tree.xpath("//link[@rel='canonical']/@href"), _meta(tree, "og:url")]
    saved = _SAVED_FROM.search(html[:4096])
    return [url for url in (*(str(u).strip() for u in declared), saved[1] if saved else "") if url]
