"""The comparison: both engines in step, the same tasks done with the same results, and whatever differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.verification import spiff
from app.verification.inputs import Inputs
from app.verification.own import OwnRun
from app.verification.run import Outcome
from app.verification.scope import is_parallel, not_comparable

if TYPE_CHECKING:
    from app.verification.run import Run
    from engine.bpmn.process_model import ProcessModel

MOST_STEPS = 100
"""Tasks done in one run: a loop may go on for ever."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two runs parted: what was done before, what each engine says."""

    seed: int
    done: tuple[str, ...]
    what: str
    own: object
    other: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing a process; with `reasons` it was not compared."""

    process_id: str
    runs: int
    steps: int
    differences: tuple[Difference, ...]
    reasons: tuple[str, ...] = ()


def compare(model: ProcessModel, xml: bytes, *, runs: int, seed: int = 0) -> Comparison:
    """Run the process `runs` times in both engines; raise spiff.SpiffRefused when the other engine cannot read it."""
    reasons = not_comparable(model)
    if reasons:
        return Comparison(model.id, 0, 0, (), tuple(reasons))
    steps, differences = 0, []
    for number in range(seed, seed + runs):
        done, difference = _run(model, xml, number)
        steps += len(done)
        if difference is not None:
            differences.append(difference)
    return Comparison(model.id, runs, steps, tuple(differences))


def _run(model: ProcessModel, xml: bytes, seed: int) -> tuple[list[str], Difference | None]:
    inputs = Inputs(model, seed, fixed=is_parallel(model))
    beginning = inputs.values()
    own, other = OwnRun(model, beginning), spiff.start(model, xml, beginning)
    done: list[str] = []
    while (found := _parted(own, other)) is None and own.outcome is Outcome.WAITING and len(done) < MOST_STEPS:
        element_id = inputs.choose(own.waiting())
        done.append(element_id)
        result = {**inputs.values(), f"done_{element_id}": done.count(element_id)}
        own.complete(element_id, result)
        other.complete(element_id, result)
    return done, None if found is None else Difference(seed, tuple(done), *found)


def _parted(own: Run, other: Run) -> tuple[str, object, object] | None:
    if own.outcome is not other.outcome:
        return "the outcome", own.outcome.value, other.outcome.value
    if own.outcome is Outcome.WAITING and own.waiting() != other.waiting():
        return "what waits", own.waiting(), other.waiting()
    if own.outcome is Outcome.ENDED:
        if own.completed() != other.completed():
            return "what completed", own.completed() - other.completed(), other.completed() - own.completed()
        if own.variables() != other.variables():
            return "the variables", own.variables(), other.variables()
    return None
