"""Functions of a model as values that FEEL can call."""

from collections.abc import Callable, Mapping, Sequence

import feel
from engine.dmn.run import Evaluator, Run, Scope
from engine.dmn.types import ItemType
from feel.values.function import Function, Parameter
from feel.values.types import ANY

FunctionMaker = Callable[[Mapping[str, object], Run], Function]
Parameters = Sequence[tuple[str, ItemType]]


def define(name: str, parameters: Parameters, body: Evaluator, scope: Mapping[str, object], run: Run) -> Function:
    """Make a function of an evaluator: its body sees the arguments over `scope`.

    An argument that does not have its parameter's type makes the result null (DMN 1.5 §10.3.2.9.4).
    """

    def call(arguments: Sequence[object], evaluation: feel.Evaluation) -> object:
        own: dict[str, object] = {}
        for (parameter, wanted), argument in zip(parameters, arguments, strict=True):
            own[parameter], is_conform = wanted.convert(argument, evaluation)
            if not is_conform:
                evaluation.warn(f"the argument {parameter} of {name or 'the function'} does not have the type {wanted.type}")
                return None
        return body(Scope(own, scope), run)

    return function_of(name, [parameter for parameter, _ in parameters], call)


def function_of(name: str, parameters: Sequence[str], call: Callable[[Sequence[object], feel.Evaluation], object]) -> Function:
    """Make a function of a Python callable that checks its arguments itself."""
    return Function(name, tuple(Parameter(parameter, ANY) for parameter in parameters), call)


def invoke_named(function: object, arguments: Mapping[str, object], run: Run) -> object:
    """Call a function with named arguments; null when it is no function or has other parameters."""
    if not isinstance(function, Function):
        run.warn("what is invoked is not a function")
        return None
    return feel.invoke(function, list(arguments.values()), list(arguments), run.evaluation)
