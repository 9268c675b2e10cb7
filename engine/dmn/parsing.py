"""DMN XML to definitions that can be evaluated: read, resolve imports, compile."""

from collections.abc import Iterable, Mapping

from engine.dmn.boxed import ContextExpression
from engine.dmn.compile_graph import compile_elements
from engine.dmn.compiling import Compiling
from engine.dmn.definitions import Definitions, element_names
from engine.dmn.document import DMN_NAMESPACES, read_document
from engine.dmn.errors import DmnError, Finding
from engine.dmn.read_definitions import Source, read_definitions
from engine.dmn.requirements import BusinessKnowledgeModel, Decision, DecisionService, InputData
from engine.dmn.types import Types

Imported = tuple[tuple[str, Definitions], ...]


def parse(xml: bytes, imports: Iterable[Definitions] = (), *, tolerant: bool = False) -> Definitions:
    """Return the model in `xml` compiled (DMN 1.1 to 1.5, §6 to §8); `imports` are the models that it may import, by namespace.

    Raise DmnError with every fault found. A `tolerant` parse raises only for what is no DMN model at all; other faults are in
    the result's `findings`, and what they concern evaluates to null with a warning: for models that are being edited.
    """
    findings: list[Finding] = []
    source = read_definitions(read_document(xml), findings)
    definitions = _compiled(source, {model.namespace: model for model in imports}, findings)
    if definitions.findings and not tolerant:
        raise DmnError(definitions.findings)
    return definitions


def _compiled(source: Source, available: Mapping[str, Definitions], findings: list[Finding]) -> Definitions:
    imported = _imported(source, available, findings)
    compiling = Compiling(findings)
    types = tuple((name, model.types) for name, model in imported)
    compiling.types = Types(source.item_definitions, types, compiling.check)
    compiling.feel_types = compiling.types.by_name()
    compiling.member_names = _member_names(source, imported, compiling.types)
    program = compile_elements(source, imported, compiling)
    return Definitions(
        id=source.id,
        name=source.name,
        namespace=source.namespace,
        decisions=tuple(element for element in source.elements if isinstance(element, Decision)),
        input_data=tuple(element for element in source.elements if isinstance(element, InputData)),
        knowledge_models=tuple(element for element in source.elements if isinstance(element, BusinessKnowledgeModel)),
        services=tuple(element for element in source.elements if isinstance(element, DecisionService)),
        imports=source.imports,
        item_definitions=source.item_definitions,
        findings=tuple(dict.fromkeys(findings)),
        unknown_names=tuple(dict.fromkeys(compiling.unknown_names)),
        types=compiling.types,
        imported=imported,
        program=program,
    )


def _imported(source: Source, available: Mapping[str, Definitions], findings: list[Finding]) -> Imported:
    found = []
    for wanted in source.imports:
        if wanted.kind and wanted.kind not in DMN_NAMESPACES:
            findings.append(Finding(source.id, f"Imports of the kind {wanted.kind} are not supported."))
        elif wanted.namespace not in available:
            findings.append(Finding(source.id, f"The imported model {wanted.name} ({wanted.namespace}) is missing."))
        else:
            found.append((wanted.name, available[wanted.namespace]))
    return tuple(found)


def _member_names(source: Source, imported: Imported, types: Types) -> frozenset[str]:
    """Return the names that may stand behind a point and need more than one token: components, outputs, imported elements."""
    names = {*types.names()}
    for model in (model for _, first in imported for model in first.models()):
        names.update(model.types.names())
        names.update(element_names(model))
    for element in source.elements:
        if isinstance(element, Decision):
            names.update(_result_names(element))
    return frozenset(name for name in names if not name.isidentifier())


def _result_names(decision: Decision) -> Iterable[str]:
    if isinstance(decision.logic, ContextExpression):
        yield from (entry.variable.name for entry in decision.logic.entries if entry.variable is not None)
