"""A case with very many children is worked on in bounded steps, stays usable meanwhile, and survives a crash in the middle."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, AssignUserTask, CancelInstance, CompleteUserTask, MigrateInstance
from engine.commands.run_continuation import RunContinuation
from engine.commands.sweep import run_continuations
from engine.model import json_text
from engine.model.continuation import continuations
from engine.model.element_instance import ElementInstanceState, element_instances
from engine.model.process_definition import process_definitions
from engine.model.process_instance import ProcessInstanceState
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.case_detail import OPEN_AT_MOST, open_tasks
from engine.runtime.execution import BATCH, STEP_BUDGET
from engine.store.database import Database, statements_of
from tests.integration.crash.power_cut import PowerCutError, power_cut_at
from tests.integration.diagrams import diagram, user_task
from tests.integration.migrations import version

if TYPE_CHECKING:
    from engine.model.clock import FixedClock
    from tests.integration.office import Office

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

CHILDREN = 450
ITEMS = list(range(1, CHILDREN + 1))
EACH = (
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="= items"'
    ' inputElement="item" outputCollection="out" outputElement="= item * 2"/></bpmn:extensionElements>'
    "@until</bpmn:multiInstanceLoopCharacteristics>"
)
FAN = diagram(
    "fan",
    "start -> fork -> each -> join -> end",
    "fork -> beside -> after -> join",
    each=user_task(inside=EACH.replace("@until", "")),
    beside=user_task(),
    after=user_task(),
)
COUNTED = diagram(
    "counted", "start -> each -> end", each='<bpmn:task id="@id">@flows' + EACH.replace("@until", "") + "</bpmn:task>"
)
WORKER = """
import sys
from engine.commands import Engine
from engine.commands.run_continuation import RunContinuation
from engine.commands.sweep import sweep
from tests.fixtures.keys import open_database

class Loud(Engine):
    def run_continuation(self, key):
        owed = super().run_continuation(key)
        print("step", flush=True)
        return owed

while sweep(Loud(open_database(sys.argv[1])), "first"):
    pass
"""


@pytest.fixture
def nothing_inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave all owed steps to the drain."""
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)


def drain(office: Office) -> int:
    """Do what is owed, one step after the other; return how many steps it took."""
    steps = 0
    while done := run_continuations(office.engine):
        steps += done
    return steps


def children(office: Office, key: int) -> int:
    """Count the children of the fan-out."""
    where = (element_instances.c.process_instance_key == key, element_instances.c.loop_counter > 0)
    return office.count(element_instances, *where)


@pytest.mark.usefixtures("nothing_inline")
def test_children_are_created_in_bounded_batches_while_the_case_is_usable(office: Office) -> None:
    office.deploy(FAN)
    key = office.start("fan", items=ITEMS)

    at_first = children(office, key)
    office.complete(key, "beside")
    beside_it = office.waiting_at(key)
    steps = drain(office)

    assert 0 < at_first <= STEP_BUDGET
    assert "after" in beside_it
    assert steps >= CHILDREN // STEP_BUDGET
    assert children(office, key) == CHILDREN


@pytest.mark.usefixtures("nothing_inline")
def test_a_later_batch_takes_as_many_statements_as_an_earlier_one(office: Office, database: Database) -> None:
    office.deploy(FAN)
    office.start("fan", items=ITEMS * 4)
    counts: list[int] = []

    while owed := office.rows(sa.select(continuations.c.key)):
        with statements_of(database) as statements:
            office.engine.run_continuation(owed[0].key)
        counts.append(len(statements))

    assert len(counts) > 6
    assert max(counts[1:-1]) == min(counts[1:-1])


@pytest.mark.usefixtures("nothing_inline")
def test_a_power_cut_in_the_middle_doubles_and_loses_nothing(office: Office, database: Database) -> None:
    office.deploy(COUNTED)
    key = office.start("counted", items=ITEMS)
    cut = 0

    while owed := office.rows(sa.select(continuations.c.key)):
        try:
            with power_cut_at(database, cut):
                office.engine.execute(RunContinuation(owed[0].key), SYSTEM)
        except PowerCutError:
            cut += 2
            office.engine.run_continuation(owed[0].key)

    assert cut > 4
    assert children(office, key) == CHILDREN
    assert office.variable(key, "out") == json_text.dumps([item * 2 for item in ITEMS])
    assert office.instance(key).state is ProcessInstanceState.COMPLETED


@pytest.mark.usefixtures("nothing_inline")
def test_a_worker_that_is_killed_in_the_middle_of_a_fan_out_is_followed_by_another(
    office: Office, database: Database, clock: FixedClock
) -> None:
    office.deploy(COUNTED)
    key = office.start("counted", items=ITEMS * 4)
    url = database.url.render_as_string(hide_password=False)

    with subprocess.Popen([sys.executable, "-c", WORKER, url], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as worker:
        assert worker.stdout is not None
        for _ in range(3):
            assert worker.stdout.readline() == b"step\n"
        worker.kill()
    clock.set(datetime.now(UTC) + timedelta(minutes=5))
    left = drain(office)

    assert left > 0
    assert children(office, key) == CHILDREN * 4
    assert office.variable(key, "out") == json_text.dumps([item * 2 for item in ITEMS * 4])


@pytest.mark.usefixtures("nothing_inline")
def test_canceling_withdraws_the_children_in_bounded_batches(office: Office) -> None:
    office.deploy(FAN)
    key = office.start("fan", items=ITEMS)
    drain(office)

    office.engine.execute(CancelInstance(key, "no longer needed"), SYSTEM)
    at_first = office.count(element_instances, element_instances.c.state == ElementInstanceState.TERMINATED)
    steps = drain(office)

    assert 0 < at_first <= STEP_BUDGET
    assert steps >= CHILDREN // STEP_BUDGET
    assert office.instance(key).state is ProcessInstanceState.TERMINATED
    assert office.count(user_tasks, user_tasks.c.state == UserTaskState.CREATED) == 0
    assert office.count(element_instances, element_instances.c.ended_at.is_(None)) == 0


@pytest.mark.usefixtures("nothing_inline")
def test_a_completion_condition_ends_the_other_children_in_bounded_batches(office: Office) -> None:
    until = "<bpmn:completionCondition>= numberOfCompletedInstances &gt;= 2</bpmn:completionCondition>"
    each = user_task(inside=EACH.replace("@until", until))
    office.deploy(diagram("voted", "start -> each -> announce -> end", each=each, announce=user_task()))
    key = office.start("voted", items=ITEMS)
    drain(office)

    office.complete_first(key, "each")
    office.complete_first(key, "each")
    withdrawn = office.count(user_tasks, user_tasks.c.state == UserTaskState.CANCELED)
    drain(office)

    assert 0 < withdrawn <= STEP_BUDGET
    assert office.waiting_at(key) == ["announce"]
    assert office.variable(key, "out") == json_text.dumps([2, 4, *[None] * (CHILDREN - 2)])


@pytest.mark.usefixtures("nothing_inline")
def test_completing_a_child_takes_as_many_statements_however_many_there_are(office: Office, database: Database) -> None:
    office.deploy(FAN)
    counts = {}

    for size in (3, CHILDREN):
        key = office.start("fan", items=ITEMS[:size])
        drain(office)
        task = office.open_user_tasks(key, "each")[-1]
        with statements_of(database) as statements:
            office.engine.execute(CompleteUserTask(task.key, {}), SYSTEM)
        counts[size] = len(statements)

    assert counts[CHILDREN] == counts[3]


@pytest.mark.usefixtures("nothing_inline")
def test_migrating_takes_as_many_statements_however_many_children_there_are(office: Office, database: Database) -> None:
    renamed = FAN.replace(b'"each"', b'"every"')
    keys = {size: started(office, size) for size in (2, 3, CHILDREN)}  # the first one reads both diagrams
    office.deploy(renamed)
    target = version(office, "fan", 2)
    counts = {}

    for size, key in keys.items():
        with statements_of(database) as statements:
            office.engine.execute(MigrateInstance(key, target, {"each": "every"}, "a better name"), SYSTEM)
        counts[size] = len(statements)

    assert counts[CHILDREN] == counts[3]
    assert len(office.open_user_tasks(keys[CHILDREN], "every")) == CHILDREN


def started(office: Office, size: int) -> int:
    """Start the fan-out, in its first version, and create all of it."""
    if not office.count(process_definitions):
        office.deploy(FAN)
    key = office.start("fan", items=ITEMS[:size])
    drain(office)
    return key


def test_pages_read_the_first_open_tasks_and_those_of_the_reader(office: Office) -> None:
    office.deploy(FAN)
    key = office.start("fan", items=ITEMS)
    drain(office)
    last = office.open_user_tasks(key, "each")[-1]
    office.engine.execute(AssignUserTask(last.key, "somsri"), SYSTEM)

    with office.engine.reading() as connection:
        found = open_tasks(connection, [key], first_of="somsri")[key]

    assert len(found) == OPEN_AT_MOST + 1
    assert found[0].key == last.key


def test_a_batch_is_smaller_than_what_a_command_does() -> None:
    assert BATCH * 2 <= STEP_BUDGET
