"""Effects about work: user tasks for people, jobs for workers, incidents for operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import NotFound
from engine.identity.duties import duty_rule
from engine.model.incident import Incident, IncidentState
from engine.model.job import Job, JobState
from engine.model.user_task import UserTask, UserTaskState
from engine.store.jobs import lock_job
from engine.store.user_tasks import find_user_task_of_element, replace_candidates

if TYPE_CHECKING:
    from engine.commands.writing import Writing
    from engine.runtime import effects as e


def user_task_created(writing: Writing, effect: e.UserTaskCreated) -> None:
    """Offer a user task."""
    instance, work = writing.process_instance, writing.work
    element = work.resources.model(instance.process_definition_key).elements[effect.element_id]
    task = UserTask(
        key=effect.key,
        process_instance_key=instance.key,
        root_process_instance_key=instance.root_process_instance_key,
        process_definition_key=instance.process_definition_key,
        process_id=instance.process_id,
        process_version=instance.version,
        element_id=effect.element_id,
        element_instance_key=effect.element_instance_key,
        name=effect.name or effect.element_id,
        state=UserTaskState.CREATING if effect.is_creating else UserTaskState.CREATED,
        created_at=work.now,
        assignee=effect.assignee,
        candidate_groups=list(effect.candidate_groups),
        candidate_users=list(effect.candidate_users),
        due_at=effect.due_at,
        follow_up_at=effect.follow_up_at,
        priority=effect.priority,
        form_key=effect.form_key,
        external_form_reference=effect.external_reference,
        headers=dict(effect.headers),
        duty=duty_rule(element.properties).duty,
    )
    writing.changes.user_tasks[task.element_instance_key] = task
    writing.changes.new_user_tasks.append(task)


def user_task_offered(writing: Writing, effect: e.UserTaskOffered) -> None:
    """Let people act on a user task."""
    _user_task(writing, effect.element_instance_key).offer()


def user_task_held(writing: Writing, effect: e.UserTaskHeld) -> None:
    """Hold a user task while listeners work."""
    _user_task(writing, effect.element_instance_key).hold(UserTaskState(effect.state))


def user_task_changed(writing: Writing, effect: e.UserTaskChanged) -> None:
    """Set what listeners agreed to or corrected."""
    task = _user_task(writing, effect.element_instance_key)
    task.correct(effect.changes, writing.work.now)
    if effect.changes.keys() & {"candidate_groups", "candidate_users"}:
        replace_candidates(writing.work.uow.connection, task)


def user_task_completed(writing: Writing, effect: e.UserTaskCompleted) -> None:
    """Finish a user task."""
    _user_task(writing, effect.element_instance_key).complete(writing.work.now)


def user_task_change_denied(writing: Writing, effect: e.UserTaskChangeDenied) -> None:
    """Give a user task back as it was: a listener refused what was asked."""
    _user_task(writing, effect.element_instance_key).offer()


def user_task_canceled(writing: Writing, effect: e.UserTaskCanceled) -> None:
    """Withdraw a user task."""
    task = writing.changes.user_tasks.get(effect.element_instance_key)
    if task is None:
        writing.changes.canceled_user_tasks.add(effect.element_instance_key)
    else:
        task.cancel(writing.work.now)


def job_created(writing: Writing, effect: e.JobCreated) -> None:
    """Offer a job."""
    instance, now = writing.process_instance, writing.work.now
    writing.changes.jobs[effect.key] = Job(
        key=effect.key,
        type=effect.type,
        state=JobState.CREATED,
        process_instance_key=instance.key,
        root_process_instance_key=instance.root_process_instance_key,
        process_definition_key=instance.process_definition_key,
        process_id=instance.process_id,
        process_version=instance.version,
        element_id=effect.element_id,
        element_instance_key=effect.element_instance_key,
        retries=effect.retries,
        created_at=now,
        due_at=now,
        kind=effect.kind.value,
        listener_event=effect.listener_event,
        headers=dict(effect.headers),
        precedence=-effect.priority,
    )
    writing.work.uow.wakes_drain = True


def jobs_canceled(writing: Writing, effect: e.JobsCanceled) -> None:
    """Withdraw an element instance's jobs, those offered by this very command included."""
    writing.changes.canceled_jobs.add(effect.element_instance_key)
    for job in writing.changes.jobs.values():
        if job.element_instance_key == effect.element_instance_key and job.state is JobState.CREATED:
            job.cancel(writing.work.now)


def job_offered(writing: Writing, effect: e.JobOffered) -> None:
    """Offer a failed job again."""
    job = writing.changes.jobs.get(effect.key) or lock_job(writing.work.uow.connection, effect.key)
    if job is not None and job.state is not JobState.CREATED:
        job.offer_again(writing.work.now)
    if job is not None:
        writing.changes.jobs[job.key] = job
        writing.work.uow.wakes_drain = True


def incident_raised(writing: Writing, effect: e.IncidentRaised) -> None:
    """Ask for an operator."""
    instance = writing.process_instance
    writing.changes.incidents[effect.key] = Incident(
        key=effect.key,
        process_instance_key=instance.key,
        root_process_instance_key=instance.root_process_instance_key,
        process_definition_key=instance.process_definition_key,
        process_id=instance.process_id,
        element_id=effect.element_id,
        element_instance_key=effect.element_instance_key,
        error_type=effect.error_type.value,
        error_message=effect.message,
        state=IncidentState.ACTIVE,
        created_at=writing.work.now,
        job_key=effect.job_key,
    )


def incident_resolved(writing: Writing, effect: e.IncidentResolved) -> None:
    """Close an incident."""
    incident = writing.changes.incidents.get(effect.key)
    if incident is None:
        writing.changes.resolved_incidents[effect.key] = writing.work.actor.user_name
    elif incident.state is IncidentState.ACTIVE:
        incident.resolve(writing.work.now, writing.work.actor.user_name)


def _user_task(writing: Writing, element_instance_key: int) -> UserTask:
    known = writing.changes.user_tasks.get(element_instance_key)
    if known is not None:
        return known
    found = find_user_task_of_element(writing.work.uow.connection, element_instance_key)
    if found is None:
        raise NotFound("user task of the element instance", element_instance_key)
    writing.changes.user_tasks[element_instance_key] = found
    return found
