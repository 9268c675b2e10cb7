"""Which library may be known where; the layers among our packages are import-linter's part."""

from tests.architecture.sources import PACKAGES, Source, sources

SQL_FOLDERS = ("engine/store/", "engine/queries/", "engine/model/")
CLOCK_READERS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "sleep"),
}  # fmt: skip
CLOCK_FILES = {
    "engine/model/clock.py",  # the clock itself
    "engine/store/keys.py",  # keys grow with the machine's time, whatever hour a test pins
    "feel/evaluation.py",  # the default of feel's public contract, for callers without a clock
}


def _production() -> list[Source]:
    return [file for file in sources(*PACKAGES) if "/tests/" not in file.name]


def _importers(library: str) -> list[str]:
    return [file.name for file in _production() if any(name.split(".")[0] == library for name in file.facts.imported_modules)]


def test_sql_is_spoken_in_store_queries_and_model_only() -> None:
    elsewhere = [name for name in _importers("sqlalchemy") if not name.startswith(SQL_FOLDERS)]

    assert not elsewhere


def test_the_second_engine_is_known_to_one_package_only() -> None:
    assert all(name.startswith("app/verification/spiff/") for name in _importers("SpiffWorkflow"))


def test_feel_depends_on_nothing_of_ours() -> None:
    dependent = [
        file.name
        for file in sources("feel")
        for name in file.facts.imported_modules
        if name.split(".")[0] in set(PACKAGES) - {"feel"}
    ]

    assert not dependent


def test_the_engine_knows_no_web_framework_and_no_queue() -> None:
    known = [
        name
        for library in ("flask", "celery", "granian", "werkzeug")
        for name in _importers(library)
        if name.startswith("engine/")
    ]

    assert not known


def test_time_comes_from_the_clock() -> None:
    readers = [
        f"{file.name}:{line}"
        for file in sources("engine", "forms", "feel")
        if file.name not in CLOCK_FILES
        for called, line in file.facts.calls
        if called in CLOCK_READERS
    ]

    assert not readers


def test_tests_do_not_sleep() -> None:
    sleepers = [
        f"{file.name}:{line}"
        for file in sources("tests/unit", "tests/bpmn", "tests/integration", "tests/migration")
        for called, line in file.facts.calls
        if called == ("time", "sleep")
    ]

    assert not sleepers


def test_code_never_runs_text_as_code() -> None:
    runners = [
        f"{file.name}:{line}"
        for file in _production()
        for called, line in file.facts.calls
        if called in {("eval",), ("exec",), ("__import__",)}
    ]

    assert not runners
