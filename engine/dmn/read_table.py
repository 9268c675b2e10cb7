"""XML to decision tables."""

from engine.dmn.boxed import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    InputClause,
    LiteralExpression,
    OutputClause,
    Rule,
    Text,
)
from engine.dmn.document import Element, child, children
from engine.dmn.errors import Finding
from engine.dmn.read_text import normal_name, read_text, type_reference
from engine.safe_xml import line_of

ANYTHING = "-"


def read_decision_table(element: Element, findings: list[Finding]) -> DecisionTable:
    """Read a decision table; report unknown hit policies and rules that do not fit the columns."""
    hit_policy, aggregation = _hit_policy(element, findings)
    inputs = tuple(_input(clause) for clause in children(element, "input"))
    outputs = tuple(_output(clause) for clause in children(element, "output"))
    table = DecisionTable(
        hit_policy,
        aggregation,
        inputs,
        outputs,
        tuple(_rule(rule) for rule in children(element, "rule")),
        id=element.get("id"),
        type_ref=type_reference(element),
        line=line_of(element),
    )
    findings.extend(_misfits(table))
    return table


def _hit_policy(element: Element, findings: list[Finding]) -> tuple[HitPolicy, Aggregation | None]:
    policy, aggregation = element.get("hitPolicy", "UNIQUE"), element.get("aggregation")
    try:
        return HitPolicy(policy), Aggregation(aggregation) if aggregation else None
    except ValueError as error:
        findings.append(Finding(element.get("id"), f"The hit policy is not known: {error}.", line_of(element)))
        return HitPolicy.UNIQUE, None


def _input(element: Element) -> InputClause:
    expression = child(element, "inputExpression")
    literal = LiteralExpression(
        read_text(expression),
        id=None if expression is None else expression.get("id"),
        type_ref=None if expression is None else type_reference(expression),
        line=line_of(element),
    )
    return InputClause(element.get("id"), element.get("label"), literal, read_text(child(element, "inputValues")))


def _output(element: Element) -> OutputClause:
    default = child(element, "defaultOutputEntry")
    return OutputClause(
        element.get("id"),
        normal_name(element.get("name")) or None,
        element.get("label"),
        type_reference(element),
        read_text(child(element, "outputValues")),
        None if default is None else LiteralExpression(read_text(default), id=default.get("id"), line=line_of(default)),
    )


def _rule(element: Element) -> Rule:
    inputs = tuple(_test(entry) for entry in children(element, "inputEntry"))
    outputs = tuple(read_text(entry) for entry in children(element, "outputEntry"))
    return Rule(element.get("id"), inputs, outputs, line_of(element))


def _test(entry: Element) -> Text | None:
    text = read_text(entry)
    return None if text is None or text.text == ANYTHING else text


def _misfits(table: DecisionTable) -> list[Finding]:
    found = []
    if not table.outputs:
        found.append(Finding(table.id, "A decision table needs at least one output.", table.line))
    if len(table.outputs) > 1 and any(output.name is None for output in table.outputs):
        found.append(Finding(table.id, "Each of several outputs needs a name.", table.line))
    if table.aggregation and (table.hit_policy is not HitPolicy.COLLECT or len(table.outputs) > 1):
        found.append(Finding(table.id, "Only a COLLECT table with one output can be aggregated.", table.line))
    for number, rule in enumerate(table.rules, 1):
        if len(rule.inputs) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
            wanted = f"{len(table.inputs)} inputs and {len(table.outputs)} outputs"
            found.append(Finding(rule.id, f"Rule {number} does not have {wanted}.", rule.line))
    return found
