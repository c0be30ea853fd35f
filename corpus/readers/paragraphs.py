"""Lines as they are set on a page -> paragraphs, so that a sentence can be found and quoted.

A page says where a line ends, not where a paragraph does. A line that is nearly as wide as the text runs on into
the next one; a short one that ends a sentence closes its paragraph. The trade-off: a last line that happens to be
full joins two paragraphs, which costs a paragraph's end and no sentence.
"""

import re
from collections import Counter

from corpus.chrome import Line

_FULL = 0.75
"""Share of the text's width from which a line counts as running on."""

_ITEM = re.compile(r"\s*(?:[-*•▪–]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_ENDS = re.compile(r"""[.!?:;…]["'”»)\]]*$""")
_HYPHEN = re.compile(r"(?<!\w)(\w+)[-\u2010]$")


def paragraphs(pages: list[str]) -> str:
    r"""Joins the lines of pages to paragraphs.

    >>> paragraphs(["Rain in Oslo\nThe river rose by two metres in a night, and member-\nship of the club fell."])
    'Rain in Oslo\nThe river rose by two metres in a night, and membership of the club fell.'

    Args:
        pages: The text of each page, line by line.

    Returns:
        One line per paragraph; words that were cut at a line's end are whole again, and lines that stand at the top
        or foot of the pages over and over (page numbers, running titles) are left out.
    """
    lines = [" ".join(line.split()) for page in _without_running_lines(pages) for line in page.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    width = widths[int(0.9 * len(widths))]
    whole = Counter(re.findall(r"(?<!\w)\w+-\w+", " ".join(lines).casefold()))
    made: list[list[str]] = []  # each paragraph in pieces: adding to a long string again and again is slow
    previous = ""
    for line in lines:
        if previous and line and _runs_on(previous, line, width):
            made[-1][-1], rest = _joined(made[-1][-1], line, whole)
            made[-1].append(rest)
        elif line or previous:
            made.append([line])
        previous = line
    return "\n".join("".join(pieces) for pieces in made).replace("\u00ad", "").strip()


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a paragraph goes on from one line into the next."""
    if _ITEM.match(following + " ") or Line(following).is_date:
        return False
    if line.endswith("\u00ad") or (_HYPHEN.search(line) and following[0].isalnum()):
        return True
    if len(line) >= _FULL * width and width >= 30:
        return True
    return following[0].islower() and not _ENDS.search(line) and width >= 30


def _joined(before: str, line: str, whole: Counter[str]) -> tuple[str, str]:
    """Two lines as they follow each other in a paragraph: the first without its hyphen, or the second after a blank."""
    if before.endswith("\u00ad"):
        return before[:-1], line
    cut = _HYPHEN.search(before)
    if cut is None:
        return before, f" {line}"
    rest = re.match(r"\w*", line)
    compound = f"{cut[1]}-{rest[0] if rest else ''}".casefold()
    keeps = not line[0].islower() or whole[compound] > 0 or cut[1][-1].isdigit()
    return (before if keeps else before[:-1]), line


def _without_running_lines(pages: list[str]) -> list[str]:
    """The pages without the first and last lines that most of them share but for their numbers."""
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    if len(pages) < 3:
        return pages
    edges = Counter(key for lines in split for key in {_masked(line) for line in lines[:2] + lines[-2:]})
    running = {key for key, count in edges.items() if count >= 3 and 2 * count > len(pages)}
    kept = []
    for page in pages:
        lines = page.split("\n")
        full = [i for i, line in enumerate(lines) if line.strip()]
        drop = {i for i in full[:2] + full[-2:] if _masked(lines[i]) in running}
        kept.append("\n".join(line for i, line in enumerate(lines) if i not in drop))
    return kept if any(page.strip() for page in kept) else pages


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))
