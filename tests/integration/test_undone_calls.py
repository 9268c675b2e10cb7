"""What a finished called process did is undone by an instance of its own, in the database and in the record."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, ActivateJobs, CompleteJob, MigrateInstance, ResumeInstance, SuspendInstance
from engine.commands.expiry import erase_case
from engine.commands.sweep import sweep
from engine.errors import EngineError, MigrationBlocked
from engine.model.process_instance import ProcessInstanceState
from engine.model.retention import Basis, DataKind
from engine.queries.person_history import Period
from engine.queries.process_statistics import case_spans
from engine.queries.undoing import Undoing, undoing_of
from tests.integration.conftest import NOW
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.migrations import OPERATOR, WHY, version
from tests.integration.office import Office, person
from tests.integration.undone_diagrams import CHILD, OUTER, undoable

if TYPE_CHECKING:
    from engine.model.clock import FixedClock


def regretting(office: Office) -> tuple[int, int]:
    """Start a case and let it come to where it undoes; return it and the finished process that it called."""
    office.deploy(CHILD, OUTER)
    key = office.start("outer", amount=5)
    (child,) = office.called_by(key)
    office.complete(child, "order", amount=7)
    office.complete(child, "pay")
    return key, child


def undoing(office: Office, key: int) -> dict[int, Undoing]:
    """Return what the case's page says about the processes that it called."""
    with office.engine.reading() as connection:
        return undoing_of(connection, office.called_by(key))


def runs(office: Office, child: int) -> list[int]:
    """Return what the figures count as runs of the called process."""
    period = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
    with office.engine.reading() as connection:
        spans, _ = case_spans(connection, [office.instance(child).process_definition_key], period)
    return [span.key for span in spans]


def told(office: Office, key: int, event_type: str) -> dict[str, object]:
    """Return what the last event of a type says."""
    payload = [event.payload for event in office.history(key) if event.type == event_type][-1]
    found: dict[str, object] = json.loads(payload)
    return found


def test_a_case_undoes_what_a_finished_called_process_did_and_goes_on_afterwards(office: Office) -> None:
    key, child = regretting(office)
    assert told(office, key, "CALLED_PROCESS_ENDED") == {"outcome": "COMPLETED", "canBeUndone": True}
    assert undoing(office, key) == {child: Undoing.CAN_BE_UNDONE}

    office.complete(key, "regret")
    _, other = office.called_by(key)
    assert told(office, other, "PROCESS_INSTANCE_STARTED")["undoes"] == str(child)
    assert undoing(office, key) == {other: Undoing.UNDOES}
    assert runs(office, child) == [child]
    assert (office.variable(other, "amount"), office.waiting_at(other)) == ("7", ["undo_pay"])
    office.complete(other, "undo_pay", amount=0)
    office.complete(other, "undo_order")

    assert office.instance(other).state is ProcessInstanceState.COMPLETED
    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.variable(key, "amount") == "7"
    assert len(office.history(child)) == office.instance(child).history_length


def test_the_version_that_ran_is_undone_and_not_the_latest(office: Office) -> None:
    key, child = regretting(office)
    office.deploy(diagram("child", "start -> other -> end", other=user_task()))

    office.complete(key, "regret")

    _, other = office.called_by(key)
    assert office.instance(other).process_definition_key == office.instance(child).process_definition_key
    assert office.waiting_at(other) == ["undo_pay"]


def test_a_suspended_case_has_nothing_undone_until_it_is_resumed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = regretting(office)
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    office.complete(key, "regret")
    office.engine.execute(SuspendInstance(key, "wait for the lawyer"), OPERATOR)
    sweep(office.engine, "w")
    assert len(office.called_by(key)) == 1

    office.engine.execute(ResumeInstance(key, "the lawyer agrees"), OPERATOR)
    sweep(office.engine, "w")

    assert office.waiting_at(office.called_by(key)[1]) == ["undo_pay"]


def test_a_case_that_undoes_stays_in_the_version_of_what_it_undoes(office: Office) -> None:
    key, _ = regretting(office)
    office.complete(key, "regret")
    _, other = office.called_by(key)
    office.deploy(CHILD.replace(b'name="child"', b'name="child, corrected"'))

    with pytest.raises(MigrationBlocked, match="undoes what another one did"):
        office.engine.execute(MigrateInstance(other, version(office, "child", 2), reason=WHY), OPERATOR)

    assert office.waiting_at(other) == ["undo_pay"]


def test_a_case_that_may_still_undo_what_it_called_can_be_migrated(office: Office) -> None:
    key, _ = regretting(office)
    office.deploy(OUTER.replace(b'"buy"', b'"purchase"'))
    target = version(office, "outer", 2)

    office.engine.execute(MigrateInstance(key, target, {"buy": "purchase"}, reason=WHY), OPERATOR)
    office.complete(key, "regret")

    assert office.waiting_at(office.called_by(key)[1]) == ["undo_pay"]


def test_what_may_still_be_undone_is_not_erased(office: Office) -> None:
    key, child = regretting(office)
    for each in (key, child):
        with pytest.raises(EngineError):
            erase_case(
                office.engine, each, frozenset(DataKind), Basis.REQUEST, "because it was asked for", person("dpo", "dpo")
            )

    office.complete(key, "regret")

    assert office.variable(office.called_by(key)[1], "amount") == "7"


def test_a_canceled_transaction_undoes_a_called_process_once_its_listeners_have_let_it_go(
    office: Office, clock: FixedClock
) -> None:
    listener = '<zeebe:executionListeners><zeebe:executionListener eventType="cancel" type="tell"/></zeebe:executionListeners>'
    child = diagram("child", "start -> order -> pay -> end", properties={"a": "b"}, **undoable("order"), pay=user_task())
    flows = ("begin", "ask"), ("ask", "stop"), ("begin", "buy")
    inside = "".join(f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    inside += '<bpmn:startEvent id="begin"/>' + user_task().replace("@id", "ask").replace("@flows", "")
    inside += '<bpmn:endEvent id="stop"><bpmn:cancelEventDefinition/></bpmn:endEvent>'
    inside += call("child").replace("@id", "buy").replace("@flows", "")
    canceled = '<bpmn:boundaryEvent id="@id" attachedToRef="booking">@flows<bpmn:cancelEventDefinition/></bpmn:boundaryEvent>'
    booking = f'<bpmn:transaction id="@id">@flows{inside}</bpmn:transaction>'
    office.deploy(
        child.replace(b"<zeebe:properties>", f"{listener}<zeebe:properties>".encode(), 1),
        diagram(
            "outer",
            "start -> booking -> end",
            "canceled -> after -> end_c",
            booking=booking,
            canceled=canceled,
            after=user_task(),
        ),
    )
    key = office.start("outer")
    (called,) = office.called_by(key)
    office.complete(called, "order")

    office.complete(key, "ask")
    clock.set(NOW + timedelta(seconds=3))
    sweep(office.engine, "w")
    assert office.called_by(key) == [called]
    (job,) = office.engine.execute(ActivateJobs(("tell",), "w", 60, 1), SYSTEM)
    office.engine.execute(CompleteJob(job.job_key, {}), SYSTEM)
    clock.set(NOW + timedelta(minutes=1))
    sweep(office.engine, "w")
    _, other = office.called_by(key)
    office.complete(other, "undo_order")

    assert office.waiting_at(key) == ["after"]
