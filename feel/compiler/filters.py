"""Compiles filters: an index, or a condition for each item (DMN 1.5 §10.3.2.5, table 68)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.nodes import (
    Between,
    Comparison,
    Filter,
    In,
    InstanceOf,
    Junction,
    Literal,
    Position,
    Quantified,
)
from feel.scope import Evaluator, Lexical, Scope, item_frame
from feel.values.inspect import kind_of
from feel.values.number import as_int, is_number

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation

_CONDITIONS = (Comparison, Between, In, InstanceOf, Junction, Quantified)


def compile_filter(compiler: Compiler, node: Filter, scope: Lexical) -> Evaluator:
    """Return the closure of source[condition]; the form of the condition tells an index where it can."""
    source = compiler.compile(node.source, scope)
    at = node.at
    if isinstance(node.condition, Literal) and is_number(node.condition.value):
        return _indexed(source, compiler.compile(node.condition, scope), at)
    condition = compiler.compile(node.condition, Lexical(scope, None))
    may_be_index = not isinstance(node.condition, _CONDITIONS)

    def select(scope: Scope, run: Evaluation) -> object:
        value = source(scope, run)
        if value is None:
            run.warn("A filter was applied to null.", at)
            return None
        items = value if isinstance(value, list) else [value]
        if may_be_index:
            index = condition(item_frame(scope, items[0] if items else None), run)
            if is_number(index):
                return _at(items, index, at, run)
        return _matching(items, condition, at, scope, run)

    return select


def _indexed(source: Evaluator, index: Evaluator, at: Position) -> Evaluator:
    def indexed(scope: Scope, run: Evaluation) -> object:
        value = source(scope, run)
        if value is None:
            run.warn("A filter was applied to null.", at)
            return None
        return _at(value if isinstance(value, list) else [value], index(scope, run), at, run)

    return indexed


def _at(items: list[object], index: object, at: Position, run: Evaluation) -> object:
    """Return the item at an index from 1, or from -1 backwards."""
    place = as_int(index)
    if place is not None and 0 < place <= len(items):
        return items[place - 1]
    if place is not None and 0 < -place <= len(items):
        return items[place]
    run.warn(f"A list of {len(items)} has no item {place}.", at)
    return None


def _matching(items: list[object], condition: Evaluator, at: Position, scope: Scope, run: Evaluation) -> object:
    run.spend_list(len(items))
    selected: list[object] = []
    for item in items:
        run.spend()
        answer = condition(item_frame(scope, item), run)
        if answer is True:
            selected.append(item)
        elif answer is not False and answer is not None:
            run.warn(f"A filter needs a boolean, not a {kind_of(answer)}.", at)
            return None
    return selected
