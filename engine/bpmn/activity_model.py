"""What an activity does and how often: loops, mappings, jobs, listeners, user tasks, scripts, decisions, calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.bpmn.value import NOTHING, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    import feel
    from engine.bpmn.event_model import EventDefinition


class MultiInstanceBehavior(StrEnum):
    """Which events children of a multi-instance throw on completion (BPMN 2.0 §10.3.8, `behavior`)."""

    NONE = "None"
    ONE = "One"
    ALL = "All"
    COMPLEX = "Complex"


@dataclass(frozen=True, slots=True)
class ComplexBehavior:
    """One complexBehaviorDefinition: when `condition` holds on a child's completion, throw `event`."""

    condition: feel.Expression
    event: EventDefinition | None


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """Multi-instance characteristics: over `input_collection`, or `cardinality` times."""

    sequential: bool
    input_collection: Value | None = None
    input_element: str | None = None
    cardinality: Value | None = None
    output_collection: str | None = None
    output_element: Value | None = None
    completion_condition: feel.Expression | None = None
    behavior: MultiInstanceBehavior = MultiInstanceBehavior.ALL
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None
    complex_behaviors: tuple[ComplexBehavior, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """A while (`test_before`) or until loop; `maximum` None: unbounded (BPMN 2.0 §10.3.8)."""

    condition: feel.Expression | None
    test_before: bool
    maximum: int | None


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """zeebe:input or zeebe:output: evaluate `source`, write it to the (dotted) `target`."""

    source: Value
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobDefinition:
    """What a worker is asked to do: job type and number of tries (FEEL allowed), fixed headers."""

    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    priority: Value | None = None


class ListenerEvent(StrEnum):
    """When a listener job runs: execution listeners before all, at start, end and cancel, task listeners at the rest."""

    BEFORE_ALL = "beforeAll"
    """Of a multi-instance: once, before its items are evaluated."""
    START = "start"
    END = "end"
    CANCEL = "cancel"
    """Of a process: when it is terminated, everything inside it having ended."""
    CREATING = "creating"
    ASSIGNING = "assigning"
    UPDATING = "updating"
    COMPLETING = "completing"
    CANCELING = "canceling"

    @property
    def word(self) -> str:
        """The event in the words of the REST API."""
        return self.name


@dataclass(frozen=True, slots=True)
class Listener:
    """An execution or task listener: a job done at a moment of the element's life."""

    event: ListenerEvent
    type: Value
    retries: Value
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class UserTaskDefinition:
    """Who may do a user task, until when, and with which form; expressions give strings, lists of strings or ISO 8601 times."""

    assignee: Value | None = None
    candidate_groups: Value | None = None
    candidate_users: Value | None = None
    due_date: Value | None = None
    follow_up_date: Value | None = None
    priority: Value | None = None
    form_id: str | None = None
    form_binding: Binding | None = None
    embedded_form: str | None = None
    external_reference: Value | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)


class BindingType(StrEnum):
    """Which version a call, decision or form reference means."""

    LATEST = "latest"
    DEPLOYMENT = "deployment"
    VERSION_TAG = "versionTag"


@dataclass(frozen=True, slots=True)
class Binding:
    """A binding type; `version_tag` only for VERSION_TAG."""

    type: BindingType = BindingType.LATEST
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class ScriptDefinition:
    """A FEEL script task: its value goes to `result_variable`."""

    expression: feel.Expression
    result_variable: str


@dataclass(frozen=True, slots=True)
class CalledDecision:
    """A business rule task's decision."""

    decision_id: Value
    result_variable: str
    binding: Binding = Binding()


@dataclass(frozen=True, slots=True)
class CalledElement:
    """A call activity's process (or global task) and which variables travel."""

    process_id: Value
    propagate_all_parent_variables: bool = True
    propagate_all_child_variables: bool = False
    binding: Binding = Binding()
    business_id: Value | None = None


@dataclass(frozen=True, slots=True)
class LinkedResource:
    """A deployed resource that a job's worker gets the key of, under a link name."""

    resource_id: Value
    resource_type: str
    link_name: str
    binding: Binding = Binding()


@dataclass(frozen=True, slots=True)
class AdHoc:
    """Ad-hoc sub-process settings (BPMN 2.0 §13.3.5)."""

    sequential: bool
    completion_condition: feel.Expression | None
    cancel_remaining_instances: bool
    active_elements_collection: feel.Expression | None = None
    output_collection: str | None = None
    output_element: Value | None = None
    starts_all: bool = True
    """Without a collection everything inside starts that can (BPMN); in Camunda 8's dialect nothing does."""
    is_led_by_jobs: bool = False
    """A worker decides what is activated and when it is done."""

    @property
    def keeps_apart(self) -> bool:
        """Whether each activation has a scope of its own."""
        return self.is_led_by_jobs or self.output_collection is not None
