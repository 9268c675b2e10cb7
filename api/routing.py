"""The table of operations: what is served where, who may call it, and what goes in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flask import Request, Response

if TYPE_CHECKING:
    from api.body import Body
    from api.exports import Exports
    from engine.commands import Actor, Engine, Permission

MULTIPART: Final = "multipart/form-data"

Answer = Response | Mapping[str, Any] | None
"""A JSON object, a response of its own making, or None for 204."""


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request on its way to one command or query."""

    engine: Engine
    actor: Actor
    body: Body
    request: Request
    exports: Exports


Handler = Callable[..., Answer]
"""Takes the Call and the path's keys by name."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    method: str
    path: str
    """In OpenAPI form: /user-tasks/{userTaskKey}."""
    name: str
    """The operationId, as the client libraries call it."""
    summary: str
    permission: Permission | None
    """What the caller must hold; None: every authenticated caller, the command or query decides by row."""
    handler: Handler
    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)
    """JSON schema of the request body; empty: none."""
    answer: Mapping[str, Any] = field(default_factory=dict)
    """JSON schema of the answer; empty: none."""
    media_type: str = "application/json"
    body_media_type: str = "application/json"
    query: tuple[str, ...] = ()
    """Names of the query parameters."""
    is_public: bool = False

    @property
    def has_parts(self) -> bool:
        """Whether the request body is a form with files."""
        return self.body_media_type == MULTIPART


class Routes:
    """The operations of one resource, registered by decorator."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []

    def serve(
        self, method: str, path: str, name: str, summary: str, permission: Permission | None, **details: Any
    ) -> Callable[[Handler], Handler]:
        """Register a handler; `details` are the remaining fields of Operation."""

        def register(handler: Handler) -> Handler:
            self.operations.append(Operation(method, path, name, summary, permission, handler, **details))
            return handler

        return register
