"""The command line, from the outside: what stands on stdout, what on stderr, and the exit code."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import planted_eval as planted
import pytest
import typer.main
from rich.console import Console
from toy_league import LEAGUE, league, own_index
from typer.testing import CliRunner

import cli
from corpus import Precision, Published, Signal
from eval.terminal import show_answer
from qa import Answer, TimelineEntry

ROOT = Path(cli.__file__).parent
NOW = ("--now", "2026-11-21")
FILES = {**LEAGUE, "undated.txt": "The League keeps its archive in Orrin.\n", "empty.txt": ""}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return league(tmp_path_factory, FILES)


@pytest.fixture(scope="module", autouse=True)
def index_folder(tmp_path_factory):
    yield from own_index(tmp_path_factory)


def invoke(*args, **kwargs):
    return CliRunner().invoke(cli.app, [str(arg) for arg in args], **kwargs)


def shown(answer):
    console = Console(file=io.StringIO(), width=200, highlight=False, markup=False)
    show_answer(answer, console)
    return console.file.getvalue()


# ask


def test_ask_prints_answer_quote_source_and_date(corpus):
    result = invoke("ask", "Is Tavria a member?", "--corpus", corpus, *NOW)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Yes")
    assert "“Tavria is a member of the Harbour League.”" in result.stdout
    assert "[bold]Tavria[/bold] joins – Quay Herald, 2019-06-01 [2019.md]" in result.stdout
    assert result.stderr == ""


def test_ask_as_of_a_day_sees_nothing_later(corpus):
    result = invoke("ask", "Is Tavria a member?", "--corpus", corpus, "--as-of", "2016-01-01", *NOW)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("No")
    assert "2015-03-02" in result.stdout
    assert "2019" not in result.stdout


def test_ask_json_is_the_whole_answer_and_nothing_else(corpus):
    result = invoke("ask", "Is Tavria a member?", "--corpus", corpus, "--json", *NOW)
    data = json.loads(result.stdout)
    assert set(data) == set(Answer("", "").to_dict())
    assert data["verdict"] == "yes"
    assert data["citations"][0]["file"] == "2019.md"


def test_previous_questions_resolve_a_follow_up(corpus):
    result = invoke("ask", "And Orrin?", "--previous", "Is Tavria a member?", "--corpus", corpus, "--json", *NOW)
    assert "Orrin" in json.loads(result.stdout)["question"]
    assert json.loads(result.stdout)["verdict"] == "yes"


def test_abstaining_is_an_answer(corpus):
    result = invoke("ask", "What does a loaf of bread cost in Peru?", "--corpus", corpus, "--json", *NOW)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["abstained"] is True


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("ask", "Is it?", "--as-of", "2011-13-40"), ("--as-of", "2011-13-40")),
        (("ask", "Is it?", "--now", "tomorrow"), ("--now", "tomorrow")),
        (("chat", "--as-of", "30.2.2011"), ("--as-of", "30.2.2011")),
        (("ask", "Is it?", "--corpus", "/no/such/folder"), ("/no/such/folder",)),
        (("index", "--corpus", "/no/such/folder"), ("/no/such/folder",)),
        (("doctor", "--corpus", "/no/such/folder"), ("/no/such/folder",)),
        (("eval", "--corpus", "/no/such/folder"), ("/no/such/folder",)),
        (("eval", "--questions", "/no/such/file.jsonl"), ("/no/such/file.jsonl",)),
        (("eval", "--thresholds", "/no/such/file.toml"), ("/no/such/file.toml",)),
        (("ask", "   "), ("question",)),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(args, named):
    result = invoke(*args)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    for part in named:
        assert part in result.stderr


@pytest.mark.parametrize("args", [("ask",), ("ask", "x", "--nope"), ("eval", "--nope"), ("nope",)])
def test_bad_usage_is_exit_code_two(args):
    assert invoke(*args).exit_code == 2


# what an answer looks like


def test_the_timeline_gives_one_date_or_two_and_marks_what_is_inferred():
    guessed = Published(*[planted.day("2023-03-06").first] * 2, Precision.DAY, Signal.DATELINE, inferred=True)
    timeline = (
        TimelineEntry("dialogue partner", planted.day("2011-04-14"), planted.day("2011-04-14"), planted.OPEN),
        TimelineEntry("observer", guessed, planted.day("2024-04-16"), planted.OPEN),
    )
    lines = shown(planted.answer("Yes", planted.OPEN, timeline=timeline)).splitlines()
    assert "  2011-04-14                          dialogue partner" in lines
    assert "  2023-03-06 (inferred) – 2024-04-16  observer" in lines


def test_an_undated_source_says_so():
    assert "Green – Leaflet, undated [undated.md]" in shown(planted.answer("Green", planted.GREEN))


def test_an_answer_that_abstains_gives_its_reason_once():
    assert shown(planted.ABSTAINED) == "The documents do not say.\n"


def test_markup_is_printed_and_escape_sequences_are_not():
    text = shown(planted.answer("[red]x[/red] \x1b[2J", planted.OPEN, notes=("[/] \x9b1A",)))
    assert "[red]x[/red]" in text
    assert "[/]" in text
    assert "\x1b" not in text
    assert "\x9b" not in text


# chat


def chat(corpus, *lines, **kwargs):
    return invoke("chat", "--corpus", corpus, *NOW, input="".join(f"{line}\n" for line in lines), **kwargs)


def test_chat_keeps_the_conversation_until_the_input_ends(corpus):
    result = chat(corpus, "Is Tavria a member?", "", "And Selk?")
    assert result.exit_code == 0, result.output
    after = result.stdout.split("> And Selk?")[1]
    assert "Selk" in after
    assert "\nYes" in after
    assert after.rstrip().endswith("Good-bye.")


def test_chat_as_of_holds_until_it_is_taken_back(corpus):
    result = chat(
        corpus,
        "/as-of 2016-01-01",
        "Is Tavria a member?",
        "/as-of",
        "Is Tavria a member?",
        "/quit",
        "Is Selk?",
    )
    first, second = result.stdout.split("> Is Tavria a member?")[1:]
    assert "\nNo" in first
    assert "\nYes" in second
    assert "Is Selk?" not in result.stdout


def test_chat_survives_bad_input(corpus):
    result = chat(corpus, "/as-of 2011-13-40", "/nonsense", "Is Tavria a member?")
    assert result.exit_code == 0
    assert "2011-13-40" in result.stderr
    assert "\nYes" in result.stdout


# index


def test_index_says_what_it_did(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    args = ("index", "--corpus", folder, "--index", tmp_path / "index", *NOW)
    first = invoke(*args)
    assert first.exit_code == 0, first.output
    assert "3 added, 0 changed, 0 removed, 0 unchanged, 1 skipped" in first.stdout
    assert "skipped empty.txt" in first.stdout
    (folder / "2015.md").unlink()
    (folder / "2019.md").write_text(FILES["2019.md"] + "The League meets in Vost.\n", encoding="utf-8")
    again = json.loads(invoke(*args, "--json").stdout)
    assert {name: again[name] for name in ("added", "changed", "removed", "unchanged")} == {
        "added": 0,
        "changed": 1,
        "removed": 1,
        "unchanged": 1,
    }
    assert again["skipped"][0]["file"] == "empty.txt"
    assert any((tmp_path / "index").iterdir())


# doctor


def test_doctor_json(corpus):
    result = invoke("doctor", "--corpus", corpus, "--json", *NOW)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert set(data) == {"documents", "summary"}
    by_file = {document["file"]: document for document in data["documents"]}
    assert by_file["2019.md"] == {
        "file": "2019.md",
        "title": "[bold]Tavria[/bold] joins",
        "published": "2019-06-01",
        "precision": "day",
        "signal": "front matter",
        "inferred": False,
        "ambiguous": False,
        "language": "",
        "dropped": 0.0,
        "reprint_of": None,
        "problems": [],
        "mend": [],
    }
    assert by_file["undated.txt"]["published"] is None
    assert by_file["empty.txt"]["problems"]


def test_doctor_ends_with_2_where_nothing_can_be_read(tmp_path):
    empty = invoke("doctor", "--corpus", tmp_path, *NOW)
    assert (empty.exit_code, "folder is empty" in empty.stdout) == (2, True)
    (tmp_path / "a.bin").write_bytes(b"\x00\x01")
    assert invoke("doctor", "--corpus", tmp_path, "--json", *NOW).exit_code == 2


def test_doctor_shows_a_table_and_strict_fails_on_problems(corpus, tmp_path):
    result = invoke("doctor", "--corpus", corpus, "--strict", *NOW)
    assert result.exit_code == 1
    assert "[bold]Tavria[/bold] joins" in result.stdout
    assert "4 files, 3 documents, from 2015-03-02 to 2019-06-01; 1 (33%) undated, 1 skipped\n" in result.stdout
    lines = result.stdout.splitlines()
    at = lines.index("undated.txt: no publication date was found: add `published:` to its front matter")
    assert lines[at + 1] == "undated.txt,YYYY-MM-DD,,"
    assert "file,published,title,source" in lines
    (tmp_path / "2019.md").write_text(FILES["2019.md"], encoding="utf-8")
    assert invoke("doctor", "--corpus", tmp_path, "--strict", *NOW).exit_code == 0


def examined(folder, width):
    from corpus.doctor import examine

    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    cli._show_examination(examine(folder, now=planted.day("2026-11-21").first), console)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 100, 120, 200])
def test_doctor_cuts_no_file_and_no_date_on_any_terminal(tmp_path, width):
    name = "minutes-of-the-harbour-board-and-its-committees-of-the-spring"
    text = "The yearly fee of the Harbour League is 48 crowns, and it is paid at the clerk's desk in the old town hall."
    (tmp_path / f"{name}.txt").write_text(f"Fees\n\n04/05/2024\n\n{text}\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(f"---\npublished: 2025-01-02\nlanguage: en\n---\n{text}\n", encoding="utf-8")
    told = examined(tmp_path, width)
    for whole in (f"{name}.txt", "2024-04-05 or 2024-05-04", "2025-01-02", f"\n{name}.txt,2024-04-05,,\n"):
        assert whole in told
    assert "reprint of" in told
    assert told.count(f"{name}.txt") == 5  # its row, what it is the original of, its problem, two lines
    assert "…" not in told.replace("title", "")


def test_doctor_leaves_out_columns_that_say_nothing(tmp_path):
    (tmp_path / "2019.md").write_text(FILES["2019.md"], encoding="utf-8")
    head = examined(tmp_path, 200).split("\n")[1]
    assert head.split() == ["file", "published", "precision", "known", "read", "from", "title"]


# as a program


def spawn(*args, **kwargs):
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": str(ROOT),
        **kwargs.pop("env", {}),
    }
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        cwd=ROOT,
        env=environment,
        encoding="utf-8",
        timeout=120,
        **kwargs,
    )


def test_piped_output_is_utf_8_and_clean(corpus):
    result = spawn("-m", "cli", "ask", "Is Tavria a member?", "--corpus", str(corpus), *NOW, env={"FORCE_COLOR": ""})
    assert result.returncode == 0
    assert result.stderr == ""
    assert "“Tavria is a member of the Harbour League.”" in result.stdout
    assert "\x1b" not in result.stdout


def test_help_loads_no_library_that_it_would_wait_for():
    heavy = "import sys, cli; sys.exit(' '.join({'torch', 'faiss', 'qa', 'index', 'corpus'} & set(sys.modules)))"
    assert spawn("-c", heavy).stderr.strip() == ""
    assert spawn("-m", "cli", "--help").returncode == 0


def test_version_is_the_projects():
    assert invoke("--version").stdout.startswith("dateline ")


def test_every_command_and_option_has_help():
    group = typer.main.get_command(cli.app)
    assert set(group.commands) == {"ask", "chat", "index", "doctor", "eval"}
    from eval.__main__ import app as evaluation

    for command in (group, *group.commands.values(), typer.main.get_command(evaluation)):
        assert command.help
        for parameter in command.params:
            assert parameter.help, f"{command.name} {parameter.name}"
