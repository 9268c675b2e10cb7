"""Keys that people type: digits that a key can have, and nothing that would break what looks for them."""

import pytest

from engine.model.columns import GREATEST_KEY, typed_key


@pytest.mark.parametrize(
    ("text", "key"), [("0", 0), ("007", 7), ("๑๒", 12), (str(GREATEST_KEY), GREATEST_KEY), ("0" * 5_000, 0)]
)
def test_digits_are_a_key(text, key):
    assert typed_key(text) == key


@pytest.mark.parametrize("text", ["", " 1", "-1", "1.0", "12a", "²", str(GREATEST_KEY + 1), "9" * 5_000])
def test_everything_else_is_none(text):
    assert typed_key(text) is None
