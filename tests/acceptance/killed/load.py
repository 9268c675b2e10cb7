"""Clients that start cases and work on them as fast as they can, and remember every answer that they got."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.commands import SYSTEM, CreateUser, Deploy, DeployedFile, Engine, IssueToken, StartInstance
from tests.integration.diagrams import call, diagram, message, message_catch, service_task, timer_catch, user_task

if TYPE_CHECKING:
    from collections.abc import Callable

WORKED = diagram(
    "worked", "start -> fork -> check -> join -> end", "fork -> print -> join", "fork -> paid -> join", "fork -> pause -> join",
    "fork -> inner -> join",
    top=message("paid"), check=user_task(), print=service_task("print-letter"), paid=message_catch(), pause=timer_catch("PT0.3S"),
    inner=call("called"),
)  # fmt: skip
"""Every case waits for a person, a worker, a message, a timer and a called process at once."""
CALLED = diagram("called", "start -> step -> end")
CANCELED = diagram("canceled", "start -> wait -> end", wait=user_task())
VICTIMS = 40
"""Cases that a batch operation cancels meanwhile."""
CLIENTS = 4
KINDS = ("started", "completed", "worked", "published")


def furnish(engine: Engine) -> str:
    """Deploy what is worked on, start what is to be canceled, and return the bearer token of a service account."""
    files = (("worked", WORKED), ("called", CALLED), ("canceled", CANCELED))
    engine.execute(Deploy(tuple(DeployedFile(f"{name}.bpmn", xml) for name, xml in files)), SYSTEM)
    engine.execute(CreateUser("robot", "robot", groups=["demo.administrator"], is_service=True), SYSTEM)
    for _ in range(VICTIMS):
        engine.execute(StartInstance("canceled"), SYSTEM)
    return engine.execute(IssueToken("robot", "load"), SYSTEM)


@dataclass
class Answers:
    """What was acknowledged: by kind, the numbers or keys and how often; and what was asked without an answer."""

    acknowledged: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    batches: list[str] = field(default_factory=list)
    unanswered: int = 0

    @property
    def total(self) -> int:
        """How many requests were acknowledged."""
        return sum(sum(found.values()) for found in list(self.acknowledged.values()))


class Load:
    """Several clients at once against one server; `run` until the server dies, then again with another."""

    def __init__(self, port: int, token: str, seed: int) -> None:
        self.answers = Answers()
        self._port = port
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._seed = seed
        self._stopping = threading.Event()
        self._numbers: set[str] = set()
        """Numbers of cases that were asked for, acknowledged or not: their messages are published again and again."""
        self._threads: list[threading.Thread] = []

    def start(self, round_number: int) -> None:
        """Let the clients begin."""
        self._stopping.clear()
        names = [f"{round_number}-{client}" for client in range(CLIENTS)]
        self._threads = [threading.Thread(target=self._work, args=(name,), daemon=True) for name in names]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Wait until the clients have noticed that they are to stop, or that nobody answers."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def wait_for_answers(self, more: int, patience_s: float = 60.0) -> None:
        """Wait until the clients have got so many more answers, however fast the machine is."""
        wanted, deadline = self.answers.total + more, time.monotonic() + patience_s
        while self.answers.total < wanted and time.monotonic() < deadline:
            time.sleep(0.002)

    def cancel_many(self) -> None:
        """Start the batch operation."""
        status, answer = self.ask("POST", "/process-instances/cancellation", {"filter": {"processDefinitionId": "canceled"}})
        assert status == 200, answer
        self.answers.batches.append(answer["batchOperationKey"])

    def finish(self, patience_s: float = 60.0) -> None:
        """Do with a living server all that is left to be done, and wait until nothing is."""
        deadline = time.monotonic() + patience_s
        connection = self._connect()
        while self._is_something_left(connection) and time.monotonic() < deadline:
            for number in sorted(self._numbers):
                self._publish(connection, number)
            while self._complete_user_task(connection) or self._complete_jobs(connection, "finisher"):
                pass
            time.sleep(0.05)
        connection.close()

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Ask once on a connection of its own."""
        connection = self._connect()
        try:
            return self._send(connection, method, path, body)
        finally:
            connection.close()

    def _work(self, name: str) -> None:
        chance, connection = random.Random(f"{self._seed}-{name}"), self._connect()  # noqa: S311
        acts: list[Callable[[], object]] = [
            lambda: self._start(connection, f"{name}-{chance.random()}"),
            lambda: self._complete_user_task(connection, chance),
            lambda: self._complete_jobs(connection, name),
            lambda: self._publish(connection, chance.choice(sorted(self._numbers) or ["nothing"])),
        ]
        try:
            while not self._stopping.is_set():
                chance.choice(acts)()
        except (OSError, http.client.HTTPException):
            self.answers.unanswered += 1  # the server was killed
        finally:
            connection.close()

    def _start(self, connection: http.client.HTTPConnection, number: str) -> None:
        self._numbers = {*self._numbers, number}
        body = {"processDefinitionId": "worked", "variables": {"orderId": number}}
        self._acknowledge("started", number, *self._send(connection, "POST", "/process-instances", body))

    def _complete_user_task(self, connection: http.client.HTTPConnection, chance: random.Random | None = None) -> bool:
        query = {"filter": {"processDefinitionId": "worked", "state": "CREATED"}, "page": {"limit": 20}}
        _, found = self._send(connection, "POST", "/user-tasks/search", query)
        if not found["items"]:
            return False
        key = (chance.choice(found["items"]) if chance else found["items"][0])["userTaskKey"]
        answer = self._send(connection, "POST", f"/user-tasks/{key}/completion", {"variables": {"seen": True}})
        self._acknowledge("completed", key, *answer)
        return True

    def _complete_jobs(self, connection: http.client.HTTPConnection, worker: str) -> bool:
        at_once = {"requestTimeout": -1}  # the answer to a client that may wait comes when there are jobs
        wanted = {"type": "print-letter", "worker": worker, "timeout": 1_000, "maxJobsToActivate": 2, **at_once}
        _, found = self._send(connection, "POST", "/jobs/activation", wanted)
        for job in found["jobs"]:
            answer = self._send(connection, "POST", f"/jobs/{job['jobKey']}/completion", {"variables": {"printed": True}})
            self._acknowledge("worked", job["jobKey"], *answer)
        return bool(found["jobs"])

    def _publish(self, connection: http.client.HTTPConnection, number: str) -> None:
        body = {
            "name": "paid",
            "correlationKey": number,
            "messageId": number,
            "timeToLive": 3_600_000,
            "variables": {"paid": 1},
        }
        self._acknowledge("published", number, *self._send(connection, "POST", "/messages/publication", body))

    def _acknowledge(self, kind: str, what: str, status: int, _answer: object) -> None:
        assert status < 500, _answer
        if status < 300:
            self.answers.acknowledged[kind][what] += 1

    def _is_something_left(self, connection: http.client.HTTPConnection) -> bool:
        query = {"filter": {"processDefinitionId": "worked", "state": "ACTIVE"}, "page": {"limit": 1}}
        _, cases = self._send(connection, "POST", "/process-instances/search", query)
        states = {self._send(connection, "GET", f"/batch-operations/{key}")[1]["state"] for key in self.answers.batches}
        return bool(cases["items"]) or states - {"COMPLETED"} != set()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)

    def _send(self, connection: http.client.HTTPConnection, method: str, path: str, body: object = None) -> tuple[int, Any]:
        connection.request(method, f"/v2{path}", None if body is None else json.dumps(body), self._headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
