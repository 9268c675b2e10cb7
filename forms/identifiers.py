"""National ID numbers, phone numbers and e-mail addresses as people type them."""

from __future__ import annotations

import re

from forms.characters import arabic_digits

_PUNCTUATION = re.compile(r"[\s().-]+")
_NATIONAL_ID = re.compile(r"[1-8][0-9]{12}")
# Thai numbers have 9 or 10 digits with the leading 0; others are written with + and the country (E.164: up to 15 digits).
_PHONE = re.compile(r"0[0-9]{8,9}|\+[1-9][0-9]{6,14}")
_MAIL_NAME = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
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
