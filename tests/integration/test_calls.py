"""Called processes are instances of their own, started, ended and terminated with their call activity."""

from datetime import timedelta

import pytest

from engine.commands import SYSTEM, CancelInstance, ResolveIncident
from engine.commands.sweep import sweep
from engine.model.clock import FixedClock
from engine.model.continuation import continuations
from engine.model.process_instance import ProcessInstance, ProcessInstanceState, process_instances
from engine.runtime import entry_points
from engine.store.rows import to_entity
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.office import Office

OUTER = diagram("outer", "start -> inner -> after -> end", inner=call("inner"), after=user_task(groups="boss"))
INNER = diagram("inner", "start -> approve -> end", approve=user_task(groups="boss"))


def child_of(office: Office, key: int) -> ProcessInstance:
    """Return the one called instance."""
    table = process_instances
    (row,) = office.rows(table.select().where(table.c.parent_process_instance_key == key))
    return to_entity(ProcessInstance, row)


def test_the_caller_reads_its_own_writes(office: Office) -> None:
    office.deploy(OUTER, INNER)

    key = office.start("outer", amount=5)

    child = child_of(office, key)
    assert (child.root_process_instance_key, child.process_id) == (key, "inner")
    assert office.variable(child.key, "amount") == "5"
    assert office.count(continuations) == 0


def test_the_call_activity_goes_on_when_the_called_process_ends(office: Office) -> None:
    office.deploy(OUTER, INNER)
    key = office.start("outer")

    office.complete(child_of(office, key).key, "approve", decision="yes")

    assert office.waiting_at(key) == ["after"]
    assert office.variable(key, "decision") == '"yes"'


def test_canceling_the_caller_terminates_the_called_process(office: Office) -> None:
    office.deploy(OUTER, INNER)
    key = office.start("outer")

    office.engine.execute(CancelInstance(key, reason="test"), SYSTEM)

    assert office.instance(key).state is ProcessInstanceState.TERMINATED
    assert child_of(office, key).state is ProcessInstanceState.TERMINATED
    assert office.open_user_tasks(child_of(office, key).key) == []


def test_a_process_may_call_itself_many_levels_deep(office: Office) -> None:
    nested = diagram(
        "nested",
        "start -> choice -[= depth > 0]-> less -> again -> end",
        "choice -[= depth = 0]-> end_2",
        less=MINUS,
        again=call("nested"),
    )
    office.deploy(nested)

    key = office.start("nested", depth=30)
    while sweep(office.engine, "test"):
        pass

    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.count(process_instances) == 31


MINUS = (
    '<bpmn:scriptTask id="@id"><bpmn:extensionElements><zeebe:script expression="= depth - 1" resultVariable="depth"/>'
    "</bpmn:extensionElements>@flows</bpmn:scriptTask>"
)


def test_the_end_of_a_called_process_that_could_not_be_told_is_told_when_the_incident_is_resolved(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.deploy(OUTER, INNER)
    key = office.start("outer")

    with monkeypatch.context() as broken:
        broken.setattr(entry_points, "called_process_ended", _fails)
        office.complete(child_of(office, key).key, "approve")
        for _ in range(6):
            clock.set(clock.now() + timedelta(hours=1))
            sweep(office.engine, "test")
    (incident,) = office.incidents(key)
    assert (incident.element_id, incident.error_type) == ("inner", "UNKNOWN")
    assert sweep(office.engine, "test") == 0

    office.engine.execute(ResolveIncident(incident.key), SYSTEM)

    assert office.waiting_at(key) == ["after"]
    assert office.count(continuations) == 0


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("the database hiccups")


def test_a_call_may_give_the_called_process_a_business_id_of_its_own(office: Office) -> None:
    named = call("inner").replace("/>", ' businessId="= &quot;part-&quot; + number"/>', 1)
    office.deploy(diagram("outer", "start -> inner -> end", inner=named), INNER)

    key = office.start("outer", number="7")

    assert child_of(office, key).business_id == "part-7"
