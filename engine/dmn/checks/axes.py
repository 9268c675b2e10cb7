"""The columns of a decision table as lines: for each piece of a line, the rules that hold there for sure and those that may."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from engine.dmn.boxed import DecisionTable, InputClause, Text
from engine.dmn.cells import domain_of
from engine.dmn.columns import cut_line
from engine.dmn.domains import Domain, Kind, Span, everything, merged
from engine.dmn.types import Types
from feel.values.types import BOOLEAN


@dataclass(frozen=True, slots=True)
class Piece:
    """Spans of a line on which the same rules hold: `sure` ones, and those that `may` hold."""

    spans: tuple[Span, ...]
    sure: int
    may: int


@dataclass(frozen=True, slots=True)
class Axis:
    """One column: its name, the values that may occur (None: unknown), its cells per rule, its line in pieces.

    A cell of None has no condition; a cell whose meaning only an evaluation can tell is in `unknown`.
    """

    name: str
    universe: Domain | None
    cells: tuple[Domain | None, ...]
    unknown: int
    pieces: tuple[Piece, ...]

    def of_rule(self, rule: int) -> Domain | None:
        """Return the occurring values that a rule (from 0) admits; None when all are or when it is not known."""
        cell = self.cells[rule]
        if cell is None or self.universe is None:
            return None
        return intersection(cell, self.universe)

    def touching(self, rule: int) -> int:
        """Return the rules that for sure share a value with this one; `rule` itself must be known here."""
        spans = self.of_rule(rule)
        return reduce(lambda mask, piece: mask | piece.sure if spans is None or _meet(piece, spans) else mask, self.pieces, 0)

    def within(self, rule: int) -> Iterator[Piece]:
        """Yield the pieces on which a rule may hold."""
        return (piece for piece in self.pieces if piece.may >> rule & 1)


def axes_of(table: DecisionTable, types: Types) -> list[Axis]:
    """Return the columns of a table as lines; rules that do not fit the columns must have been left out."""
    return [_axis(clause, [rule.inputs[at] for rule in table.rules], types) for at, clause in enumerate(table.inputs)]


def intersection(one: Domain, other: Domain) -> Domain:
    """Return the values of two sets of one kind that are in both."""
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in one.spans for b in other.spans)
    return Domain(one.kind, merged(pairs))


def _axis(clause: InputClause, cells: Sequence[Text | None], types: Types) -> Axis:
    name = clause.label or (clause.expression.text.text if clause.expression.text else "")
    by_text = {cell.text: domain_of(cell.text) for cell in cells if cell is not None}
    occurring = _occurring(clause, types)
    kinds = {domain.kind for domain in by_text.values() if domain is not None} - {Kind.NULL}
    if occurring is not None:
        kinds.add(occurring.kind)
    universe = occurring or (everything(next(iter(kinds))) if len(kinds) == 1 else None)
    known: list[Domain | None] = []
    unknown = unconditional = 0
    for rule, cell in enumerate(cells):
        domain = None if cell is None else by_text[cell.text]
        is_known = domain is not None and len(kinds) == 1 and domain.kind in kinds
        known.append(domain if is_known else None)
        unconditional |= (cell is None) << rule
        unknown |= (cell is not None and not is_known) << rule
    return Axis(name, universe, tuple(known), unknown, _pieces(known, universe, unconditional, unknown))


def _occurring(clause: InputClause, types: Types) -> Domain | None:
    """Return the values that an input declares: its input values, else those that its type allows, else both booleans."""
    declared = types.find(clause.expression.type_ref)
    texts = [clause.values, None if declared is None else declared.allowed]
    for text in texts:
        if text is not None:
            domain = domain_of(text.text)
            return domain if domain is not None and domain.kind is not Kind.NULL else None
    return everything(Kind.BOOLEAN) if declared is not None and declared.type == BOOLEAN else None


def _pieces(cells: Sequence[Domain | None], universe: Domain | None, unconditional: int, unknown: int) -> tuple[Piece, ...]:
    if universe is None:
        return (Piece((), unconditional, unconditional | unknown),)
    inside = 1 << len(cells)  # one more bit tells which segments belong to the universe
    pairs = [(1 << rule, cell) for rule, cell in enumerate(cells) if cell is not None]
    cuts, masks = cut_line([(inside, universe), *pairs])
    by_mask: dict[int, list[Span]] = {}
    for low, high, mask in zip(cuts, cuts[1:], masks[1:], strict=False):
        if mask & inside:
            by_mask.setdefault(mask ^ inside | unconditional, []).append((low, high))
    return tuple(Piece(merged(spans), mask, mask | unknown) for mask, spans in by_mask.items())


def _meet(piece: Piece, domain: Domain) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in piece.spans for b in domain.spans)
