"""Ad-hoc sub-processes, link events, start and completion quantities (BPMN 2.0 §13.3.5, §10.5.5, §10.3)."""

from __future__ import annotations

import feel
from engine.bpmn.process_model import AdHoc, ElementType
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import catch, end, flow, gateway, node, process, service_task, throw
from tests.bpmn.event_builders import link
from tests.bpmn.memory_engine import MemoryEngine


def _ad_hoc(*parts, sequential=False, condition=None, cancel=True, elements=None):
    settings = AdHoc(
        sequential=sequential,
        completion_condition=feel.compile(condition) if condition else None,
        cancel_remaining_instances=cancel,
        active_elements_collection=feel.compile(elements) if elements else None,
    )
    return process("p", "start -> some -> after -> end", node(ElementType.AD_HOC_SUB_PROCESS, "some", *parts, ad_hoc=settings))


def test_without_more_said_every_activity_starts_and_all_must_complete():
    engine = MemoryEngine(_ad_hoc(service_task("a"), "b -> c"))
    case = engine.start("p")
    assert_that(case).is_waiting_at("a", "b")

    for element_id in "abc":
        engine.complete_job(case, element_id)

    assert_that(case).is_waiting_at("after")


def test_a_sequential_one_does_one_after_another():
    engine = MemoryEngine(_ad_hoc(service_task("a"), service_task("b"), sequential=True))
    case = engine.start("p")
    assert_that(case).is_waiting_at("a")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("after")


def test_an_expression_chooses_what_starts():
    engine = MemoryEngine(_ad_hoc(service_task("a"), service_task("b"), elements="wanted"))

    assert_that(engine.start("p", wanted=["b"])).is_waiting_at("b")
    assert_that(engine.start("p", wanted=["x"])).has_incident("EXTRACT_VALUE_ERROR", "some", "x")


def test_the_completion_condition_cancels_what_is_left():
    engine = MemoryEngine(_ad_hoc(service_task("a"), service_task("b"), condition="ok = true"))
    case = engine.start("p")

    engine.complete_job(case, "a", ok=True)

    assert_that(case).is_waiting_at("after").has_terminated_times("b", 1)


def test_the_completion_condition_may_let_what_is_left_finish():
    engine = MemoryEngine(_ad_hoc(service_task("a"), service_task("b"), condition="ok = true", cancel=False))
    case = engine.start("p")

    engine.complete_job(case, "a", ok=True)
    assert_that(case).is_waiting_at("b")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("after")


def test_until_its_condition_holds_more_may_be_activated():
    engine = MemoryEngine(_ad_hoc(service_task("a"), service_task("b"), condition="n > 1", elements="[]"))
    case = engine.start("p", n=0)
    assert_that(case).is_waiting_at("some")
    scope = next(row.key for row in engine.rows.element_instances.values() if row.element_id == "some")

    engine.command(case, lambda x: do.activate_element(x, "b", scope_key=scope, variables={"m": 1}))
    engine.complete_job(case, "b", n=1)
    assert_that(case).is_waiting_at("some")
    engine.command(case, lambda x: do.activate_element(x, "b", scope_key=scope, variables={}))
    engine.complete_job(case, "b", n=2)

    assert_that(case).is_waiting_at("after")


def test_a_link_goes_on_at_its_catching_event():
    model = process("p", "start -> go", throw("go", link("there")), catch("come", link("there")), "come -> a -> end")

    assert_that(MemoryEngine(model).start("p")).is_waiting_at("a").has_completed("go", "come")


def test_several_links_may_lead_to_one_place():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> one",
        "fork -> two",
        throw("one", link("there")),
        throw("two", link("there")),
        catch("come", link("there")),
        "come -> a -> end",
    )

    assert_that(MemoryEngine(model).start("p")).is_waiting_at("a", "a")


def test_an_inclusive_join_waits_for_a_token_that_comes_over_a_link():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> go",
        "fork -> join",
        throw("go", link("there")),
        catch("come", link("there")),
        "come -> join",
        gateway("inclusive", "join"),
        "join -> d -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    assert_that(case).is_waiting_at("a").has_waiting_tokens("join", 1)

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("d").has_completed_times("join", 1)


def test_an_activity_may_send_several_tokens_and_another_may_need_them():
    pack = node(ElementType.TASK, "pack", completion_quantity=3)
    model = process("p", "start -> pack -> ship -> end", pack, service_task("ship", start_quantity=2))

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at("ship").has_waiting_tokens("ship", 1)


def test_tokens_that_are_never_enough_keep_the_case_open():
    case = MemoryEngine(process("p", "start -> ship -> end", service_task("ship", start_quantity=2))).start("p")

    assert_that(case).is_active().has_waiting_tokens("ship", 1)


def test_a_default_flow_of_an_exclusive_gateway_behind_quantities():
    pack = node(ElementType.TASK, "pack", completion_quantity=2)
    model = process(
        "p",
        "start -> pack -> gw",
        pack,
        gateway("exclusive", "gw"),
        flow("gw", "a", "false"),
        flow("gw", "last", default=True),
        end("last"),
    )

    assert_that(MemoryEngine(model).start("p")).is_completed().has_completed_times("last", 2)


def test_an_empty_choice_waits_until_something_is_activated():
    engine = MemoryEngine(_ad_hoc(service_task("a"), elements="[]"))
    case = engine.start("p")
    assert_that(case).is_waiting_at("some")

    engine.command(case, lambda x: do.activate_element(x, "a", variables={}))
    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("after")
