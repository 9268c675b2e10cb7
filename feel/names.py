"""Names of several tokens and which of them are in scope while a text is read (DMN 1.5 §10.3.1.6)."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from feel.lexer import Token, name_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RESERVED = frozenset(
    {
        *("and", "or", "in", "between", "instance", "of", "then", "else", "return", "satisfies"),
        *("if", "for", "some", "every", "function", "external", "true", "false", "null"),
    }
)
_ENDS_A_NAME = RESERVED - {"of", "external"}

_Entry = tuple[tuple[str, ...], str]


_Table = dict[str, list[_Entry]]


class KnownNames:
    """The names of several tokens that may occur, innermost scope last; a name of one word needs no entry."""

    def __init__(self, *groups: tuple[str, ...]) -> None:
        self._shared = [_table(group) for group in groups]
        self._scopes: list[_Table] = [{}]
        self._members: _Table = {}

    def declare(self, names: Iterable[str]) -> None:
        """Bring `names` into the innermost scope, and let them be found as members of contexts from here on."""
        for name in names:
            _insert(self._scopes[-1], name)
            _insert(self._members, name)

    @contextmanager
    def scope(self, *, with_members: bool = False) -> Iterator[None]:
        """Open an inner scope for the time of the `with` block; in a filter the members of contexts are in scope."""
        self._scopes.append(dict(self._members) if with_members else {})
        yield
        self._scopes.pop()

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """Return the longest name in scope whose tokens stand at `index`, and the index behind it."""
        return _longest((*reversed(self._scopes), *self._shared), tokens, index)

    def match_member(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """Return the longest name of a member of any context seen so far that stands at `index`."""
        return _longest((self._members, *self._shared), tokens, index)


def words_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the words that follow one another from `index`: two words side by side are one name."""
    index += 1
    while tokens[index].kind == "word" and tokens[index].text not in _ENDS_A_NAME:
        index += 1
    return index


def spelled(text: str) -> str:
    """Return a name as it is looked up: every run of white space as one space."""
    return " ".join(text.replace("\u200b", " ").split())


@lru_cache(maxsize=256)
def _table(names: tuple[str, ...]) -> _Table:
    table: _Table = {}
    for name in names:
        _insert(table, name)
    return table


def _insert(table: _Table, name: str) -> None:
    tokens = name_tokens(name)
    if tokens is None or len(tokens) < 2:
        return
    entries = [entry for entry in table.get(tokens[0], ()) if entry[0] != tokens]
    table[tokens[0]] = sorted([*entries, (tokens, name)], key=lambda entry: -len(entry[0]))


def _longest(tables: Iterable[_Table], tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    """Return the longest name of the tables that stands at `index`, of the first table where two are equally long."""
    best: tuple[str, int] | None = None
    first = tokens[index].text
    for table in tables:
        for parts, name in table.get(first, ()):
            end = index + len(parts)
            if (best is None or end > best[1]) and end < len(tokens) and _matches(parts, tokens, index):
                best = name, end
                break
    return best


def _matches(parts: tuple[str, ...], tokens: Sequence[Token], index: int) -> bool:
    return all(tokens[index + offset].text == part for offset, part in enumerate(parts))
