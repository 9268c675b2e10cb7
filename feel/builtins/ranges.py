"""Range functions: how points and ranges lie to one another (DMN 1.5 §10.3.4.7, table 78)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin
from feel.values.compare import equal, less

if TYPE_CHECKING:
    from collections.abc import Callable

    from feel.evaluation import Evaluation
    from feel.values.range import Range


def _lt(left: object, right: object) -> bool:
    """Tell whether left < right; raise DomainError when they do not compare."""
    answer = less(left, right)
    if answer is None:
        raise DomainError("the values do not compare")
    return answer


def _eq(left: object, right: object) -> bool:
    """Tell whether left = right; raise DomainError when they do not compare."""
    answer = equal(left, right)
    if answer is None:
        raise DomainError("the values do not compare")
    return answer


def _starts_no_later(outer: Range, inner: Range) -> bool:
    return _lt(outer.start, inner.start) or (
        _eq(outer.start, inner.start) and (outer.start_included or not inner.start_included)
    )


def _ends_no_earlier(outer: Range, inner: Range) -> bool:
    return _lt(inner.end, outer.end) or (_eq(outer.end, inner.end) and (outer.end_included or not inner.end_included))


def _holds(outer: Range, point: object) -> bool:
    return (
        (_lt(outer.start, point) and _lt(point, outer.end))
        or (_eq(outer.start, point) and outer.start_included)
        or (_eq(outer.end, point) and outer.end_included)
    )


def _reaches(first: Range, second: Range) -> bool:
    """Tell whether `first` ends behind the start of `second`, or both meet in a point that they share."""
    return _lt(second.start, first.end) or (_eq(first.end, second.start) and first.end_included and second.start_included)


def before_points(_: Evaluation, point1: object, point2: object) -> bool:
    """point1 < point2"""
    return _lt(point1, point2)


def before_range(_: Evaluation, point: object, bounds: Range) -> bool:
    """The point lies before the range."""
    return _lt(point, bounds.start) or (_eq(point, bounds.start) and not bounds.start_included)


def range_before_point(_: Evaluation, bounds: Range, point: object) -> bool:
    """The range lies before the point."""
    return _lt(bounds.end, point) or (_eq(bounds.end, point) and not bounds.end_included)


def before_ranges(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The first range lies before the second."""
    are_apart = not range1.end_included or not range2.start_included
    return _lt(range1.end, range2.start) or (are_apart and _eq(range1.end, range2.start))


def meets(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The first range ends with the point with which the second starts."""
    return range1.end_included and range2.start_included and _eq(range1.end, range2.start)


def overlaps(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The ranges have a point in common."""
    return _reaches(range1, range2) and _reaches(range2, range1)


def overlaps_before(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The first range starts before the second and ends in it."""
    starts_before = _lt(range1.start, range2.start) or (
        _eq(range1.start, range2.start) and range1.start_included and not range2.start_included
    )
    return starts_before and _reaches(range1, range2) and _ends_no_earlier(range2, range1)


def finishes_point(_: Evaluation, point: object, bounds: Range) -> bool:
    """The point is the end of the range."""
    return bounds.end_included and _eq(bounds.end, point)


def finishes(_: Evaluation, range1: Range, range2: Range) -> bool:
    """Both ranges end together, and the first does not start before the second."""
    return range1.end_included == range2.end_included and _eq(range1.end, range2.end) and _starts_no_later(range2, range1)


def includes_point(_: Evaluation, bounds: Range, point: object) -> bool:
    """The range holds the point."""
    return _holds(bounds, point)


def includes(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The first range holds the second."""
    return _starts_no_later(range1, range2) and _ends_no_earlier(range1, range2)


def starts_point(_: Evaluation, point: object, bounds: Range) -> bool:
    """The point is the start of the range."""
    return bounds.start_included and _eq(bounds.start, point)


def starts(_: Evaluation, range1: Range, range2: Range) -> bool:
    """Both ranges start together, and the first does not end behind the second."""
    return (
        range1.start_included == range2.start_included and _eq(range1.start, range2.start) and _ends_no_earlier(range2, range1)
    )


def coincides_points(_: Evaluation, point1: object, point2: object) -> bool:
    """The points are equal."""
    return _eq(point1, point2)


def coincides(_: Evaluation, range1: Range, range2: Range) -> bool:
    """The ranges have the same ends, included alike."""
    return (
        range1.start_included == range2.start_included
        and range1.end_included == range2.end_included
        and _eq(range1.start, range2.start)
        and _eq(range1.end, range2.end)
    )


def _swapped(body: Callable[..., bool]) -> Callable[..., bool]:
    def swapped(run: Evaluation, first: object, second: object) -> bool:
        return body(run, second, first)

    swapped.__doc__ = f"With the arguments exchanged: {(body.__doc__ or '').strip()}"
    return swapped


_POINTS = ("point1: point", "point2: point")
_POINT_RANGE = ("point: point", "range: range")
_RANGE_POINT = ("range: range", "point: point")
_RANGES = ("range1: range", "range2: range")

for _name, _domains, _body in (
    ("before", _POINTS, before_points),
    ("before", _POINT_RANGE, before_range),
    ("before", _RANGE_POINT, range_before_point),
    ("before", _RANGES, before_ranges),
    ("after", _POINTS, _swapped(before_points)),
    ("after", _POINT_RANGE, _swapped(range_before_point)),
    ("after", _RANGE_POINT, _swapped(before_range)),
    ("after", _RANGES, _swapped(before_ranges)),
    ("meets", _RANGES, meets),
    ("met by", _RANGES, _swapped(meets)),
    ("overlaps", _RANGES, overlaps),
    ("overlaps before", _RANGES, overlaps_before),
    ("overlaps after", _RANGES, _swapped(overlaps_before)),
    ("finishes", _POINT_RANGE, finishes_point),
    ("finishes", _RANGES, finishes),
    ("finished by", _RANGE_POINT, _swapped(finishes_point)),
    ("finished by", _RANGES, _swapped(finishes)),
    ("includes", _RANGE_POINT, includes_point),
    ("includes", _RANGES, includes),
    ("during", _POINT_RANGE, _swapped(includes_point)),
    ("during", _RANGES, _swapped(includes)),
    ("starts", _POINT_RANGE, starts_point),
    ("starts", _RANGES, starts),
    ("started by", _RANGE_POINT, _swapped(starts_point)),
    ("started by", _RANGES, _swapped(starts)),
    ("coincides", _POINTS, coincides_points),
    ("coincides", _RANGES, coincides),
):
    builtin(_name, *_domains)(_body)
