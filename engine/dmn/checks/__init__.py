"""Static checks of a decision model for its owner: exact where they speak, silent where only an evaluation can tell."""

from collections.abc import Iterator

from engine.dmn.boxed import DecisionTable
from engine.dmn.checks.findings import CheckFinding, CheckRule, Position, position
from engine.dmn.checks.rules import check_rules
from engine.dmn.checks.tables import tables_of
from engine.dmn.checks.values import check_values
from engine.dmn.definitions import Definitions

__all__ = ["CheckFinding", "CheckRule", "Position", "check"]


def check(definitions: Definitions) -> tuple[CheckFinding, ...]:
    """Return what is wrong or doubtful in a model, in the order of its decisions.

    A model that was parsed as `tolerant` is checked too: its faults come first. Each finding has a sentence in Thai and in
    English, and the id and place of the element concerned.
    """
    return tuple(_findings(definitions))


def _findings(definitions: Definitions) -> Iterator[CheckFinding]:
    for fault in definitions.findings:
        yield CheckFinding(
            CheckRule.BROKEN,
            fault.element_id,
            position(fault.line, fault.column),
            f"แบบจำลองใช้ไม่ได้: {fault.message}",
            fault.message,
            is_error=True,
        )
    for unknown in definitions.unknown_names:
        names = ", ".join(sorted(unknown.names))
        yield CheckFinding(
            CheckRule.UNKNOWN_NAME,
            unknown.element_id,
            position(unknown.line),
            f"ไม่รู้จักชื่อ {names}",
            f"The name {names} is not known here.",
            is_error=unknown.is_certain,
        )
    for table in tables_of(definitions):
        yield from _table(table, definitions)


def _table(table: DecisionTable, definitions: Definitions) -> Iterator[CheckFinding]:
    yield from check_values(table, definitions.types)
    yield from check_rules(table, definitions.types)
