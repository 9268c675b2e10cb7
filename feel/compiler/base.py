"""The compiler's common part: from each node of the tree to a closure, and the names that the text reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feel.nodes import Node
    from feel.scope import Evaluator, Lexical
    from feel.values.function import Function


class Compiler:
    """Compiles the nodes of one text; `definite` and `possible` are the top-level names that it reads or may read."""

    def __init__(self, families: Mapping[type, Family], builtins: Mapping[str, Function]) -> None:
        self._families = families
        self.builtins = builtins
        self.definite: set[str] = set()
        self.possible: set[str] = set()

    def compile(self, node: Node, scope: Lexical) -> Evaluator:
        """Return the closure that evaluates `node` in a scope of the shape of `scope`."""
        return self._families[type(node)](self, node, scope)


class Family(Protocol):
    """A function that compiles one class of nodes."""

    def __call__(self, compiler: Compiler, node: Any, scope: Lexical, /) -> Evaluator: ...
