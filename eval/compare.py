"""Two reports, question by question: what changed, and whether the change is more than noise.

The test is paired, since both programs were asked the same questions: what counts are the questions on which
the two differ. For right-or-wrong measures it is McNemar's exact test, for shares the same idea with signs
flipped at random. Questions that stand in one report only, or were changed in between, are named and left out
of the test. One measure, answer accuracy, decides; with a dozen measures tested at 5 %, one would "change" by
chance every other time.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.measures import BY_NAME, MEASURES
from eval.questions import Category, EvalFileError
from eval.scores import Measure, Score

NOISE = 0.05  # as is the custom: one change in twenty that is none passes for one
_FLIPS = 10_000
_SEED = 20_240_416
_ASKED = ("question", "as_of", "previous", "expect", "category")


@dataclass(frozen=True)
class Change:
    """One question of both reports whose answer changed."""

    id: str
    question: str
    kind: str  # "fixed", "broken", or "changed": right or wrong as before, in other words or from another source
    before: str
    after: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Shift:
    """One measure over the questions of both reports.

    `p` is None where the program itself chose the questions that count, and chose others than before: the
    precision of abstaining counts those on which it abstained, and there are no pairs to compare.
    """

    measure: str
    before: float
    after: float
    questions: int
    p: float | None

    @property
    def more_than_noise(self) -> bool:
        """Whether chance alone would bring such a difference less often than once in twenty."""
        return self.p is not None and self.p < NOISE

    @property
    def worse(self) -> bool:
        """Whether it went the wrong way."""
        return self.after > self.before if BY_NAME[self.measure].lower else self.after < self.before


@dataclass(frozen=True)
class Comparison:
    """What lies between two reports."""

    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    asked_anew: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The comparison in one sentence."""
        fixed = sum(change.kind == "fixed" for change in self.changes)
        broken = sum(change.kind == "broken" for change in self.changes)
        main = next((shift for shift in self.shifts if shift.measure == "answer_accuracy"), None)
        if main is None or main.p is None:
            return "The two reports have no question in common."
        size = f"{fixed} fixed, {broken} broken of {main.questions}; p = {main.p:.3f}"
        if fixed == broken == 0:
            return f"Answer accuracy did not change ({size})."
        if not main.more_than_noise:
            return f"Answer accuracy went from {main.before:.3f} to {main.after:.3f}, no more than noise ({size})."
        way = "worse" if main.worse else "better"
        return f"Answer accuracy is {way}: from {main.before:.3f} to {main.after:.3f}, more than noise ({size})."

    @property
    def worse(self) -> bool:
        """Whether answer accuracy fell by more than noise."""
        return any(one.measure == "answer_accuracy" and one.worse and one.more_than_noise for one in self.shifts)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON types."""
        return {
            "verdict": self.verdict,
            "worse": self.worse,
            "measures": [{**vars(shift), "more_than_noise": shift.more_than_noise} for shift in self.shifts],
            "changes": [{**vars(change), "faults": list(change.faults)} for change in self.changes],
            "added": list(self.added),
            "removed": list(self.removed),
            "asked_anew": list(self.asked_anew),
        }


def paired(before: Sequence[float], after: Sequence[float]) -> float:
    """How often chance alone would bring so great a difference, either way: the two-sided p.

    >>> paired([0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1])
    0.03125
    >>> paired([0, 1, 1], [1, 0, 1])
    1.0

    Args:
        before: One number per question.
        after: The same questions, in the same order.
    """
    differences = [new - old for old, new in zip(before, after, strict=True) if new != old]
    if not differences:
        return 1.0
    if set(differences) <= {1.0, -1.0}:
        return _mcnemar(differences.count(1.0), differences.count(-1.0))
    observed = abs(sum(differences))
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), size=(_FLIPS, len(differences)))
    as_great = np.abs(signs @ np.asarray(differences)) >= observed - 1e-9
    return float((1 + int(as_great.sum())) / (1 + _FLIPS))  # the observed flips are one of the possible ones


def _mcnemar(better: int, worse: int) -> float:
    """The exact binomial test: of the questions that differ, half should have gone either way."""
    changed = better + worse
    tail = sum(math.comb(changed, k) for k in range(min(better, worse) + 1)) * 0.5**changed
    return min(1.0, 2 * tail)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Compare two reports as `dateline eval --json` prints them."""
    before = {outcome["id"]: outcome for outcome in old["outcomes"]}
    after = {outcome["id"]: outcome for outcome in new["outcomes"]}
    shared = [name for name in after if name in before]
    anew = [name for name in shared if any(before[name][part] != after[name][part] for part in _ASKED)]
    same = [name for name in shared if name not in anew]
    old_scores, new_scores = _scores(old), _scores(new)
    right = "answer_accuracy"
    changes = []
    for name in same:
        change = _change(before[name], after[name], old_scores[right][name].value, new_scores[right][name].value)
        if change:
            changes.append(change)
    shifts = (_shift(measure, old_scores[measure.name], new_scores[measure.name], same) for measure in MEASURES)
    return Comparison(
        changes=tuple(sorted(changes, key=lambda change: ("broken", "fixed", "changed").index(change.kind))),
        shifts=tuple(shift for shift in shifts if shift),
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        asked_anew=tuple(anew),
    )


def _scores(made: Mapping[str, Any]) -> dict[str, dict[str, Score]]:
    """Scores by measure, then by question."""
    found: dict[str, dict[str, Score]] = {measure.name: {} for measure in MEASURES}
    for one in made["scores"]:
        value, weight = float(one["value"]), float(one["weight"])
        score = Score(one["question"], Category(one["category"]), one["measure"], value, weight)
        found.setdefault(score.measure, {})[score.question] = score
    return found


def _shift(measure: Measure, old: Mapping[str, Score], new: Mapping[str, Score], names: Sequence[str]) -> Shift | None:
    """One measure over the questions of both reports; None where one of them has no number."""
    before, after = [old[name] for name in names if name in old], [new[name] for name in names if name in new]
    was, now = measure.over(before), measure.over(after)
    if was is None or now is None:
        return None
    pairs = [score.question for score in before] == [score.question for score in after]
    p = paired([score.value for score in before], [score.value for score in after]) if pairs else None
    return Shift(measure.name, was, now, len(after), p)


def _change(old: Mapping[str, Any], new: Mapping[str, Any], before: float, after: float) -> Change | None:
    kind = "changed"
    if before != after:
        kind = "fixed" if after > before else "broken"
    elif _gist(old) == _gist(new):
        return None
    return Change(new["id"], new["question"], kind, _said(old), _said(new), tuple(new["faults"]))


def _gist(outcome: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two answers the same to a reader: words, date, the source they rest on."""
    answer = outcome["answer"]
    if answer is None:
        return (outcome["error"],)
    return answer["text"], answer["published"], [citation["file"] for citation in answer["citations"][:1]]


def _said(outcome: Mapping[str, Any]) -> str:
    return str(outcome["answer"]["text"]) if outcome["answer"] else f"crashed: {outcome['error']}"


def read_report(file: Path) -> dict[str, Any]:
    """Read a report that `dateline eval --json` printed.

    Raises:
        EvalFileError: The file is missing or is no such report.
    """
    try:
        made = json.loads(file.read_text(encoding="utf-8-sig"))
        [
            (one["id"], one["faults"], one["answer"], one["error"], *(one[part] for part in _ASKED))
            for one in made["outcomes"]
        ]
        if missing := {one["id"] for one in made["outcomes"]} - _scores(made)["answer_accuracy"].keys():
            raise KeyError(f"no answer_accuracy of {min(missing)}")
    except FileNotFoundError:
        raise EvalFileError(f"there is no report {file}; write one with: dateline eval --json > {file}") from None
    except json.JSONDecodeError as error:
        raise EvalFileError(f"{file}:{error.lineno}: not JSON: {error.msg}") from error
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise EvalFileError(
            f"{file} is no report of this program ({type(error).__name__}: {error}); "
            "write one with: dateline eval --json"
        ) from error
    return dict(made)
