"""JSON as it is stored: exact numbers, equal text for equal values, nothing that is no JSON."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import json_text

NUMBERS = st.integers(min_value=-(10**30), max_value=10**30) | st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=6
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert json_text.loads(json_text.dumps(value)) == value


def test_numbers_stay_exact() -> None:
    assert json_text.loads("0.1") == Decimal("0.1")
    assert json_text.dumps(Decimal("0.1") + Decimal("0.2")) == "0.3"


@pytest.mark.parametrize("value", [Decimal("2.0"), Decimal("2E+0"), 2, 2.0])
def test_integral_numbers_are_written_as_integers(value: object) -> None:
    assert json_text.dumps(value) == "2"


def test_whole_decimals_are_read_as_integers() -> None:
    value = json_text.loads("2.00")

    assert (value, type(value)) == (2, int)


def test_equal_values_have_equal_canonical_text() -> None:
    assert json_text.canonical({"ข": 1, "ก": [Decimal("1.50"), True]}) == json_text.canonical(
        {"ก": [Decimal("1.5"), True], "ข": 1}
    )


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e999", "1" * 500, "{", "{'a':1}"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_text.loads(text)


@pytest.mark.parametrize("value", [object(), {1: 2}, {"a": b"bytes"}, {1, 2}])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        json_text.dumps(value)


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        json_text.dumps(float("nan"))
