"""Whether a value lies in a range or satisfies a tested value (DMN 1.5 §10.3.2.15, table 55)."""

from __future__ import annotations

from feel.values.compare import equal, less
from feel.values.range import Range


def in_range(value: object, bounds: Range) -> bool | None:
    """Tell whether `value` lies in the range; None when it does not compare with the endpoints."""
    above = _after_start(value, bounds)
    if above is False:
        return False
    below = _before_end(value, bounds)
    if below is False:
        return False
    return True if above and below else None


def satisfies(value: object, wanted: object) -> bool | None:
    """Tell whether `value` passes the test `wanted`: a range holds it, a list holds it or a test it passes, or it equals."""
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return in_range(value, wanted)
    if isinstance(wanted, list):
        return _satisfies_list(value, wanted)
    return equal(value, wanted)


def _satisfies_list(value: object, wanted: list[object]) -> bool | None:
    if isinstance(value, list) and equal(value, wanted) is True:
        return True
    result: bool | None = False
    for candidate in wanted:
        if isinstance(candidate, Range) and not isinstance(value, Range):
            answer = in_range(value, candidate)
        else:
            answer = equal(value, candidate)
        if answer is True:
            return True
    return result


def _after_start(value: object, bounds: Range) -> bool | None:
    if bounds.start is None:
        return True if bounds.end is not None else None
    before = less(value, bounds.start)
    if before is None or before:
        return None if before is None else False
    return bounds.start_included or less(bounds.start, value)


def _before_end(value: object, bounds: Range) -> bool | None:
    if bounds.end is None:
        return True if bounds.start is not None else None
    after = less(bounds.end, value)
    if after is None or after:
        return None if after is None else False
    return bounds.end_included or less(value, bounds.end)
