"""Decisions over REST: definitions, evaluation, and what was evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api import decision_shapes, shapes
from api.errors import BadRequest
from api.process_instance_operations import nobody_deletes
from api.reasons import REASON, REASON_PROPERTIES
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import EvaluateDecision, Permission
from engine.errors import NotFound
from engine.queries import decisions, typed_key

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Decisions")

READ, EVALUATE = Permission.READ_DEFINITIONS, Permission.EVALUATE_DECISIONS

DECISION_DEFINITION = Shape(
    "DecisionDefinition",
    (
        shapes.key("decisionDefinitionKey"),
        shapes.text("decisionDefinitionId"),
        shapes.text("name"),
        shapes.integer("version"),
        shapes.key("decisionRequirementsKey"),
        shapes.text("decisionRequirementsId"),
        shapes.text("decisionRequirementsName"),
        shapes.integer("decisionRequirementsVersion"),
        shapes.TENANT_ID,
    ),
)
EVALUATION_BODY = {
    "type": "object",
    "properties": {
        "decisionDefinitionId": {"type": "string"},
        "decisionDefinitionKey": {"type": "string"},
        "variables": {"type": "object"},
        "explainedRuleId": {"type": "string"},
    },
}


@routes.serve(
    "POST",
    "/decision-definitions/search",
    "searchDecisionDefinitions",
    "Search decision definitions",
    READ,
    body=SEARCH_BODY,
    answer=page_schema(DECISION_DEFINITION),
)
def search_decision_definitions(call: Call) -> dict[str, Any]:
    """Answer with decision definitions."""
    request = read_search(call.body, decisions.SEARCH)
    with call.engine.reading() as connection:
        return write_page(decisions.search_decision_definitions(connection, request), DECISION_DEFINITION)


@routes.serve(
    "GET",
    "/decision-definitions/{decisionDefinitionKey}",
    "getDecisionDefinition",
    "Get a decision definition",
    READ,
    answer=DECISION_DEFINITION.schema(),
)
def get_decision_definition(call: Call, decision_definition_key: int) -> dict[str, Any]:
    """Answer with one decision definition."""
    with call.engine.reading() as connection:
        return DECISION_DEFINITION.render(decisions.decision_definition(connection, decision_definition_key))


@routes.serve(
    "GET",
    "/decision-definitions/{decisionDefinitionKey}/xml",
    "getDecisionDefinitionXML",
    "Get the DMN file of a decision",
    READ,
    answer={"type": "string"},
    media_type="text/xml",
)
def get_decision_definition_xml(call: Call, decision_definition_key: int) -> Response:
    """Answer with the file as it was deployed."""
    with call.engine.reading() as connection:
        return Response(
            decisions.decision_definition_xml(connection, decision_definition_key), content_type="text/xml; charset=utf-8"
        )


@routes.serve(
    "POST",
    "/decision-definitions/evaluation",
    "evaluateDecision",
    "Evaluate a decision",
    EVALUATE,
    body=EVALUATION_BODY,
    answer={"type": "object"},
)
def evaluate_decision(call: Call) -> dict[str, Any]:
    """Evaluate it with the variables; a decision that fails is an answer too, with the reason.

    Client libraries do not know `explainedRuleId` (a rule whose entries are to be told one by one), `explanation` and
    `warnings` (why a value is null).
    """
    body = call.body
    key, decision_id = body.key("decisionDefinitionKey"), body.text("decisionDefinitionId")
    if key is None and not decision_id:
        raise BadRequest("Give decisionDefinitionId or decisionDefinitionKey.")
    evaluated = call.engine.execute(
        EvaluateDecision(decision_id, key, dict(body.mapping("variables")), body.text("explainedRuleId")),
        call.actor,
    )
    with call.engine.reading() as connection:
        root = decisions.decision_definition(connection, evaluated.definition.key)
        rows = decisions.evaluation(connection, evaluated.evaluation_key)
    return DECISION_DEFINITION.render(root) | decision_shapes.write_evaluation(root, evaluated, rows)


@routes.serve(
    "POST",
    "/decision-instances/search",
    "searchDecisionInstances",
    "Search evaluated decisions",
    None,
    body=SEARCH_BODY,
    answer={"type": "object"},
)
def search_decision_instances(call: Call) -> dict[str, Any]:
    """Answer with the decisions evaluated in cases that the caller sees."""
    request = read_search(call.body, decisions.INSTANCES)
    with call.engine.reading() as connection:
        return write_page(
            decisions.search_decision_instances(connection, call.actor, request),
            DECISION_DEFINITION,
            decision_shapes.write_instance,
        )


@routes.serve(
    "POST",
    "/decision-instances/{decisionEvaluationKey}/deletion",
    "deleteDecisionInstance",
    "Refuse to delete an evaluated decision",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def delete_decision_instance(call: Call, decision_evaluation_key: int) -> None:  # noqa: ARG001 (every handler takes the call)
    """Refuse: what a decision said and why belongs to the record."""
    raise nobody_deletes("Decisions belong to records")


@routes.serve(
    "POST",
    "/decision-instances/deletion",
    "deleteDecisionInstancesBatchOperation",
    "Refuse to delete evaluated decisions",
    Permission.OPERATE,
    body={"type": "object", "properties": {"filter": {"type": "object"}, **REASON_PROPERTIES}},
)
def delete_decision_instances(call: Call) -> None:  # noqa: ARG001 (every handler takes the call)
    """Refuse: what decisions said and why belongs to the record."""
    raise nobody_deletes("Decisions belong to records")


@routes.serve(
    "GET",
    "/decision-instances/{decisionEvaluationInstanceKey}",
    "getDecisionInstance",
    "Get an evaluated decision",
    None,
    answer={"type": "object"},
)
def get_decision_instance(call: Call, decision_evaluation_instance_key: str) -> dict[str, Any]:
    """Answer with one evaluated decision, its inputs and the rules that matched."""
    evaluation, _, index = decision_evaluation_instance_key.partition("-")
    key, number = typed_key(evaluation), typed_key(index)
    if key is None or number is None:
        raise NotFound("decision instance", decision_evaluation_instance_key)
    with call.engine.reading() as connection:
        row = decisions.decision_instance(connection, call.actor, key, number)
    return decision_shapes.write_instance_with_grounds(row)
