"""How the reader is taught: what the made-up scenes hold must follow from what they say."""

import random
import re

import pytest

from qa.reader.training import passages
from qa.reader.training.claims import inverted
from qa.reader.training.examples import Example, Type, occurrences, of_part, part
from qa.reader.training.figures import exact, f1, measure
from qa.reader.training.fillers import with_preposition
from qa.reader.training.scenes import fill, scenes
from qa.reader.training.texts import LONGEST, cut
from qa.reader.training.worlds import Slot, World, read_worlds, seen, unseen

TOWER = World(
    "tower",
    ("the Karsh Tower", "the Ostra Tower"),
    (
        Slot(
            "keeper",
            "person",
            {
                "questions": ("Who keeps {s}?",),
                "checks": ("Is {x} the keeper of {s}?",),
                "now": ("{v} keeps {s}.",),
                "change": ("At {s}, {v} has followed {w}.",),
                "past": ("In {y}, {w} kept {s}.",),
                "plan": ("{x} is to keep {s} from {f}.",),
                "denial": ("{x} does not keep {s}.",),
                "mention": ("The keeper of {s} sleeps by day.",),
                "past_questions": ("Who kept {s} in {y}?",),
                "plan_questions": ("Who will keep {s}?",),
                "before_questions": ("Who kept {s} before {v}?",),
            },
        ),
        Slot(
            "members",
            "names",
            {
                "questions": ("Who are the members of {s}?",),
                "count_questions": ("How many members has {s}?",),
                "checks": ("Is {x} a member of {s}?",),
                "now": ("The {n} members of {s}: {v}.",),
                "joined": ("{x} has joined {s}.",),
                "left": ("{x} has left {s}.",),
                "plan": ("{x} hopes to join {s}.",),
                "denial": ("{x} is no member of {s}.",),
                "past": ("The members of {s} in {y}: {w}.",),
                "mention": ("The members of {s} met.",),
                "past_questions": ("Who were the members of {s} in {y}?",),
                "plan_questions": ("Who may join {s}?",),
            },
            values=tuple(
                "Abel Birk Corl Dunn Egar Falk Gorm Hask Ilse Jorn Kell Lund Morn Nesk Orla Pell Quar Rusk".split()
            ),
        ),
        Slot(
            "open",
            "rule",
            {
                "yes": ("{s} is open.",),
                "no": ("{s} is shut.",),
                "plan_yes": ("{s} will open.",),
                "plan_no": ("{s} will shut.",),
                "past_yes": ("{s} was open in {y}.",),
                "checks": ("Is {s} open?",),
                "counters": ("Is {s} shut?",),
                "mention": ("Whether {s} is open is asked often.",),
            },
        ),
    ),
)


@pytest.fixture(scope="module")
def drawn():
    examples = list(scenes([TOWER], 4000, random.Random(5)))
    return [
        e
        for e in examples
        if "the tower" not in e.passage.lower() + e.question.lower() and "our tower" not in e.passage.lower()
    ]


def sentences_on(example, subject):
    told = re.sub(r"(?<![A-Z])\.", ".\n", example.passage.split(" | ")[-1])
    return [one for one in told.split("\n") if subject in one]


def subject_of(example):
    return next((s for s in ("Karsh Tower", "Ostra Tower") if s.lower() in example.question.lower()), None)


class TestScenes:
    """Each rule of time, read off the sentences themselves."""

    def asked(self, drawn, about, word):
        for example in drawn:
            subject = subject_of(example)
            if example.about == about and subject and word in example.question.lower():
                yield example, " ".join(sentences_on(example, subject))

    def test_who_keeps_it_is_answered_by_a_statement_or_a_change(self, drawn):
        seen = 0
        for example, told in self.asked(drawn, "questions", "who keeps"):
            answered = " keeps " in told or "has followed" in told
            assert (example.type is Type.SPAN) == answered, example
            seen += answered
        assert seen > 50

    def test_after_a_change_the_new_one_is_the_answer_and_the_old_one_was_before(self, drawn):
        for about, place in (("questions", 0), ("before_questions", 1)):
            found = [
                (example, told)
                for example, told in self.asked(drawn, about, "kee" if place == 0 else "kept")
                if "has followed" in told and example.type is Type.SPAN
            ]
            assert found
            for example, told in found:
                names = told.split("has followed")
                change = names[0].split(",")[-1].strip(), names[1].split(".")[0].strip()
                assert change[place].startswith(example.answers[0].split()[0]) or example.answers[0] in change[place]

    def test_a_plan_a_denial_and_a_look_back_do_not_say_who_keeps_it(self, drawn):
        for example, told in self.asked(drawn, "questions", "who keeps"):
            if told and " keeps " not in told and "has followed" not in told:
                assert example.type is Type.NONE

    def test_a_rule_holds_or_does_not(self, drawn):
        verdicts = {True: set(), False: set()}
        for about, turned in (("checks", False), ("counters", True)):
            for example, told in self.asked(drawn, about, "is the"):
                if not example.question.lower().rstrip("?").endswith(("open", "shut")):
                    continue
                says = True if "is open." in told else False if "is shut." in told else None
                wanted = Type.NONE if says is None else Type.YES if says != turned else Type.NO
                assert example.type is wanted, example
                verdicts[turned].add(wanted)
        assert all(len(found) == 3 for found in verdicts.values())

    def test_who_stands_on_the_whole_list_is_a_member_and_nobody_else(self, drawn):
        seen = set()
        for example, told in self.asked(drawn, "checks", "a member"):
            name = example.question.split()[1] if example.question.startswith("Is ") else None
            if name is None:
                continue
            if "members of" in told and ": " in told and " in " not in told.split(":")[0]:
                seen.add(example.type)
                listed = name in told.split(": ", 1)[1].split(".")[0]
                assert example.type is (Type.YES if listed else Type.NO), example
            elif f"{name} has joined" in told:
                assert example.type is Type.YES
            elif f"{name} has left" in told or f"{name} is no member" in told:
                assert example.type is Type.NO
            elif f"{name} hopes" in told:
                assert example.type is Type.NONE
        assert seen == {Type.YES, Type.NO}

    def test_the_same_seed_makes_the_same_scenes(self):
        assert list(scenes([TOWER], 50, random.Random(3))) == list(scenes([TOWER], 50, random.Random(3)))


class TestWorlds:
    def test_forty_fields_of_life(self):
        worlds = read_worlds()
        assert len(worlds) >= 40
        assert {world.part for world in worlds} == {"train", "dev", "test"}

    def test_forms_kept_out_are_never_seen(self):
        for known, unknown in zip(seen(read_worlds()), unseen(read_worlds()), strict=True):
            for one, other in zip(known.slots, unknown.slots, strict=True):
                for section, forms in one.forms.items():
                    if len(other.forms[section]) < len(forms):
                        assert not set(forms) & set(other.forms[section])

    def test_every_world_makes_examples(self):
        for world in read_worlds():
            made = list(scenes([world], 30, random.Random(1)))
            assert all("{" not in example.passage + example.question for example in made), world.name

    def test_a_broken_file_is_named(self, tmp_path):
        (tmp_path / "odd.toml").write_text("subjects = [")
        with pytest.raises(ValueError, match=r"odd\.toml"):
            read_worlds(tmp_path)


class TestPassages:
    def test_every_answer_stands_in_its_passage(self):
        examples = list(passages.asked(random.Random(1)))
        assert len(examples) > 10_000
        assert {example.type for example in examples} == set(Type)

    def test_an_answer_that_does_not_is_named(self, tmp_path):
        (tmp_path / "a.jsonl").write_text('{"title": "T", "passage": "It is red.", "qa": [["What colour?", "blue"]]}')
        with pytest.raises(ValueError, match=r"a\.jsonl, line 1.*blue"):
            list(passages.asked(random.Random(1), tmp_path))


def test_pages_lie_in_one_part_each():
    parts = [part(f"page {number}") for number in range(4000)]
    assert 0.06 < parts.count("test") / 4000 < 0.10
    assert 0.03 < parts.count("dev") / 4000 < 0.05
    one = Example("q", "p", Type.NONE, page="page 1")
    assert list(of_part([one], one.part)) == [one]


def test_examples_that_contradict_themselves():
    with pytest.raises(ValueError, match="only that"):
        Example("q", "p", Type.SPAN)
    with pytest.raises(ValueError, match="only that"):
        Example("q", "p", Type.NONE, ((0, 1),))
    with pytest.raises(ValueError, match="no text"):
        Example("q", "a  b", Type.SPAN, ((1, 3),))


def test_occurrences_are_whole_words():
    assert occurrences("ten", "Ten of the tenants often fasten ten.") == ((0, 3), (32, 35))
    assert occurrences("", "text") == occurrences("ß", "ẞ is one letter, SS two") == ()


def test_windows_hold_the_answer():
    text = " ".join(f"Sentence number {at} is about nothing much." for at in range(60))
    at = text.index("number 41")
    for seed in range(20):
        start, end = cut(text, (at, at + 9), random.Random(seed))
        assert start <= at and at + 9 <= end and end - start <= LONGEST + 60


@pytest.mark.parametrize(
    "form, given, text",
    [
        ("It opened {on} {v}.", {"v": "3 May 2021"}, "It opened on 3 May 2021."),
        ("It opened {on} {v}.", {"v": "May 2021"}, "It opened in May 2021."),
        ("closed since {d}", {"d": "3 May"}, "Closed since 3 May"),
        ("closed {d}", {"d": "2019"}, "Closed in 2019"),
        ("closed {d}", {"d": "last week"}, "Closed last week"),
        ("closed {d}", {"d": "Monday"}, "Closed on Monday"),
    ],
)
def test_forms_are_filled(form, given, text):
    filled, at = fill(form, given)
    assert filled == text
    assert all(filled[start:end].casefold().endswith(given[gap].casefold()) for gap, (start, end) in at.items())


def test_a_time_takes_its_preposition():
    assert with_preposition("next spring", "opens ") == "next spring"
    assert with_preposition("2031", "by ") == "2031"


@pytest.mark.parametrize(
    "claim, question",
    [
        ("The bridge was opened in 2004 .", "Was the bridge opened in 2004?"),
        ("Ada Novik is the keeper.", "Is Ada Novik the keeper?"),
        ("Mirovia joined the Union", "Is it true that Mirovia joined the Union?"),
        ("More boats than ever", "More boats than ever?"),
    ],
)
def test_claims_become_questions(claim, question):
    assert inverted(claim) == question


def test_token_f1():
    assert f1("the red boat", ("red boat",)) == 1.0
    assert f1("boat", ("red boat", "x")) == pytest.approx(2 / 3)
    assert f1("ship", ("red boat",)) == 0.0
    assert exact("The 2.40 euros", ("2.40 euros",)) and not exact("2.4 euros", ("2.40 euros",))


def test_figures_count_what_they_say():
    from qa.reader.model import Reading

    class Says:
        name = "says"

        def read(self, questions, windows, skip):
            kinds = {"yes": Reading(yes=0.9), "no": Reading(no=0.9), "sure": Reading(answers=0.9, start=0, end=3)}
            return [kinds.get(question, Reading(answers=0.1, start=0, end=3)) for question in questions]

    made = [
        Example("sure", "red or blue", Type.SPAN, ((0, 3),)),
        Example("unsure", "red or blue", Type.SPAN, ((7, 11),)),
        Example("sure", "red or blue", Type.NONE),
        Example("unsure", "red or blue", Type.NONE),
        Example("yes", "red", Type.YES),
        Example("yes", "red", Type.NO),
    ]
    found = measure(Says(), made)
    assert (found.f1, found.exact, found.refused, found.no_answer, found.verdict) == (0.5, 0.5, 0.5, 0.5, 0.5)
    three_way = measure(Says(), [*made[4:], Example("unsure", "red", Type.NONE)], verdicts=True)
    assert three_way.verdict == pytest.approx(2 / 3)


def test_a_run_that_was_cut_off_ends_with_the_same_weights(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    from qa.reader.training import loop
    from qa.reader.training.network import ReaderNetwork

    encoded = loop.encode(list(scenes([TOWER], 24, random.Random(2))))
    plan = loop.Plan(pieces=250, every=2)
    collate, steps = loop.collate, []

    def cut_off(rows):
        steps.append(1)
        if len(steps) == 4:
            raise KeyboardInterrupt
        return collate(rows)

    def trained(folder):
        torch.manual_seed(1)
        network = ReaderNetwork()
        loop.train(network, encoded, plan, folder, lambda line: None)
        return network

    whole = trained(tmp_path / "whole")
    monkeypatch.setattr(loop, "collate", cut_off)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "parts")
    steps.extend([1] * 9)
    parts = trained(tmp_path / "parts")
    for one, other in zip(whole.parameters(), parts.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)
    with pytest.raises(ValueError, match="of another run"):
        loop.train(whole, encoded[:5], plan, tmp_path / "whole", lambda line: None)
