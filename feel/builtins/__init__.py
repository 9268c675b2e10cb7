"""The built-in functions (DMN 1.5 §10.3.4), one module per family; importing this package registers them all."""

from feel.builtins import (
    booleans,
    camunda,
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    sorting,
    statistics,
    strings,
    temporal,
)
from feel.builtins.registry import BUILTINS, Builtin

__all__ = [
    "BUILTINS",
    "Builtin",
    "booleans",
    "camunda",
    "contexts",
    "conversion",
    "lists",
    "numbers",
    "ranges",
    "sorting",
    "statistics",
    "strings",
    "temporal",
]
