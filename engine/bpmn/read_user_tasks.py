"""Reads who may do a user task, until when, how urgent it is, and with which form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource, extension
from engine.bpmn.iso8601 import is_date_time
from engine.bpmn.process_model import Binding, BindingType, UserTaskDefinition, Value
from engine.bpmn.read_extensions import read_binding, read_headers
from engine.bpmn.xml_tree import bpmn_child, bpmn_children, bpmn_name, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

PEOPLE = ("performer", "humanPerformer", "potentialOwner")
_EMBEDDED = "camunda-forms:bpmn:"
_PERSON_OR_GROUP = re.compile(r"(user|group)\((.*)\)")


def read_user_task(source: DiagramSource, node: XmlElement) -> UserTaskDefinition:
    """Return what a userTask or globalUserTask says; the zeebe elements, else BPMN's own resource roles, name the people."""
    definition = _people(source, node)
    schedule = extension(node, "taskSchedule")
    priority = extension(node, "priorityDefinition")
    form_id, binding, embedded, external = read_form(source, node)
    return replace(
        definition,
        due_date=_date(source, schedule, "dueDate"),
        follow_up_date=_date(source, schedule, "followUpDate"),
        priority=_priority(source, priority) if priority is not None else None,
        form_id=form_id,
        form_binding=binding,
        embedded_form=embedded,
        external_reference=external,
        headers=read_headers(node),
    )


def read_form(source: DiagramSource, node: XmlElement) -> tuple[str | None, Binding | None, str | None, Value | None]:
    """Return form id, its binding, the JSON of an embedded form, and an external reference: at most one way to a form.

    An embedded form is deployed with its diagram, as a form whose id is that of the process and its own.
    """
    definition = extension(node, "formDefinition")
    if definition is None:
        return None, None, None, None
    form_id, form_key, reference = (definition.get(name) or None for name in ("formId", "formKey", "externalReference"))
    if sum(item is not None for item in (form_id, form_key, reference)) > 1:
        source.refuse(definition, "form", "A form is given by one of formId, formKey and externalReference.", "zeebe")
    if form_id and form_id.startswith("="):
        source.refuse(definition, "form", "formId must be a constant, so that deployment can check it.", "zeebe")
    if form_key and form_key.startswith(_EMBEDDED):
        embedded = _embedded_form(source, node, form_key.removeprefix(_EMBEDDED))
        return (
            (None, None, None, None) if embedded is None else (embedded[0], Binding(BindingType.DEPLOYMENT), embedded[1], None)
        )
    external = source.value(definition, reference or form_key)
    return form_id, read_binding(source, definition) if form_id else None, None, external


def _embedded_form(source: DiagramSource, node: XmlElement, form_id: str) -> tuple[str, str] | None:
    """Return the form id under which the embedded form is deployed, and its JSON."""
    for form in source.root.iter("{*}userTaskForm"):
        if form.get("id") == form_id:
            process = next(form.iterancestors("{*}process"), None)
            return f"{'' if process is None else process.get('id', '')}:{form_id}", text_of(form)
    source.refuse(node, "form", f"There is no zeebe:userTaskForm with the id {form_id!r}.", "zeebe")
    return None


def _people(source: DiagramSource, node: XmlElement) -> UserTaskDefinition:
    assignment = extension(node, "assignmentDefinition")
    if assignment is None:
        return _roles(source, node)
    if next(bpmn_children(node, *PEOPLE), None) is not None:
        message = "People are named twice: by zeebe:assignmentDefinition and by a resource role of BPMN; keep one."
        source.refuse(node, "assignment", message, "§10.3.1")
    return UserTaskDefinition(
        assignee=source.value(assignment, assignment.get("assignee")),
        candidate_groups=source.value(assignment, assignment.get("candidateGroups")),
        candidate_users=source.value(assignment, assignment.get("candidateUsers")),
    )


def _roles(source: DiagramSource, node: XmlElement) -> UserTaskDefinition:
    """Read performers as the assignee, potential owners as candidate groups, or users when written `user(name)`."""
    definition = UserTaskDefinition()
    for role in bpmn_children(node, *PEOPLE):
        value = _role_value(source, role)
        if value is None:
            continue
        if bpmn_name(role) == "potentialOwner":
            definition = _add_candidates(source, role, definition, value)
        elif definition.assignee is not None:
            source.refuse(
                role, "assignment", "A user task has one performer; name several people as potentialOwner.", "§10.3.2"
            )
        else:
            definition = replace(definition, assignee=value)
    return definition


def _role_value(source: DiagramSource, role: XmlElement) -> Value | None:
    if next(bpmn_children(role, "resourceParameterBinding"), None) is not None:
        source.refuse(role, "assignment", "Resource parameters are not run; write a resourceAssignmentExpression.", "§10.3.1")
        return None
    assignment = bpmn_child(role, "resourceAssignmentExpression")
    if assignment is not None:
        expression = next(bpmn_children(assignment, "formalExpression", "expression"), None)
        if expression is not None:
            source.check_language(expression)
        return source.value(role, text_of(expression))
    reference = text_of(bpmn_child(role, "resourceRef"))
    resource = source.find(role, reference, ["resource"], "§8.4.12") if reference else None
    return source.value(role, resource.get("name")) if resource is not None else None


def _add_candidates(
    source: DiagramSource, role: XmlElement, definition: UserTaskDefinition, value: Value
) -> UserTaskDefinition:
    if value.expression is not None:
        if definition.candidate_groups is not None:
            source.refuse(role, "assignment", "Only one potentialOwner may be an expression; join the lists in it.", "§10.3.4")
        return replace(definition, candidate_groups=value)
    users, groups = _split(value.text)
    return replace(
        definition,
        candidate_users=_joined(definition.candidate_users, users),
        candidate_groups=_joined(definition.candidate_groups, groups),
    )


def _split(text: str) -> tuple[list[str], list[str]]:
    users: list[str] = []
    groups: list[str] = []
    for part in (item.strip() for item in text.split(",")):
        match = _PERSON_OR_GROUP.fullmatch(part)
        kind, name = match.groups() if match else ("group", part)
        if name.strip():
            (users if kind == "user" else groups).append(name.strip())
    return users, groups


def _joined(before: Value | None, names: list[str]) -> Value | None:
    if not names:
        return before
    return Value(", ".join(([before.text] if before else []) + names))


def _date(source: DiagramSource, schedule: XmlElement | None, attribute: str) -> Value | None:
    if schedule is None:
        return None
    value = source.value(schedule, schedule.get(attribute))
    if value is not None and value.expression is None and not is_date_time(value.text):
        source.refuse(
            schedule, "task-schedule", f"{attribute} is {value.text!r}; it must be a date-time or FEEL after =.", "zeebe"
        )
    return value


def _priority(source: DiagramSource, element: XmlElement) -> Value | None:
    value = source.value(element, element.get("priority"))
    if value is None or value.expression is not None:
        return value
    if not value.text.isdigit() or int(value.text) > 100:
        source.refuse(element, "priority", f"The priority is {value.text!r}; it must be 0 to 100 or FEEL after =.", "zeebe")
    return value
