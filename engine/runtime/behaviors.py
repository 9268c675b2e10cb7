"""Which behavior each type of element has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.runtime import ad_hoc, call_activity, events, gateways, multi_instance, sub_process, tasks
from engine.runtime.behavior import Behavior

if TYPE_CHECKING:
    from collections.abc import Mapping

BEHAVIORS: Mapping[ElementType, Behavior] = {
    ElementType.PROCESS: sub_process.Process(),
    ElementType.SUB_PROCESS: sub_process.SubProcess(),
    ElementType.TRANSACTION: sub_process.SubProcess(),
    ElementType.EVENT_SUB_PROCESS: sub_process.EventSubProcess(),
    ElementType.AD_HOC_SUB_PROCESS: ad_hoc.AdHocSubProcess(),
    ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE: ad_hoc.InnerInstance(),
    ElementType.MULTI_INSTANCE_BODY: multi_instance.Body(),
    ElementType.CALL_ACTIVITY: call_activity.CallActivity(),
    ElementType.TASK: Behavior(),
    ElementType.MANUAL_TASK: Behavior(),
    ElementType.USER_TASK: tasks.UserTask(),
    ElementType.SERVICE_TASK: tasks.JobTask(),
    ElementType.SCRIPT_TASK: tasks.ScriptTask(),
    ElementType.BUSINESS_RULE_TASK: tasks.BusinessRuleTask(),
    ElementType.SEND_TASK: tasks.SendTask(),
    ElementType.RECEIVE_TASK: tasks.ReceiveTask(),
    ElementType.START_EVENT: events.StartEvent(),
    ElementType.INTERMEDIATE_CATCH_EVENT: events.CatchEvent(),
    ElementType.BOUNDARY_EVENT: Behavior(),
    ElementType.INTERMEDIATE_THROW_EVENT: events.ThrowEvent(),
    ElementType.END_EVENT: events.ThrowEvent(),
    ElementType.EXCLUSIVE_GATEWAY: gateways.ExclusiveGateway(),
    ElementType.PARALLEL_GATEWAY: gateways.ParallelGateway(),
    ElementType.INCLUSIVE_GATEWAY: gateways.InclusiveGateway(),
    ElementType.EVENT_BASED_GATEWAY: gateways.EventBasedGateway(),
    ElementType.COMPLEX_GATEWAY: gateways.ComplexGateway(),
}
