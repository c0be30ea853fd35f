"""The trained reader: windows read by the model become Claims, at most one of each stance for a source.

The model says where the answer stands and how probable it is; asked of the present it keeps silent on plans and looks
back, for it was taught to. What kind of thing the answer is (a list, a date without its year), of which time its
sentence speaks where the question asks of another time, and which period it gives is left to the rules.
"""

import math
import re
from collections.abc import Iterator, Sequence

from corpus.dates import find_dates
from qa.question import Kind, Question
from qa.read import Claim, Passage
from qa.reader.fitting import counts_another, fits
from qa.reader.model import Model, Reading
from qa.reader.windows import Window, alone, windows
from qa.rules import abbreviations
from qa.rules.context import Context, about, coverage
from qa.rules.names import mask
from qa.rules.source import Clause, Sentence, read_source
from qa.rules.stance import Stance, resolve

_MOST = 48  # windows read for a question
_FAINT = 0.2  # a reading less probable than this is not even shown to the decision
# The model was calibrated where half of the windows answer, and is asked of dozens of which a few do: so much less
# odds; found on the development corpora (the shipped one, and tests/corpora but for those kept unseen).
_PRIOR = 0.8
# And so much less where neither a window nor its headings hold any word of the question, in whatever form.
_WORDLESS = 2.0
_PARTS = re.compile(r",?\s+(?:and|or)\s+|;\s+|,\s+")


class TrainedReader:
    """Reads by the model alone; see `qa.read.Reader`."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.name = model.name
        self.trouble = ""

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads the likeliest windows of every passage; see `qa.read.Reader.read`."""
        likely = windows(question, passages, _MOST)
        context = Context(tuple(read_source(passage.document, passage.spans) for passage in passages))
        if question.kind is Kind.YES_NO:
            return self._verdicts(question, likely, context)
        best: dict[tuple[str, Stance], Claim] = {}
        for window, reading in zip(likely, self._read(question, likely), strict=True):
            found = _value(question, window, reading, context)
            if found is not None:
                key = (found.document.file, found.stance)
                if key not in best or found.sure > best[key].sure:
                    best[key] = found
        return list(best.values())

    def _read(self, question: Question, likely: Sequence[Window]) -> list[Reading]:
        return self.model.read(
            [_asked(question, window) for window in likely],
            [window.text for window in likely],
            [len(window.head) for window in likely],
        )

    def _verdicts(self, question: Question, likely: Sequence[Window], context: Context) -> list[Claim]:
        """The surest verdict of each source, quoted with the sentence that says it when read alone.

        It is as sure as that sentence is about the names asked about: a window may speak of several.
        """
        surest: dict[str, tuple[float, float, Window, Reading]] = {}
        for window, reading in zip(likely, self._read(question, likely), strict=True):
            sure = _sure(question, window, max(reading.yes, reading.no))
            borne = sure * _bearing(question, window, context)
            file = window.source.document.file
            if borne >= _FAINT and (file not in surest or borne > surest[file][0]):
                surest[file] = (borne, sure, window, reading)
        single = [(sure, reading, alone(window)) for _, sure, window, reading in surest.values()]
        again = iter(self._read(question, [one for _, _, sentences in single for one in sentences]))
        claims = []
        for sure, reading, sentences in single:
            verdict = "yes" if reading.yes > reading.no else "no"
            said = []
            for one, after in zip(sentences, again, strict=False):
                bearing = _bearing(question, one, context)
                said.append((getattr(after, verdict) * bearing, bearing, one))
            _, bearing, quoted = max(said, key=lambda each: each[0])
            claims.append(_verdict(question, quoted, verdict, sure * bearing))
        return claims


def _odds(probability: float) -> float:
    return math.log(max(probability, 1e-6) / max(1 - probability, 1e-6))


def _asked(question: Question, window: Window) -> str:
    """The question as this source is asked it: a source of the very time asked about need not say the time."""
    published = window.source.document.published
    if question.window is None or published is None or not question.window.overlaps(published.first, published.last):
        return question.text
    return " ".join(question.text.replace(question.window.text, " ").split())


def _stance(question: Question, clause: Clause) -> Stance:
    """How a clause that answers stands to the present.

    To the rules "Mayor Ada Novik plans a bridge" is a plan, and so says not who is mayor; the model knows better.
    """
    other_time = question.past or question.future or question.window is not None or question.kind is Kind.WHEN
    return clause.stance if other_time and clause.stance is not Stance.DENIED else Stance.STATED


def _verdict(question: Question, window: Window, verdict: str, sure: float) -> Claim:
    sentence = window.sentences[0]
    clause = sentence.clauses[0]
    stance = _stance(question, clause)
    document = window.source.document
    return Claim(document, sentence.start, sentence.end, verdict, (), sure, stance, clause.period)


def _value(question: Question, window: Window, reading: Reading, context: Context) -> Claim | None:
    """The Claim of the best span, quoted with its sentence; None where it is too faint or lies across sentences."""
    if reading.answers < _FAINT or reading.start == reading.end:
        return None
    start, end = window.in_document(reading.start), window.in_document(reading.end)
    sentence = next((s for s in window.sentences if s.start <= start and end <= s.end), None)
    if sentence is None:
        return None
    begin, finish = start - sentence.start, end - sentence.start
    clause = sentence.clause_at(begin)
    stance = _stance(question, clause)
    if not fits(question, sentence.text[begin:finish]) or counts_another(question, sentence.text, begin):
        return None
    if _only_renamed(question, sentence.text[begin:finish], context):
        return None
    values = tuple(_parts(question, window, sentence, begin, finish))
    document = window.source.document
    sure = _sure(question, window, reading.answers) * _bearing(question, window, context)
    return Claim(document, sentence.start, sentence.end, None, values, sure, stance, clause.period)


def _only_renamed(question: Question, told: str, context: Context) -> bool:
    """Whether all that is told of somebody is another name of theirs, which only "What does it stand for?" asks for."""
    return not abbreviations.asked(question) and any(context.same(name, told) for name in question.names)


def _sure(question: Question, window: Window, probability: float) -> float:
    """The probability among many windows, most of which do not answer."""
    odds = _odds(probability) - _PRIOR
    source = window.source
    places = [source.sentences.index(one) for one in window.sentences]
    if question.content and not any(coverage(question.content, source, place).total for place in places):
        odds -= _WORDLESS
    return 1 / (1 + math.exp(-odds))


def _bearing(question: Question, window: Window, context: Context) -> float:
    """How surely a window is about the names in a question: that of its surest sentence."""
    source = window.source
    return max(about(question, source, source.sentences.index(one), context) for one in window.sentences)


def _parts(question: Question, window: Window, sentence: Sentence, start: int, end: int) -> Iterator[str]:
    """A span as the parts of a short answer: each name of a list, a date with its year."""
    text = " ".join(sentence.text[start:end].split())
    if question.kind in (Kind.LIST, Kind.WHO):
        names = [name for group in mask(text).lists for name in group.names]
        rest = mask(text).text
        if len(names) > 1 or (names and re.fullmatch(r"(?:the )?.", rest)):
            yield from names if not re.search(r"[a-z]{3,}", rest.replace("and", "")) else _PARTS.split(text)
        else:
            yield from (part for part in _PARTS.split(text) if part)
        return
    if question.kind is Kind.WHEN and not re.search(r"\d{4}", text):
        for item in find_dates(sentence.text):
            days = resolve(item, window.source.document.published)
            if item.start < end and item.end > start and days is not None:
                text = f"{text} {days[0].year}"
                break
    yield text
