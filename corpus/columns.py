"""Which column of a table holds what: the usual names, and those that a user has set.

Names are compared without case, blanks, hyphens and underscores. Where a table has two columns that could be
meant, the one named first below wins: the list is an order, so that one table is always read the same way.
"""

import json
from collections.abc import Iterable, Mapping

FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "articletext", "articlebody", "maintext", "story"),
    "title": ("title", "headline", "heading", "subject"),
    "published": (
        "published", "date", "publicationdate", "publishedat", "publisheddate", "datepublished", "publishdate",
        "publishedon", "pubdate", "articledate",
    ),
    "modified": ("modified", "updated", "modifiedat", "updatedat", "datemodified", "dateupdated"),
    "source": ("source", "publisher", "publication", "outlet", "newspaper", "sourcename", "sitename"),
    "url": ("url", "link", "articleurl", "sourceurl", "permalink"),
    "language": ("language", "lang"),
    "id": ("id", "guid", "uuid", "articleid", "documentid", "docid"),
}  # fmt: skip
"""Each thing that can be known of a row, with the names of columns that usually hold it, surest first."""


def find_columns(header: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """Which column of a table holds which field.

    >>> find_columns(["Headline", "Publication date", "Body"], {})
    {'text': 'Body', 'title': 'Headline', 'published': 'Publication date'}
    >>> find_columns(["Stand", "date", "Inhalt"], {"published": "Stand", "text": "inhalt"})
    {'text': 'Inhalt', 'published': 'Stand'}

    Args:
        header: The table's own column names.
        named: The column to take for a field, where a user has set one; a table without it is read as usual.

    Returns:
        For each field that the table has, the name of its column as the table writes it.
    """
    columns = {_key(name): name for name in reversed(list(header)) if name.strip()}
    found: dict[str, str] = {}
    for field, usual in FIELDS.items():
        wanted = (_key(named.get(field, "")), *usual)
        column = next((columns[key] for key in wanted if key in columns), None)
        if column is not None:
            found[field] = column
    return found


def parse_columns(setting: str) -> dict[str, str]:
    """Reads the setting that names columns.

    >>> parse_columns("text=Inhalt, published=Stand am")
    {'text': 'Inhalt', 'published': 'Stand am'}

    Args:
        setting: Pairs `field=column` with commas between them, or the same as a JSON object; "" for none.

    Returns:
        The column named for each field.

    Raises:
        ValueError: It is neither, or names a field that there is not.
    """
    form = f"write it as FIELD=COLUMN, FIELD=COLUMN with fields out of {', '.join(FIELDS)}"
    if setting.lstrip().startswith("{"):
        loaded = json.loads(setting)
        named = {str(field): str(column) for field, column in loaded.items()}
    else:
        pairs = [pair.partition("=") for pair in setting.split(",") if pair.strip()]
        if not all(equals for _, equals, _ in pairs):
            raise ValueError(f"{setting!r} names no columns: {form}")
        named = {field.strip().lower(): column.strip() for field, _, column in pairs}
    unknown = [field for field in named if field not in FIELDS]
    if unknown:
        raise ValueError(f"there is no field {unknown[0]!r}: {form}")
    return named


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
