"""Tasks: work of people, of workers, of FEEL, of decisions; and what needs no work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine import dmn
from engine.bpmn.process_model import Element, MessageDefinition
from engine.runtime import expressions, linked_resources, mappings, throwing, user_tasks
from engine.runtime.behavior import Behavior, Outcome
from engine.runtime.effects import DecisionEvaluated, HistoryType, IncidentType, JobCreated, JobKind, JobsCanceled
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bpmn.process_model import CalledDecision
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.ports import DecisionOutcome, DeployedDecision


LARGEST_PRIORITY = 2**31 - 1


class JobTask(Behavior):
    """Work for a worker when the element has a job; the subclasses say what it does without one."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Offer the job and wait for its completion."""
        if element.job is None:
            return self.work(x, instance, element)
        create_job(x, instance, element)
        return Outcome.WAIT

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Do the work at once."""
        return Outcome.DONE

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Withdraw the job."""
        if element.job is not None:
            x.emit(JobsCanceled(instance.key))
            x.record(HistoryType.JOB_CANCELED, instance)


class ScriptTask(JobTask):
    """A FEEL expression whose value goes to a variable."""

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Evaluate the expression."""
        if element.script is not None:
            result = expressions.evaluate(x, instance, element.script.expression)
            mappings.take_result(x, instance, element, {element.script.result_variable: result})
        return Outcome.DONE


class BusinessRuleTask(JobTask):
    """A decision whose output goes to a variable."""

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Evaluate the decision."""
        if element.decision is not None:
            output = _evaluate_decision(x, instance, element.decision)
            mappings.take_result(x, instance, element, {element.decision.result_variable: output})
        return Outcome.DONE


class SendTask(JobTask):
    """A message published inside the system."""

    def work(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Publish the message."""
        for definition in element.events:
            if isinstance(definition, MessageDefinition):
                throwing.throw_message(x, instance, definition)
        return Outcome.DONE


class ReceiveTask(Behavior):
    """Waits for a message; the lifecycle opens its subscription."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Wait."""
        return Outcome.WAIT


class UserTask(Behavior):
    """Work for people, unless the task is written for a worker."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Offer the user task, or the job."""
        if element.job is not None:
            create_job(x, instance, element)
        else:
            user_tasks.create(x, instance, element)
        return Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Go on with the listeners of the user task."""
        user_tasks.resume(x, instance)

    def holds_its_end(self, x: Execution, instance: ElementInstance, element: Element) -> bool:
        """Wait for the listeners of the cancelation."""
        return element.job is None and user_tasks.holds_its_end(x, instance, element)

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Withdraw the user task or its job."""
        if element.job is not None:
            x.emit(JobsCanceled(instance.key))
            x.record(HistoryType.JOB_CANCELED, instance)
        else:
            user_tasks.cancel(x, instance)


def create_job(x: Execution, instance: ElementInstance, element: Element, kind: JobKind = JobKind.BPMN_ELEMENT) -> None:
    """Offer the element's job."""
    if element.job is None:
        return
    job_type = expressions.text(x, instance, element.job.type, "job type")
    retries = expressions.whole_number(x, instance, element.job.retries, "job's retries")
    wanted = element.job.priority
    priority = 0 if wanted is None else expressions.integer(x, instance, wanted, "job's priority", LARGEST_PRIORITY)
    linked = linked_resources.resolve(x, instance, element)
    headers = {**element.job.headers, **linked_resources.headers(linked)} if linked else element.job.headers
    key = x.new_key()
    x.emit(JobCreated(key, instance.key, element.id, job_type, retries, kind, headers=headers, priority=priority))
    told = {"jobKey": key, "type": job_type, "retries": retries}
    x.record(HistoryType.JOB_CREATED, instance, {**told, "linkedResources": linked} if linked else told)


def _evaluate_decision(x: Execution, instance: ElementInstance, called: CalledDecision) -> object:
    decision_id = expressions.text(x, instance, called.decision_id, "decision id")
    decision = x.resources.decision(decision_id, called.binding, x.process_instance.process_definition_key)
    if decision is None:
        raise CannotContinue(IncidentType.CALLED_DECISION_ERROR, f"There is no decision {decision_id!r}; deploy it.")
    told = len(x.evaluation.warnings)
    outcome = decision.evaluate(x.context(instance), x.evaluation)
    if outcome.failure is not None:
        message = f"The decision {decision_id!r} could not be evaluated: {outcome.failure}"
        raise CannotContinue(IncidentType.DECISION_EVALUATION_ERROR, message)
    key = x.new_key()
    x.emit(DecisionEvaluated(key, instance.key, instance.element_id, decision, outcome))
    x.record(
        HistoryType.DECISION_EVALUATED, instance, _grounds(key, decision, decision_id, outcome, x.evaluation.warnings[told:])
    )
    return outcome.output


def _grounds(
    key: int, decision: DeployedDecision, decision_id: str, outcome: DecisionOutcome, warnings: Sequence[feel.Warning]
) -> dict[str, object]:
    """Return what the history keeps for whoever asks later why the decision came out as it did."""
    return {
        "decisionInstanceKey": key,
        "decisionId": decision_id,
        "decisionDefinitionKey": decision.key,
        "output": feel.to_json(outcome.output),
        "evaluatedDecisions": [dmn.grounds_json(evaluated) for evaluated in outcome.decisions],
        "warnings": [{"message": each.message, "line": each.line, "column": each.column} for each in warnings],
    }
