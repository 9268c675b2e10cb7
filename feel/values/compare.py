"""Equality and order of values (DMN 1.5 §10.3.2.15, tables 52 to 54); None is the answer for values that do not compare."""

from __future__ import annotations

from decimal import Decimal

from feel.values.duration import NANOS_PER_SECOND, DaysTimeDuration, YearsMonthsDuration
from feel.values.function import Function
from feel.values.inspect import NATIVE_TYPES, adopt
from feel.values.number import NUMBER_TYPES
from feel.values.range import Range
from feel.values.temporal import Date, DateTime, Time

_PLAIN = (str, bool, Date, DaysTimeDuration, YearsMonthsDuration)


def equal(left: object, right: object) -> bool | None:
    """Tell whether two values are equal; None when they are of different kinds. Null equals only null (DMN 1.5 §10.3.2.15)."""
    if left is None or right is None:
        return left is right
    left_type, right_type = type(left), type(right)
    if left_type not in NATIVE_TYPES or right_type not in NATIVE_TYPES:
        return equal(adopt(left), adopt(right))
    if left_type in NUMBER_TYPES and right_type in NUMBER_TYPES:
        return left == right
    if left_type is not right_type:
        return _equal_singleton(left, right)
    if isinstance(left, _PLAIN):
        return left == right
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right)
    return _equal_others(left, right)


def less(left: object, right: object) -> bool | None:
    """Tell whether `left` comes before `right`; None when they do not compare, as with null (DMN 1.5 §10.3.2.15)."""
    left_type, right_type = type(left), type(right)
    if left_type in NUMBER_TYPES and right_type in NUMBER_TYPES:
        return left < right  # type: ignore[operator,no-any-return]
    if left_type is right_type:
        return _less_of_one_kind(left, right)
    if left is None or right is None:
        return None
    if left_type not in NATIVE_TYPES or right_type not in NATIVE_TYPES:
        return less(adopt(left), adopt(right))
    return None


def less_or_equal(left: object, right: object) -> bool | None:
    """Tell whether `left` comes before `right` or equals it; None when they do not compare."""
    after = less(right, left)
    return None if after is None else not after


def identical(left: object, right: object) -> bool:
    """Tell whether two values are the same element of the semantic domain (§10.3.2.2), as the function is() asks."""
    if isinstance(left, DateTime) and isinstance(right, DateTime):
        return left.date == right.date and identical(left.time, right.time)
    if isinstance(left, Time) and isinstance(right, Time):
        return left.nanos_of_day == right.nanos_of_day and left.zone == right.zone and left.offset_s == right.offset_s
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, list) or isinstance(right, list):
        return False
    return equal(left, right) is True


def _less_of_one_kind(left: object, right: object) -> bool | None:
    match left, right:
        case bool(), _:
            return None
        case str(), str():
            return left < right
        case Date(), Date():
            return (left.year, left.month, left.day) < (right.year, right.month, right.day)
        case Time(), Time():
            return _on_one_clock(left, right) < _on_one_clock(right, left)
        case DateTime(), DateTime():
            return _on_one_clock(left, right) < _on_one_clock(right, left)
        case DaysTimeDuration(), DaysTimeDuration():
            return left.nanoseconds < right.nanoseconds
        case YearsMonthsDuration(), YearsMonthsDuration():
            return left.total_months < right.total_months
        case _:
            adopted = adopt(left)
            return None if adopted is left else less(adopted, adopt(right))


def _on_one_clock(value: Time | DateTime, other: Time | DateTime) -> int:
    """Return the value in UTC; one without a zone takes the offset of the other (table 54)."""
    if value.is_zoned or not other.is_zoned:
        return value.nanos_utc
    return value.nanos_utc - (other.effective_offset_s or 0) * NANOS_PER_SECOND


def _equal_singleton(left: object, right: object) -> bool | None:
    if isinstance(left, list) and len(left) == 1 and not isinstance(right, list):
        return equal(left[0], right)
    if isinstance(right, list) and len(right) == 1 and not isinstance(left, list):
        return equal(left, right[0])
    return None


def _equal_lists(left: list[object], right: list[object]) -> bool | None:
    if len(left) != len(right):
        return False
    return _all_equal(equal(one, other) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, object], right: dict[str, object]) -> bool | None:
    if left.keys() != right.keys():
        return False
    return _all_equal(equal(member, right[name]) for name, member in left.items())


def _all_equal(answers: object) -> bool | None:
    result: bool | None = True
    for answer in answers:  # type: ignore[attr-defined]
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


def _equal_others(left: object, right: object) -> bool | None:
    match left, right:
        case Time(), Time():
            return _on_one_clock(left, right) == _on_one_clock(right, left)
        case DateTime(), DateTime():
            return _on_one_clock(left, right) == _on_one_clock(right, left)
        case Range(), Range():
            return _all_equal(
                (
                    left.start_included == right.start_included,
                    left.end_included == right.end_included,
                    equal(left.start, right.start),
                    equal(left.end, right.end),
                )
            )
        case Function(), Function():
            return left is right
        case Decimal(), Decimal():
            return left == right
        case _:
            return None
