"""PDF files by pypdf: the text of the pages, their lines joined to paragraphs again.

Scanned pages hold pictures and no text; they are named, not read. A page printed from the web has the page's
furniture around it, so the article is taken out of it as out of a text dump.
"""

import io
import logging
import re
from datetime import datetime
from pathlib import PurePosixPath

from pypdf import PasswordType, PdfReader

from corpus.dates.plain import from_text
from corpus.documents import Document, Signal
from corpus.page import article
from corpus.readers.context import Context
from corpus.readers.dated import changed_on, dated, from_moment
from corpus.readers.decode import NotReadable, clean
from corpus.readers.paragraphs import paragraphs

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity; here what is lost is named

_SAVED = re.compile(r"skia/pdf|chrom|firefox|mozilla|safari|wkhtmltopdf|qtwebengine", re.IGNORECASE)
"""Programs that print a web page: the file was made when somebody saved it, which says nothing of its publication."""


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a PDF file.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today and the limits.

    Returns:
        The Document, alone in a tuple.

    Raises:
        NotReadable: It is encrypted or broken, or its pages hold no text.
    """
    if not data.strip():
        raise NotReadable("it is empty: delete it, or put text into it")
    reader = _opened(data)
    pages, problems = _pages(reader, context.max_bytes)
    page = article(paragraphs(pages))
    if not page.text.strip():
        raise NotReadable(
            "its pages hold no text, as those of a scan do: run text recognition over it (ocrmypdf), or save its text "
            "as .txt"
        )
    saved = _SAVED.search(f"{_said_of(reader, 'creator')} {_said_of(reader, 'producer')}")
    created, changed = (None if saved else _moment(reader, f"{what}_date") for what in ("creation", "modification"))
    reading = dated(
        [
            lambda: from_text(page.text, page.date_line, now=context.now),
            lambda: from_moment(created, Signal.PROPERTIES, now=context.now),
        ]
    )
    return (
        Document(
            file,
            page.text,
            _title(reader) or page.title,
            page.source or PurePosixPath(file).stem,
            reading.published,
            modified=changed_on(changed, now=context.now),
            dropped=page.dropped,
            problems=problems + page.problems + reading.problems,
        ),
    )


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data))
        # Most encrypted files open with an empty password: what they restrict is printing, not reading.
        locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
    except Exception as error:
        raise NotReadable(f"it is no PDF or a broken one ({_said(error)}): open it and save it again") from error
    if locked:
        raise NotReadable("it is encrypted and opens only with a password: save it without one")
    return reader


def _pages(reader: PdfReader, most: int) -> tuple[list[str], tuple[str, ...]]:
    """The text of each page, and what was lost."""
    texts: list[str] = []
    lost: list[int] = []
    size = 0
    try:
        for number, page in enumerate(reader.pages, 1):
            try:
                texts.append(clean(page.extract_text()))
            except Exception:  # one page that a library cannot read must not cost the others
                lost.append(number)
            size += len(texts[-1]) if texts else 0
            if size > most:
                raise NotReadable(
                    f"its text has more than {most / 1e6:g} MB, the limit: split it, or raise DATELINE_MAX_FILE_MB"
                )
    except NotReadable:
        raise
    except Exception as error:  # the tree of pages itself is broken
        if not any(text.strip() for text in texts):
            raise NotReadable(f"it is a broken PDF ({_said(error)}): open it and save it again") from error
        return texts, (f"it is broken after page {len(texts)} and was read up to there: open it and save it again",)
    if not lost:
        return texts, ()
    named = ", ".join(map(str, lost[:5])) + (" ..." if len(lost) > 5 else "")
    return texts, (f"{len(lost)} of its pages could not be read ({named}): open it and save it again",)


def _title(reader: PdfReader) -> str:
    """The title among the properties, unless a program put a file's name there."""
    title = _said_of(reader, "title")
    named_by_program = " " not in title or title.casefold().startswith(("microsoft word", "untitled"))
    return "" if named_by_program or len(title) > 200 else title


def _said_of(reader: PdfReader, name: str) -> str:
    try:
        return " ".join(clean(str(getattr(reader.metadata, name, None) or "")).split())
    except Exception:  # a broken property is no property
        return ""


def _moment(reader: PdfReader, name: str) -> datetime | None:
    try:
        found = getattr(reader.metadata, name, None)
    except Exception:  # a date that is none, by any of the library's ways of saying so
        return None
    return found if isinstance(found, datetime) else None


def _said(error: Exception) -> str:
    return (str(error).strip().split("\n")[0] or type(error).__name__)[:120]
