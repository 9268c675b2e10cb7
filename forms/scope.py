"""What a form's expressions see, and how they are evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import feel

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scope(Mapping[str, object]):
    """The names at one place of a form, with the precedence of form-js.

    The form's data comes first, then the variables of the case. Inside a dynamic list `this` is the row, `parent` the
    row (or data) around it and `i` the positions counted from 1; a row's own names are found when nothing else has them.
    `extra` holds names that one expression gets besides, such as `value` in a validation rule.
    """

    data: Mapping[str, object]
    variables: Mapping[str, object]
    row: Mapping[str, object] | None = None
    parent: Mapping[str, object] | None = None
    positions: tuple[int, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def enter(self, row: Mapping[str, object], position: int) -> Scope:
        """Return the scope of one row, `position` counted from 0."""
        around = self.data if self.row is None else self.row
        return Scope(self.data, self.variables, row, around, (*self.positions, position + 1), self.extra)

    def with_names(self, **names: object) -> Scope:
        """Return the same scope with further names, which win over all others."""
        return Scope(self.data, self.variables, self.row, self.parent, self.positions, {**self.extra, **names})

    def __getitem__(self, name: str) -> object:
        for names in (self.extra, self.data, self.variables, self._around(), self.row or {}):
            if name in names:
                return names[name]
        raise KeyError(name)

    def _around(self) -> Mapping[str, object]:
        """Return form-js' own names, which it also has between underscores for forms with fields of the same name."""
        own = {"this": self.data if self.row is None else self.row, "parent": self.parent, "i": list(self.positions)}
        return own | {f"_{name}_": value for name, value in own.items()}

    def __iter__(self) -> Iterator[str]:
        yield from {**(self.row or {}), **self.variables, **self.data, **self.extra}

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Evaluator:
    """Evaluates the expressions of one form at one moment, within FEEL's limits for all of them together.

    What fails or exceeds the limits is null.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self.evaluation = feel.Evaluation() if now is None else feel.Evaluation(now=lambda: now)

    @property
    def now(self) -> datetime:
        """Return the moment of the evaluation."""
        return self.evaluation.moment()

    def raw(self, expression: feel.Expression, scope: Mapping[str, object]) -> object:
        """Return the FEEL value of `expression`."""
        try:
            return expression.evaluate(scope, self.evaluation)
        except feel.FeelError:
            return None

    def value(self, expression: feel.Expression, scope: Mapping[str, object]) -> object:
        """Return the value as JSON: temporal values are their FEEL strings."""
        return feel.to_json(self.raw(expression, scope))

    def is_true(self, switch: bool | feel.Expression | None, scope: Mapping[str, object]) -> bool:  # noqa: FBT001  a switch is a constant or FEEL
        """Tell whether a switch is on: the constant true, or an expression whose value is true."""
        if isinstance(switch, feel.Expression):
            return self.raw(switch, scope) is True
        return switch is True
