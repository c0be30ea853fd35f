"""Rules and model together: of each source the Claim of whichever is better at that kind of question.

The rules are exact on statuses, lists and counts that stand in plain constructions; the model finds what is said in any
other way, and says so only where it is probable. `_RULES_FIRST` was chosen on the development corpora
(tests/corpora, all but those kept unseen) with benchmarks/scores.py.
"""

from collections.abc import Sequence

from corpus.errors import ReaderUnusable
from qa.question import Kind, Question
from qa.read import SURE, Claim, Passage
from qa.reader.trained import TrainedReader
from qa.rules.figures import figure_of, says
from qa.rules.permissions import forbids, of_permission
from qa.rules.reader import RuleReader
from qa.rules.stance import Stance
from qa.rules.words import contrary

_RULES_FIRST = frozenset({Kind.LIST, Kind.STATUS, Kind.WHO, Kind.HOW_MANY})
# How sure the model must be of a source where the rules answer plainly, so sure, from another.
_BESIDE, _PLAINLY = 0.75, 0.7
# How sure a rule must be to have the word before a model that is sure too.
_SURELY = 0.8


class CombinedReader:
    """See `qa.read.Reader`.

    Args:
        trained: Reads by a model.
        spare: Whether a model that cannot be loaded leaves the rules to read alone, and a note; otherwise it is an
            error, as for a model that somebody set by hand.
    """

    def __init__(self, trained: TrainedReader, *, spare: bool) -> None:
        self.rules = RuleReader()
        self.trained = trained
        self.name = f"{self.rules.name} and {trained.name}"
        self.trouble = ""
        self._spare = spare

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads every passage both ways; see `qa.read.Reader.read`.

        Raises:
            ReaderUnusable: When a model that was set by hand cannot be loaded.
        """
        ruled = self.rules.read(question, passages)
        if self.trouble:
            return ruled
        try:
            learned = self.trained.read(question, passages)
        except ReaderUnusable as error:
            if not self._spare:
                raise
            self.trouble = f"Read by rules alone: {error}"
            return ruled
        return combine(question, ruled, learned)


def combine(question: Question, ruled: Sequence[Claim], learned: Sequence[Claim]) -> list[Claim]:
    """Of each source the better claims of the two."""
    figure = figure_of(question)
    if figure is not None:  # arithmetic is no matter of likelihood
        learned = [claim for claim in learned if claim.verdict != "yes" or says(figure, claim.quote)]
    learned = [claim for claim in learned if claim.verdict != "yes" or not forbids(question, claim.quote)]
    learned = [claim for claim in learned if not contrary(question.text, claim.quote)]
    if any(claim.sure >= _PLAINLY and (claim.values or claim.verdict) for claim in ruled):
        learned = [claim for claim in learned if claim.sure >= _BESIDE]
    kept: list[Claim] = []
    for file in dict.fromkeys(claim.document.file for claim in (*ruled, *learned)):
        own = [claim for claim in ruled if claim.document.file == file]
        other = [claim for claim in learned if claim.document.file == file]
        kept += _better(question, own, other)
    return kept


def _better(question: Question, ruled: list[Claim], learned: list[Claim]) -> list[Claim]:
    by_rule = next((claim for claim in ruled if claim.sure >= SURE and (claim.values or claim.verdict)), None)
    by_model = next((claim for claim in learned if claim.sure >= SURE), None)
    if by_model is None:
        return ruled
    agree = by_rule is not None and by_rule.verdict is not None and by_rule.verdict == by_model.verdict
    exact = question.kind in _RULES_FIRST or figure_of(question) is not None or of_permission(question)
    first = by_rule is not None and by_rule.sure >= _SURELY and exact
    if not first and not agree:
        return [*learned, *(claim for claim in ruled if claim.stance is Stance.EXPECTED or claim.gone)]
    return ruled
