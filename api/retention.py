"""Keeping and erasing over REST: periods, what expires, legal holds, erasure; for the data-protection officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.shapes import Shape
from engine.commands import (
    Basis,
    DataKind,
    LiftHold,
    Permission,
    PlaceHold,
    SetRetentionPolicy,
    erase_case,
    expired_cases,
    kept_processes,
)
from engine.errors import NotFound
from engine.queries import retention

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Retention")

RETAIN = Permission.RETAIN
SHOWN = 1_000
KINDS = tuple(kind.value for kind in DataKind)
REASON = {"type": "string", "minLength": 1, "description": "why; the record keeps it"}
BECAUSE = {"type": "object", "properties": {"reason": REASON}, "required": ["reason"]}
ERASURE = Shape(
    "Erasure",
    (
        shapes.key("processInstanceKey"),
        shapes.text("businessId", nullable=True),
        shapes.text("kind", values=KINDS),
        shapes.time("at"),
        shapes.text("actor"),
        shapes.text("basis"),
        shapes.text("reason"),
        shapes.integer("rows", "row_count"),
        shapes.integer("bytes", "byte_count"),
    ),
)
HOLD = Shape(
    "LegalHold",
    (
        shapes.key("processInstanceKey"),
        shapes.text("businessId", nullable=True),
        shapes.time("placedAt"),
        shapes.text("placedBy"),
        shapes.text("reason"),
    ),
)


def _items(shape: Shape | None = None) -> dict[str, Any]:
    item = {"type": "object"} if shape is None else shape.schema()
    return {"type": "object", "properties": {"items": {"type": "array", "items": item}}, "required": ["items"]}


@routes.serve("GET", "/retention/policies", "listRetentionPolicies", "List how long data is kept", RETAIN, answer=_items())
def list_retention_policies(call: Call) -> dict[str, Any]:
    """Answer with the period of each kind of each process, and where it is said; `*` stands for processes without one."""
    with call.engine.reading() as connection:
        kept = kept_processes(connection)
    return {
        "items": [
            {"processDefinitionId": each.process_id, "kind": kind.value, "period": period, "source": source.value}
            for each in kept
            for kind, (period, source) in each.periods.items()
        ]
    }


@routes.serve(
    "PUT",
    "/retention/policies/{processDefinitionId}/{kind}",
    "setRetentionPolicy",
    "Set how long a kind of data of a process is kept",
    RETAIN,
    status=204,
    body={
        "type": "object",
        "properties": {
            "period": {"type": ["string", "null"], "description": "ISO 8601 duration after a case's end; null: for ever"},
            "reason": REASON,
        },
        "required": ["period", "reason"],
    },
)
def set_retention_policy(call: Call, process_definition_id: str, kind: str) -> None:
    """Set it; `*` as the process stands for all without a period of their own."""
    if "period" not in call.body.values:
        raise BadRequest("Request property [period] is missing; give an ISO 8601 duration, or null for ever.")
    command = SetRetentionPolicy(
        process_definition_id, _kind(kind), call.body.text("period"), call.body.required_text("reason")
    )
    call.engine.execute(command, call.actor)


@routes.serve("GET", "/retention/plan", "listExpiredCases", "List what is expired and not erased yet", RETAIN, answer=_items())
def list_expired_cases(call: Call) -> dict[str, Any]:
    """Answer with at most 1,000 cases whose time is over, with the kinds of data and when that was; nothing is erased."""
    return {
        "items": [
            {
                "processInstanceKey": str(case.process_instance_key),
                "processDefinitionId": case.process_id,
                "endedAt": shapes.write_time(case.ended_at),
                "kinds": [
                    {"kind": kind.value, "period": period, "dueAt": shapes.write_time(case.due_at(kind))}
                    for kind, period in case.periods.items()
                ],
            }
            for case in expired_cases(call.engine, SHOWN)
        ]
    }


@routes.serve("GET", "/retention/legal-holds", "listLegalHolds", "List the cases that are held", RETAIN, answer=_items(HOLD))
def list_legal_holds(call: Call) -> dict[str, Any]:
    """Answer with them, the longest held first."""
    with call.engine.reading() as connection:
        return {"items": [HOLD.render(row) for row in retention.holds(connection)]}


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/legal-hold",
    "placeLegalHold",
    "Hold a case back from expiry and erasure",
    RETAIN,
    status=204,
    body=BECAUSE,
)
def place_legal_hold(call: Call, process_instance_key: int) -> None:
    """Hold it."""
    call.engine.execute(PlaceHold(process_instance_key, call.body.required_text("reason")), call.actor)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/legal-hold-lifting",
    "liftLegalHold",
    "Lift the hold on a case",
    RETAIN,
    status=204,
    body=BECAUSE,
)
def lift_legal_hold(call: Call, process_instance_key: int) -> None:
    """Lift it."""
    call.engine.execute(LiftHold(process_instance_key, call.body.required_text("reason")), call.actor)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/erasure",
    "eraseProcessInstance",
    "Erase data of an ended case before its time",
    RETAIN,
    body={
        "type": "object",
        "properties": {"kinds": {"type": "array", "items": {"type": "string", "enum": list(KINDS)}}, "reason": REASON},
        "required": ["kinds", "reason"],
    },
    answer={"type": "object", "properties": {"rows": {"type": "integer"}, "bytes": {"type": "integer"}}},
)
def erase_process_instance(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Erase these kinds of a case and of all that it called; answer with the rows and bytes that were freed."""
    kinds, reason = [_kind(kind) for kind in call.body.texts("kinds") or ()], call.body.required_text("reason")
    if not kinds:
        raise BadRequest(f"Request property [kinds] is missing; give some of {', '.join(KINDS)}.")
    with call.engine.reading() as connection:
        key = retention.case_called(connection, str(process_instance_key))
    if key != process_instance_key:  # one that a case called is erased with the case
        raise NotFound("case", process_instance_key)
    rows, size = erase_case(call.engine, key, frozenset(kinds), Basis.REQUEST, reason, call.actor)
    return {"rows": rows, "bytes": size}


@routes.serve("GET", "/retention/erasures", "listErasures", "List what was erased last", RETAIN, answer=_items(ERASURE))
def list_erasures(call: Call) -> dict[str, Any]:
    """Answer with at most 1,000 of them, the latest first."""
    with call.engine.reading() as connection:
        return {"items": [ERASURE.render(row) for row in retention.latest_erasures(connection, limit=SHOWN)]}


def _kind(name: str) -> DataKind:
    if name not in KINDS:
        raise BadRequest(f"{name!r} is no kind of data; use {', '.join(KINDS)}.")
    return DataKind(name)
