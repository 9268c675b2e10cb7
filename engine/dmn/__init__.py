"""DMN 1.5: decision models read, checked and evaluated, with an explanation of every result."""

from engine.dmn.checks import CheckFinding, CheckRule, Position, check
from engine.dmn.definitions import Definitions
from engine.dmn.errors import DmnError, Finding, UnknownDecision
from engine.dmn.evaluation import evaluate
from engine.dmn.grounds import grounds_json, inputs_json, matched_rules_json
from engine.dmn.linking import Library, LinkedModels, parse_together
from engine.dmn.parsing import parse
from engine.dmn.requirements import Decision
from engine.dmn.results import (
    DecisionResult,
    EvaluatedDecision,
    EvaluatedInput,
    EvaluatedOutput,
    MatchedRule,
    RuleExplanation,
    TestedEntry,
)

__all__ = [
    "CheckFinding",
    "CheckRule",
    "Decision",
    "DecisionResult",
    "Definitions",
    "DmnError",
    "EvaluatedDecision",
    "EvaluatedInput",
    "EvaluatedOutput",
    "Finding",
    "Library",
    "LinkedModels",
    "MatchedRule",
    "Position",
    "RuleExplanation",
    "TestedEntry",
    "UnknownDecision",
    "check",
    "evaluate",
    "grounds_json",
    "inputs_json",
    "matched_rules_json",
    "parse",
    "parse_together",
]
