"""Questions for all there is: "What changed since March 2023?", "What is known of X?".

Answered by the sources' own sentences in the order of their dates, a few of each source: those that tell of a change,
or those that name what is asked about. Nothing is summed up, so nothing is said that no source says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.answer import Answer, Citation, TimelineEntry
from qa.read import Passage
from qa.rules.source import Sentence, Source, read_source
from qa.rules.stance import Stance
from qa.rules.words import content_words, same_sense
from qa.when import Window, window_of

_CHANGED = re.compile(
    r"^what(?:['’]s| is| has| have| had)? (?:been )?(?:the )?(?:news?|changed|changes|different|happened)\b"
    r"(?: (?:(?:have|has) (?:there )?been|were (?:made|there)|took place))?(?P<about>.*)$",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"^(?:what(?: is|['’]s) (?:there )?(?:known|said|written|reported) (?:about|of|on)"
    r"|what (?:do|does|did|can) (?:you|we|they|the \w+) (?:know|say|tell(?: (?:me|us))?|have) (?:about|of|on)"
    r"|tell (?:me|us) (?:more |all |something )?about|summari[sz]e|anything on|what about) (?P<about>.+)$",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:chang\w+|becom\w+|became|joined|admitted|acceded|left|leaves|withdr\w+|resign\w*|retir\w+|replac\w+|succeed\w+"
    r"|appoint\w+|elect(?:s|ed)|named|took over|tak(?:es|en) over|rais(?:es|ed)|rose|risen|fell|fallen|cut|lower\w+"
    r"|reduc\w+|increas\w+|doubl\w+|halv\w+|open(?:s|ed)|clos(?:es|ed)|re-?open\w*|mov(?:es|ed)|renam\w+|ended"
    r"|introduc\w+|abolish\w+|launch\w+|drop(?:s|ped)|no longer|instead|granted|expanded"
    r"|extended|suspend\w+|switch\w+|bought|sold|won|lost|died|signed|adopted|approved)\b",
    re.IGNORECASE,
)
_OF_A_SOURCE, _IN_ALL = 2, 12


@dataclass(frozen=True)
class Overview:
    """What an overview is asked of.

    Attributes:
        about: What the sentences must name; "" for anything.
        changes: Whether only sentences that tell of a change count.
        window: The time in which their sources came out.
    """

    about: str
    changes: bool
    window: Window | None


def overview_of(question: str, today: date) -> Overview | None:
    """What a question asks an overview of, or None.

    >>> overview_of("What changed at the Karsh Line since March 2023?", date(2024, 1, 1)).about
    'Karsh Line'
    """
    window = window_of(question, today)
    bare = " ".join((question.replace(window.text, " ") if window else question).strip(" ?.!").split())
    changed, known = _CHANGED.match(bare), _KNOWN.match(bare)
    if changed is None and known is None:
        return None
    about = (changed or known)["about"].strip(" ,")  # type: ignore[index]
    about = re.sub(
        r"^(?:(?:about|with|at|in|for|on|to|of|the|recently|lately|since then|there|so far)\b\s*)+", "", about
    )
    if known is not None and not content_words(about):
        return None
    if changed is not None and window is None and not about:
        return Overview("", True, None)
    return Overview(about, changed is not None, window)


def tell(question: str, asked: Overview, passages: Sequence[Passage]) -> Answer:
    """The sentences that tell of it, oldest first; abstains where there are none."""
    told: list[tuple[Source, Sentence]] = []
    for passage in passages:
        source = read_source(passage.document, passage.spans)
        if _in_time(source, asked.window):
            told += [(source, sentence) for sentence in list(_telling(source, asked))[:_OF_A_SOURCE]]
    told.sort(key=lambda pair: (pair[0].document.published.order, pair[1].start))  # type: ignore[union-attr]
    told = told[-_IN_ALL:]
    if not told:
        what = f'of "{asked.about}"' if asked.about else "of a change"
        when = f" {asked.window.text.strip()}" if asked.window else ""
        reason = f"The documents tell nothing {what}{when}."
        return Answer(question, reason, abstained=True, reason=reason)
    citations = [
        Citation(source.document, source.document.published, sentence.text, sentence.start, sentence.end)
        for source, sentence in told
    ]
    entries = tuple(
        TimelineEntry(cite.quote, cite.published, cite.published, cite) for cite in citations if cite.published
    )
    lines = "\n".join(f"{entry.since.spoken}: {' '.join(entry.value.split())}" for entry in entries)
    return Answer(
        question=question,
        text=lines,
        values=tuple(" ".join(cite.quote.split()) for cite in citations),
        published=citations[-1].published,
        citations=tuple(reversed(citations)),
        timeline=entries,
    )


def _in_time(source: Source, window: Window | None) -> bool:
    published = source.document.published
    if published is None:
        return False
    return window is None or window.overlaps(published.first, published.last)


def _telling(source: Source, asked: Overview) -> Iterator[Sentence]:
    wanted = content_words(asked.about)
    for sentence in source.sentences:
        if sentence.text.rstrip()[-1:] not in '.!"”’)':
            continue  # a heading tells nothing
        stated = any(clause.stance is Stance.STATED for clause in sentence.clauses)
        if asked.changes and not (stated and _TURN.search(sentence.text)):
            continue
        found = content_words(sentence.text) + (source.title_words if asked.changes else ())
        if all(any(same_sense(word, other) for other in found) for word in wanted):
            yield sentence
