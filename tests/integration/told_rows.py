"""Holding what a command changed in rows against what the record tells of it: the whole change, and on which grounds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model import json_text
from engine.model.account_row import row_changes, row_name, told_row
from engine.model.tables import metadata
from engine.model.user_task import UserTaskState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.model.history_event import HistoryEvent
    from tests.integration.office import Office

Row = dict[str, Any]
Rows = dict[tuple[object, ...], Row]
Told = list[tuple["HistoryEvent", dict[str, Any]]]
"""Events with what is particular to each."""
CHANGEABLE = ("candidate_groups", "candidate_users", "due_at", "follow_up_at", "priority")


def rows_of(office: Office) -> dict[str, Rows]:
    """Return every row of the tables that the record has to tell of, by primary key."""
    found: dict[str, Rows] = {}
    for name in TELLERS:
        table = metadata.tables[name]
        rows = [dict(row._mapping) for row in office.rows(sa.select(table))]
        found[name] = {tuple(row[column.name] for column in table.primary_key): row for row in rows}
    return found


def untold(before: Mapping[str, Rows], after: Mapping[str, Rows], events: Iterable[HistoryEvent]) -> list[str]:
    """Return what was changed and is not told by the events, one line each."""
    told: Told = [(event, _payload(event)) for event in events]
    found = []
    for name, teller in TELLERS.items():
        for key, row in after[name].items():
            old = before[name].get(key)
            if old != row:
                found += [f"{name} {key}: {problem}" for problem in teller(old, row, told)]
    return found


def _variable(old: Row | None, row: Row, told: Told) -> Iterable[str]:
    changes = [
        each
        for event, each in told
        if event.type in {"VARIABLE_CREATED", "VARIABLE_UPDATED"}
        and (each["scopeKey"], each["name"]) == (str(row["scope_key"]), row["name"])
    ]
    if not changes:
        yield f"nobody tells of {row['name']}"
        return
    if json_text.canonical(changes[-1]["after"]) != json_text.canonical(json_text.loads(row["value"])):
        yield f"what {row['name']} became is told otherwise"
    if old is not None and json_text.canonical(changes[0]["before"]) != json_text.canonical(json_text.loads(old["value"])):
        yield f"what {row['name']} was is told otherwise"


def _user_task(old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if old is not None and old["process_definition_key"] != row["process_definition_key"]:
        moved = [event for event, _ in told if event.type.startswith("PROCESS_INSTANCE_MIGRAT")]
        yield from () if moved else ("nobody tells that it moved to another version",)
        return
    mine = [(event, each) for event, each in told if event.element_instance_key == row["element_instance_key"]]
    if not mine:
        yield "no event names the step"
        return
    if old is None:
        created = [each for event, each in mine if event.type == "USER_TASK_CREATED"]
        if [each.get("formKey") for each in created] != [None if row["form_key"] is None else str(row["form_key"])]:
            yield "the version of the form that was offered is missing"
        return
    if old["assignee"] != row["assignee"]:
        yield from _assignee(old["assignee"], row["assignee"], mine)
    updates = [each for event, each in mine if event.type == "USER_TASK_UPDATED"]
    for name in CHANGEABLE:
        if old[name] != row[name] and (_json(old[name]), _json(row[name])) not in _told_of(name, updates):
            yield f"{name}: before and after are missing"
    if row["state"] is UserTaskState.COMPLETED and old["state"] is not UserTaskState.COMPLETED:
        yield from _signature(row, mine)


def _assignee(before: str | None, after: str | None, mine: Told) -> Iterable[str]:
    given = [
        (each.get("before"), each.get("after"))
        for event, each in mine
        if event.type in {"USER_TASK_ASSIGNED", "USER_TASK_UNASSIGNED"}
    ]
    taken = [(None, event.actor) for event, _ in mine if event.type in {"USER_TASK_CLAIMED", "USER_TASK_SIGNED"}]
    if (before, after) not in given + taken:
        yield "who had it before and after is missing"


def _signature(row: Row, mine: Told) -> Iterable[str]:
    signed = [(event, each) for event, each in mine if event.type == "USER_TASK_SIGNED"]
    if len(signed) != 1:
        yield "nobody signed"
        return
    ((event, each),) = signed
    if (event.actor, event.on_behalf_of, event.capacity) != (row["completed_by"], row["on_behalf_of"], row["capacity"]):
        yield "who signed, for whom and as what is told otherwise"
    if each["formKey"] != (None if row["form_key"] is None else str(row["form_key"])) or "submitted" not in each:
        yield "the form as it was submitted is missing"


def _decision(_old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if row["process_instance_key"] is None:
        return  # evaluated for no case: the row tells
    traces = [
        each
        for event, each in told
        if event.type == "DECISION_EVALUATED" and each["decisionInstanceKey"] == str(row["evaluation_key"])
    ]
    if not traces or traces[0]["decisionDefinitionKey"] != str(row["root_decision_definition_key"]):
        yield "its version is missing"
        return
    traced = traces[0]["evaluatedDecisions"][row["index"] - 1]
    shown = (traced["decisionId"], traced["evaluatedInputs"], traced["matchedRules"], traced["output"])
    if json_text.canonical(shown) != json_text.canonical(
        (row["decision_id"], row["inputs"], row["matched_rules"], row["output"])
    ):
        yield "inputs, rules or result are told otherwise"


def _document(old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if row["process_instance_key"] is None or (old is not None and old["process_instance_key"] is not None):
        return  # it belongs to no case yet
    stored = [each for event, each in told if event.type == "DOCUMENT_STORED" and each["documentId"] == row["document_id"]]
    reference = f'"contentHash":"{row["sha256"]}","documentId":"{row["document_id"]}"'  # how values name an attached file
    if row["sha256"] not in [each.get("sha256") for each in stored] and not any(reference in e.payload for e, _ in told):
        yield "its hash is missing"


def _process_instance(old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if old is not None:
        return  # its columns are held against the record by the verification
    began = [
        each for event, each in told if event.type == "PROCESS_INSTANCE_STARTED" and event.process_instance_key == row["key"]
    ]
    if [each["processDefinitionKey"] for each in began] != [str(row["process_definition_key"])]:
        yield "the version of the process is missing"


def _policy(old: Row | None, row: Row, told: Told) -> Iterable[str]:
    shown = (row["process_id"], row["kind"].value, None if old is None else old["period"], row["period"])
    if shown not in [
        (each["processId"], each["kind"], each["before"], each["after"]) for each in _of(told, "RETENTION_POLICY_SET")
    ]:
        yield "before and after are missing"


def _hold(_old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if row["reason"] not in [each["reason"] for each in _of(told, "HOLD_PLACED")]:
        yield "its reason is missing"


def _erasure(_old: Row | None, row: Row, told: Told) -> Iterable[str]:
    if not any(row["kind"].value in each["kinds"] and each.get("basis") for each in _of(told, "DETAILS_ERASED")):
        yield "what was erased is missing"


def _administered(table: str) -> Callable[[Row | None, Row, Told], Iterable[str]]:
    """Return what holds a row of accounts, groups, units or tokens against the events of the installation."""

    def teller(old: Row | None, row: Row, told: Told) -> Iterable[str]:
        name = row_name(table, [row[column.name] for column in metadata.tables[table].primary_key])
        shown = row_changes({} if old is None else {name: told_row(old)}, {name: told_row(row)})
        if shown[name] not in [each["rows"].get(name) for each in _of(told, "ADMINISTERED")]:
            yield "before and after are missing"

    return teller


ACCOUNT_TABLES = ("api_token", "app_user", "membership", "unit", "user_group")
TELLERS: Mapping[str, Callable[[Row | None, Row, Told], Iterable[str]]] = MappingProxyType(
    {
        **{table: _administered(table) for table in ACCOUNT_TABLES},
        "decision_instance": _decision,
        "document": _document,
        "erasure": _erasure,
        "legal_hold": _hold,
        "process_instance": _process_instance,
        "retention_policy": _policy,
        "user_task": _user_task,
        "variable": _variable,
    }
)
"""What the record has to tell of a new or changed row of each table, in words of what is missing."""


def _of(told: Told, event_type: str) -> Sequence[dict[str, Any]]:
    return [each for event, each in told if event.type == event_type]


def _told_of(name: str, updates: Sequence[dict[str, Any]]) -> list[tuple[object, object]]:
    told = [(_member(each["before"], name), _member(each["after"], name)) for each in updates]
    return [(_json(before), _json(after)) for before, after in told]


def _member(values: Mapping[str, object], name: str) -> object:
    """Return a member by its column's name, or as JSON writes it."""
    first, *rest = name.split("_")
    return values.get(name, values.get(first + "".join(word.capitalize() for word in rest)))


def _json(value: object) -> object:
    at: datetime | None = value if hasattr(value, "isoformat") else None  # type: ignore[assignment]
    return value if at is None else at.isoformat()


def _payload(event: HistoryEvent) -> dict[str, Any]:
    value = json_text.loads(event.payload)
    assert isinstance(value, dict)
    return value
