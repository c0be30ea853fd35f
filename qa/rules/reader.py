"""The rule reader: which rules a question needs, and the best Claim of each source.

Rules are tried from the narrow to the broad; a broad one (a whole sentence for "who?") is never asked where a narrow
one answers. Per source at most one Claim of each stance leaves, so that a plan does not hide a fact.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa.question import Kind, Question
from qa.read import SURE, Claim, Passage
from qa.rules import abbreviations, definitions, events, figures, losses, quantities, roles, statements
from qa.rules.context import Context
from qa.rules.source import Source, read_source
from qa.rules.stance import Stance

Rule = Callable[[Question, Source, Context], Iterator[Claim]]

# Below this a claim is not even shown to the decision.
FAINT = 0.3

_RULES: dict[Kind, tuple[tuple[Rule, ...], ...]] = {
    Kind.YES_NO: (
        (roles.verdicts, figures.compares, losses.no_longer),
        (statements.happened,),
        (statements.affirmations,),
    ),
    Kind.WHO: ((roles.holders,), (events.agents,)),
    Kind.LIST: ((roles.holders,), (events.agents,), (statements.sentences,)),
    Kind.HOW_MANY: ((quantities.counts,),),
    Kind.HOW_MUCH: ((quantities.measures,), (quantities.headcounts,)),
    Kind.WHEN: ((events.dates, events.clocks),),
    Kind.WHERE: ((events.places,),),
    Kind.STATUS: ((abbreviations.meanings,), (roles.standing,), (statements.sentences,)),
    Kind.WHAT: ((abbreviations.meanings,), (roles.holders, quantities.measures), (statements.sentences,)),
    Kind.OPEN: ((abbreviations.meanings,), (statements.sentences,)),
}


class RuleReader:
    """Reads by rules: quick, exact on lists and plain statements, blind to what is said in other ways."""

    name = "rules"
    trouble = ""

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Claim]:
        """Reads every passage; see `qa.read.Reader.read`."""
        sources = [read_source(passage.document, passage.spans) for passage in passages]
        context = Context(tuple(sources))
        claims = definitions.told(question, context)
        if claims:
            return claims
        for source in sources:
            claims.extend(self._read_one(question, source, context))
        return claims

    def _read_one(self, question: Question, source: Source, context: Context) -> list[Claim]:
        best: dict[Stance, Claim] = {}
        wanted = Stance.EXPECTED if question.future else Stance.STATED
        for rules in _RULES[question.kind]:
            answered = wanted in best and best[wanted].sure >= SURE
            if answered and question.kind is not Kind.YES_NO:
                break
            for rule in rules:
                for found in rule(question, source, context):
                    if found.quote.rstrip("\"”’' ").endswith("?"):
                        continue  # a question in a source answers none
                    found = _dated(question, found)
                    if answered and found.stance is not Stance.EXPECTED:
                        continue  # a plan beside the fact is worth a note; a broader reading of the fact is not
                    if found.sure >= FAINT and _better(found, best.get(found.stance)):
                        best[found.stance] = found
        changes = losses.left_out(source) if question.kind is Kind.LIST else ()
        return [*sorted(best.values(), key=lambda found: -found.sure), *changes]


def _dated(question: Question, found: Claim) -> Claim:
    """A claim that gives its own period is the surer one where a time is asked about."""
    given = found.period.since is not None or found.period.until is not None
    return replace(found, sure=min(1.0, found.sure + 0.04)) if question.window and given else found


def _better(found: Claim, kept: Claim | None) -> bool:
    """Whether a claim is surer than another of the same source; of equal ones the earlier sentence stays."""
    return kept is None or found.sure > kept.sure + 1e-9
