"""Questions with expected dated answers, scores, thresholds, report.

`read_questions(file)` -> `run(questions, ask)` -> `report(run, thresholds)`; `python -m eval` does all three.
"""

from eval.gate import Threshold, read_thresholds
from eval.measures import MEASURES, faults, score
from eval.page import page as html_report
from eval.questions import Category, EvalFileError, Expectation, Question, read_questions
from eval.report import Report, report
from eval.retrieval import Program
from eval.run import Ask, Found, Outcome, Run, run
from eval.scores import Measure, Score

__all__ = [
    "MEASURES",
    "Ask",
    "Category",
    "EvalFileError",
    "Expectation",
    "Found",
    "Measure",
    "Outcome",
    "Program",
    "Question",
    "Report",
    "Run",
    "Score",
    "Threshold",
    "faults",
    "html_report",
    "read_questions",
    "read_thresholds",
    "report",
    "run",
    "score",
]
