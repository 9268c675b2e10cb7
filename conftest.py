"""Fixtures that every test of the project may use, those beside the processes included."""

pytest_plugins = (
    "tests.fixtures.browser",
    "tests.fixtures.chromium",
    "tests.fixtures.databases",
    "tests.fixtures.keys",
    "tests.fixtures.migration",
    "tests.fixtures.postgres",
    "tests.fixtures.redis",
)
