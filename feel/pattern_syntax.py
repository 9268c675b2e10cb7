"""XPath regular expressions (XQuery and XPath Functions §5.6.1) translated for the `regex` module, or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

MAX_PATTERN_LENGTH = 2_000
_MAX_NESTING = 50
_MAX_REPEAT = 10_000
_MAX_SIZE = 20_000  # atoms, each counted as often as it must be repeated: what compiling costs

_META = frozenset(".\\?*+{}()[]|^$")
_ESCAPED_ITSELF = frozenset("\\|.?*+(){}-[]^$")
_CLASSES = {
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": r"[_:\p{L}\p{Nl}]",
    "I": r"[^_:\p{L}\p{Nl}]",
    "c": r"[\-._:\p{L}\p{N}\p{M}]",
    "C": r"[^\-._:\p{L}\p{N}\p{M}]",
}
_CONTROLS = {"n": r"\n", "r": r"\r", "t": r"\t"}
_CATEGORY = re.compile(r"Is[A-Za-z0-9\-]{1,60}|[LMNPZSC][a-z]?", re.ASCII)
_QUANTIFIER = re.compile(r"\{([0-9]{1,6})(?:(,)([0-9]{1,6})?)?\}|[?*+]", re.ASCII)


class PatternError(Exception):
    """A pattern, its flags or its replacement that XPath refuses."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A pattern for the `regex` module, its number of groups, and its size in atoms."""

    text: str
    groups: int
    size: int


def translate(pattern: str, *, is_multiline: bool, matches_all: bool) -> Translation:
    """Return `pattern` for the `regex` module.

    In multiline mode ^ and $ stand at every line; `matches_all` lets the point match line ends. Raise PatternError.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternError(f"a pattern has at most {MAX_PATTERN_LENGTH} characters")
    translator = _Translator(pattern, is_multiline=is_multiline, matches_all=matches_all)
    return Translation(translator.alternatives(0), translator.groups, translator.size)


class _Translator:
    """A position in the pattern; each method reads one construct and returns its translation."""

    def __init__(self, pattern: str, *, is_multiline: bool, matches_all: bool) -> None:
        self.pattern = pattern
        self.place = 0
        self.groups = 0
        self.size = 0
        self.open_groups: list[int] = []
        self.point = r"(?s:.)" if matches_all else r"[^\n\r]"
        self.start = r"(?:\A|(?<=\n)(?!\Z))" if is_multiline else r"\A"
        self.end = r"(?=\n|\Z)" if is_multiline else r"\Z"

    def alternatives(self, nesting: int) -> str:
        """Read branches with | between them, to the end or to the parenthesis that closes the group."""
        if nesting > _MAX_NESTING:
            self.fail("groups are nested too deeply")
        parts: list[str] = []
        while self.place < len(self.pattern):
            character = self.pattern[self.place]
            if character == ")":
                break
            if character == "|":
                self.place += 1
                parts.append("|")
            else:
                parts.append(self._piece(nesting))
        if nesting == 0 and self.place < len(self.pattern):
            self.fail("a ) closes no group")
        return "".join(parts)

    def fail(self, message: str) -> NoReturn:
        """Raise the error that the pattern is wrong at the current place."""
        raise PatternError(f"in the pattern at character {self.place + 1}: {message}")

    def _piece(self, nesting: int) -> str:
        size_before = self.size
        atom = self._atom(nesting)
        self.size += 1
        found = _QUANTIFIER.match(self.pattern, self.place)
        if found is None:
            if self.pattern.startswith("{", self.place):
                self.fail("this is no quantifier")
            return atom
        if found[1] is not None:
            least, most = int(found[1]), int(found[3] or found[1])
            if most < least or most > _MAX_REPEAT:
                self.fail(f"a quantifier goes from less to more, to {_MAX_REPEAT} at most")
            self.size = size_before + (self.size - size_before) * max(least, 1)
            if self.size > _MAX_SIZE:
                self.fail("the quantifiers multiply to too large a pattern")
        self.place = found.end()
        reluctant = "?" if self.pattern.startswith("?", self.place) else ""
        self.place += len(reluctant)
        return f"(?:{atom}){found[0]}{reluctant}"

    def _atom(self, nesting: int) -> str:
        character = self.pattern[self.place]
        if character == "(":
            return self._group(nesting)
        if character == "[":
            return self._class(nesting)
        if character == "\\":
            return self._escape()
        self.place += 1
        match character:
            case ".":
                return self.point
            case "^":
                return self.start
            case "$":
                return self.end
        if character in _META:
            self.place -= 1
            self.fail(f"{character} has nothing to refer to")
        return re.escape(character)

    def _group(self, nesting: int) -> str:
        is_capturing = not self.pattern.startswith("(?:", self.place)
        self.place += 1 if is_capturing else 3
        number = 0
        if is_capturing:
            self.groups += 1
            number = self.groups
            self.open_groups.append(number)
        body = self.alternatives(nesting + 1)
        if not self.pattern.startswith(")", self.place):
            self.fail("a group has no end")
        self.place += 1
        if is_capturing:
            self.open_groups.remove(number)
        return f"({body})" if is_capturing else f"(?:{body})"

    def _escape(self) -> str:
        following = self.pattern[self.place + 1 : self.place + 2]
        if following.isdigit() and following.isascii():
            return self._back_reference()
        return self._character_escape()

    def _back_reference(self) -> str:
        end = self.place + 2
        while self.pattern[end : end + 1].isdigit() and int(self.pattern[self.place + 1 : end + 1]) <= self.groups:
            end += 1
        number = int(self.pattern[self.place + 1 : end])
        if not 0 < number <= self.groups or number in self.open_groups:
            self.fail(f"\\{number} refers to no group that ends before it")
        self.place = end
        return f"(?:\\{number})"

    def _character_escape(self) -> str:
        following = self.pattern[self.place + 1 : self.place + 2]
        if following in ("p", "P"):
            return self._category(following)
        self.place += 2
        if following in _CLASSES:
            return _CLASSES[following]
        if following in _CONTROLS:
            return _CONTROLS[following]
        if following not in _ESCAPED_ITSELF:
            self.place -= 2
            self.fail(f"\\{following} is no escape")
        return "\\" + following

    def _category(self, letter: str) -> str:
        end = self.pattern.find("}", self.place)
        name = self.pattern[self.place + 3 : end] if end > 0 and self.pattern[self.place + 2 : self.place + 3] == "{" else ""
        if not _CATEGORY.fullmatch(name):
            self.fail("this is no category of characters")
        self.place = end + 1
        known = "In" + name[2:].replace("-", "") if name.startswith("Is") else name
        return f"\\{letter}{{{known}}}"

    def _class(self, nesting: int) -> str:
        """Read [...] with ranges, escapes and a class that is taken away."""
        if nesting > _MAX_NESTING:
            self.fail("classes are nested too deeply")
        self.place += 1
        negation = "^" if self.pattern.startswith("^", self.place) else ""
        self.place += len(negation)
        parts: list[str] = []
        while not self.pattern.startswith("]", self.place) or not parts:
            if self.pattern.startswith("-[", self.place) and parts:
                self.place += 1
                taken = self._class(nesting + 1)
                if not self.pattern.startswith("]", self.place):
                    self.fail("a class that is taken away comes last")
                self.place += 1
                return f"[[{negation}{''.join(parts)}]--{taken}]"
            parts.append(self._class_part())
        self.place += 1
        return f"[{negation}{''.join(parts)}]"

    def _class_part(self) -> str:
        low = self._class_character()
        is_range = self.pattern.startswith("-", self.place) and self.pattern[self.place + 1 : self.place + 2] not in (
            "]",
            "[",
            "",
        )
        if not is_range:
            return low
        self.place += 1
        high = self._class_character()
        if len(low.removeprefix("\\")) != 1 or len(high.removeprefix("\\")) != 1 or _code(low) > _code(high):
            self.fail("a range of characters goes from a lower to a higher one")
        return f"{low}-{high}"

    def _class_character(self) -> str:
        character = self.pattern[self.place : self.place + 1]
        if not character:
            self.fail("a class has no end")
        if character == "\\":
            return self._character_escape()
        if character in "[]":
            self.fail(f"{character} must be escaped in a class")
        self.place += 1
        return re.escape(character) if character in "^-&|~" or not character.isalnum() else character


def _code(translated: str) -> int:
    return {"\\n": 10, "\\r": 13, "\\t": 9}.get(translated, ord(translated[-1]))
