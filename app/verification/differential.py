"""The comparison: both engines in step, the same tasks done with the same results, and whatever differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.verification.exploring import Exploring, Journey
from app.verification.own import OwnRun
from app.verification.reduction import reduced, start_events
from app.verification.run import Endless, Outcome
from app.verification.scope import (
    accompanying,
    accompanying_starts,
    compared_once,
    not_comparable,
    uncounted,
    unsure_variables,
)
from app.verification.spiff.run import Spiff
from app.verification.surroundings import Surroundings
from engine import bpmn

if TYPE_CHECKING:
    from app.verification.run import Run
    from engine.bpmn.process_model import ProcessModel

ENDLESS = "some runs were broken off: they went on and on without anybody's work"


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
    runs: int = 0
    steps: int = 0
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What of the process was not compared, or in a simpler form, by element."""
    elements: int = 0
    """How many elements there were to compare."""
    unseen: tuple[str, ...] = ()
    """Those that no run came to."""


def compare(process_id: str, xml: bytes, *, runs: int, seed: int = 0, surroundings: Surroundings | None = None) -> Comparison:
    """Run a process of a BPMN file `runs` times in both engines; raise spiff.SpiffRefused when the other one cannot read it."""
    parts = [reduced(xml, process_id, start_id) for start_id in start_events(xml, process_id)]
    remarks = tuple(dict.fromkeys(remark for part in parts for remark in part.remarks))
    models = [next(model for model in bpmn.parse(part.xml).processes if model.id == process_id) for part in parts]
    reasons = tuple(dict.fromkeys(reason for model in models for reason in not_comparable(model)))
    if reasons:
        return Comparison(process_id, reasons=reasons, remarks=remarks)
    around = surroundings or Surroundings()
    forms = _forms(next(model for model in bpmn.parse(xml).processes if model.id == process_id))
    comparing = [_Comparing(model, part.xml, around, forms) for model, part in zip(models, parts, strict=True)]
    tried = (comparing[number % len(comparing)].run(number) for number in range(seed, seed + runs))
    differences = tuple(found for found in tried if found is not None)
    once = dict.fromkeys(remark for each in comparing for remark in each.once.values())
    endless = (ENDLESS,) if any(each.is_endless for each in comparing) else ()
    stuck = sum(each.stuck for each in comparing)
    halted = (f"{stuck} runs are compared up to an incident only, which both engines come to",) if stuck else ()
    wanted = {element_id for model in models for element_id in model.elements if element_id != process_id}
    unseen = tuple(sorted(wanted.difference(*(each.seen for each in comparing))))
    steps = sum(each.steps for each in comparing)
    return Comparison(process_id, runs, steps, differences, (), (*remarks, *once, *endless, *halted), len(wanted), unseen)


def _forms(model: ProcessModel) -> dict[str, str]:
    """Return the forms of user tasks that a diagram names; what is compared has none."""
    tasks = {element.id: element.user_task for element in model.elements.values()}
    return {id_: task.form_id for id_, task in tasks.items() if task is not None and task.form_id is not None}


class _Comparing:
    """The runs of one process, what they did and where they came to."""

    def __init__(self, model: ProcessModel, xml: bytes, surroundings: Surroundings, forms: dict[str, str]) -> None:
        self.steps = 0
        self.seen: set[str] = set()
        self.is_endless = False
        self.stuck = 0
        self.once = compared_once(model)
        self._model, self._surroundings = model, surroundings
        self._spiff = Spiff(model, xml, surroundings.decisions)
        self._uncounted = uncounted(model)
        self._accompanying = accompanying(model)
        self._beside = accompanying_starts(model)
        self._unsure = unsure_variables(model)
        self._exploring = Exploring(model, surroundings, forms, self._may_happen)

    def run(self, seed: int) -> Difference | None:
        """Run once in both engines; return where they part."""
        journey = self._exploring.journey(seed)
        done = journey.done
        try:
            found = self._compared(journey)
        except Endless:
            self.is_endless, found = True, None
        self.steps += len(done)
        return None if found is None else Difference(seed, tuple(done), *found)

    def _compared(self, journey: Journey) -> tuple[str, object, object] | None:
        beginning, done = journey.beginning, journey.done
        own, other = OwnRun(self._model, beginning, self._surroundings.decisions), self._spiff.start(beginning)
        while (found := self._parted(own, other, done)) is None and own.outcome is Outcome.WAITING and not journey.is_long:
            events = self._not_yet(other, done)
            if not own.waiting() and not events:
                break  # a join waits for ever, in both of them
            element_id, result = journey.next(own.waiting(), events)
            if result is None:
                own.happen(element_id)
                other.happen(element_id)
                continue
            own.complete(element_id, result)
            if any(own.completed()[gateway] > 1 for gateway in self.once):
                break
            other.complete(element_id, result)
        self.seen |= set(own.completed())
        self.stuck += own.outcome is Outcome.STUCK
        return found

    def _parted(self, own: Run, other: Run, done: list[str]) -> tuple[str, object, object] | None:
        if own.outcome is not other.outcome:
            return "the outcome", own.outcome.value, other.outcome.value
        if own.outcome is Outcome.WAITING and own.waiting() != other.waiting():
            return "what waits", own.waiting(), other.waiting()
        there = self._not_yet(other, done)
        here = [event for event in self._not_yet(own, done) if event in there or event not in self._beside]
        if own.outcome is Outcome.WAITING and here != there:
            return "which events may happen", here, there
        if own.outcome is Outcome.ENDED:
            mine_done, theirs_done = self._counted(own), self._counted(other)
            if mine_done != theirs_done:
                return "what completed", mine_done - theirs_done, theirs_done - mine_done
            mine, theirs = self._sure(own.variables()), self._sure(other.variables())
            if mine != theirs:
                names = [name for name in sorted({*mine, *theirs}) if mine.get(name) != theirs.get(name)]
                return "the variables", {name: mine.get(name) for name in names}, {name: theirs.get(name) for name in names}
        return None

    def _sure(self, variables: dict[str, object]) -> dict[str, object]:
        """Leave out what is written side by side, and null, which is what a variable that is missing is in FEEL."""
        return {name: value for name, value in variables.items() if name not in self._unsure and value is not None}

    def _counted(self, run: Run) -> Counter[str]:
        """Leave out what each engine counts, or orders, in its own way."""
        return Counter({name: number for name, number in run.completed().items() if name not in self._uncounted})

    def _not_yet(self, run: Run, done: list[str]) -> list[str]:
        """Leave out the events that have happened and may here, but not in SpiffWorkflow, happen again."""
        return [event for event in run.awaited() if self._may_happen(event, done)]

    def _may_happen(self, event: str, done: list[str]) -> bool:
        return event not in self._accompanying or event not in done
