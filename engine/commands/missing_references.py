"""What the processes of a deployment refer to but neither the deployment nor the database has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import bpmn
from engine.bpmn import ReferenceKind
from engine.errors import Finding
from engine.store import definitions as store
from engine.store.definitions import DECISIONS, FORMS, PROCESSES, RESOURCES, Versioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.deployed_files import ParsedFiles

KINDS: Mapping[ReferenceKind, Versioned[Any]] = {
    ReferenceKind.PROCESS: PROCESSES,
    ReferenceKind.DECISION: DECISIONS,
    ReferenceKind.FORM: FORMS,
    ReferenceKind.RESOURCE: RESOURCES,
}
WORDS = {
    ReferenceKind.PROCESS: "process",
    ReferenceKind.DECISION: "decision",
    ReferenceKind.FORM: "form",
    ReferenceKind.RESOURCE: "resource",
}


def missing_references(connection: Any, parsed: ParsedFiles) -> list[Finding]:
    """Return a finding for each constant reference without a target; one query per kind."""
    here = {
        ReferenceKind.PROCESS: {model.id for _, model in parsed.processes},
        ReferenceKind.DECISION: {decision.id for _, graph in parsed.decisions for decision in graph.decisions},
        ReferenceKind.FORM: {form.id for _, form in parsed.forms},
        ReferenceKind.RESOURCE: {file.id for _, file in parsed.resources},
    }
    wanted = [
        (name, reference)
        for name, model in parsed.processes
        for reference in bpmn.references(model)
        if reference.kind in KINDS and reference.target not in here[reference.kind]
    ]
    deployed = {
        kind: store.known_ids(connection, versioned, [reference.target for _, reference in wanted if reference.kind is kind])
        for kind, versioned in KINDS.items()
    }
    return [
        Finding(name, f"There is no {WORDS[reference.kind]} {reference.target}.", reference.element_id)
        for name, reference in wanted
        if reference.target not in deployed[reference.kind]
    ]
