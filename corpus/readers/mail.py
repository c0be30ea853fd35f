"""Mails (.eml) by the standard library: Subject, From, Date and the text part, or else the HTML part.

What a reply quotes was said earlier, by another and under another date, so quoted lines are left out of it.
Attachments are files of their own: they are named, not read.
"""

import email
import email.policy
import email.utils
import re
from datetime import date, datetime
from email.message import EmailMessage, Message
from pathlib import PurePosixPath
from typing import cast

from corpus.dates.plain import from_text
from corpus.dates.signals import Reading
from corpus.documents import Document, Signal
from corpus.page import headline
from corpus.readers.context import Context
from corpus.readers.dated import dated, from_moment
from corpus.readers.decode import NotReadable, clean, decode
from corpus.readers.fragment import article_of
from corpus.readers.rows import headed

_FORWARDED = re.compile(r"^\s*-{3,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine)\s*-{3,}", re.I)
_LONGEST_HEADER = 1000
_ATTRIBUTION = re.compile(r"^\s*(?:On|Am|Le|El)\s.{6,120}:\s*$")


class _ShortHeaders(email.policy.EmailPolicy):
    """The usual policy on the beginning of each header: the time it takes grows with the square of the length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header's name and value, as the parser calls for them."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document from a mail.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today and the limits.

    Returns:
        The Document, alone in a tuple.

    Raises:
        NotReadable: It has no mail header, or no part with a text.
    """
    if not data.strip():
        raise NotReadable("it is empty: delete it, or put a mail into it")
    try:
        mail = cast(EmailMessage, email.message_from_bytes(data.lstrip(), policy=_ShortHeaders()))
        if not any(_header(mail, name) for name in ("From", "Date", "Subject", "Message-ID")):
            raise NotReadable("it has no mail header (From, Date, Subject): save the mail again, or its text as .txt")
        body, problems = _body(mail)
    except NotReadable:
        raise
    except Exception as error:  # a header so odd that the library fails on it
        raise NotReadable(f"its parts are broken ({type(error).__name__}): save the mail again, or its text") from error
    kept = _own_words(body) or body.strip()
    if not kept:
        raise NotReadable("the mail holds no text: save what it says as .txt, or delete the file")
    title = " ".join(_header(mail, "Subject").split())
    text = headed(title, kept)
    reading = dated([lambda: _sent(mail, context.now), lambda: from_text(text, now=context.now)])
    return (
        Document(
            file,
            text,
            title or headline(text.split("\n", 1)[0]),
            _sender(mail) or PurePosixPath(file).stem,
            reading.published,
            _header(mail, "Content-Language")[:2].lower(),
            dropped=round(1 - len(kept) / max(len(body), 1), 3),
            problems=problems + reading.problems + _attachments(mail),
        ),
    )


def _header(mail: Message, name: str) -> str:
    try:
        return clean(str(mail.get(name) or "")).strip()
    except Exception:  # a header so odd that the library fails on it is as good as none
        return ""


def _body(mail: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """The text part, or the HTML part where that is missing or blank, and what was assumed in reading it."""
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        content = part.get_payload(decode=True) if part is not None else None
        if part is None or not isinstance(content, bytes) or not content.strip():
            continue
        text, problems = decode(content, part.get_content_charset() or "")
        text = clean(article_of(text) if kind == "html" else text).strip()
        if text:
            return text, problems
    return "", ()


def _own_words(body: str) -> str:
    """The body without the mails that it quotes."""
    kept: list[str] = []
    for line in body.split("\n"):
        if _FORWARDED.match(line):
            break
        if line.lstrip().startswith(">"):
            while kept and (not kept[-1].strip() or _ATTRIBUTION.match(kept[-1])):
                kept.pop()
            continue
        kept.append(line)
    return "\n".join(kept).strip()


def _sent(mail: Message, now: date) -> Reading:
    written = _header(mail, "Date")
    if not written:
        return Reading(problems=("it has no Date header: add a line for it to dates.csv",))
    try:
        moment: datetime = email.utils.parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return Reading(problems=(f"its Date header {written[:60]!r} is no date: add a line for it to dates.csv",))
    return from_moment(moment, Signal.MAIL, now=now)


def _sender(mail: Message) -> str:
    name, address = email.utils.parseaddr(_header(mail, "From"))
    return " ".join(name.split()) or address


def _attachments(mail: EmailMessage) -> tuple[str, ...]:
    try:
        names = [name for part in mail.iter_attachments() if (name := part.get_filename())]
    except Exception:  # not in parts, or in parts that are broken: then there is no name to tell
        names = []
    if not names:
        return ()
    return (f"its attachments ({clean(', '.join(names))[:120]}) were not read: save them beside it",)
