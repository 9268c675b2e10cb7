"""The OpenAPI document describes what is served, no more and no less."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import camunda_orchestration_sdk

from api.blueprint import RESOURCES

if TYPE_CHECKING:
    from tests.acceptance.server import RunningServer

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "rest-api.md").read_text()


def test_the_document_names_every_operation_once(server: RunningServer) -> None:
    with urllib.request.urlopen(f"{server.url}/v2/openapi.json") as answer:
        document = json.load(answer)

    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    served = [(operation.method, operation.path) for routes in RESOURCES for operation in routes.operations]
    assert described == set(served)
    assert len(served) == len(set(served))


def test_the_documentation_says_how_much_of_the_client_library_is_served() -> None:
    known = set()
    for module in (Path(camunda_orchestration_sdk.__file__).parent / "api").glob("*/*.py"):
        found = re.search(r'"method": "(\w+)",\s*"url": f?"([^"]+)"', module.read_text())
        if found is not None:
            known.add((found[1].upper(), _without_names(found[2])))
    ours = {(operation.method, _without_names(operation.path)) for routes in RESOURCES for operation in routes.operations}

    said = re.findall(r"\d+", re.search(r"Of the .* are served", DOCUMENTATION, re.DOTALL)[0])  # type: ignore[index] # it says so
    left_out = [int(number) for number in re.findall(r"^\|[^|]*\| (\d+) \|", DOCUMENTATION, re.MULTILINE)]
    assert (int(said[0]), int(said[-1])) == (len(known), len(known & ours))
    assert sum(left_out) == len(known - ours)
    assert f"there are {len(ours - known)} of our own" in DOCUMENTATION


def _without_names(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def test_every_operation_has_a_name_of_its_own_and_a_summary() -> None:
    operations = [operation for routes in RESOURCES for operation in routes.operations]

    names = [operation.name for operation in operations]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][A-Za-z]+", name) for name in names)
    assert all(operation.summary and operation.handler.__doc__ for operation in operations)
