"""Markdown: the body as it stands, what is known of it from its front matter.

Nothing is stripped: a Markdown file was written, not dumped from a page, and a quote must be found in it
word for word.
"""

import re
from pathlib import PurePosixPath

from corpus.dates.plain import from_fields
from corpus.documents import Document
from corpus.page import headline
from corpus.readers.context import Context
from corpus.readers.decode import NotReadable, decode
from corpus.readers.front_matter import front_matter

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_NOT_A_TITLE = re.compile(r"\s*(?:$|[-*_=]{3,}\s*$|\[?!\[|<)")


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a Markdown file.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today.

    Returns:
        The Document, alone in a tuple.
    """
    raw, problems = decode(data)
    front = front_matter(raw)
    text = front.body.strip("\n")
    if not text.strip():
        raise NotReadable("it has front matter but no text below it: write the text, or delete the file")
    reading = from_fields(front.fields, front.published, text, now=context.now)
    return (
        Document(
            file,
            text,
            front.fields.get("title") or _title(text),
            front.fields.get("source") or PurePosixPath(file).stem,
            reading.published,
            front.language,
            front.fields.get("url", ""),
            reading.modified,
            problems=problems + front.problems + reading.problems,
        ),
    )


def _title(text: str) -> str:
    heading = _HEADING.search(text)
    if heading:
        return heading[1]
    return headline(next((line for line in text.splitlines() if not _NOT_A_TITLE.match(line)), ""))
