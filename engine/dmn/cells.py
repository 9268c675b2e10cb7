"""What a cell of a decision table admits, where that can be known: literals, comparisons, ranges and lists of them."""

from engine.dmn.domains import Domain, Kind, point_of, span_of
from feel.errors import FeelSyntaxError
from feel.lexer import Token, string_value, tokenize
from feel.values.number import number_from_text
from feel.values.temporal_text import (
    date_from_text,
    date_time_from_text,
    duration_from_text,
    temporal_from_text,
    time_from_text,
)

NULL = "null"
COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "!="})
CONSTRUCTORS = {
    ("date",): date_from_text,
    ("time",): time_from_text,
    ("duration",): duration_from_text,
    ("date", "and", "time"): date_time_from_text,
}


class _Unknown(Exception):  # noqa: N818 - not an error: the cell holds more than literals
    """The text holds something whose meaning only an evaluation can tell."""


def domain_of(text: str) -> Domain | None:
    """Return the values that pass these unary tests; None when only an evaluation can tell."""
    try:
        return _Cell(tokenize(text)).read()
    except (_Unknown, FeelSyntaxError, ArithmeticError):
        return None


def constants_of(text: str) -> list[object] | None:
    """Return the values of a comma-separated list of literals, in their order; None when it holds anything else."""
    try:
        cell = _Cell(tokenize(text))
        values = [cell.literal()]
        while cell.take(","):
            values.append(cell.literal())
        cell.end()
    except (_Unknown, FeelSyntaxError, ArithmeticError):
        return None
    return values


class _Cell:
    """A reader of the tokens of one cell."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._has_empty_range = False

    def read(self) -> Domain:
        """Read the whole cell."""
        if self._texts(2) == ("not", "("):
            self._next += 2
            domain = self._tests().complement()
            self._expect(")")
            if self._has_empty_range:  # such a range may be null, and so may its negation
                raise _Unknown
        else:
            domain = self._tests()
        self.end()
        return domain

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self._tokens[self._next].kind != "end":
            raise _Unknown

    def take(self, symbol: str) -> bool:
        """Go past the next token if it is this symbol."""
        found = self._tokens[self._next].text == symbol and self._tokens[self._next].kind != "string"
        self._next += found
        return found

    def literal(self) -> object:
        """Read one literal; the word null is None."""
        token = self._tokens[self._next]
        self._next += 1
        match token.kind, token.text:
            case "number", text:
                return number_from_text(text)
            case "symbol", "-" if self._tokens[self._next].kind == "number":
                return -number_from_text(self._advance().text)
            case "string", text:
                return string_value(text)
            case "word", "true" | "false" | "null":
                return {"true": True, "false": False, "null": None}[token.text]
            case "symbol", "@":
                return self._temporal(temporal_from_text(self._string()))
            case "word", _:
                return self._constructed(token)
        raise _Unknown

    def _tests(self) -> Domain:
        domain = self._test()
        while self.take(","):
            joined = domain.union(self._test())
            if joined is None:
                raise _Unknown
            domain = joined
        return domain

    def _test(self) -> Domain:
        token = self._tokens[self._next]
        if token.kind == "symbol" and token.text in COMPARISONS:
            self._next += 1
            return self._comparison(token.text)
        if token.kind == "symbol" and token.text in "[(]":
            return self._range()
        return self._equal(self.literal())

    def _equal(self, value: object) -> Domain:
        if value is None:
            return Domain(Kind.NULL, (), null=True)
        kind, point = self._point(value)
        return Domain(kind, (span_of(kind, point, point),))

    def _comparison(self, operator: str) -> Domain:
        value = self.literal()
        if operator in {"=", "!="}:
            domain = self._equal(value)
            return domain if operator == "=" else domain.complement()
        kind, point = self._point(value)
        if kind is Kind.BOOLEAN:
            raise _Unknown
        if operator in {"<", "<="}:
            return Domain(kind, (span_of(kind, None, point, end_included=operator == "<="),))
        return Domain(kind, (span_of(kind, point, None, start_included=operator == ">="),))

    def _range(self) -> Domain:
        start_included = self._advance().text == "["
        kind, start = self._point(self.literal())
        self._expect("..")
        end_kind, end = self._point(self.literal())
        closing = self._advance().text
        if kind is not end_kind or kind is Kind.BOOLEAN or closing not in {"]", ")", "["}:
            raise _Unknown
        span = span_of(kind, start, end, start_included=start_included, end_included=closing == "]")
        self._has_empty_range |= span[0] >= span[1]
        return Domain(kind, (span,) if span[0] < span[1] else ())

    def _point(self, value: object) -> tuple[Kind, object]:
        found = point_of(value)
        if found is None:
            raise _Unknown
        return found

    def _constructed(self, first: Token) -> object:
        words = [first.text]
        while self._tokens[self._next].kind == "word":
            words.append(self._advance().text)
        read = CONSTRUCTORS.get(tuple(words))
        if read is None:
            raise _Unknown
        self._expect("(")
        value = self._temporal(read(self._string()))
        self._expect(")")
        return value

    def _temporal(self, value: object) -> object:
        if value is None:
            raise _Unknown
        return value

    def _string(self) -> str:
        token = self._advance()
        if token.kind != "string":
            raise _Unknown
        return string_value(token.text)

    def _advance(self) -> Token:
        token = self._tokens[self._next]
        self._next += token.kind != "end"
        return token

    def _expect(self, symbol: str) -> None:
        if not self.take(symbol):
            raise _Unknown

    def _texts(self, count: int) -> tuple[str, ...]:
        return tuple(token.text for token in self._tokens[self._next : self._next + count])
