"""What must hold after every command, whatever the diagram: model-based tests check it on any rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.memory.writing import OPEN
from engine.model.element_instance import ElementInstanceState
from engine.model.process_instance import ProcessInstanceState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.bpmn.process_model import ProcessModel
    from engine.memory.rows import Rows
    from engine.model.element_instance import ElementInstance


def check(rows: Rows, model_of: Callable[[int], ProcessModel]) -> None:
    """Raise AssertionError with every broken invariant."""
    broken = [
        *_scopes(rows),
        *_children(rows),
        *_work(rows),
        *_waits(rows),
        *_stuck(rows),
        *_process_instances(rows),
        *_tokens(rows, model_of),
    ]
    assert not broken, "\n".join(broken)


def _scopes(rows: Rows) -> Iterator[str]:
    for row in rows.element_instances.values():
        scope = rows.element_instances.get(row.scope_key) if row.scope_key is not None else None
        if row.scope_key is None:
            if row.key != row.process_instance_key:
                yield f"{row.element_id} has no scope"
        elif scope is None:
            yield f"{row.element_id} has an unknown scope"
        elif scope.is_final and not row.is_final:
            yield f"{row.element_id} is {row.state} in {scope.element_id}, which is {scope.state}"
        if row.is_final != (row.ended_at is not None):
            yield f"{row.element_id} is {row.state} but ended at {row.ended_at}"
        if row.is_final and row.is_owed:
            yield f"{row.element_id} is owed a step but is {row.state}"


def _children(rows: Rows) -> Iterator[str]:
    living = Counter(row.scope_key for row in rows.element_instances.values() if not row.is_final)
    for token in rows.tokens.values():
        living[token.scope_key] += token.count
    for row in rows.element_instances.values():
        if row.active_children != living[row.key]:
            yield f"{row.element_id} counts {row.active_children} children, but {living[row.key]} live"
        if row.element_type is ElementType.MULTI_INSTANCE_BODY and row.compensates_key is None:
            ended = Counter(r.state for r in rows.element_instances.values() if r.scope_key == row.key and r.is_final)
            counted = (row.completed, row.terminated)
            if counted != (ended[ElementInstanceState.COMPLETED], ended[ElementInstanceState.TERMINATED]):
                yield f"the body of {row.element_id} counts {counted}, but {dict(ended)} ended"


def _work(rows: Rows) -> Iterator[str]:
    open_states = OPEN
    for work in (*rows.user_tasks.values(), *rows.jobs.values()):
        host = rows.element_instances.get(work.created.element_instance_key)
        if work.state in open_states and (host is None or host.is_final):
            yield f"{type(work.created).__name__} at {work.created.element_id} is {work.state} although the element ended"
    for incident in rows.incidents.values():
        host = rows.element_instances[incident.element_instance_key]
        if host.is_final or host.incident_key != incident.key:
            yield f"an incident at {incident.element_id} does not belong to a living element instance"
    for row in rows.element_instances.values():
        if row.incident_key is not None and row.incident_key not in rows.incidents:
            yield f"{row.element_id} refers to an incident that is resolved"


def _waits(rows: Rows) -> Iterator[str]:
    for wait in (*rows.timers.values(), *rows.subscriptions.values()):
        host = rows.element_instances.get(wait.element_instance_key)
        if host is None or host.is_final:
            yield f"{type(wait).__name__} of {wait.element_id} is open although {host.element_id if host else 'nothing'} ended"
    for body_key, _ in rows.chunks:
        if rows.element_instances[body_key].is_final:
            yield f"input items of {rows.element_instances[body_key].element_id} are kept although it ended"


def _stuck(rows: Rows) -> Iterator[str]:
    """Nothing lives on that no step is owed to and nothing can wake."""
    open_work = [work.created for work in (*rows.user_tasks.values(), *rows.jobs.values()) if work.state in OPEN]
    waits = [*open_work, *rows.timers.values(), *rows.subscriptions.values(), *rows.incidents.values()]
    awaited = {wait.element_instance_key for wait in waits}
    awaited |= {row.conductor_key for row in rows.element_instances.values() if not row.is_final}
    awaited |= {row.parent_element_instance_key for row in rows.process_instances.values() if row.ended_at is None}
    awaited |= {getattr(effect, "element_instance_key", None) for _, effect in rows.continuations}
    for row in rows.element_instances.values():
        around = list(_scopes_around(rows, row))
        if row.is_final or row.is_owed or any(scope.is_owed for scope in around):
            continue
        if not row.active_children and row.key not in awaited and row.element_type not in _AWAITED_ELSEWHERE:
            yield f"{row.element_id} is {row.state} and waits for nothing"
        if around and row.state is ElementInstanceState.ACTIVE and around[0].state is not ElementInstanceState.ACTIVE:
            yield f"{row.element_id} is active, but {around[0].element_id} is {around[0].state}"


def _scopes_around(rows: Rows, row: ElementInstance) -> Iterator[ElementInstance]:
    while row.scope_key is not None:
        row = rows.element_instances[row.scope_key]
        yield row


_AWAITED_ELSEWHERE = {ElementType.AD_HOC_SUB_PROCESS, ElementType.COMPLEX_GATEWAY, ElementType.CALL_ACTIVITY}
"""They wait for whoever activates something, for other tokens of the scope, for another case."""


def _process_instances(rows: Rows) -> Iterator[str]:
    for instance in rows.process_instances.values():
        root = rows.element_instances[instance.key]
        expected = {
            ElementInstanceState.COMPLETED: ProcessInstanceState.COMPLETED,
            ElementInstanceState.TERMINATED: ProcessInstanceState.TERMINATED,
        }.get(root.state)
        if expected is not None and instance.state is not expected:
            yield f"the process instance is {instance.state}, its scope {root.state}"
        if expected is None and instance.ended_at is not None:
            yield f"the process instance has ended, its scope is {root.state}"


def _tokens(rows: Rows, model_of: Callable[[int], ProcessModel]) -> Iterator[str]:
    for token in rows.tokens.values():
        scope = rows.element_instances[token.scope_key]
        element = model_of(rows.process_instances[token.process_instance_key].process_definition_key).elements[token.element_id]
        if token.count < 1 or token.flow_id not in element.incoming:
            yield f"{token.count} tokens wait at {token.element_id} by {token.flow_id}"
        if scope.is_final:
            yield f"a token waits at {token.element_id} in a scope that ended"
    joined = {(t.scope_key, t.element_id) for t in rows.tokens.values()}
    for scope_key, element_id in joined:
        instance = rows.process_instances[rows.element_instances[scope_key].process_instance_key]
        element = model_of(instance.process_definition_key).elements[element_id]
        flows = {t.flow_id for t in rows.tokens.values() if (t.scope_key, t.element_id) == (scope_key, element_id)}
        if element.type is ElementType.PARALLEL_GATEWAY and flows == set(element.incoming):
            yield f"{element_id} has a token on every flow but did not start"
