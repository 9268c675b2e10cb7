"""Migration of process instances over REST: the plan as the client libraries write it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api import shapes
from api.case_selection import selected_keys
from api.errors import BadRequest
from api.reasons import REASON, REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.shapes import Shape
from engine.commands import MigrateInstance, Permission, RevertMigration, plan_migration

if TYPE_CHECKING:
    from api.body import Body
    from api.routing import Call

routes = Routes("Operations")

PLAN: Final[dict[str, Any]] = {
    "targetProcessDefinitionKey": {"type": "string"},
    "mappingInstructions": {
        "type": "array",
        "description": "An element that is not named keeps its id where the target has one of its type with it.",
        "items": {
            "type": "object",
            "properties": {"sourceElementId": {"type": "string"}, "targetElementId": {"type": "string"}},
            "required": ["sourceElementId", "targetElementId"],
        },
    },
}
PLACE = Shape(
    "MigrationPlace",
    (
        shapes.integer("version"),
        shapes.text("elementId"),
        shapes.text("name", nullable=True),
        shapes.text("kind"),
        shapes.integer("cases"),
        shapes.text("targetElementId", nullable=True),
        shapes.text("problem", nullable=True),
        shapes.texts("closedEvents"),
        shapes.texts("openedEvents"),
        shapes.text("formBefore", nullable=True),
        shapes.text("formAfter", nullable=True),
        shapes.integer("incidents"),
        shapes.integer("lockedJobs"),
        shapes.integer("called"),
        shapes.texts("notes"),
    ),
)
BLOCKED = Shape(
    "BlockedCase", (shapes.key("processInstanceKey"), shapes.text("businessId", nullable=True), shapes.texts("problems"))
)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/migration",
    "migrateProcessInstance",
    "Migrate a process instance to another process definition",
    Permission.OPERATE,
    status=204,
    body={"type": "object", "properties": {**PLAN, **REASON_PROPERTIES}, "required": ["targetProcessDefinitionKey"]},
)
def migrate_process_instance(call: Call, process_instance_key: int) -> None:
    """Let it run the target from now on; 409 names everything that stands where the target has nothing for it."""
    target_key, mapping = read_plan(call.body)
    call.engine.execute(MigrateInstance(process_instance_key, target_key, mapping, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/process-instances/migration-plan",
    "planProcessInstanceMigration",
    "Tell what a migration would do to many process instances",
    Permission.OPERATE,
    body={
        "type": "object",
        "properties": {"filter": {"type": "object"}, "migrationPlan": {"type": "object", "properties": PLAN}},
        "required": ["migrationPlan"],
    },
    answer={"type": "object"},
)
def plan_process_instance_migration(call: Call) -> dict[str, Any]:
    """Answer with where the cases stand, which are blocked and why; nothing is changed."""
    target_key, mapping = read_plan(call.body.child("migrationPlan"))
    report = plan_migration(call.engine, call.actor, selected_keys(call), target_key, mapping)
    return {
        "targetProcessDefinitionKey": str(report.target_definition_key),
        "targetVersion": report.target_version,
        "cases": report.cases,
        "blocked": report.blocked,
        "thereAlready": report.there_already,
        "ended": report.ended,
        "places": [PLACE.render(place) for place in report.places],
        "blockedCases": [BLOCKED.render(case) for case in report.blocked_cases],
    }


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/migration-reversal",
    "revertProcessInstanceMigration",
    "Take the last migration of a process instance back",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def revert_process_instance_migration(call: Call, process_instance_key: int) -> None:
    """Run the version before again, while nothing has moved on."""
    call.engine.execute(RevertMigration(process_instance_key, reason_given(call)), call.actor)


def read_plan(body: Body) -> tuple[int, dict[str, str]]:
    """Return the target's key and source element id to target element id; raise BadRequest."""
    target_key = body.key("targetProcessDefinitionKey")
    if target_key is None:
        raise BadRequest("Request property [targetProcessDefinitionKey] is missing; give the key of a process definition.")
    mapping: dict[str, str] = {}
    for item in body.objects("mappingInstructions"):
        source_id = item.required_text("sourceElementId")
        if source_id in mapping:
            raise BadRequest(f"Request property [mappingInstructions] maps {source_id!r} twice.")
        mapping[source_id] = item.required_text("targetElementId")
    return target_key, mapping
