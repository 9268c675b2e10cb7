"""The DMN Technology Compatibility Kit: every case that docs/conformance.md does not list passes."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.conformance import dmn_adapter

KIT = Path(__file__).parents[3] / "shared" / "conformance" / "dmn"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not KIT.is_dir(), reason="the DMN kit is not beside this checkout"),
]


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_tck", KIT / "run_tck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def suites() -> list[Path]:
    return sorted((KIT / "cases").glob("compliance-level-*/*/*-test-*.xml"))


@pytest.mark.parametrize("path", suites(), ids=lambda path: path.stem)
def test_every_case_of_a_suite_passes(runner: ModuleType, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed, total = runner.run_file(path, dmn_adapter, verbose=True)

    assert passed == total, capsys.readouterr().out
