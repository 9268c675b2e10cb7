"""Who may act on a user task: its people, or a permission; and never against the separation of duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.case import Case, open_case_of_user_task
from engine.errors import NotAllowed, NotFound, ReauthenticationRequired
from engine.identity import Actor, Permission
from engine.identity.duties import DoneTask, check_duties, duty_rule
from engine.store import user_tasks as store

if TYPE_CHECKING:
    from engine.commands.command import Work
    from engine.model.user_task import UserTask


def open_user_task(work: Work, key: int) -> tuple[Case, UserTask]:
    """Lock the case of a user task and read the task with its scopes; raise NotFound when there is none."""
    case = open_case_of_user_task(work, key)
    found = store.find_user_task_with_chain(work.uow.connection, key)
    if found is None:
        raise NotFound("user task", key)
    task, chain = found
    case.state.know_chain(chain)
    work.touched_element = task.element_id
    return case, task


def is_candidate(actor: Actor, task: UserTask) -> bool:
    """Tell whether the user task is offered to the actor, in person or through a group."""
    return actor.user_name in task.candidate_users or not actor.groups.isdisjoint(task.candidate_groups)


def require_right(case: Case, task: UserTask) -> None:
    """Raise NotAllowed unless the actor is the assignee, may take it, or holds the permission for any user task.

    A user task that is over concerns all its candidates: who comes too late is told so.
    """
    actor = case.work.actor
    is_free = task.assignee is None or not task.is_active
    if task.assignee == actor.user_name or (is_free and is_candidate(actor, task)):
        return
    if actor.may(Permission.COMPLETE_ANY_USER_TASK) and not _has_duties(case):
        return
    raise NotAllowed("This user task is not yours to do.", code="not_yours")


def require_candidate(case: Case, task: UserTask) -> None:
    """Raise NotAllowed unless the user task is offered to the actor or the actor may do any."""
    actor = case.work.actor
    is_open_to_all = not task.candidate_groups and not task.candidate_users and task.assignee is None
    if task.assignee == actor.user_name or is_candidate(actor, task):
        return
    if actor.may(Permission.COMPLETE_ANY_USER_TASK) and (is_open_to_all or not _has_duties(case)):
        return
    raise NotAllowed("This user task is not offered to you.", code="not_yours")


def require_separate_duties(case: Case, task: UserTask, person: str, on_behalf_of: str | None = None) -> None:
    """Raise SeparationOfDuties when one of the two people did something in the case that excludes doing this too."""
    rule = duty_rule(case.execution.model.elements[task.element_id].properties)
    if rule.is_free:
        return
    found = store.done_user_tasks(case.work.uow.connection, task.root_process_instance_key, person, on_behalf_of)
    done = [DoneTask(*row) for row in found]
    people = frozenset({person, on_behalf_of or person})
    check_duties(rule, task.element_id, people, case.process_instance.initiator, done)


def require_signature(case: Case, task: UserTask) -> None:
    """Raise ReauthenticationRequired when the user task is signed with the password and it was not given."""
    properties = case.execution.model.elements[task.element_id].properties
    if properties.get("anumat:reauthenticate", "").strip().lower() == "true" and not case.work.actor.is_reauthenticated:
        raise ReauthenticationRequired


def _has_duties(case: Case) -> bool:
    """Tell whether any element of the process has a duty; looked for once in a process model, which may have thousands."""
    model = case.execution.model
    known = model.derived.get("has_duties")
    if known is None:
        known = model.derived["has_duties"] = any(duty_rule(each.properties).duty for each in model.elements.values())
    return bool(known)
