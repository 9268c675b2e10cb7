"""The authorization table: which group holds which permission; rights on single user tasks follow from their candidates."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Permission(StrEnum):
    """A right that does not depend on a single case."""

    DEPLOY = "deploy"
    READ_DEFINITIONS = "read_definitions"
    START_ANY_PROCESS = "start_any_process"
    READ_ALL_CASES = "read_all_cases"
    READ_SECRET_CASES = "read_secret_cases"  # noqa: S105 (secret cases, not a secret)
    """Cases marked ลับ, outside the case team."""
    COMPLETE_ANY_USER_TASK = "complete_any_user_task"
    """User tasks of definitions without duties; separation of duties is never overridden."""
    ASSIGN_USER_TASKS = "assign_user_tasks"
    OPERATE = "operate"
    """Cancel, suspend, modify and migrate cases, set variables, resolve incidents, update jobs."""
    OPERATE_UNEXPLAINED = "operate_unexplained"
    """Operate without giving a reason, which programs cannot always do; the history then says that none was given."""
    WORK_JOBS = "work_jobs"
    PUBLISH_MESSAGES = "publish_messages"
    EVALUATE_DECISIONS = "evaluate_decisions"
    CONTROL_CLOCK = "control_clock"
    MANAGE_USERS = "manage_users"
    AUDIT = "audit"
    RETAIN = "retain"
    """Set how long data is kept, hold cases back from expiry, erase."""
    APPROVE_ACCESS = "approve_access"
    """Answer somebody else who asks for emergency access to a case."""
    VIEW_METRICS = "view_metrics"


P = Permission
EVERYBODY: frozenset[Permission] = frozenset({P.READ_DEFINITIONS})

GRANTS: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "process.designer": frozenset({P.EVALUATE_DECISIONS}),
        "process.publisher": frozenset({P.DEPLOY, P.EVALUATE_DECISIONS}),
        "process.operator": frozenset(
            {P.OPERATE, P.READ_ALL_CASES, P.ASSIGN_USER_TASKS, P.PUBLISH_MESSAGES, P.EVALUATE_DECISIONS, P.VIEW_METRICS},
        ),
        "service.operator": frozenset({P.OPERATE, P.OPERATE_UNEXPLAINED, P.READ_ALL_CASES, P.VIEW_METRICS}),
        "service.worker": frozenset({P.WORK_JOBS, P.PUBLISH_MESSAGES, P.START_ANY_PROCESS, P.EVALUATE_DECISIONS}),
        "auditor": frozenset({P.AUDIT, P.READ_ALL_CASES, P.READ_SECRET_CASES}),
        "dpo": frozenset({P.RETAIN}),
        "secretary.general": frozenset({P.APPROVE_ACCESS}),
        "deputy.sg": frozenset({P.APPROVE_ACCESS}),
        "sys.admin": frozenset({P.MANAGE_USERS, P.VIEW_METRICS}),
        "demo.administrator": frozenset(Permission) - {P.AUDIT, P.READ_SECRET_CASES, P.RETAIN, P.APPROVE_ACCESS},
    },
)
"""Group id to what its members may do; everybody who is signed in holds EVERYBODY too."""


def groups_with(permission: Permission) -> frozenset[str]:
    """Return the groups whose members hold a permission."""
    return frozenset(group for group, granted in GRANTS.items() if permission in granted)


def permissions_of(groups: Iterable[str]) -> frozenset[Permission]:
    """Return the union of what the groups grant."""
    return EVERYBODY.union(*(GRANTS[group] for group in groups if group in GRANTS))
