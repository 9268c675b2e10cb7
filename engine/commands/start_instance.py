"""Starting a process instance by request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import forms
from engine.commands.attachments import adopt_attachments, check_attachments
from engine.commands.beginnings import Beginning, begin
from engine.commands.command import Command, Work
from engine.commands.variables_in import checked_variables
from engine.errors import NotAllowed, NotFound, RequestInvalid, SubmissionRefused
from engine.identity import Permission
from engine.identity.starters import may_start
from engine.store import definitions as store
from engine.store.definitions import FORMS, PROCESSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.process_definition import ProcessDefinition


@dataclass(frozen=True, slots=True)
class StartInstance(Command["StartedInstance"]):
    """Start a version of a process, the newest unless one is named, by id or by key."""

    process_id: str | None = None
    process_definition_key: int | None = None
    version: int | None = None
    version_tag: str | None = None
    """The newest version that has the tag; not beside `version`."""
    variables: Mapping[str, object] = field(default_factory=dict)
    business_id: str | None = None
    tags: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    """Start at these elements instead of the start event."""
    is_submission: bool = False
    """The variables come from the start form: they are checked against it, and the starter's facts are added.

    So are those of whoever may start this process only because its starters are named: they choose no variable, element or
    business id of their own, whichever way they come.
    """
    language: forms.Language = "th"
    reason: str | None = None
    """What the caller wants to have told in the history."""


@dataclass(frozen=True, slots=True)
class StartedInstance:
    """What was started."""

    process_instance_key: int
    process_definition_key: int
    process_id: str
    version: int
    version_tag: str | None
    business_id: str | None
    subject: str | None
    tags: tuple[str, ...]
    is_ended: bool
    """It ran through without waiting for anything."""


def start_instance(command: StartInstance, work: Work) -> StartedInstance:
    """Start; raise NotFound, NotAllowed, SubmissionRefused, AlreadyExists, RequestInvalid."""
    definition = _definition(command, work)
    is_trusted = work.actor.may(Permission.START_ANY_PROCESS)
    if not is_trusted and (not may_start(definition, work.actor, work.now) or command.element_ids or command.business_id):
        raise NotAllowed("You may not start this process, or not in this way.", code="start")
    variables: Mapping[str, object] = checked_variables(command.variables)
    form_key: int | None = None
    if command.is_submission or not is_trusted:
        form_key, submitted = _submitted(command, work, definition, variables)
        variables = _with_facts(work, submitted)
    elif definition.starters is not None:
        variables = _with_facts(work, variables)
    unknown = [name for name in command.element_ids if name not in work.resources.model(definition.key).elements]
    if unknown:
        raise RequestInvalid(f"The process has no element {unknown[0]}.", "startInstructions")
    beginning = Beginning(variables, command.business_id, command.tags, element_ids=command.element_ids)
    case = begin(work, definition, beginning)
    instance, case.start_form_key, case.start_reason = case.process_instance, form_key, command.reason
    case.save()
    adopt_attachments(work, variables, instance)
    return StartedInstance(
        process_instance_key=instance.key,
        process_definition_key=definition.key,
        process_id=definition.process_id,
        version=definition.version,
        version_tag=definition.version_tag,
        business_id=instance.business_id,
        subject=instance.subject,
        tags=instance.tags,
        is_ended=instance.ended_at is not None,
    )


def _definition(command: StartInstance, work: Work) -> ProcessDefinition:
    connection = work.uow.connection
    if command.process_definition_key is not None:
        if command.process_id is not None or command.version_tag is not None:
            raise RequestInvalid("Name the process by its id or its definition key, not by both.", "processDefinitionKey")
        return work.resources.definition(command.process_definition_key)
    if command.process_id is None:
        raise RequestInvalid("Name the process by its id or its definition key.", "processDefinitionId")
    if command.version_tag is not None:
        if command.version is not None:
            raise RequestInvalid("Name the version by its number or by its tag, not by both.", "processDefinitionVersionTag")
        found = store.find_tagged(connection, PROCESSES, command.process_id, command.version_tag)
    elif command.version is None:
        found = store.find_latest(connection, PROCESSES, command.process_id)
    else:
        found = store.find_version(connection, PROCESSES, command.process_id, command.version)
    if found is None:
        raise NotFound("process definition", command.process_id)
    return found


def _submitted(
    command: StartInstance, work: Work, definition: ProcessDefinition, variables: Mapping[str, object]
) -> tuple[int | None, Mapping[str, object]]:
    """Return the version of the start form, and what was filled in."""
    if definition.form_id is None:
        return None, variables
    form = store.find_latest(work.uow.connection, FORMS, definition.form_id)
    if form is None:
        raise NotFound("form", definition.form_id)
    submission = forms.validate(work.resources.form(form.key), variables, now=work.now, language=command.language)
    if not submission.is_valid:
        raise SubmissionRefused(submission.errors)
    return form.key, check_attachments(work, submission.values, None, command.language)


def _with_facts(work: Work, variables: Mapping[str, object]) -> dict[str, object]:
    """Add who starts the case and for which unit; a form may choose the province, nothing may choose the initiator."""
    actor = work.actor
    facts: dict[str, object] = {"ownerUnit": actor.unit, "provinceCode": actor.province, "confidentiality": None}
    own = {"initiator": actor.user_name}
    given = {name: value for name, value in variables.items() if value is not None or name not in facts}
    return {**{name: value for name, value in facts.items() if value is not None}, **given, **own}
