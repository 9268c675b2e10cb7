"""Invoking functions: matching arguments with parameters, conversions, depth (DMN 1.5 §10.3.2.13, table 63)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.builtins.registry import Builtin
from feel.values.inspect import coerce, kind_of
from feel.values.types import ANY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feel.evaluation import Evaluation
    from feel.values.function import Function

Position = tuple[int, int]


def invoke(
    function: Function,
    arguments: Sequence[object],
    names: Sequence[str] | None,
    run: Evaluation,
    at: Position = (1, 1),
) -> object:
    """Return the result of `function` for positional arguments, or for arguments with `names`; None if they do not fit.

    A misfit leaves a warning at `at` (DMN 1.5 §10.3.2.13).
    """
    if isinstance(function, Builtin):
        return function.invoke(arguments, names, run, at)
    positional = arguments if names is None else _by_name(function, arguments, names)
    if positional is None or len(positional) != len(function.parameters):
        run.warn(f"{function!r} was called with other parameters.", at)
        return None
    fitting = _converted(function, positional, run, at)
    if fitting is None:
        return None
    run.enter()
    try:
        result = function.body(fitting, run)
    finally:
        run.leave()
    return result if function.result == ANY else coerce(result, function.result)


def _by_name(function: Function, arguments: Sequence[object], names: Sequence[str]) -> list[object] | None:
    """Return the arguments in the order of the parameters, null for those not named; None for a name it does not have."""
    given = dict(zip(names, arguments, strict=True))
    if not given.keys() <= {parameter.name for parameter in function.parameters}:
        return None
    return [given.get(parameter.name) for parameter in function.parameters]


def _converted(function: Function, arguments: Sequence[object], run: Evaluation, at: Position) -> list[object] | None:
    fitting: list[object] = []
    for parameter, value in zip(function.parameters, arguments, strict=True):
        converted = value if parameter.type == ANY else coerce(value, parameter.type)
        if converted is None and value is not None:
            run.warn(f"'{parameter.name}' of {function!r} takes {parameter.type}, not {kind_of(value)}.", at)
            return None
        fitting.append(converted)
    return fitting
