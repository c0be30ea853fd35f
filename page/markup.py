"""Text that stays text: what documents and people wrote, on its way into HTML.

Trade-off: the page's answers are HTML that this folder writes, not Markdown, and what comes from a document or a
person goes through `literal` on its way in. That is more markup than a Markdown template would need, but one rule to
check, instead of the many ways in which Markdown can be made to say something else.
"""

import html
import re
from datetime import date

from corpus import Published


def literal(text: str) -> str:
    """Text of a document or a person, to stand in the page just as it is written.

    Dollar, braces, backslash and backtick are escaped too: Gradio's HTML component is a template.

    >>> literal("<b>${x}</b>")
    '&lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'

    Args:
        text: Any text.

    Returns:
        HTML that shows it.
    """
    return re.sub(r"[${}\\`]", lambda sign: f"&#{ord(sign[0])};", html.escape(text))


def sentence(text: str, kind: str) -> str:
    """A paragraph of a kind, such as "error"; it begins with a capital, unless with the name of a file.

    >>> sentence("the folder is empty", "error"), sentence("a.txt is empty", "error")
    ('<p class="error">The folder is empty</p>', '<p class="error">a.txt is empty</p>')

    Args:
        text: What it says.
        kind: Its class in page.css.

    Returns:
        HTML.
    """
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return f'<p class="{kind}">{literal(text if "." in first[:-1] else text[:1].upper() + text[1:])}</p>'


def spoken(day: date) -> str:
    """A day as a sentence says it.

    >>> spoken(date(2024, 4, 16))
    '16 April 2024'

    Args:
        day: The day.

    Returns:
        Day, month and year.
    """
    return f"{day.day} {day:%B %Y}"


def counted(number: int, thing: str) -> str:
    """A number of things.

    >>> counted(1, "document"), counted(1200, "document")
    ('1 document', '1,200 documents')

    Args:
        number: How many.
        thing: What, in the singular.

    Returns:
        Both, in words that agree.
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def age(published: Published, now: date) -> str:
    """How long ago a source came out, as roughly as a reader needs it; "" for one of today or later.

    >>> from corpus import Precision, Signal
    >>> day = date(2024, 4, 16)
    >>> age(Published(day, day, Precision.DAY, Signal.FRONT_MATTER), date(2026, 5, 1))
    '2 years ago'

    Args:
        published: When it came out; of an interval its last day counts.
        now: Today.

    Returns:
        Such as "3 days ago", "5 months ago" or "2 years ago".
    """
    days = (now - published.last).days
    if days <= 0:
        return ""
    for name, length in (("year", 365.25), ("month", 30.44)):
        if days >= length:
            return f"{counted(int(days / length), name)} ago"
    return f"{counted(days, 'day')} ago"


def dated(published: Published | None) -> str:
    """A date as HTML, with a badge where a part of it is inferred or where there is none.

    Args:
        published: The date, or None.

    Returns:
        HTML.
    """
    if published is None:
        return '<span class="badge" title="The source does not say when it came out">undated</span>'
    badge = ' <span class="badge" title="The source does not write the year">year inferred</span>'
    return f"<time>{literal(published.spoken)}</time>{badge if published.inferred else ''}"


def origin(source: str, published: Published | None) -> str:
    """Who published a source and when, as HTML; a date that stands in the publisher's line is not said twice.

    Args:
        source: The publisher.
        published: The date, or None.

    Returns:
        HTML.
    """
    if published and not published.inferred and published.spoken in source:
        return literal(source)
    return f"{literal(source)}{', ' if source else ''}{dated(published)}"


def linked(title: str, url: str) -> str:
    """A title, with a link to its page only where that is one of the web: any other scheme might be a script.

    >>> linked("News", "javascript:alert(1)")
    'News'

    Args:
        title: The headline.
        url: Where it was published, or "".

    Returns:
        HTML.
    """
    if not re.match(r"https?://", url):
        return literal(title)
    return f'<a href="{literal(url)}" target="_blank" rel="noopener noreferrer">{literal(title)}</a>'
