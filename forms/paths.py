"""Paths into a form's data, such as `witnesses[0].phone`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_MISSING = object()
_STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,6})\]")


def format_path(path: Path) -> str:
    """Write a path as people read it: names joined by dots, positions in brackets, counted from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def parse_path(text: str) -> Path:
    """Read what `format_path` wrote; parts that are neither names nor positions are skipped."""
    return tuple(int(index) if index else name for name, index in _STEP.findall(text))


def lookup(data: object, path: Path, default: object = None) -> object:
    """Return the value at `path` in nested dicts and lists, or `default` where nothing is there."""
    for step in path:
        data = _inside(data, step)
        if data is _MISSING:
            return default
    return data


def _inside(data: object, step: str | int) -> object:
    if isinstance(step, str):
        return data.get(step, _MISSING) if isinstance(data, Mapping) else _MISSING
    return data[step] if isinstance(data, list) and 0 <= step < len(data) else _MISSING


def store(data: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Set `value` at a path of names, making the dicts on the way."""
    for name in path[:-1]:
        inner = data.setdefault(name, {})
        if not isinstance(inner, dict):
            inner = data[name] = {}
        data = inner
    data[path[-1]] = value
