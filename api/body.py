"""Reading a request's JSON: typed fields, and one sentence that names the field when it does not fit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from werkzeug.exceptions import RequestEntityTooLarge

from api.errors import BadRequest
from engine.queries import json_text, typed_key
from engine.queries.search import TENANT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask import Request

LARGEST_BODY: Final = 8 * 1024 * 1024
"""Bytes; files travel as multipart and have their own limit."""
LONGEST_SPAN_MS: Final = 100 * 366 * 86_400_000
"""A longer one could end after the last year that a time can have."""


class Body:
    """A request's JSON object; every reader raises BadRequest naming the property that does not fit."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self._values = values
        self._path = path

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    @property
    def path(self) -> str:
        """Where the object lies in the request, with a dot behind; empty for the whole."""
        return self._path

    @property
    def values(self) -> Mapping[str, Any]:
        """The object as it came."""
        return self._values

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Raise unless every property is one of `known`."""
        unknown = sorted({name for name, value in self._values.items() if value is not None} - set(known))
        if unknown:
            raise BadRequest(f"Request property [{self._path}{unknown[0]}] is not known here; use {', '.join(sorted(known))}.")

    def text(self, name: str, default: str | None = None, *, longest: int = 10_000) -> str | None:
        """Return a string or `default`."""
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, str) or len(value) > longest:
            raise self._misfit(name, f"a string of at most {longest} characters")
        return value

    def required_text(self, name: str) -> str:
        """Return a string that must be there and not empty."""
        value = self.text(name)
        if not value:
            raise BadRequest(f"Request property [{self._path}{name}] is missing; give a string.")
        return value

    def key(self, name: str) -> int | None:
        """Return a key, written as a string of digits (a number is accepted)."""
        value = self._values.get(name)
        if value is None:
            return None
        is_whole = isinstance(value, str | int) and not isinstance(value, bool) and str(value).isascii()
        key = typed_key(str(value)) if is_whole else None
        if key is None:
            raise self._misfit(name, "a key: a string of digits, 9223372036854775807 at most")
        return key

    def integer(self, name: str, default: int | None = None, *, least: int | None = None, most: int = 2**53) -> int | None:
        """Return a whole number in [least, most] or `default`."""
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value > most or (least is not None and value < least):
            bounds = [f"at least {least}"] if least is not None else []
            bounds += [f"at most {most}"] if isinstance(value, int) and value > most else []
            raise self._misfit(name, " of ".join(filter(None, ("a whole number", " and ".join(bounds)))))
        return value

    def milliseconds(self, name: str, *, least: int = 0) -> int | None:
        """Return a time span of at most a hundred years or None."""
        return self.integer(name, least=least, most=LONGEST_SPAN_MS)

    def required_integer(self, name: str, *, least: int | None = None) -> int:
        """Return a whole number that must be there, of at least `least`."""
        value = self.integer(name, least=least)
        if value is None:
            raise BadRequest(f"Request property [{self._path}{name}] is missing; give a whole number.")
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str | None:
        """Return one of `choices` or None."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise self._misfit(name, f"one of {', '.join(choices)}")
        return value

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value or `default`."""
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._misfit(name, "true or false")
        return value

    def time(self, name: str) -> datetime | None:
        """Return an ISO 8601 time as aware UTC; an empty string is None, as the client libraries clear a date."""
        value = self.text(name)
        return None if not value else parse_time(value, f"{self._path}{name}")

    def texts(self, name: str) -> list[str] | None:
        """Return a list of strings or None."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._misfit(name, "a list of strings")
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return a JSON object, empty when absent."""
        value = self._values.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._misfit(name, "an object")
        return value

    def objects(self, name: str) -> list[Body]:
        """Return a list of JSON objects, empty when absent."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._misfit(name, "a list of objects")
        return [Body(item, f"{self._path}{name}[{index}].") for index, item in enumerate(value)]

    def child(self, name: str) -> Body:
        """Return a nested object as a Body, empty when absent."""
        return Body(self.mapping(name), f"{self._path}{name}.")

    def _misfit(self, name: str, wanted: str) -> BadRequest:
        return BadRequest(f"Request property [{self._path}{name}] cannot be parsed; give {wanted}.")


def read_body(request: Request) -> Body:
    """Return the request's JSON object, empty when there is no body; numbers are int or Decimal. Raises BadRequest."""
    data = _read(request)
    if not data.strip():
        return Body({})
    try:
        values = json_text.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The request body is not JSON: {error}.") from None
    if not isinstance(values, dict):
        raise BadRequest("The request body must be a JSON object.")
    _refuse_other_tenants(values)
    return Body(values)


def _read(request: Request) -> bytes:
    length = request.content_length
    if length is not None and length <= LARGEST_BODY:
        # What is short and says how long it is needs none of the precautions below; a part of it is no JSON anyway.
        data: bytes = request.environ["wsgi.input"].read(length)
        return data
    request.max_content_length = LARGEST_BODY
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        raise BadRequest(f"The request body is larger than {LARGEST_BODY} bytes; send files as documents.") from None


def _refuse_other_tenants(values: Mapping[str, Any]) -> None:
    several = values.get("tenantIds")
    named = [("tenantIds", tenant) for tenant in (several if isinstance(several, list) else [several])]
    for name, tenant in [("tenantId", values.get("tenantId")), *named]:
        if tenant is not None and tenant != TENANT:
            raise BadRequest(f"Request property [{name}] names a tenant that is not here; there is {TENANT}.")


def parse_time(value: str, name: str) -> datetime:
    """Return ISO 8601 text as aware UTC (a time without offset is UTC). Raises BadRequest naming `name`."""
    try:
        instant = datetime.fromisoformat(value)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRequest(
            f"Request property [{name}] cannot be parsed; give an ISO 8601 date-time such as 2024-05-17T09:30:00Z."
        ) from None
