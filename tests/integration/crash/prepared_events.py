"""Starts, messages, signals, timers and owed steps, each ready for one command."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    BroadcastSignal,
    CancelInstance,
    CorrelateMessage,
    PublishMessage,
    StartInstance,
)
from engine.commands.cleaning import Clean
from engine.commands.fire_timer import FireTimer, FireTimers, PostponeTimer
from engine.commands.run_continuation import MAX_ATTEMPTS, PostponeContinuation, RunContinuation
from engine.model.continuation import ContinuationKind, continuations
from engine.model.timer import timers
from tests.integration.crash.prepared import OPERATOR, WHY, Prepared, owed, prepares, settle, step_owed
from tests.integration.diagrams import (
    call,
    diagram,
    each,
    message,
    message_catch,
    message_start,
    timer_catch,
    timer_start,
    user_task,
)
from tests.integration.undone_diagrams import CHILD, OUTER

if TYPE_CHECKING:
    from tests.integration.office import Office

SIGNAL = '<bpmn:signal id="signal" name="@name"/>'
CATCH = '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:signalEventDefinition id="@id_s" signalRef="signal"/></bpmn:intermediateCatchEvent>'
THROW = CATCH.replace("CatchEvent", "ThrowEvent")
THROW_MESSAGE = (
    '<bpmn:intermediateThrowEvent id="@id"><bpmn:extensionElements><zeebe:publishMessage correlationKey="= orderId" timeToLive="PT1H"/>'
    '</bpmn:extensionElements>@flows<bpmn:messageEventDefinition id="@id_m" messageRef="message"/></bpmn:intermediateThrowEvent>'
)


def _ordered(office: Office, number: str) -> int:
    office.deploy(
        diagram("order", "start -> wait -> check -> end", top=message("paid"), wait=message_catch(), check=user_task())
    )
    return office.start("order", orderId=number)


def _calling(office: Office) -> int:
    office.deploy(
        diagram("inner", "start -> sign -> end", sign=user_task()),
        diagram("outer", "start -> approval -> end", approval=call("inner")),
    )
    return office.start("outer", amount=3)


def _timer(office: Office, process_id: str) -> int:
    query = sa.select(timers.c.key).where(timers.c.process_id == process_id)
    (row,) = office.rows(query)
    office.engine.clock.pin(office.engine.now() + timedelta(hours=2))
    return int(row[0])


@prepares(StartInstance)
def starting_a_case(office: Office) -> Prepared:
    office.deploy(diagram("simple", "start -> fork -> a -> join -> end", "fork -> b -> join", a=user_task(), b=user_task()))
    return StartInstance("simple", variables={"a": 1, "long": "x" * 10_000}, business_id="2569/1"), SYSTEM


@prepares(PublishMessage)
def publishing_a_message_that_is_awaited(office: Office) -> Prepared:
    _ordered(office, "A")
    return PublishMessage("paid", "A", {"amount": 1}, "first", ttl_s=10), SYSTEM


@prepares(CorrelateMessage)
def correlating_a_message(office: Office) -> Prepared:
    _ordered(office, "B")
    return CorrelateMessage("paid", "B", {"amount": 1}), SYSTEM


@prepares(CorrelateMessage)
def correlating_a_message_that_starts_a_case(office: Office) -> Prepared:
    office.deploy(diagram("ordered", "start -> check -> end", top=message("ordered"), start=message_start(), check=user_task()))
    return CorrelateMessage("ordered", "C", {"amount": 1}), SYSTEM


@prepares(BroadcastSignal)
def broadcasting_a_signal(office: Office) -> Prepared:
    office.deploy(diagram("alarm", "start -> wait -> end", top=SIGNAL.replace("@name", "flood"), wait=CATCH))
    office.start("alarm")
    office.start("alarm")
    return BroadcastSignal("flood", {"level": 3}), SYSTEM


@prepares(FireTimer)
def firing_a_timer(office: Office) -> Prepared:
    office.deploy(diagram("patience", "start -> wait -> check -> end", wait=timer_catch("PT1H"), check=user_task()))
    office.start("patience")
    return FireTimer(_timer(office, "patience")), SYSTEM


@prepares(FireTimer)
def firing_a_timer_that_starts_a_case(office: Office) -> Prepared:
    office.deploy(diagram("hourly", "start -> check -> end", start=timer_start("R/PT1H"), check=user_task()))
    return FireTimer(_timer(office, "hourly")), SYSTEM


@prepares(FireTimers)
def firing_several_timers_of_one_case(office: Office) -> Prepared:
    steps = ("start -> fork -> first -> join -> end", "fork -> second -> check -> join")
    office.deploy(diagram("paused", *steps, first=timer_catch("PT1H"), second=timer_catch("PT1H"), check=user_task()))
    key = office.start("paused")
    office.engine.clock.pin(office.engine.now() + timedelta(days=2))
    due = office.rows(sa.select(timers.c.key).where(timers.c.process_instance_key == key).order_by(timers.c.key))
    return FireTimers(key, tuple(row.key for row in due)), SYSTEM


@prepares(PostponeTimer)
def postponing_a_timer(office: Office) -> Prepared:
    office.deploy(diagram("troubled", "start -> wait -> end", wait=timer_catch("PT1H")))
    office.start("troubled")
    return PostponeTimer(_timer(office, "troubled")), SYSTEM


@prepares(Clean)
def cleaning_up(office: Office) -> Prepared:
    office.engine.execute(PublishMessage("nobody waits", "D", ttl_s=1), SYSTEM)
    office.engine.clock.pin(office.engine.now() + timedelta(days=2))
    return Clean(), SYSTEM


@prepares(RunContinuation, ContinuationKind.CONTINUE_INSTANCE)
def continuing_a_big_fan_out(office: Office) -> Prepared:
    office.deploy(diagram("wide", "start -> check -> end", check=user_task(inside=each("people", "person"))))
    office.start("wide", people=list(range(16)))
    return step_owed(office, ContinuationKind.CONTINUE_INSTANCE)


@prepares(ContinuationKind.START_CALLED_PROCESS)
def starting_a_called_process(office: Office) -> Prepared:
    _calling(office)
    return step_owed(office, ContinuationKind.START_CALLED_PROCESS)


@prepares(ContinuationKind.START_CALLED_PROCESS)
def undoing_what_a_called_process_did(office: Office) -> Prepared:
    office.deploy(CHILD, OUTER)
    key = office.start("outer", amount=5)
    settle(office)
    (child,) = office.called_by(key)
    for element_id in ("order", "pay"):
        office.complete(child, element_id)
    settle(office)
    office.complete(key, "regret")
    return step_owed(office, ContinuationKind.START_CALLED_PROCESS)


@prepares(ContinuationKind.CALLED_PROCESS_ENDED)
def telling_the_caller_that_a_called_process_ended(office: Office) -> Prepared:
    key = _calling(office)
    settle(office)
    (called,) = office.called_by(key)
    office.complete(called, "sign", verdict="yes")
    return step_owed(office, ContinuationKind.CALLED_PROCESS_ENDED)


@prepares(ContinuationKind.TERMINATE_CALLED_PROCESS)
def ending_a_called_process_with_its_caller(office: Office) -> Prepared:
    key = _calling(office)
    settle(office)
    office.engine.execute(CancelInstance(key, WHY), OPERATOR)
    return step_owed(office, ContinuationKind.TERMINATE_CALLED_PROCESS)


@prepares(ContinuationKind.PUBLISH_MESSAGE)
def publishing_a_message_that_a_case_throws(office: Office) -> Prepared:
    office.deploy(diagram("thrower", "start -> tell -> end", top=message("told"), tell=THROW_MESSAGE))
    office.start("thrower", orderId="E")
    return step_owed(office, ContinuationKind.PUBLISH_MESSAGE)


@prepares(ContinuationKind.CORRELATE_MESSAGE)
def letting_a_message_and_a_case_meet(office: Office) -> Prepared:
    _ordered(office, "F")
    office.engine.execute(PublishMessage("paid", "F", {"amount": 2}, ttl_s=10), SYSTEM)
    return step_owed(office, ContinuationKind.CORRELATE_MESSAGE)


@prepares(ContinuationKind.BROADCAST_SIGNAL)
def broadcasting_a_signal_that_a_case_throws(office: Office) -> Prepared:
    office.deploy(diagram("siren", "start -> warn -> end", top=SIGNAL.replace("@name", "fire"), warn=THROW))
    office.deploy(diagram("hearer", "start -> wait -> end", top=SIGNAL.replace("@name", "fire"), wait=CATCH))
    office.start("hearer")
    office.start("siren")
    return step_owed(office, ContinuationKind.BROADCAST_SIGNAL)


@prepares(ContinuationKind.TRIGGER_SIGNAL)
def letting_a_signal_reach_a_case(office: Office) -> Prepared:
    office.deploy(diagram("listener", "start -> wait -> end", top=SIGNAL.replace("@name", "bell"), wait=CATCH))
    office.start("listener")
    office.engine.execute(BroadcastSignal("bell", {"level": 3}), SYSTEM)
    return step_owed(office, ContinuationKind.TRIGGER_SIGNAL)


@prepares(PostponeContinuation)
def postponing_an_owed_step(office: Office) -> Prepared:
    _calling(office)
    return PostponeContinuation(owed(office, ContinuationKind.START_CALLED_PROCESS).key, "it failed"), SYSTEM


@prepares(PostponeContinuation)
def giving_an_owed_step_up(office: Office) -> Prepared:
    _calling(office)
    key = owed(office, ContinuationKind.START_CALLED_PROCESS).key
    with office.engine.database.engine.begin() as connection:
        tried = sa.update(continuations).where(continuations.c.key == key).values(attempts=MAX_ATTEMPTS - 1)
        connection.execution_options(anumat_writes=True).execute(tried)
    return PostponeContinuation(key, "it failed"), SYSTEM
