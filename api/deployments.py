"""Deployments over REST: many files in one request, all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.shapes import TENANT, Shape
from engine.commands import Deploy, DeployedFile, Permission

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Deployments")

PROCESS = Shape(
    "DeployedProcess",
    (
        shapes.text("processDefinitionId", "process_id"),
        shapes.integer("processDefinitionVersion", "version"),
        shapes.text("resourceName"),
        shapes.key("processDefinitionKey", "key"),
        shapes.TENANT_ID,
    ),
)
DECISION = Shape(
    "DeployedDecision",
    (
        shapes.text("decisionDefinitionId", "decision_id"),
        shapes.integer("version"),
        shapes.text("name"),
        shapes.text("decisionRequirementsId"),
        shapes.key("decisionDefinitionKey", "key"),
        shapes.key("decisionRequirementsKey"),
        shapes.TENANT_ID,
    ),
)
REQUIREMENTS = Shape(
    "DeployedDecisionRequirements",
    (
        shapes.text("decisionRequirementsId"),
        shapes.text("decisionRequirementsName", "name"),
        shapes.integer("version"),
        shapes.text("resourceName"),
        shapes.key("decisionRequirementsKey", "key"),
        shapes.TENANT_ID,
    ),
)
FORM = Shape(
    "DeployedForm",
    (
        shapes.text("formId"),
        shapes.integer("version"),
        shapes.text("resourceName"),
        shapes.key("formKey", "key"),
        shapes.TENANT_ID,
    ),
)
RESOURCE = Shape(
    "DeployedResource",
    (
        shapes.text("resourceId"),
        shapes.text("resourceName"),
        shapes.integer("version"),
        shapes.key("resourceKey", "key"),
        shapes.TENANT_ID,
    ),
)
WARNING = Shape(
    "DeploymentWarning",
    (
        shapes.text("resourceName", "resource"),
        shapes.text("rule"),
        shapes.text("elementId", nullable=True),
        shapes.integer("line", nullable=True),
        shapes.integer("column", nullable=True),
        shapes.text("message", "message_en"),
        shapes.text("messageTh"),
    ),
)
MEMBERS = {
    "processDefinition": PROCESS,
    "decisionDefinition": DECISION,
    "decisionRequirements": REQUIREMENTS,
    "form": FORM,
    "resource": RESOURCE,
}
NO_MEMBER = dict.fromkeys(MEMBERS)

BODY = {
    "type": "object",
    "properties": {
        "resources": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "tenantId": {"type": "string"},
    },
    "required": ["resources"],
}
ANSWER = {
    "type": "object",
    "properties": {
        "deploymentKey": shapes.SCHEMAS[shapes.Kind.KEY],
        "tenantId": {"type": "string"},
        "deployments": {"type": "array", "items": {"type": "object"}},
        "warnings": {"type": "array", "items": WARNING.schema()},
    },
    "required": ["deploymentKey", "tenantId", "deployments", "warnings"],
}


@routes.serve(
    "POST",
    "/deployments",
    "createDeployment",
    "Deploy files",
    Permission.DEPLOY,
    body=BODY,
    body_media_type="multipart/form-data",
    answer=ANSWER,
)
def create_deployment(call: Call) -> dict[str, Any]:
    """Deploy .bpmn, .dmn, .form, .rpa and any other files together; a file that did not change makes no new version.

    `warnings`, which client libraries do not know, is what is doubtful in decision tables, and which files nothing here runs.
    """
    if call.request.form.get("tenantId", TENANT) != TENANT:
        raise BadRequest(f"There is one tenant: {TENANT}.")
    files = [DeployedFile(upload.filename or "", upload.read()) for upload in call.request.files.getlist("resources")]
    if not files:
        raise BadRequest("Request part [resources] is missing; send at least one file as multipart/form-data.")
    deployed = call.engine.execute(Deploy(tuple(files)), call.actor)
    groups = (deployed.processes, deployed.decisions, deployed.requirements, deployed.forms, deployed.resources)
    members = [
        NO_MEMBER | {name: shape.render(entity)}
        for (name, shape), entities in zip(MEMBERS.items(), groups, strict=True)
        for entity in entities
    ]
    return {
        "deploymentKey": str(deployed.deployment_key),
        "tenantId": TENANT,
        "deployments": members,
        "warnings": [WARNING.render(warning) for warning in deployed.warnings],
    }
