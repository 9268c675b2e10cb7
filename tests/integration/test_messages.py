"""Messages meet those who wait for them exactly once, in either order; signals reach everybody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, CorrelateMessage, PublishMessage
from engine.commands.sweep import clean_up
from engine.errors import AlreadyExists, NotFound
from engine.model.clock import FixedClock
from engine.model.message import messages
from engine.model.process_instance import ProcessInstanceState, process_instances
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, message, message_catch, message_start, user_task
from tests.integration.office import Office

PAID = diagram("orders", "start -> wait -> end", top=message("paid"), wait=message_catch())
TICKET = diagram(
    "tickets", "start -> handle -> end", top=message("ticket", None), start=message_start(), handle=user_task(groups="x")
)


def test_a_message_reaches_whoever_waits(office: Office) -> None:
    office.deploy(PAID)
    key, other = office.start("orders", orderId="A"), office.start("orders", orderId="B")

    office.engine.execute(PublishMessage("paid", "A", {"amount": 5}), SYSTEM)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.variable(key, "amount") == "5"
    assert office.waiting_at(other) == ["wait"]


def test_a_message_waits_for_whoever_comes_later(office: Office) -> None:
    office.deploy(PAID)
    office.engine.execute(PublishMessage("paid", "A", ttl_s=60), SYSTEM)

    first, second = office.start("orders", orderId="A"), office.start("orders", orderId="A")

    assert office.instance(first).state is ProcessInstanceState.COMPLETED
    assert office.waiting_at(second) == ["wait"]


def test_an_expired_message_reaches_nobody(office: Office, clock: FixedClock) -> None:
    office.deploy(PAID)
    office.engine.execute(PublishMessage("paid", "A", ttl_s=60), SYSTEM)
    clock.set(NOW + timedelta(seconds=61))

    key = office.start("orders", orderId="A")
    clean_up(office.engine)

    assert office.waiting_at(key) == ["wait"]
    assert office.count(messages) == 0


def test_a_message_id_counts_once_while_the_message_lives(office: Office) -> None:
    office.engine.execute(PublishMessage("paid", "A", message_id="m1", ttl_s=60), SYSTEM)

    with pytest.raises(AlreadyExists):
        office.engine.execute(PublishMessage("paid", "A", message_id="m1", ttl_s=60), SYSTEM)


def test_a_message_starts_one_instance_per_key_at_a_time(office: Office) -> None:
    office.deploy(TICKET)

    for _ in range(2):
        office.engine.execute(PublishMessage("ticket", "T-1", ttl_s=3600), SYSTEM)
    while_first_runs = office.count(process_instances)
    (row,) = office.rows(process_instances.select())
    office.complete(row.key, "handle")

    assert while_first_runs == 1
    assert office.count(process_instances) == 2


def test_a_message_without_key_starts_an_instance_each_time(office: Office) -> None:
    office.deploy(TICKET)

    for _ in range(2):
        office.engine.execute(PublishMessage("ticket"), SYSTEM)

    assert office.count(process_instances) == 2


def test_correlation_names_the_instance_it_reached(office: Office) -> None:
    office.deploy(PAID)
    key = office.start("orders", orderId="A")

    reached = office.engine.execute(CorrelateMessage("paid", "A"), SYSTEM)

    assert reached.process_instance_key == key


def test_correlation_with_nobody_is_refused_and_not_buffered(office: Office) -> None:
    office.deploy(PAID)

    with pytest.raises(NotFound):
        office.engine.execute(CorrelateMessage("paid", "A"), SYSTEM)
    key = office.start("orders", orderId="A")

    assert office.waiting_at(key) == ["wait"]


def test_a_message_reaches_who_waits_before_it_starts_another_case(office: Office) -> None:
    gateway = '<bpmn:eventBasedGateway id="@id" instantiate="true" eventGatewayType="Parallel">@flows</bpmn:eventBasedGateway>'
    second = message_catch().replace('messageRef="message"', 'messageRef="second"')
    office.deploy(
        diagram(
            "both",
            "either -> first -> check -> end",
            "either -> other -> look -> end_2",
            top=message("paid") + message("sent").replace('id="message"', 'id="second"'),
            either=gateway,
            first=message_catch(),
            other=second,
            check=user_task(),
            look=user_task(),
        )
    )

    office.engine.execute(PublishMessage("paid", "A", {"orderId": "A"}), SYSTEM)
    office.engine.execute(PublishMessage("sent", "A", {"orderId": "A"}), SYSTEM)

    ((key,),) = office.rows(process_instances.select().with_only_columns(process_instances.c.key))
    assert office.waiting_at(key) == ["check", "look"]


def test_two_messages_thrown_one_after_another_meet_in_the_case_that_the_first_one_starts(office: Office) -> None:
    names = '<bpmn:message id="m1" name="first"/><bpmn:message id="m2" name="second"/>'
    thrown = '<bpmn:intermediateThrowEvent id="@id">@flows<bpmn:messageEventDefinition messageRef="{}"/></bpmn:intermediateThrowEvent>'
    caught = '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:messageEventDefinition messageRef="{}"/></bpmn:intermediateCatchEvent>'
    both = '<bpmn:eventBasedGateway id="@id" instantiate="true" eventGatewayType="Parallel">@flows</bpmn:eventBasedGateway>'
    sender = diagram("sender", "start -> a -> b -> end", top=names, a=thrown.format("m1"), b=thrown.format("m2"))
    receiver = diagram(
        "receiver", "both -> c1 -> t1 -> end", "both -> c2 -> t2 -> end", top=names, both=both,
        c1=caught.format("m1"), c2=caught.format("m2"), t1=user_task(), t2=user_task(),
    )  # fmt: skip
    office.deploy(sender, receiver)

    office.start("sender")

    (key,) = office.rows(sa.select(process_instances.c.key).where(process_instances.c.process_id == "receiver"))
    assert sorted(office.waiting_at(key[0])) == ["t1", "t2"]
