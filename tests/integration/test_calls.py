"""Called processes are instances of their own, started, ended and terminated with their call activity."""

from engine.commands import SYSTEM, CancelInstance
from engine.commands.sweep import sweep
from engine.model.continuation import continuations
from engine.model.process_instance import ProcessInstance, ProcessInstanceState, process_instances
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
