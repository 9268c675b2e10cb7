"""The form: its id and its components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.components import Component, Container, Field

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Form:
    """A parsed form; `id` is what a form definition (formId) refers to."""

    id: str
    components: tuple[Component, ...]
    version_tag: str | None = None

    def fields(self) -> Iterator[Field]:
        """Yield every input field in the order of the form, also those inside groups and dynamic lists."""
        return _fields(self.components)


def _fields(components: tuple[Component, ...]) -> Iterator[Field]:
    for component in components:
        if isinstance(component, Field):
            yield component
        elif isinstance(component, Container):
            yield from _fields(component.components)
