"""DMN models for tests, written as briefly as a table is read."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from engine import dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*elements: str, namespace: str = "urn:test", dmn_namespace: str = NAMESPACE) -> bytes:
    """Put elements into a model."""
    body = "".join(elements)
    return f'<definitions xmlns="{dmn_namespace}" id="model" name="Model" namespace="{namespace}">{body}</definitions>'.encode()


def input_data(name: str, type_ref: str | None = None, id: str | None = None) -> str:  # noqa: A002
    return f'<inputData id="{id or name}" name={quoteattr(name)}>{variable(name, type_ref)}</inputData>'


def variable(name: str, type_ref: str | None = None) -> str:
    return f"<variable name={quoteattr(name)}{_type(type_ref)}/>"


def decision(
    name: str,
    logic: str,
    *,
    id: str | None = None,  # noqa: A002
    type_ref: str | None = None,
    inputs: Sequence[str] = (),
    decisions: Sequence[str] = (),
    knowledge: Sequence[str] = (),
) -> str:
    requirements = "".join(
        [
            *(f'<informationRequirement><requiredInput href="#{href}"/></informationRequirement>' for href in inputs),
            *(f'<informationRequirement><requiredDecision href="#{href}"/></informationRequirement>' for href in decisions),
            *(f'<knowledgeRequirement><requiredKnowledge href="#{href}"/></knowledgeRequirement>' for href in knowledge),
        ]
    )
    return (
        f'<decision id="{id or name}" name={quoteattr(name)}>{variable(name, type_ref)}'
        f"{_full_hrefs(requirements)}{logic}</decision>"
    )


def literal(text: str, type_ref: str | None = None) -> str:
    return f"<literalExpression{_type(type_ref)}><text>{escape(text)}</text></literalExpression>"


def function(name: str, parameters: Mapping[str, str | None], body: str, *, knowledge: Sequence[str] = ()) -> str:
    formal = "".join(f"<formalParameter name={quoteattr(each)}{_type(kind)}/>" for each, kind in parameters.items())
    required = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{href}"/></knowledgeRequirement>' for href in knowledge
    )
    return (
        f'<businessKnowledgeModel id="{name}" name={quoteattr(name)}>{variable(name)}'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{required}</businessKnowledgeModel>"
    )


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    *rules: Sequence[str],
    hit_policy: str = "UNIQUE",
    aggregation: str | None = None,
    types: Mapping[str, str] | None = None,
    input_values: Mapping[str, str] | None = None,
    output_values: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> str:
    """Write a decision table; each rule is its tests followed by its outputs. The ids of rules are r1, r2, ..."""
    types, listed = types or {}, {**(input_values or {}), **(output_values or {})}
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    parts = [f'<decisionTable id="table" hitPolicy="{hit_policy}"{aggregated}>']
    parts += [
        f'<input id="in{at}"><inputExpression{_type(types.get(text))}>{_text(text)}</inputExpression>'
        f"{_values('inputValues', listed.get(text))}</input>"
        for at, text in enumerate(inputs, 1)
    ]
    parts += [
        f'<output id="out{at}" name={quoteattr(name)}{_type(types.get(name))}>{_values("outputValues", listed.get(name))}'
        f"{_values('defaultOutputEntry', (defaults or {}).get(name))}</output>"
        for at, name in enumerate(outputs, 1)
    ]
    parts += [_rule(number, rule, len(inputs)) for number, rule in enumerate(rules, 1)]
    return "".join([*parts, "</decisionTable>"])


def model(*elements: str) -> dmn.Definitions:
    return dmn.parse(definitions(*elements))


def table_model(*arguments: Sequence[str], **options: object) -> dmn.Definitions:
    """Return a model with one decision, `d`, that is the table."""
    return model(decision("d", table(*arguments, **options)))  # type: ignore[arg-type]


def _rule(number: int, cells: Sequence[str], inputs: int) -> str:
    entries = [f"<inputEntry>{_text(cell)}</inputEntry>" for cell in cells[:inputs]]
    entries += [f"<outputEntry>{_text(cell)}</outputEntry>" for cell in cells[inputs:]]
    return f'<rule id="r{number}">{"".join(entries)}</rule>'


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"


def _values(element: str, text: str | None) -> str:
    return f"<{element}>{_text(text)}</{element}>" if text else ""


def _type(type_ref: str | None) -> str:
    return f' typeRef="{type_ref}"' if type_ref else ""


def _full_hrefs(requirements: str) -> str:
    """Let a reference be written as `urn:other#id` too."""
    return requirements.replace('href="#urn:', 'href="urn:')
