"""Deployed resources as the runtime asks for them: looked up by version, parsed once, kept by key."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import forms
from engine import bpmn, dmn
from engine.bpmn.process_model import Binding, BindingType, ProcessModel
from engine.commands.decision_library import decision_library
from engine.errors import NotFound
from engine.model.decision_definition import DecisionDefinition
from engine.model.form import FormDefinition
from engine.model.generic_resource import GenericResource
from engine.model.process_definition import ProcessDefinition
from engine.runtime.ports import CalledProcess
from engine.store import definitions as store
from engine.store.definitions import DECISIONS, FORMS, PROCESSES, REQUIREMENTS, RESOURCES, Versioned

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    import feel
    from engine.store.unit_of_work import UnitOfWork

T = TypeVar("T")
D = TypeVar("D", ProcessDefinition, DecisionDefinition, FormDefinition, GenericResource)
CAPACITY = 1_000


class DefinitionCache:
    """What was parsed from deployed, unchangeable resources; shared by all threads of a process."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under `key`, making it when it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        # Two threads may make the same thing at the same time: that costs a little, waiting would cost more.
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A deployed decision with its compiled requirements graph."""

    definition: DecisionDefinition
    definitions: dmn.Definitions

    @property
    def key(self) -> int:
        """The key of the decision definition."""
        return self.definition.key

    def evaluate(
        self, variables: Mapping[str, object], evaluation: feel.Evaluation, explain_rule: str | None = None
    ) -> dmn.DecisionResult:
        """Evaluate the decision with its requirements; with the id of a rule, explain that one."""
        return dmn.evaluate(self.definitions, self.definition.decision_id, variables, evaluation, explain_rule=explain_rule)


class DeployedResources:
    """Lookups within one command's transaction over the shared cache; see engine.runtime.ports.Resources."""

    def __init__(self, uow: UnitOfWork, cache: DefinitionCache) -> None:
        self._connection = uow.connection
        self._cache = cache

    def definition(self, key: int) -> ProcessDefinition:
        """Return a process definition; its `is_latest` may be out of date. Raise NotFound when there is none."""
        return self._cache.get(("process", key), lambda: self._existing(PROCESSES, "process definition", key))

    def model(self, process_definition_key: int) -> ProcessModel:
        """Return the process model of a definition."""
        definition = self.definition(process_definition_key)
        models = self._cache.get(
            ("models", definition.resource_key), lambda: bpmn.parse(self._content(definition.resource_key)).processes
        )
        return next(model for model in models if model.id == definition.process_id)

    def called_process(self, process_id: str, binding: Binding, caller_key: int) -> CalledProcess | None:
        """Return the version of the process that the binding means."""
        found = self._bound(PROCESSES, process_id, binding, caller_key)
        return None if found is None else CalledProcess(found.key, found.process_id, found.version)

    def decision(self, decision_id: str, binding: Binding, caller_key: int) -> FoundDecision | None:
        """Return the version of the decision that the binding means."""
        found = self._bound(DECISIONS, decision_id, binding, caller_key)
        return None if found is None else self.found_decision(found)

    def form_key(self, form_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return the key of the version of the form that the binding means."""
        found = self._bound(FORMS, form_id, binding, caller_key)
        return None if found is None else found.key

    def resource_key(self, resource_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return the key of the version of the generic resource that the binding means."""
        found = self._bound(RESOURCES, resource_id, binding, caller_key)
        return None if found is None else found.key

    def found_decision(self, definition: DecisionDefinition) -> FoundDecision:
        """Return a decision definition with its compiled requirements graph."""
        return FoundDecision(definition, self.requirements(definition.decision_requirements_key))

    def requirements(self, key: int) -> dmn.Definitions:
        """Return a compiled requirements graph with what it imported when it was deployed; raise NotFound when there is none."""

        def compile_graph() -> dmn.Definitions:
            found = self._existing(REQUIREMENTS, "decision requirements", key)
            library = decision_library(self._connection, until=found.deployment_key)
            linked = dmn.parse_together({found.resource_name: self._content(found.resource_key)}, library)
            if found.resource_name not in linked.models:
                raise dmn.DmnError(tuple(fault for faults in linked.faults.values() for fault in faults))
            return linked.models[found.resource_name]

        return self._cache.get(("requirements", key), compile_graph)

    def decisions_of(self, requirements_key: int) -> dict[str, DecisionDefinition]:
        """Return the decision definitions of a requirements graph, and of what it imports, by decision id."""

        def find_decisions() -> dict[str, DecisionDefinition]:
            imported = self.requirements(requirements_key).imported_namespaces()
            until = self._existing(REQUIREMENTS, "decision requirements", requirements_key).deployment_key
            models = [each for name in imported for each in store.models_of_namespace(self._connection, name, until)]
            keys = (*(model.key for model in models), requirements_key)
            return {name: each for key in keys for name, each in store.decisions_of_requirements(self._connection, key).items()}

        return self._cache.get(("decisions", requirements_key), find_decisions)

    def form(self, key: int) -> forms.Form:
        """Return a parsed form; raise NotFound when there is none."""

        def parse_form() -> forms.Form:
            return forms.parse(self._content(self._existing(FORMS, "form", key).resource_key))

        return self._cache.get(("form", key), parse_form)

    def _bound(self, kind: Versioned[D], definition_id: str, binding: Binding, caller_key: int) -> D | None:
        if binding.type is BindingType.DEPLOYMENT:
            deployment_key = self.definition(caller_key).deployment_key

            def find() -> D | None:
                return store.find_deployed_with(self._connection, kind, definition_id, deployment_key)

            # A generic resource may be deleted meanwhile.
            is_kept = kind is not RESOURCES
            return self._cache.get((kind.id_name, "deployment", deployment_key, definition_id), find) if is_kept else find()
        if binding.type is BindingType.VERSION_TAG:
            return store.find_tagged(self._connection, kind, definition_id, binding.version_tag or "")
        return store.find_latest(self._connection, kind, definition_id)

    def _existing(self, kind: Versioned[store.T], name: str, key: int) -> store.T:
        found = store.find_by_key(self._connection, kind, key)
        if found is None:
            raise NotFound(name, key)
        return found

    def _content(self, resource_key: int) -> bytes:
        content = store.read_resource(self._connection, resource_key)
        if content is None:
            raise NotFound("resource", resource_key)
        return content
