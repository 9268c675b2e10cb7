"""Reading what operators stand between: literals, names, lists, contexts, parentheses, and what follows them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from feel.cursor_types import TypeCursor
from feel.lexer import string_value
from feel.names import RESERVED
from feel.nodes import Call, ContextLiteral, Filter, Interval, InvalidLiteral, ListLiteral, Literal, Name, Node, Path
from feel.values.number import number_from_text
from feel.values.temporal_text import temporal_from_text

EXPECTED = "an expression"
_CONSTANTS = {"true": True, "false": False, "null": None}
_BEGINS_NO_FILTER = frozenset({".", ")", "]", ",", "}", "..", "=", "!=", "<", "<=", ">", ">=", "+", "*", "/", "**", ""})
_BEGINS_NO_FILTER_WORDS = RESERVED - {"if", "for", "some", "every", "function", "true", "false", "null"}


class OperandCursor(TypeCursor, ABC):
    """A cursor that can read operands; the constructs with keywords and the operators are added by its children."""

    _interval_ends = 0  # how many intervals wait for their end

    @abstractmethod
    def expression(self, binding: int = 0) -> Node:
        """Read an expression of operators that bind tighter than `binding`."""

    @abstractmethod
    def construct(self) -> Node | None:
        """Read a construct that begins with a keyword; None when none stands here."""

    def operand(self) -> Node:
        """Read a primary with the paths, filters and invocations behind it."""
        return self.postfix(self._primary())

    def postfix(self, node: Node) -> Node:
        """Read the paths, filters and invocations that follow `node`."""
        while True:
            at = self.at()
            if self.sees("."):
                self._count_link()
                node = Path(at, node, self.take_member_name())
            elif self.sees("[") and self._begins_filter():
                self._count_link()
                with self.names.scope(with_members=True):
                    node = Filter(at, node, self.expression())
                self.expect("]")
            elif self.sees("("):
                self._count_link()
                node = self._call(at, node)
            else:
                return node

    def _count_link(self) -> None:
        self.deeper()
        self.index += 1

    def _begins_filter(self) -> bool:
        """Tell a filter from the end of an interval such as [1..10[."""
        if not self._interval_ends:
            return True
        following = self.following
        if following.kind == "word":
            return following.text not in _BEGINS_NO_FILTER_WORDS
        return following.kind in ("number", "digits", "string") or following.text not in _BEGINS_NO_FILTER

    def _primary(self) -> Node:
        token, at = self.token, self.at()
        match token.kind:
            case "number" | "digits":
                self.index += 1
                return self._number(token.text)
            case "string":
                self.index += 1
                return Literal(at, string_value(token.text))
            case "word":
                return self._word()
            case "symbol":
                return self._bracketed()
        raise self.unexpected(EXPECTED)

    def _number(self, text: str) -> Literal:
        at = self.at(self.tokens[self.index - 1])
        try:
            return Literal(at, number_from_text(text))
        except ArithmeticError:
            self.index -= 1
            raise self.unexpected("a number of at most 6144 digits") from None

    def _word(self) -> Node:
        at = self.at()
        construct = None if self.names.match(self.tokens, self.index) else self.construct()
        if construct is not None:
            return construct
        if self.token.text in _CONSTANTS:
            self.index += 1
            return Literal(at, _CONSTANTS[self.tokens[self.index - 1].text])
        if self.token.text in RESERVED and not self.names.match(self.tokens, self.index):
            raise self.unexpected(EXPECTED)
        return Name(at, self.take_name())

    def _bracketed(self) -> Node:
        if self.take("@"):
            return self._at_literal()
        if self.take("["):
            return self._list_or_interval()
        if self.take("]"):
            return self.interval(self.expression(), is_closed=False)
        if self.take("{"):
            return self._context()
        if self.take("("):
            node = self.expression()
            if self.sees(".."):
                return self.interval(node, is_closed=False)
            self.expect(")")
            return node
        raise self.unexpected(EXPECTED)

    def _at_literal(self) -> Literal | InvalidLiteral:
        at = self.at()
        if self.token.kind != "string":
            raise self.unexpected("a string")
        text = string_value(self.token.text)
        value = temporal_from_text(text)
        self.index += 1
        return InvalidLiteral(at, text) if value is None else Literal(at, value)

    def _list_or_interval(self) -> Node:
        at = self.at()
        if self.take("]"):
            return ListLiteral(at, ())
        items = [self.expression()]
        if self.sees(".."):
            return self.interval(items[0], is_closed=True)
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return ListLiteral(at, tuple(items))

    def interval(self, start: Node, *, is_closed: bool) -> Interval:
        """Read `..` and the rest of an interval behind its first endpoint."""
        at = self.at()
        self.expect("..")
        self._interval_ends += 1
        end = self.expression()
        self._interval_ends -= 1
        if not self.sees("]", ")", "["):
            raise self.unexpected("']' or ')'")
        end_included = self.sees("]")
        self.index += 1
        return Interval(at, start, end, start_included=is_closed, end_included=end_included)

    def _context(self) -> ContextLiteral:
        at = self.at()
        entries: list[tuple[str, Node]] = []
        with self.names.scope():
            while not self.sees("}"):
                key = self._key()
                self.expect(":")
                self.names.declare([key])
                entries.append((key, self.expression()))
                if not self.take(","):
                    break
        self.expect("}")
        return ContextLiteral(at, tuple(entries))

    def _key(self) -> str:
        if self.token.kind == "string":
            self.index += 1
            return string_value(self.tokens[self.index - 1].text)
        return self.take_new_name(":")

    def _call(self, at: tuple[int, int], callee: Node) -> Call:
        if self.take(")"):
            return Call(at, callee, (), None)
        names: list[str] = []
        arguments: list[Node] = []
        while True:
            name = self._argument_name()
            if name is not None:
                names.append(name)
            if (name is None) != (not names):
                raise self.unexpected("names for all parameters, or for none")
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        return Call(at, callee, tuple(arguments), tuple(names) if names else None)

    def _argument_name(self) -> str | None:
        """Read `name :` in front of an argument; a colon can follow words only there."""
        end = self.index
        while self.tokens[end].kind in ("word", "number", "digits") or self.tokens[end].text in ("-", "'", "\u2019", "/"):
            end += 1
        if end == self.index or self.token.kind != "word" or self.tokens[end].text != ":":
            return None
        name = self.take_new_name(":")
        self.expect(":")
        return name
