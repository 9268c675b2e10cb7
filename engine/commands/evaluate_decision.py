"""Evaluating a decision by request; the evaluation is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import feel
from engine.commands.command import Command, Work
from engine.commands.decision_rows import decision_rows
from engine.commands.variables_in import checked_variables
from engine.errors import NotFound, RequestInvalid
from engine.identity import Permission
from engine.store import definitions as store
from engine.store.decision_instances import insert_decision_instances
from engine.store.definitions import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine import dmn
    from engine.model.decision_definition import DecisionDefinition
    from engine.model.decision_instance import DecisionInstance


@dataclass(frozen=True, slots=True)
class EvaluateDecision(Command["EvaluatedByRequest"]):
    """Evaluate the newest version of a decision, or the one with the key; explain one of its rules when asked."""

    decision_id: str | None = None
    decision_definition_key: int | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    explained_rule_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeepEvaluation(Command["EvaluatedByRequest"]):
    """Keep an evaluation that was done before any lock was taken: untrusted logic may take its time."""

    evaluated: EvaluatedByRequest


@dataclass(frozen=True, slots=True)
class EvaluatedByRequest:
    """The output as JSON, or why there is none, and what was evaluated on the way."""

    evaluation_key: int
    definition: DecisionDefinition
    output: object
    failure: str | None
    failed_decision_id: str | None
    decisions: tuple[DecisionInstance, ...]
    warnings: tuple[feel.Warning, ...]
    explanation: dmn.RuleExplanation | None


def evaluate_decision(command: EvaluateDecision, work: Work) -> KeepEvaluation:
    """Evaluate without writing; raise NotFound, NotAllowed, VariableInvalid; a failing decision is in the result."""
    work.require(Permission.EVALUATE_DECISIONS)
    definition = _definition(command, work)
    evaluation = work.evaluation()
    found = work.resources.found_decision(definition)
    result = found.evaluate(checked_variables(command.variables), evaluation, command.explained_rule_id)
    key = work.new_key()
    return KeepEvaluation(
        EvaluatedByRequest(
            evaluation_key=key,
            definition=definition,
            output=feel.to_json(result.output, evaluation),
            failure=result.failure,
            failed_decision_id=result.failed_decision_id,
            decisions=tuple(decision_rows(work, key, found, result)),
            warnings=tuple(evaluation.warnings),
            explanation=result.explanation,
        )
    )


def keep_evaluation(command: KeepEvaluation, work: Work) -> EvaluatedByRequest:
    """Insert the evaluated decisions."""
    work.require(Permission.EVALUATE_DECISIONS)
    insert_decision_instances(work.uow.connection, command.evaluated.decisions)
    return command.evaluated


def _definition(command: EvaluateDecision, work: Work) -> DecisionDefinition:
    connection = work.uow.connection
    if command.decision_definition_key is not None:
        if command.decision_id is not None:
            raise RequestInvalid("Name the decision by its id or its key, not by both.", "decisionDefinitionKey")
        found = store.find_by_key(connection, DECISIONS, command.decision_definition_key)
    elif command.decision_id is not None:
        found = store.find_latest(connection, DECISIONS, command.decision_id)
    else:
        raise RequestInvalid("Name the decision by its id or its key.", "decisionDefinitionId")
    if found is None:
        raise NotFound("decision", command.decision_definition_key or command.decision_id)
    return found
