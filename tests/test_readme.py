"""Each claim of the README that a program can check."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import cli
from corpus import Settings
from qa import answer

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
NOW = "2024-06-01"  # a day on which nothing is stale yet


def test_the_two_commands_stand_as_promised():
    assert "pip install -e . && python app.py" in README
    assert "pip install -e '.[test]' && pytest" in README


def test_the_first_example_prints_what_it_says():
    shown = README.split('$ dateline ask "Is Belarus a member?"\n')[1].split("\n\nThe chat page")[0]
    shown = "\n".join(line[4:] for line in shown.split("\n"))
    assert README.index("No: observer") < len("\n".join(README.split("\n")[:30]))
    printed = CliRunner().invoke(cli.app, ["ask", "Is Belarus a member?", "--now", NOW], env={"COLUMNS": "400"})
    assert printed.exit_code == 0
    assert [line.rstrip() for line in shown.strip().split("\n")] == [
        line.rstrip() for line in printed.stdout.strip().split("\n")[: shown.strip().count("\n") + 1]
    ]


def python_lines() -> list[tuple[str, str]]:
    block = README.split("```python\n")[1].split("```")[0]
    return [(code.strip(), said) for code, said in re.findall(r"^(\S.*?) {2,}# (.+)$", block, re.MULTILINE)]


@pytest.mark.parametrize(("code", "said"), python_lines())
def test_the_python_example_gives_what_it_says(code, said):
    names = {"answer": answer, "a": answer("Is Belarus a member?", as_of="2011-12-31"), "str": str}
    assert eval(code, names) == ast.literal_eval(said)


def test_the_python_example_has_lines_to_check():
    assert len(python_lines()) == 6


def test_every_command_stands_in_the_readme_and_has_help():
    commands = get_command(cli.app).commands
    assert set(re.findall(r"^\| `dateline (\w+)", README, re.MULTILINE)) == set(commands)
    assert all(command.help for command in commands.values())


def test_every_setting_stands_in_the_readme():
    named = set(re.findall(r"`DATELINE_(\w+)`", README.split("## Settings")[1]))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_folder_of_the_map_is_there():
    tree = README.split("## The house")[1].split("```")[1]
    root = Path(__file__).parents[1]
    for name in re.findall(r"(?<![\w/])[\w/]+(?:/|\.py)(?!\w)", tree):
        assert any((folder / name).exists() for folder in (root, root / "corpus", root / "index", root / "qa")), name
