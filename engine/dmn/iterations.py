"""Boxed filters and iterations (DMN 1.5 §10.2.2.8 to §10.2.2.10), run on one collection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.dmn.boxed import IterationKind
from engine.dmn.run import Evaluator, Run, Scope
from feel.values.number import whole
from feel.values.range import Range
from feel.values.temporal import Date


def filtered(collection: object, match: Evaluator, scope: Mapping[str, object], run: Run) -> object:
    """Return the items for which the match is true; null when the match is anything but a boolean or null."""
    items = items_of(collection, run)
    if items is None:
        return None
    kept = []
    for item in items:
        run.evaluation.spend()
        entries = item if isinstance(item, dict) else {}
        answer = match(Scope({**entries, "item": item}, scope), run)
        if answer is True:
            kept.append(item)
        elif answer is not None and answer is not False:
            run.warn("the match of a filter is not a boolean")
            return None
    return kept


@dataclass(frozen=True, slots=True)
class Loop:
    """A compiled `for`, `some` or `every` with one variable."""

    kind: IterationKind
    variable: str
    body: Evaluator

    def over(self, collection: object, scope: Mapping[str, object], run: Run) -> object:
        """Evaluate the body for each item of a collection and combine the results."""
        items = items_of(collection, run)
        if items is None:
            return None
        results: list[object] = []
        for item in items:
            run.evaluation.spend()
            own = {self.variable: item, "partial": results} if self.kind is IterationKind.FOR else {self.variable: item}
            results.append(self.body(Scope(own, scope), run))
        return results if self.kind is IterationKind.FOR else self._quantified(results, run)

    def _quantified(self, results: list[object], run: Run) -> bool | None:
        if any(result is not None and not isinstance(result, bool) for result in results):
            run.warn(f"a condition of {self.kind} is not a boolean")
            return None
        decisive = self.kind is IterationKind.SOME
        if decisive in results:
            return decisive
        return None if None in results else not decisive


def items_of(collection: object, run: Run) -> Sequence[object] | None:
    """Return what an iteration goes through: a list, a range of whole numbers or dates, else the one value; null has nothing."""
    if isinstance(collection, list):
        return collection
    if isinstance(collection, Range):
        return _range_items(collection, run)
    if collection is None:
        run.warn("there is no collection to go through")
        return None
    return [collection]


def _range_items(collection: Range, run: Run) -> Sequence[object] | None:
    start, end = collection.start, collection.end
    if isinstance(start, Date) and isinstance(end, Date):
        numbers = _numbers(start.days, end.days, collection, run)
        return [Date.of_days(number) for number in numbers]
    low, high = whole(start), whole(end)
    if low is None or high is None:
        run.warn("only ranges of whole numbers and of dates can be gone through")
        return None
    return _numbers(low, high, collection, run)


def _numbers(low: int, high: int, collection: Range, run: Run) -> Sequence[int]:
    step = 1 if low <= high else -1
    numbers = range(low if collection.start_included else low + step, high + step if collection.end_included else high, step)
    run.evaluation.spend_list(len(numbers))
    return numbers
