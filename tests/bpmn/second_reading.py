"""BPMN 2.0 chapter 13 read a second time, for block-structured terms: no code, row or queue in common with the engine.

A token is a callback. `then` is where it goes when its block is done, `gone` is called when it will never get there: an inclusive
join waits for all tokens that could still arrive (§13.4.3). Everything happens at once, in the order in which it is written.
"""

from __future__ import annotations

from functools import partial
from itertools import count

from tests.bpmn.read_scopes import Done, Go, Scope, Work
from tests.bpmn.read_undoing import Compensation
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
    Trigger,
    Undoing,
)


class SecondReading(Compensation):
    """One instance of a process."""

    def __init__(self, body: Body) -> None:
        self._order = count(1)
        self.root = self._begin_scope(body, None, _nothing)
        self._settle()

    @property
    def has_ended(self) -> bool:
        return self.root.has_ended

    def open_tasks(self) -> list[str]:
        """Return the tasks that somebody has to do, sorted, with repetition."""
        return sorted(work.activity.id for scope in self._scopes() for work in scope.at_work for _ in work.open)

    def awaited(self) -> list[str]:
        """Return the signals that some event waits for, sorted, with repetition."""
        return sorted(name for scope in self._scopes() for name, _ in self._armed(scope))

    def complete(self, task: str) -> None:
        """Do the task that is open for longest."""
        open_works = (w for scope in self._scopes() for w in scope.at_work if w.activity.id == task and w.open)
        work = min(open_works, key=lambda w: w.open[0])
        work.open.pop(0)
        self._instance_done(work)
        self._settle()

    def happen(self, name: str) -> None:
        """Let a signal reach every event that waits for it (§10.5.4)."""
        for scope in list(self._scopes()):
            for act in [act for found, act in self._armed(scope) if found == name] if scope in self._scopes() else []:
                act()
            self._settle()

    def _scopes(self) -> list[Scope]:
        found, todo = [], [self.root]
        while todo:
            scope = todo.pop(0)
            found += [] if scope.has_ended else [scope]
            todo += [inner for work in scope.at_work for inner in work.inner]
        return found

    def _armed(self, scope: Scope) -> list[tuple[str, Go]]:
        handlers = (h for h in scope.body.handlers if h.trigger.kind == "signal" and not scope.is_interrupted)
        found: list[tuple[str, Go]] = [(str(h.trigger.code), partial(self._handle, scope, h)) for h in handlers]
        for work in scope.at_work:
            if isinstance(work.activity, Race):
                found += [(name, partial(self._win, work, term)) for name, term in work.activity.branches]
            elif isinstance(work.activity, Activity) and not work.is_left:
                events = (event for event in work.activity.boundaries if event.trigger.kind == "signal")
                found += [(str(event.trigger.code), partial(self._leave_by, work, event)) for event in events]
        return found

    def _begin(self, term: Term, scope: Scope, then: Go, gone: Go) -> None:
        match term:
            case Activity():
                self._begin_activity(Work(scope, term, then, gone), term)
            case Instant():
                then()
            case Thrown(_, code):
                life = scope.life()
                self._throw(scope, Trigger("escalation", code))
                if scope.life() == life:
                    then()
            case Undoing(name, target):
                self._throw_compensation(Work(scope, Activity(name), then, gone), target)
            case Sequence(first, second):
                self._begin(first, scope, lambda: self._begin(second, scope, then, gone), gone)
            case Branches():
                self._begin_branches(term, scope, then, gone)
            case Race():
                Work(scope, term, then, gone)
            case Aside(name, main, kind, code):
                self._begin(main, scope, then, gone)
                self._open(Work(scope, Activity(f"{name}_work"), partial(self._end, scope, kind, code), _nothing))

    def _begin_branches(self, term: Branches, scope: Scope, then: Go, gone: Go) -> None:
        """Join when all chosen branches have arrived; an inclusive join also when the others never will (§13.4.1, §13.4.3)."""
        chosen = [term.branches[n] for n in (term.chosen[:1] if term.kind == "exclusive" else term.chosen)]
        arrived, lost = [0], [0]

        def look(tokens: list[int]) -> None:
            tokens[0] += 1
            scope.waiting_at_joins += tokens is arrived
            is_all = arrived[0] == len(chosen) or (term.kind != "parallel" and arrived[0] + lost[0] == len(chosen))
            if is_all and arrived[0]:
                scope.waiting_at_joins -= arrived[0]
                then()
            elif lost[0] == len(chosen):
                gone()

        for branch in chosen:
            self._begin(branch, scope, partial(look, arrived), partial(look, lost))

    def _begin_activity(self, work: Work, activity: Activity) -> None:
        times = activity.times
        at_once = 1 if times is None else times.number if times.kind == "parallel" else min(times.number, 1)
        if at_once == 0:
            self._finish(work, work.then)
        for _ in range(at_once):
            if work.is_at_work:
                self._begin_instance(work, activity)

    def _begin_instance(self, work: Work, activity: Activity) -> None:
        if activity.body is None:
            self._open(work)
        else:
            self._begin_scope(activity.body, work, partial(self._instance_done, work))

    def _open(self, work: Work) -> None:
        work.open.append(next(self._order))

    def _begin_scope(self, body: Body, work: Work | None, then: Go) -> Scope:
        scope = Scope(body, work, then)
        if work is not None:
            work.inner.append(scope)
        self._begin(body.term, scope, _nothing, _nothing)
        return scope

    def _instance_done(self, work: Work) -> None:
        """Count an instance that completed, begin the next, or be done (§13.3.6, §13.3.7)."""
        work.completed += 1
        times = work.activity.times if isinstance(work.activity, Activity) else None
        if times is not None and work.completed < times.number and work.completed != times.until:
            if times.kind != "parallel" and isinstance(work.activity, Activity):
                self._begin_instance(work, work.activity)
            return
        self._complete(work, work.then)

    def _complete(self, work: Work, go: Go) -> None:
        """Remember what completed: it can be undone (§13.5.5)."""
        if work.is_at_work and isinstance(work.activity, Activity | Handler):
            instances = [inner for inner in work.inner if inner.completed_as]
            work.scope.done.append(Done(next(self._order), work.scope, work.scope, work.activity, instances))
        self._finish(work, go)

    def _finish(self, work: Work, go: Go) -> None:
        """Take what is at work, and all inside it, out of its scope, and go on."""
        if work.is_at_work:
            work.scope.at_work.remove(work)
            for inner in work.inner:
                self._end_all(inner)
            go()

    def _end_all(self, scope: Scope) -> None:
        """Terminate all that is in a scope (§13.5.6)."""
        for work in scope.at_work:
            for inner in work.inner:
                self._end_all(inner)
        scope.at_work.clear()
        scope.done = [done for done in scope.done if not done.is_begun]
        for done in scope.done:
            done.is_claimed = False
        scope.waiting_at_joins, scope.has_ended = 0, True
        scope.times_ended += 1

    def _settle(self) -> None:
        """End the scopes in which nothing is left, from the inside outwards."""
        while empty := [s for s in reversed(self._scopes()) if not s.at_work and not s.waiting_at_joins]:
            empty[0].has_ended = True
            empty[0].completed_as = next(self._order)
            empty[0].then()

    def _win(self, work: Work, term: Term) -> None:
        self._finish(work, lambda: self._begin(term, work.scope, work.then, work.gone))

    def _leave_by(self, work: Work, event: Boundary) -> None:
        """Let an event on the boundary happen; one that interrupts ends the activity, whose token is gone (§13.5.3)."""
        if event.interrupting:
            self._finish(work, _nothing)
        self._open(Work(work.scope, Activity(f"{event.id}_work"), _nothing, _nothing))
        if event.interrupting:
            work.gone()

    def _handle(self, scope: Scope, handler: Handler) -> None:
        """Start an event sub-process; one that interrupts ends all else in its scope, and is the last (§13.5.4)."""
        if handler.interrupting:
            self._end_all(scope)
            scope.has_ended, scope.is_interrupted = False, True
        work = Work(scope, handler, _nothing, _nothing)
        self._begin_scope(handler.body, work, partial(self._complete, work, _nothing))

    def _end(self, scope: Scope, kind: str, code: str | None) -> None:
        """Reach an end event (§13.5.6)."""
        if kind == "terminate":
            self._end_all(scope)
            scope.has_ended = False
        elif kind == "compensate":
            self._throw_compensation(Work(scope, Activity(""), _nothing, _nothing), code)
        elif kind == "cancel":
            self._cancel(scope)
        elif kind != "none":
            self._throw(scope, Trigger(kind, code))

    def _throw(self, scope: Scope, thrown: Trigger) -> None:
        """Find the innermost event that catches; a scope that was interrupted starts no event sub-process more (§10.5.6, §10.5.7)."""
        at: Scope | None = scope
        thrower: object = None
        while at is not None:
            matching = [
                h for h in at.body.handlers if _catches(h.trigger, thrown) and h is not thrower and not at.is_interrupted
            ]
            if matching:
                self._handle(at, min(matching, key=lambda h: h.trigger.code is None))
                return
            work = at.work
            thrower = work.activity if work is not None else None
            events = work.activity.boundaries if work is not None and isinstance(work.activity, Activity) else ()
            caught = [event for event in events if _catches(event.trigger, thrown)]
            if work is not None and caught:
                self._leave_by(work, min(caught, key=lambda event: event.trigger.code is None))
                return
            at = at.around


def _catches(catching: Trigger, thrown: Trigger) -> bool:
    return catching.kind == thrown.kind and catching.code in (None, thrown.code)


def _nothing() -> None:
    """A token that ends."""
