"""Checks on the rules of one decision table: gaps, overlaps, duplicates, rules that never count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.dmn.boxed import DecisionTable, HitPolicy, Rule, Text
from engine.dmn.cells import constants_of
from engine.dmn.checks.axes import Axis, axes_of, intersection
from engine.dmn.checks.coverage import Coverage, Undecided
from engine.dmn.checks.describe import region_text
from engine.dmn.checks.findings import CheckFinding, CheckRule, position
from engine.dmn.decision_table import SINGLE_HIT
from engine.dmn.domains import Span
from engine.dmn.run import positions
from engine.dmn.types import Types
from feel.values.compare import identical

MAX_GAPS = 10
MAX_PAIRS = 50


def check_rules(table: DecisionTable, types: Types) -> Iterator[CheckFinding]:
    """Yield what is wrong with the rules of a table; rules that do not fit its columns are left out."""
    rules = tuple(r for r in table.rules if len(r.inputs) == len(table.inputs) and len(r.outputs) == len(table.outputs))
    if not rules:
        return
    checked = _Checked(replace(table, rules=rules), axes_of(replace(table, rules=rules), types))
    duplicates = {}
    for first, second in checked.duplicates():
        duplicates[second] = first
        yield checked.duplicate(first, second)
    never = set(checked.never())
    for rule in sorted(never):
        yield checked.unreachable(rule)
    yield from checked.overlaps(duplicates, never)
    yield from checked.hidden({*duplicates, *never})
    yield from checked.gaps()


@dataclass(frozen=True, slots=True)
class _Checked:
    """A table with its columns as lines; rules count from 0 here and from 1 in messages."""

    table: DecisionTable
    axes: Sequence[Axis]

    def duplicates(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of rules with the same conditions and the same outputs, the earlier one first."""
        seen: dict[object, int] = {}
        for number, rule in enumerate(self.table.rules):
            key = (
                tuple(_condition(axis, number, text) for axis, text in zip(self.axes, rule.inputs, strict=True)),
                tuple(o and o.text for o in rule.outputs),
            )
            first = seen.setdefault(key, number)
            if first != number:
                yield first, number

    def never(self) -> Iterator[int]:
        """Yield rules with a cell that no value can pass."""
        for number in range(len(self.table.rules)):
            for axis in self.axes:
                admitted = axis.cells[number]
                if admitted is not None and not admitted.spans and not admitted.null:
                    yield number
                    break

    def overlaps(self, duplicates: dict[int, int], never: set[int]) -> Iterator[CheckFinding]:
        """Yield pairs that may match together under UNIQUE, or with different outputs under ANY."""
        if self.table.hit_policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}:
            return
        unknown = self._unknown()
        found = 0
        for first in range(len(self.table.rules)):
            if unknown >> first & 1 or first in never:
                continue
            both = ~unknown & ~((2 << first) - 1)
            for axis in self.axes:
                both &= axis.touching[first]
            for second in positions(both & (1 << len(self.table.rules)) - 1):
                if second in never or duplicates.get(second) == first or not self._clash(first, second):
                    continue
                yield self._overlap(first, second)
                found += 1
                if found >= MAX_PAIRS:
                    return

    def hidden(self, known: set[int]) -> Iterator[CheckFinding]:
        """Yield rules of a FIRST table that earlier rules always beat."""
        if self.table.hit_policy is not HitPolicy.FIRST:
            return
        try:
            coverage = Coverage(self.axes)
            for number in range(1, len(self.table.rules)):
                if number not in known and coverage.is_covered(number, (1 << number) - 1):
                    yield self.unreachable(number)
        except Undecided:
            return

    def gaps(self) -> Iterator[CheckFinding]:
        """Yield regions without a rule, for tables that give one result and have no default."""
        has_default = any(output.default is not None for output in self.table.outputs)
        if self.table.hit_policy not in SINGLE_HIT or has_default or not self.axes:
            return
        try:
            regions = Coverage(self.axes).open_regions((1 << len(self.table.rules)) - 1)
            for _, region in zip(range(MAX_GAPS), regions, strict=False):
                where = region_text(zip(self.axes, region, strict=True))
                yield CheckFinding(
                    CheckRule.GAP,
                    self.table.id,
                    position(self.table.line),
                    f"ไม่มีกฎข้อใดตรงกับกรณี {where}",
                    f"No rule matches when {where}.",
                )
        except Undecided:
            return

    def duplicate(self, first: int, second: int) -> CheckFinding:
        """Say that a rule repeats an earlier one."""
        return self._finding(
            CheckRule.DUPLICATE,
            second,
            f"กฎข้อ {second + 1} ซ้ำกับกฎข้อ {first + 1}",
            f"Rule {second + 1} repeats rule {first + 1}.",
        )

    def unreachable(self, rule: int) -> CheckFinding:
        """Say that a rule never counts."""
        return self._finding(
            CheckRule.UNREACHABLE,
            rule,
            f"กฎข้อ {rule + 1} ไม่มีโอกาสถูกใช้",
            f"Rule {rule + 1} can never count.",
        )

    def _overlap(self, first: int, second: int) -> CheckFinding:
        where = region_text((axis, self._shared(axis, first, second)) for axis in self.axes) or "-"
        if self.table.hit_policy is HitPolicy.UNIQUE:
            return self._finding(
                CheckRule.OVERLAP,
                second,
                f"กฎข้อ {first + 1} และข้อ {second + 1} ตรงพร้อมกันเมื่อ {where}",
                f"The rules {first + 1} and {second + 1} both match when {where}.",
            )
        return self._finding(
            CheckRule.CONFLICT,
            second,
            f"กฎข้อ {first + 1} และข้อ {second + 1} ตรงพร้อมกันแต่ให้ผลต่างกัน เมื่อ {where}",
            f"The rules {first + 1} and {second + 1} both match, with different outputs, when {where}.",
        )

    def _finding(self, rule_id: CheckRule, rule: int, thai: str, english: str) -> CheckFinding:
        own: Rule = self.table.rules[rule]
        return CheckFinding(rule_id, own.id or self.table.id, position(own.line), thai, english)

    def _unknown(self) -> int:
        unknown = 0
        for axis in self.axes:
            unknown |= axis.unknown
        return unknown

    def _clash(self, first: int, second: int) -> bool:
        if self.table.hit_policy is HitPolicy.UNIQUE:
            return True
        pairs = zip(self.table.rules[first].outputs, self.table.rules[second].outputs, strict=True)
        values = [(constants_of(a.text if a else "null"), constants_of(b.text if b else "null")) for a, b in pairs]
        return any(a is not None and b is not None and not identical(a, b) for a, b in values)

    def _shared(self, axis: Axis, first: int, second: int) -> tuple[Span, ...] | None:
        one, other = axis.cells[first], axis.cells[second]
        if one is None or other is None:
            known = one or other
            return None if known is None else known.spans
        return intersection(one, other).spans


def _condition(axis: Axis, rule: int, text: Text | None) -> object:
    cell = axis.cells[rule]
    return (cell.spans, cell.null) if cell is not None else text and text.text
