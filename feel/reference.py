"""The reference of all built-in functions as Markdown, made from their declarations and docstrings.

python -m feel.reference > docs/feel-functions.md
"""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Final

from feel.builtins import BUILTINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feel.builtins.registry import Builtin, Domain, Signature

INTRODUCTION: Final = """# FEEL: built-in functions

Made by `python -m feel.reference` from the code; a test keeps it current. For each function: how it is called, what each
parameter takes, what comes out, and the clause of DMN 1.5.

Rules for all of them:

- A parameter in square brackets may be left out. `any` and `T | null` take null too; **null for any other makes the result
  null**, with a warning, as does an argument of another type or one that the function has no answer for.
- Arguments are converted where DMN 1.5 §10.3.2.9.4 says so: a list of one item to its item, one item to a list, a date to a
  date and time at midnight UTC.
- Parameters may be given by name: `substring(string: "foobar", start position: 3)`.
- `...` behind a parameter: it may be repeated.
"""
RESULTS: Final = {
    "bool": "boolean",
    "Decimal": "number",
    "str": "string",
    "list[object]": "list",
    "Items": "list",
    "list[Context]": "list of contexts",
    "Context": "context",
    "Date": "date",
    "Time": "time",
    "DateTime": "date and time",
    "YearsMonthsDuration": "years and months duration",
    "DaysTimeDuration": "days and time duration",
    "Range": "range",
    "object": "any",
    "None": "null",
}


def reference() -> str:
    """Return the whole text."""
    parts = [INTRODUCTION]
    for module_name in dict.fromkeys(_module_of(function) for function in BUILTINS.values()):
        title, _, clause = _first_line(sys.modules[module_name].__doc__).rstrip(".").partition(" (DMN 1.5 ")
        parts.append(f"\n## {title}\n")
        if clause:
            parts.append(f"\nDMN 1.5 {clause.removesuffix(')')}.\n")
        functions = sorted((name, each) for name, each in BUILTINS.items() if _module_of(each) == module_name)
        parts += [_entry(name, function) for name, function in functions]
    return "".join(parts)


def _module_of(function: Builtin) -> str:
    return function.signatures[0].body.__module__


def _entry(name: str, function: Builtin) -> str:
    lines = "\n".join(line for signature in function.signatures for line in _described(name, signature))
    return f"\n### {name}\n\n{lines}\n"


def _described(name: str, signature: Signature) -> Iterator[str]:
    last = len(signature.domains) - 1
    shown = [
        _parameter(domain) + ("..." if signature.is_variadic and place == last else "")
        for place, domain in enumerate(signature.domains)
    ]
    yield f"- `{name}({', '.join(shown)})`: {_result(signature)}. {_first_line(signature.body.__doc__)}"


def _parameter(domain: Domain) -> str:
    takes_null = domain.takes_null and domain.domain != "any"
    text = f"{domain.name}: {domain.domain}{' | null' if takes_null else ''}"
    return f"[{text}]" if domain.is_optional else text


def _result(signature: Signature) -> str:
    annotation = str(inspect.get_annotations(signature.body)["return"])
    return " or ".join(RESULTS[part] for part in annotation.split(" | "))


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0]


if __name__ == "__main__":
    sys.stdout.write(reference())
