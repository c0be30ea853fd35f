"""Search by words: BM25 over the store's FTS5 table, under the same as-of wall.

A user's text never reaches FTS5 as syntax: it is cut into words, each is quoted, and they are OR-ed.
Words are stemmed by FTS5 ("chairs" finds "chaired"); no prefix search is made, because a prefix of a
stemmed word finds what nobody meant. BM25's word statistics are those of the whole corpus: under as_of
later sources are never found, but they do weigh words.
"""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Collection
from datetime import date

MAX_WORDS = 64  # of a question, the first ones; FTS5 bounds an expression, and nobody waits for a long one
TITLE_WEIGHT = 0.5  # a headline stands with each of its chunks, so a word of it tells chunks apart less

# Function words of English. In other languages BM25's own word weights have to do.
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been before being but by can could did do does doing
    for from had has have having he her hers him his how i if in into is it its itself just me more most
    my no nor not of on or our ours out over own please she should so some such tell than that the their
    theirs them then there these they this those through to too under until up us very was we were what
    when where which while who whom whose why will with would you your yours
    """.split()
)

_WORD = re.compile(r"[^\W_]+")


def match_expression(text: str) -> str:
    """An FTS5 query for any of a text's words, or "" where it has none.

    Stop words and single letters are left out as long as other words remain.

    >>> match_expression('Who NEAR("chairs" it*?')
    '"near" OR "chairs"'
    >>> match_expression("Who is it?")
    '"who" OR "is" OR "it"'
    """
    return " OR ".join(f'"{word}"' for word in question_words(text))


def question_words(text: str) -> list[str]:
    """A text's words, each once and lowercase.

    Stop words and single letters are left out as long as other words remain.

    >>> question_words('Who NEAR("chairs" it*?')
    ['near', 'chairs']
    >>> question_words("Who is it?")
    ['who', 'is', 'it']
    """
    found = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    telling = [
        word for word in found if word not in STOP_WORDS and (len(word) > 1 or not word.isascii() or word.isdigit())
    ]
    return (telling or list(found))[:MAX_WORDS]


def search_words(
    db: sqlite3.Connection, text: str, limit: int, as_of: date | None, without: Collection[int] = ()
) -> dict[int, float]:
    """BM25 (higher is better) by chunk id, of the best chunks published wholly by `as_of`, but for these documents."""
    expression = match_expression(text)
    if not expression:
        return {}
    wall = "" if as_of is None else "AND d.day <= :day"
    if without:
        wall += " AND d.id NOT IN (SELECT value FROM json_each(:without))"
    rows = db.execute(
        f"""SELECT c.id, bm25(words, 1.0, {TITLE_WEIGHT}) AS badness
        FROM words JOIN chunks c ON c.id = words.rowid JOIN documents d ON d.id = c.document
        WHERE words MATCH :words {wall} ORDER BY badness, d.file, c.start LIMIT :limit""",
        {
            "words": expression,
            "day": as_of and as_of.toordinal(),
            "limit": limit,
            "without": json.dumps(sorted(without)),
        },
    )
    return {chunk: max(0.0, -badness) for chunk, badness in rows}
