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
class TestedEntry:
    """One input entry of an explained rule: the value, the test it was put to (`-` is none), and whether it passed."""

    input_id: str | None
    name: str
    value: object
    test: str
    passed: bool


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """Why a rule did or did not match: every input entry with its outcome."""

    rule_id: str
    rule_index: int
    entries: tuple[TestedEntry, ...]

    @property
    def matched(self) -> bool:
        """Whether every entry passed."""
        return all(entry.passed for entry in self.entries)


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The result of an evaluation.

    `decisions` are in the order in which they were evaluated: required ones first. After a failure `output` is None,
    `failure` says what was violated and `failed_decision_id` where; the decisions evaluated until then are listed.
    `explanation` is there when one was asked for and the rule's table was evaluated.
    """

    output: object
    decisions: tuple[EvaluatedDecision, ...]
    failure: str | None = None
    failed_decision_id: str | None = None
    explanation: RuleExplanation | None = None
