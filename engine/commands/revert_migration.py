"""The way back from a migration, while nothing in the case has moved on since."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands import migrating
from engine.commands.case import Case, open_case
from engine.commands.command import Command, Work
from engine.commands.migrate_instance import migration_of
from engine.commands.migration_record import MIGRATED, REVERTED, MigrationRecord, read_record, record_of
from engine.commands.reasons import reason_of
from engine.errors import MigrationBlocked
from engine.identity import Permission
from engine.store.history_events import first_event_besides, last_event_of

STANDING_STILL = frozenset(
    {
        "COMMENT_ADDED",
        "INCIDENT_REVIEWED",
        "JOB_UPDATED",
        "PROCESS_INSTANCE_RESUMED",
        "PROCESS_INSTANCE_SUSPENDED",
        "REFUSED",
        "SUBSCRIPTION_OPENED",
        "TIMER_SCHEDULED",
        "USER_TASK_ASSIGNED",
        "USER_TASK_CLAIMED",
        "USER_TASK_UNASSIGNED",
        "USER_TASK_UPDATED",
    }
)
"""Events after which a case still stands where it stood when it was migrated."""


@dataclass(frozen=True, slots=True)
class RevertMigration(Command[None]):
    """Run the version before the last migration again, with its timers, subscriptions and forms as they were."""

    process_instance_key: int
    reason: str | None = None


def revert_migration(command: RevertMigration, work: Work) -> None:
    """Revert; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition, MigrationBlocked when something moved on.

    Locks the process instance.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    case = open_case(work, command.process_instance_key)
    record = _last_migration(case)
    mapping = {target: source for source, target in record.mapping.items()}
    migration = migration_of(case, record.source_key, mapping)
    source, target = (work.resources.definition(key) for key in (record.target_key, record.source_key))
    carried = migrating.carry_over(case, migration, target, restored=record.withdrawn)
    case.record(REVERTED, record_of(reason, source, target, migration, carried))
    case.save()


def _last_migration(case: Case) -> MigrationRecord:
    connection, key = case.work.uow.connection, case.process_instance.key
    event = last_event_of(connection, key, (MIGRATED, REVERTED))
    if event is None or event.type != MIGRATED:
        raise MigrationBlocked(key, ["There is no migration to take back."])
    moved = first_event_besides(connection, key, STANDING_STILL, after=event.sequence)
    if moved is not None:
        raise MigrationBlocked(key, [f"The case has moved on since: {moved.type} at {moved.element_id or 'the case'}."])
    record = read_record(event.payload)
    if record is None or record.withdrawn is None or len(set(record.mapping.values())) < len(record.mapping):
        raise MigrationBlocked(key, ["What the migration took away cannot be told apart any more."])
    return record
