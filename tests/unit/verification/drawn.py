"""Block-structured diagrams drawn at random, as BPMN files that both engines read."""

from __future__ import annotations

from itertools import count
from xml.sax.saxutils import escape

from hypothesis import strategies as st

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="definitions" targetNamespace="http://example.org/bpmn">'
)
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
CODES = "".join(
    f'<bpmn:{kind} id="{kind}{code}" name="{code}" {kind}Code="{code}"/>' for kind in ("error", "escalation") for code in "AB"
)
Edge = tuple[str, str, str | None]


@st.composite
def drawings(draw: st.DrawFn, depth: int = 3) -> bytes:
    """A process of nested sequences, choices, forks, loops and sub-processes, with tasks of every comparable kind."""
    body = _Artist(draw).scope(depth)
    return f'{HEAD}{CODES}<bpmn:process id="drawn" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


@st.composite
def tangles(draw: st.DrawFn) -> bytes:
    """A process whose tasks lead to one another across any structure: each decides by its result where the token goes next."""
    artist = _Artist(draw)
    start, end = artist.node("startEvent"), artist.node("endEvent")
    merges = [artist.node("exclusiveGateway") for _ in range(draw(st.integers(2, 5)))]
    artist.edges.append((start, merges[0], None))
    for merge in merges:
        (first, last), split = artist.block(draw(st.integers(0, 2))), artist.node("exclusiveGateway")
        (asked, _), after = artist.task(0), draw(st.sampled_from([end, *merges]))  # no round without somebody's work
        artist.edges += [(merge, first, None), (last, asked, None), (asked, split, None), (split, after, None)]
        artist.edges += [(split, draw(st.sampled_from([end, *merges])), f'= word = "{word}"') for word in "ab"]
        artist.defaults[split] = (split, after)
    return (
        f'{HEAD}{CODES}<bpmn:process id="drawn" isExecutable="true">{artist.xml()}</bpmn:process></bpmn:definitions>'.encode()
    )


class _Artist:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.nodes: dict[str, str] = {}
        self.edges: list[Edge] = []
        self.defaults: dict[str, tuple[str, str]] = {}
        self.throws: list[str] = []
        """Definitions of what something around catches."""
        self.choice_of_many = draw(st.sampled_from([self.inclusive, self.raced]))
        """One of them in a drawing: beside an event-based gateway SpiffWorkflow's inclusive join fires too early."""

    def scope(self, depth: int, stop: str = "") -> str:
        """Return what lies in a process or sub-process, which may end with an event that stops it."""
        outer = self.nodes, self.edges, self.defaults
        self.nodes, self.edges, self.defaults = {}, [], {}
        start, end = self.node("startEvent"), self.node("endEvent")
        first, last = self.block(depth)
        self.edges.append((start, first, None))
        if stop:
            split, stopping = self.node("exclusiveGateway"), self.node("endEvent", inside_at_end=stop)
            self.edges += [(last, split, None), (split, stopping, '= word = "a"'), (split, end, None)]
            self.defaults[split] = (split, end)
        else:
            self.edges.append((last, end, None))
        text = self.xml()
        if depth:
            text += "".join(self.event_sub_process(depth) for _ in range(self.draw(st.sampled_from([0, 0, 0, 1, 1, 2]))))
        self.nodes, self.edges, self.defaults = outer
        return text

    def event_sub_process(self, depth: int) -> str:
        """Draw an event sub-process, which interrupts what it lies in or not, at any level."""
        inner, name = self.scope(depth - 1), f"n{next(self.numbers)}"
        interrupts = self.draw(st.sampled_from(["true", "false"]))
        started = inner.replace("<bpmn:startEvent ", f'<bpmn:startEvent isInterrupting="{interrupts}" ', 1)
        started = started.replace("</bpmn:startEvent>", f"{TIMER}</bpmn:startEvent>", 1)
        return f'<bpmn:subProcess id="{name}" triggeredByEvent="true">{started}</bpmn:subProcess>'

    def block(self, depth: int) -> tuple[str, str]:
        """Draw something with one way in and one way out."""
        kinds = [self.task, self.task, self.worker, self.instant, self.script]
        if depth:
            kinds += [self.sequence, self.sequence, self.choice, self.loop, self.sub_process, self.fork, self.fork]
            kinds += [self.choice_of_many, self.many, self.mapped, self.watched, self.stopped, self.raised]
        if depth > 1:
            kinds += [self.canceled, self.thrown, self.thrown]
        return self.draw(st.sampled_from(kinds))(depth - 1)

    def task(self, _depth: int) -> tuple[str, str]:
        name = self.node("userTask", "<zeebe:userTask/>")
        return name, name

    def worker(self, _depth: int) -> tuple[str, str]:
        name = self.node("serviceTask", '<zeebe:taskDefinition type="work"/>')
        return name, name

    def instant(self, _depth: int) -> tuple[str, str]:
        name = self.node(self.draw(st.sampled_from(["task", "manualTask"])))
        return name, name

    def script(self, _depth: int) -> tuple[str, str]:
        number = next(self.numbers)
        expression = self.draw(st.sampled_from(["= 1 + 1", '= if word = "a" then 1 else 2', '= word + "!"']))
        name = self.node("scriptTask", f"<zeebe:script expression='{escape(expression)}' resultVariable=\"computed{number}\"/>")
        return name, name

    def sequence(self, depth: int) -> tuple[str, str]:
        (first, middle), (other, last) = self.block(depth), self.block(depth)
        self.edges.append((middle, other, None))
        return first, last

    def choice(self, depth: int) -> tuple[str, str]:
        split, merge = self.node("exclusiveGateway"), self.node("exclusiveGateway")
        words = self.draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
        for word in words:
            first, last = self.block(depth)
            self.edges += [(split, first, f'= word = "{word}"'), (last, merge, None)]
        self.edges.append((split, merge, None))
        self.defaults[split] = (split, merge)
        return split, merge

    def fork(self, depth: int) -> tuple[str, str]:
        fork, join = self.node("parallelGateway"), self.node("parallelGateway")
        for _ in range(self.draw(st.integers(2, 3))):
            first, last = self.block(depth)
            self.edges += [(fork, first, None), (last, join, None)]
        return fork, join

    def inclusive(self, depth: int) -> tuple[str, str]:
        split, join = self.node("inclusiveGateway"), self.node("inclusiveGateway")
        for word in "ab":
            first, last = self.block(depth)
            self.edges += [(split, first, f'= word != "{word}"'), (last, join, None)]
        first, last = self.block(depth)
        self.edges += [(split, first, None), (last, join, None)]
        self.defaults[split] = (split, first)
        return split, join

    def many(self, depth: int) -> tuple[str, str]:
        """Draw a task or sub-process that is done several times, over a number, a list or while a condition holds."""
        loop = self.draw(st.sampled_from([self.cardinality, self.collection, self.collection, self.rounds]))()
        if depth > 1 and self.draw(st.booleans()):
            return self.sub_process(depth, loop)
        name = self.node("userTask", "<zeebe:userTask/>", loop)
        return name, name

    def cardinality(self) -> str:
        number = f"<bpmn:loopCardinality>= {self.draw(st.integers(0, 3))}</bpmn:loopCardinality>"
        return self.multi_instance(number)

    def collection(self) -> str:
        number = next(self.numbers)
        items = self.draw(st.sampled_from(['[1, null, "x"]', "[word, word]", "[]", f"list{number}"]))
        expression = self.draw(st.sampled_from([f"item{number}", f"[item{number}, word]", "word", "loopCounter"]))
        output = f'outputCollection="collected{number}" outputElement="= {expression}"' if self.draw(st.booleans()) else ""
        loop = f"<zeebe:loopCharacteristics inputCollection='= {items}' inputElement='item{number}' {output}/>"
        return self.multi_instance(f"<bpmn:extensionElements>{loop}</bpmn:extensionElements>")

    def multi_instance(self, inside: str) -> str:
        until = self.draw(
            st.sampled_from(["", "", 'word = "a"', "numberOfCompletedInstances = 2", "numberOfActiveInstances = 1"])
        )
        inside += f"<bpmn:completionCondition>{escape('= ' + until)}</bpmn:completionCondition>" if until else ""
        sequential = self.draw(st.sampled_from(["true", "false"]))
        tag = "bpmn:multiInstanceLoopCharacteristics"
        return f'<{tag} isSequential="{sequential}">{inside}</{tag}>'

    def rounds(self) -> str:
        maximum, before = self.draw(st.sampled_from(["", 'loopMaximum="2"'])), self.draw(st.sampled_from(["true", "false"]))
        condition = self.draw(st.sampled_from(['again = "yes"', "loopCounter < 2"]))
        inside = f"<bpmn:loopCondition>{escape('= ' + condition)}</bpmn:loopCondition>"
        tag = "bpmn:standardLoopCharacteristics"
        return f'<{tag} testBefore="{before}" {maximum}>{inside}</{tag}>'

    def mapped(self, _depth: int) -> tuple[str, str]:
        given, taken = f"given{next(self.numbers)}", f"taken{next(self.numbers)}"
        mapping = (
            f'<zeebe:input source="= word" target="{given}"/><zeebe:output source="= {given} + word" target="{taken}.inner"/>'
        )
        name = self.node("userTask", f"<zeebe:userTask/><zeebe:ioMapping>{mapping}</zeebe:ioMapping>")
        return name, name

    def watched(self, depth: int) -> tuple[str, str]:
        """Draw a task or sub-process with a boundary event, which interrupts it or not, and a way out of that."""
        name, _ = self.sub_process(depth) if depth > 1 and self.draw(st.booleans()) else self.task(depth)
        self.attach(name, TIMER, self.draw(st.sampled_from(["true", "false"])))
        return name, name

    def attach(self, host: str, definition: str, cancels: str) -> None:
        """Draw a boundary event and a way out of it."""
        late, handling, after = f"n{next(self.numbers)}", self.node("userTask", "<zeebe:userTask/>"), self.node("endEvent")
        event = f'<bpmn:boundaryEvent id="{late}" attachedToRef="{host}" cancelActivity="{cancels}">@flows{definition}</bpmn:boundaryEvent>'
        self.nodes[late] = event
        self.edges += [(late, handling, None), (handling, after, None)]

    def canceled(self, depth: int) -> tuple[str, str]:
        """Draw a transaction that may be canceled."""
        name, _ = self.sub_process(depth, stop="<bpmn:cancelEventDefinition/>")
        self.nodes[name] = (
            self.nodes[name].replace("<bpmn:subProcess", "<bpmn:transaction", 1)[: -len("</bpmn:subProcess>")]
            + "</bpmn:transaction>"
        )
        self.attach(name, "<bpmn:cancelEventDefinition/>", "true")
        return name, name

    def thrown(self, depth: int) -> tuple[str, str]:
        """Draw a sub-process that catches an error or an escalation from somewhere inside."""
        kind, code = self.draw(st.sampled_from(["error", "escalation"])), self.draw(st.sampled_from("AB"))
        thrown = f'<bpmn:{kind}EventDefinition {kind}Ref="{kind}{code}"/>'
        self.throws.append(thrown)
        name, _ = self.sub_process(depth)
        self.throws.pop()
        caught = self.draw(st.sampled_from([thrown, f"<bpmn:{kind}EventDefinition/>"]))
        self.attach(name, caught, "true" if kind == "error" else self.draw(st.sampled_from(["true", "false"])))
        return name, name

    def stopped(self, _depth: int) -> tuple[str, str]:
        """Draw a choice of which one way ends all of a scope, or throws what something around it catches."""
        (asked, _), split, after = self.task(0), self.node("exclusiveGateway"), self.node("task")
        ending = self.draw(st.sampled_from(["<bpmn:terminateEventDefinition/>", *self.throws, *self.throws]))
        self.edges += [(asked, split, None), (split, self.node("endEvent", inside_at_end=ending), '= word = "b"')]
        self.edges.append((split, after, None))
        self.defaults[split] = (split, after)
        return asked, after

    def raised(self, _depth: int) -> tuple[str, str]:
        """Draw an escalation that is thrown on the way."""
        escalations = [thrown for thrown in self.throws if "escalation" in thrown]
        if not escalations:
            return self.instant(0)
        name = self.node("intermediateThrowEvent", inside_at_end=self.draw(st.sampled_from(escalations)))
        return name, name

    def raced(self, depth: int) -> tuple[str, str]:
        """Draw an event-based gateway."""
        gate, merge = self.node("eventBasedGateway"), self.node("exclusiveGateway")
        for _ in range(2):
            event, (first, last) = self.node("intermediateCatchEvent", inside_at_end=TIMER), self.block(depth)
            self.edges += [(gate, event, None), (event, first, None), (last, merge, None)]
        return gate, merge

    def loop(self, depth: int) -> tuple[str, str]:
        """Draw a block that is done again while its last task's result says so."""
        merge, split = self.node("exclusiveGateway"), self.node("exclusiveGateway")
        first, last = self.block(depth)
        asked = self.node("userTask", "<zeebe:userTask/>")
        after = self.node("task")
        self.edges += [(merge, first, None), (last, asked, None), (asked, split, None)]
        self.edges += [(split, merge, '= again = "yes"'), (split, after, None)]
        self.defaults[split] = (split, after)
        return merge, after

    def sub_process(self, depth: int, loop: str = "", stop: str = "") -> tuple[str, str]:
        inner = self.scope(depth, stop)
        name = f"n{next(self.numbers)}"
        self.nodes[name] = f'<bpmn:subProcess id="{name}">@flows{loop}{inner}</bpmn:subProcess>'
        return name, name

    def node(self, kind: str, extensions: str = "", inside_at_end: str = "") -> str:
        name = f"n{next(self.numbers)}"
        inside = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
        self.nodes[name] = f'<bpmn:{kind} id="{name}"@default>{inside}@flows{inside_at_end}</bpmn:{kind}>'
        return name

    def xml(self) -> str:
        ids = {edge: f"f{next(self.numbers)}" for edge in self.edges}
        parts = []
        for name, text in self.nodes.items():
            ways = "".join(f"<bpmn:incoming>{ids[e]}</bpmn:incoming>" for e in self.edges if e[1] == name)
            ways += "".join(f"<bpmn:outgoing>{ids[e]}</bpmn:outgoing>" for e in self.edges if e[0] == name)
            default = next((ids[e] for e in self.edges if e[:2] == self.defaults.get(name) and e[2] is None), None)
            parts.append(text.replace("@flows", ways, 1).replace("@default", f' default="{default}"' if default else "", 1))
        return "".join(parts) + "".join(_flow(ids[edge], *edge) for edge in self.edges)


def _flow(flow_id: str, source: str, target: str, condition: str | None) -> str:
    ends = f'id="{flow_id}" sourceRef="{source}" targetRef="{target}"'
    if condition is None:
        return f"<bpmn:sequenceFlow {ends}/>"
    expression = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    return f"<bpmn:sequenceFlow {ends}>{expression}</bpmn:sequenceFlow>"
