"""The date in a page's address: "/2023/03/06/title", "/2023-03-06-title", "/20230306/title".

Only at the start of a path segment, and only with something behind it: "/2023/03/" is the month's list of pages, and
digits inside a segment are a number of their own. An address under "events" bears the event's day and gives none.
"""

import re
from urllib.parse import unquote

from corpus.dates.words import month
from corpus.dates.written import Written

_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:"
    r"/(?P<month>[01]?\d|[a-z]{3,9})/(?P<day>[0-3]?\d)(?=[/_-])"
    r"|[-_.](?P<month2>[01]\d)[-_./](?P<day2>[0-3]\d)(?!\d)"
    r"|/?(?P<month3>[01]\d)(?P<day3>[0-3]\d)(?=[/_-])"
    r")(?P<rest>.*)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]\d|[a-z]{3,9})(?=[/])(?P<rest>.*)", re.IGNORECASE)
_SCHEME = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_EVENT = re.compile(
    r"/(?:[\w-]*[-_])?(?:events?|calendars?|agenda|termine?|kalender|veranstaltung(?:en)?|evenements?|eventos?|programme?"
    r"|schedules?|tickets?|whats-?on|afisha)(?:[-_][\w-]*)?/",
    re.IGNORECASE,
)


def url_date(url: str) -> Written | None:
    """The date at the start of a path segment of an address.

    >>> url_date("https://n.example/news/2023/03/06/harbour.html").first.isoformat()
    '2023-03-06'
    >>> url_date("https://n.example/2023/03/harbour").precision.value
    'month'
    >>> url_date("https://n.example/events/2023-03-06-regatta") is None
    True

    Args:
        url: The address; of a copy in a web archive, the archived address is read and not the day of the copy.

    Returns:
        Day or month and year, or None.
    """
    path = _path(url)
    if _EVENT.search(path):
        return None
    for match, behind in ((_DAY.search(path), r"\w"), (_MONTH.search(path), r"[^\W\d_]")):
        if match is None or not re.search(behind, match["rest"]):
            continue
        groups = match.groupdict()
        name = groups["month"] or groups.get("month2") or groups.get("month3") or ""
        number = int(name) if name.isdigit() else month(name)
        day = groups.get("day") or groups.get("day2") or groups.get("day3")
        try:
            if number:
                return Written(int(groups["year"]), number, int(day) if day else None)
        except ValueError:  # "/2023/43/": a week, or an issue
            continue
    return None


def _path(url: str) -> str:
    """The path, without query and fragment; that of the page inside an archive's address."""
    schemes = list(_SCHEME.finditer(url))
    inner = url[schemes[-1].end() :] if schemes else url.lstrip("/") if url.startswith("//") else url
    host, slash, path = inner.partition("/")
    if not schemes and not url.startswith("//"):
        path, slash = inner.lstrip("/"), "/"  # an address within the site
    return unquote(slash + re.split(r"[?#]", path, maxsplit=1)[0])
