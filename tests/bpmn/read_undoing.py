"""Compensation, read from §10.7 and §13.5.5 of BPMN 2.0: what completed is undone, the last first, each by its own handler."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.bpmn.read_scopes import Done, Go, Scope, Work
from tests.bpmn.terms import Activity, Body, Handler, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bpmn.terms import Boundary


class Compensation:
    """The part of a reading that undoes; the rest of it begins and ends what is at work."""

    def _begin_activity(self, work: Work, activity: Activity) -> None:
        raise NotImplementedError

    def _begin_scope(self, body: Body, work: Work | None, then: Go) -> Scope:
        raise NotImplementedError

    def _finish(self, work: Work, go: Go) -> None:
        raise NotImplementedError

    def _end_all(self, scope: Scope) -> None:
        raise NotImplementedError

    def _leave_by(self, work: Work, event: Boundary) -> None:
        raise NotImplementedError

    def _throw_compensation(self, thrower: Work, target: str | None) -> None:
        """Undo what an event sees and has completed: in its scope, and from an event sub-process in the scope around it (§10.5.5)."""
        visible = [thrower.scope]
        while visible[-1].work is not None and isinstance(visible[-1].work.activity, Handler):
            visible.append(visible[-1].work.scope)
        found = [done for seen in visible for done in seen.done if not done.is_claimed and target in {None, done.activity.id}]
        self._undo_all(found, partial(self._finish, thrower, thrower.then))

    def _undo_all(self, found: list[Done], then: Go) -> None:
        for done in found:
            done.is_claimed = True
        self._undo_next(sorted(found, key=lambda done: done.order), then)

    def _undo_next(self, found: list[Done], then: Go) -> None:
        if not found:
            then()
            return
        last = found.pop()
        last.is_begun = True

        def go_on() -> None:
            last.scope.done = [done for done in last.scope.done if done is not last]
            self._undo_next(found, then)

        self._undo(last, go_on)

    def _undo(self, done: Done, then: Go) -> None:
        """Call the handler of the activity; without one it is undone from the inside, instance by instance (§13.5.5)."""
        handler = done.activity.undo if isinstance(done.activity, Activity) else None
        if handler is not None:
            self._begin_activity(Work(done.runs_in, handler, then, _nothing), handler)
        elif done.instances:
            last = max(done.instances, key=lambda instance: instance.completed_as)

            def go_on() -> None:
                done.instances.remove(last)
                self._undo(done, then)

            self._reopen(done, last, go_on)
        else:
            then()

    def _reopen(self, done: Done, instance: Scope, then: Go) -> None:
        """Give a completed sub-process back what it had, so that its own handlers run in it; no event of it is waited for."""
        work = Work(done.runs_in, Activity(done.activity.id), then, _nothing)
        work.inner = [instance]
        instance.work, instance.has_ended, instance.is_interrupted = work, False, True
        instance.then = partial(self._finish, work, then)
        if instance.body.undo is not None:
            handler = Work(instance, Handler("", Trigger("compensate"), True, instance.body.undo), _nothing, _nothing)
            self._begin_scope(instance.body.undo, handler, partial(self._finish, handler, _nothing))
        else:
            self._undo_all(list(instance.done), _nothing)

    def _cancel(self, scope: Scope) -> None:
        """End what is at work in a transaction, undo what completed in it, then leave it by its event (§10.3.6, §13.5.6)."""
        work = scope.work
        assert work is not None
        assert isinstance(work.activity, Activity)
        found = list(_not_undone(scope, scope))
        self._end_all(scope)
        scope.has_ended, scope.is_interrupted, work.is_left = False, True, True
        event = next(event for event in work.activity.boundaries if event.trigger.kind == "cancel")
        scope.then = partial(self._leave_by, work, event)
        scope.done = found
        self._undo_all(found, _nothing)


def _not_undone(scope: Scope, within: Scope) -> Iterator[Done]:
    """Yield what completed in a scope and in what is at work in it."""
    for done in scope.done:
        yield Done(done.order, within, within, done.activity, done.instances)
    for work in scope.at_work:
        for inner in work.inner:
            if inner.completed_as:
                yield Done(inner.completed_as, within, within, Activity(work.activity.id), [inner])
            else:
                yield from _not_undone(inner, within)


def _nothing() -> None:
    """A token that ends."""
