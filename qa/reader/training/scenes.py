"""A scene: a few sentences on a world's subject, and a question of which is known what they answer.

The passage holds some turn of a fact (a statement, a change, a plan beside it ...) among sentences on other facts and
on other subjects. What it answers follows from which turns it holds, by the rules of time that the engine keeps: a
plan is no fact, a look back says nothing of now, a change ends what was before. Questions about the present, the past,
the future, what was before, and yes/no with the right value, the old one, the planned one and a stranger's.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.reader.training import fillers
from qa.reader.training.examples import Example, Type
from qa.reader.training.worlds import Slot, World

Span = tuple[int, int]

_GAP = re.compile(r"\{(\w+)\}")
_LONGEST = 760

# Which turns of a fact stand in one passage, and how often.
_TURNS: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]] = {
    "value": (
        (("now",), 28),
        (("change",), 20),
        (("now", "past"), 8),
        (("now", "plan"), 8),
        (("change", "plan"), 6),
        (("change", "past"), 4),
        (("now", "denial"), 4),
        (("past",), 6),
        (("plan",), 7),
        (("denial",), 4),
        (("mention",), 5),
        (("past", "plan"), 2),
        ((), 5),
    ),
    "names": (
        (("now",), 34),
        (("joined",), 11),
        (("left",), 10),
        (("now", "plan"), 10),
        (("plan",), 9),
        (("denial",), 6),
        (("past",), 6),
        (("now", "past"), 5),
        (("mention",), 4),
        (("joined", "plan"), 3),
        ((), 4),
    ),
    "rule": (
        (("yes",), 24),
        (("no",), 24),
        (("plan_yes",), 8),
        (("plan_no",), 8),
        (("past_yes",), 8),
        (("mention",), 6),
        (("yes", "plan_no"), 6),
        (("no", "plan_yes"), 6),
        (("no", "past_yes"), 6),
        ((), 4),
    ),
}
# Which question is asked, and how often.
_ASKED: Mapping[str, tuple[tuple[str, int], ...]] = {
    "value": (("questions", 48), ("checks", 30), ("past_questions", 8), ("plan_questions", 7), ("before_questions", 7)),
    "names": (
        ("questions", 34),
        ("checks", 44),
        ("count_questions", 10),
        ("past_questions", 7),
        ("plan_questions", 5),
    ),
    "rule": (("checks", 70), ("counters", 30)),
}


@dataclass(frozen=True)
class Facts:
    """What is so of one slot of one subject: texts for its gaps; of a list, the names too."""

    gaps: Mapping[str, str]
    names: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A form filled in: which slot and section it is of, its gaps' texts and where they stand."""

    text: str
    slot: str
    section: str
    subject: str
    gaps: Mapping[str, str]
    at: Mapping[str, Span]


@dataclass(frozen=True)
class Answered:
    """What a passage does for a question."""

    type: Type
    spans: tuple[Span, ...] = ()


NOTHING = Answered(Type.NONE)


def scenes(worlds: Sequence[World], count: int, rng: random.Random) -> Iterator[Example]:
    """Examples, the worlds in turn."""
    made = 0
    while made < count:
        example = scene(worlds[made % len(worlds)], rng)
        if example is not None:
            made += 1
            yield example


def scene(world: World, rng: random.Random) -> Example | None:
    """One example, or None where what was drawn leaves the answer open."""
    subject, stranger = rng.sample(world.subjects, 2)
    slot = rng.choice(world.slots)
    facts = {one.id: _facts(one, world, rng) for one in world.slots}
    _part_lists(world, facts, rng)
    alias = rng.choice(("the ", "the ", "our ")) + _noun(world)
    told = [_tell(slot, turn, subject, facts[slot.id], rng, alias) for turn in _turns(slot, rng)]
    aside = list(_asides(world, slot, subject, stranger, facts, rng))
    sentences = [one for one in (*told, *aside) if one is not None]
    if not sentences or (told and None in told):
        return None
    rng.shuffle(sentences)
    head = _head(world, slot, subject, rng)
    passage, placed = _joined(head, sentences)
    question = _ask(slot, subject, facts[slot.id], placed, rng)
    if question is None or len(passage) > _LONGEST:
        return None
    text, about, answered = question
    if rng.random() < 0.1 and not any(one.subject == stranger for one in placed):
        text = text.replace(subject, "the " + _noun(world))
    if rng.random() < 0.06 and subject in text and all(subject in one.text for one in told if one):
        text, answered = text.replace(subject, stranger), NOTHING
        if any(one.subject == stranger and one.slot == slot.id for one in placed):
            return None
    return Example(_typed(text, rng), passage, answered.type, answered.spans, f"world {world.name}", "world", about)


def _noun(world: World) -> str:
    """What a subject of the world is called in passing: "club" of "football_club"."""
    return world.name.split("_")[-1].removesuffix("s")


def family(slot: Slot) -> str:
    """Which rules of answering it follows: "value", "names" or "rule"."""
    return slot.kind if slot.kind in ("names", "rule") else "value"


def _turns(slot: Slot, rng: random.Random) -> tuple[str, ...]:
    turns, weights = zip(*_TURNS[family(slot)], strict=True)
    return rng.choices(turns, weights)[0] or ()


def _facts(slot: Slot, world: World, rng: random.Random) -> Facts:
    common = {
        "y": str(rng.randint(1985, 2024)),
        "d": fillers.recently(rng),
        "f": fillers.to_come(rng),
        "p": fillers.person(rng),
        "g": str(rng.randint(2, 900)),
    }
    if slot.kind == "names":
        return Facts(common)
    drawn: list[str] = []
    unit = rng.choice(slot.units) if slot.units else ""
    for _ in range(60):
        if slot.kind == "amount":
            value = fillers.amount(rng, slot, unit)
        elif slot.kind == "person":
            value = fillers.person(rng)
        elif slot.kind == "date":
            value = fillers.day(rng)
        else:
            value = rng.choice(slot.values) if slot.values else ""
        if value.casefold() not in (other.casefold() for other in drawn):
            drawn.append(value)
        if len(drawn) == 5:
            break
    drawn += [drawn[-1]] * (5 - len(drawn))
    v, w, x, *strangers = drawn
    return Facts({**common, "v": v, "w": w, "x": x}, (), tuple(strangers))


def _part_lists(world: World, facts: dict[str, Facts], rng: random.Random) -> None:
    """Draws the names of every list, so that lists that exclude each other share nobody."""
    taken: dict[str, set[str]] = {}
    for slot in world.slots:
        if slot.kind != "names":
            continue
        away = set().union(*(taken.get(other, set()) for other in slot.excludes))
        free = [name for name in dict.fromkeys(slot.values) if name not in away]
        rng.shuffle(free)
        size = rng.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 9))
        size = max(1, min(size, len(free) // 2 - 2))
        names, rest = free[:size], free[size:]
        taken[slot.id] = set(names) | {rest[0]}
        before = rng.sample(names, max(1, size // 2)) + rest[1 : 1 + rng.randint(0, 2)]
        gaps = {
            **facts[slot.id].gaps,
            "v": fillers.listed(rng, names),
            "n": fillers.count_of(rng, names),
            "w": fillers.listed(rng, before),
            "x": rest[0],
        }
        facts[slot.id] = Facts(gaps, tuple(names), tuple(rest[-3:]))


def _tell(slot: Slot, section: str, subject: str, facts: Facts, rng: random.Random, alias: str = "") -> Sentence | None:
    """A form of a section filled in; at times the subject goes by its alias ("the club"), as in any longer text."""
    forms = slot.forms.get(section)
    if not forms:
        return None
    gaps = {**facts.gaps, "s": subject}
    if section == "joined":
        gaps["x"] = rng.choice(facts.names)
    elif section == "denial" and facts.strangers:
        gaps["x"] = facts.strangers[0]
    elif section == "left":
        gaps["x"] = facts.strangers[-1]
    form = rng.choice(forms)
    if alias and "{s}'" not in form and rng.random() < 0.3:
        gaps["s"] = alias
    text, at = fill(form, gaps)
    return Sentence(text, slot.id, section, subject, gaps, at)


def _asides(
    world: World, slot: Slot, subject: str, stranger: str, facts: Mapping[str, Facts], rng: random.Random
) -> Iterator[Sentence | None]:
    """Up to three sentences beside the matter: the subject's other facts, a stranger's same fact."""
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        other = rng.choice(world.slots)
        turns = [turn for section, _ in _TURNS[family(other)] for turn in section]
        if other.id != slot.id:
            yield _tell(other, rng.choice(turns), subject, facts[other.id], rng, "the " + _noun(world))
        elif rng.random() < 0.6 and slot.kind != "names":
            told = _tell(slot, rng.choice(turns), stranger, _facts(slot, world, rng), rng)
            if told and "s" in told.at:
                yield told


def fill(form: str, gaps: Mapping[str, str]) -> tuple[str, dict[str, Span]]:
    """A form with its gaps filled, and where each text stands; a capital letter first.

    Raises:
        KeyError: When the form has a gap that nothing is given for.
    """
    text, at, end = "", {}, 0
    for gap in _GAP.finditer(form):
        text += form[end : gap.start()]
        end = gap.end()
        if gap[1] == "on":
            following = _GAP.match(form, end + 1)
            text += fillers.preposition(gaps[following[1]]) if following else "on"
            continue
        value = gaps[gap[1]]
        if gap[1] in "df":
            value = fillers.with_preposition(value, text)
        at[gap[1]] = (len(text), len(text) + len(value))
        text += value
    text += form[end:]
    return text[:1].upper() + text[1:], at


def _head(world: World, slot: Slot, subject: str, rng: random.Random) -> str:
    style = rng.random()
    topic = slot.id.replace("_", " ")
    name = subject[:1].upper() + subject[1:]
    if style < 0.4:
        return ""
    heads = (name, f"{name}: {topic}", f"{topic.capitalize()} of {subject}", world.name.replace("_", " "))
    return rng.choice(heads) + " | "


def _joined(head: str, sentences: Sequence[Sentence]) -> tuple[str, list[Sentence]]:
    """The passage, and the sentences with their gaps where they stand in it."""
    passage, placed = head, []
    for one in sentences:
        at = {gap: (start + len(passage), end + len(passage)) for gap, (start, end) in one.at.items()}
        placed.append(replace(one, at=at))
        passage += one.text
        passage += "" if one.text.endswith((".", "!", "?")) else "."
        passage += " "
    return passage.rstrip(), placed


def _ask(
    slot: Slot, subject: str, facts: Facts, sentences: Sequence[Sentence], rng: random.Random
) -> tuple[str, str, Answered] | None:
    """A question on the slot, its sort, and what the passage does for it; None where that is open."""
    sections, weights = zip(*((s, w) for s, w in _ASKED[family(slot)] if slot.forms.get(s)), strict=True)
    section = rng.choices(sections, weights)[0]
    form = rng.choice(slot.forms[section])
    told = {one.section: one for one in sentences if one.slot == slot.id and one.subject == subject}
    gaps = {**facts.gaps, "s": subject}
    answered: Answered | None
    if family(slot) == "rule":
        answered = _rule(told, section == "counters")
    elif section == "checks":
        gaps["x"], answered = _checked(slot, told, facts, sentences, rng)
        if slot.kind == "person" and rng.random() < 0.12:
            gaps["x"] = gaps["x"].split()[-1]
    else:
        answered = _asked(section, form, told)
    about = "list" if slot.kind == "names" and section == "questions" else section
    return (fill(form, gaps)[0], about, answered) if answered is not None else None


def _rule(told: Mapping[str, Sentence], counter: bool) -> Answered:
    if "yes" in told:
        return Answered(Type.NO if counter else Type.YES)
    if "no" in told:
        return Answered(Type.YES if counter else Type.NO)
    return NOTHING


def _checked(
    slot: Slot, told: Mapping[str, Sentence], facts: Facts, sentences: Sequence[Sentence], rng: random.Random
) -> tuple[str, Answered]:
    """A candidate for a yes/no question, and the verdict on it."""
    if slot.kind == "names":
        return _checked_name(slot, told, facts, sentences, rng)
    known = "now" in told or "change" in told
    candidates = [facts.gaps["v"]] * 3 + [facts.gaps["w"], facts.gaps["x"], *facts.strangers]
    if "change" in told:
        candidates += [facts.gaps["w"]] * 2
    candidate = rng.choice(candidates)
    if "denial" in told and not known and rng.random() < 0.7:
        candidate = facts.strangers[0]
    if known:
        return candidate, Answered(Type.YES if candidate == facts.gaps["v"] else Type.NO)
    denied = "denial" in told and candidate == facts.strangers[0]
    return candidate, Answered(Type.NO) if denied else NOTHING


def _checked_name(
    slot: Slot, told: Mapping[str, Sentence], facts: Facts, sentences: Sequence[Sentence], rng: random.Random
) -> tuple[str, Answered]:
    listed = list(facts.names)
    text = " ".join(one.text for one in sentences)
    elsewhere = [name for name in slot.values if name not in listed and name in text]
    candidate = rng.choice(rng.choice([listed, elsewhere or listed, [facts.gaps["x"], *facts.strangers]]))
    if "joined" in told and "now" not in told and rng.random() < 0.6:
        candidate = told["joined"].gaps["x"]
    if "now" in told:
        return candidate, Answered(Type.YES if candidate in listed else Type.NO)
    named = {section: candidate == one.gaps.get("x") for section, one in told.items()}
    if named.get("joined"):
        return candidate, Answered(Type.YES)
    if named.get("left") or named.get("denial"):
        return candidate, Answered(Type.NO)
    sister = any(
        one.slot in slot.excludes and one.section in ("now", "joined") and candidate in one.text for one in sentences
    )
    return candidate, Answered(Type.NO) if sister and not named.get("plan") else NOTHING


def _asked(section: str, form: str, told: Mapping[str, Sentence]) -> Answered | None:
    """What the passage does for an open question."""
    if section == "questions":
        return _span([told[s].at.get("v") for s in ("now", "change") if s in told])
    if section == "count_questions":
        return _span([told["now"].at.get("n")]) if "now" in told else NOTHING
    if section == "plan_questions":
        return _span([told["plan"].at.get("x")]) if "plan" in told else NOTHING
    if section == "past_questions":
        if "past" in told and "y" not in told["past"].at:
            return None
        return _span([told["past"].at.get("w")]) if "past" in told else NOTHING
    if "change" not in told:  # before_questions
        return None if "past" in told else NOTHING
    return _span([told["change"].at.get("w")])


def _span(spans: Sequence[Span | None]) -> Answered:
    found = tuple(span for span in spans if span is not None)
    return Answered(Type.SPAN, found) if found else NOTHING


def _typed(question: str, rng: random.Random) -> str:
    """A question as some would type it: in lower case, without its mark, with a slip of the finger."""
    if rng.random() < 0.12:
        question = question.lower().rstrip("?")
    if rng.random() < 0.05:
        at = rng.randrange(1, max(2, len(question) - 1))
        question = question[:at] + question[at + 1 :]
    return question
