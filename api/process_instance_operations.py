"""What operators do to running process instances over REST: suspend, resume, modify, migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.reasons import REASON, reason_given
from api.routing import Routes
from engine.commands import ResumeInstance, SuspendInstance
from engine.identity import Permission

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Operations")


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/suspension",
    "suspendProcessInstance",
    "Suspend a process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def suspend_process_instance(call: Call, process_instance_key: int) -> None:
    """Hold it: nothing in it moves until it is resumed."""
    call.engine.execute(SuspendInstance(process_instance_key, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/resumption",
    "resumeProcessInstance",
    "Resume a suspended process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def resume_process_instance(call: Call, process_instance_key: int) -> None:
    """Let it move again."""
    call.engine.execute(ResumeInstance(process_instance_key, reason_given(call)), call.actor)
