"""When was it published: written dates, the signals that carry them, and a missing year.

`parse_date` reads one string, `find_dates` a running text; both give `Written`: what stands there and no
more.
"""

from corpus.dates.find import Found, find_dates
from corpus.dates.parse import parse_date
from corpus.dates.written import Written

__all__ = ["Found", "Written", "find_dates", "parse_date"]
