"""The OpenAPI document describes what is served, no more and no less."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

from api.blueprint import RESOURCES

if TYPE_CHECKING:
    from tests.acceptance.server import RunningServer


def test_the_document_names_every_operation_once(server: RunningServer) -> None:
    with urllib.request.urlopen(f"{server.url}/v2/openapi.json") as answer:
        document = json.load(answer)

    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    served = [(operation.method, operation.path) for routes in RESOURCES for operation in routes.operations]
    assert described == set(served)
    assert len(served) == len(set(served))


def test_every_operation_has_a_name_of_its_own_and_a_summary() -> None:
    operations = [operation for routes in RESOURCES for operation in routes.operations]

    names = [operation.name for operation in operations]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", name) for name in names)
    assert all(operation.summary and operation.handler.__doc__ for operation in operations)
