"""A process of steps that can be undone, and one that calls it and undoes it."""

from __future__ import annotations

from tests.integration.diagrams import call, diagram, user_task

UNDONE = '<bpmn:boundaryEvent id="@id" attachedToRef="{0}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>'
TIE = '<bpmn:association id="@id" sourceRef="{0}_undone" targetRef="undo_{0}"/>'
THROW = '<bpmn:intermediateThrowEvent id="@id">@flows<bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>'


def undoable(element_id: str) -> dict[str, str]:
    """Return a user task with the user task that undoes it."""
    handler = user_task().replace("<bpmn:userTask", '<bpmn:userTask isForCompensation="true"')
    names = (element_id, f"{element_id}_undone", f"undo_{element_id}", f"tie_{element_id}")
    return dict(zip(names, (user_task(), UNDONE.format(element_id), handler, TIE.format(element_id)), strict=True))


CHILD = diagram("child", "start -> order -> pay -> end", **undoable("order"), **undoable("pay"))
OUTER = diagram("outer", "start -> buy -> regret -> undo -> end", buy=call("child"), regret=user_task(), undo=THROW)
