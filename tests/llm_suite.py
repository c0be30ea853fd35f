"""The whole shipped evaluation, asked as `dateline eval --llm` asks it, with the reading of each passage remembered."""

from datetime import date

from corpus import Settings
from eval import QUESTIONS, Program, read_questions, report, run
from qa import Engine, open_engine

NOW = date(2026, 11, 21)
ASKED = read_questions(QUESTIONS)


class Remembering:
    """A reader that reads the same passages for the same question once, whatever a model makes of it."""

    def __init__(self, reader):
        self._reader, self._read = reader, {}
        self.name, self.trouble = reader.name, reader.trouble

    def read(self, question, passages):
        key = question, tuple(passages)
        if key not in self._read:
            self._read[key] = tuple(self._reader.read(question, passages))
        return list(self._read[key])


def shipped(folder):
    """The engine over the corpus that ships."""
    engine = open_engine(now=NOW, settings=Settings(index=folder))
    return Engine(engine.index, Remembering(engine.reader))


def evaluated(engine, writer=None):
    """The scores of the shipped questions, and the answers by question."""
    program = Program(Engine(engine.index, engine.reader, writer=writer), now=NOW)
    made = run(ASKED, program.ask, found=program.found, now=NOW)
    answers = {outcome.question.id: outcome.answer for outcome in made.outcomes}
    return report(made).values, answers


def facts(answer):
    """All of an Answer but its wording and its notes."""
    fields = answer.to_dict()
    return {name: fields[name] for name in fields if name not in ("text", "notes")}
