"""Questions with expected dated answers, scores, thresholds, report.

`read_questions(file)` -> `run(questions, ask)` -> `report(run, thresholds)`; `python -m eval` does all three.
"""

from eval.measures import MEASURES, Measure, Score, score
from eval.questions import Category, EvalFileError, Expectation, Question, read_questions
from eval.report import Report, Threshold, read_thresholds, report
from eval.run import Ask, Outcome, Run, run

__all__ = [
    "MEASURES",
    "Ask",
    "Category",
    "EvalFileError",
    "Expectation",
    "Measure",
    "Outcome",
    "Question",
    "Report",
    "Run",
    "Score",
    "Threshold",
    "read_questions",
    "read_thresholds",
    "report",
    "run",
    "score",
]
