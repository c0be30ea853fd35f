"""Which lines of a page dump are the page's furniture and not its article.

Each rule below marks lines on evidence of its own; what counts as evidence for a whole page is said in
`article_lines`. The phrases are in `phrases.py`.
"""

import re
from functools import cached_property

from corpus.dates.parse import parse_date
from corpus.phrases import BASED_ON, COMMENTS, CREDIT, LIKELY, LINKS, RATE, SURE

_CLOCK = re.compile(r"[0-2]?\d:[0-5]\d[^\W\d_][^\d.:]{2,40}")  # "01:45Oslo": a clock and its city, run together
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.?\s(?:de\s)?[^\W\d_]{3,}|[^\W\d_]{3,}\.?\s\d{1,2}\b")
_FEWEST_RATES = 3
_ENDS = tuple('.!?…"”»)')


class Line:
    """One line of a page, with what can be told of it by itself."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare = text.strip(" \t\u00a0•·*|«»‹›<>-–—←→")
        self.blank = not text.strip()
        self.item = bool(re.match(r"\s*(?:[-*•]|\d+[.)])\s", text))

    @cached_property
    def sure(self) -> bool:
        """Page furniture and nothing else."""
        return len(self.bare) < 200 and SURE.fullmatch(self.bare) is not None

    @cached_property
    def likely(self) -> bool:
        """Page furniture, or a heading."""
        return len(self.bare) < 80 and LIKELY.fullmatch(self.bare) is not None

    @cached_property
    def credit(self) -> bool:
        """Who took a picture, or whose page it is."""
        return len(self.bare) < 120 and CREDIT.match(self.bare) is not None

    @cached_property
    def prose(self) -> bool:
        """A line of running text."""
        size = len(self.bare)
        return (
            size >= 240
            or (size >= 60 and not self.sure and self.bare.endswith(_ENDS))
            or (size >= 120 and self.bare.endswith((":", ";")))
        )

    @cached_property
    def is_date(self) -> bool:
        """A day, with or without a time of day, and nothing else."""
        if not 5 <= len(self.bare) <= 40 or _DAY.search(self.bare) is None:
            return False
        written = parse_date(self.bare)
        return written is not None and written.day is not None

    @cached_property
    def has_clock(self) -> bool:
        """Whether a date line also gives a time of day."""
        return re.search(r"\d:\d\d", self.bare) is not None


def article_lines(lines: list[Line]) -> list[bool]:
    """For each line whether it belongs to the article.

    Args:
        lines: The page.

    Returns:
        One truth value per line; all True where nothing shows that this is a page dump.
    """
    kept = [True] * len(lines)
    full = [i for i, line in enumerate(lines) if not line.blank]
    if not any(lines[i].prose for i in full):
        return kept
    runs = _link_runs(lines, full)
    head, tail = _rates(lines, full), _closing_links(lines, full)
    if not (runs or head or tail) and not any(lines[i].sure or lines[i].credit for i in full):
        return kept
    drop = {*full[:head], *(full[tail:] if tail else ())}
    _drop_runs(lines, full, runs, drop)
    _drop_phrases(lines, full, drop)
    _drop_credits(lines, full, drop)
    _drop_comments(lines, full, drop)
    _drop_menus(lines, full, drop)
    _drop_signature(lines, full, drop)
    return [i not in drop for i in range(len(lines))]


def _link_runs(lines: list[Line], full: list[int]) -> list[tuple[int, int]]:
    """Runs of at least three titles and dates in turn, as positions (first, last) in `full`."""
    clear = any(lines[i].sure for i in full)
    runs = []
    at = 0
    while at < len(full):
        end = _alternates(lines, full, at)
        dates = [full[k] for k in range(at, end + 1) if lines[full[k]].is_date]
        if len(dates) >= 3 and (clear or all(lines[i].has_clock for i in dates)):
            runs.append((at, end))
            at = end + 1
        else:
            at = max(end, at + 1)
    return runs


def _alternates(lines: list[Line], full: list[int], at: int) -> int:
    """The last position up to which titles and dates take turns from `at` on."""
    end = at
    if not _in_list(lines[full[at]]):
        return at
    while end + 1 < len(full):
        line, following = lines[full[end]], lines[full[end + 1]]
        if line.is_date == following.is_date or not _in_list(following):
            break
        end += 1
    return end


def _in_list(line: Line) -> bool:
    """Whether a line can be a date or a title in a list of links."""
    if line.is_date:
        return True
    return (
        not line.item
        and len(line.bare) <= 220
        and not (line.prose and line.bare.endswith(".") and len(line.bare) > 120)
    )


def _rates(lines: list[Line], full: list[int]) -> int:
    """How many lines of the page's head a table of rates ends, where a headline still follows it."""
    body = next(k for k, i in enumerate(full) if lines[i].prose)
    rates = [k for k in range(body) if RATE.fullmatch(lines[full[k]].bare)]
    if len(rates) < _FEWEST_RATES or sum(_has_name(lines[full[k]]) for k in rates) < 2:
        return 0
    left = [k for k in range(rates[-1] + 1, body) if not lines[full[k]].is_date]
    return rates[-1] + 1 if left and rates[-1] - rates[0] == len(rates) - 1 else 0


def _has_name(line: Line) -> bool:
    return line.bare[:1].isalpha()


def _closing_links(lines: list[Line], full: list[int]) -> int:
    """Where "Related articles" and nothing but titles end the page; 0 where they do not."""
    last = max(k for k, i in enumerate(full) if lines[i].prose)
    for k in range(last + 1, len(full) - 2):
        if LINKS.fullmatch(lines[full[k]].bare):
            return k
    return 0


def _drop_runs(lines: list[Line], full: list[int], runs: list[tuple[int, int]], drop: set[int]) -> None:
    prose = [k for k, i in enumerate(full) if lines[i].prose and not any(a <= k <= b for a, b in runs)]
    if not prose:
        return
    body, end = prose[0], prose[-1]
    for first, last in runs:
        if last < body:
            last = _before_headline(lines, full, first, last)
            drop.update(full[: last + 1])  # what stands above the list of links is the page's head
        elif first > end:
            drop.update(full[first:])
        else:
            drop.update(full[first : last + 1])


def _before_headline(lines: list[Line], full: list[int], first: int, last: int) -> int:
    """The run's last position without the article's own headline, which a run right above the body has swallowed."""
    after = lines[full[last + 1]]
    if not after.prose:
        return last
    if lines[full[last]].is_date:  # "title, date" is the headline's own pair
        return last - 2
    # "date, title": the last title is dated by the line above it, unless titles come first in this list.
    return last - 2 if lines[full[first]].is_date else last - 1


def _drop_phrases(lines: list[Line], full: list[int], drop: set[int]) -> None:
    for k, i in enumerate(full):
        line = lines[i]
        if line.sure or line.likely or (_CLOCK.fullmatch(line.bare) and not line.item):
            drop.add(i)
        if 0 < k < len(full) - 1 and LINKS.fullmatch(line.bare) and not lines[full[k + 1]].prose:
            drop.add(full[k + 1])


def _drop_credits(lines: list[Line], full: list[int], drop: set[int]) -> None:
    """Credits, and the captions above them."""
    for i in full:
        if BASED_ON.fullmatch(lines[i].bare):
            drop.add(i)
        elif lines[i].credit:
            drop.add(i)
            if i - 1 > full[0]:
                drop.update(_captions(lines, i))


def _captions(lines: list[Line], credit: int) -> list[int]:
    """The caption above a credit, where it stands twice, or shares its paragraph with nothing but the credit."""
    caption, above = lines[credit - 1], lines[credit - 2]
    if caption.blank or len(caption.bare) > 200:
        return []
    if not above.blank:
        twice = above.bare.startswith(caption.bare) and above.bare != caption.bare
        return [credit - 2, credit - 1] if twice else []
    return [] if caption.prose else [credit - 1]


def _drop_comments(lines: list[Line], full: list[int], drop: set[int]) -> None:
    """Everything from the comment form on, once most of the prose has been."""
    total = sum(len(lines[i].bare) for i in full if lines[i].prose)
    before = 0
    for k, i in enumerate(full):
        if COMMENTS.fullmatch(lines[i].bare) and 2 * before > total:
            drop.update(full[k:])
            return
        if lines[i].prose:
            before += len(lines[i].bare)


def _drop_menus(lines: list[Line], full: list[int], drop: set[int]) -> None:
    """Blocks of four or more very short lines above the body with known furniture among them."""
    body = next(k for k, i in enumerate(full) if lines[i].prose)
    block: list[int] = []
    for k in range(body + 1):
        i = full[k]
        short = k < body and len(lines[i].bare.split()) <= 3
        if short and (not block or i == block[-1] + 1):
            block.append(i)
            continue
        if k == body and block:
            while len(block) > 1 and lines[block[-1]].is_date:
                block.pop()
            block.pop()  # what stands right above the body, but for its date, is its headline
        if len(block) >= 4 and any(lines[j].sure or lines[j].likely for j in block):
            drop.update(block)
        block = [i] if short else []


def _drop_signature(lines: list[Line], full: list[int], drop: set[int]) -> None:
    """A short line between the body and the credits under it: the page's name, and no heading, for nothing follows."""
    left = [i for i in full if i not in drop]
    if len(left) < 3 or left[-1] == full[-1]:
        return
    last = lines[left[-1]]
    if (
        lines[left[-2]].prose
        and not last.prose
        and len(last.bare) < 60
        and last.bare[-1] not in ".!?:;"
        and not last.item
    ):
        drop.add(left[-1])
