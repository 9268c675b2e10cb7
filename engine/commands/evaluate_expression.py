"""Evaluating a FEEL expression by request, over given variables and those that a scope sees; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import feel
from engine.commands.variables_in import checked_variables
from engine.errors import RequestInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.engine import Engine


@dataclass(frozen=True, slots=True)
class EvaluatedExpression:
    """The result as JSON and why parts of it are null."""

    result: object
    warnings: tuple[feel.Warning, ...] = field(default_factory=tuple)


def evaluate_expression(engine: Engine, text: str, variables: Mapping[str, object]) -> EvaluatedExpression:
    """Return what `text` gives, with or without the leading = of BPMN files; no check of rights.

    Raises RequestInvalid for what cannot be evaluated, VariableInvalid.
    """
    evaluation = feel.Evaluation(now=engine.now, limits=engine.feel_limits, zone=engine.zone)
    known = checked_variables(variables)
    try:
        value = feel.compile(text.strip().removeprefix("="), known).evaluate(known, evaluation)
        return EvaluatedExpression(feel.to_json(value, evaluation), tuple(evaluation.warnings))
    except feel.FeelError as error:
        raise RequestInvalid(f"The expression cannot be evaluated: {error}", "expression") from None
