"""Questions with expected dated answers, scores, thresholds, report.

`read_questions(file)` -> `run(questions, ask)` -> `report(run, thresholds)` -> `html_report(report)`, which is the text
of one HTML file that stands alone; `python -m eval` does all four.
"""

from eval.documents import read_documents
from eval.gate import THRESHOLDS, Threshold, read_thresholds
from eval.html import html_report
from eval.markdown import markdown_summary
from eval.measures import MEASURES, faults, score
from eval.questions import QUESTIONS, Category, EvalFileError, Expectation, Question, read_questions
from eval.report import Report, report
from eval.retrieval import Program
from eval.run import Ask, Found, Outcome, Run, run
from eval.scores import Measure, Score

__all__ = [
    "MEASURES",
    "QUESTIONS",
    "THRESHOLDS",
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
    "markdown_summary",
    "read_documents",
    "read_questions",
    "read_thresholds",
    "report",
    "run",
    "score",
]
