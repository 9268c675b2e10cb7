"""National ID numbers, phone numbers and e-mail addresses as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from forms.characters import arabic_digits

_PUNCTUATION = re.compile(r"[\s().-]+")
_NATIONAL_ID = re.compile(r"[1-8][0-9]{12}")
_WRITTEN_ID = re.compile(r"(?<![0-9๐-๙])[1-8๑-๘](?:[- ]?[0-9๐-๙]){12}(?![0-9๐-๙])")
# Thai numbers have 9 or 10 digits with the leading 0; others are written with + and the country (E.164: up to 15 digits).
_PHONE = re.compile(r"0[0-9]{8,9}|\+[1-9][0-9]{6,14}")
_MAIL_NAME = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
IDS_OF_OTHER_THINGS = frozenset({"contentHash", "documentId", "hash", "sha256"})
"""Members of JSON objects in which 13 digits in a row are chance."""
_MAIL_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def compact(text: str) -> str:
    """Return a number as stored: Arabic digits, without the blanks, dashes and brackets that people type."""
    return _PUNCTUATION.sub("", arabic_digits(text))


def is_national_id(digits: str) -> bool:
    """Tell whether 13 digits are a Thai national ID: the first is 1-8 and the last the check digit of the others."""
    if not _NATIONAL_ID.fullmatch(digits):
        return False
    total = sum(int(digit) * (13 - position) for position, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def is_phone(number: str) -> bool:
    """Tell whether a compact number is a Thai phone number or an international one with +."""
    return _PHONE.fullmatch(number) is not None


def is_email(address: str) -> bool:
    """Tell whether an address has the form that HTML's e-mail inputs accept, with a dot in its domain."""
    name, at, domain = address.rpartition("@")
    labels = domain.split(".")
    well_formed = at and _MAIL_NAME.fullmatch(name) and len(labels) > 1 and len(domain) <= 253
    return bool(well_formed) and all(_MAIL_DOMAIN.fullmatch(label) for label in labels)


def national_ids_in(text: str) -> list[str]:
    """Return the national IDs that stand in a text, as 13 Arabic digits, in their order."""
    return [digits for found in _WRITTEN_ID.finditer(text) if is_national_id(digits := compact(found[0]))]


def without_national_ids(text: str) -> str:
    """Return the text with every national ID in it hidden but for its last three digits: `x-xxxx-xxxxx-12-3`."""
    return _WRITTEN_ID.sub(_hidden, text)


def hide_national_ids(value: object) -> object:
    """Return a JSON value with every national ID in it hidden, in whatever text, number or name of a member it stands."""
    if isinstance(value, str):
        return without_national_ids(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return without_national_ids(str(value)) if national_ids_in(str(value)) else value
    if isinstance(value, Mapping):
        return {
            without_national_ids(name): part if name in IDS_OF_OTHER_THINGS else hide_national_ids(part)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple):
        return [hide_national_ids(part) for part in value]
    return value


def _hidden(found: re.Match[str]) -> str:
    digits = compact(found[0])
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}" if is_national_id(digits) else found[0]
