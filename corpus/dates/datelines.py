"""Which date one line of a text bears: as a dateline, as a date line, or at the end of a headline.

Where in the text such a line may stand is decided in `plain.py`; here a line is read by itself. All are narrow on
purpose: "On March 6, 2023, the harbour opened" holds a date, but not the text's own.
"""

import re
from collections.abc import Iterator

from corpus.dates.find import find_dates
from corpus.dates.parse import parse_date
from corpus.dates.words import month, weekday
from corpus.dates.written import Written

_LABEL = re.compile(
    r"(?:first\s|originally\s)?(?:date of publication|publication date|published|posted|written|dated?|issued|released?"
    r"|filed|опубликовано|дата публикации|дата|размещено|veröffentlicht|erschienen|erstellt|publiziert|datum"
    r"|stand(?:\sdes\sartikels)?|publiée?|date de publication|paru|publicad[oa]|fecha de publicación|fecha)\b"
    r"(?:\s(?:on|at|am|le|el))?\s*[:–-]?\s*"
    r"|(?:press release|pressemitteilung|(?:presse|kurz)?(?:meldung|mitteilung)|nachricht|artikel|beitrag|communiqué"
    r"|пресс-релиз)\s(?:of|from|dated|vom|du|от)\s+",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:(?:last|page|text|this page was)\s)*(?:updated|revised|modified|reviewed|edited|changed)\b"
    r"(?:\s(?:on|at))?\s*:?\s*"
    r"|(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)(?: am)?\s*:?\s*"
    r"|letzte (?:änderung|aktualisierung)(?: am)?\s*:?\s*"
    r"|(?:дата )?(?:обновлено|обновления|изменено|изменения)\s*:?\s*|последнее (?:обновление|изменение)\s*:?\s*"
    r"|(?:mise? à jour|modifiée?|dernière (?:mise à jour|modification))(?: le)?\s*:?\s*"
    r"|(?:actualizad[oa]|modificad[oa]|última (?:actualización|modificación))(?: el)?\s*:?\s*",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:first\s|originally\s)?(?:published|posted|date of publication|publication date|issued|released"
    r"|опубликовано|размещено|дата публикации|veröffentlicht|erschienen|publiée?|publicad[oa]|fecha de publicación)\b",
    re.IGNORECASE,
)
_WAS_CHANGED = re.compile(
    r"(?:this|diese|cette|esta|эта) [^\W\d_]{3,10} [^\d]{0,40}?"
    r"(?:changed|modified|edited|updated|zuletzt|modifiée|изменена)"
    r"(?: (?:on|am|le|el))? (.{6,40}?)(?: (?:geändert|bearbeitet|aktualisiert))?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|von|par|por|автор:?)\s[^,|·•\n]{2,60}[,|·•–—-]\s*|posted by [^,\n]{2,50}? on ", re.IGNORECASE
)
_NAMED = re.compile(  # "Harbour newsletter, 21.11.2022", "Issue 27, 18 September 2012"
    r"(?:[^\W\d_][\w’'-]*\s){0,3}(?:[^\W\d_][\w’'-]*|(?:no\.?|nr\.?|issue|number|volume|edition)\s\d+)\s?[,|·•–—-]\s*",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"^([0-3]\d)\.([01]\d)\.(\d\d)$")  # a year of two figures, only where nothing stands beside it
_LEADS_IN = re.compile(r"\s*(?:-{1,2}|[–—])\s+\S")
_GOES_ON = re.compile(r"\s*[,.;(|/]|\s[–—-]\s")
_SECTION = re.compile(r"\s*(?:[|·•/].{0,60}|[,–—-]\s[^\W\d_]+(?:\s[^\W\d_]+){0,2})$")  # "| Business", "· 5 min read"

_WORDED = re.compile(
    r"(?<![\w.])(?P<day>[0-3]?\d)(?:\.|º|er)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,})\b\.?"
    r"(?:,?\s+(?:del?\s+)?(?P<year>(?:1[89]|20)\d\d)(?!\d))?(?:\s(?:г\.|года))?"
)
_AGENCY = r"(?:/[^/\n]{2,40}/|\([^)\n]{2,40}\)|\[[^\]\n]{2,40}\])"
_PLACE = re.compile(
    rf"""\W{{0,2}}(?P<place>[^\W\d_][^.;:!?\n\d]{{0,60}}?)\s?(?:{_AGENCY}\s?)?
    (?:[,(./]|-{{1,2}}|[–—])\s*(?:(?:le|den|the|el|am|on)\s)?""",
    re.VERBOSE,
)
_CLOSES = re.compile(
    rf"""(?:,?\s?[^\W\d_]{{3,12}})?(?:\s?\d{{1,2}}:\d\d)?\s?    # a weekday, a clock
    (?:[.,)]?\s?{_AGENCY} | [.)]?\s?-{{1,2}}\s | [.)\]]?\s?[–—] | [.):]{{1,2}}\s | [.)]?$)""",
    re.VERBOSE,
)
_OPENERS = re.compile(r"(?:On|In|By|Since|Until|From|At|After|Before|As|The|A|An|During|When|For|To|Through)\b")
_LAST_WORD = re.compile(r"([^\W\d_]+),?\s*$")
_SET_APART = re.compile(r"[(\[,:|–—-]\s*$|\s{3,}$")


def dateline(line: str) -> Written | None:
    """The date a paragraph opens with, after a place.

    >>> dateline("OSLO, March 6 (Nordwire) - It rained.")
    Written(year=None, month=3, day=6, moment=None, months=1, until=None)
    >>> dateline("On March 6, 2023, it rained.") is None
    True

    Args:
        line: A paragraph's first line: "Berlin, 6. März (dpa) - ...", "(Nairobi, March 6, 2023) – ...".

    Returns:
        The date, its year None where it is left out; None where the line is no dateline.
    """
    head = line[:130]
    spans = [(found.start, found.end, found.written) for found in find_dates(head) if found.written.day is not None]
    for start, end, written in sorted([*spans, *worded(head)], key=lambda span: (span[0], -span[1])):
        before, after = head[:start], head[end:]
        if "(" in before.rpartition(")")[2] and not after.startswith(")"):
            continue  # "Ann Bell (Jan. 17, 1942 – ...": a life, not a dateline
        if any(begin > end and not head[end:begin].strip(" –—-") for begin, _, _ in spans):
            continue  # "Ann Bell, 3 May 1931 – 6 March 2023"
        if _is_place(before) and _CLOSES.match(after):
            return written
    return None


def opening_date(line: str) -> Written | None:
    """The full date, and nothing else, that a dash sets off from the paragraph it opens.

    >>> opening_date("March 6, 2023 - The snow has gone.").first.isoformat()
    '2023-03-06'

    Args:
        line: A paragraph's first line. Logs and diaries have many of them, so see that there is only one.
    """
    line = line.lstrip(" \t*_")
    found = find_dates(line[:60])
    if not found or found[0].start > 0 or found[0].written.day is None or found[0].written.year is None:
        return None
    rest = line[found[0].end :].lstrip("*_")
    span = len(found) > 1 and not line[found[0].end : found[1].start].strip(" –—-")  # "3 May 1931 – 6 March 2023"
    return found[0].written if _LEADS_IN.match(rest) and not span else None


def says_published(line: str) -> bool:
    """Whether a line begins by saying that its date is that of publication, and not just a date."""
    return _PUBLISHED.match(line.strip(" \t*_|#>•()")) is not None


def updated(line: str) -> Written | None:
    """The date of a line that says when the text was last updated, and nothing else.

    >>> updated("*Last updated: 8 March 2022*").first.isoformat()
    '2022-03-08'
    """
    line = line.strip(" \t*_|#>•().")
    label = _UPDATED.match(line)
    if label:
        return parse_date(line[label.end() :])
    changed = _WAS_CHANGED.fullmatch(line)
    return parse_date(changed[1]) if changed else None


def _is_place(before: str) -> bool:
    """Whether what stands before a date is a place, set off by a comma, dash or bracket."""
    match = _PLACE.fullmatch(before)
    if match is None or _OPENERS.match(match["place"]):
        return False
    words = re.findall(r"[^\W\d_]+", match["place"])
    return len(words) <= 8 and not any(word.islower() and len(word) > 3 for word in words)


def worded(head: str) -> Iterator[tuple[int, int, Written]]:
    """Day and month name in the languages that `find_dates` does not read."""
    for match in _WORDED.finditer(head):
        number = month(match["month"])
        if number is not None and 1 <= int(match["day"]) <= 28 + 3 * (number != 2):
            year = int(match["year"]) if match["year"] else None
            try:
                yield match.start(), match.end(), Written(year, number, int(match["day"]))
            except ValueError:  # 31 April
                continue


def date_line(line: str) -> Written | None:
    """The date of a line that is a date and nothing else, but for a label, a byline, a section or a publication's name.

    >>> date_line("By Ann Bell | March 6, 2023 | Business")
    Written(year=2023, month=3, day=6, moment=None, months=1, until=None)
    >>> date_line("Updated: 6 March 2023") is None
    True

    Args:
        line: One line.

    Returns:
        The date, or None; a bare year counts only with a label ("Published: 2016").
    """
    line = line.strip(" \t*_|#>•/,")
    if not 4 <= len(line) <= 140 or line.endswith(":") or not any(c.isdigit() for c in line):
        return None
    label = _LABEL.match(line)
    rest = line[label.end() :] if label else line
    byline = _BYLINE.match(rest)
    unsigned = rest[byline.end() :] if byline else rest
    named = None if rest.endswith(".") else _NAMED.match(rest)
    signed = rest[named.end() :] if named else rest
    for form in (rest, unsigned, _SECTION.sub("", unsigned), _SECTION.sub("", rest), signed, _SECTION.sub("", signed)):
        written = parse_date(_SHORT_YEAR.sub(_with_century, form))
        if written is not None:
            return written if label or written.month is not None else None
    return _labelled(rest) if label and ":" in label[0] else None


def _with_century(match: re.Match[str]) -> str:
    return f"{match[1]}.{match[2]}.{'19' if match[3] >= '70' else '20'}{match[3]}"


def _labelled(rest: str) -> Written | None:
    """The full date that opens what stands behind a label: "Date: 3 May 2023, parish hall"."""
    found = find_dates(rest)
    if not found or found[0].start > 0 or found[0].written.day is None or not _GOES_ON.match(rest[found[0].end :]):
        return None
    return found[0].written


def in_headline(line: str) -> Written | None:
    """The full date set apart at the end of a headline.

    >>> in_headline("Release 2.1.0 (2024-03-01)").first.isoformat()
    '2024-03-01'
    >>> in_headline("What happened on September 1, 1939") is None
    True

    Args:
        line: A text's first line: "Minutes of the council, 3 May 2023".

    Returns:
        The date, or None.
    """
    found = find_dates(line)
    if not found or len(line) > 140 or found[-1].written.year is None or found[-1].written.day is None:
        return None
    before, after = line[: found[-1].start], line[found[-1].end :]
    if after.strip() == ".":  # a sentence and no headline: "Valid from Sunday, 9 December 2012."
        return None
    named = _LAST_WORD.search(before)
    if named and weekday(named[1]) is not None:
        before = before[: named.start()]
    return found[-1].written if _SET_APART.search(before) and not after.strip(" )].") else None
