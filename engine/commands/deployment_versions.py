"""Which version everything in a deployment gets: the one that is there when nothing changed, else the next."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from engine.commands.deployed_files import ParsedFiles, deployment_bound_ids, start_form_id
from engine.model.decision_definition import DecisionDefinition, DecisionRequirements
from engine.model.deployment import Deployment, Resource
from engine.model.form import FormDefinition
from engine.model.generic_resource import GenericResource
from engine.model.process_definition import ProcessDefinition
from engine.store import definitions as store
from engine.store.definitions import DECISIONS, FORMS, PROCESSES, REQUIREMENTS, RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from engine import dmn
    from engine.bpmn.process_model import ProcessModel
    from engine.commands.generic_files import GenericFile
    from forms import Form

Definition = ProcessDefinition | DecisionDefinition | DecisionRequirements | FormDefinition | GenericResource
D = TypeVar("D", ProcessDefinition, DecisionDefinition, DecisionRequirements, FormDefinition, GenericResource)


class Place(TypedDict):
    """Where a new version comes from."""

    resource_key: int
    resource_name: str
    checksum: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool


class Numbering:
    """Numbers the versions of one deployment; forms and decisions come before the processes that may be bound to them."""

    def __init__(
        self, connection: Any, deployment: Deployment, contents: Mapping[str, bytes], new_key: Callable[[], int]
    ) -> None:
        self._connection = connection
        self._deployment = deployment
        self._contents = contents
        self._new_key = new_key
        self._checksums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        self._resources: dict[str, Resource] = {}
        self._changed_ids: set[str] = set()
        self._changed_namespaces: set[str] = set()

    @property
    def new_resources(self) -> list[Resource]:
        """The files that a new version needs."""
        return list(self._resources.values())

    def new(self, definitions: Iterable[D]) -> list[D]:
        """Return those that this deployment makes."""
        return [definition for definition in definitions if definition.deployment_key == self._deployment.key]

    def forms(self, parsed: ParsedFiles) -> list[FormDefinition]:
        """Return the version of each form."""
        latest = store.find_latest_of_all(self._connection, FORMS, [form.id for _, form in parsed.forms])
        return [self._form(name, form, latest.get(form.id)) for name, form in parsed.forms]

    def resources(self, parsed: ParsedFiles) -> list[GenericResource]:
        """Return the version of each file that the engine does not run itself; numbers of deleted ones are not used again."""
        ids = [file.id for _, file in parsed.resources]
        latest = store.find_latest_of_all(self._connection, RESOURCES, ids)
        numbers = store.last_versions(self._connection, RESOURCES, ids)
        return [self._resource(name, file, latest.get(file.id), numbers.get(file.id, 0)) for name, file in parsed.resources]

    def requirements(self, parsed: ParsedFiles) -> list[DecisionRequirements]:
        """Return the version of each DMN file; one that imports what has changed since changes with it."""
        latest = store.find_latest_of_all(self._connection, REQUIREMENTS, [graph.id for _, graph in parsed.decisions])
        found: list[DecisionRequirements] = []
        for name, graph in parsed.decisions:
            before = latest.get(graph.id)
            is_same = before is not None and before.checksum == self._checksums[name]
            if before is not None and is_same and not self._imports_changed(graph, before):
                found.append(before)
                continue
            self._changed_namespaces.add(graph.namespace)
            made = DecisionRequirements(
                key=self._new_key(),
                decision_requirements_id=graph.id,
                name=graph.name,
                namespace=graph.namespace,
                version=_next(before),
                **self._place(name),
            )
            found.append(made)
        return found

    def decisions(self, parsed: ParsedFiles, requirements: list[DecisionRequirements]) -> list[DecisionDefinition]:
        """Return the version of each decision of these DMN files."""
        ids = [decision.id for _, graph in parsed.decisions for decision in graph.decisions]
        latest = store.find_latest_of_all(self._connection, DECISIONS, ids)
        made_here = {made.key for made in self.new(requirements)}
        found: list[DecisionDefinition] = []
        for (_, graph), made in zip(parsed.decisions, requirements, strict=True):
            if made.key not in made_here:
                found += store.decisions_of_requirements(self._connection, made.key).values()
                continue
            found += [self._decision(decision, made, latest.get(decision.id)) for decision in graph.decisions]
        return found

    def processes(self, parsed: ParsedFiles) -> list[ProcessDefinition]:
        """Return the version of each process; one bound to something of its deployment changes with it."""
        latest = store.find_latest_of_all(self._connection, PROCESSES, [model.id for _, model in parsed.processes])
        return [self._process(name, model, latest.get(model.id)) for name, model in parsed.processes]

    def _imports_changed(self, graph: dmn.Definitions, before: DecisionRequirements) -> bool:
        """Tell whether the model's version before it saw other versions of what it imports than a new one would."""
        imported = graph.imported_namespaces()
        if not self._changed_namespaces.isdisjoint(imported):
            return True
        return any(
            store.models_of_namespace(self._connection, namespace, before.deployment_key)
            != store.models_of_namespace(self._connection, namespace)
            for namespace in imported
        )

    def _form(self, name: str, form: Form, before: FormDefinition | None) -> FormDefinition:
        if before is not None and before.checksum == self._checksums[name]:
            return before
        self._changed_ids.add(form.id)
        return FormDefinition(
            key=self._new_key(), form_id=form.id, version=_next(before), version_tag=form.version_tag, **self._place(name)
        )

    def _resource(self, name: str, file: GenericFile, before: GenericResource | None, number: int) -> GenericResource:
        if before is not None and (before.resource_name, before.checksum) == (name, self._checksums[name]):
            return before
        self._changed_ids.add(file.id)
        return GenericResource(
            key=self._new_key(),
            resource_id=file.id,
            version=number + 1,
            version_tag=file.version_tag,
            **self._place(name),
        )

    def _decision(
        self, decision: dmn.Decision, made: DecisionRequirements, before: DecisionDefinition | None
    ) -> DecisionDefinition:
        self._changed_ids.add(decision.id)
        return DecisionDefinition(
            key=self._new_key(),
            decision_id=decision.id,
            name=decision.name,
            version=_next(before),
            version_tag=decision.version_tag,
            decision_requirements_key=made.key,
            decision_requirements_id=made.decision_requirements_id,
            deployment_key=self._deployment.key,
            deployed_at=self._deployment.deployed_at,
            is_latest=True,
        )

    def _process(self, name: str, model: ProcessModel, before: ProcessDefinition | None) -> ProcessDefinition:
        is_bound_to_a_change = not self._changed_ids.isdisjoint(deployment_bound_ids(model))
        if before is not None and before.checksum == self._checksums[name] and not is_bound_to_a_change:
            return before
        properties = model.root.properties
        return ProcessDefinition(
            key=self._new_key(),
            process_id=model.id,
            version=_next(before),
            version_tag=model.version_tag,
            name=model.name,
            form_id=start_form_id(model),
            starters=properties.get("anumat:starters"),
            properties={name: value for name, value in properties.items() if name.startswith("anumat:")},
            **self._place(name),
        )

    def _place(self, name: str) -> Place:
        resource = self._resources.get(name)
        if resource is None:
            resource = Resource(self._new_key(), self._deployment.key, name, self._checksums[name], self._contents[name])
            self._resources[name] = resource
        return Place(
            resource_key=resource.key,
            resource_name=name,
            checksum=resource.checksum,
            deployment_key=self._deployment.key,
            deployed_at=self._deployment.deployed_at,
            is_latest=True,
        )


def _next(before: D | None) -> int:
    return 1 if before is None else before.version + 1
