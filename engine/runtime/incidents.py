"""Incidents: an element instance that cannot go on waits for an operator, who has its step taken again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime.effects import HistoryType, IncidentRaised, IncidentResolved, IncidentType

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.failures import CannotContinue


def hold(x: Execution, instance: ElementInstance, failure: CannotContinue, job_key: int | None = None) -> None:
    """Keep the element instance as it is until the incident is resolved."""
    raise_(x, instance, failure.error_type, failure.message, job_key)


def raise_(x: Execution, instance: ElementInstance, error_type: IncidentType, message: str, job_key: int | None = None) -> None:
    """Record an incident; an element instance has one at a time."""
    if instance.incident_key is not None or instance.is_final:
        return
    instance.incident_key = x.new_key()
    x.emit(IncidentRaised(instance.incident_key, error_type, message, instance.key, instance.element_id, job_key))
    x.record(HistoryType.INCIDENT_RAISED, instance, {"errorType": error_type.value, "message": message})


def drop(x: Execution, instance: ElementInstance) -> None:
    """Close the incident, if there is one."""
    if instance.incident_key is not None:
        x.emit(IncidentResolved(instance.incident_key))
        x.record(HistoryType.INCIDENT_RESOLVED, instance)
        instance.incident_key = None
