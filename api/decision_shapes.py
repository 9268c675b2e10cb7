"""Evaluated decisions in the API's JSON: values inside are JSON texts, and whoever asks learns why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import feel
from api import shapes
from api.shapes import TENANT
from engine.queries import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.commands import EvaluatedByRequest
    from engine.queries.decisions import DecisionDefinitionRow, DecisionInstanceRow


def write_evaluation(
    root: DecisionDefinitionRow, evaluated: EvaluatedByRequest, rows: Sequence[DecisionInstanceRow]
) -> dict[str, Any]:
    """Return what an evaluation by request says beyond its decision's definition."""
    return {
        "decisionDefinitionName": root.name,
        "decisionDefinitionVersion": root.version,
        "decisionEvaluationKey": str(evaluated.evaluation_key),
        "decisionInstanceKey": str(evaluated.evaluation_key),
        "output": json_text.dumps(evaluated.output),
        "failedDecisionDefinitionId": evaluated.failed_decision_id,
        "failureMessage": evaluated.failure,
        "evaluatedDecisions": [_write_evaluated(row) for row in rows],
        "warnings": [{"message": each.message, "line": each.line, "column": each.column} for each in evaluated.warnings],
        "explanation": _write_explanation(evaluated),
    }


def write_instance(row: DecisionInstanceRow) -> dict[str, Any]:
    """Return an evaluated decision as a search lists it."""
    return _write_decision(row) | {
        "decisionEvaluationKey": str(row.decision_evaluation_key),
        "state": row.state,
        "evaluationDate": shapes.write_time(row.evaluation_date),
        "evaluationFailure": row.evaluation_failure,
        "processDefinitionKey": shapes.write_key(row.process_definition_key),
        "processInstanceKey": shapes.write_key(row.process_instance_key),
        "businessId": row.business_id,
        "rootProcessInstanceKey": shapes.write_key(row.root_process_instance_key),
        "elementInstanceKey": shapes.write_key(row.element_instance_key),
        "rootDecisionDefinitionKey": str(row.root_decision_definition_key),
        "result": json_text.dumps(row.result),
    }


def write_instance_with_grounds(row: DecisionInstanceRow) -> dict[str, Any]:
    """Return an evaluated decision with its inputs and the rules that matched."""
    return write_instance(row) | _write_grounds(row)


def _write_evaluated(row: DecisionInstanceRow) -> dict[str, Any]:
    return _write_decision(row) | {"output": json_text.dumps(row.result)} | _write_grounds(row)


def _write_decision(row: DecisionInstanceRow) -> dict[str, Any]:
    return {
        "decisionEvaluationInstanceKey": f"{row.decision_evaluation_key}-{row.index}",
        "decisionDefinitionId": row.decision_definition_id,
        "decisionDefinitionKey": str(row.decision_definition_key),
        "decisionDefinitionName": row.decision_definition_name,
        "decisionDefinitionVersion": row.decision_definition_version,
        "decisionDefinitionType": row.decision_definition_type,
        "tenantId": TENANT,
    }


def _write_grounds(row: DecisionInstanceRow) -> dict[str, Any]:
    return {
        "evaluatedInputs": [{**item, "inputValue": json_text.dumps(item["inputValue"])} for item in row.inputs],
        "matchedRules": [{**rule, "evaluatedOutputs": _write_outputs(rule)} for rule in row.matched_rules],
    }


def _write_outputs(rule: dict[str, Any]) -> list[dict[str, Any]]:
    place = {"ruleId": rule["ruleId"], "ruleIndex": rule["ruleIndex"]}
    return [{**item, **place, "outputValue": json_text.dumps(item["outputValue"])} for item in rule["evaluatedOutputs"]]


def _write_explanation(evaluated: EvaluatedByRequest) -> dict[str, Any] | None:
    explained = evaluated.explanation
    if explained is None:
        return None
    entries = [
        {
            "inputId": entry.input_id,
            "inputName": entry.name,
            "inputValue": json_text.dumps(feel.to_json(entry.value)),
            "test": entry.test,
            "passed": entry.passed,
        }
        for entry in explained.entries
    ]
    return {"ruleId": explained.rule_id, "ruleIndex": explained.rule_index, "matched": explained.matched, "entries": entries}
