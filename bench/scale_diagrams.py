"""The diagrams of the bench of scale."""

from __future__ import annotations

from tests.integration.diagrams import HEAD, diagram, each, service_task, timer_catch, user_task

OUTPUT = 'outputCollection="out" outputElement="= item"'
CALL = (
    '<bpmn:callActivity id="@id"><bpmn:extensionElements><zeebe:calledElement processId="child" propagateAllParentVariables="false"'
    ' propagateAllChildVariables="false"/></bpmn:extensionElements>@flows@loop</bpmn:callActivity>'
)


def _each(*, sequential: bool = False, output: str = OUTPUT) -> str:
    loop = each("items", "item").replace('inputElement="item"', f'inputElement="item" {output}')
    return loop.replace("Characteristics>", f'Characteristics isSequential="{str(sequential).lower()}">', 1)


def _script(expression: str, loop: str = "") -> str:
    extensions = f'<zeebe:script expression="= {expression}" resultVariable="n"/>'
    return (
        f'<bpmn:scriptTask id="@id"><bpmn:extensionElements>{extensions}</bpmn:extensionElements>@flows{loop}</bpmn:scriptTask>'
    )


def _exclusive(default: str) -> str:
    return f'<bpmn:exclusiveGateway id="@id" default="{default}">@flows</bpmn:exclusiveGateway>'


AGING = diagram(
    "aging",
    "start -> merge -> count -> again -> work -> done -> end",
    "again -[= n < rounds]-> merge",
    "done -[= true]-> work",
    merge='<bpmn:exclusiveGateway id="@id">@flows</bpmn:exclusiveGateway>',
    count=_script("n + 1"),
    again=_exclusive("flow_3"),
    work=user_task(groups="clerks"),
    done=_exclusive("flow_5"),
)
"""Counts to `rounds`, then waits at the user task `work` for ever."""

FAN = diagram(
    "fan",
    "start -> fork -> each -> join -> end",
    "fork -> beside -> after -> join",
    each=user_task(groups="clerks", inside=_each()),
    beside=user_task(),
    after=user_task(),
)
FAN_AGAIN = FAN.replace(b'"each"', b'"every"')
"""The next version, in which the user task has another id."""
FEW_JOBS, MANY_JOBS = (
    diagram(name, "start -> each -> end", each=service_task(name).replace("@flows", "@flows" + _each()))
    for name in ("few", "many")
)
CALLS = diagram("calls", "start -> each -> end", each=CALL.replace("@loop", _each(output="")))
CHILD = diagram("child", "start -> end")
SEQUENCE = diagram("sequence", "start -> each -> end", each=f'<bpmn:task id="@id">@flows{_each(sequential=True)}</bpmn:task>')
BACK_LOOP = diagram(
    "back_loop",
    "start -> merge -> count -> again -> end",
    "again -[= n < rounds]-> merge",
    merge='<bpmn:exclusiveGateway id="@id">@flows</bpmn:exclusiveGateway>',
    count=_script("n + 1"),
    again=_exclusive("flow_3"),
)
STANDARD_LOOP = diagram(
    "standard_loop",
    "start -> count -> end",
    count=_script(
        "n + 1",
        '<bpmn:standardLoopCharacteristics><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">= n &lt; rounds</bpmn:loopCondition>'
        "</bpmn:standardLoopCharacteristics>",
    ),
)
_PAUSE = (
    '<bpmn:startEvent id="s"><bpmn:outgoing>i1</bpmn:outgoing></bpmn:startEvent>'
    + timer_catch("PT1H")
    .replace("@flows", "<bpmn:incoming>i1</bpmn:incoming><bpmn:outgoing>i2</bpmn:outgoing>")
    .replace("@id", "pause")
    + '<bpmn:endEvent id="e"><bpmn:incoming>i2</bpmn:incoming></bpmn:endEvent>'
    '<bpmn:sequenceFlow id="i1" sourceRef="s" targetRef="pause"/><bpmn:sequenceFlow id="i2" sourceRef="pause" targetRef="e"/>'
)
PAUSES = diagram(
    "pausing", "start -> pauses -> end", pauses=f'<bpmn:subProcess id="@id">@flows{_each(output="")}{_PAUSE}</bpmn:subProcess>'
)
DESK = diagram("desk", "start -> first -> second -> end", first=user_task(groups="clerks"), second=user_task(groups="clerks"))


def large(process_id: str, elements: int) -> bytes:
    """Return a process of units of four elements with six expressions each; the first and the last are plain user tasks."""
    edges: list[tuple[str, str, str]] = [("start", "first", "")]
    nodes = {"start": "startEvent", "first": "userTask", "last": "userTask", "end": "endEvent"}
    before = "first"
    for number in range((elements - 4) // 4):
        choice, task, script, merge = (f"{kind}{number}" for kind in ("choice", "task", "script", "merge"))
        nodes |= {choice: "exclusiveGateway", task: "userTask", script: "scriptTask", merge: "exclusiveGateway"}
        edges += [(before, choice, ""), (choice, task, f'= amount &gt; {number}000 and kind = "k{number}"')]
        edges += [(choice, script, ""), (task, merge, ""), (script, merge, "")]
        before = merge
    edges += [(before, "last", ""), ("last", "end", "")]
    body = "".join(_large_node(name, kind) for name, kind in nodes.items())
    body += "".join(_large_flow(*edge) for edge in edges)
    return f'{HEAD}<bpmn:process id="{process_id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


def _large_node(name: str, kind: str) -> str:
    default = ""
    if kind == "exclusiveGateway" and name.startswith("choice"):
        default = f' default="f_{name}_{name.replace("choice", "script")}"'
    return f'<bpmn:{kind} id="{name}" name="{name}"{default}>{_large_inside(name, kind)}</bpmn:{kind}>'


def _large_inside(name: str, kind: str) -> str:
    if kind == "scriptTask":
        inside = f'<zeebe:script expression="= n + {name.removeprefix("script")}" resultVariable="n"/>'
    elif kind == "userTask":
        inside = "<zeebe:userTask/>"
        if name.startswith("task"):
            number = name.removeprefix("task")
            inside += f'<zeebe:assignmentDefinition assignee="= who{number}" candidateGroups="= [&quot;g{number}&quot;]"/>'
            inside += f'<zeebe:ioMapping><zeebe:input source="= amount + {number}" target="a"/>'
            inside += f'<zeebe:output source="= a * {number}" target="b"/></zeebe:ioMapping>'
    else:
        return ""
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def _large_flow(source: str, target: str, condition: str) -> str:
    ends = f'id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    if not condition:
        return f"<bpmn:sequenceFlow {ends}/>"
    expression = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
    return f"<bpmn:sequenceFlow {ends}>{expression}</bpmn:sequenceFlow>"
