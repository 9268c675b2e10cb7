"""What an execution asks the store to write: facts in the past tense; facts about one entity are one insert or one update.

They are to be written in their order: rows before what refers to them, timers and subscriptions that close before those that open.
"""

from __future__ import annotations

from engine.runtime.history_effects import (
    NO_DATA,
    HistoryRecorded,
    HistoryType,
)
from engine.runtime.outward_effects import (
    CalledProcessOutcome,
    CalledProcessRequested,
    CalledProcessTerminated,
    ContinuationRequested,
    MessageThrown,
    ParentNotified,
    SignalThrown,
)
from engine.runtime.row_effects import (
    ElementInstanceChanged,
    ElementInstanceCreated,
    InputChunksDeleted,
    InputChunkStored,
    ProcessInstanceChanged,
    ProcessInstanceCreated,
    VariableChanged,
    VariableCreated,
    WaitingTokenChanged,
    WaitingTokenCreated,
)
from engine.runtime.wait_effects import (
    ConditionChanged,
    SubscriptionClosed,
    SubscriptionKind,
    SubscriptionOpened,
    SubscriptionsClosed,
    TimerFired,
    TimersCanceled,
    TimerScheduled,
)
from engine.runtime.work_effects import (
    DecisionEvaluated,
    IncidentRaised,
    IncidentResolved,
    IncidentType,
    JobCreated,
    JobKind,
    JobOffered,
    JobsCanceled,
    UserTaskCanceled,
    UserTaskChanged,
    UserTaskChangeDenied,
    UserTaskCompleted,
    UserTaskCreated,
    UserTaskHeld,
    UserTaskOffered,
)

Effect = (
    ProcessInstanceCreated
    | ProcessInstanceChanged
    | ElementInstanceCreated
    | ElementInstanceChanged
    | VariableCreated
    | VariableChanged
    | WaitingTokenCreated
    | WaitingTokenChanged
    | UserTaskCreated
    | UserTaskOffered
    | UserTaskHeld
    | UserTaskChanged
    | UserTaskCompleted
    | UserTaskChangeDenied
    | UserTaskCanceled
    | JobCreated
    | JobsCanceled
    | JobOffered
    | TimerScheduled
    | TimerFired
    | TimersCanceled
    | SubscriptionOpened
    | ConditionChanged
    | SubscriptionClosed
    | SubscriptionsClosed
    | IncidentRaised
    | IncidentResolved
    | MessageThrown
    | SignalThrown
    | CalledProcessRequested
    | CalledProcessTerminated
    | ParentNotified
    | DecisionEvaluated
    | InputChunkStored
    | InputChunksDeleted
    | ContinuationRequested
    | HistoryRecorded
)

__all__ = [
    "NO_DATA",
    "CalledProcessOutcome",
    "CalledProcessRequested",
    "CalledProcessTerminated",
    "ConditionChanged",
    "ContinuationRequested",
    "DecisionEvaluated",
    "Effect",
    "ElementInstanceChanged",
    "ElementInstanceCreated",
    "HistoryRecorded",
    "HistoryType",
    "IncidentRaised",
    "IncidentResolved",
    "IncidentType",
    "InputChunkStored",
    "InputChunksDeleted",
    "JobCreated",
    "JobKind",
    "JobOffered",
    "JobsCanceled",
    "MessageThrown",
    "ParentNotified",
    "ProcessInstanceChanged",
    "ProcessInstanceCreated",
    "SignalThrown",
    "SubscriptionClosed",
    "SubscriptionKind",
    "SubscriptionOpened",
    "SubscriptionsClosed",
    "TimerFired",
    "TimerScheduled",
    "TimersCanceled",
    "UserTaskCanceled",
    "UserTaskChangeDenied",
    "UserTaskChanged",
    "UserTaskCompleted",
    "UserTaskCreated",
    "UserTaskHeld",
    "UserTaskOffered",
    "VariableChanged",
    "VariableCreated",
    "WaitingTokenChanged",
    "WaitingTokenCreated",
]
