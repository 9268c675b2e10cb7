"""Deleting a deployed file that the engine does not run itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.commands.record_access import note
from engine.errors import InvalidTransition, NotFound
from engine.history.definition_check import RESOURCE_DELETED
from engine.identity import Permission
from engine.store import definitions as store
from engine.store import generic_resources
from engine.store.definitions import FORMS, PROCESSES, REQUIREMENTS, RESOURCES, Versioned

KEPT: Final[dict[str, Versioned[Any]]] = {
    "process definition": PROCESSES,
    "decision requirements": REQUIREMENTS,
    "form": FORMS,
}


@dataclass(frozen=True, slots=True)
class DeleteResource(Command[None]):
    """Delete one version of a generic resource: the one before it becomes the latest."""

    resource_key: int
    reason: str | None = None


def delete_resource(command: DeleteResource, work: Work) -> None:
    """Delete the content; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition for what histories refer to.

    Processes, decisions and forms stay: every case that used them must remain explainable.
    """
    work.require(Permission.DEPLOY)
    connection = work.uow.connection
    store.lock_deployments(connection)
    found = store.find_by_key(connection, RESOURCES, command.resource_key)
    if found is None:
        for kind, versioned in KEPT.items():
            if store.find_by_key(connection, versioned, command.resource_key) is not None:
                raise InvalidTransition(kind, command.resource_key, "part of the history of cases", "deleted")
        raise NotFound("resource", command.resource_key)
    reason = reason_of(work, command.reason)
    generic_resources.delete(connection, found, work.now)
    told = {"resourceKey": str(found.key), "resourceId": found.resource_id, "version": found.version}
    note(work, RESOURCE_DELETED, None, {**told, "checksum": found.checksum, "reason": reason})
