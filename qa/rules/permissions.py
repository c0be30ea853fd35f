"""What may be done: "Can I enter without a veil?" and the rules that say who may and who may not.

The modal of a rule ("may", "must not") is its answer, and what follows "without" a condition on it: a rule that forbids
on a condition says nothing of those who meet it. Both are a matter of grammar, so a model has no say against them.
"""

import re

from qa.idioms import in_plain_words
from qa.question import ALLOWED, Kind, Question
from qa.rules.source import Clause
from qa.rules.stance import Stance, denying_word
from qa.rules.words import same_family

_MAY = re.compile(r"\b(?:may|can|cannot|can[’']t|must(?: not|n[’']t))\b", re.IGNORECASE)
_MAY_NOT = re.compile(
    r"\b(?:(?:may|can|must) ?not|(?:ca|must)n[’']t|not (?:be )?(?:allowed|permitted)|forbidden|prohibited|banned)\b",
    re.IGNORECASE,
)
_ASKS_LEAVE = re.compile(r"\W*(?:can|could|may)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:without|unless|with no)\b", re.IGNORECASE)


def of_permission(question: Question) -> bool:
    """Whether a question asks if something is allowed; "Can I climb it?" is understood as "Is climbing it allowed?"."""
    return question.kind is Kind.YES_NO and any(same_family(ALLOWED, word) for word in question.content)


def speaks_of_leave(clause: str) -> bool:
    """Whether a clause says who may or may not."""
    return _MAY.search(clause) is not None


def denies(question: Question, clause: Clause) -> bool | None:
    """Whether a clause denies what is asked; None where it does so on a condition that the question does not name.

    "Dogs may not enter without a lead" denies "Can dogs enter without a lead?", and says nothing of dogs on a lead.
    """
    denial = denying_word(clause.text)
    if denial is None or any(same_family(denial, word) for word in question.content):
        return False
    if not _WITHOUT.search(clause.text):
        return clause.stance is Stance.DENIED
    otherwise = denying_word(_WITHOUT.sub(" ", clause.text)) is not None
    if _WITHOUT.search(question.text):
        return otherwise
    return None if otherwise else clause.stance is Stance.DENIED


def forbids(question: Question, sentence: str) -> bool:
    """Whether a sentence only forbids, and on the condition that the question names, if it names one.

    Then it is no ground for a yes to "Can I ...?", however probable that looks.
    """
    asks_leave = of_permission(question) or _ASKS_LEAVE.match(in_plain_words(question.text))
    same_condition = bool(_WITHOUT.search(question.text)) is bool(_WITHOUT.search(sentence))
    if not asks_leave or not same_condition or denying_word(_WITHOUT.sub(" ", question.text)):
        return False
    return bool(_MAY_NOT.search(sentence)) and not _MAY.search(_MAY_NOT.sub(" ", sentence))
