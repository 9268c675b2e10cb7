"""A DMN model that is ready to be evaluated: what it defines and, compiled, how it is evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.dmn.boxed import InformationItem
from engine.dmn.compiling import UnknownNames
from engine.dmn.errors import Finding
from engine.dmn.functions import FunctionMaker
from engine.dmn.order import Key, evaluation_order
from engine.dmn.requirements import BusinessKnowledgeModel, Decision, DecisionService, Import, InputData, ItemDefinition
from engine.dmn.run import Evaluator
from engine.dmn.types import ANYTHING, ItemType, Types


@dataclass(frozen=True, slots=True)
class Required:
    """Something that a decision or function sees under a name; `path` leads through imports' names."""

    key: Key
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledInput:
    """Input data: the name under which the caller gives its value, and the type."""

    key: Key
    name: str
    type: ItemType


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """A decision: its logic, and the values and functions that the logic sees."""

    key: Key
    decision: Decision
    kind: str
    evaluator: Evaluator
    type: ItemType
    values: tuple[Required, ...]
    functions: tuple[Required, ...]


@dataclass(frozen=True, slots=True)
class CompiledKnowledge:
    """A business knowledge model: a closure that gives its function, and the functions that it sees itself."""

    key: Key
    name: str
    function: FunctionMaker
    functions: tuple[Required, ...]


@dataclass(frozen=True, slots=True)
class CompiledService:
    """A decision service: its parameters in order, and the decisions that it evaluates, in order."""

    key: Key
    name: str
    parameters: tuple[tuple[Key, InformationItem, ItemType], ...]
    outputs: tuple[tuple[Key, str], ...]
    order: tuple[Key, ...]
    type: ItemType


@dataclass(frozen=True, slots=True)
class Program:
    """All that a model and its imports define, compiled, by key, and which decisions each decision requires."""

    inputs: dict[Key, CompiledInput] = field(default_factory=dict)
    decisions: dict[Key, CompiledDecision] = field(default_factory=dict)
    knowledge: dict[Key, CompiledKnowledge] = field(default_factory=dict)
    services: dict[Key, CompiledService] = field(default_factory=dict)
    requires: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    orders: dict[Key, tuple[Key, ...]] = field(default_factory=dict)

    def include(self, other: "Program") -> None:
        """Add what an imported model defines."""
        self.inputs.update(other.inputs)
        self.decisions.update(other.decisions)
        self.knowledge.update(other.knowledge)
        self.services.update(other.services)
        self.requires.update(other.requires)

    def order_of(self, goal: Key) -> tuple[Key, ...]:
        """Return the decisions that a decision requires, directly or not, in the order of evaluation, itself last."""
        if goal not in self.orders:
            order = evaluation_order((goal,), self.requires)
            self.orders[goal] = tuple(key for key in order if key in self.decisions)
        return self.orders[goal]

    def type_of(self, key: Key) -> ItemType:
        """Return the type of an input or a decision."""
        element = self.inputs.get(key) or self.decisions.get(key)
        return element.type if element else ANYTHING


@dataclass(frozen=True, slots=True, eq=False)
class Definitions:
    """One DMN model with everything it imports; immutable, made by `parse`, shared between threads."""

    id: str
    name: str
    namespace: str
    decisions: tuple[Decision, ...]
    input_data: tuple[InputData, ...]
    knowledge_models: tuple[BusinessKnowledgeModel, ...]
    services: tuple[DecisionService, ...]
    imports: tuple[Import, ...]
    item_definitions: tuple[ItemDefinition, ...]
    findings: tuple[Finding, ...]
    unknown_names: tuple[UnknownNames, ...]
    types: Types = field(repr=False)
    imported: tuple[tuple[str, "Definitions"], ...] = field(repr=False)
    program: Program = field(repr=False)

    def find(self, identifier: str) -> Key | None:
        """Return the key of the decision, service or business knowledge model with this id or, failing that, name."""
        names: list[tuple[str, str]] = [
            *((element.id, element.name) for element in self.decisions),
            *((element.id, element.name) for element in self.services),
            *((element.id, element.name) for element in self.knowledge_models),
        ]
        found = [own for own, _ in names if own == identifier] or [own for own, name in names if name == identifier]
        return (self.namespace, found[0]) if found else None

    def models(self) -> Iterator["Definitions"]:
        """Yield this model and all that it imports, directly or not, each once."""
        pending, seen = [self], set()
        while pending:
            model = pending.pop()
            if model.namespace not in seen:
                seen.add(model.namespace)
                yield model
                pending.extend(imported for _, imported in model.imported)

    def imported_namespaces(self) -> frozenset[str]:
        """Return the namespaces of all that this model imports, directly or not."""
        return frozenset(model.namespace for model in self.models()) - {self.namespace}


def element_names(model: Definitions) -> Iterator[str]:
    """Yield the names of all that a model defines."""
    yield from (element.name for element in model.decisions)
    yield from (element.name for element in model.input_data)
    yield from (element.name for element in model.knowledge_models)
    yield from (element.name for element in model.services)
