"""Variables in scopes, as the dialect has them: an activity has its own, results go to the nearest scope that has the name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Data = dict[str, object]


@dataclass(slots=True)
class Scope:
    """The variables of one process, sub-process or activity instance, inside another."""

    around: Scope | None = None
    own: Data = field(default_factory=dict)

    def visible(self) -> Data:
        """Return what can be read here: the scope's own variables hide those around it."""
        return self.own if self.around is None else {**self.around.visible(), **self.own}

    def write(self, values: Mapping[str, object]) -> None:
        """Write each variable where it is, else to the outermost scope."""
        for name, value in values.items():
            owner = self
            while owner.around is not None and name not in owner.own:
                owner = owner.around
            owner.own[name] = value
