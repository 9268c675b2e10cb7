"""The kinds of recorded events in words, for those who read all of them."""

from __future__ import annotations

from web.translations import gettext


def event_word(event_type: str) -> str:
    """Return what an event of this type says happened; a type without a word keeps its name."""
    return event_words().get(event_type, event_type)


def event_words() -> dict[str, str]:
    """Return the words by type, in the reader's language; what the timeline has sentences for is not among them."""
    return {
        "BUSINESS_ID_ASSIGNED": gettext("Number given"),
        "CALLED_PROCESS_ENDED": gettext("Called process ended"),
        "CALLED_PROCESS_REQUESTED": gettext("Process called"),
        "COMPENSATION_THROWN": gettext("Undoing begun"),
        "CONDITION_MET": gettext("Condition met"),
        "DETAILS_ERASED": gettext("Personal details erased"),
        "ELEMENT_ACTIVATED": gettext("Step begun"),
        "ELEMENT_COMPLETED": gettext("Step completed"),
        "ELEMENT_HELD": gettext("Step held"),
        "ELEMENT_TERMINATED": gettext("Step ended early"),
        "ELEMENTS_ACTIVATED": gettext("Steps activated by request"),
        "ESCALATION_THROWN": gettext("Escalated"),
        "INCIDENT_REVIEWED": gettext("Looked at by an operator"),
        "JOB_CANCELED": gettext("Work of the system canceled"),
        "JOB_COMPLETED": gettext("Work of the system done"),
        "JOB_CREATED": gettext("Work of the system begun"),
        "JOB_FAILED": gettext("Work of the system failed"),
        "JOB_UPDATED": gettext("Work of the system changed"),
        "PROCESS_INSTANCE_MIGRATED": gettext("Moved to another version"),
        "PROCESS_INSTANCE_MIGRATION_REVERTED": gettext("Moved back to the version before"),
        "PROCESS_INSTANCE_MODIFIED": gettext("Changed by an operator"),
        "PROCESS_INSTANCE_RESUMED": gettext("Resumed"),
        "PROCESS_INSTANCE_SUSPENDED": gettext("Held"),
        "SEQUENCE_FLOW_TAKEN": gettext("Went on"),
        "SIGNAL_CAUGHT": gettext("Signal arrived"),
        "SIGNAL_THROWN": gettext("Signal sent"),
        "SUBSCRIPTION_OPENED": gettext("Waits for an event"),
        "TIMER_SCHEDULED": gettext("Time set"),
        "TRANSACTION_CANCELED": gettext("Transaction canceled"),
        **_of_user_tasks(),
        "VARIABLES_SET": gettext("Data corrected by an operator"),
        "VARIABLE_CREATED": gettext("Data recorded"),
        "VARIABLE_UPDATED": gettext("Data changed"),
    }


def _of_user_tasks() -> dict[str, str]:
    return {
        "USER_TASK_ASSIGNING": gettext("Task being assigned"),
        "USER_TASK_CANCELING": gettext("Task being withdrawn"),
        "USER_TASK_CHANGE_DENIED": gettext("Change denied"),
        "USER_TASK_COMPLETED": gettext("Task closed"),
        "USER_TASK_COMPLETING": gettext("Task being closed"),
        "USER_TASK_COMPLETION_DENIED": gettext("Completion denied"),
        "USER_TASK_OFFERED": gettext("Task offered"),
        "USER_TASK_UPDATING": gettext("Task being changed"),
    }
