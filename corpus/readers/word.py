"""Word files (.docx) by python-docx: headings, paragraphs and tables in their order.

The text is taken from the XML itself, because `paragraph.text` leaves out what tracked changes have put in and
what stands in content controls. A .docx is a zip archive, and a small one can unpack to gigabytes: every member is
unpacked piece by piece against the limit before the library may touch it.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from corpus.dates.plain import from_text
from corpus.documents import Document, Signal
from corpus.page import headline
from corpus.readers.context import Context
from corpus.readers.dated import changed_on, dated, from_moment
from corpus.readers.decode import NotReadable, clean

_PIECE = 1 << 16
_HOLDERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:smartTag", "w:customXml", "w:hyperlink", "w:r")}
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT_BOXES = ".//w:txbxContent[not(ancestor::*[local-name() = 'Fallback'])]"  # a second copy for old programs
_TEMPLATE = datetime(2013, 12, 23, 23, 15)
"""When python-docx's own template was made; a file written with it bears this date unless it was given another."""


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a Word file.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today and the limits.

    Returns:
        The Document, alone in a tuple.

    Raises:
        NotReadable: It is no zip archive, unpacks to more than the limit, or holds no text.
    """
    if not data.strip():
        raise NotReadable("it is empty: delete it, or put text into it")
    _check_archive(data, context)
    try:
        opened = docx.Document(io.BytesIO(data))
        text = clean("\n\n".join(_blocks(opened.element.body))).strip()
    except Exception as error:
        raise NotReadable(
            f"it is a zip archive but no Word document that can be read ({type(error).__name__}): open it and save it "
            "again as .docx"
        ) from error
    if not text:
        raise NotReadable("it holds no text: write some, or delete the file")
    title, created, changed = _properties(opened)
    reading = dated(
        [
            lambda: from_text(text, now=context.now),
            lambda: from_moment(created, Signal.PROPERTIES, now=context.now),
        ]
    )
    return (
        Document(
            file,
            text,
            title or headline(text.split("\n", 1)[0]),
            PurePosixPath(file).stem,
            reading.published,
            modified=changed_on(changed, now=context.now),
            problems=reading.problems,
        ),
    )


def _check_archive(data: bytes, context: Context) -> None:
    """Raises NotReadable unless every member unpacks to what it declares, and all together stay under the limit."""
    size = f"it unpacks to more than {context.max_mb:g} MB, the limit: split it, or raise DATELINE_MAX_FILE_MB"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > context.max_bytes:
                raise NotReadable(size)
            if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
                raise NotReadable("it is packed in a way that no Word document is: open it and save it again as .docx")
            total = 0
            for member in members:
                with archive.open(member) as stream:
                    # A member longer than it declares fails its checksum at its declared end.
                    while piece := stream.read(_PIECE):
                        total += len(piece)
                        if total > context.max_bytes:
                            raise NotReadable(size)
    except NotReadable:
        raise
    except RuntimeError as error:  # zipfile's word for an archive with a password
        raise NotReadable("it is encrypted: save it without a password") from error
    except Exception as error:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise NotReadable(
                "it is an old .doc, or encrypted: open it and save it as .docx without a password"
            ) from error
        raise NotReadable("it is no .docx, which is a zip archive, or a broken one: save it again as .docx") from error


def _blocks(parent: Element) -> Iterator[str]:
    """Paragraphs and rows of tables, in their order."""
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            text = "".join(_runs(child)).strip()
            if text:
                yield text
            for box in child.xpath(_TEXT_BOXES):
                yield from _blocks(box)
        elif child.tag == qn("w:tbl"):
            rows = (" | ".join(_cells(row)) for row in child.iterchildren(qn("w:tr")))
            yield "\n".join(row for row in rows if row.strip(" |"))
        elif child.tag in _HOLDERS:
            yield from _blocks(child)


def _cells(row: Element) -> Iterator[str]:
    for cell in row.iterchildren(qn("w:tc")):
        yield " ".join(" ".join(block.split()) for block in _blocks(cell))


def _runs(parent: Element) -> Iterator[str]:
    """The words of a paragraph; what a tracked change has taken out stands under other tags and is not among them."""
    for child in parent.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag in _HOLDERS:
            yield from _runs(child)


def _properties(opened: WordDocument) -> tuple[str, datetime | None, datetime | None]:
    """Title, made and changed; nothing where the file has none, for which the library would put in today."""
    try:
        opened.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
        told = opened.core_properties
        title, made, changed = " ".join(clean(told.title or "").split()), told.created, told.modified
    except Exception:  # missing, or of a kind the library cannot read
        return "", None, None
    made, changed = (
        moment if moment is not None and moment.replace(tzinfo=None) != _TEMPLATE else None
        for moment in (made, changed)
    )
    return title if len(title) <= 200 else "", made, changed
