"""Text into a syntax tree; here the operators by their precedence (DMN 1.5 §10.3.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.constructs import ConstructCursor
from feel.errors import FeelSyntaxError
from feel.nodes import (
    Arithmetic,
    Between,
    Comparison,
    In,
    InstanceOf,
    Interval,
    Junction,
    Literal,
    Negation,
    Node,
    NotEqualTest,
    Tests,
)
from feel.values.number import CONTEXT, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feel.cursor import NameGroups
    from feel.values.types import Type

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER = range(1, 7)
_CHAINS: Mapping[str, int] = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_COMPARING = frozenset({*_COMPARISONS, "between", "in", "instance"})


def parse(text: str, names: NameGroups, types: Mapping[str, Type]) -> Node:
    """Return the tree of an expression; raise FeelSyntaxError."""
    parser = Parser(text, names, types)
    try:
        node = parser.expression()
    except RecursionError:
        raise _too_deep(parser) from None
    if parser.token.kind != "end":
        raise parser.unexpected("an operator or the end")
    return node


def parse_unary_tests(text: str, names: NameGroups, types: Mapping[str, Type]) -> Tests:
    """Return the tree of unary tests (grammar rule 15); raise FeelSyntaxError."""
    parser = Parser(text, names, types)
    try:
        node = parser.unary_tests()
    except RecursionError:
        raise _too_deep(parser) from None
    if parser.token.kind != "end":
        raise parser.unexpected("',' or the end")
    return node


class Parser(ConstructCursor):
    """A cursor that can read the whole grammar."""

    def expression(self, binding: int = 0) -> Node:
        """Read an expression of operators that bind tighter than `binding`."""
        depth = self.depth
        self.deeper()
        is_test = binding == 0 and self.sees(*_COMPARISONS)
        node = self._test() if is_test else self._infix(self._prefix(), binding)
        self.depth = depth
        return node

    def unary_tests(self) -> Tests:
        """Read unary tests: a minus alone, not(...), or tests with commas between them."""
        at, following = self.at(), self.following
        if self.sees("-") and following.kind == "end":
            self.index += 1
            return Tests(at, (), is_negated=False)
        if self.sees("not") and following.text == "(":
            negated = self._negated_tests()
            if negated is not None:
                return Tests(at, negated, is_negated=True)
        return Tests(at, self._tests(), is_negated=False)

    def _negated_tests(self) -> tuple[Node, ...] | None:
        """Read not(tests); None, at the place of before, when more follows: then it is a call of the function not."""
        start = self.index
        self.index += 2
        tests = self._tests()
        if self.take(")") and self.token.kind == "end":
            return tests
        self.index = start
        return None

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._test()]
        while self.take(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Node:
        at = self.at()
        if not self.sees(*_COMPARISONS):
            return self.expression()
        operator = self.token.text
        self.index += 1
        operand = self.expression(_COMPARISON)
        match operator:
            case "=":
                return Interval(at, operand, operand, start_included=True, end_included=True)
            case "!=":
                return NotEqualTest(at, operand)
            case "<" | "<=":
                return Interval(at, None, operand, start_included=False, end_included=operator == "<=")
            case _:
                return Interval(at, operand, None, start_included=operator == ">=", end_included=False)

    def _prefix(self) -> Node:
        if not self.sees("-"):
            return self.operand()
        at, depth = self.at(), self.depth
        self.deeper()
        self.index += 1
        operand = self._prefix()
        self.depth = depth
        if isinstance(operand, Literal) and is_number(operand.value):
            return Literal(at, CONTEXT.minus(operand.value))
        return Negation(at, operand)

    def _infix(self, left: Node, binding: int) -> Node:
        while True:
            token = self.token
            if token.kind not in ("symbol", "word"):
                return left
            chain = _CHAINS.get(token.text)
            if chain is not None and chain > binding:
                left = self._chain(left, chain)
            elif token.text == "and" and binding < _AND:
                left = self._junction(left, "and", _AND)
            elif token.text == "or" and binding < _OR:
                left = self._junction(left, "or", _OR)
            elif token.text in _COMPARING and binding < _COMPARISON:
                left = self._comparison(left)
            else:
                return left

    def _chain(self, first: Node, binding: int) -> Arithmetic:
        at = self.at()
        rest: list[tuple[str, Node, tuple[int, int]]] = []
        while self.token.kind == "symbol" and _CHAINS.get(self.token.text) == binding:
            operator, place = self.token.text, self.at()
            self.index += 1
            rest.append((operator, self.expression(binding), place))
        return Arithmetic(at, first, tuple(rest))

    def _junction(self, first: Node, word: str, binding: int) -> Junction:
        at = self.at()
        operands = [first]
        while self.take(word):
            operands.append(self.expression(binding))
        return Junction(at, word == "and", tuple(operands))

    def _comparison(self, left: Node) -> Node:
        at, operator = self.at(), self.token.text
        self.deeper()
        self.index += 1
        match operator:
            case "between":
                low = self.expression(_COMPARISON)
                self.expect("and")
                return Between(at, left, low, self.expression(_COMPARISON))
            case "in":
                return In(at, left, self._tests_after_in())
            case "instance":
                self.expect("of")
                return InstanceOf(at, left, self.take_type())
            case _:
                return Comparison(at, operator, left, self.expression(_COMPARISON))

    def _tests_after_in(self) -> tuple[Node, ...]:
        """Read `(tests)` or one test; a parenthesis can also begin an interval, or an operand that goes on behind it."""
        if not self.take("("):
            return (self._test() if self.sees(*_COMPARISONS) else self.expression(_COMPARISON),)
        first = self._test()
        if self.sees(".."):
            return (self._infix(self.postfix(self.interval(first, is_closed=False)), _COMPARISON),)
        tests = [first]
        while self.take(","):
            tests.append(self._test())
        self.expect(")")
        if len(tests) == 1:
            return (self._infix(self.postfix(first), _COMPARISON),)
        return tuple(tests)


def _too_deep(parser: Parser) -> FeelSyntaxError:
    return FeelSyntaxError("the expression is nested too deeply", *parser.at())
