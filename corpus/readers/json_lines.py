"""Lines of JSON (.jsonl): one Document per object.

Lines may have different keys, so columns are found line by line.
"""

import json

from corpus.columns import find_columns
from corpus.documents import Document
from corpus.readers.context import Context
from corpus.readers.decode import decode
from corpus.readers.rows import Row, Rows


def read(file: str, data: bytes, context: Context) -> tuple[Document, ...]:
    """One Document per line.

    Args:
        file: Its path in the corpus folder.
        data: Its bytes.
        context: Today, limits and column names.

    Returns:
        The Documents, named "lines.jsonl#3" by line or by an id.

    Raises:
        NotReadable: No line is an object with a text.
    """
    text, problems = decode(data)
    lines = Rows(file, context.now, "line")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            loaded = json.loads(line, strict=False)
        except (ValueError, RecursionError) as error:
            where = f" at its character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
            lines.fault(number, f"is no JSON{where}: write one object per line")
            continue
        if not isinstance(loaded, dict):
            lines.fault(number, "is JSON but no object: write one object per line")
            continue
        columns = find_columns(loaded, context.columns)
        if "text" not in columns:
            known = ", ".join(loaded)[:200]
            lines.fault(number, f"has no text (its keys: {known}): name one `text`, or set DATELINE_COLUMNS")
            continue
        lines.add(Row(number, {field: _plain(loaded[column]) for field, column in columns.items()}))
    return lines.documents(problems)


def _plain(value: object) -> str:
    r"""A value as text: paragraphs of a list, the name of an object such as {"id": null, "name": "Nordwire"}.

    >>> _plain(["One.", "Two."]), _plain({"name": "Nordwire"}), _plain(2016), _plain(None)
    ('One.\n\nTwo.', 'Nordwire', '2016', '')
    """
    if isinstance(value, list):
        return "\n\n".join(part for part in value if isinstance(part, str))
    if isinstance(value, dict):
        value = value.get("name")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
