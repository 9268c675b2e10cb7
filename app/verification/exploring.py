"""The search, in this engine alone and so fast, for runs that come to elements no run came to before."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.verification.inputs import Inputs
from app.verification.own import OwnRun
from app.verification.run import Endless, Outcome
from app.verification.scope import DONE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.verification.surroundings import Surroundings
    from engine.bpmn.process_model import ProcessModel

MOST_STEPS = 60
"""Tasks done in one run: a loop may go on for ever."""
TRIES = 4
"""Runs in this engine alone for each that is compared, while there are elements that none has come to."""
IN_VAIN = 150
"""So many that come to nothing new, one after the other, end the search."""
PATIENCE = 12
"""Acts without anything new, after which such a run is given up."""
VARIED = 0.8
"""The share of runs in search that begin as one did which came to something new."""
VARIED_COMPARED = 0.5
"""The same share of the other runs that are compared."""
FRESH = 0.5
"""How often something is done that no run has done, where there is something else, too."""

Act = tuple[str, "Mapping[str, object] | None"]
"""A task with its result, or an event without one."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a run went: the variables that it began with, then one act after the other."""

    beginning: Mapping[str, object]
    acts: tuple[Act, ...]


class Journey:
    """A run under way: first along a course, as long as that can be followed, then wherever chance leads."""

    def __init__(self, inputs: Inputs, course: Course | None, tried: set[str]) -> None:
        self.done: list[str] = []
        self.beginning = dict(course.beginning) if course is not None else inputs.values()
        self._inputs, self._tried = inputs, tried
        self._ahead = list(course.acts) if course is not None else []
        self._acts: list[Act] = []
        self.patience = len(self._ahead) + PATIENCE

    @property
    def is_long(self) -> bool:
        """Whether it has had as many steps as one may have."""
        return len(self.done) >= MOST_STEPS

    def next(self, tasks: list[str], events: list[str]) -> Act:
        """Choose what is done now, and with which result."""
        element_id, result = self._ahead.pop(0) if self._ahead else ("", None)
        if element_id not in (tasks if result is not None else events):
            self._ahead.clear()
            element_id = self._choose(tasks, events)
            result = None if element_id in events else self._inputs.values(element_id)
        self.done.append(element_id)
        self._tried.add(element_id)
        if result is not None:
            result = {**result, f"{DONE}{element_id}": self.done.count(element_id)}
        self._acts.append((element_id, result))
        return element_id, result

    def course(self) -> Course:
        """Return how it went up to here."""
        return Course(self.beginning, tuple(self._acts))

    def _choose(self, tasks: list[str], events: list[str]) -> str:
        fresh = [element_id for element_id in (*tasks, *events) if element_id not in self._tried]
        return self._inputs.choose_fresh(fresh, FRESH) or self._inputs.choose(tasks, events)


class Exploring:
    """What the runs of one process have come to, and how."""

    def __init__(
        self,
        model: ProcessModel,
        surroundings: Surroundings,
        forms: Mapping[str, str],
        may_happen: Callable[[str, list[str]], bool],
    ) -> None:
        """Take the form of each user task, and what tells of an event, after what was done, whether it may happen."""
        self._model, self._surroundings, self._may_happen = model, surroundings, may_happen
        known = surroundings.forms
        self._fields = {element_id: known[form] for element_id, form in forms.items() if form in known}
        self._given: Counter[tuple[str, str, str, int]] = Counter()
        self._wanted = set(model.elements) - {model.id}
        self._tried: set[str] = set()
        self._courses: list[Course] = []
        self._to_compare: list[Course] = []
        self._in_vain = 0

    def journey(self, seed: int) -> Journey:
        """Return the next run to compare: one that came to something new here, else one that chance chooses."""
        for number in range(TRIES):
            if self._wanted and self._in_vain < IN_VAIN:
                self._try(seed * TRIES + number)
        inputs = self._inputs(str(seed))
        chance = random.Random(seed)  # noqa: S311 (reproducible test inputs)
        course = self._to_compare.pop(0) if self._to_compare else self._varied(chance, VARIED_COMPARED)
        return Journey(inputs, course, self._tried)

    def _inputs(self, seed: str) -> Inputs:
        return Inputs(self._model, seed, known=self._surroundings.values, fields=self._fields, given=self._given)

    def _try(self, number: int) -> None:
        """Run once, and keep the way to whatever is new."""
        course = self._varied(random.Random(number), VARIED)  # noqa: S311 (reproducible test inputs)
        journey = Journey(self._inputs(f"try {number}"), course, self._tried)
        found: Course | None = None
        try:
            own = OwnRun(self._model, journey.beginning, self._surroundings.decisions)
            found = self._newly_seen(own, journey)
            while own.outcome is Outcome.WAITING and not journey.is_long and len(journey.done) < journey.patience:
                events = [event for event in own.awaited() if self._may_happen(event, journey.done)]
                if not own.waiting() and not events:
                    break
                self._act(own, *journey.next(own.waiting(), events))
                if new := self._newly_seen(own, journey):
                    found, journey.patience = new, len(journey.done) + PATIENCE
        except Endless:
            pass
        self._in_vain = 0 if found else self._in_vain + 1
        if found:
            self._courses.append(found)
            self._to_compare.append(found)

    @staticmethod
    def _act(own: OwnRun, element_id: str, result: Mapping[str, object] | None) -> None:
        if result is None:
            own.happen(element_id)
        else:
            own.complete(element_id, result)

    def _newly_seen(self, own: OwnRun, journey: Journey) -> Course | None:
        new = self._wanted & set(own.completed())
        self._wanted -= new
        return journey.course() if new else None

    def _varied(self, chance: random.Random, share: float) -> Course | None:
        """Return the beginning of a course, of the later ones rather than of the earlier."""
        if not self._courses or chance.random() > share:
            return None
        course = self._courses[max(chance.randrange(len(self._courses)) for _ in range(2))]
        followed = max(chance.randint(0, len(course.acts)) for _ in range(2))
        return Course(course.beginning, course.acts[:followed]) if followed else None
