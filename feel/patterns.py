"""Regular expressions for matches, replace and split: bounded in time, so that no pattern stalls the process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import regex

from feel.errors import FeelLimitError
from feel.pattern_syntax import MAX_PATTERN_LENGTH, PatternError, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

_FLAGS = frozenset("smixq")
_WHITE_OUTSIDE_CLASSES = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[ \t\n\r]+", re.DOTALL)
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([^\\$]+)", re.ASCII)


class _Match(Protocol):
    def start(self) -> int: ...
    def end(self) -> int: ...
    def group(self, number: int, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern and its number of groups."""

    compiled: regex.Pattern[str]
    groups: int

    def search(self, text: str, timeout_s: float) -> bool:
        """Tell whether a part of `text` matches; raise FeelLimitError after `timeout_s`."""
        try:
            return self.compiled.search(text, timeout=timeout_s, concurrent=True) is not None
        except TimeoutError:
            raise _too_slow(timeout_s) from None

    def substitute(self, text: str, pieces: Sequence[str | int], timeout_s: float, max_length: int) -> list[str]:
        """Return the parts of `text` with each match replaced; an int among `pieces` is a group. Raise as `search`."""
        parts: list[str] = []
        end = length = 0
        for found in self._matches(text, timeout_s):
            filled = [
                text[end : found.start()],
                *((found.group(piece) or "") if isinstance(piece, int) else piece for piece in pieces),
            ]
            length += sum(map(len, filled))
            if length > max_length:
                raise FeelLimitError("string_length", f"A string would have more than {max_length} characters.")
            parts += filled
            end = found.end()
        return [*parts, text[end:]]

    def split(self, text: str, timeout_s: float) -> list[str]:
        """Return the pieces of `text` between the matches; raise as `search`."""
        pieces: list[str] = []
        end = 0
        for found in self._matches(text, timeout_s):
            pieces.append(text[end : found.start()])
            end = found.end()
        return [*pieces, text[end:]]

    def _matches(self, text: str, timeout_s: float) -> list[_Match]:
        """Return all matches; raise PatternError when the empty string matches, which XPath forbids here (FORX0003)."""
        try:
            if self.compiled.search("", timeout=timeout_s):
                raise PatternError("the pattern matches the empty string")
            return list(self.compiled.finditer(text, timeout=timeout_s, concurrent=True))
        except TimeoutError:
            raise _too_slow(timeout_s) from None


_KEPT_PATTERNS, _KEPT_SIZE = 256, 500
_IN_USE: dict[tuple[str, str], Pattern] = {}


def compile_pattern(pattern: str, flags: str) -> Pattern:
    """Compile an XPath regular expression with the flags s, m, i, x, q, or take it from those in use; raise PatternError."""
    known = _IN_USE.get((pattern, flags))
    if known is not None:
        return known
    compiled, size = _compile(pattern, flags)
    if size <= _KEPT_SIZE:
        if len(_IN_USE) >= _KEPT_PATTERNS:
            _IN_USE.clear()
        _IN_USE[pattern, flags] = compiled
    return compiled


def _compile(pattern: str, flags: str) -> tuple[Pattern, int]:
    """Return the compiled pattern and its size; raise PatternError."""
    if not set(flags) <= _FLAGS or len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternError(f"there are flags beyond s, m, i, x, q, or more than {MAX_PATTERN_LENGTH} characters")
    options = regex.V1 | (regex.IGNORECASE if "i" in flags else regex.V1)
    if "q" in flags:
        return Pattern(regex.compile(regex.escape(pattern), options, cache_pattern=False), 0), len(pattern)
    if "x" in flags:
        pattern = _WHITE_OUTSIDE_CLASSES.sub(_unless_white, _without_white_escapes(pattern))
    translation = translate(pattern, is_multiline="m" in flags, matches_all="s" in flags)
    try:
        return Pattern(regex.compile(translation.text, options, cache_pattern=False), translation.groups), translation.size
    except (regex.error, OverflowError, ValueError) as error:
        raise PatternError(f"the pattern is wrong: {error}") from None


def replacement_of(text: str, pattern: Pattern, *, is_literal: bool) -> list[str | int]:
    """Return the pieces of a replacement: texts, and numbers of groups for $1 and so on; raise PatternError."""
    if is_literal:
        return [text]
    pieces: list[str | int] = []
    place = 0
    while place < len(text):
        found = _REPLACEMENT.match(text, place)
        if found is None:
            raise PatternError("in a replacement \\ stands before \\ or $, and $ before a digit")
        if found[2]:
            pieces += _group_reference(found[2], pattern.groups)
        else:
            pieces.append(found[1] or found[3])
        place = found.end()
    return pieces


def _group_reference(digits: str, groups: int) -> list[str | int]:
    """Return the group that the digits name, taking as many digits as there are groups for; then the rest as text."""
    size = 1
    while size < len(digits) and int(digits[: size + 1]) <= groups:
        size += 1
    number = int(digits[:size])
    return [number if number <= groups else "", digits[size:]]


def _unless_white(found: re.Match[str]) -> str:
    return "" if found[0].isspace() else found[0]


def _without_white_escapes(pattern: str) -> str:
    """Return a pattern of the x mode without the white space between a backslash and its letter, and in categories."""
    joined = re.sub(r"\\[ \t\n\r]+", r"\\", pattern)
    return re.sub(r"(\\[pP])[ \t\n\r]*\{([^}]*)\}", lambda found: found[1] + "{" + "".join(found[2].split()) + "}", joined)


def _too_slow(timeout_s: float) -> FeelLimitError:
    return FeelLimitError("pattern_seconds", f"A regular expression takes more than {timeout_s} seconds.")
