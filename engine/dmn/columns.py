"""One input column of a decision table: which rules a value passes, as a bit mask with one bit per rule.

Cells of literals, comparisons and ranges are found by bisection over all rules at once; any other cell is evaluated once per
distinct text, and only while one of its rules is still possible.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import feel
from engine.dmn.boxed import Text
from engine.dmn.cells import domain_of
from engine.dmn.compiling import Compiling, Names
from engine.dmn.domains import Cut, Domain, Kind, point_of, segment_at
from engine.dmn.run import Run


@dataclass(frozen=True, slots=True)
class Segments:
    """The line of one kind of value, cut where a cell begins or ends; `masks` has the rules that each segment passes."""

    kind: Kind
    cuts: list[Cut]
    masks: list[int]


@dataclass(frozen=True, slots=True)
class Group:
    """The rules (bits of `mask`) that have one and the same cell; `tests` is None when the text does not parse."""

    mask: int
    tests: feel.UnaryTests | None


@dataclass(frozen=True, slots=True)
class Column:
    """The compiled cells of one column: the rules without a condition, the indexed cells, all cells, the others."""

    unconditional: int
    segments: Segments | None
    all_groups: tuple[Group, ...]
    other_groups: tuple[Group, ...]

    def matches(self, value: object, alive: int, scope: Mapping[str, object], run: Run) -> int:
        """Return those of the rules `alive` whose cell the value passes."""
        passed = self.unconditional
        groups = self.all_groups
        if self.segments is not None:
            found = point_of(value)
            if found is not None and found[0] is self.segments.kind:
                passed |= self.segments.masks[segment_at(self.segments.cuts, found[1])]
                groups = self.other_groups
        for group in groups:
            if group.mask & alive and group.tests is not None and group.tests.evaluate(value, scope, run.evaluation) is True:
                passed |= group.mask
        return passed & alive


def compile_column(cells: Sequence[Text | None], names: Names, model: Compiling) -> Column:
    """Compile the cells of one column, in the order of the rules."""
    unconditional = 0
    masks: dict[str, int] = {}
    texts: dict[str, Text] = {}
    for number, cell in enumerate(cells):
        if cell is None:
            unconditional |= 1 << number
        else:
            masks[cell.text] = masks.get(cell.text, 0) | 1 << number
            texts.setdefault(cell.text, cell)
    groups = {text: Group(mask, model.tests(texts[text], names)) for text, mask in masks.items()}
    segments, indexed = _segments(masks)
    others = tuple(group for text, group in groups.items() if text not in indexed)
    return Column(unconditional, segments, tuple(groups.values()), others)


def _segments(masks: Mapping[str, int]) -> tuple[Segments | None, frozenset[str]]:
    domains = {text: domain for text in masks if (domain := domain_of(text)) is not None and domain.kind is not Kind.NULL}
    kinds = {domain.kind for domain in domains.values()}
    if len(kinds) != 1:
        return None, frozenset()
    cuts, by_segment = cut_line((masks[text], domain) for text, domain in domains.items())
    return Segments(kinds.pop(), cuts, by_segment), frozenset(domains)


def cut_line(domains: Iterable[tuple[int, Domain]]) -> tuple[list[Cut], list[int]]:
    """Cut a line where any of the (mask, domain) pairs begins or ends; return the cuts and the mask of each segment."""
    starts: dict[Cut, int] = {}
    ends: dict[Cut, int] = {}
    for mask, domain in domains:
        for low, high in domain.spans:
            starts[low] = starts.get(low, 0) | mask
            ends[high] = ends.get(high, 0) | mask
    cuts = sorted({*starts, *ends})
    masks = [0]
    for cut in cuts:
        masks.append(masks[-1] & ~ends.get(cut, 0) | starts.get(cut, 0))
    return cuts, masks
