"""Complex gateways that wait for data: whoever writes them lets the gateway start, in whichever scope it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import SYSTEM, SetVariables
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from tests.integration.office import Office

JOIN = '<bpmn:complexGateway id="@id">@flows<bpmn:activationCondition>= votes &gt; 1</bpmn:activationCondition></bpmn:complexGateway>'


def test_variables_that_an_operator_sets_let_a_gateway_start_at_which_a_token_waits(office: Office) -> None:
    a, b, after = (user_task(groups="x") for _ in range(3))
    fork = '<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>'
    flows = ("start -> fork -> a -> join -> after -> end", "fork -> b -> join")
    office.deploy(diagram("vote", *flows, fork=fork, a=a, b=b, join=JOIN, after=after))
    case, other = (office.start("vote", votes=1) for _ in range(2))
    for key in (case, other):
        office.complete(key, "a")

    office.engine.execute(SetVariables(case, {"votes": 2}), SYSTEM)

    assert sorted(office.waiting_at(case)) == ["after", "b", "join"]
    assert sorted(office.waiting_at(other)) == ["b"]
