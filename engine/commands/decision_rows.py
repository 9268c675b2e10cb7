"""How the result of a decision evaluation becomes decision instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import feel
from engine.model.decision_instance import DecisionInstance

if TYPE_CHECKING:
    from engine import dmn
    from engine.commands.command import Work
    from engine.commands.resources import FoundDecision
    from engine.model.decision_definition import DecisionDefinition


def decision_rows(work: Work, evaluation_key: int, decision: object, result: object) -> list[DecisionInstance]:
    """Return one row per evaluated decision, required ones first; `decision` and `result` come from DeployedResources."""
    found, outcome = cast("FoundDecision", decision), cast("dmn.DecisionResult", result)
    root = found.definition
    siblings = {root.decision_id: root}
    if len(outcome.decisions) > 1:
        siblings |= work.resources.decisions_of(root.decision_requirements_key)
    rows = [
        DecisionInstance(
            evaluation_key=evaluation_key,
            index=index,
            decision_definition_key=siblings.get(evaluated.decision_id, root).key,
            decision_id=evaluated.decision_id,
            decision_name=evaluated.decision_name,
            decision_version=siblings.get(evaluated.decision_id, root).version,
            decision_type=evaluated.decision_type,
            decision_requirements_key=root.decision_requirements_key,
            state="EVALUATED",
            evaluated_at=work.now,
            is_root=evaluated.decision_id == root.decision_id,
            output=feel.to_json(evaluated.output),
            inputs=_inputs(evaluated),
            matched_rules=_matched_rules(evaluated),
        )
        for index, evaluated in enumerate(outcome.decisions, start=1)
    ]
    if outcome.failure is not None:
        rows.append(_failed_row(work, evaluation_key, root, outcome, len(rows) + 1))
    return rows


def _inputs(evaluated: dmn.EvaluatedDecision) -> list[dict[str, object]]:
    return [{"inputId": i.id, "inputName": i.name, "inputValue": feel.to_json(i.value)} for i in evaluated.inputs]


def _matched_rules(evaluated: dmn.EvaluatedDecision) -> list[dict[str, object]]:
    return [
        {
            "ruleId": rule.rule_id,
            "ruleIndex": rule.rule_index,
            "evaluatedOutputs": [
                {"outputId": output.id, "outputName": output.name, "outputValue": feel.to_json(output.value)}
                for output in rule.outputs
            ],
        }
        for rule in evaluated.matched_rules
    ]


def _failed_row(
    work: Work, evaluation_key: int, root: DecisionDefinition, outcome: dmn.DecisionResult, index: int
) -> DecisionInstance:
    return DecisionInstance(
        evaluation_key=evaluation_key,
        index=index,
        decision_definition_key=root.key,
        decision_id=outcome.failed_decision_id or root.decision_id,
        decision_name=root.name,
        decision_version=root.version,
        decision_type="UNKNOWN",
        decision_requirements_key=root.decision_requirements_key,
        state="FAILED",
        evaluated_at=work.now,
        is_root=True,
        failure=outcome.failure,
    )
