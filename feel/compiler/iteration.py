"""Compiles for, some and every (DMN 1.5 §10.3.2.14 and table 49)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from feel.scope import Evaluator, Lexical, Scope, new_frame
from feel.values.inspect import kind_of
from feel.values.number import whole
from feel.values.range import Range
from feel.values.temporal import Date

if TYPE_CHECKING:
    from collections.abc import Iterator as PythonIterator
    from collections.abc import Sequence

    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.nodes import For, Iterator, Quantified

PARTIAL = "partial"


class _NotIterableError(Exception):
    """Something that a loop cannot go through; the message says what."""


@dataclass(frozen=True, slots=True)
class _Loop:
    """One compiled iterator."""

    name: str
    source: Evaluator
    end: Evaluator | None


def compile_for(compiler: Compiler, node: For, scope: Lexical) -> Evaluator:
    """Return the closure of a for loop; `partial` holds the results so far, copied only where the body reads it."""
    outermost = Lexical(scope, (PARTIAL,))
    loops, inner = _compile_iterators(compiler, node.iterators, outermost)
    body = compiler.compile(node.body, inner)
    reads_partial = PARTIAL in outermost.used
    at = node.at

    def loop(scope: Scope, run: Evaluation) -> object:
        results: list[object] = []
        bindings: dict[str, object] = {PARTIAL: []}
        frame = new_frame(scope, bindings)
        try:
            for innermost in _rounds(loops, 0, frame, run):
                if reads_partial:
                    run.spend(len(results) // 32)
                    frame[PARTIAL] = list(results)  # type: ignore[index]
                results.append(body(innermost, run))
        except _NotIterableError as error:
            run.warn(str(error), at)
            return None
        return results

    return loop


def compile_quantified(compiler: Compiler, node: Quantified, scope: Lexical) -> Evaluator:
    """Return the closure of some or every: an `or` or an `and` over all rounds, which stops when it is decided."""
    loops, inner = _compile_iterators(compiler, node.iterators, scope)
    body = compiler.compile(node.body, inner)
    decides, at = node.is_some, node.at

    def quantified(scope: Scope, run: Evaluation) -> object:
        result: bool | None = not decides
        try:
            for innermost in _rounds(loops, 0, scope, run):
                answer = body(innermost, run)
                if answer is decides:
                    return decides
                if answer is None:
                    result = None
                elif not isinstance(answer, bool):
                    run.warn(f"'satisfies' needs a boolean, not a {kind_of(answer)}.", at)
                    return None
        except _NotIterableError as error:
            run.warn(str(error), at)
            return None
        return result

    return quantified


def iteration_items(
    first: object, last: object, *, is_span: bool, run: Evaluation
) -> Sequence[object] | PythonIterator[object]:
    """Return what a loop goes through: the items of a list, the numbers or days of a range or of first..last, one value.

    Raise _NotIterableError for null, and for a range of anything else.
    """
    if is_span:
        return _span(first, last, run)
    if isinstance(first, list):
        return first
    if isinstance(first, Range):
        return _range_items(first, run)
    if first is None:
        raise _NotIterableError("A loop cannot go through null.")
    return [first]


def _compile_iterators(compiler: Compiler, iterators: tuple[Iterator, ...], scope: Lexical) -> tuple[list[_Loop], Lexical]:
    loops: list[_Loop] = []
    for iterator in iterators:
        source = compiler.compile(iterator.source, scope)
        end = None if iterator.end is None else compiler.compile(iterator.end, scope)
        loops.append(_Loop(iterator.name, source, end))
        scope = Lexical(scope, (iterator.name,))
    return loops, scope


def _rounds(loops: list[_Loop], level: int, scope: Scope, run: Evaluation) -> PythonIterator[Scope]:
    """Yield the innermost scope of each round, the last iterator going fastest."""
    loop = loops[level]
    first = loop.source(scope, run)
    last = None if loop.end is None else loop.end(scope, run)
    is_innermost = level + 1 == len(loops)
    for item in iteration_items(first, last, is_span=loop.end is not None, run=run):
        run.spend()
        inner = new_frame(scope, {loop.name: item})
        if is_innermost:
            yield inner
        else:
            yield from _rounds(loops, level + 1, inner, run)


def _span(first: object, last: object, run: Evaluation) -> PythonIterator[object]:
    if isinstance(first, Date) and isinstance(last, Date):
        return _days(first, last)
    start, end = whole(first), whole(last)
    if start is None or end is None:
        raise _NotIterableError(f"A loop cannot go from a {kind_of(first)} to a {kind_of(last)}.")
    step = 1 if start <= end else -1
    run.spend()
    return (Decimal(number) for number in range(start, end + step, step))


def _range_items(bounds: Range, run: Evaluation) -> PythonIterator[object]:
    items = _span(bounds.start, bounds.end, run)
    if not bounds.start_included:
        next(items, None)
    if bounds.end_included:
        return items
    return (item for item in items if item != bounds.end)


def _days(first: Date, last: Date) -> PythonIterator[object]:
    start, end = first.days, last.days
    step = 1 if start <= end else -1
    return (Date.of_days(days) for days in range(start, end + step, step))
