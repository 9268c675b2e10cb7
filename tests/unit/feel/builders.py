"""Short ways to evaluate a text in the tests of FEEL."""

from collections.abc import Mapping

import feel


def evaluate(text: str, context: Mapping[str, object] | None = None, names: tuple[str, ...] = ()) -> object:
    """Return the value of an expression."""
    return feel.compile(text, names).evaluate({} if context is None else context)


def written(text: str, context: Mapping[str, object] | None = None, names: tuple[str, ...] = ()) -> str:
    """Return the value of an expression as FEEL writes it, strings quoted."""
    return feel.text_of(evaluate(text, context, names), quoted=True)


def messages(text: str, context: Mapping[str, object] | None = None) -> list[str]:
    """Return the warnings that evaluating an expression leaves."""
    evaluation = feel.Evaluation()
    feel.compile(text).evaluate({} if context is None else context, evaluation)
    return [warning.message for warning in evaluation.warnings]
