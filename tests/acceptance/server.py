"""A real server process, as `./start` runs it, on a port of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.fixtures.ports import free_port

STARTS_WITHIN_S = 180
STOPS_WITHIN_S = 60


class RunningServer:
    """`anumat serve` in a process; stop it with Ctrl-C's signal, or kill it."""

    def __init__(self, data_dir: Path, database_url: str | None = None, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / "server.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith("ANUMAT_")}
        self._environment = own | {
            "ANUMAT_DATA_DIR": str(data_dir),
            "ANUMAT_PORT": str(self.port),
            "ANUMAT_DEMO": "1",
            "ANUMAT_CLOCK_CONTROL": "1",
            **({"ANUMAT_MASTER_KEY": os.environ["ANUMAT_MASTER_KEY"]} if "ANUMAT_MASTER_KEY" in os.environ else {}),
            **({"ANUMAT_DATABASE_URL": database_url} if database_url else {}),
            **environment,
        }
        self.process = self._start()

    def stop(self) -> int:
        """Send Ctrl-C's signal and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOPS_WITHIN_S)

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def restart(self) -> None:
        """Start it again on the same data and port."""
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            command = [str(Path(sys.executable).with_name("anumat")), "serve"]
            process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise AssertionError(f"The server does not answer:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.1)
        return process

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/v2/status", timeout=2) as answer:
                return bool(answer.status == 204)
        except (urllib.error.URLError, OSError):
            return False
