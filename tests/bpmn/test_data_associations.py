"""Data associations copy between names, and put data into events and take it out (BPMN 2.0 §10.4.2)."""

from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, event_sub_process, process, service_task, start, sub_process, throw
from tests.bpmn.event_builders import error, message, signal
from tests.bpmn.memory_engine import MemoryEngine


def test_what_an_activity_reads_and_gives_has_other_names_than_the_data_objects():
    work = service_task("work", data_inputs=(("price", "amount"),), data_outputs=(("receipt", "paper"),))
    engine = MemoryEngine(process("p", "start -> work -> after", work))
    case = engine.start("p", price=7)
    [job] = engine.rows.jobs.values()
    local = {v.name: v.value for v in engine.rows.variables.values() if v.scope_key == job.created.element_instance_key}

    engine.complete_job(case, "work", receipt=1, other=2)

    assert local == {"amount": 7}
    assert_that(case).has_variables(price=7, receipt=1, paper=1, other=2)


def test_what_is_not_there_is_not_copied_over_what_is():
    work = service_task("work", data_inputs=(("nothing", "price"),), data_outputs=(("receipt", "paper"),))
    engine = MemoryEngine(process("p", "start -> work -> after", work))
    case = engine.start("p", price=7, paper=5)

    engine.complete_job(case, "work", price=8)

    assert_that(case).has_variables(price=8, paper=5)


def test_a_message_carries_what_its_sender_names_to_where_its_receiver_says():
    sender = process("p", "start -> tell -> end", throw("tell", message("paid"), data_inputs=(("price", "price"),)))
    receiver = process("q", "start_q -> after", start("start_q", message("paid"), data_outputs=(("sum", "cost"),)))
    engine = MemoryEngine(sender, receiver)

    engine.start("p", price=7, secret=1)

    assert_that(engine.called_by_nobody("q")).has_variables(price=7, cost=7)


def test_events_of_a_scope_take_data_out_of_what_is_thrown_inside():
    esp = event_sub_process(
        "esp", start("heard", signal("s"), interrupting=False, data_outputs=(("x", "noted"),)), "heard -> n"
    )
    inner = sub_process(
        "sub",
        "start_s -> tell -> fail",
        throw("tell", signal("s"), data_inputs=(("price", "price"),)),
        end("fail", error("E"), data_inputs=(("price", "loss"),)),
    )
    bound = boundary("failed", "sub", error("E"), data_outputs=(("loss", "damage"),))
    engine = MemoryEngine(process("p", "start -> sub -> end", inner, bound, "failed -> after", esp))

    case = engine.start("p", price=7)

    assert_that(case).is_waiting_at("after", "n").has_variables(price=7, noted=7, loss=7, damage=7)
