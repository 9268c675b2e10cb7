"""Where names are looked up: while compiling (`Lexical`) and while evaluating (`Frame`), DMN 1.5 §10.3.2.11."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from feel.evaluation import Evaluation


class Scope(Protocol):
    """What names are looked up in: the caller's context at the root, frames inside it."""

    outer: Scope
    item: object

    def __getitem__(self, name: str, /) -> object: ...


Evaluator = Callable[[Scope, Evaluation], object]
Test = Callable[[object, Scope, Evaluation], "bool | None"]


class Frame(dict[str, object]):
    """An inner scope at run time: variables that a construct binds, or the `item` of a filter."""

    __slots__ = ("item", "outer")

    outer: Scope
    item: object


def new_frame(outer: Scope, bindings: dict[str, object]) -> Scope:
    """Return a scope inside `outer` that binds some names."""
    frame = Frame(bindings)
    frame.outer = outer
    return frame


def item_frame(outer: Scope, item: object) -> Scope:
    """Return the scope of a filter's condition for one item."""
    frame = Frame()
    frame.outer = outer
    frame.item = item
    return frame


class Lexical:
    """A scope at compile time; `names` is None for the condition of a filter, where only run time knows the names."""

    __slots__ = ("names", "outer", "used")

    def __init__(self, outer: Lexical | None, names: Iterable[str] | None = ()) -> None:
        self.outer = outer
        self.names = None if names is None else set(names)
        self.used: set[str] = set()

    @property
    def is_filter(self) -> bool:
        """Whether this is the condition of a filter."""
        return self.names is None

    def route(self, name: str) -> list[tuple[int, Lexical]]:
        """Return where `name` may be found, nearest first, as (how many frames out, scope); the root is always last.

        The list ends at the first scope that is certain to bind the name.
        """
        places: list[tuple[int, Lexical]] = []
        hops, scope = 0, self
        while scope.outer is not None:
            if scope.is_filter:
                places.append((hops, scope))
            elif scope.names and name in scope.names:
                places.append((hops, scope))
                scope.used.add(name)
                if not isinstance(scope, LateLexical):
                    return places
            hops, scope = hops + 1, scope.outer
        places.append((hops, scope))
        return places


class LateLexical(Lexical):
    """The scope of a context's entries: a name is bound only once its entry has been evaluated."""

    __slots__ = ()
