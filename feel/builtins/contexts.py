"""Context functions (DMN 1.5 §10.3.4.10, table 81)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.builtins.registry import DomainError, builtin

if TYPE_CHECKING:
    from feel.evaluation import Evaluation

Context = dict[str, object]


@builtin("get value", "m: context", "key: string")
def get_value(_: Evaluation, m: Context, key: str) -> object:
    """Return the value of the entry `key`, null when there is none."""
    return m.get(key)


@builtin("get value", "context: context", "keys: list")
def get_nested_value(_: Evaluation, context: Context, keys: list[object]) -> object:
    """Return the value at the end of a path of keys, null when it ends early."""
    value: object = context
    for key in keys:
        value = value.get(key) if isinstance(value, dict) and isinstance(key, str) else None
    return value


@builtin("get entries", "m: context")
def get_entries(run: Evaluation, m: Context) -> list[Context]:
    """Return a list of {key, value} in the order of the entries."""
    run.spend_list(len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", "entries: list")
def context_of(run: Evaluation, entries: list[object]) -> Context:
    """Return the context that a list of {key, value} describes; null when one lacks either or a key comes twice."""
    run.spend_list(len(entries))
    result: Context = {}
    for entry in entries:
        if not (isinstance(entry, dict) and "key" in entry and "value" in entry):
            raise DomainError("every entry must be a context with 'key' and 'value'")
        key = entry["key"]
        if not isinstance(key, str) or key in result:
            raise DomainError("every key must be a string that comes once")
        result[key] = entry["value"]
    return result


@builtin("context put", "context: context", "key: string", "value: any")
def context_put(run: Evaluation, context: Context, key: str, value: object) -> Context:
    """Return the context with one entry added behind the others, or replaced where it stood."""
    run.spend(len(context))
    return {**context, key: value}


@builtin("context put", "context: context", "keys: list", "value: any")
def context_put_nested(run: Evaluation, context: Context, keys: list[object], value: object) -> Context:
    """Return the context with the entry at the end of a path of keys replaced; null for no keys, or where no context is."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise DomainError("the keys must be strings, at least one")
    path = [str(key) for key in keys]
    levels = [context]
    for key in path[:-1]:
        inner = levels[-1].get(key)
        if not isinstance(inner, dict):
            raise DomainError(f"there is no context at '{key}'")
        levels.append(inner)
    for level, key in zip(reversed(levels), reversed(path), strict=True):
        value = context_put(run, level, key, value)
    return value  # type: ignore[return-value]


@builtin("context merge", "contexts: list")
def context_merge(run: Evaluation, contexts: list[object]) -> Context:
    """Return all entries of a list of contexts; a later one overrides an earlier one of its key."""
    result: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise DomainError("every item must be a context")
        run.spend(1 + len(context))
        result.update(context)
    return result
