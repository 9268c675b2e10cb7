"""Decision tables to closures (DMN 1.5 chapter 8)."""

from collections.abc import Sequence

from engine.dmn.boxed import DecisionTable, InputClause, LiteralExpression, OutputClause, Text
from engine.dmn.columns import compile_column
from engine.dmn.compiling import Compiling, Names
from engine.dmn.decision_table import Input, Output, Table
from engine.dmn.priorities import compile_ranks
from engine.dmn.run import Evaluator


def compile_table(table: DecisionTable, names: Names, model: Compiling) -> Evaluator:
    """Compile a decision table whose cells see `names`; faults go to the model's findings."""
    rules = [rule for rule in table.rules if len(rule.inputs) == len(table.inputs) and len(rule.outputs) == len(table.outputs)]
    compiled = Table(
        table.hit_policy,
        table.aggregation,
        tuple(_input(clause, [rule.inputs[at] for rule in rules], names, model) for at, clause in enumerate(table.inputs)),
        tuple(_output(clause, [rule.outputs[at] for rule in rules], names, model) for at, clause in enumerate(table.outputs)),
        tuple(rule.id for rule in rules),
        compile_ranks(table, model),
    )
    return compiled.evaluate


def _input(clause: InputClause, cells: Sequence[Text | None], names: Names, model: Compiling) -> Input:
    expression = clause.expression
    text = expression.text.text if expression.text else ""
    return Input(
        clause.id,
        clause.label or text,
        model.evaluator(expression.text, names),
        model.type(expression.type_ref, expression.id or clause.id, expression.line),
        model.check(clause.values) if clause.values else None,
        compile_column(cells, names, model),
        tuple("-" if cell is None else cell.text for cell in cells),
    )


def _output(clause: OutputClause, cells: Sequence[Text | None], names: Names, model: Compiling) -> Output:
    shared: dict[str | None, Evaluator] = {}
    texts = [None if cell is None else cell.text for cell in cells]
    for text, cell in zip(texts, cells, strict=True):
        if text not in shared:
            shared[text] = model.evaluator(cell, names)
    return Output(
        clause.id,
        clause.name or clause.label or "",
        tuple(shared[text] for text in texts),
        _default(clause.default, names, model),
        model.type(clause.type_ref, clause.id),
        model.check(clause.values) if clause.values else None,
    )


def _default(default: LiteralExpression | None, names: Names, model: Compiling) -> Evaluator | None:
    return None if default is None else model.evaluator(default.text, names)
