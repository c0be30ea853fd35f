"""The report: one number feeds all of it, thresholds decide, two runs give the same bytes."""

import itertools
import json
import re
import tomllib
from datetime import date
from html.parser import HTMLParser

import planted_eval as planted
import pytest
from planted_eval import DOCUMENTS, EVERY_KIND, QUESTIONS, THEN_OPEN
from rich.console import Console

from eval import (
    THRESHOLDS,
    EvalFileError,
    Report,
    Threshold,
    html_report,
    markdown_summary,
    read_thresholds,
    report,
    run,
)
from eval.gate import verdict
from eval.markdown import SHOWN
from eval.show import show

TODAY = date(2026, 11, 21)


def made_of(system, questions=QUESTIONS, thresholds=None, **more) -> Report:
    return report(
        run(questions, system, documents=DOCUMENTS, found=planted.finds_it, now=TODAY, **more),
        read_thresholds(THRESHOLDS) if thresholds is None else thresholds,
    )


def shown(made):
    console = Console(width=120, record=True, file=open("/dev/null", "w"), markup=False)
    show(made, console)
    return console.export_text()


def test_the_shipped_thresholds_pass_a_perfect_program_alone():
    assert made_of(planted.perfect, EVERY_KIND).passed


@pytest.mark.parametrize(
    "system",
    [
        planted.always_yes,
        planted.always_abstains,
        planted.never_abstains,
        planted.ignores_as_of,
        planted.invents_a_quote,
        planted.stale,
        planted.newest_document,
        planted.most_similar,
        planted.hides_the_date,
        planted.lists_wrongly,
        planted.crashes,
    ],
)
def test_the_shipped_thresholds_stop_every_planted_fault(system):
    assert not made_of(system, EVERY_KIND).passed


@pytest.mark.parametrize(
    ("threshold", "value", "holds"),
    [
        (Threshold("answer_accuracy", 0.85), 0.85, True),
        (Threshold("answer_accuracy", 0.85), 0.849, False),
        (Threshold("as_of_leakage", 0, at_most=True), 0, True),
        (Threshold("as_of_leakage", 0, at_most=True), 1, False),
        (Threshold("quote_fidelity", 1.0), None, True),
    ],
)
def test_a_threshold_is_kept_at_its_very_value(threshold, value, holds):
    assert threshold.holds(value) is holds


def test_what_no_question_calls_for_is_shown_as_not_measured():
    limits = (Threshold("as_of_leakage", 0, at_most=True),)
    made = made_of(planted.perfect, (planted.HOW_MANY,), limits)
    assert made.passed
    row = " ".join(next(line for line in shown(made).splitlines() if "<= 0" in line).split())
    assert row == "│ as_of_leakage │ not measured │ <= 0 │ │"  # neither ok nor missed
    assert "ok</span>" not in html_report(made)
    assert verdict(made.checks) == "The gate holds. Not measured, for want of questions: as_of_leakage."


def test_every_number_of_the_thresholds_file_says_where_it_came_from():
    lines = [line for line in THRESHOLDS.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] != "#"]
    assert len(lines) == sum(len(table) for table in tomllib.loads(THRESHOLDS.read_text(encoding="utf-8")).values())
    assert all("  # " in line for line in lines)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[at_least", "TOML"),
        ("[atleast]\nanswer_accuracy = 1", "'atleast' is not known"),
        ("at_least = 1", "'at_least' is not known"),
        ("[at_least]\naccuracy = 1", "unknown measure 'accuracy'"),
        ("[at_least]\nanswer_accuracy = 'high'", "'answer_accuracy' is a number"),
        ("[at_least]\nanswer_accuracy = true", "'answer_accuracy' is a number"),
        ("", "holds no threshold"),
    ],
)
def test_a_bad_thresholds_file_is_an_error_that_names_it(tmp_path, content, complaint):
    file = tmp_path / "thresholds.toml"
    file.write_text(content)
    with pytest.raises(EvalFileError, match=complaint) as caught:
        read_thresholds(file)
    assert str(file) in str(caught.value)


def test_a_missing_thresholds_file_is_an_error(tmp_path):
    with pytest.raises(EvalFileError, match="--thresholds"):
        read_thresholds(tmp_path / "none.toml")


def test_the_json_is_the_same_twice_and_holds_every_question():
    first, second = (json.dumps(made_of(planted.ignores_as_of).to_dict()) for _ in range(2))
    assert first == second
    data = json.loads(first)
    assert [outcome["id"] for outcome in data["outcomes"]] == [question.id for question in QUESTIONS]
    assert data["measures"]["as_of_leakage"] == {"value": 2.0, "interval": None, "questions": 1}
    assert data["passed"] is False


def test_categories_hold_their_own_questions_alone():
    categories = {row["category"]: row for row in made_of(planted.never_abstains).to_dict()["categories"]}
    assert categories["unanswerable"]["measures"]["answer_accuracy"] == 0
    assert categories["count"]["measures"]["answer_accuracy"] == 1
    assert sum(row["questions"] for row in categories.values()) == len(QUESTIONS)


def test_a_failure_is_shown_with_answer_expectation_quote_and_source():
    text = shown(made_of(planted.ignores_as_of, (THEN_OPEN,)))
    for part in (
        "then-open [as_of] Is the bridge open? (as of 2016-01-01)",
        "verdict yes, expected no",
        "rests on 2019-06-01, expected 2015-03-02",
        "leaks new.md (2019-06-01) into as of 2016-01-01",
        "Yes, it is open",
        'expected: the verdict "no"; rests on 2015-03-02',
        "The bridge at Orrin is open again.",
        "new.md, 2019-06-01",
    ):
        assert part in text


def test_a_crash_is_shown_with_its_error():
    assert "crashed: KeyError: 'spans'" in shown(made_of(planted.crashes, (planted.HOW_MANY,)))


def test_square_brackets_in_questions_and_answers_are_no_markup():
    odd = planted.Question("odd", planted.Category.OPEN, "Is [bold]x[/bold]?", planted.Expectation(verdict="yes"))
    text = shown(made_of(lambda question: planted.answer("[/red] no", planted.OPEN), (odd,)))
    assert "[bold]x[/bold]?" in text
    assert "[/red] no" in text


def test_progress_counts_every_question():
    told = []
    run(QUESTIONS, planted.perfect, progress=lambda *args: told.append(args[:2]))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


# What else the report knows: how long it took, how old the sources were.


def test_latency_is_the_middle_and_the_95th_percentile_of_the_clock():
    ticks = itertools.accumulate(
        itertools.chain.from_iterable((0.0, seconds) for seconds in (0.001, 0.002, 0.09, 0.003))
    )
    took = made_of(planted.perfect, clock=lambda: next(ticks)).latency
    assert (took.median, took.p95, took.slowest) == pytest.approx((2.5, 90, 90))


def test_the_json_holds_no_time_that_differs_from_run_to_run():
    slow, fast = (made_of(planted.perfect, clock=itertools.count(0, step).__next__) for step in (1, 5))
    assert slow.latency != fast.latency
    assert json.dumps(slow.to_dict()) == json.dumps(fast.to_dict())


def test_questions_are_grouped_by_the_age_of_the_source_that_answers():
    made = made_of(planted.stale, EVERY_KIND)
    assert [(row.name, row.questions, row.accuracy) for row in made.by_age] == [
        ("up to a year", 1, 1.0),  # then-open, as of 2016-01-01: a source of 2015-03-02
        ("older", 3, 1.0),
    ]


# HTML and Markdown.


class Page(HTMLParser):
    """What a browser would see: text, ids, and whatever it would load."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.loads, self.tags, self.ids = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.loads += [value for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]

    def handle_data(self, data):
        self.texts.append(" ".join(data.split()))


def test_the_page_shows_every_failure_with_answer_expectation_quote_and_source():
    texts = Page(html_report(made_of(planted.ignores_as_of, (THEN_OPEN,)))).texts
    for part in (
        "Is the bridge open? (as of 2016-01-01)",
        "verdict yes, expected no",
        "Yes, it is open, as of 1 June 2019.",
        'the verdict "no"; rests on 2015-03-02',
        "The bridge at Orrin is open again.",
        "new.md, 2019-06-01",
        "up to a year",
        "of 15 thresholds are missed",
        "missed",
    ):
        assert any(part in text for text in texts), part


def test_the_page_asks_no_other_host_and_holds_no_script():
    text = html_report(made_of(planted.ignores_as_of, EVERY_KIND))
    seen = Page(text)
    assert set(seen.loads) <= {f"#{name}" for name in seen.ids}  # links lead to places in the page itself
    assert "script" not in seen.tags
    assert not re.search(r"https?://|@import|url\(", text)
    assert "default-src 'none'" in text


HOSTILE = "<script>alert(1)</script> [x](http://e.vil) | @all <img src=x onerror=alert(1)>"


def test_what_documents_and_questions_say_is_no_markup():
    odd = planted.Question(HOSTILE, planted.Category.OPEN, HOSTILE, planted.Expectation(verdict="yes"))
    made = made_of(lambda question: planted.answer(HOSTILE, planted.OPEN), (odd,))
    seen = Page(html_report(made, HOSTILE))
    assert not {"script", "img"} & set(seen.tags)
    assert set(seen.loads) == {"#measures", "#categories", "#failed"}
    line = next(line for line in markdown_summary(made).split("\n") if line.startswith("- "))
    shown = line.split("` ", 1)[1]
    assert not re.search(r"(?<!\\)[<|@\[]", shown), shown


def test_a_plot_has_a_bar_as_long_as_the_share():
    text = html_report(made_of(planted.never_abstains, (planted.HOW_MANY, planted.WHO_BUILT)))
    assert re.findall(r'<rect class="bar"[^>]*width="([\d.]+)"', text) == ["400", "0"]


def test_the_summary_has_the_gate_the_measures_and_the_failures():
    text = markdown_summary(made_of(planted.stale, EVERY_KIND))
    assert "The gate fails: " in text
    assert re.search(r"^\| newest_source_accuracy \| 0\.\d\d \| .* \| >= .* \*\*missed\*\* \|$", text, re.MULTILINE)
    assert "- `closed` Is the bridge closed? – rests on 2015\\-03\\-02" in text


def test_the_summary_counts_what_it_does_not_show():
    many = [planted.replace(planted.HOW_MANY, id=f"q{number}") for number in range(SHOWN + 3)]
    assert "- and 3 more" in markdown_summary(made_of(planted.crashes, many))
