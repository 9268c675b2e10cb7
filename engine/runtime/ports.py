"""What the runtime asks of the world: rows as they were when the command began, and deployed resources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    import feel
    from engine.bpmn.process_model import Binding, ProcessModel
    from engine.dmn import EvaluatedDecision
    from engine.model.element_instance import ElementInstance
    from engine.model.process_instance import ProcessInstance
    from engine.model.variable import Variable
    from engine.model.waiting_token import WaitingToken


@dataclass(frozen=True, slots=True)
class ConditionSubscription:
    """An open condition subscription; `is_true` says whether its condition held when it was last evaluated (None, never stored: not yet)."""

    key: int
    element_instance_key: int
    element_id: str
    event_index: int
    is_interrupting: bool
    is_true: bool | None


@dataclass(frozen=True, slots=True)
class SignalSubscription:
    """An open subscription to a signal."""

    key: int
    element_instance_key: int
    element_id: str
    event_index: int


@dataclass(frozen=True, slots=True)
class UserTaskFacts:
    """What listeners are told of a user task."""

    key: int
    assignee: str | None = None
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    form_key: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class StateReader(Protocol):
    """Rows of the locked process instance as committed; the runtime lays its own changes over them.

    Every method is one query whose cost follows from what it returns. The caller keeps what it was given, so the store
    need not keep an identity map; it hands out fresh entities that the runtime owns from then on.
    """

    def scope_chain(self, element_instance_key: int) -> Sequence[ElementInstance]:
        """Return the element instance and its enclosing ones, innermost first; empty when there is none.

        The key may belong to another process instance (an error looks for its handler in the calling ones).
        """

    def process_instance(self, key: int) -> ProcessInstance | None:
        """Return another process instance, read without a lock."""

    def active_children(self, scope_key: int, *, after_key: int, limit: int) -> Sequence[ElementInstance]:
        """Return children that have not ended and are not TERMINATING, by key, those greater than `after_key` only."""

    def active_element_counts(self, scope_key: int) -> Mapping[str, int]:
        """Return the ids of the scope's elements with instances that have not ended, and how many there are."""

    def active_instances(self, scope_key: int, element_id: str) -> Sequence[ElementInstance]:
        """Return the instances of one element in the scope that have not ended, by key (complex gateways, ad-hoc order)."""

    def waiting_tokens(self, scope_key: int) -> Sequence[WaitingToken]:
        """Return the tokens that wait in the scope (never more rows than its diagram has sequence flows)."""

    def scopes_with_tokens_at(self, element_ids: Collection[str]) -> Sequence[int]:
        """Return the keys of the process instance's scopes in which tokens wait at one of these elements."""

    def variables(self, scope_keys: Sequence[int]) -> Sequence[Variable]:
        """Return the variables of these scopes; values of more than 8 KiB as `UNLOADED`."""

    def variable_value(self, variable_key: int) -> object:
        """Return the JSON value of a variable that was `UNLOADED`."""

    def condition_subscriptions(self) -> Sequence[ConditionSubscription]:
        """Return the open condition subscriptions of the process instance, by key."""

    def signal_subscriptions(self, host_keys: Sequence[int], name: str) -> Sequence[SignalSubscription]:
        """Return the subscriptions of these element instances to a signal, by key."""

    def last_compensable(self, scope_key: int, element_id: str | None, *, below: int | None) -> ElementInstance | None:
        """Return the child with the greatest compensation_order (less than `below`, if given), of one element if given."""

    def outputs(self, body_key: int) -> Sequence[tuple[int, object]]:
        """Return (loop_counter, output) of the completed children of a multi-instance body, by loop_counter."""

    def input_chunk(self, body_key: int, number: int) -> Sequence[object]:
        """Return the items of a stored part of a multi-instance's input collection."""

    def user_task(self, element_instance_key: int) -> UserTaskFacts | None:
        """Return the open user task of an element instance."""

    def owed(self, *, limit: int) -> Sequence[ElementInstance]:
        """Return element instances of the process instance with `is_owed`, by key."""


class DecisionOutcome(Protocol):
    """What a decision evaluation gives; engine.dmn.DecisionResult is one."""

    @property
    def output(self) -> object:
        """The value."""

    @property
    def failure(self) -> str | None:
        """Why there is no value."""

    @property
    def decisions(self) -> Sequence[EvaluatedDecision]:
        """The decisions that were evaluated, required ones first."""


class DeployedDecision(Protocol):
    """A deployed decision that can be evaluated."""

    @property
    def key(self) -> int:
        """The key of the decision definition."""

    def evaluate(self, variables: Mapping[str, object], evaluation: feel.Evaluation) -> DecisionOutcome:
        """Evaluate the decision with its requirements."""


@dataclass(frozen=True, slots=True)
class CalledProcess:
    """A process definition that a call activity found."""

    process_definition_key: int
    process_id: str
    version: int


class Resources(Protocol):
    """Deployed resources, compiled once; `caller_key` is the process definition that refers to them (for `deployment` bindings)."""

    def model(self, process_definition_key: int) -> ProcessModel:
        """Return the process model of a definition."""

    def called_process(self, process_id: str, binding: Binding, caller_key: int) -> CalledProcess | None:
        """Return the version of the process that the binding means."""

    def decision(self, decision_id: str, binding: Binding, caller_key: int) -> DeployedDecision | None:
        """Return the version of the decision that the binding means."""

    def form_key(self, form_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return the key of the version of the form that the binding means."""

    def resource_key(self, resource_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return the key of the version of the generic resource that the binding means."""
