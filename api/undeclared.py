"""Refusing what an operation does not declare: a property that nobody reads would be ignored in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.access import PARAMETER as ACCESS_REASON
from api.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Request

    from api.body import Body
    from api.routing import Operation

EVERYWHERE: Final = frozenset({"tenantId"})
"""What client libraries may send with any body: there is one tenant, and another one is refused as the body is read."""


def refuse_undeclared(operation: Operation, body: Body, request: Request) -> None:
    """Raise BadRequest for the first property, part or query parameter that `operation` does not declare; null counts as absent."""
    if request.args:
        _refuse("Query parameter", "", request.args, {*operation.query, ACCESS_REASON})
    if operation.method == "GET":
        return
    known = operation.body.get("properties", {})
    if operation.has_parts:
        _refuse("Request part", "", (*request.form, *request.files), known.keys() | EVERYWHERE)
    else:
        given = {name: value for name, value in body.values.items() if name not in EVERYWHERE}
        _refuse_within(given, {"properties": known}, "")


def _refuse_within(value: Any, schema: Mapping[str, Any], path: str) -> None:
    """Look at what a schema names; an object whose schema names nothing is read by whoever knows its names."""
    if isinstance(value, dict) and "properties" in schema:
        known: Mapping[str, Any] = schema["properties"]
        _refuse("Request property", path, (name for name, held in value.items() if held is not None), known)
        for name, held in value.items():
            if name in known:
                _refuse_within(held, known[name], f"{path}{name}.")
    elif isinstance(value, list) and "items" in schema:
        for index, held in enumerate(value):
            _refuse_within(held, schema["items"], f"{path.removesuffix('.')}[{index}].")


def _refuse(what: str, path: str, given: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        allowed = f"use {', '.join(sorted(known))}" if known else "leave it out"
        raise BadRequest(f"{what} [{path}{unknown[0]}] is not known here; {allowed}.")
