"""The independent BPMN suite, where it lies beside this checkout, against a running server."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.server import RunningServer

if TYPE_CHECKING:
    from collections.abc import Iterator

SUITE = Path(__file__).parents[3] / "shared" / "conformance" / "bpmn" / "run_bpmn.py"
UNPASSABLE = {"activities/AdHocSubProcess_Parallel", "activities/AdHocSubProcess_Sequential"}
"""See docs/conformance.md: their files cannot give the trace that they ask for."""

pytestmark = [pytest.mark.conformance, pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Start a server whose clock may be pinned."""
    running = RunningServer(tmp_path)
    yield running
    running.stop()


@pytest.mark.skipif(not SUITE.exists(), reason="The independent BPMN suite is not beside this checkout.")
def test_every_process_of_the_suite_runs_as_it_should(server: RunningServer) -> None:
    command = [sys.executable, str(SUITE), "--url", server.url, "--auth", "demo:demo"]

    run = subprocess.run(command, capture_output=True, text=True, check=False)

    failed = set(re.findall(r"^FAIL (\S+?)#", run.stdout, re.MULTILINE))
    assert failed <= UNPASSABLE, run.stdout[-4000:]
    assert re.search(r"^all: \d+/\d+ processes", run.stdout, re.MULTILINE), run.stderr[-2000:]
