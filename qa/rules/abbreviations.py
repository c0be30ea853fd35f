"""Claims of what an abbreviation stands for, where a source defines it."""

import re
from collections.abc import Iterator

from qa.question import Question
from qa.read import Claim
from qa.rules.context import Context
from qa.rules.names import defined
from qa.rules.roles import claim
from qa.rules.source import Source

_ASKED = re.compile(r"\b(?:stands? for|short for|abbreviat\w+|acronym)\b|\bmeaning of\b|\bmean\W*$", re.IGNORECASE)


def asked(question: Question) -> bool:
    """Whether a question asks what an abbreviation stands for."""
    return bool(_ASKED.search(question.text) and question.names)


def meanings(question: Question, source: Source, context: Context) -> Iterator[Claim]:
    """The long form of a name in the question, from the sentence that gives both."""
    if not asked(question):
        return
    for sentence in source.sentences:
        for long, short in defined(sentence.text):
            if short.casefold() == question.names[0].casefold():
                yield claim(source, sentence, sentence.clauses[0], 0.95, values=(long,))
