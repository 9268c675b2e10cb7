"""Jobs over REST: search, activation with long polling, completion, failure, error, update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import job_results, shapes
from api.errors import BadRequest
from api.reasons import REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import ActivateJobs, CompleteJob, FailJob, Permission, ThrowJobError, UpdateJob
from engine.queries import jobs

if TYPE_CHECKING:
    from api.body import Body
    from api.routing import Call

routes = Routes("Jobs")

WORK = Permission.WORK_JOBS
COMMON = (
    shapes.key("jobKey"),
    shapes.text("type"),
    shapes.text("kind"),
    shapes.text("listenerEventType"),
    shapes.mapping("customHeaders"),
    shapes.text("processDefinitionId"),
    shapes.text("worker"),
    shapes.integer("retries"),
    shapes.text("elementId"),
    shapes.key("elementInstanceKey"),
    shapes.key("processDefinitionKey"),
    shapes.key("processInstanceKey"),
    shapes.key("rootProcessInstanceKey"),
    shapes.text("businessId", nullable=True),
    shapes.integer("priority"),
    shapes.TENANT_ID,
)
JOB = Shape(
    "Job",
    (
        *COMMON,
        shapes.text("state"),
        shapes.time("deadline", nullable=True),
        shapes.text("errorCode", nullable=True),
        shapes.text("errorMessage", nullable=True),
        shapes.boolean("hasFailedWithRetriesLeft"),
        shapes.constant("isDenied", None, shapes.Kind.BOOLEAN, nullable=True),
        shapes.constant("deniedReason", None, nullable=True),
        shapes.time("creationTime"),
        shapes.constant("lastUpdateTime", None, shapes.Kind.TIME, nullable=True),
        shapes.time("endTime", nullable=True),
    ),
)
ACTIVATED_JOB = Shape(
    "ActivatedJob",
    (
        *COMMON,
        shapes.integer("processDefinitionVersion"),
        shapes.milliseconds("deadline", "deadline_ms"),
        shapes.mapping("variables"),
        shapes.texts("tags"),
        shapes.constant("physicalTenantId", "default"),
        shapes.constant("jobLeaseToken", None, nullable=True),
    ),
)
ACTIVATED = ACTIVATED_JOB.schema()
ACTIVATED["properties"]["userTask"] = {"type": ["object", "null"]}
ACTIVATION = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "worker": {"type": "string"},
        "timeout": {"type": "integer", "minimum": 1, "description": "milliseconds that the jobs stay with the worker"},
        "maxJobsToActivate": {"type": "integer", "minimum": 1},
        "fetchVariable": {"type": "array", "items": {"type": "string"}},
        "requestTimeout": {
            "type": "integer",
            "description": "milliseconds to wait for a job; 0: the server's choice; below 0: not at all",
        },
        "tenantIds": {"type": "array", "items": {"type": "string"}},
        "tenantFilter": {"type": "string", "enum": ["PROVIDED", "ASSIGNED"], "description": "the same: there is one tenant"},
        "withLease": {"type": "boolean", "enum": [False], "description": "jobs have deadlines, no leases"},
    },
    "required": ["type", "timeout", "maxJobsToActivate"],
}
LONGEST_WAIT_MS = 30_000
USUAL_WAIT_MS = 10_000
MOST_JOBS = 1_000
LARGEST_PRIORITY = 2**31 - 1
MOST_RETRIES = 2**31 - 1
VARIABLES = {"variables": {"type": ["object", "null"]}}


@routes.serve("POST", "/jobs/search", "searchJobs", "Search jobs", None, body=SEARCH_BODY, answer=page_schema(JOB))
def search_jobs(call: Call) -> dict[str, Any]:
    """Answer with the jobs of cases that the caller sees."""
    request = read_search(call.body, jobs.SEARCH)
    with call.engine.reading() as connection:
        return write_page(jobs.search_jobs(connection, call.actor, request), JOB)


@routes.serve(
    "POST",
    "/jobs/activation",
    "activateJobs",
    "Lock jobs for a worker",
    WORK,
    body=ACTIVATION,
    answer={"type": "object", "properties": {"jobs": {"type": "array", "items": ACTIVATED}}, "required": ["jobs"]},
)
def activate_jobs(call: Call) -> dict[str, Any]:
    """Lock up to `maxJobsToActivate` jobs, waiting for the first one for `requestTimeout` milliseconds at most."""
    body = call.body
    body.texts("tenantIds")
    body.choice("tenantFilter", ("PROVIDED", "ASSIGNED"))
    if body.boolean("withLease"):
        raise BadRequest("Request property [withLease] is not served here: a job has a deadline, no lease; leave it out.")
    asked = body.integer("requestTimeout", 0, least=-(2**31)) or USUAL_WAIT_MS
    command = ActivateJobs(
        types=(body.required_text("type"),),
        worker=body.text("worker") or call.actor.user_name,
        timeout_s=_required_timeout(body) / 1000,
        limit=min(body.required_integer("maxJobsToActivate", least=1), MOST_JOBS),
        variable_names=body.texts("fetchVariable"),
    )
    found = call.engine.wait_for_jobs(command, call.actor, wait_s=min(max(asked, 0), LONGEST_WAIT_MS) / 1000)
    return {"jobs": [ACTIVATED_JOB.render(job) | {"userTask": job_results.told_user_task(job)} for job in found]}


@routes.serve(
    "POST",
    "/jobs/{jobKey}/completion",
    "completeJob",
    "Complete a job",
    WORK,
    status=204,
    body={"type": "object", "properties": {**VARIABLES, "result": job_results.RESULT}},
)
def complete_job(call: Call, job_key: int) -> None:
    """Complete it with variables and, where the job asks for one, a result: of a task listener, or of an ad-hoc sub-process."""
    variables = dict(call.body.mapping("variables"))
    command = CompleteJob(job_key, variables, **job_results.read_result(call.body.child("result")))
    call.engine.execute(command, call.actor)


@routes.serve(
    "POST",
    "/jobs/{jobKey}/failure",
    "failJob",
    "Fail a job",
    WORK,
    status=204,
    body={
        "type": "object",
        "properties": {
            "retries": {"type": "integer"},
            "errorMessage": {"type": "string"},
            "retryBackOff": {"type": "integer"},
            **VARIABLES,
        },
    },
)
def fail_job(call: Call, job_key: int) -> None:
    """Give it back; with no retries left it becomes an incident."""
    body = call.body
    command = FailJob(
        job_key,
        retries=body.integer("retries", 0, least=0, most=MOST_RETRIES) or 0,
        message=body.text("errorMessage") or "",
        retry_delay_s=(body.milliseconds("retryBackOff") or 0) / 1000,
        variables=dict(body.mapping("variables")),
    )
    call.engine.execute(command, call.actor)


@routes.serve(
    "POST",
    "/jobs/{jobKey}/error",
    "throwJobError",
    "Throw a BPMN error from a job",
    WORK,
    status=204,
    body={
        "type": "object",
        "properties": {"errorCode": {"type": "string"}, "errorMessage": {"type": ["string", "null"]}, **VARIABLES},
        "required": ["errorCode"],
    },
)
def throw_job_error(call: Call, job_key: int) -> None:
    """Look for whoever catches the error; nobody: an incident."""
    body = call.body
    command = ThrowJobError(
        job_key, body.required_text("errorCode"), body.text("errorMessage"), variables=dict(body.mapping("variables"))
    )
    call.engine.execute(command, call.actor)


@routes.serve(
    "PATCH",
    "/jobs/{jobKey}",
    "updateJob",
    "Change a job's retries, its lock or its priority",
    None,
    status=204,
    body={"type": "object", "properties": {"changeset": {"type": "object"}, **REASON_PROPERTIES}, "required": ["changeset"]},
)
def update_job(call: Call, job_key: int) -> None:
    """Set the retries or the priority, or let the lock end `timeout` milliseconds from now."""
    changes = read_changes(call.body.child("changeset"))
    if all(value is None for value in changes.values()):
        raise BadRequest("Request property [changeset] is missing; give retries, timeout or priority.")
    call.engine.execute(UpdateJob.of(job_key, changes, reason_given(call)), call.actor)


def _required_timeout(body: Body) -> int:
    timeout_ms = body.milliseconds("timeout", least=1)
    if timeout_ms is None:
        raise BadRequest("Request property [timeout] is missing; give milliseconds.")
    return timeout_ms


def read_changes(changes: Body) -> dict[str, int | None]:
    """Return what a changeset sets: retries, priority, and for how many milliseconds from now the lock holds. Raises BadRequest."""
    changes.refuse_unknown(("retries", "timeout", "priority"))
    return {
        "retries": changes.integer("retries", least=1, most=MOST_RETRIES),
        "timeout_ms": changes.milliseconds("timeout"),
        "priority": changes.integer("priority", least=-LARGEST_PRIORITY, most=LARGEST_PRIORITY),
    }
