"""What a command may do to a process instance: each function puts its first steps on the execution's queue; `run` then takes them.

execution = Execution(process_instance, resources, reader, now=..., new_key=..., evaluation=...)
complete_user_task(execution, user_task.element_instance_key, variables)
effects = execution.run()
"""

from __future__ import annotations

from engine.runtime.ad_hoc_leading import NextSteps
from engine.runtime.answers import (
    JobReference,
    change_user_task,
    complete_job,
    complete_user_task,
    raise_incident,
    raise_job_incident,
    resolve_incident,
    throw_job_error,
)
from engine.runtime.arrivals import DueTimer, called_process_ended, fire_timer, trigger_subscription
from engine.runtime.compensation import undo_process
from engine.runtime.starting import start, start_at
from engine.runtime.steering import (
    activate_element,
    activate_in_ad_hoc,
    continue_instance,
    resume_instance,
    set_variables,
    terminate,
    terminate_element,
)

__all__ = [
    "DueTimer",
    "JobReference",
    "NextSteps",
    "activate_element",
    "activate_in_ad_hoc",
    "called_process_ended",
    "change_user_task",
    "complete_job",
    "complete_user_task",
    "continue_instance",
    "fire_timer",
    "raise_incident",
    "raise_job_incident",
    "resolve_incident",
    "resume_instance",
    "set_variables",
    "start",
    "start_at",
    "terminate",
    "terminate_element",
    "throw_job_error",
    "trigger_subscription",
    "undo_process",
]
