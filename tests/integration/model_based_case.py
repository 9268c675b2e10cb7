"""A diagram with something of everything, in two versions, for a machine that does whatever can be done to its cases."""

from __future__ import annotations

from tests.integration.diagrams import call, diagram, error, message, message_catch, service_task, timer_catch, user_task
from tests.integration.migrations import MESSAGE, boundary, timer

SIGNAL = '<bpmn:signal id="signal" name="flood"/>'
SIGNAL_EVENT = '<bpmn:signalEventDefinition id="@id_s" signalRef="signal"/>'
ERROR_EVENT = '<bpmn:errorEventDefinition id="@id_e" errorRef="error"/>'
COMPENSATION = '<bpmn:compensateEventDefinition id="@id_c"/>'
INCLUSIVE = '<bpmn:inclusiveGateway id="@id"@default>@flows</bpmn:inclusiveGateway>'
ITEMS = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:extensionElements>'
    '<zeebe:loopCharacteristics inputCollection="= people" inputElement="person"/>'
    "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
)


def part(process_id: str, *flows: str, **nodes: str) -> str:
    """Return what lies in a process, to be put into a sub-process; its flows get ids of their own."""
    text = diagram(process_id, *flows, **nodes).decode()
    inside = text[text.index('isExecutable="true">') + len('isExecutable="true">') : text.index("</bpmn:process>")]
    return inside.replace("flow_", f"{process_id}_flow_")


def sub_process(inside: str, *, by_event: bool = False) -> str:
    """Return a sub-process around `inside`."""
    triggered = ' triggeredByEvent="true"' if by_event else ""
    return f'<bpmn:subProcess id="@id"{triggered}>@flows{inside}</bpmn:subProcess>'


def everything(wait: str = "PT3H", reminder: str = "PT2H", **more: str) -> bytes:
    """Return the process: parallel branches with user tasks, jobs, messages, signals, timers, calls, scopes and loops."""
    again = '<bpmn:startEvent id="@id" isInterrupting="false">@flows' + SIGNAL_EVENT + "</bpmn:startEvent>"
    nodes = {
        "ask": user_task(inside=ITEMS.format("false")),
        "asked_late": boundary("ask", timer(reminder)),
        "remind": user_task(),
        "ship": service_task("ship", retries=2),
        "broken": boundary("ship", ERROR_EVENT, interrupting=True),
        "mend": user_task(),
        "rounds": sub_process(
            part("round", "start_round -> sign -> choice_round -[= again = true]-> sign", 'choice_round -[= again != true]-> end_round', sign=user_task())
            + ITEMS.format("true")
        ),
        "paid": message_catch(),
        "canceled": boundary("hearing", MESSAGE, interrupting=True),
        "hearing": sub_process(
            part("inner", "start_in -> fork_in -> hear -> join_in -> end_in", "fork_in -> pause -> join_in", hear=user_task(), pause=timer_catch(wait))
            + '<bpmn:subProcess id="alarm" triggeredByEvent="true">'
            + part("raised", "start_alarm -> look -> end_alarm", start_alarm=again, look=user_task())
            + "</bpmn:subProcess>"
        ),
        "inner_call": call("inner_process"),
        "choose": INCLUSIVE,
        "gather": INCLUSIVE.replace("@default", ""),
        "one": user_task(),
        "two": service_task("ship", retries=1),
    }  # fmt: skip
    return diagram(
        "everything",
        "start -> fork -> ask -> join -> end",
        "asked_late -> remind -> end_reminded",
        "fork -> ship -> join",
        "broken -> mend -> join",
        "fork -> rounds -> join",
        "fork -> paid -> hearing -> join",
        "canceled -> end_canceled",
        "fork -> inner_call -> join",
        "fork -> choose -[= amount > 1]-> one -> gather -> join",
        "choose -[= amount < 3]-> two -> gather",
        top=message("paid") + SIGNAL + error("BROKEN"),
        **{**{name: text.replace("@default", "") for name, text in nodes.items()}, **more},
    )


FIRST = everything()
SECOND = everything(wait="PT4H", reminder="PT1H", mend=user_task(groups="boss"))
CALLED = diagram("inner_process", "start -> approve -> end", approve=user_task())
STEPS = (
    "ask",
    "remind",
    "ship",
    "mend",
    "paid",
    "hearing",
    "inner_call",
    "one",
    "two",
    "hear",
    "pause",
    "rounds",
    "sign",
    "look",
    "join",
)
"""Elements that a modification may activate or terminate."""
