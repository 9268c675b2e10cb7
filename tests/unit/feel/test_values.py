"""Values that come in from Python and XML and go out as text and JSON."""

from decimal import Decimal
from enum import StrEnum

import pytest

import feel
from tests.unit.feel.builders import evaluate, written


def test_temporal_values_become_text_in_json_and_decimals_stay() -> None:
    value = evaluate('{n: 1.5, d: @"2024-01-01", l: [@"PT1H", null, true], t: "ก"}')

    assert feel.to_json(value) == {"n": Decimal("1.5"), "d": "2024-01-01", "l": ["PT1H", None, True], "t": "ก"}


def test_ranges_and_functions_become_null_in_json_with_a_warning() -> None:
    evaluation = feel.Evaluation()

    assert feel.to_json(evaluate("[[1..2], function() 1]"), evaluation) == [None, None]
    assert [warning.message for warning in evaluation.warnings] == [
        "A range has no form in JSON: it became null.",
        "A function has no form in JSON: it became null.",
    ]


class Colour(StrEnum):
    """A kind of value that Python code uses."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "adopted"),
    [
        (0.1, Decimal("0.1")),
        (float("nan"), None),
        ((1, 2), [1, 2]),
        (Colour.RED, "red"),
        (Decimal(1), Decimal(1)),
    ],
)
def test_values_of_python_are_adopted(value: object, adopted: object) -> None:
    assert feel.adopt(value) == adopted
    assert feel.compile("x").evaluate({"x": value}) == adopted


def test_a_number_that_is_none_is_an_error_of_ours() -> None:
    with pytest.raises(feel.FeelError):
        evaluate("x > 1", {"x": Decimal("NaN")})


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [
        ("string", " a ", " a "),
        ("boolean", " true ", True),
        ("boolean", "0", False),
        ("boolean", "maybe", None),
        ("decimal", "1.50", Decimal("1.5")),
        ("decimal", "x", None),
        ("date", "2024-02-29", feel.Date(2024, 2, 29)),
        ("time", "10:00:00Z", feel.Time(10, 0, 0, 0, 0)),
        ("dateTime", "2024-02-29T10:00:00Z", feel.DateTime(feel.Date(2024, 2, 29), feel.Time(10, 0, 0, 0, 0))),
        ("duration", "P1Y", feel.YearsMonthsDuration(12)),
        ("duration", "PT1S", feel.DaysTimeDuration(1_000_000_000)),
    ],
)
def test_values_are_read_from_the_text_of_xml_schema(datatype: str, text: str, value: object) -> None:
    assert feel.value_from_xml(datatype, text) == value


def test_an_unknown_datatype_of_xml_schema_is_an_error() -> None:
    with pytest.raises(ValueError, match="hexBinary"):
        feel.value_from_xml("hexBinary", "00")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.10", "1.1"),
        ("100", "100"),
        ("1e20", "100000000000000000000"),
        ("1e-7", "0.0000001"),
        ("1e50", "1E+50"),
        ("0.00", "0"),
        ("-0", "0"),
    ],
)
def test_a_number_is_written_in_plain_digits(text: str, value: str) -> None:
    assert written(text) == value
