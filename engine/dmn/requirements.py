"""The decision requirements graph of DMN 1.5 chapters 6 and 7: what a model defines and what requires what."""

from dataclasses import dataclass

from engine.dmn.boxed import Boxed, FunctionDefinition, InformationItem, Text


@dataclass(frozen=True, slots=True)
class Reference:
    """An href: the namespace of another model, or None for this one, and an element's id."""

    namespace: str | None
    id: str


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that the caller supplies."""

    id: str
    name: str
    variable: InformationItem


@dataclass(frozen=True, slots=True)
class Decision:
    """A named decision, its logic and what it requires."""

    id: str
    name: str
    variable: InformationItem
    logic: Boxed | None
    required_inputs: tuple[Reference, ...] = ()
    required_decisions: tuple[Reference, ...] = ()
    required_knowledge: tuple[Reference, ...] = ()
    has_variable: bool = True
    line: int | None = None
    version_tag: str | None = None
    """zeebe:versionTag, which calls can be bound to."""


@dataclass(frozen=True, slots=True)
class BusinessKnowledgeModel:
    """A named function that decisions share."""

    id: str
    name: str
    variable: InformationItem
    logic: FunctionDefinition | None
    required_knowledge: tuple[Reference, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions behind an interface: called with input data and input decisions, in that order."""

    id: str
    name: str
    variable: InformationItem
    output_decisions: tuple[Reference, ...]
    encapsulated_decisions: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """Another model whose elements are known here under `name`; an empty name adds them to this model's own."""

    name: str
    namespace: str
    kind: str


@dataclass(frozen=True, slots=True)
class FunctionItem:
    """The type of a function: what it takes and gives."""

    parameters: tuple[InformationItem, ...]
    output_type_ref: str | None


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A named type: a reference, a structure or a function; perhaps a collection, perhaps with allowed values."""

    name: str
    type_ref: str | None
    components: tuple["ItemDefinition", ...]
    is_collection: bool
    allowed_values: Text | None
    type_constraint: Text | None
    function: FunctionItem | None
    id: str | None = None
    line: int | None = None
