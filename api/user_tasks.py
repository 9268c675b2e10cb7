"""User tasks over REST: search, get, form, variables, assignment, update, completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.errors import BadRequest
from api.forms import FORM
from api.listeners import execute_and_wait
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from api.variables import CUTTING, VARIABLE_FOUND, held_variables, write_variable
from engine.commands import AssignUserTask, CompleteUserTask, UnassignUserTask, UpdateUserTask
from engine.queries import user_tasks as tasks
from engine.queries import variables

if TYPE_CHECKING:
    from flask import Response

    from api.body import Body
    from api.routing import Call

routes = Routes("User tasks")

USER_TASK = Shape(
    "UserTask",
    (
        shapes.key("userTaskKey"),
        shapes.text("name", nullable=True),
        shapes.text("state"),
        shapes.text("assignee", nullable=True),
        shapes.text("elementId"),
        shapes.key("elementInstanceKey"),
        shapes.texts("candidateGroups"),
        shapes.texts("candidateUsers"),
        shapes.text("processDefinitionId"),
        shapes.integer("processDefinitionVersion"),
        shapes.key("processDefinitionKey"),
        shapes.text("processName", nullable=True),
        shapes.key("processInstanceKey"),
        shapes.key("rootProcessInstanceKey"),
        shapes.text("businessId", nullable=True),
        shapes.time("creationDate"),
        shapes.time("completionDate", nullable=True),
        shapes.time("followUpDate", nullable=True),
        shapes.time("dueDate", nullable=True),
        shapes.text("externalFormReference", nullable=True),
        shapes.mapping("customHeaders"),
        shapes.integer("priority"),
        shapes.key("formKey", nullable=True),
        shapes.texts("tags"),
        shapes.TENANT_ID,
    ),
)

CHANGES = {
    "dueDate": "due_at",
    "followUpDate": "follow_up_at",
    "candidateUsers": "candidate_users",
    "candidateGroups": "candidate_groups",
    "priority": "priority",
}


@routes.serve(
    "POST", "/user-tasks/search", "searchUserTasks", "Search user tasks", None, body=SEARCH_BODY, answer=page_schema(USER_TASK)
)
def search_user_tasks(call: Call) -> dict[str, Any]:
    """Answer with the user tasks that the caller sees."""
    filters = call.body.child("filter")
    held = held_variables(filters, "localVariables", is_local=True) + held_variables(
        filters, "processInstanceVariables", is_local=False
    )
    request = read_search(call.body, tasks.SEARCH, besides=("localVariables", "processInstanceVariables"))
    with call.engine.reading() as connection:
        return write_page(tasks.search_user_tasks(connection, call.actor, request, held), USER_TASK)


@routes.serve("GET", "/user-tasks/{userTaskKey}", "getUserTask", "Get a user task", None, answer=USER_TASK.schema())
def get_user_task(call: Call, user_task_key: int) -> dict[str, Any]:
    """Answer with one user task."""
    with call.engine.reading() as connection:
        return USER_TASK.render(tasks.user_task(connection, call.actor, user_task_key))


@routes.serve("GET", "/user-tasks/{userTaskKey}/form", "getUserTaskForm", "Get a user task's form", None, answer=FORM.schema())
def get_user_task_form(call: Call, user_task_key: int) -> dict[str, Any] | None:
    """Answer with the form, or with 204 when the user task has none."""
    with call.engine.reading() as connection:
        form = tasks.user_task_form(connection, call.actor, user_task_key)
    return None if form is None else FORM.render(form)


@routes.serve(
    "POST",
    "/user-tasks/{userTaskKey}/variables/search",
    "searchUserTaskVariables",
    "Search the variables that a user task sees",
    None,
    query=CUTTING,
    body=SEARCH_BODY,
    answer=page_schema(VARIABLE_FOUND),
)
def search_user_task_variables(call: Call, user_task_key: int) -> dict[str, Any]:
    """Answer with the variables of the user task's scopes."""
    request = read_search(call.body, variables.SEARCH)
    with call.engine.reading() as connection:
        page = variables.search_user_task_variables(connection, call.actor, user_task_key, request)
    return write_page(page, VARIABLE_FOUND, write_variable(call, page.items))


@routes.serve(
    "POST",
    "/user-tasks/{userTaskKey}/effective-variables/search",
    "searchUserTaskEffectiveVariables",
    "Search the variables that count for a user task",
    None,
    query=CUTTING,
    body=SEARCH_BODY,
    answer=page_schema(VARIABLE_FOUND),
)
def search_user_task_effective_variables(call: Call, user_task_key: int) -> dict[str, Any]:
    """Answer with the nearest variable of each name."""
    request = read_search(call.body, variables.SEARCH)
    with call.engine.reading() as connection:
        page = variables.search_effective_variables(connection, call.actor, user_task_key, request)
    return write_page(page, VARIABLE_FOUND, write_variable(call, page.items))


@routes.serve(
    "POST",
    "/user-tasks/{userTaskKey}/assignment",
    "assignUserTask",
    "Assign a user task",
    None,
    status=204,
    body={
        "type": "object",
        "properties": {"assignee": {"type": "string"}, "allowOverride": {"type": "boolean"}, "action": {"type": "string"}},
        "required": ["assignee"],
    },
)
def assign_user_task(call: Call, user_task_key: int) -> Response | None:
    """Give the user task to somebody; without `allowOverride: false` also when somebody has it."""
    assignee = call.body.required_text("assignee")
    overrides = call.body.boolean("allowOverride", default=True)
    command = AssignUserTask(user_task_key, assignee, allow_override=overrides, action=call.body.text("action"))
    return execute_and_wait(call, command, user_task_key)


@routes.serve(
    "DELETE",
    "/user-tasks/{userTaskKey}/assignee",
    "unassignUserTask",
    "Give a user task back to its candidates",
    None,
    status=204,
)
def unassign_user_task(call: Call, user_task_key: int) -> Response | None:
    """Take the assignee away."""
    return execute_and_wait(call, UnassignUserTask(user_task_key), user_task_key)


@routes.serve(
    "PATCH",
    "/user-tasks/{userTaskKey}",
    "updateUserTask",
    "Change a user task's dates, candidates and priority",
    None,
    status=204,
    body={"type": "object", "properties": {"changeset": {"type": "object"}, "action": {"type": "string"}}},
)
def update_user_task(call: Call, user_task_key: int) -> Response | None:
    """Change what the changeset names; an empty date or list clears it."""
    changes = call.body.child("changeset")
    changes.refuse_unknown(CHANGES)
    given = {CHANGES[name]: _change(changes, name) for name, value in changes.values.items() if value is not None}
    action = call.body.text("action")
    if not given and not action:
        raise BadRequest(f"Request property [changeset] is missing; give one of {', '.join(CHANGES)}, or an action.")
    return execute_and_wait(call, UpdateUserTask(user_task_key, given, action=action), user_task_key)


@routes.serve(
    "POST",
    "/user-tasks/{userTaskKey}/completion",
    "completeUserTask",
    "Complete a user task",
    None,
    status=204,
    body={"type": "object", "properties": {"variables": {"type": "object"}, "action": {"type": "string"}}},
)
def complete_user_task(call: Call, user_task_key: int) -> Response | None:
    """Complete it with variables; a user task with a form takes what the form allows and nothing else."""
    command = CompleteUserTask(user_task_key, dict(call.body.mapping("variables")), action=call.body.text("action"))
    return execute_and_wait(call, command, user_task_key)


def _change(changes: Body, name: str) -> object:
    match name:
        case "dueDate" | "followUpDate":
            return changes.time(name)
        case "priority":
            return changes.integer(name, least=0, most=100)
        case _:
            return changes.texts(name)
