"""The reading position in the tokens of a text, and the errors that name what was expected there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from feel.errors import FeelSyntaxError
from feel.lexer import Token, tokenize
from feel.names import KnownNames, spelled, words_end

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feel.nodes import Position
    from feel.values.types import Type

NameGroups = tuple[tuple[str, ...], ...]

MAX_DEPTH = 80
_NAME_SYMBOLS = frozenset({".", "/", "-", "'", "\u2019", "+", "*", "**"})


class Cursor:
    """Tokens with an index into them; every method moves forward or raises FeelSyntaxError."""

    def __init__(self, text: str, names: NameGroups, types: Mapping[str, Type]) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self._line_starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
        self.depth = 0
        self.names = KnownNames(*names)
        self.types = types

    @property
    def token(self) -> Token:
        """The token at the reading position."""
        return self.tokens[self.index]

    @property
    def following(self) -> Token:
        """The token behind it; behind the end there is the end again."""
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)]

    def at(self, token: Token | None = None) -> Position:
        """Return the (line, column) of a token, by default the one at the reading position."""
        start = (token or self.token).start
        line = bisect_right(self._line_starts, start)
        return line, start - self._line_starts[line - 1] + 1

    def sees(self, *symbols: str) -> bool:
        """Tell whether one of the `symbols` or keywords stands at the reading position."""
        token = self.token
        return token.text in symbols and token.kind in ("symbol", "word")

    def take(self, *symbols: str) -> bool:
        """Move past one of the `symbols` when it stands here; tell whether it did."""
        if self.sees(*symbols):
            self.index += 1
            return True
        return False

    def expect(self, symbol: str) -> None:
        """Move past `symbol`, or raise."""
        if not self.take(symbol):
            raise self.unexpected(f"'{symbol}'")

    def unexpected(self, expected: str) -> FeelSyntaxError:
        """Return the error that something else than `expected` stands here."""
        line, column = self.at()
        found = "the text ends" if self.token.kind == "end" else f"'{self.token.text[:40]}' is not possible here"
        return FeelSyntaxError(found, line, column, expected)

    def deeper(self) -> None:
        """Count one more level of nesting; raise beyond the deepest level that is read."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            line, column = self.at()
            raise FeelSyntaxError(f"the expression is nested more than {MAX_DEPTH} levels deep", line, column)

    def take_name(self) -> str:
        """Read a name in an expression: the longest one in scope, else the words up to the next symbol."""
        found = self.names.match(self.tokens, self.index)
        end = words_end(self.tokens, self.index)
        return self._finish_name(found, end)

    def take_member_name(self) -> str:
        """Read the name behind a point."""
        if self.token.kind != "word":
            raise self.unexpected("a name")
        found = self.names.match_member(self.tokens, self.index)
        return self._finish_name(found, words_end(self.tokens, self.index))

    def take_new_name(self, *stops: str) -> str:
        """Read a name that is being declared, up to one of the `stops`."""
        start = self.index
        if self.token.kind != "word":
            raise self.unexpected("a name")
        while not self.sees(*stops):
            if not (self.token.kind in ("word", "number", "digits") or self.token.text in _NAME_SYMBOLS):
                raise self.unexpected(" or ".join(f"'{stop}'" for stop in stops))
            self.index += 1
        return self.spelling(start, self.index)

    def _finish_name(self, found: tuple[str, int] | None, words_end_index: int) -> str:
        start = self.index
        if found is not None and (found[1] >= words_end_index or self.tokens[found[1]].text == "("):
            self.index = found[1]
            return found[0]
        self.index = words_end_index
        return self.spelling(start, words_end_index)

    def spelling(self, start: int, end: int) -> str:
        """Return the text of the tokens from index `start` to before `end`, as a name is looked up."""
        return spelled(self.text[self.tokens[start].start : self.tokens[end - 1].end])
