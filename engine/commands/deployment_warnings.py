"""What is doubtful in deployed files: no reason to refuse them, but their owner should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import bpmn, dmn
from engine.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class DeploymentWarning:
    """One doubt: the file, the check that made it, the element, its place counted from 1, and a sentence in Thai and English."""

    resource: str
    rule: str
    element_id: str | None
    line: int | None
    column: int | None
    message_th: str
    message_en: str


def not_run(name: str) -> DeploymentWarning:
    """Return the doubt about a file of an unknown kind, which may be a diagram with a misspelt name."""
    english = "The engine does not run this kind of file; it is kept for the workers of jobs that link it."
    thai = "ระบบไม่ประมวลผลไฟล์ชนิดนี้ แต่เก็บไว้ให้ตัวทำงานของงานอัตโนมัติที่เชื่อมโยงถึงไฟล์"
    return DeploymentWarning(name, "generic-resource", None, None, None, thai, english)


def doubts_in_diagram(name: str, findings: Iterable[bpmn.Finding]) -> list[DeploymentWarning]:
    """Return the warnings among what was found in a diagram."""
    return [
        DeploymentWarning(
            name,
            found.rule,
            found.element_id,
            found.line,
            None,
            f"แผนภาพใช้งานได้ แต่ส่วน {found.element_id or name} อาจไม่ทำงานตามที่ผู้เขียนตั้งใจ (กฎ {found.rule})",
            found.message,
        )
        for found in findings
        if found.severity is bpmn.Severity.WARNING
    ]


def check_decisions(models: Iterable[tuple[str, dmn.Definitions]]) -> tuple[list[Finding], list[DeploymentWarning]]:
    """Check the models, each with its file name; return what must be refused and what is doubtful."""
    errors: list[Finding] = []
    warnings: list[DeploymentWarning] = []
    for name, model in models:
        for found in dmn.check(model):
            line, column = (found.position.line, found.position.column) if found.position else (None, None)
            if found.is_error:
                errors.append(Finding(name, found.message_en, found.element_id, line, column))
            else:
                rule = found.rule_id.value
                texts = found.message_th, found.message_en
                warnings.append(DeploymentWarning(name, rule, found.element_id, line, column, *texts))
    return errors, warnings
