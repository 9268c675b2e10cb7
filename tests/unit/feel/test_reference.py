"""The reference of the built-in functions says what the code does."""

from pathlib import Path

import pytest

import feel
from feel.reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "feel-functions.md"


def test_the_checked_in_reference_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m feel.reference > docs/feel-functions.md"


@pytest.mark.parametrize("name", feel.BUILTINS)
def test_every_signature_of_a_built_in_function_is_described(name: str) -> None:
    assert f"\n### {name}\n" in reference()
    assert all((signature.body.__doc__ or "").strip() for signature in feel.BUILTINS[name].signatures)
