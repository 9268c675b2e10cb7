"""Decisions over REST: definitions, evaluation, and what was evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import TENANT, Shape
from engine.commands import EvaluateDecision, Permission
from engine.errors import NotFound
from engine.queries import decisions, json_text

if TYPE_CHECKING:
    from api.routing import Call
    from engine.queries.decisions import DecisionInstanceRow

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
    """Evaluate it with the variables; a decision that fails is an answer too, with the reason."""
    body = call.body
    key, decision_id = body.key("decisionDefinitionKey"), body.text("decisionDefinitionId")
    if key is None and not decision_id:
        raise BadRequest("Give decisionDefinitionId or decisionDefinitionKey.")
    evaluated = call.engine.execute(
        EvaluateDecision(decision_id=decision_id, decision_definition_key=key, variables=dict(body.mapping("variables"))),
        call.actor,
    )
    with call.engine.reading() as connection:
        root = decisions.decision_definition(connection, evaluated.definition.key)
        rows = decisions.evaluation(connection, evaluated.evaluation_key)
    return DECISION_DEFINITION.render(root) | {
        "decisionDefinitionName": root.name,
        "decisionDefinitionVersion": root.version,
        "decisionEvaluationKey": str(evaluated.evaluation_key),
        "decisionInstanceKey": str(evaluated.evaluation_key),
        "output": json_text.dumps(evaluated.output),
        "failedDecisionDefinitionId": evaluated.failed_decision_id,
        "failureMessage": evaluated.failure,
        "evaluatedDecisions": [_evaluated(row) for row in rows],
    }


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
        return write_page(decisions.search_decision_instances(connection, call.actor, request), DECISION_DEFINITION, _instance)


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
    if not (evaluation.isdigit() and index.isdigit()):
        raise NotFound("decision instance", decision_evaluation_instance_key)
    with call.engine.reading() as connection:
        row = decisions.decision_instance(connection, call.actor, int(evaluation), int(index))
    return _instance(row) | {"evaluatedInputs": _inputs(row), "matchedRules": _rules(row)}


def _instance(row: DecisionInstanceRow) -> dict[str, Any]:
    return {
        "decisionEvaluationInstanceKey": f"{row.decision_evaluation_key}-{row.index}",
        "decisionEvaluationKey": str(row.decision_evaluation_key),
        "state": row.state,
        "evaluationDate": shapes.write_time(row.evaluation_date),
        "evaluationFailure": row.evaluation_failure,
        "processDefinitionKey": shapes.write_key(row.process_definition_key),
        "processInstanceKey": shapes.write_key(row.process_instance_key),
        "businessId": row.business_id,
        "rootProcessInstanceKey": shapes.write_key(row.root_process_instance_key),
        "elementInstanceKey": shapes.write_key(row.element_instance_key),
        "decisionDefinitionId": row.decision_definition_id,
        "decisionDefinitionKey": str(row.decision_definition_key),
        "decisionDefinitionName": row.decision_definition_name,
        "decisionDefinitionVersion": row.decision_definition_version,
        "decisionDefinitionType": row.decision_definition_type,
        "rootDecisionDefinitionKey": str(row.root_decision_definition_key),
        "result": json_text.dumps(row.result),
        "tenantId": TENANT,
    }


def _evaluated(row: DecisionInstanceRow) -> dict[str, Any]:
    return {
        "decisionDefinitionId": row.decision_definition_id,
        "decisionDefinitionName": row.decision_definition_name,
        "decisionDefinitionVersion": row.decision_definition_version,
        "decisionDefinitionType": row.decision_definition_type,
        "decisionDefinitionKey": str(row.decision_definition_key),
        "decisionEvaluationInstanceKey": f"{row.decision_evaluation_key}-{row.index}",
        "output": json_text.dumps(row.result),
        "matchedRules": _rules(row),
        "evaluatedInputs": _inputs(row),
        "tenantId": TENANT,
    }


def _inputs(row: DecisionInstanceRow) -> list[dict[str, Any]]:
    return [{**item, "inputValue": json_text.dumps(item["inputValue"])} for item in row.inputs]


def _rules(row: DecisionInstanceRow) -> list[dict[str, Any]]:
    return [{**rule, "evaluatedOutputs": _outputs(rule)} for rule in row.matched_rules]


def _outputs(rule: dict[str, Any]) -> list[dict[str, Any]]:
    place = {"ruleId": rule["ruleId"], "ruleIndex": rule["ruleIndex"]}
    return [{**item, **place, "outputValue": json_text.dumps(item["outputValue"])} for item in rule["evaluatedOutputs"]]
