"""Whether a page announces something that takes place: its date is then that of the event and not its own.

Nothing in "Spring concert / 3 May 2024 / Town hall" but these announcements' own labels tells it from a date line, so
two different ones are asked for: when and where, doors and tickets. Minutes name time and place as well and are dated.
"""

import re
from collections.abc import Iterable
from itertools import islice

_LABELS = {
    "date": r"dates?|datum|fecha|дата",
    "time": r"when|time|starts?|start time|begins?|beginn|uhrzeit|zeit|wann|début|heure|quand|horaires?|hora"
    r"|cuándo|inicio|когда|начало|время",
    "place": r"where|venue|location|place|ort|veranstaltungsort|wo|treffpunkt|lieu|où|lugar|dónde"
    r"|где|место(?: проведения)?",
    "doors": r"doors(?: open)?|einlass|ouverture des portes|puertas|вход",
    "price": r"tickets?|admission|entry|entrance|fee|booking|eintritt|karten|tarifs?|entrée|billets?|entradas?|билеты",
    "host": r"organi[sz]ers?|hosted by|speakers?|line-?up|veranstalter|referent(?:in)?|organisateurs?|ponentes?"
    r"|организатор",
}
_LINE = re.compile(
    "|".join(rf"(?P<{kind}>(?:{words})\s*(?::|–|-|$))" for kind, words in _LABELS.items()), re.IGNORECASE
)
_INLINE = re.compile(
    r"(?P<doors>\bdoors (?:open )?(?:at )?\d)|(?P<price>\b(?:admission|entry) (?:is )?(?:free|£|€|\$|\d)"
    r"|\btickets (?:are |cost )?(?:£|€|\$|\d|available|on sale|from)|\beintritt (?:frei|\d))",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?:present|apologies|absent|minutes|in attendance|chair(?:man|woman|person)?|author|by|from|to"
    r"|subject|contact|anwesend|protokoll|présents"
    r"|asistentes|присутствовали|протокол)\b",
    re.IGNORECASE,
)
_HEAD = 25


def is_event(lines: Iterable[str]) -> bool:
    """Whether the first lines of a text announce an event.

    >>> is_event(["Spring concert", "3 May 2024", "Where: Town hall", "Tickets: 5 at the door"])
    True
    >>> is_event(["Minutes", "Time: 7 pm", "Place: parish hall", "Present: Ann Bell"])
    False

    Args:
        lines: The lines of a text or page, without blank ones.
    """
    head = [line.strip(" \t*_|#>•-–") for line in islice(lines, _HEAD)]
    if any(_MINUTES.match(line) for line in head):
        return False
    matches = [match for line in head for match in (_LINE.match(line), *_INLINE.finditer(line))]
    kinds = {match.lastgroup for match in matches if match is not None}
    return len(kinds) > 1 and kinds != {"date", "place"}  # a press release names the two as well
