"""Recorded values read like words, and hide national IDs."""

from decimal import Decimal

import pytest

from web.presentation import plain_values
from web.presentation.plain_values import plain_text

FILE = {"camunda.document.type": "camunda", "documentId": "d1", "contentHash": "ab", "metadata": {"fileName": "คำสั่ง.pdf"}}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave texts as they are: there is no request whose language counts."""
    monkeypatch.setattr(plain_values, "gettext", lambda text: text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("อนุมัติ", "อนุมัติ"),
        (True, "Yes"),
        (None, "–"),
        (Decimal("12.50"), "12.50"),
        (FILE, "คำสั่ง.pdf"),
        ([FILE, {**FILE, "metadata": {}}], "คำสั่ง.pdf | d1"),
        (["a", 2, False], "a, 2, No"),
        ([{"code": "P1", "ref": "ข้อ 11"}, {"code": "P2"}], "code: P1; ref: ข้อ 11 | code: P2"),
        ([], "–"),
        ({}, "–"),
    ],
)
def test_a_value_is_one_line_of_words(value: object, text: str) -> None:
    assert plain_text(value) == text


@pytest.mark.parametrize("value", ["1999900001010", {"citizen": ["1999900001010"]}, 1999900001010])
def test_a_national_id_stays_hidden_wherever_it_stands(value: object) -> None:
    assert "1999900001010" not in plain_text(value)
