"""Starting batch operations over REST: one act on every process instance that a filter chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.case_selection import LIVING, selected_keys
from api.errors import BadRequest
from api.jobs import read_changes
from api.migrations import PLAN, read_plan
from api.reasons import REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.searching import read_search
from engine.commands import BatchOperationType, BatchTarget, Permission, StartBatch
from engine.queries import incidents, jobs, process_instances

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from api.routing import Call, Handler

routes = Routes("Batch operations")

CREATED: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"batchOperationKey": {"type": "string"}, "batchOperationType": {"type": "string"}},
    "required": ["batchOperationKey", "batchOperationType"],
}
MOVES: Final[dict[str, Any]] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"sourceElementId": {"type": "string"}, "targetElementId": {"type": "string"}},
        "required": ["sourceElementId", "targetElementId"],
    },
}


def _chosen(**more: Any) -> dict[str, Any]:
    properties = {"filter": {"type": "object"}, **more, **REASON_PROPERTIES}
    return {"type": "object", "properties": properties, "required": ["filter", *more]}


def _serve(path: str, name: str, summary: str, **more: Any) -> Callable[[Handler], Handler]:
    return routes.serve("POST", path, name, summary, Permission.OPERATE, body=_chosen(**more), answer=CREATED)


@_serve("/process-instances/cancellation", "cancelProcessInstancesBatchOperation", "Cancel process instances")
def cancel_process_instances(call: Call) -> dict[str, Any]:
    """Cancel every root process instance that the filter chooses, with those that it called."""
    states = _states(call, LIVING)
    return _start(call, BatchOperationType.CANCEL_PROCESS_INSTANCE, selected_keys(call, states, only_roots=True))


@_serve("/process-instances/suspension", "suspendProcessInstancesBatchOperation", "Suspend process instances")
def suspend_process_instances(call: Call) -> dict[str, Any]:
    """Suspend every active process instance that the filter chooses."""
    return _start(call, BatchOperationType.SUSPEND_PROCESS_INSTANCE, selected_keys(call, ("ACTIVE",)))


@_serve("/process-instances/resumption", "resumeProcessInstancesBatchOperation", "Resume process instances")
def resume_process_instances(call: Call) -> dict[str, Any]:
    """Resume every suspended process instance that the filter chooses."""
    return _start(call, BatchOperationType.RESUME_PROCESS_INSTANCE, selected_keys(call, ("SUSPENDED",)))


@_serve(
    "/process-instances/migration",
    "migrateProcessInstancesBatchOperation",
    "Migrate process instances",
    migrationPlan={"type": "object", "properties": PLAN, "required": ["targetProcessDefinitionKey"]},
)
def migrate_process_instances(call: Call) -> dict[str, Any]:
    """Migrate every running process instance that the filter chooses, of whichever version."""
    target_key, mapping = read_plan(call.body.child("migrationPlan"))
    call.engine.process_model(target_key)
    parameters = {"target_definition_key": str(target_key), "mapping": mapping}
    return _start(call, BatchOperationType.MIGRATE_PROCESS_INSTANCE, selected_keys(call), parameters)


@_serve(
    "/process-instances/modification",
    "modifyProcessInstancesBatchOperation",
    "Move tokens in process instances",
    moveInstructions=MOVES,
)
def modify_process_instances(call: Call) -> dict[str, Any]:
    """Move the tokens of every running process instance that the filter chooses."""
    given = call.body.objects("moveInstructions")
    moves = [[move.required_text("sourceElementId"), move.required_text("targetElementId")] for move in given]
    if not moves:
        raise BadRequest("Request property [moveInstructions] is missing; say what to move.")
    return _start(call, BatchOperationType.MODIFY_PROCESS_INSTANCE, selected_keys(call), {"moves": moves})


@_serve("/process-instances/incident-resolution", "resolveIncidentsBatchOperation", "Resolve incidents of process instances")
def resolve_incidents(call: Call) -> dict[str, Any]:
    """Resolve every open incident of the process instances that the filter chooses."""
    return _resolve(call, selected_keys(call))


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/incident-resolution",
    "resolveProcessInstanceIncidents",
    "Resolve the incidents of a process instance",
    Permission.OPERATE,
    body={"type": "object", "properties": dict(REASON_PROPERTIES)},
    answer=CREATED,
)
def resolve_process_instance_incidents(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Resolve every open incident of one process instance."""
    with call.engine.reading() as connection:
        process_instances.process_instance(connection, call.actor, process_instance_key)
    return _resolve(call, [process_instance_key])


@routes.serve(
    "POST",
    "/jobs/batch-update",
    "updateJobsBatchOperation",
    "Change the retries, locks or priority of jobs",
    Permission.OPERATE,
    body=_chosen(changeset={"type": "object"}),
    answer=CREATED,
)
def update_jobs(call: Call) -> dict[str, Any]:
    """Change every open job that the filter chooses."""
    if not any(value is not None for value in call.body.child("filter").values.values()):
        raise BadRequest("Request property [filter] is missing; say which jobs are meant.")
    changes = read_changes(call.body.child("changeset"))
    if not any(value is not None for value in changes.values()):
        raise BadRequest("Request property [changeset] is missing; give retries, timeout or priority.")
    request = read_search(call.body, jobs.SEARCH)
    with call.engine.reading() as connection:
        found = jobs.open_jobs(connection, call.actor, request)
    targets = [BatchTarget(process_instance_key, job_key) for job_key, process_instance_key in found]
    return _execute(call, BatchOperationType.UPDATE_JOB, targets, changes)


def _resolve(call: Call, keys: Sequence[int]) -> dict[str, Any]:
    with call.engine.reading() as connection:
        found = incidents.open_incidents_of(connection, keys)
    targets = [BatchTarget(process_instance_key, incident_key) for incident_key, process_instance_key in found]
    return _execute(call, BatchOperationType.RESOLVE_INCIDENT, targets, {})


def _start(
    call: Call, kind: BatchOperationType, keys: Sequence[int], parameters: Mapping[str, object] | None = None
) -> dict[str, Any]:
    return _execute(call, kind, [BatchTarget(key) for key in keys], parameters or {})


def _execute(
    call: Call, kind: BatchOperationType, targets: Sequence[BatchTarget], parameters: Mapping[str, object]
) -> dict[str, Any]:
    key = call.engine.execute(StartBatch(kind, targets, parameters, reason_given(call)), call.actor)
    return {"batchOperationKey": str(key), "batchOperationType": kind.value}


def _states(call: Call, allowed: Sequence[str]) -> Sequence[str]:
    """Return the states that a cancellation's filter names; raise BadRequest for others than those `allowed`."""
    given = call.body.child("filter").values.get("state")
    named = [given] if isinstance(given, str) else []
    if isinstance(given, dict):
        named = [given["$eq"]] if "$eq" in given else list(given.get("$in") or ())
    if any(state not in allowed for state in named):
        raise BadRequest(f"Request property [filter.state] may name {' and '.join(allowed)} only.")
    return named or allowed
