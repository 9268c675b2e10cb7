"""A running server with the demo, and clients of the camunda-orchestration-sdk that talk to it."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from camunda_orchestration_sdk import CamundaClient

from tests.acceptance.server import RunningServer

PATIENCE_S = 90
"""A busy machine answers late, and somebody may be waiting for a listener meanwhile."""

Caller = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Start one server on SQLite for all acceptance tests of this process."""
    running = RunningServer(tmp_path_factory.mktemp("acceptance"))
    yield running
    running.stop()


@pytest.fixture
def client_of(server: RunningServer) -> Callable[[str], CamundaClient]:
    """Return a function from a demo account's name to a client signed in as it."""

    def client(user_name: str) -> CamundaClient:
        configuration = {
            "CAMUNDA_REST_ADDRESS": f"{server.url}/v2",
            "CAMUNDA_AUTH_STRATEGY": "BASIC",
            "CAMUNDA_BASIC_AUTH_USERNAME": user_name,
            "CAMUNDA_BASIC_AUTH_PASSWORD": user_name,
        }
        return CamundaClient(configuration=configuration)

    return client


@pytest.fixture
def client(client_of: Callable[[str], CamundaClient]) -> Iterator[CamundaClient]:
    """Return a client signed in as the demo's administrator."""
    with client_of("demo") as signed_in:
        yield signed_in


@pytest.fixture
def call(server: RunningServer) -> Caller:
    """Return a function that sends plain JSON: `call("POST", "/jobs/search", {...})` gives (status, answer)."""

    def send(
        method: str, path: str, body: object = None, user_name: str | None = "demo", headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        if user_name:
            sent["Authorization"] = "Basic " + b64encode(f"{user_name}:{user_name}".encode()).decode()
        request = urllib.request.Request(f"{server.url}/v2{path}", data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    return send
