"""Compiles and, or, if (DMN 1.5 §10.3.2.15, tables 49 and 50): logic of three values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.nodes import If, Junction
    from feel.scope import Evaluator, Lexical, Scope


def compile_junction(compiler: Compiler, node: Junction, scope: Lexical) -> Evaluator:
    """Return the closure of a chain of `and` or of `or`; it stops at the first operand that decides."""
    operands = [compiler.compile(operand, scope) for operand in node.operands]
    if len(operands) == 2:
        return _both(*operands) if node.is_and else _either(*operands)
    decides = not node.is_and

    def junction(scope: Scope, run: Evaluation) -> object:
        result: bool | None = node.is_and
        for operand in operands:
            value = operand(scope, run)
            if value is decides:
                return decides
            if value is not node.is_and:
                result = None
        return result

    return junction


def compile_if(compiler: Compiler, node: If, scope: Lexical) -> Evaluator:
    """Return the closure of if-then-else; a condition that is not true counts as false."""
    branches = [(compiler.compile(condition, scope), compiler.compile(result, scope)) for condition, result in node.branches]
    otherwise = compiler.compile(node.otherwise, scope)

    def choose(scope: Scope, run: Evaluation) -> object:
        for condition, result in branches:
            if condition(scope, run) is True:
                return result(scope, run)
        return otherwise(scope, run)

    return choose


def _both(left: Evaluator, right: Evaluator) -> Evaluator:
    def both(scope: Scope, run: Evaluation) -> object:
        one = left(scope, run)
        if one is False:
            return False
        other = right(scope, run)
        if other is False:
            return False
        return True if one is True and other is True else None

    return both


def _either(left: Evaluator, right: Evaluator) -> Evaluator:
    def either(scope: Scope, run: Evaluation) -> object:
        one = left(scope, run)
        if one is True:
            return True
        other = right(scope, run)
        if other is True:
            return True
        return False if one is False and other is False else None

    return either
