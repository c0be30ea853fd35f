"""YAML front matter: the fields above a text, as plain strings.

Plain strings, because YAML's own dates would turn "2011-13-40" into an exception and "2016" into a number.
Where it is not valid YAML it is read line by line, so that one unquoted colon does not cost the date.
"""

import re
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

_BLOCK = re.compile(r"\A\s*---[^\S\n]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"\w[\w -]*")
_DATES = ("published", "date", "pubdate", "publication_date", "date_published", "publishdate")
_KNOWN = {"title", "source", "url", "language", "lang", *_DATES}


@dataclass(frozen=True)
class FrontMatter:
    """What stands above a text.

    Attributes:
        body: The text below it.
        fields: Its fields by lower-case name.
        problems: What was wrong with it.
    """

    body: str
    fields: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def published(self) -> str:
        """The date as it was written, or ""."""
        return next((self.fields[key] for key in _DATES if self.fields.get(key)), "")

    @property
    def language(self) -> str:
        """ISO 639-1 code, or ""."""
        return (self.fields.get("language") or self.fields.get("lang") or "")[:2].lower()


def front_matter(text: str) -> FrontMatter:
    r"""Parts a text from the front matter above it.

    >>> front_matter("---\ntitle: Rain\ndate: 2023-03-06\n---\nIt rained.").published
    '2023-03-06'

    Args:
        text: A file's text.

    Returns:
        Fields and body; a text whose first block names none of the fields known here is all body.
    """
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter(text)
    problems: tuple[str, ...] = ()
    try:
        loaded = YAMLHandler().load(match["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at its line {mark.line + 1}" if mark else ""
        loaded = _line_by_line(match["yaml"])
        problems = (f"its front matter is not valid YAML{where} and was read line by line: put the value in quotes",)
    if not isinstance(loaded, dict):
        return FrontMatter(text)  # two rules around a paragraph
    fields = {str(key).lower(): " ".join(value.split()) for key, value in loaded.items() if isinstance(value, str)}
    if not _KNOWN & fields.keys():
        return FrontMatter(text)
    return FrontMatter(text[match.end() :], fields, problems)


def _line_by_line(block: str) -> dict[str, str]:
    r"""The pairs "name: value" among the lines, without quotes around a value.

    >>> _line_by_line("title: Rain: a: study\npublished: '2023-03-06'")
    {'title': 'Rain: a: study', 'published': '2023-03-06'}
    """
    pairs: dict[str, str] = {}
    for line in block.split("\n"):
        name, _, value = line.partition(":")
        if value[:1].isspace() and _NAME.fullmatch(name) and value.strip():
            value = value.strip()
            pairs[name.strip()] = value[value[0] in "\"'" : len(value) - (len(value) > 1 and value[-1] in "\"'")]
    return pairs
