"""Which regions a set of rules leaves open: exact, column by column, within a budget of steps."""

from collections.abc import Iterator, Sequence

from engine.dmn.checks.axes import Axis, Piece
from engine.dmn.domains import Span

MAX_STEPS = 400_000  # pieces looked at; about a second for a large table

Region = tuple[tuple[Span, ...] | None, ...]


class Undecided(Exception):  # noqa: N818 - no error: the table is too large to tell
    """The search ran out of steps."""


class Coverage:
    """A search for regions in which no rule of a set holds."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self._axes = axes
        self._pieces: list[Sequence[Piece]] = [axis.pieces for axis in axes]
        self._closed: set[tuple[int, int]] = set()
        self._steps = 0

    def open_regions(self, rules: int) -> Iterator[Region]:
        """Yield regions in which none of the `rules` (bits) can hold, not even one whose cells are not known."""
        yield from self._open(0, rules, (), may=True)

    def is_covered(self, rule: int, by: int) -> bool:
        """Whether, wherever a rule (from 0) may hold, one of the rules `by` (bits) holds for sure."""
        self._pieces = [axis.within(rule) for axis in self._axes]
        self._closed = set()
        return next(self._open(0, by, (), may=False), None) is None

    def _open(self, at: int, rules: int, region: Region, *, may: bool) -> Iterator[Region]:
        if not rules:
            yield region + (None,) * (len(self._axes) - at)
            return
        if at == len(self._axes) or (at, rules) in self._closed:
            return
        found = False
        for holding, spans in self._holding(at, rules, may=may).items():
            for inner in self._open(at + 1, holding, (*region, spans), may=may):
                found = True
                yield inner
        if not found:
            self._closed.add((at, rules))

    def _holding(self, at: int, rules: int, *, may: bool) -> dict[int, tuple[Span, ...]]:
        """Group the pieces of a column by which of the rules hold there; fewest rules first."""
        self._steps += 1 + len(self._pieces[at])
        if self._steps > MAX_STEPS:
            raise Undecided
        groups: dict[int, tuple[Span, ...]] = {}
        for piece in self._pieces[at]:
            holding = rules & (piece.may if may else piece.sure)
            groups[holding] = (*groups.get(holding, ()), *piece.spans)
        return dict(sorted(groups.items(), key=lambda group: group[0].bit_count()))
