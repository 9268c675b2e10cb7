"""The sample pages and the whole demo, served while browser tests run."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.gallery.app import application
from tests.fixtures.ports import free_port

PROJECT = Path(__file__).parents[2]
START_S = 240


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Keep test output free of request lines."""


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """Serve the sample pages and return their address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_SilentHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, chromium_path: str) -> Iterator[str]:
    """Start the server as a newcomer does, with the demo's people and cases, and return its address."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    environment = {**os.environ, "ANUMAT_DATA_DIR": str(folder), "ANUMAT_PORT": str(port), "ANUMAT_DEMO": "1"}
    log = (folder / "server.log").open("wb")
    command = [sys.executable, "-m", "app.cli", "serve", "--demo"]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, server, folder / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


@pytest.fixture
def sign_in(demo: str) -> Callable[[Page, str], Page]:
    """Return a function that signs a person of the demo in and opens the inbox."""

    def as_person(page: Page, user_name: str) -> Page:
        page.goto(f"{demo}/sign-in")
        page.get_by_label("ชื่อผู้ใช้").fill(user_name)
        page.get_by_label("รหัสผ่าน", exact=True).fill(user_name)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        page.get_by_role("heading", name="กล่องงาน", level=1).wait_for()
        return page

    return as_person


@pytest.fixture
def number_of(demo: str) -> Callable[[str], str]:
    """Return a function that tells the number of the latest application in a state; it holds the year in which the demo was made."""

    def latest(state: str) -> str:
        search = {"filter": {"processDefinitionId": "ins01_appointment", "state": state}}
        search |= {"sort": [{"field": "startDate", "order": "DESC"}], "page": {"limit": 1}}
        as_operator = {"Authorization": f"Basic {b64encode(b'demo:demo').decode()}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{demo}/v2/process-instances/search", json.dumps(search).encode(), as_operator)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["items"][0]["businessId"])

    return latest


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"the demo did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
