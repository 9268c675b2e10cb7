"""Rows in dictionaries, read as fresh copies and written by effects only, as a database would: for tests and for comparing engines."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.model.variable import UNLOADED, Variable
from engine.runtime import effects as e
from engine.runtime.ports import ConditionSubscription, SignalSubscription, UserTaskFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engine.model.element_instance import ElementInstance
    from engine.model.process_instance import ProcessInstance
    from engine.model.waiting_token import WaitingToken


_TOLD = ("assignee", "candidate_groups", "candidate_users", "due_at", "follow_up_at", "priority", "form_key", "headers")


@dataclass
class Work:
    """A user task or job with its state."""

    created: Any
    process_instance_key: int
    state: str = "CREATED"


@dataclass
class Rows:
    """Every table."""

    process_instances: dict[int, ProcessInstance] = field(default_factory=dict)
    element_instances: dict[int, ElementInstance] = field(default_factory=dict)
    variables: dict[int, Variable] = field(default_factory=dict)
    variable_keys: dict[tuple[int, str], int] = field(default_factory=dict)
    """The unique key of the table: scope and name."""
    tokens: dict[tuple[int, str, str], WaitingToken] = field(default_factory=dict)
    user_tasks: dict[int, Work] = field(default_factory=dict)
    jobs: dict[int, Work] = field(default_factory=dict)
    timers: dict[int, e.TimerScheduled] = field(default_factory=dict)
    subscriptions: dict[int, e.SubscriptionOpened] = field(default_factory=dict)
    incidents: dict[int, e.IncidentRaised] = field(default_factory=dict)
    chunks: dict[tuple[int, int], Sequence[object]] = field(default_factory=dict)
    continuations: list[tuple[int, e.Effect]] = field(default_factory=list)
    decisions: list[e.DecisionEvaluated] = field(default_factory=list)
    history: list[tuple[int, e.HistoryRecorded]] = field(default_factory=list)


class MemoryReader:
    """The StateReader of one process instance; `large` is the size in characters above which a value is not read at once."""

    def __init__(self, rows: Rows, process_instance_key: int, large: int = 8192) -> None:
        self.rows = rows
        self.key = process_instance_key
        self.large = large
        self.calls: Counter[str] = Counter()

    def scope_chain(self, element_instance_key: int) -> Sequence[ElementInstance]:
        """Return the element instance and its enclosing ones."""
        self.calls["scope_chain"] += 1
        chain: list[ElementInstance] = []
        key: int | None = element_instance_key
        while key is not None and key in self.rows.element_instances:
            chain.append(copy.copy(self.rows.element_instances[key]))
            key = chain[-1].scope_key
        return chain

    def process_instance(self, key: int) -> ProcessInstance | None:
        """Return a process instance."""
        return copy.copy(self.rows.process_instances.get(key))

    def active_children(self, scope_key: int, *, after_key: int, limit: int) -> Sequence[ElementInstance]:
        """Return the next living children."""
        self.calls["active_children"] += 1
        rows = (r for r in self._live() if r.scope_key == scope_key and r.key > after_key and r.state.value != "TERMINATING")
        return [copy.copy(row) for row in sorted(rows, key=lambda r: r.key)[:limit]]

    def active_element_counts(self, scope_key: int) -> Mapping[str, int]:
        """Return how many living instances each element has."""
        self.calls["active_element_counts"] += 1
        return Counter(row.element_id for row in self._live() if row.scope_key == scope_key)

    def active_instances(self, scope_key: int, element_id: str) -> Sequence[ElementInstance]:
        """Return the living instances of an element."""
        return [copy.copy(r) for r in self._live() if r.scope_key == scope_key and r.element_id == element_id]

    def waiting_tokens(self, scope_key: int) -> Sequence[WaitingToken]:
        """Return the tokens that wait in the scope."""
        self.calls["waiting_tokens"] += 1
        return [copy.copy(token) for token in self.rows.tokens.values() if token.scope_key == scope_key]

    def scopes_with_tokens_at(self, element_ids: Collection[str]) -> Sequence[int]:
        """Return the scopes in which tokens wait at one of these elements."""
        tokens = self.rows.tokens.values()
        return [t.scope_key for t in tokens if t.process_instance_key == self.key and t.element_id in element_ids]

    def variables(self, scope_keys: Sequence[int]) -> Sequence[Variable]:
        """Return the variables of the scopes."""
        self.calls["variables"] += 1
        found = [copy.copy(v) for v in self.rows.variables.values() if v.scope_key in scope_keys]
        for variable in found:
            if len(repr(variable.value)) > self.large:
                variable.value = UNLOADED
        return found

    def variable_value(self, variable_key: int) -> object:
        """Return one value."""
        return copy.deepcopy(self.rows.variables[variable_key].value)

    def condition_subscriptions(self) -> Sequence[ConditionSubscription]:
        """Return the open conditions."""
        return [
            ConditionSubscription(s.key, s.element_instance_key, s.element_id, s.event_index, s.is_interrupting, s.is_true)
            for s in self.rows.subscriptions.values()
            if s.kind is e.SubscriptionKind.CONDITION and self._owner(s.element_instance_key) == self.key
        ]

    def signal_subscriptions(self, host_keys: Sequence[int], name: str) -> Sequence[SignalSubscription]:
        """Return who waits for a signal at these element instances."""
        return [
            SignalSubscription(s.key, s.element_instance_key, s.element_id, s.event_index)
            for s in self.rows.subscriptions.values()
            if s.kind is e.SubscriptionKind.SIGNAL and s.name == name and s.element_instance_key in host_keys
        ]

    def last_compensable(self, scope_key: int, element_id: str | None, *, below: int | None) -> ElementInstance | None:
        """Return the child that completed last and can be undone."""
        rows = [
            row
            for row in self.rows.element_instances.values()
            if row.scope_key == scope_key and row.compensation_order is not None and element_id in (None, row.element_id)
        ]
        rows = [row for row in rows if below is None or (row.compensation_order or 0) < below]
        return copy.copy(max(rows, key=lambda row: row.compensation_order or 0, default=None))

    def outputs(self, body_key: int) -> Sequence[tuple[int, object]]:
        """Return the outputs of the children."""
        rows = [r for r in self.rows.element_instances.values() if r.scope_key == body_key and r.state.value == "COMPLETED"]
        return sorted(((row.loop_counter, row.output) for row in rows), key=lambda pair: pair[0])

    def input_chunk(self, body_key: int, number: int) -> Sequence[object]:
        """Return a stored part of the input."""
        self.calls["input_chunk"] += 1
        return self.rows.chunks[body_key, number]

    def user_task(self, element_instance_key: int) -> UserTaskFacts | None:
        """Return the user task of an element instance."""
        for work in self.rows.user_tasks.values():
            if work.created.element_instance_key == element_instance_key:
                return UserTaskFacts(work.created.key, **{name: getattr(work.created, name) for name in _TOLD})
        return None

    def owed(self, *, limit: int) -> Sequence[ElementInstance]:
        """Return what is owed a step."""
        rows = (row for row in self.rows.element_instances.values() if row.process_instance_key == self.key and row.is_owed)
        return [copy.copy(row) for row in sorted(rows, key=lambda r: r.key)[:limit]]

    def _live(self) -> list[ElementInstance]:
        return [row for row in self.rows.element_instances.values() if not row.is_final]

    def _owner(self, element_instance_key: int) -> int:
        return self.rows.element_instances[element_instance_key].process_instance_key
