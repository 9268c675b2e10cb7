"""Boxed expressions to closures (DMN 1.5 §10.2)."""

from collections.abc import Callable, Mapping
from typing import cast

from engine.dmn.boxed import (
    Boxed,
    Conditional,
    ContextExpression,
    DecisionTable,
    Filter,
    FunctionDefinition,
    InformationItem,
    Invocation,
    Iteration,
    ListExpression,
    LiteralExpression,
    Relation,
)
from engine.dmn.compile_table import compile_table
from engine.dmn.compiling import Compiling, Names, converted
from engine.dmn.functions import FunctionMaker, define, invoke_named
from engine.dmn.iterations import Loop, filtered
from engine.dmn.run import Evaluator, Run, Scope
from engine.dmn.types import ANYTHING, ItemType


def compile_boxed(expression: Boxed | None, names: Names, model: Compiling) -> Evaluator:
    """Compile a boxed expression that sees `names`; a missing one is null. Faults go to the model's findings."""
    if expression is None:
        return lambda _scope, _run: None
    compiled = COMPILERS[type(expression)](expression, names, model)
    if isinstance(expression, FunctionDefinition):  # its typeRef is the type of its results
        return compiled
    wanted = model.type(expression.type_ref, expression.id, expression.line)
    return converted(compiled, wanted, "the value")


def _literal(expression: LiteralExpression, names: Names, model: Compiling) -> Evaluator:
    return model.evaluator(expression.text, names)


def _table(expression: DecisionTable, names: Names, model: Compiling) -> Evaluator:
    return compile_table(expression, names, model)


def _context(expression: ContextExpression, names: Names, model: Compiling) -> Evaluator:
    entries: list[tuple[str, Evaluator]] = []
    result: Evaluator | None = None
    for entry in expression.entries:
        evaluator = compile_boxed(entry.expression, names, model)
        if entry.variable is None:
            result = evaluator
            continue
        name = entry.variable.name
        wanted = model.type(entry.variable.type_ref, entry.variable.id or expression.id, expression.line)
        entries.append((name, converted(evaluator, wanted, f"the entry {name}")))
        names |= {name}

    def evaluate(scope: Mapping[str, object], run: Run) -> object:
        inner = Scope({}, scope)
        for name, evaluator in entries:
            inner[name] = evaluator(inner, run)
        return dict(inner) if result is None else result(inner, run)

    return evaluate


def _invocation(expression: Invocation, names: Names, model: Compiling) -> Evaluator:
    function = compile_boxed(expression.function, names, model)
    arguments = [
        (
            binding.parameter.name,
            converted(
                compile_boxed(binding.expression, names, model),
                model.type(binding.parameter.type_ref, binding.parameter.id or expression.id, expression.line),
                f"the argument {binding.parameter.name}",
            ),
        )
        for binding in expression.bindings
    ]

    def evaluate(scope: Mapping[str, object], run: Run) -> object:
        called = function(scope, run)
        return invoke_named(called, {name: argument(scope, run) for name, argument in arguments}, run)

    return evaluate


def _list(expression: ListExpression, names: Names, model: Compiling) -> Evaluator:
    items = [compile_boxed(item, names, model) for item in expression.items]
    return lambda scope, run: [item(scope, run) for item in items]


def _relation(expression: Relation, names: Names, model: Compiling) -> Evaluator:
    rows = [
        [(column.name, _cell(cell, column, names, model)) for column, cell in zip(expression.columns, row, strict=False)]
        for row in expression.rows
    ]
    return lambda scope, run: [{name: cell(scope, run) for name, cell in row} for row in rows]


def _cell(cell: Boxed | None, column: InformationItem, names: Names, model: Compiling) -> Evaluator:
    wanted = model.type(column.type_ref, column.id)
    return converted(compile_boxed(cell, names, model), wanted, f"the column {column.name}")


def _function(expression: FunctionDefinition, names: Names, model: Compiling) -> Evaluator:
    return compile_function(expression, "", names, model)


def compile_function(
    definition: FunctionDefinition,
    name: str,
    names: Names,
    model: Compiling,
    result: ItemType = ANYTHING,
) -> FunctionMaker:
    """Compile a function definition to a closure that gives the function, bound to the scope that it is defined in.

    What it returns is converted to the definition's type, then to `result`.
    """
    parameters = [(item.name, model.type(item.type_ref, item.id or definition.id)) for item in definition.parameters]
    body = _external(definition.kind)
    if definition.kind.casefold() in {"feel", "f"}:
        inner = names | {item.name for item in definition.parameters}
        body = compile_boxed(definition.body, inner, model)
    own = model.type(definition.type_ref, definition.id, definition.line)
    body = converted(converted(body, own, "the function's result"), result, "the function's result")
    return lambda scope, run: define(name, parameters, body, scope, run)


def _external(kind: str) -> Evaluator:
    def evaluate(_scope: Mapping[str, object], run: Run) -> object:
        run.warn(f"a function of kind {kind} is external and cannot be called here")
        return None

    return evaluate


def _conditional(expression: Conditional, names: Names, model: Compiling) -> Evaluator:
    condition = compile_boxed(expression.condition, names, model)
    then = compile_boxed(expression.then, names, model)
    otherwise = compile_boxed(expression.otherwise, names, model)
    return lambda scope, run: (then if condition(scope, run) is True else otherwise)(scope, run)


def _filter(expression: Filter, names: Names, model: Compiling) -> Evaluator:
    collection = compile_boxed(expression.collection, names, model)
    match = compile_boxed(expression.match, names | {"item"}, model)
    return lambda scope, run: filtered(collection(scope, run), match, scope, run)


def _iteration(expression: Iteration, names: Names, model: Compiling) -> Evaluator:
    collection = compile_boxed(expression.collection, names, model)
    body = compile_boxed(expression.body, names | {expression.variable, "partial"}, model)
    loop = Loop(expression.kind, expression.variable, body)
    return lambda scope, run: loop.over(collection(scope, run), scope, run)


Compiler = Callable[[Boxed, Names, Compiling], Evaluator]

COMPILERS: Mapping[type[Boxed], Compiler] = cast(
    "Mapping[type[Boxed], Compiler]",
    {
        LiteralExpression: _literal,
        DecisionTable: _table,
        ContextExpression: _context,
        Invocation: _invocation,
        ListExpression: _list,
        Relation: _relation,
        FunctionDefinition: _function,
        Conditional: _conditional,
        Filter: _filter,
        Iteration: _iteration,
    },
)
