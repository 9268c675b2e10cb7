"""Names of several tokens and which of them are in scope while a text is read (DMN 1.5 §10.3.1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from feel.lexer import Token, name_tokens

RESERVED = frozenset(
    "and or in between instance of then else return satisfies if for some every function external true false null".split()
)
_ENDS_A_NAME = RESERVED - {"of", "external"}

_Entry = tuple[tuple[str, ...], str]


class KnownNames:
    """The names of several tokens that may occur, innermost scope last; a name of one word needs no entry."""

    def __init__(self, names: Iterable[str]) -> None:
        self._scopes: list[dict[str, list[_Entry]]] = [{}]
        self._members: dict[str, list[_Entry]] = {}
        self.declare(names)

    def declare(self, names: Iterable[str]) -> None:
        """Bring `names` into the innermost scope, and let them be found as members of contexts from here on."""
        for name in names:
            tokens = name_tokens(name)
            if tokens is not None and len(tokens) > 1:
                _insert(self._scopes[-1], tokens, name)
                _insert(self._members, tokens, name)

    @contextmanager
    def scope(self, *, with_members: bool = False) -> Iterator[None]:
        """Open an inner scope for the time of the `with` block; in a filter the members of contexts are in scope."""
        self._scopes.append(dict(self._members) if with_members else {})
        yield
        self._scopes.pop()

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """Return the longest name in scope whose tokens stand at `index`, and the index behind it."""
        best: tuple[str, int] | None = None
        for scope in reversed(self._scopes):
            found = _longest(scope, tokens, index)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        return best

    def match_member(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """Return the longest name of a member of any context seen so far that stands at `index`."""
        return _longest(self._members, tokens, index)


def words_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index behind the words that follow one another from `index`: two words side by side are one name."""
    index += 1
    while tokens[index].kind == "word" and tokens[index].text not in _ENDS_A_NAME:
        index += 1
    return index


def spelled(text: str) -> str:
    """Return a name as it is looked up: every run of white space as one space."""
    return " ".join(text.replace("\u200b", " ").split())


def _insert(table: dict[str, list[_Entry]], tokens: tuple[str, ...], name: str) -> None:
    entries = [entry for entry in table.get(tokens[0], []) if entry[0] != tokens]
    table[tokens[0]] = sorted([*entries, (tokens, name)], key=lambda entry: -len(entry[0]))


def _longest(table: dict[str, list[_Entry]], tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    for parts, name in table.get(tokens[index].text, ()):
        end = index + len(parts)
        if end < len(tokens) and all(token.text == part for token, part in zip(tokens[index:end], parts, strict=True)):
            return name, end
    return None
