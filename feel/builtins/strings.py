"""String functions (DMN 1.5 §10.3.4.3, table 74)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.pattern_syntax import PatternError
from feel.patterns import compile_pattern, replacement_of
from feel.values.number import as_int

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Number = Decimal | int


@builtin("substring", "string: string", "start position: number", "length?: number|null")
def substring(_: Evaluation, string: str, start: Number, length: Number | None = None) -> str:
    """Return `length` characters from position `start` (1 is the first, -1 the last), or all of the rest."""
    place = as_int(start)
    if place is None or not 0 < abs(place) <= len(string):
        raise DomainError(f"there is no position {start} in a string of {len(string)} characters")
    begin = place - 1 if place > 0 else len(string) + place
    if length is None:
        return string[begin:]
    count = as_int(length)
    if count is None or count < 1:
        raise DomainError("the length must be at least 1")
    return string[begin : begin + count]


@builtin("string length", "string: string")
def string_length(_: Evaluation, string: str) -> Decimal:
    """Return the number of characters (code points)."""
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(run: Evaluation, string: str) -> str:
    """Return the string in capitals."""
    run.spend_text(len(string))
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(run: Evaluation, string: str) -> str:
    """Return the string in small letters."""
    run.spend_text(len(string))
    return string.lower()


@builtin("substring before", "string: string", "match: string")
def substring_before(_: Evaluation, string: str, match: str) -> str:
    """Return what comes before the first `match`; the empty string without one."""
    before, found, _rest = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string", "match: string")
def substring_after(_: Evaluation, string: str, match: str) -> str:
    """Return what comes after the first `match`; the empty string without one."""
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string", "match: string")
def contains(_: Evaluation, string: str, match: str) -> bool:
    """Tell whether the string contains `match`."""
    return match in string


@builtin("starts with", "string: string", "match: string")
def starts_with(_: Evaluation, string: str, match: str) -> bool:
    """Tell whether the string starts with `match`."""
    return string.startswith(match)


@builtin("ends with", "string: string", "match: string")
def ends_with(_: Evaluation, string: str, match: str) -> bool:
    """Tell whether the string ends with `match`."""
    return string.endswith(match)


@builtin("matches", "input: string", "pattern: string", "flags?: string|null")
def matches(run: Evaluation, text: str, pattern: str, flags: str | None = None) -> bool:
    """Tell whether a part of the input matches the XPath regular expression."""
    run.spend_text(len(text))
    try:
        return compile_pattern(pattern, flags or "").search(text, run.limits.pattern_seconds)
    except PatternError as error:
        raise DomainError(str(error)) from None


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags?: string|null")
def replace(run: Evaluation, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """Return the input with every match replaced; $1 stands for the first group, $0 for the match."""
    try:
        compiled = compile_pattern(pattern, flags or "")
        pieces = replacement_of(replacement, compiled, is_literal="q" in (flags or ""))
        parts = compiled.substitute(text, pieces, run.limits.pattern_seconds, run.limits.string_length)
    except PatternError as error:
        raise DomainError(str(error)) from None
    run.spend_text(sum(map(len, parts)))
    return "".join(parts)


@builtin("split", "string: string", "delimiter: string")
def split(run: Evaluation, string: str, delimiter: str) -> list[object]:
    """Return the pieces between the matches of the regular expression `delimiter`."""
    run.spend_text(len(string))
    try:
        pieces: list[object] = list(compile_pattern(delimiter, "").split(string, run.limits.pattern_seconds))
    except PatternError as error:
        raise DomainError(str(error)) from None
    run.spend_list(len(pieces))
    return pieces


@builtin("string join", "list: list", "delimiter?: string|null")
def string_join(run: Evaluation, items: list[object], delimiter: str | None = None) -> str:
    """Return the strings of a list one after the other with the delimiter between them; nulls are left out."""
    strings = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in strings):
        raise DomainError("every item must be a string")
    run.spend_list(len(items))
    texts = [str(item) for item in strings]
    separator = delimiter or ""
    run.spend_text(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)
