"""The article out of a text dump of a web page, built of the page's own lines.

A line goes only on evidence: a known phrase of page furniture, a run of titles and dates, a credit under a
picture. A short line is no evidence: notes, minutes and lists are made of them, and a text without any
evidence comes back as it is. The trade-off is deliberate: chrome that is left costs a little precision, a
sentence that is lost costs an answer.
"""

import re
from dataclasses import dataclass

from corpus.chrome import Line, article_lines

_AGENCY = re.compile(
    r"^.{0,90}?(?:/(?P<slash>[^\W\d_][\w .&-]{1,30})/"
    r"|\((?P<paren>[^\W\d_][\w.&-]{1,20}(?: [A-Z][\w.&-]+)?)\)\s*\.?\s?[-–—])"
)
_SOURCE = re.compile(
    r"(?:\((?:Source|Источник|Quelle)\s?:?|^(?:Source|Источник|Quelle)\s?:"
    r"|^Based on (?:the )?materials (?:from|of|by)|^По материалам)\s+"
    r"(?P<name>[^\W\d_][^\n().:;]{1,40}?)\s?(?:\)|$)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Article:
    """What a page is about.

    Attributes:
        title: The headline; it is also the first line of `text`.
        text: The article, line for line as in the file.
        date_line: The date beside the headline where it left the text with the chrome; else "".
        source: Who the text says it is from ("TASS"), or "".
        dropped: Share of the page's characters that was chrome, 0 to 1.
        problems: What was odd about the page, in sentences.
    """

    title: str
    text: str
    date_line: str = ""
    source: str = ""
    dropped: float = 0.0
    problems: tuple[str, ...] = ()


def article(text: str) -> Article:
    """Takes the article out of a text dump of a page.

    Args:
        text: The dump, or any plain text.

    Returns:
        The Article; a text without chrome is its own article, unchanged.
    """
    lines = [Line(line) for line in text.split("\n")]
    kept = article_lines(lines)
    if all(kept) or not any(keep and not line.blank for keep, line in zip(kept, lines, strict=True)):
        first = next((line.text for line in lines if not line.blank), "")
        return Article(headline(first), text, source=_source(text))
    chosen = [line for keep, line in zip(kept, lines, strict=True) if keep]
    date_line = _take_date_line(chosen)
    body = re.sub(r"\n\s*\n\s*\n+", "\n\n", "\n".join(line.text for line in chosen)).strip()
    return Article(
        headline(body.split("\n", 1)[0]),
        body,
        date_line,
        _source(text),
        round(1 - len(body) / max(len(text), 1), 3),
    )


def _take_date_line(lines: list[Line]) -> str:
    """Removes the date that stands alone beside the headline, before or after it."""
    full = [i for i, line in enumerate(lines) if not line.blank]
    for i in full[:4]:
        if lines[i].is_date:
            return lines.pop(i).text.strip()
    return ""


def headline(line: str) -> str:
    """A title out of a text's first line: the line itself, or its beginning where it is prose."""
    line = line.strip().strip("#").strip()
    if len(line) <= 200:
        return line
    return line[:160].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _source(text: str) -> str:
    """The agency a dateline names, or the source a line gives."""
    for line in [line for line in text[:20000].split("\n") if len(line) > 40][:12]:
        match = _AGENCY.match(line)
        if match and re.search(r"\d|[-–—]|^[A-ZА-ЯЁ]{3,}", line[: match.end()]):
            name = (match["slash"] or match["paren"]).strip()
            if name[:1].isupper() or name.islower() and len(name) <= 5:
                return name
    match = _SOURCE.search(text)
    return match["name"].strip() if match else ""
