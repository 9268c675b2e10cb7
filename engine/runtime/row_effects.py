"""Facts about the rows of the process instance itself: scopes and tokens, variables, the items of multi-instances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.model.element_instance import ElementInstance
    from engine.model.process_instance import ProcessInstance
    from engine.model.variable import Variable
    from engine.model.waiting_token import WaitingToken


@dataclass(frozen=True, slots=True)
class ProcessInstanceCreated:
    """Insert the process instance; it may have ended already."""

    process_instance: ProcessInstance


@dataclass(frozen=True, slots=True)
class ProcessInstanceChanged:
    """Update the process instance (its state, its end)."""

    process_instance: ProcessInstance


@dataclass(frozen=True, slots=True)
class ElementInstanceCreated:
    """Insert the element instance in the state that it has by now."""

    element_instance: ElementInstance


@dataclass(frozen=True, slots=True)
class ElementInstanceChanged:
    """Update the element instance."""

    element_instance: ElementInstance


@dataclass(frozen=True, slots=True)
class VariableCreated:
    """Insert the variable."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class VariableChanged:
    """Update the variable's value."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class WaitingTokenCreated:
    """Insert the tokens that wait."""

    token: WaitingToken


@dataclass(frozen=True, slots=True)
class WaitingTokenChanged:
    """Update the number of tokens; delete the row when it is 0."""

    token: WaitingToken


@dataclass(frozen=True, slots=True)
class InputChunkStored:
    """Insert a part of a multi-instance's input collection, so that later children need not read all of it."""

    body_key: int
    number: int
    """From 0; every chunk but the last has `multi_instance.CHUNK` items."""
    items: Sequence[object]


@dataclass(frozen=True, slots=True)
class InputChunksDeleted:
    """Delete the parts of the multi-instance's input collection."""

    body_key: int
