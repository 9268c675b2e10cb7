"""Everything that can be asked of the engine: commands, their results, and the Engine that executes them."""

from engine.bpmn.process_model import Element, ProcessModel
from engine.commands.activate_in_ad_hoc import ActivateInAdHoc
from engine.commands.activate_jobs import ActivatedJob, ActivateJobs
from engine.commands.add_comment import AddComment
from engine.commands.assign_business_id import AssignBusinessId
from engine.commands.assign_user_task import AssignUserTask, UnassignUserTask
from engine.commands.broadcast_signal import BroadcastSignal
from engine.commands.cancel_instance import CancelInstance
from engine.commands.case_integrity import CaseIntegrity, case_integrity
from engine.commands.claim_user_task import ClaimUserTask
from engine.commands.clock_control import PinClock, ResetClock
from engine.commands.command import Command
from engine.commands.complete_job import CompleteJob
from engine.commands.complete_user_task import CompleteUserTask
from engine.commands.control_batch import CancelBatch, ResumeBatch, SuspendBatch
from engine.commands.correlate_message import CorrelatedMessage, CorrelateMessage
from engine.commands.delete_resource import DeleteResource
from engine.commands.deploy import Deploy, DeployedFile, DeploymentResult
from engine.commands.deployment_warnings import DeploymentWarning
from engine.commands.emergency_access import AnswerAccess, EndAccess, RequestAccess, ask_for_case
from engine.commands.engine import Engine
from engine.commands.evaluate_conditions import EvaluateConditions, StartedByCondition
from engine.commands.evaluate_decision import EvaluatedByRequest, EvaluateDecision
from engine.commands.evaluate_expression import evaluate_expression
from engine.commands.expiry import erase_case, expired_cases
from engine.commands.fail_job import FailJob
from engine.commands.legal_hold import LiftHold, PlaceHold
from engine.commands.migrate_instance import MigrateInstance
from engine.commands.modify_instance import Activation, ModifyInstance, Move, MoveScope, ScopedVariables, Termination
from engine.commands.note_reading import note_case_opened, note_document_opened, read_case_as, read_document_as
from engine.commands.notices import MarkNotificationsRead, Notify
from engine.commands.plan_migration import BlockedCase, MigrationReport, Place, plan_migration
from engine.commands.publish_message import PublishMessage
from engine.commands.reasons import LONGEST_REASON, SHORTEST_REASON
from engine.commands.record_access import AccessType, RecordAccess
from engine.commands.register_export import FileMark, RegisterExport
from engine.commands.reserve_number import ReserveNumber
from engine.commands.resolve_incident import ResolveIncident
from engine.commands.resume_instance import ResumeInstance
from engine.commands.retention_policies import KeptProcess, SetRetentionPolicy, Source, kept_processes
from engine.commands.revert_migration import RevertMigration
from engine.commands.save_draft import SaveDraft
from engine.commands.saved_searches import DeleteSearch, SaveSearch
from engine.commands.set_variables import SetVariables
from engine.commands.start_batch import BatchTarget, StartBatch
from engine.commands.start_instance import StartedInstance, StartInstance
from engine.commands.store_document import STORE_ID, StoreDocument, document_reference
from engine.commands.suspend_instance import SuspendInstance
from engine.commands.throw_job_error import ThrowJobError
from engine.commands.update_job import UpdateJob
from engine.commands.update_user_task import UpdateUserTask
from engine.commands.users import (
    ChangeMemberships,
    CreateGroup,
    CreateUser,
    DeactivateUser,
    IssueToken,
    SaveUnits,
    SetPassword,
    Unit,
)
from engine.identity import SYSTEM, Actor, Permission
from engine.identity.actor import SYSTEM_NAME
from engine.model.batch_operation import BatchOperationType
from engine.model.retention import ANY_PROCESS, Basis, DataKind
from engine.runtime.ad_hoc_leading import NextSteps

__all__ = [
    "ANY_PROCESS",
    "LONGEST_REASON",
    "SHORTEST_REASON",
    "STORE_ID",
    "SYSTEM",
    "SYSTEM_NAME",
    "AccessType",
    "ActivateInAdHoc",
    "ActivateJobs",
    "ActivatedJob",
    "Activation",
    "Actor",
    "AddComment",
    "AnswerAccess",
    "AssignBusinessId",
    "AssignUserTask",
    "Basis",
    "BatchOperationType",
    "BatchTarget",
    "BlockedCase",
    "BroadcastSignal",
    "CancelBatch",
    "CancelInstance",
    "CaseIntegrity",
    "ChangeMemberships",
    "ClaimUserTask",
    "Command",
    "CompleteJob",
    "CompleteUserTask",
    "CorrelateMessage",
    "CorrelatedMessage",
    "CreateGroup",
    "CreateUser",
    "DataKind",
    "DeactivateUser",
    "DeleteResource",
    "DeleteSearch",
    "Deploy",
    "DeployedFile",
    "DeploymentResult",
    "DeploymentWarning",
    "Element",
    "EndAccess",
    "Engine",
    "EvaluateConditions",
    "EvaluateDecision",
    "EvaluatedByRequest",
    "FailJob",
    "FileMark",
    "IssueToken",
    "KeptProcess",
    "LiftHold",
    "MarkNotificationsRead",
    "MigrateInstance",
    "MigrationReport",
    "ModifyInstance",
    "Move",
    "MoveScope",
    "NextSteps",
    "Notify",
    "Permission",
    "PinClock",
    "Place",
    "PlaceHold",
    "ProcessModel",
    "PublishMessage",
    "RecordAccess",
    "RegisterExport",
    "RequestAccess",
    "ReserveNumber",
    "ResetClock",
    "ResolveIncident",
    "ResumeBatch",
    "ResumeInstance",
    "RevertMigration",
    "SaveDraft",
    "SaveSearch",
    "SaveUnits",
    "ScopedVariables",
    "SetPassword",
    "SetRetentionPolicy",
    "SetVariables",
    "Source",
    "StartBatch",
    "StartInstance",
    "StartedByCondition",
    "StartedInstance",
    "StoreDocument",
    "SuspendBatch",
    "SuspendInstance",
    "Termination",
    "ThrowJobError",
    "UnassignUserTask",
    "Unit",
    "UpdateJob",
    "UpdateUserTask",
    "ask_for_case",
    "case_integrity",
    "document_reference",
    "erase_case",
    "evaluate_expression",
    "expired_cases",
    "kept_processes",
    "note_case_opened",
    "note_document_opened",
    "plan_migration",
    "read_case_as",
    "read_document_as",
]
