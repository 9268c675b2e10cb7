"""The columns of a decision table as lines: for each piece of a line, the rules that hold there for sure and those that may."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.dmn.boxed import DecisionTable, InputClause, Text
from engine.dmn.cells import domain_of
from engine.dmn.columns import cut_line
from engine.dmn.domains import Cut, Domain, Kind, Span, everything, merged
from engine.dmn.types import Types
from feel.values.types import BOOLEAN


@dataclass(frozen=True, slots=True)
class Piece:
    """Spans of a line on which the same rules hold: `sure` ones, and those that `may` hold."""

    spans: tuple[Span, ...]
    sure: int
    may: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line cut wherever a cell begins or ends; `masks` has the rules that hold for sure on each segment, 0 outside the universe."""

    cuts: list[Cut]
    masks: list[int]

    def segments(self, spans: Iterable[Span]) -> Iterator[int]:
        """Yield the numbers of the segments that spans, which begin and end at cuts, consist of."""
        for low, high in spans:
            yield from range(bisect_right(self.cuts, low), bisect_right(self.cuts, high))

    def touching(self, spans: Iterable[Span]) -> int:
        """Return the rules that hold somewhere on the spans."""
        return reduce(or_, (self.masks[segment] for segment in self.segments(spans)), 0)


@dataclass(frozen=True, slots=True)
class Axis:
    """One column: its name, the values that may occur (None: unknown), its cells per rule, its line in pieces.

    A cell is cut to the values that may occur. A cell of None has no condition; a cell whose meaning only an evaluation can
    tell is None too, and in `unknown`. `touching` has, for each rule, the rules that for sure share a value with it.
    """

    name: str
    universe: Domain | None
    cells: tuple[Domain | None, ...]
    unknown: int
    pieces: tuple[Piece, ...]
    touching: tuple[int, ...]
    line: Line

    def within(self, rule: int) -> Sequence[Piece]:
        """Return the pieces on which a rule (from 0) may hold."""
        cell = self.cells[rule]
        if cell is None:
            return self.pieces
        segments = self.line.segments(cell.spans)
        return [Piece((), self.line.masks[segment], self.line.masks[segment] | self.unknown) for segment in segments]


def axes_of(table: DecisionTable, types: Types) -> list[Axis]:
    """Return the columns of a table as lines; rules that do not fit the columns must have been left out."""
    return [_axis(clause, [rule.inputs[at] for rule in table.rules], types) for at, clause in enumerate(table.inputs)]


def intersection(one: Domain, other: Domain) -> Domain:
    """Return the values of two sets of one kind that are in both; null belongs to it when it belongs to the first."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in one.spans for b in other.spans)
    return Domain(one.kind, merged(pairs), null=one.null)


def _axis(clause: InputClause, cells: Sequence[Text | None], types: Types) -> Axis:
    name = clause.label or (clause.expression.text.text if clause.expression.text else "")
    by_text = {cell.text: domain_of(cell.text) for cell in cells if cell is not None}
    occurring = _occurring(clause, types)
    kinds = {domain.kind for domain in by_text.values() if domain is not None} - {Kind.NULL}
    if occurring is not None:
        kinds.add(occurring.kind)
    universe = occurring or everything(next(iter(kinds))) if len(kinds) == 1 else None
    clipped = {
        text: intersection(domain, universe)
        for text, domain in by_text.items()
        if domain is not None and universe is not None and domain.kind is universe.kind
    }
    known = tuple(None if cell is None else clipped.get(cell.text) for cell in cells)
    unconditional = sum(1 << rule for rule, cell in enumerate(cells) if cell is None)
    unknown = sum(1 << rule for rule, cell in enumerate(cells) if cell is not None and known[rule] is None)
    line = _line(known, universe, unconditional)
    touching = {text: line.touching(domain.spans) for text, domain in clipped.items()}
    everywhere = reduce(or_, line.masks, unconditional)
    touched = tuple(everywhere if cell is None else touching.get(cell.text, 0) for cell in cells)
    return Axis(name, universe, known, unknown, _pieces(line, universe, unconditional, unknown), touched, line)


def _occurring(clause: InputClause, types: Types) -> Domain | None:
    """Return the values that an input declares: its input values, else those that its type allows, else both booleans."""
    declared = types.find(clause.expression.type_ref)
    texts = [clause.values, None if declared is None else declared.allowed]
    for text in texts:
        if text is not None:
            domain = domain_of(text.text)
            return domain if domain is not None and domain.kind is not Kind.NULL else None
    return everything(Kind.BOOLEAN) if declared is not None and declared.type == BOOLEAN else None


def _line(cells: Sequence[Domain | None], universe: Domain | None, unconditional: int) -> Line:
    if universe is None:
        return Line([], [unconditional])
    inside = 1 << len(cells)  # one more bit tells which segments belong to the universe
    pairs = [(1 << rule, cell) for rule, cell in enumerate(cells) if cell is not None]
    cuts, masks = cut_line([(inside, universe), *pairs])
    return Line(cuts, [mask ^ inside | unconditional if mask & inside else 0 for mask in masks])


def _pieces(line: Line, universe: Domain | None, unconditional: int, unknown: int) -> tuple[Piece, ...]:
    if universe is None:
        return (Piece((), unconditional, unconditional | unknown),)
    by_mask: dict[int, list[Span]] = {}
    for segment in line.segments(universe.spans):
        by_mask.setdefault(line.masks[segment], []).append((line.cuts[segment - 1], line.cuts[segment]))
    return tuple(Piece(merged(spans), mask, mask | unknown) for mask, spans in by_mask.items())
