"""Checks on single cells: constants of the wrong type, outputs that are not among the allowed ones."""

from collections.abc import Iterator

from engine.dmn.boxed import DecisionTable, OutputClause, Rule, Text
from engine.dmn.cells import constants_of, domain_of
from engine.dmn.checks.findings import CheckFinding, CheckRule, position
from engine.dmn.domains import Domain, Kind, point_of
from engine.dmn.types import ItemType, Types
from feel.values.inspect import is_instance, kind_of
from feel.values.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    SimpleType,
)

KINDS_OF = {
    NUMBER: {Kind.NUMBER},
    STRING: {Kind.STRING},
    BOOLEAN: {Kind.BOOLEAN},
    DATE: {Kind.DATE},
    TIME: {Kind.LOCAL_TIME, Kind.ZONED_TIME},
    DATE_TIME: {Kind.LOCAL_DATE_TIME, Kind.ZONED_DATE_TIME},
    DAYS_TIME: {Kind.DAYS_TIME},
    YEARS_MONTHS: {Kind.YEARS_MONTHS},
}


def check_values(table: DecisionTable, types: Types) -> Iterator[CheckFinding]:
    """Yield the cells of a table whose constants cannot be right."""
    for number, rule in enumerate(table.rules, 1):
        for clause, test in zip(table.inputs, rule.inputs, strict=False):
            declared = types.find(clause.expression.type_ref)
            if test is not None and declared is not None:
                yield from _input(number, rule, test, declared)
        for output, text in zip(table.outputs, rule.outputs, strict=False):
            if text is not None:
                yield from _output(number, rule, text, output, types)


def _input(number: int, rule: Rule, test: Text, declared: ItemType) -> Iterator[CheckFinding]:
    domain = domain_of(test.text)
    kinds = KINDS_OF.get(declared.type) if isinstance(declared.type, SimpleType) else None
    if domain is None or kinds is None or domain.kind is Kind.NULL or domain.kind in kinds:
        return
    yield CheckFinding(
        CheckRule.TYPE_CLASH,
        test.element_id or rule.id,
        position(test.line),
        f"กฎข้อ {number}: เงื่อนไข {test.text} เป็นชนิด {domain.kind} แต่คอลัมน์นี้เป็นชนิด {declared.type} จึงไม่มีวันตรง",
        f"Rule {number}: the condition {test.text} is of the type {domain.kind}, but the column is of the type "
        f"{declared.type}, so that it can never match.",
    )


def _output(number: int, rule: Rule, text: Text, output: OutputClause, types: Types) -> Iterator[CheckFinding]:
    constants = constants_of(text.text)
    if constants is None or len(constants) != 1 or constants[0] is None:
        return
    value = constants[0]
    declared = types.find(output.type_ref)
    if declared is not None and declared.type is not ANY and not is_instance(value, declared.type):
        yield CheckFinding(
            CheckRule.TYPE_CLASH,
            text.element_id or rule.id,
            position(text.line),
            f"กฎข้อ {number}: ผลลัพธ์ {text.text} เป็นชนิด {kind_of(value)} แต่คอลัมน์นี้เป็นชนิด {declared.type}",
            f"Rule {number}: the output {text.text} is of the type {kind_of(value)}, but the column is of the type {declared.type}.",
        )
        return
    allowed = _allowed(output, declared)
    if allowed is not None and not _holds(allowed[1], value):
        yield CheckFinding(
            CheckRule.OUTPUT_NOT_ALLOWED,
            text.element_id or rule.id,
            position(text.line),
            f"กฎข้อ {number}: ผลลัพธ์ {text.text} ไม่อยู่ในค่าที่อนุญาต {allowed[0]}",
            f"Rule {number}: the output {text.text} is not among the allowed values {allowed[0]}.",
        )


def _allowed(output: OutputClause, declared: ItemType | None) -> tuple[str, Domain] | None:
    listed = output.values or (None if declared is None else declared.allowed)
    domain = None if listed is None else domain_of(listed.text)
    return None if listed is None or domain is None else (listed.text, domain)


def _holds(domain: Domain, value: object) -> bool:
    found = point_of(value)
    if found is None or found[0] is not domain.kind:
        return False
    return any(low <= (1, found[1], 0) < high for low, high in domain.spans)
