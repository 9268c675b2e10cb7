"""Reads what each kind of activity does: jobs, scripts, decisions, messages, calls, ad-hoc settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource, extension, flag, is_feel
from engine.bpmn.process_model import AdHoc, CalledDecision, CalledElement, ScriptDefinition, Value
from engine.bpmn.read_data import variable_name
from engine.bpmn.read_extensions import read_binding, read_job, read_linked_resources
from engine.bpmn.read_messages import caught_message, thrown_message
from engine.bpmn.read_user_tasks import read_user_task
from engine.bpmn.xml_tree import bpmn_child, bpmn_children, bpmn_name, child_text, local_part

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.element_fields import ElementFields

_DEFAULT_RESULT = "result"


def read_user(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a userTask; with or without zeebe:userTask it is a user task that people see."""
    fields["user_task"] = read_user_task(source, node)


def read_service(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a serviceTask: its job type is what it does."""
    fields["job"] = read_job(source, node)
    fields["linked_resources"] = read_linked_resources(source, node)
    if extension(node, "taskDefinition") is None:
        source.refuse(node, "nothing-to-do", "The service task has no job type (zeebe:taskDefinition).", "§10.3.3")


def read_send(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a sendTask: a job, or a message thrown inside the system."""
    job = fields["job"] = read_job(source, node)
    message = thrown_message(source, node, node, has_job=job is not None or extension(node, "taskDefinition") is not None)
    fields["events"] = (message,) if message else ()


def read_receive(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a receiveTask: the message that it waits for."""
    message = caught_message(source, node, node)
    fields["events"] = (message,) if message else ()
    fields["instantiate"] = flag(node, "instantiate", default=False)


def read_script(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a scriptTask: a job, zeebe:script, or a script in FEEL."""
    fields["job"] = read_job(source, node)
    script = bpmn_child(node, "script")
    ways = [extension(node, "taskDefinition") is not None, extension(node, "script") is not None, script is not None]
    if sum(ways) != 1:
        message = "A script task needs exactly one of zeebe:script, a job type (zeebe:taskDefinition) and a script in FEEL."
        source.refuse(node, "nothing-to-do" if not any(ways) else "several-things-to-do", message, "§10.3.3")
    elif extension(node, "script") is not None:
        fields["script"] = _zeebe_script(source, node)
    elif script is not None:
        fields["script"] = _plain_script(source, node)


def _zeebe_script(source: DiagramSource, node: XmlElement) -> ScriptDefinition | None:
    script = extension(node, "script")
    if script is None:
        return None
    value, result = source.value(script, script.get("expression")), script.get("resultVariable")
    if not result:
        source.refuse(node, "result-variable", "zeebe:script has no resultVariable.", "zeebe")
    if value is None or value.expression is None:
        if value is not None or not (script.get("expression") or "").strip():
            source.refuse(node, "expression", "The expression of zeebe:script must be FEEL after =.", "zeebe")
        return None
    return ScriptDefinition(value.expression, result or "")


def _plain_script(source: DiagramSource, node: XmlElement) -> ScriptDefinition | None:
    language = node.get("scriptFormat") or node.get("scriptLanguage") or ""
    if not is_feel(language):
        message = f"The script language {language!r} is not run; write FEEL (scriptFormat feel) or give the task a job type."
        source.refuse(node, "script-language", message, "§10.3.3")
        return None
    text = child_text(node, "script")
    expression = source.expression(node, text.removeprefix("="))
    return ScriptDefinition(expression, _script_result(source, node)) if expression else None


def _script_result(source: DiagramSource, node: XmlElement) -> str:
    """Return the variable that the only data output of the task is tied to, else `result`."""
    targets = [child_text(item, "targetRef") for item in bpmn_children(node, "dataOutputAssociation")]
    if len(targets) == 1 and targets[0]:
        return variable_name(source, node, targets[0]) or _DEFAULT_RESULT
    return _DEFAULT_RESULT


def read_decision(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a businessRuleTask: a decision, or a job."""
    fields["job"] = read_job(source, node)
    called = extension(node, "calledDecision")
    if (called is None) == (extension(node, "taskDefinition") is None):
        message = "A business rule task needs either a decision (zeebe:calledDecision) or a job type (zeebe:taskDefinition)."
        source.refuse(node, "nothing-to-do", message, "§10.3.3")
    if called is None:
        return
    decision_id, result = source.value(called, called.get("decisionId")), called.get("resultVariable")
    if not (called.get("decisionId") or "").strip() or not result:
        source.refuse(node, "decision", "zeebe:calledDecision needs decisionId and resultVariable.", "zeebe")
    elif decision_id is not None:
        fields["decision"] = CalledDecision(decision_id, result, read_binding(source, called))


def read_call(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read a callActivity: zeebe:calledElement, else BPMN's own calledElement, which calls the latest version."""
    called = extension(node, "calledElement")
    if called is None:
        process_id = local_part(node.get("calledElement"))
        if process_id:
            fields["call"] = CalledElement(Value(process_id), propagate_all_child_variables=True)
        else:
            source.refuse(node, "called-element", "The call activity names no process to call.", "§10.3.6")
        return
    text = called.get("processId") or called.get("processIdExpression") or node.get("calledElement")
    called_process = source.value(called, text)
    if node.get("calledElement") and local_part(node.get("calledElement")) != text:
        message = f"zeebe:calledElement says which process is called ({text}), so calledElement means nothing."
        source.warn(node, "called-element", message, "§10.3.6")
    if not (text or "").strip():
        source.refuse(node, "called-element", "zeebe:calledElement has no processId.", "zeebe")
    elif called_process is not None:
        fields["call"] = CalledElement(
            called_process,
            flag(called, "propagateAllParentVariables", default=True),
            flag(called, "propagateAllChildVariables", default=True),
            read_binding(source, called),
            source.value(called, called.get("businessId")),
        )


def read_ad_hoc(source: DiagramSource, node: XmlElement, fields: ElementFields) -> None:
    """Read an adHocSubProcess: order, completion, and what zeebe adds."""
    fields["job"] = read_job(source, node)
    extra = extension(node, "adHoc")
    elements = source.value(extra, extra.get("activeElementsCollection")) if extra is not None else None
    if elements is not None and elements.expression is None and extra is not None:
        source.refuse(node, "ad-hoc", "activeElementsCollection must be FEEL after =.", "zeebe")
    output_collection = (extra.get("outputCollection") or None) if extra is not None else None
    output_element = source.value(extra, extra.get("outputElement")) if extra is not None else None
    if (output_collection is None) != (output_element is None):
        source.refuse(node, "ad-hoc", "outputCollection and outputElement go together.", "zeebe")
    is_led_by_jobs = extension(node, "taskDefinition") is not None
    fields["ad_hoc"] = AdHoc(
        sequential=node.get("ordering") == "Sequential",
        completion_condition=source.formal_expression(node, "completionCondition"),
        cancel_remaining_instances=flag(node, "cancelRemainingInstances", default=True),
        active_elements_collection=elements.expression if elements else None,
        output_collection=output_collection,
        output_element=output_element,
        starts_all=extra is None and not is_led_by_jobs and not source.is_for_camunda_8,
        is_led_by_jobs=is_led_by_jobs,
    )


def read_sub_process(source: DiagramSource, node: XmlElement, _fields: ElementFields) -> None:
    """Refuse a transaction method other than compensation, and event sub-processes of kinds that BPMN does not have."""
    method = node.get("method") or node.get("protocol") or "##Compensate"
    if method != "##Compensate":
        source.refuse(
            node, "transaction-method", f"The transaction method {method} is not run; only ##Compensate is.", "§10.3.5"
        )
    if bpmn_name(node) != "subProcess" and flag(node, "triggeredByEvent", default=False):
        source.refuse(node, "triggered-by-event", f"A {bpmn_name(node)} cannot be an event sub-process.", "§10.3.5")
