"""Who had the user tasks of a case, read from its events alone, and no more of them than a page may look through."""

from __future__ import annotations

import pytest

from engine.commands import AssignUserTask, ClaimUserTask, CompleteUserTask
from engine.history.holding import holdings
from engine.model.checkpoint import ChainKind
from engine.queries import case_holdings as queries
from engine.store.history_reading import case_with_called, events_of
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.migrations import OPERATOR
from tests.integration.office import Office, person


@pytest.fixture
def case(office: Office) -> int:
    """Return a case with a called one, whose tasks were claimed, handed on and completed."""
    office.deploy(diagram("inner", "start -> sign -> end", sign=user_task(groups="boss")))
    office.deploy(diagram("outer", "start -> check -> ask -> end", check=user_task(groups="clerk"), ask=call("inner")))
    key = office.start("outer")
    (task,) = office.open_user_tasks(key)
    office.engine.execute(ClaimUserTask(task.key), person("anna", "clerk"))
    office.engine.execute(AssignUserTask(task.key, "boris"), OPERATOR)
    office.engine.execute(CompleteUserTask(task.key), person("boris", "clerk"))
    return key


def test_the_spans_are_those_that_the_whole_record_tells(office: Office, case: int) -> None:
    with office.engine.reading() as connection:
        record = events_of(connection, ChainKind.CASE, case_with_called(connection, case))
        found, is_cut = queries.case_holdings(connection, case)

    whole = [holding for events in record.values() for holding in holdings(events)]
    assert sorted(found, key=str) == sorted(whole, key=str)
    assert [holding.holder for holding in found if holding.element_id == "check"][-1:] == ["boris"]
    assert ({holding.element_id for holding in found}, is_cut) == ({"check", "sign"}, False)


@pytest.mark.parametrize("bound", ["ACTS_AT_MOST", "EVENTS_AT_MOST"])
def test_what_is_too_long_ago_is_left_out_and_that_is_told(
    office: Office, case: int, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, bound, 2)

    with office.engine.reading() as connection:
        found, is_cut = queries.case_holdings(connection, case)

    assert is_cut
    assert "check" not in {holding.element_id for holding in found}
