"""Statistics and wait states through the client library: how cases, jobs and incidents spread, and what is waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.models import (
    DecisionRequirementsSearchQuery,
    ElementInstanceWaitStateQuery,
    ExpressionEvaluationRequest,
    IncidentProcessInstanceStatisticsByDefinitionQuery,
    IncidentProcessInstanceStatisticsByErrorQuery,
    JobErrorStatisticsQuery,
    JobTimeSeriesStatisticsQuery,
    JobTypeStatisticsQuery,
    JobWorkerStatisticsQuery,
    MessageSubscriptionSearchQuery,
    ProcessDefinitionElementStatisticsQuery,
    ProcessDefinitionInstanceStatisticsQuery,
    ProcessDefinitionInstanceVersionStatisticsQuery,
    ProcessDefinitionMessageSubscriptionStatisticsQuery,
    ProcessDefinitionVariableNameSearchQuery,
)

from tests.acceptance.diagrams import RATE, deployment, diagram, service_task, user_task
from tests.acceptance.test_operating_cases import deploy, start
from tests.integration.diagrams import message, message_catch

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


class Worked:
    """Three cases of one process: the first waits for a clerk, the second for an operator, the third for a worker."""

    def __init__(self, client: CamundaClient, call: Caller) -> None:
        self.job_type, self.error = f"j_{uuid4().hex[:8]}", f"no network {uuid4().hex[:8]}"
        flows = ("start -> work -> t -> end",)
        self.process_id, self.definition_key = deploy(client, *flows, work=service_task(self.job_type), t=user_task())
        self.keys = [start(client, self.process_id, number=number) for number in range(3)]
        request = {"type": self.job_type, "worker": "anna", "timeout": 60_000, "maxJobsToActivate": 2}
        _, activated = call("POST", "/jobs/activation", request)
        first, second = (job["jobKey"] for job in activated["jobs"])
        call("POST", f"/jobs/{first}/completion", {})
        call("POST", f"/jobs/{second}/failure", {"retries": 0, "errorMessage": self.error})
        now = datetime.now(UTC)
        self.period = {"from": (now - timedelta(days=1)).isoformat(), "to": (now + timedelta(days=1)).isoformat()}

    def jobs(self, **more: str) -> dict[str, Any]:
        """Return a question about the process' jobs."""
        return {"filter": {**self.period, "jobType": self.job_type, **more}}


@pytest.fixture
def worked(client: CamundaClient, call: Caller) -> Worked:
    """Start three cases and work on two."""
    return Worked(client, call)


def test_running_cases_are_counted_by_process_and_by_version(client: CamundaClient, worked: Worked) -> None:
    most = {"sort": [{"field": "processDefinitionId", "order": "DESC"}], "page": {"limit": 500}}
    of_version = {"filter": {"processDefinitionId": worked.process_id}}

    processes = client.get_process_definition_instance_statistics(
        data=ProcessDefinitionInstanceStatisticsQuery.from_dict(most)
    ).items
    (version,) = client.get_process_definition_instance_version_statistics(
        data=ProcessDefinitionInstanceVersionStatisticsQuery.from_dict(of_version)
    ).items

    (process,) = [item for item in processes if item.process_definition_id == worked.process_id]
    counts = (process.active_instances_with_incident_count, process.active_instances_without_incident_count)
    assert (counts, process.has_multiple_versions) == ((1, 2), False)
    assert (version.process_definition_key, version.active_instances_with_incident_count) == (worked.definition_key, 1)
    assert [item.process_definition_id for item in processes] == sorted(
        (item.process_definition_id for item in processes), reverse=True
    )


def test_elements_are_counted_over_the_cases_that_the_filter_chooses(client: CamundaClient, worked: Worked) -> None:
    def counts(**chosen: object) -> dict[str, tuple[int, int, int]]:
        query = ProcessDefinitionElementStatisticsQuery.from_dict({"filter": chosen})
        items = client.get_process_definition_statistics(worked.definition_key, data=query).items
        return {item.element_id: (item.active, item.completed, item.incidents) for item in items}

    everywhere = counts()
    two = counts(variables=[{"name": "number", "value": {"$in": ["0", "2"]}}])
    held = counts(hasIncident=True)

    assert everywhere == {"start": (0, 3, 0), "work": (2, 1, 1), "t": (1, 0, 0)}
    assert two == {"start": (0, 2, 0), "work": (1, 1, 0), "t": (1, 0, 0)}
    assert held == {"start": (0, 1, 0), "work": (1, 0, 1)}


def test_the_names_of_variables_of_a_process_are_found(client: CamundaClient, worked: Worked) -> None:
    query = ProcessDefinitionVariableNameSearchQuery.from_dict({"filter": {"name": {"$like": "num*"}}})

    found = client.search_process_definition_variable_names(worked.definition_key, data=query)

    assert [item.name for item in found.items] == ["number"]


def test_incidents_are_counted_by_error_and_by_definition(client: CamundaClient, call: Caller, worked: Worked) -> None:
    by_error = client.get_process_instance_statistics_by_error(data=IncidentProcessInstanceStatisticsByErrorQuery()).items
    (code,) = [item.error_hash_code for item in by_error if item.error_message == worked.error]
    query = IncidentProcessInstanceStatisticsByDefinitionQuery.from_dict({"filter": {"errorHashCode": code}})

    (found,) = client.get_process_instance_statistics_by_definition(data=query).items
    _, cases = call("POST", "/process-instances/search", {"filter": {"incidentErrorHashCode": code}})

    assert (found.process_definition_id, found.active_instances_with_error_count) == (worked.process_id, 1)
    assert [item["processInstanceKey"] for item in cases["items"]] == [worked.keys[1]]


def test_jobs_are_counted_by_type_worker_error_and_time(client: CamundaClient, worked: Worked) -> None:
    asked = worked.jobs()
    (of_type,) = client.get_job_type_statistics(data=JobTypeStatisticsQuery.from_dict(asked)).items
    (of_worker,) = client.get_job_worker_statistics(data=JobWorkerStatisticsQuery.from_dict(asked)).items
    (of_error,) = client.get_job_error_statistics(data=JobErrorStatisticsQuery.from_dict(asked)).items
    series = client.get_job_time_series_statistics(data=JobTimeSeriesStatisticsQuery.from_dict(worked.jobs(resolution="P1D")))

    assert (of_type.created.count, of_type.completed.count, of_type.failed.count) == (3, 1, 1)
    assert (of_worker.worker, of_worker.completed.count) == ("anna", 1)
    assert of_error.error_message == worked.error
    assert sum(item.created.count for item in series.items) == 3


def test_all_jobs_of_a_period_are_counted(client: CamundaClient, worked: Worked) -> None:
    since, before = (datetime.fromisoformat(worked.period[name]) for name in ("from", "to"))

    counts = client.get_global_job_statistics(from_=since, to=before, job_type=worked.job_type)
    earlier = client.get_global_job_statistics(from_=since, to=since + timedelta(hours=1), job_type=worked.job_type)

    assert (counts.created.count, counts.completed.count, counts.failed.count) == (3, 1, 1)
    assert (earlier.created.count, earlier.created.last_updated_at) == (0, None)


def test_what_a_case_waits_for_is_found(client: CamundaClient, worked: Worked) -> None:
    asked = {"filter": {"processInstanceKey": {"$in": worked.keys}}, "sort": [{"field": "elementId"}]}

    items = client.search_element_instance_wait_states(data=ElementInstanceWaitStateQuery.from_dict(asked)).items
    waiting = client.get_process_instance_wait_state_statistics(worked.keys[0])

    assert [(item.element_id, item.details.wait_state_type) for item in items] == [("t", "USER_TASK"), ("work", "JOB")]
    assert [(item.element_id, item.waiting_count) for item in waiting.items] == [("t", 1)]


def test_open_message_subscriptions_are_found_and_counted(client: CamundaClient) -> None:
    process_id = f"p_{uuid4().hex[:8]}"
    xml = diagram(process_id, "start -> receive -> end", top=message("paid", "= order"), receive=message_catch())
    deployed = client.create_deployment(data=deployment(p_bpmn=xml)).deployments[0].process_definition
    definition_key = deployed.process_definition_key
    start(client, process_id, order="o-1")
    start(client, process_id, order="o-2")

    chosen = {"filter": {"processDefinitionId": process_id, "correlationKey": "o-2"}}
    (found,) = client.search_message_subscriptions(data=MessageSubscriptionSearchQuery.from_dict(chosen)).items
    asked = {"filter": {"processDefinitionKey": definition_key}}
    (counted,) = client.get_process_definition_message_subscription_statistics(
        data=ProcessDefinitionMessageSubscriptionStatisticsQuery.from_dict(asked)
    ).items

    assert (found.message_name, found.element_id, found.message_subscription_state.value) == ("paid", "receive", "CREATED")
    assert (counted.active_subscriptions, counted.process_instances_with_active_subscriptions) == (2, 2)


def test_decision_requirements_are_found_with_their_file(client: CamundaClient) -> None:
    client.create_deployment(data=deployment(rates_dmn=RATE))
    newest = {"filter": {"decisionRequirementsId": "rates"}, "sort": [{"field": "version", "order": "DESC"}]}
    query = DecisionRequirementsSearchQuery.from_dict(newest)

    found, *_ = client.search_decision_requirements(data=query).items

    assert client.get_decision_requirements(found.decision_requirements_key).decision_requirements_name == "Rates"
    assert "<decisionTable" in client.get_decision_requirements_xml(found.decision_requirements_key)


def test_an_expression_is_evaluated_over_what_a_case_holds(client: CamundaClient, worked: Worked) -> None:
    asked = {"expression": "=number + more", "scopeKey": worked.keys[2], "variables": {"more": 40}}

    evaluated = client.evaluate_expression(data=ExpressionEvaluationRequest.from_dict(asked))
    unknown = client.evaluate_expression(data=ExpressionEvaluationRequest(expression="nobody + 1"))

    assert evaluated.result == 42
    assert (unknown.result, len(unknown.warnings) > 0) == (None, True)


def test_nobody_counts_what_they_may_not_see(client: CamundaClient, call: Caller, worked: Worked) -> None:
    path = f"/process-definitions/{worked.definition_key}/statistics/element-instances"

    elements = call("POST", path, {}, user_name="somsri")
    waits = call("POST", "/element-instances/wait-states/search", {"filter": {"processInstanceKey": worked.keys[0]}}, "somsri")
    jobs = call("POST", "/jobs/statistics/by-types", {}, user_name="somsri")
    scope = call("POST", "/expression/evaluation", {"expression": "number", "scopeKey": worked.keys[0]}, user_name="somsri")

    assert elements == (200, {"items": []})
    assert waits[1]["items"] == []
    assert (jobs[0], scope[0]) == (403, 403)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/jobs/statistics/by-workers", {"filter": {"jobType": "t"}}),
        ("/jobs/statistics/errors", {"filter": {"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z", "jobType": "t"}}),
        ("/incidents/statistics/process-instances-by-definition", {}),
        ("/process-definitions/statistics/process-instances-by-version", {}),
        ("/process-definitions/statistics/process-instances", {"sort": [{"field": "color"}]}),
        ("/expression/evaluation", {"expression": "1 +"}),
    ],
)
def test_a_question_that_lacks_something_is_refused(call: Caller, path: str, body: dict[str, Any]) -> None:
    status, problem = call("POST", path, body)

    assert (status, problem["title"]) == (400, "Bad Request")


def test_a_process_that_is_not_there_has_no_statistics(call: Caller) -> None:
    status, _ = call("POST", "/process-definitions/1/statistics/element-instances", {})

    assert status == 404
