"""What an operator should know about an element before cases that stand there are migrated, though it does not block them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bpmn.process_model import Element


def notes_on(before: Element, after: Element) -> Iterator[str]:
    """Yield what stays as it was when instances of `before` become instances of `after`."""
    if before.job is not None and after.job is not None and before.job.type.text != after.job.type.text:
        yield f"Open jobs keep the type {before.job.type.text}; the other version says {after.job.type.text}."
    if before.loop is not None:
        yield "The items that it goes over stay those with which it began."
    if before.call is not None:
        yield "The processes that it called go on in the version that they run."
