"""Compiles names and paths (DMN 1.5 §10.3.2.11, tables 64 to 67)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.properties import MISSING, property_of
from feel.scope import Evaluator, LateLexical, Lexical, Scope
from feel.values.inspect import NATIVE_TYPES, adopt, kind_of

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.nodes import Name, Path


def compile_name(compiler: Compiler, node: Name, scope: Lexical) -> Evaluator:
    """Return the closure that looks a name up: in frames by their distance, at the root by the caller's mapping."""
    route = scope.route(node.name)
    hops, place = route[-1]
    if place.outer is not None:
        final = _bound(node.name, hops)
    else:
        is_certain = len(route) == 1 and node.name not in compiler.builtins
        (compiler.definite if is_certain else compiler.possible).add(node.name)
        final = _at_root(compiler, node, hops)
    for nearer_hops, nearer in reversed(route[:-1]):
        final = (
            _late(node.name, nearer_hops, final) if isinstance(nearer, LateLexical) else _in_item(node.name, nearer_hops, final)
        )
    return final


def compile_path(compiler: Compiler, node: Path, scope: Lexical) -> Evaluator:
    """Return the closure for source.name: a member, a property, or the list of those of each item of a list."""
    source = compiler.compile(node.source, scope)
    name, at = node.name, node.at

    def path(scope: Scope, run: Evaluation) -> object:
        value = source(scope, run)
        if type(value) is dict and name in value:
            member: object = value[name]
            return member if type(member) in NATIVE_TYPES else adopt(member)
        if isinstance(value, list):
            run.spend_list(len(value))
            return [_member(item, name) for item in value]
        found = property_of(value, name)
        if found is MISSING:
            if value is not None:
                run.warn(f"There is no '{name}' in a {kind_of(value)}.", at)
            else:
                run.warn(f"'{name}' was asked of null.", at)
            return None
        return found

    return path


def _member(item: object, name: str) -> object:
    if isinstance(item, list):
        return [_member(inner, name) for inner in item]
    found = property_of(item, name)
    return None if found is MISSING else found


def _bound(name: str, hops: int) -> Evaluator:
    if hops == 0:
        return lambda scope, _: scope[name]
    if hops == 1:
        return lambda scope, _: scope.outer[name]

    def bound(scope: Scope, _: Evaluation) -> object:
        for _hop in range(hops):
            scope = scope.outer
        return scope[name]

    return bound


def _at_root(compiler: Compiler, node: Name, hops: int) -> Evaluator:
    name, at = node.name, node.at
    builtin = compiler.builtins.get(name)

    def missing(run: Evaluation) -> object:
        if builtin is None:
            run.warn(f"There is no variable '{name}'.", at)
        return builtin

    def global_here(scope: Scope, run: Evaluation) -> object:
        try:
            value = scope[name]
        except KeyError:
            return missing(run)
        return value if type(value) in NATIVE_TYPES else adopt(value)

    if hops == 0:
        return global_here

    def global_out(scope: Scope, run: Evaluation) -> object:
        for _ in range(hops):
            scope = scope.outer
        return global_here(scope, run)

    return global_out


def _late(name: str, hops: int, further: Evaluator) -> Evaluator:
    def late(scope: Scope, run: Evaluation) -> object:
        place = scope
        for _ in range(hops):
            place = place.outer
        try:
            return place[name]
        except KeyError:
            return further(scope, run)

    return late


def _in_item(name: str, hops: int, further: Evaluator) -> Evaluator:
    is_item = name == "item"

    def in_item(scope: Scope, run: Evaluation) -> object:
        place = scope
        for _ in range(hops):
            place = place.outer
        item = place.item
        if isinstance(item, dict) and name in item:
            member: object = item[name]
            return member if type(member) in NATIVE_TYPES else adopt(member)
        return item if is_item else further(scope, run)

    return in_item
