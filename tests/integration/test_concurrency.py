"""Many people at the same moment: nothing is lost, nothing happens twice, nobody sees a conflict that is not theirs."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, ActivateJobs, CompleteUserTask, PublishMessage, StartInstance
from engine.commands.sweep import sweep
from engine.errors import AlreadyExists, EngineError, UserTaskNotActive
from engine.history.chain_check import Head, check_chain
from engine.model.job import JobState
from engine.model.message import message_correlations
from engine.model.process_instance import ProcessInstanceState
from engine.model.user_task import UserTaskState, user_tasks
from tests.integration.diagrams import diagram, each, message, message_catch, service_task, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = 10


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions at the same moment; return results or the errors they raised."""
    start = threading.Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        start.wait()
        try:
            return action()
        except EngineError as error:
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_ten_people_complete_ten_parallel_approvals_of_one_case(office: Office) -> None:
    office.deploy(diagram("votes", "start -> vote -> end", vote=user_task(groups="boss", inside=each("seats", "seat"))))
    key = office.start("votes", seats=list(range(PEOPLE)))
    tasks = office.open_user_tasks(key)

    results = at_once(
        *(
            lambda n=n, task=task: office.engine.execute(
                CompleteUserTask(task.key, {f"vote{n}": "yes"}), person(f"p{n}", "boss")
            )
            for n, task in enumerate(tasks)
        ),
    )

    assert results == [False] * PEOPLE
    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert [office.variable(key, f"vote{n}") for n in range(PEOPLE)] == ['"yes"'] * PEOPLE
    instance = office.instance(key)
    head = Head(instance.history_length, instance.history_head, "the case's row", is_end=True)
    assert check_chain(f"case:{key}", office.history(key), [head]) == []


def test_of_two_people_who_complete_the_same_task_one_is_told_so(office: Office) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave")
    (task,) = office.open_user_tasks(key)

    results = at_once(
        *(lambda n=n: office.engine.execute(CompleteUserTask(task.key), person(f"p{n}", "boss")) for n in range(PEOPLE)),
    )

    assert results.count(False) == 1
    assert sum(isinstance(result, UserTaskNotActive) for result in results) == PEOPLE - 1
    assert office.count(user_tasks, user_tasks.c.state == UserTaskState.COMPLETED) == 1


def test_case_numbers_have_no_gaps_and_no_doubles(office: Office) -> None:
    office.deploy(diagram("leave", "start -> end", properties={"anumat:caseNumber": "HRM01"}))

    started = at_once(*(lambda: office.engine.execute(StartInstance("leave"), SYSTEM) for _ in range(PEOPLE)))

    numbers = sorted(int(str(result.business_id)[-5:]) for result in started)  # type: ignore[attr-defined]
    assert numbers == list(range(1, PEOPLE + 1))


def test_workers_never_get_the_same_job(office: Office) -> None:
    office.deploy(diagram("work", "start -> do -> end", do=service_task("work")))
    for _ in range(PEOPLE):
        office.start("work")

    found = at_once(
        *(lambda n=n: office.engine.execute(ActivateJobs(("work",), f"w{n}", 60, 4), SYSTEM) for n in range(PEOPLE)),
    )

    keys = [job.job_key for jobs in found for job in jobs]  # type: ignore[attr-defined]
    assert len(keys) == len(set(keys)) == PEOPLE


def test_two_sweeps_do_a_timer_and_a_job_once(office: Office) -> None:
    done: list[int] = []
    office.engine.handlers.handler("work")(lambda job: done.append(job.job_key))
    office.deploy(diagram("work", "start -> do -> end", do=service_task("work")))
    keys = [office.start("work") for _ in range(PEOPLE)]

    at_once(*(lambda n=n: [sweep(office.engine, f"w{n}") for _ in range(PEOPLE)] for n in range(2)))

    assert len(done) == len(set(done)) == PEOPLE
    assert {job.state for key in keys for job in office.jobs(key)} == {JobState.COMPLETED}


@pytest.mark.parametrize("round_number", range(5))
def test_a_message_and_a_subscription_that_appear_at_once_meet_exactly_once(office: Office, round_number: int) -> None:
    office.deploy(diagram("orders", "start -> wait -> end", top=message("paid"), wait=message_catch()))
    orders = [f"order-{round_number}-{n}" for n in range(4)]

    results = at_once(
        *(lambda order=order: office.start("orders", orderId=order) for order in orders),
        *(lambda order=order: office.engine.execute(PublishMessage("paid", order, ttl_s=60), SYSTEM) for order in orders),
    )
    while sweep(office.engine, "test"):
        pass

    keys = [key for key in results[: len(orders)] if isinstance(key, int)]
    assert [office.instance(key).state for key in keys] == [ProcessInstanceState.COMPLETED] * len(orders)
    assert office.count(message_correlations) == len(orders)


def test_of_ten_starts_with_the_same_business_id_one_succeeds(office: Office) -> None:
    office.deploy(diagram("claims", "start -> check -> end", check=user_task()))

    results = at_once(
        *(lambda: office.engine.execute(StartInstance("claims", business_id="A-1"), SYSTEM) for _ in range(PEOPLE))
    )

    assert sum(isinstance(result, AlreadyExists) for result in results) == PEOPLE - 1
