"""Compiled texts: expressions and unary tests, which can be evaluated often."""

from __future__ import annotations

from decimal import InvalidOperation
from typing import TYPE_CHECKING, TypeVar, cast

from feel.builtins import BUILTINS
from feel.compiler import FAMILIES, Compiler, compile_tests
from feel.errors import FeelError, FeelSyntaxError
from feel.evaluation import Evaluation, too_deep
from feel.parser import parse, parse_unary_tests
from feel.scope import Evaluator, Lexical, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feel.nodes import Node, Tests
    from feel.values.types import Type

_Compiled = TypeVar("_Compiled")
_NOT_FINITE = "A number in the context is infinite or not a number."
_BUILTIN_NAMES = tuple(name for name in BUILTINS if " " in name)


class Expression:
    """A compiled expression.

    `text` is its source, `tree` its syntax tree, `names` the top-level names that it reads for certain; `possible_names`
    are those that it reads unless an item of a filtered list has them, or a built-in function is meant.
    """

    __slots__ = ("_evaluate", "names", "possible_names", "text", "tree")

    def __init__(self, text: str, tree: Node, compiler: Compiler, evaluate: Evaluator) -> None:
        self.text = text
        self.tree = tree
        self.names = frozenset(compiler.definite)
        self.possible_names = frozenset(compiler.possible)
        self._evaluate = cast("Callable[[Mapping[str, object], Evaluation], object]", evaluate)

    def evaluate(self, context: Mapping[str, object], evaluation: Evaluation | None = None) -> object:
        """Return the value in `context`, which is only asked for the names that are needed; raise FeelLimitError."""
        run = evaluation or Evaluation()
        if run.is_busy:
            return self._evaluate(context, run)
        run.begin()
        try:
            return self._evaluate(context, run)
        except RecursionError:
            raise too_deep() from None
        except InvalidOperation:
            raise FeelError(_NOT_FINITE) from None
        finally:
            run.is_busy = False

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


class UnaryTests:
    """Compiled unary tests (DMN 1.5 grammar rule 15), such as a cell of a decision table; attributes as in `Expression`."""

    __slots__ = ("_test", "names", "possible_names", "text", "tree")

    def __init__(self, text: str, tree: Tests, compiler: Compiler, test: Test) -> None:
        self.text = text
        self.tree = tree
        self.names = frozenset(compiler.definite)
        self.possible_names = frozenset(compiler.possible)
        self._test = cast("Callable[[object, Mapping[str, object], Evaluation], bool | None]", test)

    def evaluate(self, value: object, context: Mapping[str, object], evaluation: Evaluation | None = None) -> bool | None:
        """Tell whether `value` passes the tests in `context`; None when it cannot be said; raise FeelLimitError."""
        run = evaluation or Evaluation()
        if run.is_busy:
            return self._test(value, context, run)
        run.begin()
        try:
            return self._test(value, context, run)
        except RecursionError:
            raise too_deep() from None
        except InvalidOperation:
            raise FeelError(_NOT_FINITE) from None
        finally:
            run.is_busy = False

    def __repr__(self) -> str:
        return f"UnaryTests({self.text!r})"


def compile(text: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> Expression:  # noqa: A001
    """Compile an expression (DMN 1.5 §10.3.1.2, grammar rule 1).

    `names` are those in scope, or members of contexts in scope, that consist of several words or contain operators;
    `types` are the types that `instance of` and function definitions may name. Raise FeelSyntaxError.
    """
    tree = parse(text, (_BUILTIN_NAMES, tuple(names)), types or {})
    compiler = Compiler(FAMILIES, BUILTINS)
    return Expression(text, tree, compiler, _within_depth(lambda: compiler.compile(tree, Lexical(None))))


def compile_unary_tests(text: str, names: Iterable[str] = (), types: Mapping[str, Type] | None = None) -> UnaryTests:
    """Compile unary tests (DMN 1.5 §10.3.1.2, grammar rule 15); the arguments are those of `compile`. Raise FeelSyntaxError."""
    tree = parse_unary_tests(text, (_BUILTIN_NAMES, tuple(names)), types or {})
    compiler = Compiler(FAMILIES, BUILTINS)
    return UnaryTests(text, tree, compiler, _within_depth(lambda: compile_tests(compiler, tree, Lexical(None))))


def _within_depth(build: Callable[[], _Compiled]) -> _Compiled:
    try:
        return build()
    except RecursionError:
        raise FeelSyntaxError("the expression is nested too deeply", 1, 1) from None
