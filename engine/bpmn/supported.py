"""What the parser understands but the runtime does not execute yet: deployment refuses it by name.

A line leaves NOT_EXECUTED with the commit that teaches the runtime the family.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bpmn.process_model import Element, ProcessModel


@dataclass(frozen=True, slots=True)
class Family:
    """A family of constructs, how to recognise it, and where BPMN defines it."""

    name: str
    applies: Callable[[Element], bool]
    clause: str


NOT_EXECUTED: tuple[Family, ...] = ()


def supported(model: ProcessModel, families: tuple[Family, ...] = NOT_EXECUTED) -> tuple[Finding, ...]:
    """Return a finding for everything in the process that the runtime does not execute yet; empty when all of it runs."""
    return tuple(
        Finding(element.id, "not-executed-yet", f"This engine does not run {family.name} yet.", family.clause)
        for element in model.elements.values()
        for family in families
        if family.applies(element)
    )
