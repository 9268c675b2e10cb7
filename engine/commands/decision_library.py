"""The DMN files that are deployed already, for those that import them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import NotFound
from engine.store import definitions as store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine import dmn
    from engine.model.decision_definition import DecisionRequirements


def decision_library(connection: Any, until: int | None = None) -> dmn.Library:
    """Return what finds the deployed models of a namespace: those that were newest after the deployment `until`, or now.

    A version of a model thus keeps the versions of what it imports, whatever is deployed later.
    """

    def models_of(namespace: str) -> Iterable[tuple[str, bytes]]:
        for found in store.models_of_namespace(connection, namespace, until):
            yield f"{found.decision_requirements_id} version {found.version}", _content(connection, found)

    return models_of


def _content(connection: Any, found: DecisionRequirements) -> bytes:
    content = store.read_resource(connection, found.resource_key)
    if content is None:
        raise NotFound("resource", found.resource_key)
    return content
