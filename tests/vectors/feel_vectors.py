"""Reads feel_vectors.json: FEEL that must mean the same on the server and, through feelin, in the browser.

A vector is an expression (or unary tests with the tested value), its context or the name of one (`case` unless it says so) and
the JSON that comes out. A deviation also has what feelin says instead; docs/conformance.md tells owners about those.
"""

import json
from dataclasses import dataclass
from decimal import Context, Decimal
from pathlib import Path

from engine.model import json_text

PATH = Path(__file__).with_name("feel_vectors.json")
DIGITS = Context(prec=15)
"""As many as a binary floating-point number keeps of a decimal one."""


@dataclass(frozen=True)
class Vector:
    text: str
    is_unary_tests: bool
    context: dict[str, object]
    value: object
    expected: object
    in_feelin: object

    @property
    def name(self) -> str:
        return f"{self.value!r}: {self.text}" if self.is_unary_tests else self.text


def read(part: str) -> list[Vector]:
    """Return the `vectors` or the `deviations`."""
    content = json_text.loads(PATH.read_text(encoding="utf-8"))
    return [
        Vector(
            each.get("expression") or each["unaryTests"],
            "unaryTests" in each,
            _context(each.get("context", "case"), content["contexts"]),
            each.get("value"),
            rounded(each["expected"]),
            rounded(each.get("feelin", each["expected"])),
        )
        for each in content[part]
    ]


def _context(given: str | dict[str, object], named: dict[str, dict[str, object]]) -> dict[str, object]:
    return named[given] if isinstance(given, str) else given


def rounded(value: object) -> object:
    """Return a JSON value with its numbers in as many digits as both sides have, and unlike 1 and true apart."""
    if isinstance(value, list):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: rounded(member) for name, member in value.items()}
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return ("number", DIGITS.create_decimal(Decimal(str(value))).normalize())
    return value


def as_json(vectors: list[Vector]) -> str:
    """Return what the browser's side is given."""
    given = [{"text": v.text, "unary": v.is_unary_tests, "context": v.context, "value": v.value} for v in vectors]
    return json_text.dumps(given)


def from_json(text: str) -> list[object]:
    """Return what the browser's side answered."""
    return [rounded(value) for value in json.loads(text, parse_float=Decimal)]
