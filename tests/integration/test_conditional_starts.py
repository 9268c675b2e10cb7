"""Conditional start events: whoever knows the variables has them evaluated, and each condition that holds starts a case."""

import pytest

from engine.commands import SYSTEM, EvaluateConditions
from engine.errors import NotAllowed, NotFound
from engine.queries import json_text
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

_CONDITION = (
    '<bpmn:startEvent id="@id">@flows<bpmn:conditionalEventDefinition id="@id_when"><bpmn:condition>= amount &gt; 100'
    "</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>"
)
LARGE = diagram("large", "big -> check -> end", big=_CONDITION, check=user_task())
OTHER = diagram("other", "big -> check -> end", big=_CONDITION.replace("100", "1000"), check=user_task())


def test_every_condition_that_holds_starts_a_case(office: Office) -> None:
    office.deploy(LARGE, OTHER)

    (started,) = office.engine.execute(EvaluateConditions({"amount": 500}), SYSTEM)

    assert office.instance(started.process_instance_key).process_id == "large"
    assert office.waiting_at(started.process_instance_key) == ["check"]
    assert json_text.loads(office.variable(started.process_instance_key, "amount") or "") == 500


def test_only_the_newest_version_is_evaluated(office: Office) -> None:
    office.deploy(LARGE)
    office.deploy(diagram("large", "big -> check -> end", big=_CONDITION.replace("100", "10"), check=user_task()))

    assert len(office.engine.execute(EvaluateConditions({"amount": 500}), SYSTEM)) == 1
    assert len(office.engine.execute(EvaluateConditions({"amount": 50}), SYSTEM)) == 1


def test_one_definition_may_be_named(office: Office) -> None:
    office.deploy(LARGE, OTHER)
    (first,) = office.engine.execute(EvaluateConditions({"amount": 500}), SYSTEM)

    started = office.engine.execute(EvaluateConditions({"amount": 5000}, first.process_definition_key), SYSTEM)

    assert [each.process_definition_key for each in started] == [first.process_definition_key]
    with pytest.raises(NotFound):
        office.engine.execute(EvaluateConditions({"amount": 1}, 1), SYSTEM)


def test_only_who_may_start_any_process_has_them_evaluated(office: Office) -> None:
    office.deploy(LARGE)

    with pytest.raises(NotAllowed):
        office.engine.execute(EvaluateConditions({"amount": 500}), person("clerk", "staff"))
