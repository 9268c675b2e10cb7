"""What history costs a completion: CPU and statements of the same requests with the events written, and with a recorder that drops them.

    python -m bench.history_cost [--rounds 40]

Requests go through the whole application without a network. Completions with and without history alternate one by one, so
that whatever else the machine does meets both alike, and the medians are compared.
"""

from __future__ import annotations

import argparse
import gc
import io
import time
from base64 import b64encode
from statistics import median
from typing import TYPE_CHECKING
from unittest.mock import patch

from app.factory import create_app
from app.settings import read_settings
from bench.scale_world import world
from engine.commands import SYSTEM, CreateUser, Deploy, DeployedFile, StartInstance
from engine.history.chain import HistoryRecorder
from engine.store.database import statements_of
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.scale_world import World
    from engine.commands import Engine

PROCESS = "bench_history"
CHUNK = 10
BODY = b'{"variables": {"decision": "approve", "reason": "complete and in time", "amount": 12000}}'


class NoHistory(HistoryRecorder):
    """Drops what it is given."""

    def record(self, *_event: object, **_details: object) -> None:
        """Do nothing."""


def client(engine: Engine) -> Callable[[int], None]:
    """Return what completes a user task over WSGI."""
    engine.execute(CreateUser("demo", "Demo", "demo", groups=("clerks", "bosses")), SYSTEM)
    app = create_app(engine, read_settings({}), "bench" * 10)
    authorization = "Basic " + b64encode(b"demo:demo").decode()

    def complete(key: int) -> None:
        environ = {
            "REQUEST_METHOD": "POST", "PATH_INFO": f"/v2/user-tasks/{key}/completion", "QUERY_STRING": "", "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            "HTTP_AUTHORIZATION": authorization, "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(BODY)),
            "wsgi.input": io.BytesIO(BODY), "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1",
        }  # fmt: skip
        status: list[str] = []
        b"".join(app(environ, lambda line, *_: status.append(line)))
        if status != ["204 NO CONTENT"]:
            raise RuntimeError(status)

    return complete


def start(opened: World, count: int) -> list[int]:
    """Start cases and return the keys of their first user tasks."""
    cases = [opened.execute(StartInstance(PROCESS, variables={"subject": "bench"})).process_instance_key for _ in range(count)]
    return [opened.open_tasks(case, "first")[0] for case in cases]


def cpu_ms(complete: Callable[[int], None], key: int) -> float:
    """Return the milliseconds of CPU that a completion takes."""
    begun = time.process_time()
    complete(key)
    return (time.process_time() - begun) * 1000


def measure(database: str, rounds: int) -> None:
    """Print the row of one database."""
    with world(database) as opened:
        xml = diagram(
            PROCESS, "begin -> first -> second -> end", first=user_task(groups="clerks"), second=user_task(groups="bosses")
        )
        opened.execute(Deploy((DeployedFile("bench.bpmn", xml),)))
        complete = client(opened.engine)
        for key in start(opened, 30):
            complete(key)
        gc.freeze()
        written: list[float] = []
        dropped: list[float] = []
        for _ in range(rounds):
            keys = iter(start(opened, CHUNK * 2))
            for key, other in zip(keys, keys, strict=True):
                written.append(cpu_ms(complete, key))
                with patch("engine.commands.case.HistoryRecorder", NoHistory):
                    dropped.append(cpu_ms(complete, other))
        statements = []
        for recorder in (HistoryRecorder, NoHistory):
            keys = start(opened, 1)
            with patch("engine.commands.case.HistoryRecorder", recorder), statements_of(opened.engine.database) as seen:
                complete(keys[0])
            statements.append(len(seen))
    with_it, without = median(written), median(dropped)
    more = f"{(with_it / without - 1) * 100:+.0f} %"
    print(f"{opened.name:<11} {with_it:>9.2f} {without:>9.2f} {more:>8} {statements[0]:>11} {statements[1]:>9}")


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    print(f"{'database':<11} {'CPU ms':>9} {'without':>9} {'adds':>8} {'statements':>11} {'without':>9}")
    for database in ("sqlite", "postgres"):
        measure(database, options.rounds)


if __name__ == "__main__":
    main()
