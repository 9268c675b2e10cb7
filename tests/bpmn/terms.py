"""Processes as block-structured terms: what the second reading reads, and the diagram that the engine is given of the same term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from tests.bpmn.builders import (
    Part,
    boundary,
    catch,
    end,
    event_sub_process,
    flow,
    gateway,
    loop,
    node,
    process,
    service_task,
    start,
    throw,
    times,
)
from tests.bpmn.event_builders import CANCEL, TERMINATE, compensate, error, escalation, signal

if TYPE_CHECKING:
    from engine.bpmn.process_model import EventDefinition, MultiInstance, ProcessModel, StandardLoop


@dataclass(frozen=True)
class Trigger:
    """What an event waits for; a signal has a name of its own, `code` None catches all errors or escalations."""

    kind: str
    code: str | None = None

    def definition(self) -> EventDefinition:
        match self.kind:
            case "signal":
                return signal(self.code or "")
            case "error":
                return error(self.code)
            case "escalation":
                return escalation(self.code)
            case "compensate":
                return compensate(self.code)
        return CANCEL


@dataclass(frozen=True)
class Times:
    """How often an activity is done: as a loop, one after the other or side by side, until so many have completed."""

    number: int
    kind: str
    until: int | None = None

    def characteristics(self) -> MultiInstance | StandardLoop:
        if self.kind == "loop":
            return loop("true", maximum=self.number)
        until = f"numberOfCompletedInstances = {self.until}" if self.until else None
        return times(str(self.number), sequential=self.kind == "sequential", until=until)


@dataclass(frozen=True)
class Boundary:
    """An event on the boundary of an activity, a task after it, and an end."""

    id: str
    trigger: Trigger
    interrupting: bool


@dataclass(frozen=True)
class Handler:
    """An event sub-process."""

    id: str
    trigger: Trigger
    interrupting: bool
    body: Body


@dataclass(frozen=True)
class Body:
    """What lies in a process or sub-process."""

    id: str
    term: Term
    handlers: tuple[Handler, ...] = ()
    undo: Body | None = None
    """What its compensation event sub-process does."""


@dataclass(frozen=True)
class Activity:
    """A task that somebody does (`body` None), or a sub-process."""

    id: str
    body: Body | None = None
    boundaries: tuple[Boundary, ...] = ()
    times: Times | None = None
    is_transaction: bool = False
    undo: Activity | None = None
    """The handler that undoes it."""


@dataclass(frozen=True)
class Instant:
    """A task without work."""

    id: str


@dataclass(frozen=True)
class Thrown:
    """An escalation thrown on the way."""

    id: str
    code: str


@dataclass(frozen=True)
class Undoing:
    """A compensation thrown on the way: of one activity, or of all that completed."""

    id: str
    target: str | None = None


@dataclass(frozen=True)
class Sequence:
    """One after the other."""

    first: Term
    second: Term


@dataclass(frozen=True)
class Branches:
    """A gateway with branches, of which some are chosen, and one that joins them."""

    id: str
    kind: str
    branches: tuple[Term, ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class Race:
    """An event-based gateway: the first event decides."""

    id: str
    branches: tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class Aside:
    """A token beside the main one, which does a task and reaches an end event of some kind."""

    id: str
    main: Term
    kind: str
    code: str | None = None


Term = Activity | Instant | Thrown | Undoing | Sequence | Branches | Race | Aside
ENDS = {"none": (), "terminate": (TERMINATE,), "cancel": (CANCEL,)}


def model_of(body: Body) -> ProcessModel:
    """Return the diagram of a process."""
    return process(body.id, *_inside(body))


def _inside(body: Body) -> list[Part]:
    first, last, parts = _block(body.term)
    undo = [Handler(f"undo_{body.id}", Trigger("compensate"), interrupting=True, body=body.undo)] if body.undo else []
    asides = (_handler(handler) for handler in (*body.handlers, *undo))
    return [*parts, f"start_{body.id} -> {first}", f"{last} -> end_{body.id}", *asides]


def _handler(handler: Handler) -> Part:
    begin = start(f"start_{handler.body.id}", handler.trigger.definition(), interrupting=handler.interrupting)
    return event_sub_process(handler.id, begin, *_inside(handler.body))


def _block(term: Term) -> tuple[str, str, list[Part]]:
    match term:
        case Activity():
            return term.id, term.id, _activity(term)
        case Instant(name):
            return name, name, [node(ElementType.TASK, name)]
        case Thrown(name, code):
            return name, name, [throw(name, escalation(code))]
        case Undoing(name, target):
            return name, name, [throw(name, compensate(target))]
        case Sequence():
            (first, middle, here), (other, last, there) = _block(term.first), _block(term.second)
            return first, last, [*here, *there, f"{middle} -> {other}"]
        case Branches():
            return _branches(term)
        case Race():
            return _race(term)
        case Aside(name, main, kind, code):
            first, last, parts = _block(main)
            definition = ENDS[kind] if kind in ENDS else (Trigger(kind, code).definition(),)
            parts += [gateway("parallel", name), end(f"{name}_end", *definition)]
            return name, last, [*parts, f"{name} -> {first}", f"{name} -> {name}_work -> {name}_end"]


def _activity(term: Activity, *, is_for_compensation: bool = False) -> list[Part]:
    characteristics = term.times.characteristics() if term.times else None
    parts: list[Part] = []
    for event in term.boundaries:
        parts.append(boundary(event.id, term.id, event.trigger.definition(), interrupting=event.interrupting))
        parts.append(f"{event.id} -> {event.id}_work -> end_{event.id}")
    if term.undo is not None:
        parts.append(boundary(f"{term.id}_undone", term.id, compensate(), compensation_handler=term.undo.id))
        parts += _activity(term.undo, is_for_compensation=True)
    fields = {"loop": characteristics, "is_for_compensation": is_for_compensation}
    if term.body is None:
        return [service_task(term.id, **fields), *parts]
    kind = ElementType.TRANSACTION if term.is_transaction else ElementType.SUB_PROCESS
    return [node(kind, term.id, *_inside(term.body), **fields), *parts]


def _branches(term: Branches) -> tuple[str, str, list[Part]]:
    split, join = term.id, f"{term.id}_join"
    parts: list[Part] = [gateway(term.kind, split), gateway(term.kind, join)]
    for number, branch in enumerate(term.branches):
        first, last, inside = _block(branch)
        condition = None if term.kind == "parallel" else str(number in term.chosen).lower()
        parts += [*inside, flow(split, first, condition), f"{last} -> {join}"]
    return split, join, parts


def _race(term: Race) -> tuple[str, str, list[Part]]:
    merge = f"{term.id}_merge"
    parts: list[Part] = [gateway("event_based", term.id), gateway("exclusive", merge)]
    for event, branch in term.branches:
        first, last, inside = _block(branch)
        parts += [catch(event, signal(event)), *inside, f"{term.id} -> {event} -> {first}", f"{last} -> {merge}"]
    return term.id, merge, parts
