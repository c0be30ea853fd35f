"""Everyday turns of phrase in questions, put into the plain words that the rules know.

Each line is an idiom of English that says "lead", "join" or "was founded" in words which say nothing of it one by one:
"Who is at the helm?", "Has Karsh got in yet?". Only the rules read the plain words; the model reads the question as it
was asked. The list is short on purpose: what stands in no list is left to the model.
"""

import re

from qa.rules.words import one_of

_BODY = one_of("club group bloc organi[sz]ation alliance union association league family pact")
_IN = rf"in(?:side)?(?: (?:the|this|that) {_BODY})?(?= yet| already| now|$)"
_WHO = r"^who(?:['’]s| is| are| was| were)? (?:now |currently )?"
_AT_TOP = "(?:in charge of|in control of|at the helm of|at the top of|(?:the |its |their )?boss of)"
_FINE = "(?:ok(?:ay)?|fine|all ?right|permissible|permitted|allowed)"
_PLAIN = (
    (rf"^(?:is it )?{_FINE} for ((?:\w+ ){{1,3}}?)to\b", r"can \1"),
    (rf"^(?:is it )?{_FINE} to\b", "can I"),
    (rf"{_WHO}(?:running|{_AT_TOP})\b(?! (?:for|against)\b)", "who leads"),
    (r"\b(?:come|came|coming) into (?:being|existence|life)\b", "founded"),
    (rf"\b(?:got|get|let|taken|voted|brought) {_IN}", "joined"),
    (rf"^(is|are|was|were) ([^,]+?) (?:still |now |already |yet )?{_IN}", r"\1 \2 a member"),
)
_IDIOMS = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _PLAIN)


def in_plain_words(question: str) -> str:
    """A question, without its mark, with its idioms in plain words.

    >>> in_plain_words("who's running the harbour"), in_plain_words("Has Karsh been let in")
    ('who leads the harbour', 'Has Karsh been joined')
    >>> in_plain_words("when did the league come into being"), in_plain_words("Is Karsh in")
    ('when did the league founded', 'Is Karsh a member')
    >>> in_plain_words("is it ok for dogs to come in"), in_plain_words("is it allowed to swim")
    ('can dogs come in', 'can I swim')
    """
    for idiom, plain in _IDIOMS:
        question = idiom.sub(plain, question)
    return " ".join(question.split())
