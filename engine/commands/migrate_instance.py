"""Migrating a running process instance to another version of its process, or to another process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands import migrating
from engine.commands.case import Case, open_case
from engine.commands.command import Command, Work
from engine.commands.migration_record import MIGRATED, record_of
from engine.commands.reasons import reason_of
from engine.errors import InvalidTransition, RequestInvalid
from engine.identity import Permission
from engine.runtime.migration_map import MigrationMap

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class MigrateInstance(Command[None]):
    """Run the target version from now on; `mapping` (source element id to target element id) need not name equal ids.

    An element keeps its id where the target has one of the same type with it. An event on the way is kept with its date or
    correlation key when `mapping` names it or its definition is the same; else it is closed and opened anew.
    """

    process_instance_key: int
    target_definition_key: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None


def migrate_instance(command: MigrateInstance, work: Work) -> None:
    """Migrate; raise NotFound, NotAllowed, RequestInvalid, MigrationBlocked, InvalidTransition when it has ended.

    Locks the process instance. User tasks stay with whoever has them, jobs with their workers, incidents open.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    target = work.resources.definition(command.target_definition_key)
    case = open_case(work, command.process_instance_key)
    migration = migration_of(case, target.key, command.mapping)
    source = work.resources.definition(case.process_instance.process_definition_key)
    carried = migrating.carry_over(case, migration, target)
    case.record(MIGRATED, record_of(reason, source, target, migration, carried))
    case.save()


def migration_of(case: Case, target_key: int, mapping: Mapping[str, str]) -> MigrationMap:
    """Return how the elements of a running case correspond to those of another version; raise RequestInvalid, InvalidTransition."""
    instance, resources = case.process_instance, case.work.resources
    if instance.ended_at is not None:
        raise InvalidTransition("process instance", instance.key, instance.state, "migrated")
    if instance.process_definition_key == target_key:
        raise RequestInvalid(f"The process instance {instance.key} runs this version already.", "targetProcessDefinitionKey")
    return MigrationMap(resources.model(instance.process_definition_key), resources.model(target_key), mapping)
