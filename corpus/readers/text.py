"""Plain text, also dumps of whole web pages: the article without the page around it.

Front matter is read here as well: it is how a date can be given to a text that bears none.
"""

from pathlib import PurePosixPath

from corpus.dates.plain import from_fields
from corpus.documents import Document
from corpus.page import article
from corpus.readers.context import Context
from corpus.readers.decode import NotReadable, decode
from corpus.readers.front_matter import front_matter


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a text file.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today.

    Returns:
        The Document, alone in a tuple.
    """
    raw, problems = decode(data)
    front = front_matter(raw)
    if not front.body.strip():
        raise NotReadable("it has front matter but no text below it: write the text, or delete the file")
    page = article(front.body)
    reading = from_fields(front.fields, front.published, page.text, page.date_line, now=context.now)
    return (
        Document(
            file,
            page.text,
            front.fields.get("title") or page.title,
            front.fields.get("source") or page.source or PurePosixPath(file).stem,
            reading.published,
            front.language,
            front.fields.get("url", ""),
            reading.modified,
            dropped=page.dropped,
            problems=problems + front.problems + page.problems + reading.problems,
        ),
    )
