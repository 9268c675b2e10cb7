"""Numbers as people type them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from forms.characters import arabic_digits

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,34})?(?:\.[0-9]{1,34})?")


def read_number(text: str) -> object:
    """Return the number that was typed, with Thai or Arabic digits and with or without commas; else the text itself."""
    written = "".join(arabic_digits(text).split())
    if written and _NUMBER.fullmatch(written):
        try:
            number = Decimal(written.replace(",", ""))
        except InvalidOperation:
            return text
        return int(number) if number == number.to_integral_value() else number
    return text
