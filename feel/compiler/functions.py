"""Compiles function definitions and invocations (DMN 1.5 §10.3.2.13, table 63)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.compiler.result_types import result_type
from feel.invocation import invoke
from feel.nodes import Call, FunctionLiteral, Name, Path
from feel.properties import MISSING, property_of
from feel.scope import Evaluator, Lexical, Scope, new_frame
from feel.values.function import Function, Parameter
from feel.values.inspect import kind_of
from feel.values.types import ANY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation


def compile_function(compiler: Compiler, node: FunctionLiteral, scope: Lexical) -> Evaluator:
    """Return the closure that makes a function with its lexical scope; an external one answers null with a warning."""
    parameters = [Parameter(name, ANY if kind is None else kind) for name, kind in node.parameters]
    names = [parameter.name for parameter in parameters]
    at = node.at
    if node.is_external:
        return lambda _scope, _run: Function("external function", parameters, _external(node))
    body = compiler.compile(node.body, Lexical(scope, names))
    likely = result_type(node.body, {parameter.name: parameter.type for parameter in parameters})

    def define(scope: Scope, _run: Evaluation) -> object:
        def call(arguments: Sequence[object], run: Evaluation) -> object:
            return body(new_frame(scope, dict(zip(names, arguments, strict=True))), run)

        return Function(f"defined at {at[0]}:{at[1]}", parameters, call, likely=likely)

    return define


def compile_call(compiler: Compiler, node: Call, scope: Lexical) -> Evaluator:
    """Return the closure of an invocation; a built-in function keeps its meaning where a variable of its name is none."""
    if isinstance(node.callee, Name) and node.callee.name == "is defined" and len(node.arguments) == 1:
        return _compile_is_defined(compiler, node, scope)
    callee = compiler.compile(node.callee, scope)
    arguments = [compiler.compile(argument, scope) for argument in node.arguments]
    names, at = node.names, node.at
    builtin = compiler.builtins.get(node.callee.name) if isinstance(node.callee, Name) else None
    text = node.callee.name if isinstance(node.callee, Name | Path) else "the expression"

    def call(scope: Scope, run: Evaluation) -> object:
        function = callee(scope, run)
        if not isinstance(function, Function):
            if builtin is None:
                run.warn(f"{text} is no function but {kind_of(function)}.", at)
                return None
            function = builtin
        return invoke(function, [argument(scope, run) for argument in arguments], names, run, at)

    return call


def _external(node: FunctionLiteral) -> Callable[[Sequence[object], Evaluation], object]:
    at = node.at

    def call(_: Sequence[object], run: Evaluation) -> None:
        run.warn("External functions (Java, PMML) are not available here.", at)

    return call


def _compile_is_defined(compiler: Compiler, node: Call, scope: Lexical) -> Evaluator:
    """Return the closure that tells whether a variable or member exists, without a warning when it does not."""
    argument = node.arguments[0]
    if isinstance(argument, Path):
        source, name = compiler.compile(argument.source, scope), argument.name
        return lambda scope, run: property_of(source(scope, run), name) is not MISSING
    value = compiler.compile(argument, scope)
    return lambda scope, run: value(scope, run) is not None
