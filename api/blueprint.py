"""The REST API as a Flask blueprint: every operation of every resource under /v2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from api import (
    audit_logs,
    batch_operations,
    case_batches,
    clock,
    cluster,
    conditionals,
    decision_requirements,
    decisions,
    definition_statistics,
    deployments,
    documents,
    element_instances,
    emergency_accesses,
    exports,
    expressions,
    forms,
    incident_statistics,
    incidents,
    job_statistics,
    jobs,
    message_subscriptions,
    messages,
    migrations,
    modifications,
    process_definitions,
    process_instance_operations,
    process_instances,
    resources,
    retention,
    user_tasks,
    variables,
    wait_states,
)
from api.access import read_as
from api.authentication import authenticate
from api.body import Body, read_body
from api.errors import problem
from api.national_ids import for_people
from api.openapi import PARAMETER, document
from api.path_names import read_names
from api.routing import Call
from api.shapes import snake_case
from api.undeclared import refuse_undeclared
from engine.commands import Actor, Permission
from engine.errors import NotAllowed, NotFound
from engine.queries import json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.exports import Exports
    from api.routing import Answer, Operation
    from engine.commands import Engine

RESOURCES = (
    cluster.routes,
    deployments.routes,
    process_definitions.routes,
    definition_statistics.routes,
    process_instances.routes,
    process_instance_operations.routes,
    modifications.routes,
    migrations.routes,
    case_batches.routes,
    batch_operations.routes,
    element_instances.routes,
    wait_states.routes,
    user_tasks.routes,
    audit_logs.routes,
    forms.routes,
    resources.routes,
    variables.routes,
    jobs.routes,
    job_statistics.routes,
    messages.routes,
    message_subscriptions.routes,
    conditionals.routes,
    incidents.routes,
    incident_statistics.routes,
    decisions.routes,
    decision_requirements.routes,
    expressions.routes,
    documents.routes,
    exports.routes,
    emergency_accesses.routes,
    retention.routes,
    clock.routes,
)
"""All resources; the OpenAPI document and a test of the authorization rules read this."""

NOBODY = Actor("")
"""Who calls what needs no sign-in."""


def create_api(engine: Engine, version: str, files: Exports) -> Blueprint:
    """Return the blueprint that serves `engine` under /v2, with its OpenAPI document; `files` makes what is exported."""
    api = Blueprint("api", __name__, url_prefix="/v2")
    for routes in RESOURCES:
        for operation in routes.operations:
            view = _view(engine, operation, files)
            api.add_url_rule(_rule(operation.path), operation.name, view, methods=[operation.method])
    described = json_text.dumps(document(version, RESOURCES))
    api.add_url_rule("/openapi.json", "openapi", lambda: Response(described, content_type="application/json"))
    return api


def _rule(path: str) -> str:
    """Return Flask's form of an OpenAPI path."""
    return PARAMETER.sub(lambda found: f"<string:{snake_case(found[1])}>", path)


def _view(engine: Engine, operation: Operation, files: Exports) -> Callable[..., Response]:
    def view(**names: Any) -> Response:
        actor = NOBODY if operation.is_public else authenticate(engine, request)
        if operation.permission is not None and not actor.may(operation.permission):
            return problem(
                403, f"This needs the permission {operation.permission}; ask whoever manages the accounts.", code="permission"
            )
        body = Body({}) if operation.has_parts else read_body(request)
        refuse_undeclared(operation, body, request)
        read = read_names(operation, names)
        try:
            if not operation.is_public:
                actor = read_as(engine, actor, request, read)
            call = Call(engine, actor, body, request, files)
            return _response(operation.handler(call, **read), operation.status, actor)
        except (NotFound, NotAllowed) as error:
            if _tells_too_much(error, actor, operation):
                return problem(403, "There is nothing here that you may see or do.", code="hidden")
            raise

    return view


def _tells_too_much(error: NotFound | NotAllowed, actor: Actor, operation: Operation) -> bool:
    """Whether the answer would tell a person who sees only some cases that another one exists, or that none does."""
    if operation.permission is not None or actor.may(Permission.READ_ALL_CASES):
        return False
    return isinstance(error, NotFound) or error.code == "not_yours"


def _response(answer: Answer, status: int, actor: Actor) -> Response:
    if isinstance(answer, Response):
        return answer
    if answer is None:
        return Response(status=204)
    return Response(
        json_text.dumps(answer if actor.is_service else for_people(answer)), status, content_type="application/json"
    )
