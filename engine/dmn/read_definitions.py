"""XML to the decision requirements graph of one model."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.dmn.boxed import InformationItem
from engine.dmn.document import Element, child, children, local_name
from engine.dmn.errors import Finding
from engine.dmn.read_boxed import is_expression, read_expression_in, read_function
from engine.dmn.read_text import normal_name, read_item, read_text, type_reference
from engine.dmn.requirements import (
    BusinessKnowledgeModel,
    Decision,
    DecisionService,
    FunctionItem,
    Import,
    InputData,
    ItemDefinition,
    Reference,
)
from engine.safe_xml import line_of

ZEEBE_NAMESPACE = "http://camunda.org/schema/zeebe/1.0"

DrgElement = InputData | Decision | BusinessKnowledgeModel | DecisionService

# Known to the standard, without a meaning for evaluation.
WITHOUT_MEANING = frozenset(
    {
        "description",
        "extensionElements",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "group",
        "elementCollection",
        "organizationUnit",
        "performanceIndicator",
    },
)


@dataclass(frozen=True, slots=True)
class Source:
    """One model as it was written, before names and types are resolved."""

    id: str
    name: str
    namespace: str
    imports: tuple[Import, ...]
    item_definitions: tuple[ItemDefinition, ...]
    elements: tuple[DrgElement, ...]


def read_definitions(root: Element, findings: list[Finding]) -> Source:
    """Read all that a model defines; what cannot be read is reported in `findings`."""
    namespace = root.get("namespace", "")
    elements = []
    for element in children(root):
        kind = local_name(element)
        if kind in DRG_READERS:
            elements.append(DRG_READERS[kind](element, namespace, findings))
        elif kind not in WITHOUT_MEANING | {"import", "itemDefinition"}:
            findings.append(Finding(element.get("id"), f"The element {kind} is not known.", line_of(element)))
    return Source(
        root.get("id") or namespace,
        root.get("name", ""),
        namespace,
        tuple(_import(element) for element in children(root, "import")),
        tuple(_item_definition(element) for element in children(root, "itemDefinition")),
        tuple(elements),
    )


def _import(element: Element) -> Import:
    return Import(normal_name(element.get("name")), element.get("namespace", ""), element.get("importType", ""))


def _item_definition(element: Element) -> ItemDefinition:
    function = child(element, "functionItem")
    return ItemDefinition(
        normal_name(element.get("name")),
        type_reference(element),
        tuple(_item_definition(component) for component in children(element, "itemComponent")),
        element.get("isCollection") in {"true", "1"},
        read_text(child(element, "allowedValues")),
        read_text(child(element, "typeConstraint")),
        None if function is None else _function_item(function),
        element.get("id"),
        line_of(element),
    )


def _function_item(element: Element) -> FunctionItem:
    parameters = tuple(read_item(parameter) for parameter in children(element, "parameters"))
    return FunctionItem(parameters, normal_name(element.get("outputTypeRef")) or None)


def _variable(element: Element) -> InformationItem:
    variable = child(element, "variable")
    name = normal_name(element.get("name")) or element.get("id", "")
    if variable is None:
        return InformationItem(name)
    item = read_item(variable)
    return InformationItem(item.name or name, item.type_ref, item.id)


def _identity(element: Element) -> tuple[str, str]:
    name = normal_name(element.get("name"))
    return element.get("id") or name, name or element.get("id", "")


def _references(element: Element, namespace: str, requirement: str | None, *names: str) -> tuple[Reference, ...]:
    holders = [element] if requirement is None else list(children(element, requirement))
    hrefs = [target.get("href", "") for holder in holders for target in children(holder, *names)]
    return tuple(_reference(href, namespace) for href in hrefs)


def _reference(href: str, own_namespace: str) -> Reference:
    namespace, _, identifier = href.rpartition("#")
    return Reference(namespace if namespace and namespace != own_namespace else None, identifier)


def _input_data(element: Element, _namespace: str, _findings: list[Finding]) -> DrgElement:
    return InputData(*_identity(element), _variable(element))


def _decision(element: Element, namespace: str, findings: list[Finding]) -> DrgElement:
    return Decision(
        *_identity(element),
        _variable(element),
        read_expression_in(element, findings),
        _references(element, namespace, "informationRequirement", "requiredInput"),
        _references(element, namespace, "informationRequirement", "requiredDecision"),
        _references(element, namespace, "knowledgeRequirement", "requiredKnowledge"),
        child(element, "variable") is not None,
        line_of(element),
        _version_tag(element),
    )


def _version_tag(element: Element) -> str | None:
    tag = element.find(f"{{*}}extensionElements/{{{ZEEBE_NAMESPACE}}}versionTag")
    return (tag.get("value") or None) if tag is not None else None


def _knowledge_model(element: Element, namespace: str, findings: list[Finding]) -> DrgElement:
    logic = child(element, "encapsulatedLogic")
    if logic is None and any(is_expression(part) for part in children(element)):
        message = "The logic of a business knowledge model belongs in encapsulatedLogic."
        findings.append(Finding(element.get("id"), message, line_of(element)))
    return BusinessKnowledgeModel(
        *_identity(element),
        _variable(element),
        None if logic is None else read_function(logic, findings),
        _references(element, namespace, "knowledgeRequirement", "requiredKnowledge"),
        line_of(element),
    )


def _decision_service(element: Element, namespace: str, _findings: list[Finding]) -> DrgElement:
    return DecisionService(
        *_identity(element),
        _variable(element),
        _references(element, namespace, None, "outputDecision"),
        _references(element, namespace, None, "encapsulatedDecision"),
        _references(element, namespace, None, "inputDecision"),
        _references(element, namespace, None, "inputData"),
        line_of(element),
    )


DRG_READERS: dict[str, Callable[[Element, str, list[Finding]], DrgElement]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _decision_service,
}
