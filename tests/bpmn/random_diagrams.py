"""Diagrams drawn at random: blocks within blocks, with a few flows across, for tests that know nothing but the invariants."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from engine.bpmn.process_model import ElementType
from tests.bpmn.builders import (
    Part,
    boundary,
    catch,
    end,
    event_sub_process,
    flow,
    gateway,
    job,
    loop,
    node,
    process,
    service_task,
    start,
    throw,
    times,
)
from tests.bpmn.event_builders import CANCEL, TERMINATE, after, compensate, error, escalation, signal
from tests.bpmn.random_rarities import Block, Rarities

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bpmn.process_model import ProcessModel

SIGNALS = ("s1", "s2")


@st.composite
def diagrams(draw: st.DrawFn, depth: int = 3) -> ProcessModel:
    """A process whose every element has a way in and a way out."""
    body = _Artist(draw).scope_parts(depth)
    return process("random", *body)


class _Artist(Rarities):
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)

    def scope_parts(self, depth: int) -> list[Part]:
        """What lies in a process or sub-process: start, a block, end, and perhaps an event sub-process."""
        begin, finish = self.name("start"), self.name("end")
        block = self.block(depth)
        parts: list[Part] = [*block.parts, f"{begin} -> {block.first}", f"{block.last} -> {finish}"]
        if depth and self.draw(st.integers(0, 3)) == 0:
            parts.append(self.event_sub_process())
        return parts

    def block(self, depth: int) -> Block:
        kinds: list[Callable[[int], Block]] = [
            self.worker,
            self.worker,
            self.instant,
            self.waiting,
            self.undoable,
            self.undo,
            self.rare,
        ]
        if depth:
            kinds += [
                self.sequence,
                self.parallel,
                self.exclusive,
                self.inclusive,
                self.sub_process,
                self.repeated,
                self.transaction,
            ]
            kinds += [self.terminating, self.complex, self.raced]
        return self.draw(st.sampled_from(kinds))(depth - 1)

    def worker(self, _: int) -> Block:
        name = self.name("work")
        parts: list[Part] = [service_task(name)]
        if self.draw(st.integers(0, 3)) == 0:
            event, target = self.name("boundary"), self.name("end")
            definition = self.draw(st.sampled_from([error("E"), after("PT1H"), signal("s1")]))
            is_error = definition == error("E")
            interrupting = is_error or self.draw(st.booleans())
            parts += [boundary(event, name, definition, interrupting=interrupting), f"{event} -> {target}"]
        return Block(name, name, parts)

    def instant(self, _: int) -> Block:
        name = self.name("task")
        return Block(name, name, [node(ElementType.TASK, name)])

    def waiting(self, _: int) -> Block:
        name = self.name("catch")
        definition = self.draw(st.sampled_from([after("PT1H"), signal("s1"), signal("s2")]))
        return Block(name, name, [catch(name, definition)])

    def undoable(self, _: int) -> Block:
        name = self.name("work")
        handler = node(ElementType.SERVICE_TASK, f"{name}_undo", job=job(f"{name}_undo"), is_for_compensation=True)
        event = boundary(f"{name}_undone", name, compensate(), compensation_handler=f"{name}_undo")
        return Block(name, name, [service_task(name), event, handler])

    def undo(self, _: int) -> Block:
        name = self.name("throw")
        definition = self.draw(st.sampled_from([compensate(), compensate(wait=False), escalation("X"), signal("s1")]))
        return Block(name, name, [throw(name, definition)])

    def sequence(self, depth: int) -> Block:
        one, two = self.block(depth), self.block(depth)
        return Block(one.first, two.last, [*one.parts, *two.parts, f"{one.last} -> {two.first}"])

    def parallel(self, depth: int) -> Block:
        return self.branches(depth, "parallel", self.draw(st.sampled_from(["parallel", "inclusive", "exclusive"])))

    def exclusive(self, depth: int) -> Block:
        return self.branches(depth, "exclusive", self.draw(st.sampled_from(["exclusive", "inclusive"])))

    def inclusive(self, depth: int) -> Block:
        return self.branches(depth, "inclusive", "inclusive")

    def complex(self, depth: int) -> Block:
        return self.branches(depth, "parallel", "complex")

    def branches(self, depth: int, opening: str, closing: str) -> Block:
        split, join = self.name("split"), self.name("join")
        parts: list[Part] = [gateway(opening, split), gateway(closing, join)]
        number = self.draw(st.integers(2, 3))
        for branch in range(number):
            block = self.block(depth)
            is_default = opening != "parallel" and branch == number - 1
            condition = None if opening == "parallel" or is_default else self.draw(st.sampled_from(["true", "false"]))
            parts += [*block.parts, flow(split, block.first, condition, default=is_default), f"{block.last} -> {join}"]
        return Block(split, join, parts)

    def raced(self, depth: int) -> Block:
        gate, join = self.name("gate"), self.name("join")
        parts: list[Part] = [gateway("event_based", gate), gateway("exclusive", join)]
        for definition in (signal("s2"), after("PT2H")):
            event, block = self.name("catch"), self.block(depth)
            parts += [catch(event, definition), *block.parts, f"{gate} -> {event} -> {block.first}", f"{block.last} -> {join}"]
        return Block(gate, join, parts)

    def sub_process(self, depth: int) -> Block:
        name, event, target = self.name("sub"), self.name("boundary"), self.name("end")
        characteristics = self.draw(st.sampled_from([None, None, times("2"), times("2", sequential=True)]))
        definition = self.draw(st.sampled_from([error(), escalation(), signal("s2"), after("PT3H")]))
        interrupting = definition == error() or self.draw(st.booleans())
        inside = node(ElementType.SUB_PROCESS, name, *self.scope_parts(depth), loop=characteristics)
        return Block(name, name, [inside, boundary(event, name, definition, interrupting=interrupting), f"{event} -> {target}"])

    def transaction(self, depth: int) -> Block:
        name, event, target, split, cancel = (self.name(kind) for kind in ("tx", "boundary", "end", "split", "cancel"))
        begin, finish, block = self.name("start"), self.name("end"), self.block(depth)
        inside = node(
            ElementType.TRANSACTION,
            name,
            *block.parts,
            f"{begin} -> {block.first}",
            f"{block.last} -> {split}",
            gateway("exclusive", split),
            flow(split, cancel, self.draw(st.sampled_from(["true", "false"]))),
            flow(split, finish, default=True),
            end(cancel, CANCEL),
        )
        return Block(name, name, [inside, boundary(event, name, CANCEL), f"{event} -> {target}"])

    def repeated(self, _: int) -> Block:
        name = self.name("work")
        choices = [
            times("3"),
            times("2", sequential=True),
            times("3", until="numberOfCompletedInstances = 2"),
            loop("true", maximum=2),
        ]
        return Block(name, name, [service_task(name, loop=self.draw(st.sampled_from(choices)))])

    def terminating(self, depth: int) -> Block:
        split, stop, block = self.name("split"), self.name("stop"), self.block(depth)
        parts: list[Part] = [gateway("parallel", split), *block.parts, f"{split} -> {block.first}"]
        waiting = self.waiting(0)
        definition = self.draw(st.sampled_from([TERMINATE, error("E"), escalation("X")]))
        parts += [*waiting.parts, f"{split} -> {waiting.first} -> {stop}", end(stop, definition)]
        return Block(split, block.last, parts)

    def event_sub_process(self) -> Part:
        name, begin, work, finish = (self.name(kind) for kind in ("esp", "begin", "work", "end"))
        definition = self.draw(st.sampled_from([signal("s1"), signal("s2"), error("E"), escalation("X"), after("PT4H")]))
        interrupting = definition == error("E") or self.draw(st.booleans())
        return event_sub_process(name, start(begin, definition, interrupting=interrupting), f"{begin} -> {work} -> {finish}")

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"
