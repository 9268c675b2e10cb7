"""Fixtures that every test of the project may use, those beside the processes included."""

import gc

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: how fast it is, the benches tell. And what a change broke shows where it broke it, because
# the same code is tried with the same examples again; `pytest --hypothesis-profile explore` draws others.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("anumat", CALM, derandomize=True)
settings.register_profile("explore", CALM)
settings.load_profile("anumat")

pytest_plugins = (
    "tests.fixtures.browser",
    "tests.fixtures.chromium",
    "tests.fixtures.databases",
    "tests.fixtures.keys",
    "tests.fixtures.migration",
    "tests.fixtures.passwords",
    "tests.fixtures.postgres",
    "tests.fixtures.redis",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let proofs that a whole run keeps small be run as long as one likes."""
    proofs = parser.getgroup("proofs", "how long the proofs of tests/integration and tests/acceptance go on")
    proofs.addoption("--examples", type=int, default=12, help="runs of each model-based test (12)")
    proofs.addoption("--kills", type=int, default=1, help="how often the server under load is killed (1)")


def pytest_collection_finish() -> None:
    """Let the cycle collector pass over modules and tests from now on: all of them stay, and it would read them again and again."""
    gc.collect()
    gc.freeze()
