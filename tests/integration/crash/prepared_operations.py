"""Acts of operators on one case and on many, each ready for one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import (
    SYSTEM,
    Activation,
    AssignBusinessId,
    BatchOperationType,
    BatchTarget,
    CancelBatch,
    CancelInstance,
    FailJob,
    MigrateInstance,
    ModifyInstance,
    Move,
    ResumeBatch,
    ResumeInstance,
    RevertMigration,
    SetVariables,
    StartBatch,
    SuspendBatch,
    SuspendInstance,
)
from engine.commands.run_continuation import PostponeContinuation
from engine.model.continuation import ContinuationKind
from tests.integration.crash.prepared import OPERATOR, WHY, Prepared, owed, prepares, step_owed
from tests.integration.diagrams import diagram, service_task, user_task
from tests.integration.migrations import boundary, migrate, timer, version

if TYPE_CHECKING:
    from tests.integration.office import Office

LATE = boundary("check", timer("P20D"))
REVIEW = diagram("review", "start -> check -> sign -> end", "late -> remind", check=user_task(), sign=user_task(), late=LATE)
CORRECTED = diagram(
    "review", "start -> verify -> sign -> end", "soon -> remind",
    verify=user_task(), sign=user_task(), soon=LATE.replace("check", "verify"),
)  # fmt: skip


def _case(office: Office) -> int:
    """Start a case of the first version; both are deployed."""
    office.deploy(REVIEW)
    key = office.start("review", amount=1)
    office.deploy(CORRECTED)
    return key


def _target(office: Office, key: int) -> int:
    return version(office, "review", office.instance(key).version + 1)


def _batch(office: Office, kind: BatchOperationType, *keys: int, item: int | None = None, **parameters: object) -> int:
    targets = [BatchTarget(key, item) for key in keys]
    return office.engine.execute(StartBatch(kind, targets, parameters, WHY), OPERATOR)


def _item(office: Office, kind: BatchOperationType, key: int, item: int | None = None, **parameters: object) -> Prepared:
    _batch(office, kind, key, item=item, **parameters)
    office.engine.execute(*step_owed(office, ContinuationKind.HAND_OUT_BATCH))
    return step_owed(office, ContinuationKind.DO_BATCH_ITEM)


@prepares(CancelInstance)
def canceling_a_case(office: Office) -> Prepared:
    return CancelInstance(_case(office), WHY), OPERATOR


@prepares(SuspendInstance)
def suspending_a_case(office: Office) -> Prepared:
    return SuspendInstance(_case(office), WHY), OPERATOR


@prepares(ResumeInstance)
def resuming_a_case(office: Office) -> Prepared:
    key = _case(office)
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)
    return ResumeInstance(key, WHY), OPERATOR


@prepares(ModifyInstance)
def modifying_a_case(office: Office) -> Prepared:
    moves, more = (Move("sign", source_element_id="check"),), (Activation("remind"),)
    return ModifyInstance(_case(office), more, moves=moves, reason=WHY), OPERATOR


@prepares(MigrateInstance)
def migrating_a_case(office: Office) -> Prepared:
    key = _case(office)
    return MigrateInstance(key, _target(office, key), {"check": "verify"}, WHY), OPERATOR


@prepares(RevertMigration)
def taking_a_migration_back(office: Office) -> Prepared:
    key = _case(office)
    migrate(office, key, office.instance(key).version + 1, check="verify")
    return RevertMigration(key, WHY), OPERATOR


@prepares(SetVariables)
def correcting_variables(office: Office) -> Prepared:
    return SetVariables(_case(office), {"amount": 2, "new": [1]}, reason=WHY), OPERATOR


@prepares(AssignBusinessId)
def giving_a_business_id(office: Office) -> Prepared:
    key = _case(office)
    return AssignBusinessId(key, f"2569/{key}", WHY), OPERATOR


@prepares(StartBatch)
def starting_a_batch_operation(office: Office) -> Prepared:
    return StartBatch(BatchOperationType.SUSPEND_PROCESS_INSTANCE, [BatchTarget(_case(office))], reason=WHY), OPERATOR


@prepares(SuspendBatch)
def suspending_a_batch_operation(office: Office) -> Prepared:
    return SuspendBatch(_batch(office, BatchOperationType.CANCEL_PROCESS_INSTANCE, _case(office)), WHY), OPERATOR


@prepares(ResumeBatch)
def resuming_a_batch_operation(office: Office) -> Prepared:
    key = _batch(office, BatchOperationType.CANCEL_PROCESS_INSTANCE, _case(office))
    office.engine.execute(SuspendBatch(key, WHY), OPERATOR)
    return ResumeBatch(key, WHY), OPERATOR


@prepares(CancelBatch)
def canceling_a_batch_operation(office: Office) -> Prepared:
    return CancelBatch(_batch(office, BatchOperationType.CANCEL_PROCESS_INSTANCE, _case(office)), WHY), OPERATOR


@prepares(ContinuationKind.HAND_OUT_BATCH)
def handing_items_out(office: Office) -> Prepared:
    _batch(office, BatchOperationType.CANCEL_PROCESS_INSTANCE, *(office.start("review") for _ in [_case(office)] * 3))
    return step_owed(office, ContinuationKind.HAND_OUT_BATCH)


@prepares(ContinuationKind.DO_BATCH_ITEM, BatchOperationType.CANCEL_PROCESS_INSTANCE)
def canceling_an_item(office: Office) -> Prepared:
    return _item(office, BatchOperationType.CANCEL_PROCESS_INSTANCE, _case(office))


@prepares(BatchOperationType.SUSPEND_PROCESS_INSTANCE)
def suspending_an_item(office: Office) -> Prepared:
    return _item(office, BatchOperationType.SUSPEND_PROCESS_INSTANCE, _case(office))


@prepares(BatchOperationType.RESUME_PROCESS_INSTANCE)
def resuming_an_item(office: Office) -> Prepared:
    key = _case(office)
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)
    return _item(office, BatchOperationType.RESUME_PROCESS_INSTANCE, key)


@prepares(BatchOperationType.MODIFY_PROCESS_INSTANCE)
def modifying_an_item(office: Office) -> Prepared:
    return _item(office, BatchOperationType.MODIFY_PROCESS_INSTANCE, _case(office), moves=[["check", "sign"]])


@prepares(BatchOperationType.MIGRATE_PROCESS_INSTANCE)
def migrating_an_item(office: Office) -> Prepared:
    key = _case(office)
    target, kind = str(_target(office, key)), BatchOperationType.MIGRATE_PROCESS_INSTANCE
    return _item(office, kind, key, target_definition_key=target, mapping={"check": "verify"})


@prepares(BatchOperationType.RESOLVE_INCIDENT)
def resolving_an_item(office: Office) -> Prepared:
    office.deploy(diagram("failing", "start -> ship -> end", ship=service_task("ship-later")))
    key = office.start("failing")
    (job,) = office.jobs(key)
    office.engine.execute(FailJob(job.key, retries=0, message="no paper"), SYSTEM)
    (incident,) = office.incidents(key)
    return _item(office, BatchOperationType.RESOLVE_INCIDENT, key, incident.key)


@prepares(BatchOperationType.UPDATE_JOB)
def changing_a_job_of_an_item(office: Office) -> Prepared:
    office.deploy(diagram("working", "start -> ship -> end", ship=service_task("ship-later")))
    key = office.start("working")
    (job,) = office.jobs(key)
    return _item(office, BatchOperationType.UPDATE_JOB, key, job.key, retries=5, timeout_ms=None, priority=7)


@prepares(PostponeContinuation)
def noting_that_an_item_failed(office: Office) -> Prepared:
    _item(office, BatchOperationType.SUSPEND_PROCESS_INSTANCE, _case(office))
    return PostponeContinuation(owed(office, ContinuationKind.DO_BATCH_ITEM).key, "it cannot be done"), SYSTEM
