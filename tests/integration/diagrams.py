"""BPMN files written in a few lines: `diagram("leave", "start -> approve -> end", approve=user_task(groups="boss"))`."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://example.org/bpmn">'
)


def diagram(process_id: str, *flows: str, top: str = "", properties: dict[str, str] | None = None, **nodes: str) -> bytes:
    """Return a BPMN file with one process; a flow is `a -> b -> c` or `a -[= condition]-> b`."""
    edges = [edge for flow in flows for edge in _edges(flow)]
    names = list(dict.fromkeys(name for edge in edges for name in edge[:2]))
    parts = [_node(name, nodes, edges) for name in names]
    parts += [nodes[name].replace("@id", name).replace("@flows", "") for name in nodes if name not in names]
    parts += [_flow(index, *edge) for index, edge in enumerate(edges)]
    body = _extensions(properties_of(properties or {})) + "".join(parts)
    text = f'{HEAD}{top}<bpmn:process id="{process_id}" name="{process_id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    return text.encode()


def user_task(
    groups: str | None = None,
    users: str | None = None,
    assignee: str | None = None,
    form: str | None = None,
    inside: str = "",
    **properties: str,
) -> str:
    """Return a user task; `properties` become anumat: properties (duty="review")."""
    given = {"candidateGroups": groups, "candidateUsers": users, "assignee": assignee}
    assignment = "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value is not None)
    extensions = "<zeebe:userTask/>"
    extensions += f"<zeebe:assignmentDefinition{assignment}/>" if assignment else ""
    extensions += f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    extensions += properties_of({f"anumat:{name}": value for name, value in properties.items()})
    return f'<bpmn:userTask id="@id" name="@id">{_extensions(extensions)}@flows{inside}</bpmn:userTask>'


def service_task(job_type: str, retries: int = 3, **headers: str) -> str:
    """Return a service task done by a job."""
    head = "".join(f'<zeebe:header key="{key}" value={quoteattr(value)}/>' for key, value in headers.items())
    extensions = f'<zeebe:taskDefinition type="{job_type}" retries="{retries}"/>'
    extensions += f"<zeebe:taskHeaders>{head}</zeebe:taskHeaders>" if head else ""
    return f'<bpmn:serviceTask id="@id">{_extensions(extensions)}@flows</bpmn:serviceTask>'


def call(process_id: str) -> str:
    """Return a call activity."""
    extensions = _extensions(f'<zeebe:calledElement processId="{process_id}" propagateAllChildVariables="true"/>')
    return f'<bpmn:callActivity id="@id">{extensions}@flows</bpmn:callActivity>'


def decision(decision_id: str, result: str = "result") -> str:
    """Return a business rule task."""
    extensions = _extensions(f'<zeebe:calledDecision decisionId="{decision_id}" resultVariable="{result}"/>')
    return f'<bpmn:businessRuleTask id="@id">{extensions}@flows</bpmn:businessRuleTask>'


def message_catch() -> str:
    """Return an intermediate catch event of the message with the id `message`."""
    return '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:messageEventDefinition id="@id_m" messageRef="message"/></bpmn:intermediateCatchEvent>'


def message_start() -> str:
    """Return a start event of the message with the id `message`."""
    return '<bpmn:startEvent id="@id">@flows<bpmn:messageEventDefinition id="@id_m" messageRef="message"/></bpmn:startEvent>'


def message(name: str, key: str | None = "= orderId") -> str:
    """Return the message definition with the id `message`."""
    subscription = _extensions(f"<zeebe:subscription correlationKey={quoteattr(key)}/>") if key else ""
    return f'<bpmn:message id="message" name="{name}">{subscription}</bpmn:message>'


def timer_catch(duration: str = "PT1H") -> str:
    """Return an intermediate timer."""
    return f'<bpmn:intermediateCatchEvent id="@id">@flows{_timer("timeDuration", duration)}</bpmn:intermediateCatchEvent>'


def timer_start(cycle: str) -> str:
    """Return a start event that repeats."""
    return f'<bpmn:startEvent id="@id">@flows{_timer("timeCycle", cycle)}</bpmn:startEvent>'


def error_boundary(host: str, code: str) -> str:
    """Return a boundary event for the error definition with the id `error`."""
    return f'<bpmn:boundaryEvent id="@id" attachedToRef="{host}">@flows<bpmn:errorEventDefinition id="@id_e" errorRef="error"/></bpmn:boundaryEvent>'.replace(
        "@code", code
    )


def error(code: str) -> str:
    """Return the error definition with the id `error`."""
    return f'<bpmn:error id="error" name="{code}" errorCode="{code}"/>'


def each(collection: str, element: str) -> str:
    """Return parallel multi-instance characteristics, to be put `inside` an activity."""
    extensions = _extensions(f'<zeebe:loopCharacteristics inputCollection="= {collection}" inputElement="{element}"/>')
    return f"<bpmn:multiInstanceLoopCharacteristics>{extensions}</bpmn:multiInstanceLoopCharacteristics>"


def properties_of(properties: dict[str, str]) -> str:
    """Return zeebe:properties."""
    inner = "".join(f"<zeebe:property name={quoteattr(name)} value={quoteattr(value)}/>" for name, value in properties.items())
    return f"<zeebe:properties>{inner}</zeebe:properties>" if inner else ""


def _extensions(inner: str) -> str:
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>" if inner else ""


def _timer(kind: str, text: str) -> str:
    expression = f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}>'
    return f'<bpmn:timerEventDefinition id="@id_t">{expression}</bpmn:timerEventDefinition>'


def _edges(flow: str) -> list[tuple[str, str, str | None]]:
    words = flow.split()
    edges: list[tuple[str, str, str | None]] = []
    source, rest = words[0], " ".join(words[1:])
    while rest:
        condition = None
        if rest.startswith("-["):
            condition, rest = rest[2:].split("]->", 1)
        else:
            rest = rest.removeprefix("->")
        target, _, rest = rest.strip().partition(" ")
        edges.append((source, target, condition))
        source = target
    return edges


def _node(name: str, nodes: dict[str, str], edges: list[tuple[str, str, str | None]]) -> str:
    xml = nodes.get(name) or _inferred(name)
    incoming = "".join(f"<bpmn:incoming>flow_{i}</bpmn:incoming>" for i, edge in enumerate(edges) if edge[1] == name)
    outgoing = "".join(f"<bpmn:outgoing>flow_{i}</bpmn:outgoing>" for i, edge in enumerate(edges) if edge[0] == name)
    return xml.replace("@id", name).replace("@flows", incoming + outgoing)


def _inferred(name: str) -> str:
    kinds = {
        "start": "startEvent",
        "end": "endEvent",
        "fork": "parallelGateway",
        "join": "parallelGateway",
        "choice": "exclusiveGateway",
    }
    kind = next((kind for prefix, kind in kinds.items() if name.startswith(prefix)), "task")
    return f'<bpmn:{kind} id="@id">@flows</bpmn:{kind}>'


def _flow(index: int, source: str, target: str, condition: str | None) -> str:
    ends = f'id="flow_{index}" sourceRef="{source}" targetRef="{target}"'
    if condition is None:
        return f"<bpmn:sequenceFlow {ends}/>"
    expression = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    return f"<bpmn:sequenceFlow {ends}>{expression}</bpmn:sequenceFlow>"
