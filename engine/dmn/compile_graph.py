"""The elements of a model to closures: what each requires, sees and in which order it is evaluated (DMN 1.5 §10.4)."""

from collections.abc import Iterable, Sequence

from engine.dmn.boxed import FunctionDefinition, InformationItem
from engine.dmn.compile_boxed import compile_boxed, compile_function
from engine.dmn.compiling import Compiling, Names
from engine.dmn.decision_kinds import DECISION_KINDS
from engine.dmn.definitions import (
    CompiledDecision,
    CompiledInput,
    CompiledKnowledge,
    CompiledService,
    Definitions,
    Program,
    Required,
)
from engine.dmn.errors import Finding
from engine.dmn.order import CircularRequirement, Key, evaluation_order
from engine.dmn.read_definitions import DrgElement, Source
from engine.dmn.requirements import BusinessKnowledgeModel, Decision, DecisionService, InputData, Reference
from engine.dmn.types import ANYTHING, ItemType
from feel.values.types import FunctionType


def compile_elements(
    source: Source,
    imported: Sequence[tuple[str, Definitions]],
    compiling: Compiling,
) -> Program:
    """Compile every element of a model; the result holds the imported elements too. Faults go to the findings."""
    return _Graph(source, imported, compiling).compile()


class _Graph:
    """The elements of one model and of its imports by key, while references are resolved."""

    def __init__(self, source: Source, imported: Sequence[tuple[str, Definitions]], compiling: Compiling) -> None:
        self._source = source
        self._compiling = compiling
        self._program = Program()
        self._elements: dict[Key, tuple[DrgElement, str]] = {}
        for name, model in imported:
            self._program.include(model.program)
            own: tuple[DrgElement, ...] = (*model.input_data, *model.decisions, *model.knowledge_models, *model.services)
            self._elements |= {(model.namespace, element.id): (element, name) for element in own}
        for element in source.elements:
            key = (source.namespace, element.id)
            if key in self._elements:
                self._report(element.id, f"The id {element.id} is used twice.")
            self._elements[key] = (element, "")
        self._program.requires.update(
            ((source.namespace, element.id), self._keys(element.required_decisions))
            for element in source.elements
            if isinstance(element, Decision)
        )

    def compile(self) -> Program:
        """Compile the model's own elements; decision services last, since they refer to the others' types."""
        self._break_circles()
        for element in sorted(self._source.elements, key=lambda element: isinstance(element, DecisionService)):
            key = (self._source.namespace, element.id)
            match element:
                case InputData():
                    self._program.inputs[key] = CompiledInput(key, element.variable.name, self._type(element.variable))
                case Decision():
                    self._program.decisions[key] = self._decision(key, element)
                case BusinessKnowledgeModel():
                    self._program.knowledge[key] = self._knowledge(key, element)
                case DecisionService():
                    self._program.services[key] = self._service(key, element)
        return self._program

    def _decision(self, key: Key, decision: Decision) -> CompiledDecision:
        inputs = self._required(decision, decision.required_inputs, InputData)
        decisions = self._required(decision, decision.required_decisions, Decision)
        functions = self._required(decision, decision.required_knowledge, BusinessKnowledgeModel, DecisionService)
        names = _names((*inputs, *decisions, *functions))
        self._compiling.is_closed = False
        self._compiling.is_open = not inputs  # a decision without input data reads the caller's variables by name
        return CompiledDecision(
            key,
            decision,
            DECISION_KINDS[type(decision.logic)] if decision.logic else "UNSPECIFIED",
            compile_boxed(decision.logic, names, self._compiling),
            self._type(decision.variable),
            (*inputs, *decisions),
            functions,
        )

    def _knowledge(self, key: Key, knowledge: BusinessKnowledgeModel) -> CompiledKnowledge:
        functions = self._required(knowledge, knowledge.required_knowledge, BusinessKnowledgeModel, DecisionService)
        functions = (*functions, *(Required(key, (name,)) for name in _aliases(knowledge)))
        self._compiling.is_open, self._compiling.is_closed = False, True
        logic = knowledge.logic or FunctionDefinition((), None)
        result = _result_type(self._type(knowledge.variable))
        function = compile_function(logic, knowledge.name, _names(functions), self._compiling, result)
        return CompiledKnowledge(key, knowledge.name, function, functions)

    def _service(self, key: Key, service: DecisionService) -> CompiledService:
        outputs = self._resolved(service, service.output_decisions, Decision)
        given = self._resolved(service, service.input_decisions, Decision)
        data = self._resolved(service, service.input_data, InputData)
        inputs = (*data, *given)
        return CompiledService(
            key,
            service.name,
            tuple((at, element.variable, self._program.type_of(at)) for at, element in inputs),
            tuple((at, element.variable.name) for at, element in outputs),
            self._order([at for at, _ in outputs], [at for at, _ in given]),
            _result_type(self._type(service.variable)),
        )

    def _break_circles(self) -> None:
        """Report decisions that require themselves, and forget what they require."""
        own = [key for key, (element, _) in self._elements.items() if isinstance(element, Decision)]
        while True:
            try:
                evaluation_order(own, self._program.requires)
            except CircularRequirement as circle:
                self._report(circle.key[1], f"The decision {circle.key[1]} requires itself.")
                self._program.requires[circle.key] = ()
            else:
                return

    def _order(self, goals: Iterable[Key], given: Sequence[Key]) -> tuple[Key, ...]:
        order = evaluation_order(goals, self._program.requires, given)
        return tuple(key for key in order if key in self._program.decisions)

    def _required(self, element: DrgElement, references: Iterable[Reference], *kinds: type[DrgElement]) -> tuple[Required, ...]:
        found: list[Required] = []
        for key, required in self._resolved(element, references, *kinds):
            prefix = self._elements[key][1]
            found.extend(Required(key, (prefix, name) if prefix else (name,)) for name in _aliases(required))
        return tuple(found)

    def _resolved(
        self, element: DrgElement, references: Iterable[Reference], *kinds: type[DrgElement]
    ) -> list[tuple[Key, DrgElement]]:
        found: list[tuple[Key, DrgElement]] = []
        for reference in references:
            key = self._key(reference)
            required = self._elements.get(key, (None, ""))[0]
            if isinstance(required, kinds):
                found.append((key, required))
            else:
                self._report(
                    element.id, f"What {element.name} refers to, {reference.id}, does not exist or is of another kind."
                )
        return found

    def _keys(self, references: Iterable[Reference]) -> tuple[Key, ...]:
        return tuple(self._key(reference) for reference in references)

    def _key(self, reference: Reference) -> Key:
        return reference.namespace or self._source.namespace, reference.id

    def _type(self, variable: InformationItem) -> ItemType:
        return self._compiling.type(variable.type_ref, variable.id)

    def _report(self, element_id: str, message: str) -> None:
        self._compiling.findings.append(Finding(element_id, message))


def _result_type(declared: ItemType) -> ItemType:
    """The variable of a function has its type; models before DMN 1.3 give it the type of the result instead."""
    if isinstance(declared.type, FunctionType):
        return declared.result or ANYTHING
    return declared


def _aliases(element: DrgElement) -> tuple[str, ...]:
    """The names under which an element is seen: its variable's, its own and, as in Camunda, a decision's id."""
    names = [element.variable.name, element.name]
    if isinstance(element, Decision) and not element.has_variable:
        names.append(element.id)
    return tuple(dict.fromkeys(names))


def _names(required: Iterable[Required]) -> Names:
    return frozenset(name for item in required for name in item.path)
