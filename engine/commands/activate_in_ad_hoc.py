"""Activating elements of a running ad-hoc sub-process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.variables_in import checked_variables
from engine.errors import NotFound, RequestInvalid
from engine.identity import Permission
from engine.runtime import entry_points
from engine.store.process_instances import process_instance_of_element

if TYPE_CHECKING:
    from engine.runtime.ad_hoc_leading import NextSteps


@dataclass(frozen=True, slots=True)
class ActivateInAdHoc(Command[None]):
    """Activate elements inside an ad-hoc sub-process instance, each with variables of its own (BPMN 2.0 §13.3.5)."""

    element_instance_key: int
    steps: NextSteps


def activate_in_ad_hoc(command: ActivateInAdHoc, work: Work) -> None:
    """Activate; raise NotFound, NotAllowed, RequestInvalid, VariableInvalid, InvalidTransition. Locks the process instance."""
    work.require(Permission.OPERATE)
    if not command.steps.elements:
        raise RequestInvalid("Name at least one element to activate.", "elements")
    for _, variables in command.steps.elements:
        checked_variables(variables)
    key = process_instance_of_element(work.uow.connection, command.element_instance_key)
    if key is None:
        raise NotFound("ad-hoc sub-process instance", command.element_instance_key)
    case = open_case(work, key)
    case.require_running()
    entry_points.activate_in_ad_hoc(case.execution, command.element_instance_key, command.steps)
    case.record(
        "ELEMENTS_ACTIVATED",
        {"scopeKey": str(command.element_instance_key), "elements": [element_id for element_id, _ in command.steps.elements]},
    )
    case.save()
