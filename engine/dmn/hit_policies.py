"""Which of the matching rules of a decision table make its output (DMN 1.5 §8.2.10 and §8.2.11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Protocol

from engine.dmn.boxed import Aggregation, HitPolicy
from feel.values.compare import identical, less
from feel.values.number import CONTEXT, is_number

Outputs = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A matching rule: its position from 1 and the values of its output entries."""

    rule_index: int
    outputs: Outputs


class Violation(Exception):  # noqa: N818 - a violated table is no error of this program
    """The rules that match contradict the hit policy."""


class Ranking(Protocol):
    """Orders the outputs of rules by the priority of their values, the highest first."""

    def __call__(self, outputs: Outputs) -> tuple[int, ...]: ...


def single(policy: HitPolicy, matches: Sequence[Match], ranking: Ranking) -> Match:
    """Choose the one match that counts under UNIQUE, ANY, FIRST or PRIORITY; raise Violation."""
    first = matches[0]
    if policy is HitPolicy.UNIQUE and len(matches) > 1:
        raise Violation(f"the hit policy is UNIQUE, but the rules {_numbers(matches)} match")
    if policy is HitPolicy.ANY and any(not identical(list(match.outputs), list(first.outputs)) for match in matches[1:]):
        raise Violation(f"the hit policy is ANY, but the rules {_numbers(matches)} match with different outputs")
    if policy is HitPolicy.PRIORITY:
        return min(matches, key=lambda match: ranking(match.outputs))
    return first


def ordered(policy: HitPolicy, matches: Sequence[Match], ranking: Ranking) -> Sequence[Match]:
    """Put the matches of a COLLECT, RULE ORDER or OUTPUT ORDER table in their order."""
    if policy is HitPolicy.OUTPUT_ORDER:
        return sorted(matches, key=lambda match: ranking(match.outputs))
    return matches


def aggregate(aggregation: Aggregation, values: Sequence[object]) -> object:
    """Make one value of the outputs of a COLLECT table; raise Violation when they cannot be added or compared."""
    if aggregation is Aggregation.COUNT:
        return Decimal(len(values))
    if not values:
        return None
    numbers = [value for value in values if is_number(value)]
    if aggregation is Aggregation.SUM:
        if len(numbers) != len(values):
            raise Violation("the aggregation SUM needs numbers as outputs")
        return reduce(CONTEXT.add, numbers, Decimal(0))
    if aggregation is Aggregation.MIN:
        return _extreme(less, values)
    return _extreme(lambda value, best: less(best, value), values)


def _extreme(choose: Callable[[object, object], bool | None], values: Sequence[object]) -> object:
    best = values[0]
    for value in values[1:]:
        comes_before = choose(value, best)
        if comes_before is None:
            raise Violation("the aggregations MIN and MAX need outputs that can be compared")
        best = value if comes_before else best
    return best


def _numbers(matches: Sequence[Match]) -> str:
    numbers = [str(match.rule_index) for match in matches]
    return f"{', '.join(numbers[:-1])} and {numbers[-1]}" if len(numbers) > 1 else numbers[0]
