"""Functions as values: parameters with types, and what an invocation does (DMN 1.5 §10.3.2.13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feel.values.types import ANY, FunctionType, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feel.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Parameter:
    """One formal parameter."""

    name: str
    type: Type = ANY


class Function:
    """A function that FEEL can call: `body` gets one value per parameter, in their order, and the evaluation.

    Arguments are checked against the parameters' types, with the implicit conversions of §10.3.2.9.4, before the body
    sees them; the result is checked against `result`. `likely` is what the body alone tells of the result, for
    `instance of` only.
    """

    __slots__ = ("body", "likely", "name", "parameters", "result")

    def __init__(
        self,
        name: str,
        parameters: Sequence[Parameter],
        body: Callable[[Sequence[object], Evaluation], object],
        result: Type = ANY,
        likely: Type = ANY,
    ) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.body = body
        self.result = result
        self.likely = likely

    @property
    def type(self) -> FunctionType:
        """The function's place in the lattice of types."""
        result = self.likely if self.result == ANY else self.result
        return FunctionType(tuple(parameter.type for parameter in self.parameters), result)

    def __repr__(self) -> str:
        return f"function {self.name}({', '.join(parameter.name for parameter in self.parameters)})"
