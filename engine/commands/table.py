"""Which function does which command, and which prepares one."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.commands import clock_control, control_batch, emergency_access, notices, run_continuation, users
from engine.commands.activate_in_ad_hoc import ActivateInAdHoc, activate_in_ad_hoc
from engine.commands.activate_jobs import ActivateJobs, activate_jobs
from engine.commands.add_comment import AddComment, add_comment
from engine.commands.assign_business_id import AssignBusinessId, assign_business_id
from engine.commands.assign_user_task import AssignUserTask, UnassignUserTask, assign_user_task, unassign_user_task
from engine.commands.broadcast_signal import BroadcastSignal, broadcast_signal
from engine.commands.cancel_instance import CancelInstance, cancel_instance
from engine.commands.claim_user_task import ClaimUserTask, claim_user_task
from engine.commands.cleaning import Clean, clean
from engine.commands.complete_job import CompleteJob, complete_job
from engine.commands.complete_user_task import CompleteUserTask, complete_user_task
from engine.commands.correlate_message import CorrelateMessage, correlate_message
from engine.commands.delete_resource import DeleteResource, delete_resource
from engine.commands.deploy import Deploy, DeployParsed, deploy_parsed, parse_deployment
from engine.commands.erase_details import EraseDetails, erase_details
from engine.commands.evaluate_conditions import EvaluateConditions, evaluate_conditions
from engine.commands.evaluate_decision import EvaluateDecision, KeepEvaluation, evaluate_decision, keep_evaluation
from engine.commands.fail_job import FailJob, fail_job
from engine.commands.fire_timer import FireTimer, FireTimers, PostponeTimer, fire_timer, fire_timers, postpone_timer
from engine.commands.legal_hold import LiftHold, PlaceHold, lift_hold, place_hold
from engine.commands.migrate_instance import MigrateInstance, migrate_instance
from engine.commands.modify_instance import ModifyInstance, modify_instance
from engine.commands.publish_message import PublishMessage, publish_message
from engine.commands.record_access import RecordAccess, record_access
from engine.commands.record_refusal import RecordRefusal, record_refusal
from engine.commands.register_export import RegisterExport, register_export
from engine.commands.reserve_number import ReserveNumber, reserve_number
from engine.commands.resolve_incident import ResolveIncident, resolve_incident
from engine.commands.resume_instance import ResumeInstance, resume_instance
from engine.commands.retention_policies import SetRetentionPolicy, set_retention_policy
from engine.commands.revert_migration import RevertMigration, revert_migration
from engine.commands.save_draft import SaveDraft, save_draft
from engine.commands.saved_searches import DeleteSearch, SaveSearch, delete_search, save_search
from engine.commands.set_variables import SetVariables, set_variables
from engine.commands.start_batch import StartBatch, start_batch
from engine.commands.start_instance import StartInstance, start_instance
from engine.commands.store_document import StoreDocument, store_document
from engine.commands.suspend_instance import SuspendInstance, suspend_instance
from engine.commands.throw_job_error import ThrowJobError, throw_job_error
from engine.commands.update_job import UpdateJob, update_job
from engine.commands.update_user_task import UpdateUserTask, update_user_task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.commands.command import Work

COMMANDS: Mapping[type[Any], Callable[[Any, Work], Any]] = MappingProxyType(
    {
        ActivateInAdHoc: activate_in_ad_hoc,
        ActivateJobs: activate_jobs,
        AddComment: add_comment,
        AssignBusinessId: assign_business_id,
        AssignUserTask: assign_user_task,
        BroadcastSignal: broadcast_signal,
        CancelInstance: cancel_instance,
        ClaimUserTask: claim_user_task,
        Clean: clean,
        CompleteJob: complete_job,
        CompleteUserTask: complete_user_task,
        CorrelateMessage: correlate_message,
        DeleteResource: delete_resource,
        DeleteSearch: delete_search,
        DeployParsed: deploy_parsed,
        EvaluateConditions: evaluate_conditions,
        EraseDetails: erase_details,
        FailJob: fail_job,
        FireTimer: fire_timer,
        FireTimers: fire_timers,
        KeepEvaluation: keep_evaluation,
        LiftHold: lift_hold,
        MigrateInstance: migrate_instance,
        ModifyInstance: modify_instance,
        PlaceHold: place_hold,
        PostponeTimer: postpone_timer,
        PublishMessage: publish_message,
        RecordAccess: record_access,
        RecordRefusal: record_refusal,
        RegisterExport: register_export,
        ReserveNumber: reserve_number,
        ResolveIncident: resolve_incident,
        ResumeInstance: resume_instance,
        RevertMigration: revert_migration,
        SaveDraft: save_draft,
        SaveSearch: save_search,
        SetRetentionPolicy: set_retention_policy,
        SetVariables: set_variables,
        StartBatch: start_batch,
        StartInstance: start_instance,
        StoreDocument: store_document,
        SuspendInstance: suspend_instance,
        ThrowJobError: throw_job_error,
        UnassignUserTask: unassign_user_task,
        UpdateJob: update_job,
        UpdateUserTask: update_user_task,
        clock_control.PinClock: clock_control.pin_clock,
        clock_control.ResetClock: clock_control.reset_clock,
        emergency_access.AnswerAccess: emergency_access.answer_access,
        emergency_access.EndAccess: emergency_access.end_access,
        emergency_access.ExpireAccess: emergency_access.expire_access,
        emergency_access.ReadInEmergency: emergency_access.read_in_emergency,
        emergency_access.RequestAccess: emergency_access.request_access,
        control_batch.CancelBatch: control_batch.cancel_batch,
        control_batch.ResumeBatch: control_batch.resume_batch,
        control_batch.SuspendBatch: control_batch.suspend_batch,
        notices.MarkNotificationsRead: notices.mark_notifications_read,
        notices.Notify: notices.notify,
        run_continuation.PostponeContinuation: run_continuation.postpone_continuation,
        run_continuation.RunContinuation: run_continuation.run_continuation,
        users.ChangeMemberships: users.change_memberships,
        users.CreateGroup: users.create_group,
        users.CreateUser: users.create_user,
        users.DeactivateUser: users.deactivate_user,
        users.IssueToken: users.issue_token,
        users.SaveUnits: users.save_units,
        users.SetPassword: users.set_password,
    },
)
PREPARED: Mapping[type[Any], Callable[[Any, Work], Any]] = MappingProxyType(
    {
        Deploy: parse_deployment,
        EvaluateDecision: evaluate_decision,
    }
)
"""What takes long and writes nothing is done first, in a read: each returns the command that then writes."""
