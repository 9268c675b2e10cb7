"""What an evaluation returns: the output and how each decision came to its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvaluatedInput:
    """The value that a column of a decision table tested; `name` is its label, else its expression."""

    id: str | None
    name: str
    value: object


@dataclass(frozen=True, slots=True)
class EvaluatedOutput:
    """One output of a rule that matched."""

    id: str | None
    name: str
    rule_id: str | None
    value: object


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that matched; `rule_index` counts from 1."""

    rule_id: str | None
    rule_index: int
    outputs: tuple[EvaluatedOutput, ...]


@dataclass(frozen=True, slots=True)
class EvaluatedDecision:
    """One decision of an evaluation, in the terms an auditor asks for."""

    decision_id: str
    decision_name: str
    decision_type: str
    output: object
    inputs: tuple[EvaluatedInput, ...] = ()
    matched_rules: tuple[MatchedRule, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The result of an evaluation.

    `decisions` are in the order in which they were evaluated: required ones first. After a failure `output` is None,
    `failure` says what was violated and `failed_decision_id` where; the decisions evaluated until then are listed.
    """

    output: object
    decisions: tuple[EvaluatedDecision, ...]
    failure: str | None = None
    failed_decision_id: str | None = None
