"""Terms drawn at random: every kind of block in every other, as far as chapter 13 says what comes of it."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from tests.bpmn.terms import (
    Activity,
    Aside,
    Body,
    Boundary,
    Branches,
    Handler,
    Instant,
    Race,
    Sequence,
    Term,
    Thrown,
    Times,
    Trigger,
    Undoing,
)


@st.composite
def bodies(draw: st.DrawFn, depth: int = 3) -> Body:
    """A process."""
    return _Artist(draw).body(depth, ())


class _Artist:
    """`caught` holds what some event around catches: nothing else is thrown, for an uncaught error is an incident.

    `undoable` holds the activities of each scope around that a thrown compensation may name.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)
        self.undoable: list[list[str]] = []

    def body(self, depth: int, caught: tuple[Trigger, ...], *, is_transaction: bool = False, is_inside: bool = False) -> Body:
        self.undoable.append([])
        handlers = (
            [self.handler(depth - 1, caught) for _ in range(self.draw(st.sampled_from([0, 0, 1, 2])))] if depth > 0 else []
        )
        handlers = list({(h.trigger.kind, h.trigger.code): h for h in handlers}.values())
        here = (*caught, *(h.trigger for h in handlers if h.trigger.kind != "signal"))
        term = self.term(depth, here)
        if is_transaction:
            term = Aside(self.name("aside"), term, "cancel")
        undo = self.undoing_body() if is_inside and self.draw(st.integers(0, 5)) == 0 else None
        self.undoable.pop()
        return Body(self.name("body"), term, tuple(handlers), undo)

    def undoing_body(self) -> Body:
        """What a compensation event sub-process does: a task, and mostly all that its scope completed or one of it."""
        task = Activity(self.name("task"))
        return Body(self.name("body"), self.draw(st.sampled_from([task, Sequence(task, self.undoing_event())])))

    def handler(self, depth: int, caught: tuple[Trigger, ...]) -> Handler:
        trigger = self.trigger()
        return Handler(self.name("handler"), trigger, self.interrupts(trigger), self.body(depth, caught))

    def trigger(self) -> Trigger:
        kind = self.draw(st.sampled_from(["signal", "signal", "error", "escalation"]))
        code = self.name("s") if kind == "signal" else self.draw(st.sampled_from(["A", "B", None]))
        return Trigger(kind, code)

    def interrupts(self, trigger: Trigger) -> bool:
        return trigger.kind == "error" or self.draw(st.booleans())

    def term(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        kinds = [self.task, self.task, self.undone_task, self.instant, self.thrown, self.undoing]
        if depth > 0:
            kinds += [self.sequence, self.sequence, self.branches, self.branches, self.race, self.aside]
            kinds += [self.sub_process, self.sub_process]
        return self.draw(st.sampled_from(kinds))(depth - 1, caught)

    def task(self, _: int, __: tuple[Trigger, ...]) -> Term:
        boundaries = (self.boundary(Trigger("signal", self.name("s"))),) if self.draw(st.integers(0, 2)) == 0 else ()
        return Activity(self.name("task"), None, boundaries, self.times())

    def undone_task(self, _: int, __: tuple[Trigger, ...]) -> Term:
        name = self.name("task")
        self.undoable[-1].append(name)
        return Activity(name, None, (), self.times(least=1), undo=self.undo(name))

    def undo(self, name: str) -> Activity:
        """A handler: a task, a number of them, or a sub-process."""
        inner = Sequence(Activity(f"undo1_{name}"), Activity(f"undo2_{name}"))
        body = Body(f"undoing_{name}", inner) if self.draw(st.integers(0, 3)) == 0 else None
        return Activity(f"undo_{name}", body, (), self.times(least=1))

    def undoing(self, _: int, __: tuple[Trigger, ...]) -> Term:
        """A compensation on the way, after a task, as for an escalation."""
        return Sequence(Activity(self.name("task")), self.undoing_event())

    def undoing_event(self) -> Undoing:
        return Undoing(self.name("undoing"), self.target())

    def target(self) -> str | None:
        visible = self.undoable[-1]
        return self.draw(st.sampled_from([None, None, *visible]))

    def instant(self, _: int, __: tuple[Trigger, ...]) -> Term:
        return Instant(self.name("instant"))

    def thrown(self, _: int, __: tuple[Trigger, ...]) -> Term:
        """An escalation on the way, after a task: what happens at once has no order that could be compared."""
        code = self.draw(st.sampled_from(["A", "B"]))
        return Sequence(Activity(self.name("task")), Thrown(self.name("thrown"), code))

    def sequence(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        return Sequence(self.term(depth, caught), self.term(depth, caught))

    def branches(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        kind = self.draw(st.sampled_from(["parallel", "inclusive", "exclusive"]))
        number = self.draw(st.integers(2, 3))
        chosen = range(number) if kind == "parallel" else sorted(self.draw(st.sets(st.integers(0, number - 1), min_size=1)))
        return Branches(self.name(kind), kind, tuple(self.term(depth, caught) for _ in range(number)), tuple(chosen))

    def race(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        return Race(self.name("race"), tuple((self.name("s"), self.term(depth, caught)) for _ in range(2)))

    def aside(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        kinds = [
            "none",
            "terminate",
            "compensate",
            "escalation",
            *(["error"] if any(t.kind == "error" for t in caught) else []),
        ]
        kind = self.draw(st.sampled_from(kinds))
        codes = {t.code or "A" for t in caught if t.kind == kind} if kind == "error" else {"A", "B"}
        code = self.draw(st.sampled_from(sorted(codes))) if kind in {"error", "escalation"} else None
        code = self.target() if kind == "compensate" else code
        return Aside(self.name("aside"), self.term(depth, caught), kind, code)

    def sub_process(self, depth: int, caught: tuple[Trigger, ...]) -> Term:
        is_transaction = self.draw(st.integers(0, 3)) == 0
        triggers = {(t.kind, t.code): t for t in (self.trigger() for _ in range(self.draw(st.integers(0, 2))))}
        boundaries = [self.boundary(trigger) for trigger in triggers.values()]
        boundaries += [Boundary(self.name("boundary"), Trigger("cancel"), interrupting=True)] if is_transaction else []
        inside = self.body(depth, (*caught, *triggers.values()), is_transaction=is_transaction, is_inside=True)
        name = self.name("sub")
        self.undoable[-1].append(name)
        if self.draw(st.integers(0, 4)) == 0:
            first = Body(inside.id, Sequence(Activity(self.name("task")), inside.term), inside.handlers, inside.undo)
            return Activity(name, first, tuple(boundaries), self.times(least=1), is_transaction, self.undo(name))
        return Activity(name, inside, tuple(boundaries), self.times(), is_transaction)

    def boundary(self, trigger: Trigger) -> Boundary:
        return Boundary(self.name("boundary"), trigger, self.interrupts(trigger))

    def times(self, least: int = 0) -> Times | None:
        kind = self.draw(st.sampled_from([None, None, None, "loop", "sequential", "parallel"]))
        if kind is None:
            return None
        until = self.draw(st.sampled_from([None, None, 1, 2])) if kind != "loop" else None
        return Times(self.draw(st.integers(least, 3)), kind, until)

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"
