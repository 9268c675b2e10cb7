"""Deploying files: all of them or none, new versions only for what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.commands import start_events
from engine.commands.command import Command, Work
from engine.commands.decision_library import decision_library
from engine.commands.deployed_files import parse_files
from engine.commands.deployment_versions import Definition, Numbering
from engine.commands.missing_references import missing_references
from engine.commands.record_access import note
from engine.errors import DeploymentRefused, RequestInvalid
from engine.history.definition_check import DEPLOYED
from engine.identity import Permission
from engine.model.deployment import Deployment, Resource
from engine.store import definitions as store
from engine.store.definitions import DECISIONS, FORMS, PROCESSES, REQUIREMENTS, RESOURCES, Versioned
from engine.store.deployed_rows import told_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.commands.deployed_files import ParsedFiles
    from engine.commands.deployment_warnings import DeploymentWarning
    from engine.model.decision_definition import DecisionDefinition, DecisionRequirements
    from engine.model.form import FormDefinition
    from engine.model.generic_resource import GenericResource
    from engine.model.process_definition import ProcessDefinition


@dataclass(frozen=True, slots=True)
class DeployedFile:
    """One file to deploy; its suffix says what it is: .bpmn, .dmn, .form, .rpa, or any other for the workers of jobs."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Deploy(Command["DeploymentResult"]):
    """Deploy the files together."""

    files: tuple[DeployedFile, ...]


@dataclass(frozen=True, slots=True)
class DeployParsed(Command["DeploymentResult"]):
    """Deploy files that were parsed before any lock was taken: a large diagram may take its time."""

    contents: Mapping[str, bytes]
    parsed: ParsedFiles
    deployments_seen: int
    """How many deployments there were at the parsing: a later one may hold what a DMN model imports."""


@dataclass(frozen=True, slots=True)
class DeploymentResult:
    """The version of everything in the files, new or unchanged; `deployment_key` is new either way."""

    deployment_key: int
    processes: tuple[ProcessDefinition, ...]
    decisions: tuple[DecisionDefinition, ...]
    requirements: tuple[DecisionRequirements, ...]
    forms: tuple[FormDefinition, ...]
    resources: tuple[GenericResource, ...]
    has_changes: bool
    warnings: tuple[DeploymentWarning, ...]


def parse_deployment(command: Deploy, work: Work) -> DeployParsed:
    """Parse and check the files without writing; raise NotAllowed, RequestInvalid, DeploymentRefused with every finding."""
    work.require(Permission.DEPLOY)
    if not command.files:
        raise RequestInvalid("A deployment has at least one file.", "resources")
    contents = {file.name: file.content for file in command.files}
    if len(contents) < len(command.files):
        raise RequestInvalid("Two files of the deployment have the same name.", "resources")
    connection = work.uow.connection
    seen = store.count_deployments(connection)
    return DeployParsed(contents, parse_files(contents, decision_library(connection)), seen)


def deploy_parsed(command: DeployParsed, work: Work) -> DeploymentResult:
    """Deploy; raise NotAllowed, DeploymentRefused with every finding. One deployment happens at a time."""
    work.require(Permission.DEPLOY)
    connection = work.uow.connection
    store.lock_deployments(connection)
    contents, parsed = command.contents, command.parsed
    if store.count_deployments(connection) != command.deployments_seen:
        parsed = parse_files(contents, decision_library(connection))
    missing = missing_references(connection, parsed)
    if missing:
        raise DeploymentRefused(missing)
    deployment = Deployment(work.new_key(), work.now, work.actor.user_name)
    numbering = Numbering(connection, deployment, {**contents, **parsed.embedded}, work.new_key)
    forms = numbering.forms(parsed)
    resources = numbering.resources(parsed)
    requirements = numbering.requirements(parsed)
    decisions = numbering.decisions(parsed, requirements)
    processes = numbering.processes(parsed)
    made: list[tuple[Versioned[Any], Sequence[Definition]]] = [
        (FORMS, numbering.new(forms)),
        (RESOURCES, numbering.new(resources)),
        (REQUIREMENTS, numbering.new(requirements)),
        (DECISIONS, numbering.new(decisions)),
        (PROCESSES, numbering.new(processes)),
    ]
    _keep(work, deployment, numbering.new_resources, made)
    models = {model.id: model for _, model in parsed.processes}
    start_events.replace(work, [(definition, models[definition.process_id]) for definition in numbering.new(processes)])
    return DeploymentResult(
        deployment.key,
        tuple(processes),
        tuple(decisions),
        tuple(requirements),
        tuple(forms),
        tuple(resources),
        bool(numbering.new_resources),
        tuple(parsed.warnings),
    )


def _keep(
    work: Work, deployment: Deployment, files: Sequence[Resource], made: Iterable[tuple[Versioned[Any], Sequence[Definition]]]
) -> None:
    """Insert what is new, and tell the record of the installation, so that an exchanged diagram differs from its event."""
    connection = work.uow.connection
    store.insert_deployment(connection, deployment, files)
    rows = told_rows(files)
    for kind, definitions in made:
        store.insert_versions(connection, kind, definitions)
        rows |= told_rows(definitions)
    note(work, DEPLOYED, None, {"deploymentKey": deployment.key, "rows": rows})
