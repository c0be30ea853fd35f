"""The workflow file that a user copies: it parses, and every command in it exists with every option it is given."""

import importlib.util
import re
from pathlib import Path

import pytest
import typer.main
import yaml

import cli
from eval.__main__ import app as evaluation

ROOT = Path(__file__).parents[1]
WORKFLOW = yaml.safe_load((ROOT / "docs" / "evaluate.yml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["evaluate"]["steps"]


def commands():
    for step in STEPS:
        for line in step.get("run", "").replace("\\\n", " ").splitlines():
            found = re.search(r"\bdateline (\w+) ([^>]*)", line)
            if found:
                yield found[1], re.findall(r"(--[\w-]+)", found[2])


def test_there_are_commands_to_check():
    assert [name for name, _ in commands()] == ["doctor", "eval", "eval"]


@pytest.mark.parametrize(("name", "options"), list(commands()))
def test_every_option_exists(name, options):
    command = typer.main.get_command(evaluation if name == "eval" else cli.app)
    command = command if name == "eval" else command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(options) <= known


def test_every_variable_is_set():
    text = "\n".join(step.get("run", "") for step in STEPS)
    named = set(re.findall(r'"\$(\w+)"', text)) - {"GITHUB_STEP_SUMMARY", "GITHUB_BASE_REF", "run"}
    assert named == set(WORKFLOW["env"])


def test_the_gate_decides_and_the_readme_names_the_file():
    (asked,) = [step["run"] for step in STEPS if "--gate" in step.get("run", "")]
    assert "||" not in asked
    assert "docs/evaluate.yml" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readmes_table_is_the_one_its_command_prints():
    spec = importlib.util.spec_from_file_location("scores", ROOT / "benchmarks" / "scores.py")
    scores = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scores)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "`python benchmarks/scores.py " in readme
    assert scores.HEADER in readme
    named = set(re.findall(r"^\| ([a-z ]+?) \| \d+ \|", readme, re.MULTILINE))
    corpora = {file.parent.name for file in (ROOT / "tests" / "corpora").glob("*/questions.jsonl")}
    assert named == corpora | {"shipped", "raw pages"}
    assert scores.replaced("a\n| corpus | questions | x |\n|---|\n| y |\n\nb\n", ["| z |"]) == "a\n| z |\n\nb\n"
