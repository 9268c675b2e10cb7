"""The errors that a malformed form raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a form, at the component that has it (empty id: the form itself)."""

    component_id: str
    message: str


class FormError(Exception):
    """The form cannot be used: correct what `findings` lists and deploy it again."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{finding.component_id or 'form'}: {finding.message}" for finding in self.findings))
