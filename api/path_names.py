"""Reading the names in an address: what ends in Key is the key of a row, others are texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from api.errors import BadRequest
from api.openapi import PARAMETER
from api.shapes import snake_case
from engine.errors import NotFound
from engine.queries import typed_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.routing import Operation

COMPOSED: Final = "decisionEvaluationInstanceKey"
"""The key of an evaluation and a number."""
WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,25}")


def read_names(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the names in the address with keys as numbers.

    Raises BadRequest for what is no number, NotFound for a number that no key can be.
    """
    read: dict[str, Any] = dict(given)
    for name in PARAMETER.findall(operation.path):
        if name.endswith("Key") and name != COMPOSED:
            read[snake_case(name)] = _key(name, given[snake_case(name)])
    return read


def _key(name: str, text: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        raise BadRequest(f"Path parameter [{name}] cannot be parsed; give a key: a string of digits.")
    key = typed_key(text)
    if key is None:
        raise NotFound(name.removesuffix("Key"), text)
    return key
