"""RSS and Atom files by feedparser: one Document per entry.

Each date is read as the feed writes it: feedparser's own dates are moved to UTC, and the day a source came out is
the publisher's. An entry that says only when it was updated has that day, and it is shown as such.
"""

import email.utils
import io
from datetime import date

import feedparser

from corpus.dates.parse import parse_date
from corpus.dates.signals import Reading
from corpus.documents import Document, Signal
from corpus.readers.context import Context
from corpus.readers.dated import declared, from_moment
from corpus.readers.decode import NotReadable, clean
from corpus.readers.fragment import text_of
from corpus.readers.rows import Row, Rows

_HARMLESS = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document per entry of a feed.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today and the limits.

    Returns:
        The Documents, named "feed.rss#ID" by each entry's own id, or by number.

    Raises:
        NotReadable: It is broken, no feed, or has no entry with a text.
    """
    if not data.strip():
        raise NotReadable("it is empty: delete it, or put a feed into it")
    try:
        # A stream, because feedparser takes bytes that look like an address for one and would open it.
        parsed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    except Exception as error:  # an encoding that is none, for one
        raise NotReadable(f"its XML is broken ({type(error).__name__}): save the feed again") from error
    broken = _broken(parsed)
    if not parsed.entries:
        if broken:
            raise NotReadable(f"its XML is broken ({broken}): save the feed again")
        kind = "a feed without entries" if parsed.version else "no RSS or Atom feed"
        raise NotReadable(f"it is {kind}: save what it says as .txt or .html, or delete the file")
    entries = Rows(file, context.now, "entry")
    atom = str(parsed.version).startswith("atom")
    for number, entry in enumerate(parsed.entries, 1):
        entries.add(_row(number, entry, atom, context.now))
    problems = (f"its XML is broken ({broken}), so entries may be missing: save the feed again",) if broken else ()
    source = " ".join(clean(text_of(str(parsed.feed.get("title") or ""))).split())
    return entries.documents(problems, source=source, language=str(parsed.feed.get("language") or ""))


def _broken(parsed: feedparser.FeedParserDict) -> str:
    error = parsed.get("bozo_exception")
    if not parsed.get("bozo") or isinstance(error, _HARMLESS):
        return ""
    return (str(error).strip().split("\n")[0] or type(error).__name__)[:120]


def _row(number: int, entry: feedparser.FeedParserDict, atom: bool, now: date) -> Row:
    contents = [str(content.get("value") or "") for content in entry.get("content") or ()]
    html = max([*contents, str(entry.get("summary") or "")], key=len)
    title = " ".join(text_of(str(entry.get("title") or "")).split())
    published = str(entry.get("published") or entry.get("created") or "")
    updated = str(entry.get("updated") or "") if "updated" in entry else ""  # get() alone would give `published`
    if published or not updated:
        told = _reading(published, Signal.FEED, now)
    else:
        told = _reading(updated, Signal.LAST_UPDATED if atom else Signal.FEED, now)
    fields = {
        "text": text_of(html) or title,
        "title": title,
        "url": str(entry.get("link") or ""),
        "id": str(entry.get("id") or ""),
        "language": str((entry.get("title_detail") or {}).get("language") or ""),
    }
    changed = _reading(updated, Signal.LAST_UPDATED, now).published if published else None
    return Row(number, fields, told, changed.last if changed else None)


def _reading(value: str, signal: Signal, now: date) -> Reading:
    """A date as RSS or Atom write it, of the day it was where it was written."""
    if not value:
        return Reading()
    if parse_date(value) is None:
        try:
            return from_moment(email.utils.parsedate_to_datetime(value), signal, now=now)
        except (ValueError, TypeError, OverflowError):
            pass
    return declared(value, signal, now=now)
