"""How the result of a decision evaluation becomes decision instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import feel
from engine import dmn
from engine.model.decision_instance import DecisionInstance

if TYPE_CHECKING:
    from engine.commands.command import Work
    from engine.commands.resources import FoundDecision
    from engine.model.decision_definition import DecisionDefinition

EVALUATED, FAILED, UNKNOWN = "EVALUATED", "FAILED", "UNKNOWN"


def decision_rows(work: Work, evaluation_key: int, decision: object, result: object) -> list[DecisionInstance]:
    """Return one row per evaluated decision, required ones first; `decision` and `result` come from DeployedResources.

    The last row of a failed evaluation is the decision that failed, with what it had tested until then.
    """
    found, outcome = cast("FoundDecision", decision), cast("dmn.DecisionResult", result)
    rows = _Rows(work, evaluation_key, found, outcome)
    made = [rows.row(index, evaluated) for index, evaluated in enumerate(outcome.decisions, start=1)]
    if outcome.failure is not None and FAILED not in {row.state for row in made}:
        made.append(rows.unfinished(len(made) + 1))
    return made


@dataclass(slots=True)
class _Rows:
    work: Work
    evaluation_key: int
    found: FoundDecision
    outcome: dmn.DecisionResult

    def row(self, index: int, evaluated: dmn.EvaluatedDecision) -> DecisionInstance:
        row = self._bare(index, evaluated.decision_id, evaluated.decision_name, evaluated.decision_type)
        row.output = feel.to_json(evaluated.output)
        row.inputs = dmn.inputs_json(evaluated)
        row.matched_rules = dmn.matched_rules_json(evaluated)
        if self.outcome.failure is not None and evaluated.decision_id == self.outcome.failed_decision_id:
            row.state, row.failure = FAILED, self.outcome.failure
        return row

    def unfinished(self, index: int) -> DecisionInstance:
        decision_id = self.outcome.failed_decision_id or self.found.definition.decision_id
        row = self._bare(index, decision_id, self._definition(decision_id).name, UNKNOWN)
        row.state, row.failure = FAILED, self.outcome.failure
        return row

    def _bare(self, index: int, decision_id: str, name: str, kind: str) -> DecisionInstance:
        definition = self._definition(decision_id)
        return DecisionInstance(
            evaluation_key=self.evaluation_key,
            index=index,
            decision_definition_key=definition.key,
            decision_id=decision_id,
            decision_name=name,
            decision_version=definition.version,
            decision_type=kind,
            decision_requirements_key=definition.decision_requirements_key,
            state=EVALUATED,
            evaluated_at=self.work.now,
            root_decision_definition_key=self.found.key,
        )

    def _definition(self, decision_id: str) -> DecisionDefinition:
        root = self.found.definition
        if decision_id == root.decision_id:
            return root
        return self.work.resources.decisions_of(root.decision_requirements_key).get(decision_id, root)
