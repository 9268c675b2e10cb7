"""A case that people walk through over REST, each with an account of their own, while others try what is not theirs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from tests.acceptance.visitor import multipart

if TYPE_CHECKING:
    from datetime import datetime

    from tests.acceptance.conftest import Caller

LIBRARY = Path(__file__).parents[2] / "processes"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
STEPS = ("userTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask", "callActivity", "subProcess")
WITHIN_S = 90


@dataclass(frozen=True)
class Walk:
    """One case on the running server."""

    call: Caller
    key: str

    def __post_init__(self) -> None:
        """Let the auditor open the case, who reads on behalf of the test, and say why: it may be secret."""
        self.call("GET", f"/process-instances/{self.key}?accessReason=the+walk+of+a+test", user_name="auditor")

    def do(self, element_id: str, right: str, wrong: str, **values: object) -> None:
        """Let the wrong person be refused, then the right one complete the user task."""
        key = self.task(element_id, right)
        refused, problem = self.call("POST", f"/user-tasks/{key}/completion", {"variables": values}, user_name=wrong)
        assert (refused, problem["status"]) == (403, 403), f"{element_id} by {wrong}: {problem}"
        assert self.task(element_id, right) == key

        status, problem = self.call("POST", f"/user-tasks/{key}/completion", {"variables": values}, user_name=right)
        assert status == 204, f"{element_id} by {right}: {problem}"

    def receive(self, message: str, sender: str | None = None, **variables: object) -> None:
        """Let another system send a message to the case, or to what waits in it for that sender."""
        correlation_key = f"{self.number()}/{sender}" if sender else self.number()
        body = {"name": message, "correlationKey": correlation_key, "variables": variables}
        status, problem = self.call("POST", "/messages/publication", body, user_name="operator")
        assert status == 200, problem

    def upload(self, user_name: str) -> object:
        """Let somebody upload a document; return its reference."""
        content_type, body = multipart([], [("file", "เอกสารเพิ่มเติม.pdf", "application/pdf", b"%PDF-1.4")])
        status, reference = self.call("POST", "/documents", body, user_name, {"Content-Type": content_type})
        assert status == 201, reference
        return reference

    def task(self, element_id: str, user_name: str) -> str:
        """Wait until a user task is open for somebody; return its key."""
        search = {"filter": {"rootProcessInstanceKey": self.key, "elementId": element_id, "state": "CREATED"}}
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            status, found = self.call("POST", "/user-tasks/search", search, user_name=user_name)
            assert status == 200, found
            for task in found["items"]:
                if task["assignee"] in {None, user_name}:
                    return str(task["userTaskKey"])
            time.sleep(0.05)
        raise AssertionError(f"{element_id} does not open for {user_name}; {self.where()}")

    def where(self) -> str:
        """Return what the case waits for, for messages."""
        search = {"filter": {"rootProcessInstanceKey": self.key, "state": "CREATED"}}
        _, tasks = self.call("POST", "/user-tasks/search", search, user_name="auditor")
        _, incidents = self.call("POST", "/incidents/search", {"filter": {"processInstanceKey": self.key}}, user_name="auditor")
        waiting = [task["elementId"] for task in tasks["items"]]
        return f"it waits at {waiting}; incidents: {[found['errorMessage'] for found in incidents['items']]}"

    def wait_for(self, element_id: str, state: str = "ACTIVE") -> None:
        """Wait until an element of the case is in this state."""
        search = {"filter": {"processInstanceKey": self.key, "elementId": element_id, "state": state}}
        self._until("/element-instances/search", search, f"{element_id} is not {state}")

    def wait_for_end(self) -> None:
        """Wait until the case is completed."""
        search = {"filter": {"processInstanceKey": self.key, "state": "COMPLETED"}}
        self._until("/process-instances/search", search, "the case does not end")

    def number(self) -> str:
        """Return the case number."""
        _, instance = self.call("GET", f"/process-instances/{self.key}", user_name="auditor")
        return str(instance["businessId"])

    def variable(self, name: str) -> str:
        """Return the JSON text of a variable of the case."""
        search = {"filter": {"processInstanceKey": self.key, "scopeKey": self.key, "name": name}}
        _, found = self.call("POST", "/variables/search?truncateValues=false", search, user_name="auditor")
        return str(found["items"][0]["value"])

    def steps_done(self) -> set[str]:
        """Return the ids of the elements that were completed in the case itself."""
        search = {"filter": {"processInstanceKey": self.key, "state": "COMPLETED"}, "page": {"limit": 1000}}
        _, found = self.call("POST", "/element-instances/search", search, user_name="auditor")
        return {item["elementId"] for item in found["items"]}

    def _until(self, path: str, search: dict[str, Any], problem: str) -> None:
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            _, found = self.call("POST", path, search, user_name="auditor")
            if found["items"]:
                return
            time.sleep(0.05)
        raise AssertionError(f"{problem}; {self.where()}")


def steps_of(process_id: str) -> set[str]:
    """Return the ids of all steps that the diagram of a process has."""
    tree = etree.parse(LIBRARY / process_id / f"{process_id}.bpmn")
    return {str(element.get("id")) for step in STEPS for element in tree.iter(BPMN + step)}


def pin(call: Caller, at: datetime) -> None:
    """Let the server's time stand still."""
    status, problem = call("PUT", "/clock", {"timestamp": round(at.timestamp() * 1000)})
    assert status == 204, problem
