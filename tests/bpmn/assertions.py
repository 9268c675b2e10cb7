"""Sentences about a case: `assert_that(case).is_waiting_at("approve").has_no_incidents()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from engine.bpmn.process_model import ElementType
from engine.model.element_instance import ElementInstanceState
from engine.model.process_instance import ProcessInstanceState

if TYPE_CHECKING:
    from tests.bpmn.memory_engine import Case


class assert_that:  # noqa: N801 (reads as a sentence)
    def __init__(self, case: Case) -> None:
        self.case = case
        self.rows = case.engine.rows

    def is_completed(self) -> Self:
        return self._is(ProcessInstanceState.COMPLETED)

    def is_terminated(self) -> Self:
        return self._is(ProcessInstanceState.TERMINATED)

    def is_active(self) -> Self:
        return self._is(ProcessInstanceState.ACTIVE)

    def is_waiting_at(self, *element_ids: str) -> Self:
        """The living elements that hold no others, with repetition."""
        waiting = [row for row in self._elements() if not row.is_final]
        scopes = {row.scope_key for row in waiting}
        leaves = sorted(row.element_id for row in waiting if row.key not in scopes)
        assert leaves == sorted(element_ids), leaves
        return self.is_active()

    def has_completed(self, *element_ids: str) -> Self:
        """These completed in this order; other elements may have completed in between."""
        done = [
            event.element_id
            for owner, event in self.rows.history
            if owner == self.case.key and event.type == "ELEMENT_COMPLETED"
        ]
        steps = iter(done)
        assert all(element_id in steps for element_id in element_ids), done
        return self

    def has_completed_times(self, element_id: str, times: int) -> Self:
        return self._has_ended(element_id, times, ElementInstanceState.COMPLETED)

    def has_terminated_times(self, element_id: str, times: int) -> Self:
        return self._has_ended(element_id, times, ElementInstanceState.TERMINATED)

    def has_not_reached(self, *element_ids: str) -> Self:
        reached = {row.element_id for row in self._elements()}
        assert reached.isdisjoint(element_ids), reached
        return self

    def has_variables(self, **expected: object) -> Self:
        """These variables of the process itself."""
        found = self._variables(self.case.key)
        assert {name: found.get(name, "(none)") for name in expected} == expected, found
        return self

    def has_no_variables(self, *names: str) -> Self:
        found = self._variables(self.case.key)
        assert found.keys().isdisjoint(names), found
        return self

    def has_local_variables(self, element_id: str, **expected: object) -> Self:
        row = next(row for row in self._elements() if row.element_id == element_id)
        found = self._variables(row.key)
        assert {name: found.get(name, "(none)") for name in expected} == expected, found
        return self

    def has_no_incidents(self) -> Self:
        assert not self.case.engine.incidents(self.case), self.case.engine.incidents(self.case)
        return self

    def has_incident(self, error_type: str, element_id: str, about: str = "") -> Self:
        found = [(row.error_type, row.element_id, row.message) for row in self.case.engine.incidents(self.case)]
        assert any((t, i) == (error_type, element_id) and about in message for t, i, message in found), found
        return self

    def has_open_timers(self, *element_ids: str) -> Self:
        return self._has_open(self.rows.timers, element_ids)

    def has_open_subscriptions(self, *element_ids: str) -> Self:
        return self._has_open(self.rows.subscriptions, element_ids)

    def has_waiting_tokens(self, element_id: str, count: int) -> Self:
        tokens = [
            t for t in self.rows.tokens.values() if t.process_instance_key == self.case.key and t.element_id == element_id
        ]
        assert sum(token.count for token in tokens) == count, tokens
        return self

    def _has_open(self, table: dict[int, object], element_ids: tuple[str, ...]) -> Self:
        mine = {row.key for row in self._elements()}
        found = sorted(row.element_id for row in table.values() if row.element_instance_key in mine)
        assert found == sorted(element_ids), found
        return self

    def _has_ended(self, element_id: str, times: int, state: ElementInstanceState) -> Self:
        ended = [
            row
            for row in self._elements()
            if row.element_id == element_id and row.state is state and row.element_type is not ElementType.MULTI_INSTANCE_BODY
        ]
        assert len(ended) == times, len(ended)
        return self

    def _is(self, state: ProcessInstanceState) -> Self:
        instance = self.rows.process_instances[self.case.key]
        left = [(row.element_id, row.state.value) for row in self._elements() if not row.is_final]
        assert instance.state is state, (instance.state, left, self.case.engine.incidents(self.case))
        return self

    def _elements(self) -> list:
        return [row for row in self.rows.element_instances.values() if row.process_instance_key == self.case.key]

    def _variables(self, scope_key: int) -> dict[str, object]:
        return {v.name: v.value for v in self.rows.variables.values() if v.scope_key == scope_key}
