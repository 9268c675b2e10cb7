"""The contract between the lifecycle, which is the same for all elements, and what each type of element does in it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from engine.runtime import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bpmn.process_model import Element, SequenceFlow
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


class Outcome(Enum):
    """How an activation ends."""

    DONE = "done"
    """The element has nothing to wait for: it completes."""
    WAIT = "wait"
    """Something else will complete it."""


class Behavior:
    """What one type of element does; the defaults suit an element that does nothing.

    A method that raises CannotContinue must not have had effects: the step is taken again when the incident is resolved.
    """

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Begin the work; input mappings are applied, start listeners are done."""
        return Outcome.DONE

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Go on while active: after a step budget, an incident, or the end of an element instance that it conducts."""

    def complete(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Finish the work; output mappings and end listeners follow."""

    def flows(self, x: Execution, instance: ElementInstance, element: Element) -> Sequence[SequenceFlow]:
        """Return the sequence flows to take: every one whose condition holds, else the default (BPMN 2.0 §13.3.2)."""
        return tokens.conditional_flows(x, instance, element)

    def completed(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """React to having completed, end listeners included; must not fail."""

    def holds_its_end(self, x: Execution, instance: ElementInstance, element: Element) -> bool:
        """Return whether something has to be done before it is terminated; it enqueues the instance when that is over."""
        return False

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Stop the work; children have ended already."""

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Look whether an active scope is done, one of its children having ended."""
        if scope.active_children == 0:
            x.complete(scope)
