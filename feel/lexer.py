"""Text into tokens (DMN 1.5 §10.3.1.4): words, numbers, strings and symbols, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feel.errors import FeelSyntaxError

MAX_TEXT_LENGTH = 100_000

_WHITE = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_NAME_START = (
    "?A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U000effff"
)
_NAME_PART = _NAME_START + "0-9\xb7\u0300-\u036f\u203f-\u2040"

_TOKEN = re.compile(
    rf"""
    (?P<white>[{_WHITE}]+|//[^\n\r]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![{_NAME_START}]))
    |(?P<word>[{_NAME_START}][{_NAME_PART}]*)
    |(?P<digits>[0-9]+)
    |(?P<string>"(?:[^"\\\n\r]|\\.)*")
    |(?P<symbol>\.\.|\*\*|<=|>=|!=|->|/(?!\*)|[-+*()\[\]{{}}<>=,.:@'\u2019])
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `kind` is number, word, digits, string, symbol or end."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text` with an end token behind them; raise FeelSyntaxError at what can be none."""
    if len(text) > MAX_TEXT_LENGTH:
        raise FeelSyntaxError(f"the text has {len(text)} characters, {MAX_TEXT_LENGTH} are allowed", 1, 1)
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _no_token(text, place)
        kind = found.lastgroup or ""
        if kind != "white":
            tokens.append(Token(kind, found.group(), place, found.end()))
        place = found.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def name_tokens(name: str) -> tuple[str, ...] | None:
    """Return the texts of the tokens that make up `name`; None when a part of it could never be in a name."""
    try:
        return tuple(token.text for token in tokenize(name) if token.kind != "end")
    except FeelSyntaxError:
        return None


def position_at(text: str, place: int) -> tuple[int, int]:
    """Return (line, column), both from 1, of the character at index `place`."""
    line_start = text.rfind("\n", 0, place) + 1
    return text.count("\n", 0, place) + 1, place - line_start + 1


def string_value(literal: str) -> str:
    """Return the characters that a string literal with its quotes stands for (grammar rules 33 and 64)."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    joined = _ESCAPE.sub(_unescape, body)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _SIMPLE_ESCAPES.get(found[3], "\\" + found[3])


def _no_token(text: str, place: int) -> FeelSyntaxError:
    line, column = position_at(text, place)
    if text[place] == '"':
        return FeelSyntaxError("the string has no end", line, column, 'a closing "')
    if text.startswith("/*", place):
        return FeelSyntaxError("the comment has no end", line, column, "*/")
    return FeelSyntaxError(f"{text[place]!r} has no meaning here", line, column)
