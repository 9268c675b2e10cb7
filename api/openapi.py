"""The OpenAPI document, made from the table of operations, so that it cannot say what is not served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.routing import Operation, Routes

PARAMETER = re.compile(r"\{(\w+)\}")

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail", "instance"],
}


def document(version: str, resources: Iterable[Routes]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all operations."""
    paths: dict[str, dict[str, Any]] = {}
    for routes in resources:
        for operation in routes.operations:
            paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, routes.tag)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Anumat REST API", "version": version, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/v2"}],
        "security": [{"basic": []}, {"bearer": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA},
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
    }


def _operation(operation: Operation, tag: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [tag],
        "responses": {str(operation.status): _answer(operation), "default": _problem()},
    }
    names = PARAMETER.findall(operation.path)
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    parameters += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in operation.query]
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        described["requestBody"] = {"content": {operation.body_media_type: {"schema": dict(operation.body)}}}
    if operation.permission is not None:
        described["x-permission"] = str(operation.permission)
    if operation.is_public:
        described["security"] = []
    return described


def _answer(operation: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done" if operation.status == 204 else "The answer"}
    if operation.answer:
        answer["content"] = {operation.media_type: {"schema": dict(operation.answer)}}
    return answer


def _problem() -> dict[str, Any]:
    return {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
