"""Wait states over REST: what element instances wait for, and how many of each element do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Milliseconds, Shape, write_key, write_time
from engine.queries import process_instances as instances
from engine.queries import wait_states

if TYPE_CHECKING:
    from datetime import datetime

    from api.routing import Call
    from engine.queries.wait_states import WaitState

routes = Routes("Element instances")

WAIT_STATE = Shape(
    "WaitState",
    (
        shapes.key("rootProcessInstanceKey"),
        shapes.key("processInstanceKey"),
        shapes.key("elementInstanceKey"),
        shapes.text("elementId"),
        shapes.text("elementType"),
        shapes.text("bpmnProcessId"),
        shapes.TENANT_ID,
    ),
)
ANSWER = page_schema(WAIT_STATE)
ANSWER["properties"]["items"]["items"]["properties"]["details"] = {"type": "object"}


@routes.serve(
    "POST",
    "/element-instances/wait-states/search",
    "searchElementInstanceWaitStates",
    "Search what element instances wait for",
    None,
    body=SEARCH_BODY,
    answer=ANSWER,
)
def search_element_instance_wait_states(call: Call) -> dict[str, Any]:
    """Answer with jobs, user tasks, timers, messages, signals and conditions that hold cases which the caller sees."""
    request = read_search(call.body, wait_states.SEARCH)
    with call.engine.reading() as connection:
        page = wait_states.search_wait_states(connection, call.actor, request)
    return write_page(page, WAIT_STATE, lambda row: WAIT_STATE.render(row) | {"details": _details(row)})


@routes.serve(
    "GET",
    "/process-instances/{processInstanceKey}/statistics/wait-states",
    "getProcessInstanceWaitStateStatistics",
    "Count the element instances that wait",
    None,
    answer={"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object"}}}},
)
def get_process_instance_wait_state_statistics(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Answer with the elements that wait for something and how many times."""
    with call.engine.reading() as connection:
        instances.process_instance(connection, call.actor, process_instance_key)
        found = wait_states.waiting_counts(connection, process_instance_key)
    return {"items": [{"elementId": element_id, "waitingCount": number} for element_id, number in found]}


def due_of_timer(due_at: datetime | None) -> Milliseconds | None:
    """Return when a timer is due in milliseconds since 1970."""
    return None if due_at is None else Milliseconds(round(due_at.timestamp() * 1000))


def _details(row: WaitState) -> dict[str, Any]:
    return {"waitStateType": row.wait_state_type, **_particular(row)}


def _particular(row: WaitState) -> dict[str, Any]:
    match row.wait_state_type:
        case "JOB":
            event = None if row.listener_event == "UNSPECIFIED" else row.listener_event
            key = {"jobKey": write_key(row.wait_key), "jobType": row.name}
            return key | {"jobKind": row.kind, "listenerEventType": event, "retries": row.number}
        case "USER_TASK":
            return {"taskKey": write_key(row.wait_key), "dueDate": write_time(row.due_at)}
        case "TIMER":
            return {"dueDate": due_of_timer(row.due_at), "repetitions": row.number or 0}
        case "MESSAGE":
            return {"messageName": row.name, "correlationKey": row.correlation_key}
        case "SIGNAL":
            return {"signalName": row.name}
        case _:
            return {"expression": row.name or "", "events": []}
