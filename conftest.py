"""Fixtures that every test of the project may use, those beside the processes included."""

import pytest

pytest_plugins = (
    "tests.fixtures.browser",
    "tests.fixtures.chromium",
    "tests.fixtures.databases",
    "tests.fixtures.keys",
    "tests.fixtures.migration",
    "tests.fixtures.postgres",
    "tests.fixtures.redis",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let proofs that a whole run keeps small be run as long as one likes."""
    proofs = parser.getgroup("proofs", "how long the proofs of tests/integration and tests/acceptance go on")
    proofs.addoption("--examples", type=int, default=12, help="runs of each model-based test (12)")
    proofs.addoption("--kills", type=int, default=1, help="how often the server under load is killed (1)")
