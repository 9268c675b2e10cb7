"""Reading the constructs that begin with a keyword: if, for, some, every, function."""

from __future__ import annotations

from feel.nodes import For, FunctionLiteral, If, Iterator, Node, Quantified
from feel.operands import OperandCursor
from feel.values.types import ANY, Type


class ConstructCursor(OperandCursor):
    """A cursor that can read these constructs."""

    def construct(self) -> Node | None:
        """Read a construct that begins with a keyword; None when none stands here."""
        match self.token.text:
            case "if":
                return self._if()
            case "for":
                return self._for()
            case "some" | "every":
                return self._quantified()
            case "function" if self.following.text == "(":
                return self._function()
            case _:
                return None

    def _if(self) -> If:
        at = self.at()
        branches: list[tuple[Node, Node]] = []
        while True:
            self.expect("if")
            condition = self.expression()
            self.expect("then")
            branches.append((condition, self.expression()))
            self.expect("else")
            if not self.sees("if"):
                return If(at, tuple(branches), self.expression())

    def _for(self) -> For:
        at = self.at()
        self.index += 1
        with self.names.scope():
            iterators = self._iterators()
            self.expect("return")
            return For(at, iterators, self.expression())

    def _quantified(self) -> Quantified:
        at = self.at()
        is_some = self.sees("some")
        self.index += 1
        with self.names.scope():
            iterators = self._iterators()
            self.expect("satisfies")
            return Quantified(at, is_some, iterators, self.expression())

    def _iterators(self) -> tuple[Iterator, ...]:
        iterators: list[Iterator] = []
        while True:
            name = self.take_new_name("in")
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.take("..") else None
            self.names.declare([name])
            iterators.append(Iterator(name, source, end))
            if not self.take(","):
                return tuple(iterators)

    def _function(self) -> FunctionLiteral:
        at = self.at()
        self.index += 1
        self.expect("(")
        with self.names.scope():
            parameters = self._parameters()
            is_external = self.take("external")
            self.names.declare([name for name, _ in parameters])
            return FunctionLiteral(at, parameters, self.expression(), is_external)

    def _parameters(self) -> tuple[tuple[str, Type | None], ...]:
        parameters: list[tuple[str, Type | None]] = []
        while not self.sees(")"):
            name = self.take_new_name(":", ",", ")")
            parameters.append((name, self.take_type() if self.take(":") else ANY))
            if not self.take(","):
                break
        self.expect(")")
        return tuple(parameters)
