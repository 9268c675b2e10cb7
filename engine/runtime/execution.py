"""One command's run over one process instance: a queue of element instances whose next step is due, taken until all wait."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.model.process_instance import ProcessInstanceState
from engine.runtime import conditions, effects, incidents, lifecycle, model_facts, settling
from engine.runtime.effects import Effect, HistoryRecorded, HistoryType
from engine.runtime.failures import CannotContinue
from engine.runtime.places import place_of
from engine.runtime.variables import NO_NAMES, Variables, VisibleVariables
from engine.runtime.waits import Waits
from engine.runtime.working_set import WorkingSet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from engine.model.process_instance import ProcessInstance
    from engine.runtime.ports import Resources, StateReader

STEP_BUDGET = 200
"""Steps that one command takes; what is left is owed to a continuation, so no command holds its lock for long."""
BATCH = 50
"""Children that are created or terminated in one step."""


class Execution:
    """Moves the tokens of one locked process instance; entry points put the first steps on its queue, `run` takes them."""

    def __init__(
        self,
        process_instance: ProcessInstance,
        resources: Resources,
        reader: StateReader,
        *,
        now: datetime,
        new_key: Callable[[], int],
        evaluation: feel.Evaluation | None = None,
        step_budget: int = STEP_BUDGET,
    ) -> None:
        self.process_instance = process_instance
        self.resources = resources
        self.model = resources.model(process_instance.process_definition_key)
        self.facts = model_facts.of(self.model)
        self.now = now
        self.new_key = new_key
        self.evaluation = evaluation or feel.Evaluation(now=lambda: now)
        self.rows = WorkingSet(reader)
        self.journal: list[Effect] = []
        self.emit = self.journal.append
        self.variables = Variables(self.rows, new_key, self.emit)
        self.waits = Waits(self.rows, self.emit)
        self.batch = BATCH
        self._steps_left = step_budget
        self._due: deque[ElementInstance] = deque()
        self._ending: deque[ElementInstance] = deque()
        """Terminations come before everything else, so that what replaces them starts when they are over."""
        self._queued: set[int] = set()
        self._to_settle: dict[int, ElementInstance] = {}
        self._more_is_owed = False
        self.chunks: dict[tuple[int, int], Sequence[object]] = {}
        """Items of multi-instances by (body key, chunk number)."""
        self._state_before = process_instance.state

    def run(self) -> tuple[Effect, ...]:
        """Take steps until everything waits or the step budget is used up; return what to write, in order."""
        self.advance()
        self._leave_the_rest_owed()
        return self._effects()

    def advance(self) -> bool:
        """Take steps until everything waits or the step budget is used up; tell whether some of it is left.

        Another entry point may follow: it meets the case as if a command of its own had begun.
        """
        if self.process_instance.state is ProcessInstanceState.SUSPENDED:
            self._steps_left = 0
        else:
            self._react()
        while self._steps_left > 0 and (instance := self._next()) is not None:
            self._steps_left -= 1
            self._step(instance)
        return self._steps_left > 0

    def take_up_owed(self) -> None:
        """Put the steps on the queue that an earlier command left owed, as many as the step budget allows."""
        rows = self.rows.reader.owed(limit=self._steps_left)
        self._more_is_owed = len(rows) == self._steps_left
        for instance in rows:
            self.enqueue(self.rows.take_in(instance))

    def element(self, instance: ElementInstance) -> Element:
        """Return what the diagram says about an element instance."""
        return self.model.elements[instance.element_id]

    def scope_of(self, instance: ElementInstance) -> ElementInstance | None:
        """Return the enclosing element instance; None for the process."""
        return None if instance.scope_key is None else self.rows.get(instance.scope_key)

    def boundary_host(self, instance: ElementInstance) -> ElementInstance:
        """Return the element instance that carries the boundary events: of a child of a multi-instance its body."""
        scope = self.scope_of(instance)
        return scope if scope is not None and scope.element_type is ElementType.MULTI_INSTANCE_BODY else instance

    def create(
        self,
        element: Element,
        scope: ElementInstance | None,
        *,
        flow_id: str | None = None,
        element_type: ElementType | None = None,
        loop_counter: int = 0,
        conductor_key: int | None = None,
        compensates_key: int | None = None,
    ) -> ElementInstance:
        """Create an element instance whose activation is due; an activity with a loop gets its body first."""
        has_body = element.loop is not None and not loop_counter
        usual_type = ElementType.MULTI_INSTANCE_BODY if has_body else element.type
        instance = ElementInstance(
            key=self.process_instance.key if scope is None else self.new_key(),
            process_instance_key=self.process_instance.key,
            element_id=element.id,
            element_type=element_type or usual_type,
            scope_key=None if scope is None else scope.key,
            started_at=self.now,
            flow_id=flow_id,
            loop_counter=loop_counter,
            conductor_key=conductor_key,
            compensates_key=compensates_key,
        )
        self.rows.add(instance)
        if scope is not None:
            scope.active_children += 1
        self.enqueue(instance)
        return instance

    def enqueue(self, instance: ElementInstance) -> None:
        """Have the element instance's next step taken: which one follows from its state."""
        if instance.state is ElementInstanceState.TERMINATING or _still_ends_others(instance):
            self.enqueue_first(instance)
        elif instance.key not in self._queued:
            self._queued.add(instance.key)
            self._due.append(instance)

    def enqueue_first(self, instance: ElementInstance) -> None:
        """Have the element instance's next step taken before anything else moves."""
        self._queued.add(instance.key)
        self._ending.append(instance)

    def activated(self, instance: ElementInstance) -> None:
        """Make the element instance active."""
        instance.move(ElementInstanceState.ACTIVE)
        self.record(HistoryType.ELEMENT_ACTIVATED, instance, place_of(instance))

    def complete(self, instance: ElementInstance) -> None:
        """Have an active element instance completed."""
        instance.move(ElementInstanceState.COMPLETING)
        self.enqueue(instance)

    def complete_first(self, instance: ElementInstance) -> None:
        """Have an active scope completed, and what is left in it terminated, before anything else moves."""
        instance.move(ElementInstanceState.COMPLETING)
        self.enqueue_first(instance)

    def terminate(self, instance: ElementInstance) -> None:
        """Have a living element instance terminated with everything in it, before any other step."""
        if not instance.is_final and instance.state is not ElementInstanceState.TERMINATING:
            instance.move(ElementInstanceState.TERMINATING)
            self.enqueue(instance)

    def settle_later(self, scope: ElementInstance) -> None:
        """Have the scope's joins that look at all its tokens checked when nothing moves any more."""
        self._to_settle[scope.key] = scope

    def context(self, instance: ElementInstance, extra: Mapping[str, object] = NO_NAMES) -> VisibleVariables:
        """Return the variables that an expression of the element instance sees."""
        return self.variables.visible(instance, extra)

    def record(self, kind: HistoryType, instance: ElementInstance, data: Mapping[str, object] = effects.NO_DATA) -> None:
        """Append a history event about an element instance."""
        self.emit(HistoryRecorded(kind, instance.key, instance.element_id, instance.element_type, data))

    def _next(self) -> ElementInstance | None:
        while True:
            self._settle()
            queue = self._ending or self._due
            if not queue:
                return None
            instance = queue.popleft()
            if instance.key in self._queued:
                self._queued.discard(instance.key)
                return instance

    def _settle(self) -> None:
        while not self._ending and not self._due and self._to_settle:
            settling.settle(self, self._to_settle.popitem()[1])

    def _step(self, instance: ElementInstance) -> None:
        instance.is_owed = False
        try:
            lifecycle.step(self, instance)
        except CannotContinue as failure:
            incidents.hold(self, instance, failure)
        self._react()

    def _react(self) -> None:
        if self.variables.changed and self.facts.activations_over_data:
            settling.look_again(self)
        if self.variables.changed or self.waits.has_new_conditions:
            conditions.evaluate(self)

    def _leave_the_rest_owed(self) -> None:
        self._settle()
        rest = {instance.key: instance for instance in (*self._ending, *self._due, *self._to_settle.values())}
        owed = [instance for instance in rest.values() if not instance.is_final]
        for instance in owed:
            instance.is_owed = True
        if (owed or self._more_is_owed) and self.process_instance.state is not ProcessInstanceState.SUSPENDED:
            self.emit(effects.ContinuationRequested(self.process_instance.key))

    def _effects(self) -> tuple[Effect, ...]:
        changes: list[Effect] = []
        if self.rows.is_new(self.process_instance.key):
            changes.append(effects.ProcessInstanceCreated(self.process_instance))
        elif self.process_instance.state is not self._state_before:
            changes.append(effects.ProcessInstanceChanged(self.process_instance))
        rows = list(self.rows.changes())
        self._record_held(rows)
        return (*changes, *rows, *self.variables.changes(), *self.journal, *self.waits.opened())

    def _record_held(self, rows: Sequence[Effect]) -> None:
        for effect in rows:
            if isinstance(effect, effects.ElementInstanceCreated | effects.ElementInstanceChanged):
                instance = effect.element_instance
                if instance.state in _BETWEEN:
                    self.record(HistoryType.ELEMENT_HELD, instance, {"state": instance.state.value, **place_of(instance)})


_BETWEEN = (ElementInstanceState.ACTIVATING, ElementInstanceState.COMPLETING, ElementInstanceState.TERMINATING)


def _still_ends_others(instance: ElementInstance) -> bool:
    """Return whether a scope that is interrupted or completes has yet to terminate what is in it, before that can move."""
    if instance.state is ElementInstanceState.COMPLETING:
        return instance.active_children > 0
    return instance.sparing_key is not None and instance.state is ElementInstanceState.ACTIVE
