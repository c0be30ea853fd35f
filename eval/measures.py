"""What is measured: every measure, in the order of the reports, and the faults in words.

Each measure is defined in one place (said.py, sources.py, abstention.py, retrieval.py) and turns one Outcome
into one number, or into None where the question does not call for it; all reports are made of these Scores. A
question that crashed counts as wrong in each measure that it calls for, so the denominators come from the
question file and never from what happened to come back.
"""

from collections.abc import Iterable

from eval.abstention import abstention_f1, abstention_precision, abstention_recall, twice_if_right
from eval.retrieval import ndcg_at_10, recall_at_5, recency_harm
from eval.run import Outcome
from eval.said import (
    answer_accuracy,
    exact_list,
    list_precision,
    list_recall,
    list_wrong,
    said_wrong,
    verdict_accuracy,
)
from eval.scores import Measure, Score
from eval.sources import (
    as_of_leakage,
    date_statement_accuracy,
    date_unsaid,
    date_wrong,
    false_supersession_rate,
    leaks,
    newest_source_accuracy,
    quote_fidelity,
    quotes_wrong,
    stale_answer_rate,
)

MEASURES = (
    Measure("answer_accuracy", "answer", answer_accuracy),
    Measure("verdict_accuracy", "verdict", verdict_accuracy),
    Measure("exact_list", "list", exact_list),
    Measure("list_precision", "list P", list_precision),
    Measure("list_recall", "list R", list_recall),
    Measure("newest_source_accuracy", "source", newest_source_accuracy),
    Measure("date_statement_accuracy", "date", date_statement_accuracy),
    Measure("stale_answer_rate", "stale", stale_answer_rate, lower=True),
    Measure("false_supersession_rate", "displaced", false_supersession_rate, lower=True),
    Measure("as_of_leakage", "leaks", as_of_leakage, summed=True, lower=True),
    Measure("recency_harm", "recency harm", recency_harm, lower=True),
    Measure("quote_fidelity", "quotes", quote_fidelity),
    Measure("abstention_precision", "abstain P", abstention_precision),
    Measure("abstention_recall", "abstain R", abstention_recall),
    Measure("abstention_f1", "abstain F1", abstention_f1, weight=twice_if_right),
    Measure("recall_at_5", "recall@5", recall_at_5),
    Measure("ndcg_at_10", "nDCG@10", ndcg_at_10),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


def score(outcomes: Iterable[Outcome]) -> tuple[Score, ...]:
    """Every measure that applies to every outcome, in the order of the question file."""
    scores = []
    for outcome in outcomes:
        for measure in MEASURES:
            value = measure.score(outcome)
            if value is not None:
                question = outcome.question
                scores.append(Score(question.id, question.category, measure.name, value, measure.weight(outcome)))
    return tuple(scores)


def faults(outcome: Outcome) -> tuple[str, ...]:
    """What is wrong with an outcome, in short sentences; empty when nothing is."""
    if outcome.answer is None:
        return (f"crashed: {outcome.error}",)
    said = said_wrong(outcome)
    if outcome.answer.abstained:
        return (*said, *leaks(outcome))  # no list, no source and no quote is one fault, not four
    told = (*said, *list_wrong(outcome), *date_wrong(outcome), *date_unsaid(outcome), *quotes_wrong(outcome))
    # Where only a date is expected it is the answer too, and one fault must not be told twice.
    return tuple(dict.fromkeys((*told, *leaks(outcome))))
