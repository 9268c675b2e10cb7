"""One act on many cases: each in a transaction of its own, with a result for each, whatever happens in between."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    Actor,
    BatchOperationType,
    BatchTarget,
    CancelBatch,
    Engine,
    FailJob,
    ResumeBatch,
    StartBatch,
    SuspendBatch,
    SuspendInstance,
    batch_running,
)
from engine.commands.sweep import sweep
from engine.errors import InvalidTransition, NotAllowed, NotFound, RequestInvalid
from engine.model.batch_operation import (
    BatchItem,
    BatchItemState,
    BatchOperation,
    BatchOperationState,
    batch_items,
    batch_operations,
)
from engine.model.checkpoint import ChainKind
from engine.model.clock import FixedClock
from engine.model.process_instance import ProcessInstanceState
from engine.store.history_reading import events_of
from engine.store.rows import to_entity
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, service_task, user_task
from tests.integration.migrations import OPERATOR, WHY, version
from tests.integration.office import Office, person

REVIEW = diagram("review", "start -> check -> end", check=user_task())
CORRECTED = diagram("review", "start -> verify -> legal -> end", verify=user_task(), legal=user_task())
CANCEL, MIGRATE = BatchOperationType.CANCEL_PROCESS_INSTANCE, BatchOperationType.MIGRATE_PROCESS_INSTANCE


def start(
    office: Office, kind: BatchOperationType, keys: list[int], by: Actor = OPERATOR, reason: str = WHY, **parameters: object
) -> int:
    return office.engine.execute(StartBatch(kind, [BatchTarget(key) for key in keys], parameters, reason), by)


def finish(office: Office) -> None:
    while sweep(office.engine, "test"):
        pass


def batch(office: Office, key: int) -> BatchOperation:
    (row,) = office.rows(sa.select(batch_operations).where(batch_operations.c.key == key))
    return to_entity(BatchOperation, row)


def items(office: Office, key: int) -> list[BatchItem]:
    query = sa.select(batch_items).where(batch_items.c.batch_operation_key == key).order_by(batch_items.c.item_key)
    return [to_entity(BatchItem, row) for row in office.rows(query)]


@pytest.fixture
def keys(office: Office) -> list[int]:
    """Start seventy cases, more than are handed out at a time."""
    office.deploy(REVIEW)
    return [office.start("review") for _ in range(70)]


def test_every_case_is_done_and_counted(office: Office, keys: list[int]) -> None:
    key = start(office, CANCEL, keys)
    finish(office)

    done = batch(office, key)
    assert (done.state, done.total, done.completed, done.failed) == (BatchOperationState.COMPLETED, 70, 70, 0)
    assert {office.instance(case).state for case in keys} == {ProcessInstanceState.TERMINATED}
    assert {item.state for item in items(office, key)} == {BatchItemState.COMPLETED}


def test_each_case_tells_who_did_it_and_why(office: Office, keys: list[int]) -> None:
    start(office, CANCEL, keys[:1])

    event = next(event for event in office.history(keys[0]) if event.type == "PROCESS_INSTANCE_CANCELED")
    assert (event.actor, event.payload) == ("op", f'{{"reason":"{WHY}"}}')


def test_a_case_that_cannot_be_done_says_why_and_keeps_nobody_else_from_it(office: Office, keys: list[int]) -> None:
    office.engine.execute(SuspendInstance(keys[1], WHY), OPERATOR)

    key = start(office, BatchOperationType.SUSPEND_PROCESS_INSTANCE, keys[:3])

    assert batch(office, key).state is BatchOperationState.PARTIALLY_COMPLETED
    assert [item.state for item in items(office, key)] == [
        BatchItemState.COMPLETED,
        BatchItemState.FAILED,
        BatchItemState.COMPLETED,
    ]
    assert "SUSPENDED" in (items(office, key)[1].error_message or "")


def test_what_only_hiccups_is_tried_again(
    office: Office, keys: list[int], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(batch_running, "cancel_instance", _hiccups)
        key = start(office, CANCEL, keys)
        finish(office)
    assert batch(office, key).state is BatchOperationState.ACTIVE

    clock.set(clock.now() + timedelta(minutes=1))
    finish(office)

    assert {item.state for item in items(office, key)} == {BatchItemState.COMPLETED}


def _hiccups(*_: object) -> None:
    raise RuntimeError("the database hiccups")


def test_suspended_cases_are_resumed_together(office: Office, keys: list[int]) -> None:
    start(office, BatchOperationType.SUSPEND_PROCESS_INSTANCE, keys[:3])
    start(office, BatchOperationType.RESUME_PROCESS_INSTANCE, keys[:3])

    assert {office.instance(key).state for key in keys[:3]} == {ProcessInstanceState.ACTIVE}


def test_cases_of_several_versions_are_migrated_together(office: Office, keys: list[int]) -> None:
    office.deploy(diagram("review", "start -> look -> end", look=user_task()))
    newer = office.start("review")
    office.deploy(CORRECTED)
    target = str(version(office, "review", 3))

    mapping = {"check": "verify", "look": "verify"}
    key = start(office, MIGRATE, [*keys[:2], newer], target_definition_key=target, mapping=mapping)

    assert batch(office, key).state is BatchOperationState.COMPLETED
    assert {office.instance(case).version for case in (*keys[:2], newer)} == {3}


def test_tokens_are_moved_in_many_cases(office: Office) -> None:
    office.deploy(diagram("steps", "start -> a -> b -> end", a=user_task(), b=user_task()))
    keys = [office.start("steps") for _ in range(2)]
    office.complete(keys[0], "a")

    key = start(office, BatchOperationType.MODIFY_PROCESS_INSTANCE, keys, moves=[["a", "b"]])

    assert [office.waiting_at(case) for case in keys] == [["b"], ["b"]]
    assert [item.error_message for item in items(office, key)] == ["Nothing is active at 'a'.", None]


def test_incidents_are_resolved_together(office: Office) -> None:
    office.deploy(diagram("mail", "start -> send -> end", send=service_task("mail.send")))
    cases = [office.start("mail") for _ in range(2)]
    for case in cases:
        office.engine.execute(FailJob(office.jobs(case)[0].key, 0, "no network"), SYSTEM)
    targets = [BatchTarget(case, office.incidents(case)[0].key) for case in cases]

    key = office.engine.execute(StartBatch(BatchOperationType.RESOLVE_INCIDENT, targets, reason=WHY), OPERATOR)

    assert batch(office, key).completed == 2
    assert [office.jobs(case)[0].retries for case in cases] == [1, 1]


def test_a_suspended_batch_hands_nothing_out_until_it_is_resumed(
    office: Office, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    key = start(office, CANCEL, keys)
    office.engine.execute(SuspendBatch(key, WHY), OPERATOR)
    finish(office)
    held = batch(office, key).completed

    office.engine.execute(ResumeBatch(key, WHY), OPERATOR)
    finish(office)

    assert held == 0
    assert batch(office, key).completed == 70


def test_a_canceled_batch_leaves_the_rest_undone(office: Office, keys: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 5)
    key = start(office, CANCEL, keys)

    office.engine.execute(CancelBatch(key, WHY), OPERATOR)
    finish(office)

    states = [item.state for item in items(office, key)]
    assert (states.count(BatchItemState.COMPLETED), states.count(BatchItemState.CANCELED)) == (4, 66)
    assert batch(office, key).state is BatchOperationState.CANCELED
    with pytest.raises(InvalidTransition):
        office.engine.execute(ResumeBatch(key, WHY), OPERATOR)


def test_a_batch_goes_on_after_the_server_was_killed_in_the_middle(
    office: Office, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 3)
    key = start(office, CANCEL, keys)
    assert batch(office, key).completed == 2

    finish(office)

    assert batch(office, key).completed == 70


def test_a_batch_without_cases_is_over_at_once(office: Office) -> None:
    key = start(office, CANCEL, [])

    assert batch(office, key).state is BatchOperationState.COMPLETED


@pytest.mark.parametrize("act", [SuspendBatch, ResumeBatch, CancelBatch])
def test_who_holds_goes_on_with_or_stops_one_says_why_and_the_record_keeps_it(
    office: Office, keys: list[int], monkeypatch: pytest.MonkeyPatch, act: type[SuspendBatch]
) -> None:
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    key = start(office, CANCEL, keys)
    if act is ResumeBatch:
        office.engine.execute(SuspendBatch(key, WHY), OPERATOR)

    with pytest.raises(RequestInvalid):
        office.engine.execute(act(key), OPERATOR)
    office.engine.execute(act(key, WHY), OPERATOR)

    with office.engine.reading() as connection:
        *_, event = events_of(connection, ChainKind.ACCESS, [0])[0]
    payload = json.loads(event.payload)
    told = {SuspendBatch: "BATCH_SUSPENDED", ResumeBatch: "BATCH_RESUMED", CancelBatch: "BATCH_CANCELED"}
    assert (event.type, event.actor) == (told[act], OPERATOR.user_name)
    assert (payload["batchOperationKey"], payload["reason"]) == (str(key), WHY)


def test_only_an_operator_starts_one_and_says_why(office: Office, keys: list[int]) -> None:
    with pytest.raises(NotAllowed):
        start(office, CANCEL, keys, by=person("somchai", "boss"))
    with pytest.raises(RequestInvalid):
        start(office, CANCEL, keys, reason="")
    with pytest.raises(NotFound):
        office.engine.execute(SuspendBatch(1, WHY), OPERATOR)


@pytest.mark.postgres
def test_an_item_that_is_given_up_while_it_is_being_done_is_not_done(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(postgres_url)
    office, other = Office(Engine(database)), Engine(database)
    office.deploy(REVIEW)
    key = office.start("review")

    def cancel_meanwhile(batch: BatchOperation, item: BatchItem, work: Any) -> None:
        batch_running._cancel(batch, item, work)
        other.execute(CancelBatch(batch.key, WHY), OPERATOR)

    monkeypatch.setattr(batch_running, "ACTS", {CANCEL: cancel_meanwhile})
    batch_key = start(office, CANCEL, [key])
    finish(office)

    assert office.instance(key).state is ProcessInstanceState.ACTIVE
    assert [item.state for item in items(office, batch_key)] == [BatchItemState.CANCELED]
    database.dispose()
