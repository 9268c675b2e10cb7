"""`anumat serve`: one command from nothing to a server that answers, works in the background, and stops when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.fixtures.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_S = 180
LARGEST_RESIDENT_MB = 250

Start = Callable[..., "tuple[subprocess.Popen[bytes], str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a server on a free port and waits until it is ready."""
    processes: list[subprocess.Popen[bytes]] = []

    def start_one(*arguments: str) -> tuple[subprocess.Popen[bytes], str]:
        port = free_port()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ANUMAT_")}
        environment = {**inherited, "ANUMAT_DATA_DIR": str(tmp_path), "ANUMAT_PORT": str(port), "ANUMAT_SECRET_KEY": "test"}
        command = [sys.executable, "-m", "app.cli", "serve", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        processes.append(process)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: process.poll() is not None or status(f"{address}/readyz") == 200)
        assert process.poll() is None, "the server has ended"
        return process, address

    yield start_one
    for process in processes:
        for member in family_of(process):
            member.kill()
        process.communicate()


def family_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return the process and those that it started; none when it has ended."""
    if process.poll() is not None:
        return []
    return [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again until it is so; fail when it takes too long."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def status(address: str) -> int:
    """Return the HTTP status, 0 while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.slow
def test_it_serves_within_its_memory_and_stops_on_ctrl_c(start: Start) -> None:
    process, address = start("--demo")

    answers = [status(f"{address}/healthz"), status(f"{address}/metrics"), status(f"{address}/sign-in")]
    family = family_of(process)
    resident_mb = sum(member.memory_info().rss for member in family) / 1024 / 1024
    process.send_signal(signal.SIGINT)
    exit_status = process.wait(PATIENCE_S)
    assert process.stdout is not None
    banner = process.stdout.read().decode()

    assert answers == [200, 200, 200]
    assert resident_mb < LARGEST_RESIDENT_MB
    assert exit_status == 0
    assert not any(member.is_running() and member.status() != psutil.STATUS_ZOMBIE for member in family)
    assert address in banner
    assert "demo / demo" in banner


@pytest.mark.slow
def test_a_second_start_keeps_its_data(start: Start) -> None:
    first, _ = start()
    first.send_signal(signal.SIGTERM)
    first.wait(PATIENCE_S)

    _, address = start()

    assert status(f"{address}/readyz") == 200


@pytest.mark.slow
def test_the_server_ends_with_the_process_that_watches_it(start: Start) -> None:
    process, address = start()
    _, *children = family_of(process)

    process.kill()
    process.wait()

    wait_until(lambda: status(f"{address}/healthz") == 0)
    assert children


def test_an_address_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "ANUMAT_DATA_DIR": str(tmp_path), "ANUMAT_PORT": str(port), "ANUMAT_SECRET_KEY": "test"}

        outcome = subprocess.run(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    assert outcome.returncode != 0
    assert f"127.0.0.1:{port}" in outcome.stderr
    assert "ANUMAT_PORT" in outcome.stderr
    assert "Traceback" not in outcome.stderr
