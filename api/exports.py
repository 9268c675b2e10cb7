"""Taking cases out over REST, as on the pages: with a reason, the caller's name on the copy, and an entry in the record of access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from api.errors import BadRequest
from api.reasons import HEADER, reason_given
from api.routing import Routes
from engine.commands import Permission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from api.routing import Call
    from engine.commands import Actor

routes = Routes("Exports")

OF_ONE: Final = ("pdf", "bundle", "proof", "csv", "xlsx", "xes", "ocel")
OF_MANY: Final = ("csv", "xlsx", "xes", "ocel")
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("q", "words in number, subject, comments and facts"),
    "processDefinitionId": ("process", "the process's id"),
    "processDefinitionVersion": ("version", "its version, as a string"),
    "elementId": ("element", "a step that was reached; needs processDefinitionId"),
    "person": ("person", "who acted or was asked: a user name, or a name that only one person has"),
    "ownerUnit": ("unit", "code of the owning unit"),
    "provinceCode": ("province", "code of the province"),
    "state": ("state", "ACTIVE, COMPLETED, TERMINATED or SUSPENDED"),
    "decision": ("decision", "approve, return or reject"),
    "startedFrom": ("from", "the first day of starting, such as 2026-11-22"),
    "startedTo": ("to", "the last day of starting"),
}
"""Property of the filter to field of the search page, and what it means."""
REASON: Final[dict[str, Any]] = {
    "type": "string",
    "minLength": 10,
    "description": f"why; or in the header {HEADER}, percent-encoded; kept in the record of access",
}
FILE: Final[dict[str, Any]] = {"type": "string", "format": "binary"}


class Exports(Protocol):
    """What makes the files: the application passes it in, since they are drawn as the pages are."""

    def case(self, key: int, kind: str, actor: Actor, reason: str) -> Response:
        """Answer with a case as a file."""

    def search(self, fields: Mapping[str, str], kind: str, actor: Actor, reason: str) -> Response:
        """Answer with all cases that a search finds."""


def _body(kinds: tuple[str, ...], **more: Any) -> dict[str, Any]:
    properties = {"format": {"type": "string", "enum": list(kinds)}, "reason": REASON, **more}
    return {"type": "object", "properties": properties, "required": ["format"]}


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/export",
    "exportProcessInstance",
    "Take a case out as a file: the case file (PDF/A-3b), a bundle that proves itself, its timeline, or an event log",
    None,
    body=_body(OF_ONE),
    answer=FILE,
    media_type="application/octet-stream",
)
def export_process_instance(call: Call, process_instance_key: int) -> Response:
    """Answer with the file; its hash is in Repr-Digest, the code by which it is recognised in X-Anumat-Code."""
    return call.exports.case(process_instance_key, _kind(call, OF_ONE), call.actor, _reason(call))


@routes.serve(
    "POST",
    "/process-instances/export",
    "exportProcessInstances",
    "Take all cases that a search finds out as a table or an event log, 100,000 of them at most",
    Permission.AUDIT,
    body=_body(
        OF_MANY,
        filter={
            "type": "object",
            "properties": {name: {"type": "string", "description": meaning} for name, (_, meaning) in FIELDS.items()},
            "additionalProperties": False,
        },
    ),
    answer=FILE,
    media_type="application/octet-stream",
)
def export_process_instances(call: Call) -> Response:
    """Answer with the file; a search that finds more than one file holds is refused, and says how many that is."""
    asked = call.body.child("filter")
    fields = {field: asked.text(name, longest=200) or "" for name, (field, _) in FIELDS.items()}
    return call.exports.search(fields, _kind(call, OF_MANY), call.actor, _reason(call))


def _kind(call: Call, kinds: tuple[str, ...]) -> str:
    kind = call.body.required_text("format")
    if kind not in kinds:
        raise BadRequest(f"Request property [format] is no kind of file here; give one of {', '.join(kinds)}.")
    return kind


def _reason(call: Call) -> str:
    return reason_given(call) or ""
