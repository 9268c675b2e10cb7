"""The structural rules of BPMN 2.0, checked on a finished process model: one module for each family of elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.rules import (
    activities,
    anumat_properties,
    boundary_events,
    compensation,
    events,
    flows,
    gateways,
    links,
    reachability,
    scopes,
)

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings
    from engine.bpmn.process_model import ProcessModel

_RULES = (
    flows.check,
    events.check,
    boundary_events.check,
    gateways.check,
    scopes.check,
    activities.check,
    compensation.check,
    links.check,
    reachability.check,
    anumat_properties.check,
)


def check_rules(model: ProcessModel, findings: Findings) -> None:
    """Record every structural fault of the process in `findings`."""
    for check in _RULES:
        check(model, findings)
