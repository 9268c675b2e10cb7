"""Whether a value lies in a range or satisfies a tested value (DMN 1.5 §10.3.2.15, table 55)."""

from __future__ import annotations

from feel.values.compare import equal, less, less_or_equal
from feel.values.range import Range


def in_range(value: object, bounds: Range) -> bool | None:
    """Tell whether `value` lies in the range; None when it does not compare with the endpoints."""
    if bounds.start is None:
        return _before_end(value, bounds.end, is_included=bounds.end_included)
    if bounds.end is None:
        return _after_start(value, bounds.start, is_included=bounds.start_included)
    return within(value, bounds.start, bounds.end, start_included=bounds.start_included, end_included=bounds.end_included)


def within(value: object, start: object, end: object, *, start_included: bool, end_included: bool) -> bool | None:
    """Tell whether `value` lies between two endpoints: the `and` of two comparisons, each of which may be null."""
    above = _after_start(value, start, is_included=start_included)
    if above is False:
        return False
    below = _before_end(value, end, is_included=end_included)
    if below is False:
        return False
    return True if above and below else None


def satisfies(value: object, wanted: object) -> bool | None:
    """Tell whether `value` passes the test `wanted`: a range holds it, a list holds it or a range with it, or it equals.

    This is the operator `in` of DMN 1.5 §10.3.2.15, table 55.
    Only a comparison with a range can be null: a value of another kind is not the wanted one.
    """
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return in_range(value, wanted)
    if isinstance(wanted, list):
        if isinstance(value, list) and equal(value, wanted) is True:
            return True
        return any(_is_candidate(value, candidate) for candidate in wanted)
    return equal(value, wanted) is True


def _is_candidate(value: object, candidate: object) -> bool:
    if isinstance(candidate, Range) and not isinstance(value, Range):
        return in_range(value, candidate) is True
    return equal(value, candidate) is True


def _after_start(value: object, start: object, *, is_included: bool) -> bool | None:
    return less_or_equal(start, value) if is_included else less(start, value)


def _before_end(value: object, end: object, *, is_included: bool) -> bool | None:
    return less_or_equal(value, end) if is_included else less(value, end)
