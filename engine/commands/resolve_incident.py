"""Resolving an incident: the step is taken again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.errors import InvalidTransition, NotFound
from engine.identity import Permission
from engine.model.incident import IncidentState
from engine.runtime import entry_points
from engine.store.continuations import revive_continuations
from engine.store.incidents import find_incident


@dataclass(frozen=True, slots=True)
class ResolveIncident(Command[None]):
    """Take the incident's step again, its cause being removed."""

    incident_key: int
    reason: str | None = None


def resolve_incident(command: ResolveIncident, work: Work) -> None:
    """Resolve; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition when it is resolved. Locks the process instance."""
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    connection = work.uow.connection
    found = find_incident(connection, command.incident_key)
    if found is None:
        raise NotFound("incident", command.incident_key)
    case = open_case(work, found.process_instance_key)
    incident = find_incident(connection, command.incident_key)
    if incident is None or incident.state is not IncidentState.ACTIVE:
        raise InvalidTransition("incident", command.incident_key, IncidentState.RESOLVED, IncidentState.RESOLVED)
    case.record("INCIDENT_REVIEWED", {"incidentKey": str(incident.key), "reason": reason})
    revived = revive_continuations(connection, found.process_instance_key, work.now)
    work.uow.continuations += revived
    work.uow.wakes_drain = work.uow.wakes_drain or bool(revived)
    entry_points.resolve_incident(case.execution, incident.key, incident.element_instance_key, incident.job_key)
    case.save()
