"""What jobs of task listeners and of ad-hoc sub-processes are told and answer, in the words of the REST API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypedDict

from engine.commands import NextSteps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.body import Body
    from engine.commands import ActivatedJob

AD_HOC = "adHocSubProcess"
USER_TASK = "userTask"
RESULT = {
    "type": ["object", "null"],
    "properties": {
        "type": {"type": "string", "enum": [USER_TASK, AD_HOC]},
        "denied": {"type": "boolean"},
        "deniedReason": {"type": "string"},
        "corrections": {"type": "object", "description": "attributes of the user task; others are left alone"},
        "activateElements": {
            "type": "array",
            "items": {"type": "object", "properties": {"elementId": {"type": "string"}, "variables": {"type": "object"}}},
        },
        "isCompletionConditionFulfilled": {"type": "boolean"},
        "isCancelRemainingInstances": {"type": "boolean"},
    },
}
"""JSON schema of what `read_result` reads."""
HEADER = "io.camunda.zeebe:"
TASK_LISTENER = "TASK_LISTENER"


class Result(TypedDict, total=False):
    """Arguments of CompleteJob."""

    denied_reason: str
    corrections: Mapping[str, object]
    steps: NextSteps


def read_result(result: Body) -> Result:
    """Read a job's result: corrections or a denial of a user task's change, or what an ad-hoc sub-process does next."""
    if result.choice("type", (AD_HOC, USER_TASK)) == AD_HOC:
        return {"steps": _steps(result)}
    found: Result = {"corrections": _corrections(result.child("corrections"))}
    if result.boolean("denied"):
        found["denied_reason"] = result.text("deniedReason") or "denied"
    return found


def read_elements(elements: list[Body]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Read elements to activate, each with variables of its own."""
    return tuple((item.required_text("elementId"), dict(item.mapping("variables"))) for item in elements)


def told_user_task(job: ActivatedJob) -> dict[str, Any] | None:
    """Return what a task listener's job says about its user task."""
    if job.kind != TASK_LISTENER:
        return None
    headers = {name.removeprefix(HEADER): text for name, text in job.custom_headers.items() if name.startswith(HEADER)}
    return {
        "action": headers.get("action", ""),
        "assignee": headers.get("assignee"),
        "candidateGroups": json.loads(headers.get("candidateGroups", "[]")),
        "candidateUsers": json.loads(headers.get("candidateUsers", "[]")),
        "changedAttributes": json.loads(headers.get("changedAttributes", "[]")),
        "dueDate": headers.get("dueDate"),
        "followUpDate": headers.get("followUpDate"),
        "formKey": headers.get("formKey"),
        "priority": int(headers["priority"]) if "priority" in headers else None,
        "userTaskKey": headers.get("userTaskKey"),
    }


def _steps(result: Body) -> NextSteps:
    return NextSteps(
        read_elements(result.objects("activateElements")),
        is_fulfilled=result.boolean("isCompletionConditionFulfilled"),
        cancels_remaining=result.boolean("isCancelRemainingInstances"),
    )


def _corrections(given: Body) -> dict[str, object]:
    """Read corrections: null leaves an attribute as it is, an empty text or list clears it."""
    found: dict[str, object] = {}
    for name, value in given.values.items():
        if value is None:
            continue
        match name:
            case "assignee":
                found["assignee"] = given.text("assignee") or None
            case "dueDate":
                found["due_at"] = given.time("dueDate")
            case "followUpDate":
                found["follow_up_at"] = given.time("followUpDate")
            case "candidateGroups":
                found["candidate_groups"] = given.texts("candidateGroups")
            case "candidateUsers":
                found["candidate_users"] = given.texts("candidateUsers")
            case "priority":
                found["priority"] = given.integer("priority", least=0, most=100)
            case _:
                pass
    return found
