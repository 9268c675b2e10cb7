"""Which elements and attributes BPMN 2.0 has, and where they may stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


def words(text: str) -> frozenset[str]:
    """Return the words of a text, which keeps tables of names readable."""
    return frozenset(text.split())


# name: (base, own attributes, own children); a child may also be anything whose base is named (BPMN 2.0.2, annex of schemas)
_TABLE: dict[str, tuple[str | None, str, str]] = {
    "baseElement": (None, "id", "documentation extensionElements"),
    "rootElement": ("baseElement", "", ""),
    "definitions": (
        "baseElement",
        "name targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
        "import extension rootElement relationship",
    ),
    "import": (None, "namespace location importType", ""),
    "extension": (None, "definition mustUnderstand", "documentation"),
    "relationship": ("baseElement", "type direction", "source target"),
    "documentation": (None, "id textFormat", ""),
    # containers
    "callableElement": ("rootElement", "name", "supportedInterfaceRef ioSpecification ioBinding"),
    "process": (
        "callableElement",
        "processType isClosed isExecutable definitionalCollaborationRef",
        "auditing monitoring property laneSet flowElement artifact resourceRole correlationSubscription supports",
    ),
    "globalTask": ("callableElement", "", "resourceRole"),
    "globalUserTask": ("globalTask", "implementation", "rendering"),
    "globalManualTask": ("globalTask", "", ""),
    "globalScriptTask": ("globalTask", "scriptLanguage scriptFormat", "script"),
    "globalBusinessRuleTask": ("globalTask", "implementation", ""),
    "laneSet": ("baseElement", "name", "lane"),
    "childLaneSet": ("laneSet", "", ""),
    "lane": ("baseElement", "name partitionElementRef", "partitionElement flowNodeRef childLaneSet"),
    "partitionElement": ("baseElement", "", ""),
    # flow
    "flowElement": ("baseElement", "name", "auditing monitoring categoryValueRef"),
    "flowNode": ("flowElement", "", "incoming outgoing"),
    "sequenceFlow": ("flowElement", "sourceRef targetRef isImmediate", "conditionExpression"),
    "auditing": ("baseElement", "", ""),
    "monitoring": ("baseElement", "", ""),
    # activities
    "activity": (
        "flowNode",
        "isForCompensation startQuantity completionQuantity default",
        "ioSpecification property dataInputAssociation dataOutputAssociation resourceRole loopCharacteristics",
    ),
    "task": ("activity", "", ""),
    "userTask": ("task", "implementation", "rendering"),
    "manualTask": ("task", "", ""),
    "serviceTask": ("task", "implementation operationRef", ""),
    "sendTask": ("task", "implementation operationRef messageRef", ""),
    "receiveTask": ("task", "implementation operationRef messageRef instantiate", ""),
    "scriptTask": ("task", "scriptFormat", "script"),
    "businessRuleTask": ("task", "implementation", ""),
    "callActivity": ("activity", "calledElement", ""),
    "subProcess": ("activity", "triggeredByEvent", "laneSet flowElement artifact"),
    "transaction": ("subProcess", "method protocol", ""),
    "adHocSubProcess": ("subProcess", "cancelRemainingInstances ordering", "completionCondition"),
    "rendering": ("baseElement", "", ""),
    "resourceRole": ("baseElement", "name", "resourceRef resourceParameterBinding resourceAssignmentExpression"),
    "performer": ("resourceRole", "", ""),
    "humanPerformer": ("performer", "", ""),
    "potentialOwner": ("humanPerformer", "", ""),
    "resourceAssignmentExpression": ("baseElement", "", "expression"),
    "resourceParameterBinding": ("baseElement", "parameterRef", "expression"),
    "loopCharacteristics": ("baseElement", "", ""),
    "standardLoopCharacteristics": ("loopCharacteristics", "testBefore loopMaximum", "loopCondition"),
    "multiInstanceLoopCharacteristics": (
        "loopCharacteristics",
        "isSequential behavior oneBehaviorEventRef noneBehaviorEventRef",
        (
            "loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem complexBehaviorDefinition "
            "completionCondition"
        ),
    ),
    "complexBehaviorDefinition": ("baseElement", "", "condition implicitThrowEvent"),
    # events
    "event": ("flowNode", "", "property"),
    "catchEvent": (
        "event",
        "parallelMultiple",
        "dataOutput dataOutputAssociation outputSet eventDefinition eventDefinitionRef",
    ),
    "throwEvent": ("event", "", "dataInput dataInputAssociation inputSet eventDefinition eventDefinitionRef"),
    "implicitThrowEvent": ("throwEvent", "", ""),
    "startEvent": ("catchEvent", "isInterrupting", ""),
    "intermediateCatchEvent": ("catchEvent", "", ""),
    "boundaryEvent": ("catchEvent", "cancelActivity attachedToRef", ""),
    "intermediateThrowEvent": ("throwEvent", "", ""),
    "endEvent": ("throwEvent", "", ""),
    "eventDefinition": ("rootElement", "", ""),
    "cancelEventDefinition": ("eventDefinition", "", ""),
    "terminateEventDefinition": ("eventDefinition", "", ""),
    "compensateEventDefinition": ("eventDefinition", "waitForCompletion activityRef", ""),
    "conditionalEventDefinition": ("eventDefinition", "", "condition"),
    "errorEventDefinition": ("eventDefinition", "errorRef", ""),
    "escalationEventDefinition": ("eventDefinition", "escalationRef", ""),
    "linkEventDefinition": ("eventDefinition", "name", "source target"),
    "messageEventDefinition": ("eventDefinition", "messageRef", "operationRef"),
    "signalEventDefinition": ("eventDefinition", "signalRef", ""),
    "timerEventDefinition": ("eventDefinition", "", "timeDate timeDuration timeCycle"),
    # gateways
    "gateway": ("flowNode", "gatewayDirection", ""),
    "exclusiveGateway": ("gateway", "default", ""),
    "inclusiveGateway": ("gateway", "default", ""),
    "parallelGateway": ("gateway", "", ""),
    "complexGateway": ("gateway", "default", "activationCondition"),
    "eventBasedGateway": ("gateway", "instantiate eventGatewayType", ""),
    # data
    "dataState": ("baseElement", "name", ""),
    "itemAware": ("baseElement", "name itemSubjectRef", "dataState"),
    "property": ("itemAware", "", ""),
    "dataInput": ("itemAware", "isCollection", ""),
    "dataOutput": ("itemAware", "isCollection", ""),
    "dataObject": ("flowElement", "itemSubjectRef isCollection", "dataState"),
    "dataObjectReference": ("flowElement", "itemSubjectRef dataObjectRef", "dataState"),
    "dataStoreReference": ("flowElement", "itemSubjectRef dataStoreRef", "dataState"),
    "dataStore": ("rootElement", "name capacity isUnlimited itemSubjectRef", "dataState"),
    "ioSpecification": ("baseElement", "", "dataInput dataOutput inputSet outputSet"),
    "inputSet": ("baseElement", "name", "dataInputRefs optionalInputRefs whileExecutingInputRefs outputSetRefs"),
    "outputSet": ("baseElement", "name", "dataOutputRefs optionalOutputRefs whileExecutingOutputRefs inputSetRefs"),
    "ioBinding": ("baseElement", "operationRef inputDataRef outputDataRef", ""),
    "dataAssociation": ("baseElement", "", "sourceRef targetRef transformation assignment"),
    "dataInputAssociation": ("dataAssociation", "", ""),
    "dataOutputAssociation": ("dataAssociation", "", ""),
    "assignment": ("baseElement", "", "from to"),
    # root elements
    "message": ("rootElement", "name itemRef", ""),
    "signal": ("rootElement", "name structureRef", ""),
    "error": ("rootElement", "name errorCode structureRef", ""),
    "escalation": ("rootElement", "name escalationCode structureRef", ""),
    "itemDefinition": ("rootElement", "structureRef isCollection itemKind", ""),
    "interface": ("rootElement", "name implementationRef", "operation"),
    "operation": ("baseElement", "name implementationRef", "inMessageRef outMessageRef errorRef"),
    "resource": ("rootElement", "name", "resourceParameter"),
    "resourceParameter": ("baseElement", "name type isRequired", ""),
    "category": ("rootElement", "name", "categoryValue"),
    "categoryValue": ("baseElement", "value", ""),
    "correlationProperty": ("rootElement", "name type", "correlationPropertyRetrievalExpression"),
    "correlationPropertyRetrievalExpression": ("baseElement", "messageRef", "messagePath"),
    "correlationSubscription": ("baseElement", "correlationKeyRef", "correlationPropertyBinding"),
    "correlationPropertyBinding": ("baseElement", "correlationPropertyRef", "dataPath"),
    "correlationKey": ("baseElement", "name", "correlationPropertyRef"),
    "endPoint": ("rootElement", "", ""),
    "partnerEntity": ("rootElement", "name", "participantRef"),
    "partnerRole": ("rootElement", "name", "participantRef"),
    # artifacts
    "artifact": ("baseElement", "", ""),
    "association": ("artifact", "sourceRef targetRef associationDirection", ""),
    "group": ("artifact", "categoryValueRef", ""),
    "textAnnotation": ("artifact", "textFormat", "text"),
    # collaboration
    "collaboration": (
        "rootElement",
        "name isClosed",
        (
            "participant messageFlow artifact conversationNode conversationAssociation participantAssociation "
            "messageFlowAssociation correlationKey choreographyRef conversationLink"
        ),
    ),
    "participant": ("baseElement", "name processRef", "interfaceRef endPointRef participantMultiplicity"),
    "participantMultiplicity": ("baseElement", "minimum maximum", ""),
    "participantAssociation": ("baseElement", "", "innerParticipantRef outerParticipantRef"),
    "messageFlow": ("baseElement", "name sourceRef targetRef messageRef", ""),
    "messageFlowAssociation": ("baseElement", "innerMessageFlowRef outerMessageFlowRef", ""),
}

_ABSTRACT = words(
    "baseElement rootElement callableElement flowElement flowNode activity loopCharacteristics catchEvent throwEvent "
    "eventDefinition gateway itemAware dataAssociation artifact",
)
_ALIASES = {"inputDataItem": "dataInput", "outputDataItem": "dataOutput", "event": "implicitThrowEvent"}
"""Elements named otherwise than what they are; `event` as an element stands in a complexBehaviorDefinition only."""

EXPRESSIONS = words(
    "expression formalExpression condition conditionExpression activationCondition completionCondition loopCondition "
    "loopCardinality timeDate timeDuration timeCycle transformation from to messagePath dataPath",
)
TEXTS = words(
    "incoming outgoing flowNodeRef sourceRef targetRef source target eventDefinitionRef operationRef resourceRef script text "
    "supportedInterfaceRef supports categoryValueRef loopDataInputRef loopDataOutputRef dataInputRefs dataOutputRefs "
    "optionalInputRefs optionalOutputRefs whileExecutingInputRefs whileExecutingOutputRefs inputSetRefs outputSetRefs "
    "inMessageRef outMessageRef errorRef correlationPropertyRef participantRef messageFlowRef choreographyRef interfaceRef "
    "endPointRef innerParticipantRef outerParticipantRef",
)
NOT_EXECUTED = words(
    "choreography globalChoreographyTask globalConversation conversation subConversation callConversation conversationLink "
    "conversationAssociation",
)
"""Diagrams of who talks with whom (chapters 9 and 11): drawings for people, never part of a process that runs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an element may hold, its bases included."""

    bases: frozenset[str]
    attributes: frozenset[str]
    children: frozenset[str]


_TEXT_ATTRIBUTES: frozenset[str] = frozenset()
_EXPRESSION_ATTRIBUTES = frozenset({"id", "language", "evaluatesToTypeRef"})
_EXPRESSION_CHILDREN = frozenset({"documentation", "extensionElements"})

BOOLEANS = words(
    "isForCompensation isExecutable isClosed isCollection isInterrupting parallelMultiple cancelActivity triggeredByEvent "
    "cancelRemainingInstances instantiate testBefore isSequential waitForCompletion isUnlimited isImmediate isRequired "
    "mustUnderstand",
)
ONCE = words(
    "activationCondition completionCondition condition conditionExpression dataPath event extensionElements from inputDataItem "
    "inMessageRef ioSpecification loopCardinality loopCondition loopDataInputRef loopDataOutputRef messagePath outputDataItem "
    "resourceAssignmentExpression script to transformation",
)
"""Children of which an element has one at most: a second one would go by in silence."""
INTEGERS = frozenset({"startQuantity", "completionQuantity", "loopMaximum"})
CHOICES = {
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "eventGatewayType": frozenset({"Exclusive", "Parallel"}),
    "ordering": frozenset({"Parallel", "Sequential"}),
    "behavior": frozenset({"None", "One", "All", "Complex"}),
    "associationDirection": frozenset({"None", "One", "Both"}),
}


@cache
def kind_of(name: str) -> Kind | None:
    """Return what an element with this local name may hold; None when BPMN has no such element."""
    if name in TEXTS:
        return Kind(frozenset({name}), _TEXT_ATTRIBUTES, _TEXT_ATTRIBUTES)
    if name in EXPRESSIONS:
        return Kind(frozenset({name, "expression"}), _EXPRESSION_ATTRIBUTES, _EXPRESSION_CHILDREN)
    if name in _ABSTRACT:
        return None
    return _kind_from_table(name)


def _kind_from_table(name: str) -> Kind | None:
    bases: set[str] = {name}
    attributes: set[str] = set()
    children: set[str] = set()
    current: str | None = _ALIASES.get(name, name)
    if current not in _TABLE:
        return None
    while current is not None:
        base, own_attributes, own_children = _TABLE[current]
        bases.add(current)
        attributes |= words(own_attributes)
        children |= words(own_children)
        current = base
    return Kind(frozenset(bases), frozenset(attributes), frozenset(children))
