"""Which extension elements have a meaning here, and which ones of other engines would silently be lost."""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.schema import words

_JOB_ELEMENTS = "serviceTask businessRuleTask scriptTask sendTask endEvent intermediateThrowEvent adHocSubProcess globalScriptTask globalBusinessRuleTask"
_BINDING = " bindingType versionTag"


@dataclass(frozen=True, slots=True)
class Extension:
    """One zeebe element: its attributes, the BPMN elements (or kinds of them) that it may extend, its own children."""

    attributes: frozenset[str]
    extends: frozenset[str]
    children: frozenset[str]


def _extension(attributes: str = "", extends: str = "", children: str = "") -> Extension:
    return Extension(words(attributes), words(extends), words(children))


ZEEBE = {
    "adHoc": _extension("activeElementsCollection outputCollection outputElement", "adHocSubProcess"),
    "assignmentDefinition": _extension("assignee candidateGroups candidateUsers", "userTask globalUserTask"),
    "calledDecision": _extension("decisionId resultVariable" + _BINDING, "businessRuleTask globalBusinessRuleTask"),
    "calledElement": _extension(
        "processId processIdExpression propagateAllChildVariables propagateAllParentVariables businessId" + _BINDING,
        "callActivity",
    ),
    "conditionalFilter": _extension("variableNames variableEvents", "conditionalEventDefinition"),
    "executionListeners": _extension("", "activity event gateway process", "executionListener"),
    "formDefinition": _extension("formKey formId externalReference" + _BINDING, "userTask startEvent globalUserTask"),
    "ioMapping": _extension("", "activity event globalTask", "input output"),
    "jobPriorityDefinition": _extension("priority", "process " + _JOB_ELEMENTS),
    "linkedResources": _extension("", "serviceTask", "linkedResource"),
    "loopCharacteristics": _extension(
        "inputCollection inputElement outputCollection outputElement",
        "multiInstanceLoopCharacteristics",
    ),
    "priorityDefinition": _extension("priority", "userTask globalUserTask"),
    "properties": _extension("", "baseElement", "property"),
    "publishMessage": _extension("correlationKey messageId timeToLive", "sendTask intermediateThrowEvent endEvent"),
    "script": _extension("expression resultVariable", "scriptTask globalScriptTask"),
    "subscription": _extension("correlationKey", "message"),
    "taskDefinition": _extension("type retries", _JOB_ELEMENTS),
    "taskHeaders": _extension("", "userTask globalUserTask " + _JOB_ELEMENTS, "header"),
    "taskListeners": _extension("", "userTask globalUserTask", "taskListener"),
    "taskSchedule": _extension("dueDate followUpDate", "userTask globalUserTask"),
    "userTask": _extension("", "userTask globalUserTask"),
    "userTaskForm": _extension("id", "process"),
    "versionTag": _extension("value", "process"),
}
ZEEBE_CHILDREN = {
    "executionListener": _extension("eventType retries type", children="taskHeaders"),
    "header": _extension("id key value"),
    "input": _extension("source target"),
    "output": _extension("source target"),
    "property": _extension("name value"),
    "linkedResource": _extension("resourceId resourceType linkName" + _BINDING),
    "taskHeaders": _extension(children="header"),
    "taskListener": _extension("eventType retries type", children="taskHeaders"),
}
REFUSED_ZEEBE = {
    "agentDefinition": "AI agents are not run; model the decision as a user task, a decision or a job",
}
MODELER_ATTRIBUTES = words(
    "modelerTemplate modelerTemplateVersion modelerTemplateIcon modelerConfigurationTemplate modelerConfigurationName "
    "retryCounter",
)
"""Notes that the modeler writes for itself on any element."""

OTHER_ENGINES = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://operaton.org/schema/1.0/bpmn": "operaton",
    "http://fluxnova.finos.org/schema/1.0/bpmn": "fluxnova",
    "http://www.camunda.com/fox": "fox",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://www.jboss.org/drools": "drools",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
    "http://processmaker.com/BPMN2.0": "processmaker",
    "http://www.imixs.org/bpmn2": "imixs",
}
"""Namespaces whose elements and attributes say what another engine runs."""
NOTES = (
    "http://camunda.org/schema/modeler/",
    "http://bpmn.io/schema/",
    "http://www.omg.org/",
    "http://www.w3.org/",
    "http://www.signavio.com",
    "http://www.bizagi.com",
    "http://www.trisotech.com",
    "http://www.bpsim.org/",
)
"""How the namespaces begin in which editors keep pictures, colours and remarks, which no engine runs."""
_HARMLESS_CAMUNDA = words(
    "historyTimeToLive isStartableInTasklist modelerTemplate modelerTemplateVersion diagramRelationId asyncBefore asyncAfter "
    "async exclusive properties property",
)
HARMLESS = {
    "camunda": _HARMLESS_CAMUNDA,
    "operaton": _HARMLESS_CAMUNDA,
    "fluxnova": _HARMLESS_CAMUNDA,
    "activiti": _HARMLESS_CAMUNDA,
    "flowable": _HARMLESS_CAMUNDA,
    "drools": words(
        "metaData packageName version adHoc processType selectable bgcolor bordercolor fontcolor fontsize dockerinfo",
    ),
}
"""What has no meaning here although another engine knows it: its transaction borders, its history settings, its editor's notes."""
