"""When a text first came out, where it says so itself: "First published on 3 May 2020 by Nordwire".

A reprint is as old as what it reprints. What is told of another work ("the novel was first published in 1954") has a
subject of its own and is not meant: the words must open a sentence, or say of "this article" that it was published.
"""

import re

from corpus.dates.datelines import worded
from corpus.dates.find import find_dates
from corpus.dates.written import Written

_OPENS = r"(?:^[\W_]*|(?<=[.!?:(\[*_”\"])\s?|(?<=[—–-])\s)"
_THIS = r"(?:this|the present) (?:article|text|story|piece|interview|essay|post|report|column|version|speech|letter) "
_SAID = re.compile(
    rf"{_OPENS}(?:(?:{_THIS}(?:(?:was|were|has been) )?)?(?:first|originally) "
    r"(?:published|appeared|posted|printed|released)"
    r"|(?:dieser (?:artikel|text|beitrag) )?(?:wurde |ist )?(?:zuerst|erstmals|ursprünglich) "
    r"(?:veröffentlicht|erschienen)"
    r"|erstveröffentlichung|première (?:publication|parution)|publiée? (?:pour la première fois|initialement)"
    r"|publicad[oa] (?:originalmente|por primera vez)|впервые опубликован[оа]?|первая публикация)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:(?![.!?;]\s|[.!?;]$)\D){1,70}")
_AFTER = re.compile(
    r"\s*(?:$|[.)\]*_;|]|,? ?(?:by|in|on|at|under|as|and|von|auf|bei|in der|dans|sur|par|en|por|в|на)\b|\d\d?[:.]\d\d)"
)


def first_published(text: str) -> Written | None:
    """The date on which a text says it was first published.

    >>> first_published("Rain. This article was first published in the Post on 3 May 2020.").first.isoformat()
    '2020-05-03'
    >>> first_published("First published in 1954, the novel is still read.") is None
    True

    Args:
        text: The article.

    Returns:
        The first such date that has a year, or None.
    """
    for line in text.split("\n"):
        for said in _SAID.finditer(line):
            written = _date_in(line[said.end() : said.end() + 130])
            if written is not None and (written.month is not None or line[: said.start()].strip(" *_([") == ""):
                return written
    return None


def _date_in(rest: str) -> Written | None:
    """The first date in what follows, with nothing but a place of publication before it."""
    spans = [(found.start, -found.end, found.written) for found in find_dates(rest)]
    spans += [(start, -end, written) for start, end, written in worded(rest)]
    for start, end, written in sorted(spans, key=lambda span: span[:2]):
        if not _BETWEEN.fullmatch(rest[:start]) or not _AFTER.match(rest[-end:]):
            return None
        return written if written.year is not None else None
    return None
