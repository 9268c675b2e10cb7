"""How a process library does the work of its jobs in Python: what a handler is given, may return and may raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

Variables = Mapping[str, object]


class BpmnError(Exception):
    """A handler's way to throw a BPMN error: `code` finds the catching event, `variables` go to its scope (BPMN 2.0 §10.5.5)."""

    def __init__(self, code: str, message: str = "", variables: Variables | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables: Variables = dict(variables or {})


class JobTools(Protocol):
    """What a handler may do to the world; every act is durable at once and happens once however often the job runs."""

    def reserve_number(self, series: str) -> int:
        """Return the next number of `series` (from 1, without gaps); the same job gets the same number again."""

    def notify(self, recipients: Sequence[str], text_th: str, text_en: str) -> None:
        """Leave a notification for user names or `group:<id>`; a second call with the same text from one job does nothing."""

    def store_document(self, name: str, content_type: str, data: bytes) -> dict[str, object]:
        """Store a document of the job's process instance; return its reference in the REST API's shape."""

    def publish_message(self, name: str, correlation_key: str, variables: Variables, ttl_s: int = 3600) -> None:
        """Publish a message that is kept `ttl_s` seconds for whoever waits for it; at most once per job, name and key."""

    def group_members(self, group: str) -> tuple[str, ...]:
        """Return the active user names of `group`, sorted."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """One locked job as its handler sees it; `variables` is what the job's element sees, nearest scope first."""

    job_key: int
    type: str
    process_instance_key: int
    business_id: str | None
    element_id: str
    now: datetime
    tools: JobTools
    headers: Mapping[str, str] = field(default_factory=dict)
    variables: Variables = field(default_factory=dict)


Handler = Callable[[JobContext], Variables | None]
H = TypeVar("H", bound=Handler)


class HandlerRegistry:
    """Handlers by job type; a type has one handler.

    A handler returns the variables that complete the job (None: no variables). An exception means: try again with
    back-off, after the last retry raise an incident. `BpmnError` throws a BPMN error instead.
    """

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def handler(self, job_type: str) -> Callable[[H], H]:
        """Register the decorated function for `job_type`; raise ValueError when the type already has a handler."""

        def register(function: H) -> H:
            self._add(job_type, function)
            return function

        return register

    def include(self, others: Iterable[HandlerRegistry]) -> None:
        """Take over the handlers of `others`; raise ValueError when a type would have two."""
        for other in others:
            for job_type, function in other.items():
                self._add(job_type, function)

    def get(self, job_type: str) -> Handler | None:
        """Return the handler of `job_type`, or None."""
        return self._handlers.get(job_type)

    def types(self) -> tuple[str, ...]:
        """Return the job types that have a handler, sorted."""
        return tuple(sorted(self._handlers))

    def items(self) -> Iterator[tuple[str, Handler]]:
        """Iterate over job types and their handlers."""
        return iter(self._handlers.items())

    def _add(self, job_type: str, function: Handler) -> None:
        if job_type in self._handlers:
            raise ValueError(f"The job type {job_type!r} already has a handler; give this one another type.")
        self._handlers[job_type] = function
