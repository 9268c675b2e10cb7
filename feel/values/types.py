"""The lattice of types: which type a value has, which type conforms to which (DMN 1.5 §10.3.2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SimpleType:
    """A type without parameters, such as number or date and time."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType:
    """Lists whose items all have one type."""

    element: Type

    def __str__(self) -> str:
        return f"list<{self.element}>"


@dataclass(frozen=True, slots=True)
class RangeType:
    """Ranges whose endpoints have one type."""

    element: Type

    def __str__(self) -> str:
        return f"range<{self.element}>"


@dataclass(frozen=True, slots=True)
class ContextType:
    """Contexts that have at least these members."""

    members: tuple[tuple[str, Type], ...]

    def __str__(self) -> str:
        return "context<" + ", ".join(f"{name}: {member}" for name, member in self.members) + ">"


@dataclass(frozen=True, slots=True)
class FunctionType:
    """Functions by the types of their parameters and of their result."""

    parameters: tuple[Type, ...]
    result: Type

    def __str__(self) -> str:
        return "function<" + ", ".join(map(str, self.parameters)) + f">->{self.result}"


Type = SimpleType | ListType | RangeType | ContextType | FunctionType

ANY = SimpleType("Any")
NULL = SimpleType("Null")
NUMBER = SimpleType("number")
STRING = SimpleType("string")
BOOLEAN = SimpleType("boolean")
DATE = SimpleType("date")
TIME = SimpleType("time")
DATE_TIME = SimpleType("date and time")
DAYS_TIME = SimpleType("days and time duration")
YEARS_MONTHS = SimpleType("years and months duration")
CONTEXT = ContextType(())

TYPE_NAMES: Mapping[str, Type] = {
    "Any": ANY,
    "Null": NULL,
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_TIME,
    "dateTime": DATE_TIME,
    "days and time duration": DAYS_TIME,
    "dayTimeDuration": DAYS_TIME,
    "years and months duration": YEARS_MONTHS,
    "yearMonthDuration": YEARS_MONTHS,
    "context": CONTEXT,
}


def conforms(narrow: Type, wide: Type) -> bool:
    """Tell whether a value of type `narrow` may stand where `wide` is expected (§10.3.2.9.2)."""
    if wide == ANY or narrow in (wide, NULL):
        return True
    match narrow, wide:
        case ListType(element=inner), ListType(element=outer):
            return conforms(inner, outer)
        case RangeType(element=inner), RangeType(element=outer):
            return conforms(inner, outer)
        case ContextType(), ContextType():
            members = dict(narrow.members)
            return all(name in members and conforms(members[name], member) for name, member in wide.members)
        case FunctionType(), FunctionType():
            return (
                len(narrow.parameters) == len(wide.parameters)
                and all(map(conforms, wide.parameters, narrow.parameters))
                and conforms(narrow.result, wide.result)
            )
        case _:
            return False
