"""Compiles literals, lists, contexts and intervals (DMN 1.5 §10.3.2.5 to §10.3.2.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.scope import Evaluator, LateLexical, Lexical, Scope, new_frame
from feel.values.compare import less_or_equal
from feel.values.inspect import kind_of
from feel.values.range import Range

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.nodes import ContextLiteral, Interval, InvalidLiteral, ListLiteral, Literal, Position


def compile_literal(_: Compiler, node: Literal, __: Lexical) -> Evaluator:
    """Return the closure that gives a constant."""
    value = node.value
    return lambda _scope, _run: value


def compile_invalid(_: Compiler, node: InvalidLiteral, __: Lexical) -> Evaluator:
    """Return the closure that gives null and warns."""

    def invalid(_scope: Scope, run: Evaluation) -> object:
        run.warn(f"'{node.text[:40]}' is no date, time, date and time or duration.", node.at)
        return None

    return invalid


def compile_list(compiler: Compiler, node: ListLiteral, scope: Lexical) -> Evaluator:
    """Return the closure that builds a list."""
    items = [compiler.compile(item, scope) for item in node.items]

    def build(scope: Scope, run: Evaluation) -> object:
        run.spend_list(len(items))
        return [item(scope, run) for item in items]

    return build


def compile_context(compiler: Compiler, node: ContextLiteral, scope: Lexical) -> Evaluator:
    """Return the closure that builds a context; an entry sees those before it, a function in it also those behind it."""
    inner = LateLexical(scope, (name for name, _ in node.entries))
    entries = [(name, compiler.compile(value, inner)) for name, value in node.entries]
    is_ambiguous = len({name for name, _ in entries}) < len(entries)
    at = node.at

    def build(scope: Scope, run: Evaluation) -> object:
        if is_ambiguous:
            run.warn("A context has two entries of one name.", at)
            return None
        run.spend(len(entries))
        bindings: dict[str, object] = {}
        frame = new_frame(scope, bindings)
        for name, value in entries:
            bindings[name] = frame[name] = value(frame, run)  # type: ignore[index]
        return bindings

    return build


def compile_interval(compiler: Compiler, node: Interval, scope: Lexical) -> Evaluator:
    """Return the closure that gives a range; a constant one is checked and built here."""
    start = None if node.start is None else compiler.compile(node.start, scope)
    end = None if node.end is None else compiler.compile(node.end, scope)
    at = node.at

    def build(scope: Scope, run: Evaluation) -> object:
        low = None if start is None else start(scope, run)
        high = None if end is None else end(scope, run)
        if (low is None and start is not None) or (high is None and end is not None):
            run.warn("An endpoint of a range is null.", at)
            return None
        if low is not None and high is not None and not _is_ordered(low, high, at, run):
            return None
        return Range(low, high, node.start_included, node.end_included)

    return build


def _is_ordered(low: object, high: object, at: Position, run: Evaluation) -> bool:
    in_order = less_or_equal(low, high)
    if in_order is None:
        run.warn(f"There is no range from a {kind_of(low)} to a {kind_of(high)}.", at)
    elif not in_order:
        run.warn("The start of a range lies behind its end.", at)
    return in_order is True
