"""Bytes -> text, whatever the encoding, with a word about what had to be assumed.

UTF-8 and marked UTF-16/32 are certain. Anything else is charset-normalizer's best reading, and where it has
none the bad bytes become U+FFFD: a text with three odd letters still answers questions, a refused file does
not.
"""

import codecs

from corpus.errors import DatelineError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")}) | dict.fromkeys(
    map(ord, "\f\v\x85"), "\n"
)
_SAMPLE = 200_000
"""Bytes charset-normalizer looks at: more makes it slow and no surer."""


class NotReadable(DatelineError):
    """A file that holds no text; its message becomes the reason in `Skipped`."""


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a file's bytes, with every kind of line end made one.

    Args:
        data: The file's content.
        declared: An encoding the file itself names (an HTML meta), tried after UTF-8.

    Returns:
        The text, and problems found on the way in sentences.

    Raises:
        NotReadable: The file is empty or binary.
    """
    if not data.strip():
        raise NotReadable("it is empty: delete it, or put text into it")
    text, problems = _decoded(data, declared)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if "\0" in text:
        raise NotReadable("it is binary (it holds NUL bytes), not text: save it as UTF-8 text")
    if not text.strip():
        raise NotReadable("it holds nothing but blanks: delete it, or put text into it")
    return text, problems


def clean(text: str) -> str:
    r"""A text from inside another format, without what no plain text holds: NUL, other controls, half characters.

    >>> clean("one\x00\r\ntwo" + chr(0xD800))
    'one\ntwo?'

    Args:
        text: What a library took out of a file.

    Returns:
        The same with one kind of line end, fit to be stored and shown.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").translate(_CONTROLS)
    return text.encode("utf-8", "replace").decode("utf-8")


def _decoded(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _leniently(data, encoding)
    if b"\0" in data:
        raise NotReadable("it is binary (it holds NUL bytes), not text: save it as UTF-8 text")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _foreign(data, declared)


def _leniently(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        problem = (
            f"some of its bytes are not {encoding.upper().removesuffix('-SIG')} and were replaced: save it as UTF-8"
        )
        return data.decode(encoding, "replace"), (problem,)


def _foreign(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    if declared:
        try:
            return data.decode(declared), ()
        except (LookupError, UnicodeDecodeError):
            pass
    replaced = data.decode("utf-8", "replace")
    if replaced.count("\ufffd") * 200 < len(replaced):  # a few bad bytes in UTF-8, no other encoding
        return replaced, ("a few of its bytes are not valid UTF-8 and were replaced: save it as UTF-8",)
    from charset_normalizer import from_bytes  # most files are UTF-8, and importing it is not free

    best = from_bytes(data[:_SAMPLE]).best()
    encoding = best.encoding if best is not None else "utf-8"
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return replaced, ("some of its bytes are not valid UTF-8 and were replaced: save it as UTF-8",)
    return text, (f"it is not UTF-8 and was read as {encoding}: save it as UTF-8 if letters look wrong",)
