"""Reading a job's variables as the kinds of value that handlers need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.commands.job_handlers import JobContext

NOTHING: Mapping[str, object] = {}


def text(job: JobContext, name: str, default: str = "") -> str:
    """Return a variable as text; `default` where it is missing or null."""
    value = job.variables.get(name)
    return default if value is None else str(value)


def mapping(job: JobContext, name: str) -> Mapping[str, object]:
    """Return a variable that is an object; an empty one where it is missing or of another kind."""
    value = job.variables.get(name)
    return value if isinstance(value, Mapping) else NOTHING


def members(job: JobContext, name: str) -> list[object]:
    """Return a variable that is a list; an empty one where it is missing or of another kind."""
    value = job.variables.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def recipients(job: JobContext) -> list[str]:
    """Return the people and groups of the variable `recipients`, without blanks."""
    return [str(recipient) for recipient in members(job, "recipients") if recipient]


def part(value: Mapping[str, object], name: str) -> str:
    """Return a part of an object as text; empty where it is missing or null."""
    found = value.get(name)
    return "" if found is None else str(found)
