"""Tokens that an operator puts in, moves and takes out of a running case."""

import pytest

from engine.commands import (
    SYSTEM,
    Activation,
    ModifyInstance,
    Move,
    MoveScope,
    ResumeInstance,
    ScopedVariables,
    SuspendInstance,
    Termination,
)
from engine.errors import InvalidTransition, NotAllowed, NotFound, RequestInvalid
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, each, user_task
from tests.integration.office import Office, person

OPERATOR = person("op", "process.operator")
WHY = "the diagram sent it the wrong way"
STEPS = diagram("steps", "start -> a -> b -> c -> end", a=user_task(), b=user_task(), c=user_task())


def modify(office: Office, key: int, **plan: object) -> None:
    office.engine.execute(ModifyInstance(key, reason=WHY, **plan), OPERATOR)  # type: ignore[arg-type]


def element_instance(office: Office, key: int, element_id: str) -> int:
    return office.open_user_tasks(key, element_id)[0].element_instance_key


def test_a_token_is_moved_with_its_variables(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    variables = (ScopedVariables({"checked": True}), ScopedVariables({"note": "again"}, "c"))
    modify(office, key, moves=(Move("c", source_element_id="a", variables=variables),))

    assert office.waiting_at(key) == ["c"]
    assert office.variable(key, "checked") == "true"
    assert office.variable(element_instance(office, key, "c"), "note") == '"again"'


def test_the_plan_and_the_reason_are_in_the_history(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    modify(office, key, terminations=(Termination(element_id="a"),), activations=(Activation("b"),))

    event = next(event for event in office.history(key) if event.type == "PROCESS_INSTANCE_MODIFIED")
    assert event.actor == "op"
    assert f'"reason":"{WHY}"' in event.payload
    assert '"activate":[{"ancestorKey":null,"elementId":"b"}]' in event.payload


def test_one_of_several_instances_is_terminated_by_its_key(office: Office) -> None:
    office.deploy(diagram("votes", "start -> vote -> end", vote=user_task(inside=each("people", "person"))))
    key = office.start("votes", people=["x", "y", "z"])
    first, *others = office.open_user_tasks(key)

    modify(office, key, terminations=(Termination(first.element_instance_key),))

    assert [task.key for task in office.open_user_tasks(key)] == [task.key for task in others]


def test_terminating_a_loop_by_its_id_terminates_it_whole_and_moving_it_activates_once(office: Office) -> None:
    vote = user_task(inside=each("people", "person"))
    office.deploy(diagram("votes", "start -> vote -> count -> end", vote=vote, count=user_task()))
    key = office.start("votes", people=["x", "y", "z"])

    modify(office, key, moves=(Move("count", source_element_id="vote"),))

    assert office.waiting_at(key) == ["count"]


def test_a_target_is_activated_in_the_scope_of_its_source(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    modify(office, key, moves=(Move("b", source_element_id="a", scope=MoveScope.INFERRED),))
    modify(office, key, moves=(Move("c", source_element_id="b", scope=MoveScope.SOURCE_PARENT),))

    assert office.waiting_at(key) == ["c"]


def test_taking_the_last_token_out_ends_the_case(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    modify(office, key, terminations=(Termination(element_id="a"),))

    assert office.instance(key).state is ProcessInstanceState.TERMINATED


def test_a_suspended_case_takes_the_new_steps_when_it_is_resumed(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)

    modify(office, key, moves=(Move("c", source_element_id="a"),))
    during = [task.element_id for task in office.open_user_tasks(key)]
    office.engine.execute(ResumeInstance(key, WHY), OPERATOR)

    assert during == ["a"]
    assert office.waiting_at(key) == ["c"]


def test_nothing_changes_when_one_instruction_is_refused(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    with pytest.raises(RequestInvalid):
        modify(office, key, terminations=(Termination(element_id="a"),), activations=(Activation("nowhere"),))

    assert office.waiting_at(key) == ["a"]


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"activations": (Activation("start"),)},
        {"activations": (Activation("steps"),)},
        {"terminations": (Termination(element_id="c"),)},
        {"terminations": (Termination(),)},
        {"moves": (Move("c", source_element_id="b"),)},
        {"activations": (Activation("b", (ScopedVariables({"x": 1}, "a"),)),)},
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, plan: dict[str, object]) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    with pytest.raises(RequestInvalid):
        modify(office, key, **plan)


def test_the_element_instance_of_another_case_is_not_found(office: Office) -> None:
    office.deploy(STEPS)
    key, other = office.start("steps"), office.start("steps")

    with pytest.raises(NotFound):
        modify(office, key, terminations=(Termination(element_instance(office, other, "a")),))


def test_a_finished_case_is_not_modified(office: Office) -> None:
    office.deploy(diagram("short", "start -> end"))
    key = office.start("short")

    with pytest.raises(InvalidTransition):
        modify(office, key, activations=(Activation("end"),))


def test_only_an_operator_modifies_and_says_why(office: Office) -> None:
    office.deploy(STEPS)
    key = office.start("steps")

    with pytest.raises(NotAllowed):
        office.engine.execute(ModifyInstance(key, (Activation("c"),), reason=WHY), person("somchai", "boss"))
    with pytest.raises(RequestInvalid):
        office.engine.execute(ModifyInstance(key, (Activation("c"),)), OPERATOR)
    office.engine.execute(ModifyInstance(key, (Activation("c"),)), SYSTEM)
