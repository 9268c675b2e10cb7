"""Blocks of random diagrams that seldom stand together: links, rounds, quantities, ad-hoc sub-processes, joins in no structure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import feel
from engine.bpmn.process_model import AdHoc, ComplexBehavior, ElementType, MultiInstanceBehavior
from tests.bpmn.builders import (
    Part,
    boundary,
    catch,
    event_sub_process,
    flow,
    gateway,
    job,
    loop,
    node,
    service_task,
    start,
    throw,
    times,
)
from tests.bpmn.event_builders import after, compensate, escalation, link, signal, when

if TYPE_CHECKING:
    from collections.abc import Callable

CONDITIONS = ("x > 1", "x = 1")
FLOWS = ("true", "false", "x = 1")


@dataclass
class Block:
    """Parts with one way in and one way out."""

    first: str
    last: str
    parts: list[Part] = field(default_factory=list)


class Rarities:
    """Draws them; `block`, `scope_parts` and `name` are those of whoever draws the rest of the diagram."""

    draw: Callable[[Any], Any]
    name: Callable[[str], str]
    block: Callable[[int], Block]
    scope_parts: Callable[[int], list[Part]]

    def rare(self, depth: int) -> Block:
        kinds: list[Callable[[int], Block]] = [self.conditional, self.all_of_several, self.quantities, self.behaving]
        if depth > 0:
            kinds += [self.linked, self.rounds, self.ad_hoc, self.undoable_scope, self.unstructured]
        return self.draw(st.sampled_from(kinds))(depth)

    def conditional(self, _: int) -> Block:
        name = self.name("catch")
        return Block(name, name, [catch(name, when(self.draw(st.sampled_from(CONDITIONS))))])

    def all_of_several(self, _: int) -> Block:
        name, events = self.name("catch"), [signal("s1"), signal("s2"), after("PT1H"), when("x = 1")]
        chosen = self.draw(st.lists(st.sampled_from(range(4)), min_size=2, max_size=3, unique=True))
        return Block(name, name, [catch(name, *(events[i] for i in chosen), parallel_multiple=self.draw(st.booleans()))])

    def quantities(self, _: int) -> Block:
        giving, taking = self.name("work"), self.name("work")
        gives = service_task(giving, completion_quantity=self.draw(st.integers(1, 3)))
        takes = service_task(taking, start_quantity=self.draw(st.integers(1, 2)))
        return Block(giving, taking, [gives, takes, f"{giving} -> {taking}"])

    def behaving(self, _: int) -> Block:
        name, event, target = self.name("work"), self.name("boundary"), self.name("end")
        thrown = self.draw(st.sampled_from([signal("s1"), escalation("X")]))
        choices = [
            times("3", behavior=MultiInstanceBehavior.NONE, none_event=thrown),
            times("3", behavior=MultiInstanceBehavior.ONE, one_event=thrown, sequential=True),
            times(
                "3",
                behavior=MultiInstanceBehavior.COMPLEX,
                complex_behaviors=(ComplexBehavior(feel.compile("numberOfCompletedInstances = 2"), thrown),),
            ),
        ]
        parts = [service_task(name, loop=self.draw(st.sampled_from(choices)))]
        caught = boundary(event, name, thrown, interrupting=self.draw(st.booleans()))
        return Block(name, name, [*parts, caught, f"{event} -> {target}"])

    def linked(self, depth: int) -> Block:
        one, two = self.block(depth), self.block(depth)
        source, target, name = self.name("throw"), self.name("catch"), self.name("link")
        events = [throw(source, link(name)), catch(target, link(name))]
        return Block(
            one.first, two.last, [*one.parts, *two.parts, *events, f"{one.last} -> {source}", f"{target} -> {two.first}"]
        )

    def rounds(self, depth: int) -> Block:
        merge, work, split, out = (self.name(kind) for kind in ("merge", "work", "split", "task"))
        inner = self.block(depth)
        gateways = [gateway(self.draw(st.sampled_from(["exclusive", "inclusive"])), merge), gateway("exclusive", split)]
        return Block(
            merge,
            out,
            [
                *gateways,
                *inner.parts,
                service_task(work),
                node(ElementType.TASK, out),
                f"{merge} -> {inner.first}",
                f"{inner.last} -> {work} -> {split}",
                flow(split, merge, "x = 1"),
                flow(split, out, default=True),
            ],
        )

    def ad_hoc(self, _: int) -> Block:
        name, inside = self.name("adhoc"), [self.block(0) for _ in range(self.draw(st.integers(1, 3)))]
        condition = self.draw(st.sampled_from([None, feel.compile("x = 1")]))
        settings = AdHoc(self.draw(st.booleans()), condition, self.draw(st.booleans()))
        parts = [part for block in inside for part in block.parts]
        characteristics = self.draw(st.sampled_from([None, None, times("2")]))
        return Block(name, name, [node(ElementType.AD_HOC_SUB_PROCESS, name, *parts, ad_hoc=settings, loop=characteristics)])

    def undoable_scope(self, depth: int) -> Block:
        name, undo = self.name("sub"), self.name("throw")
        inside, extra = self.scope_parts(depth), []
        if self.draw(st.booleans()):
            esp, begin, work, finish = (self.name(kind) for kind in ("esp", "begin", "work", "end"))
            inside.append(event_sub_process(esp, start(begin, compensate()), f"{begin} -> {work} -> {finish}"))
        elif self.draw(st.booleans()):
            handler = node(ElementType.SERVICE_TASK, f"{name}_undo", job=job(f"{name}_undo"), is_for_compensation=True)
            extra = [handler, boundary(f"{name}_undone", name, compensate(), compensation_handler=f"{name}_undo")]
        characteristics = self.draw(st.sampled_from([None, times("2"), times("2", sequential=True), loop("true", maximum=2)]))
        thrown = compensate(None, wait=self.draw(st.booleans()))
        scope = node(ElementType.SUB_PROCESS, name, *inside, loop=characteristics)
        return Block(name, undo, [scope, *extra, throw(undo, thrown), f"{name} -> {undo}"])

    def unstructured(self, _: int) -> Block:
        split, parting, one, two = (self.name(kind) for kind in ("split", "split", "join", "join"))
        a, b, c = (self.block(0) for _ in "abc")
        kinds = [self.draw(st.sampled_from(["inclusive", "exclusive", "complex"])) for _ in "ab"]
        needed = feel.compile(self.draw(st.sampled_from(["activationCount >= 1", "activationCount >= 2"])))
        joins = [
            gateway(kind, join, **({"activation_condition": needed} if kind == "complex" else {}))
            for kind, join in zip(kinds, (one, two), strict=True)
        ]
        ways = [self.draw(st.sampled_from(FLOWS)) for _ in "abc"]
        return Block(
            split,
            two,
            [
                *(gateway("inclusive", split), gateway("exclusive", parting), *joins, *a.parts, *b.parts, *c.parts),
                *(flow(split, a.first, ways[0]), flow(split, b.first, ways[1]), flow(split, c.first, default=True)),
                *(flow(parting, one, ways[2]), flow(parting, two, default=True)),
                *(f"{a.last} -> {parting}", f"{b.last} -> {one} -> {two}", f"{c.last} -> {two}"),
            ],
        )
