"""What is wrong with a diagram: findings with the element's id, the rule and the clause behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.safe_xml import line_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as XmlElement

MAX_FINDINGS = 200


class Severity(StrEnum):
    """Whether a finding refuses the diagram or only tells its author something."""

    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about a diagram that its author should know."""

    element_id: str | None
    """The element itself or, when it has no id, the nearest element around it that has one."""
    rule: str
    """A stable name such as `start-event-incoming`."""
    message: str
    clause: str | None = None
    """`§10.5.2` is of BPMN 2.0.2; anything else names its source."""
    line: int | None = None
    """In the XML, from 1."""
    severity: Severity = Severity.ERROR


class BpmnError(Exception):
    """A diagram that cannot be used; `findings` holds every reason, and the warnings too."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        first = errors[0]
        place = f" (line {first.line})" if first.line else ""
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        super().__init__(f"{first.element_id or 'diagram'}: {first.message}{place}{more}")


class Findings:
    """Collects what is found while a diagram is read.

    Warnings stop at MAX_FINDINGS and everything at twice that, so that a hostile file stays cheap and errors still get in.
    """

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}
        self._refused: set[str | None] = set()
        self._warned: set[str] = set()
        self._lines: Mapping[str, int] = {}

    def locate_with(self, lines: Mapping[str, int]) -> None:
        """Look the lines of elements that are given by id up in `lines`."""
        self._lines = lines

    def refuse(self, at: XmlElement | str | None, rule: str, message: str, clause: str | None = None) -> None:
        """Record a reason to refuse the diagram."""
        self._add(at, rule, message, clause, Severity.ERROR)

    def warn(self, at: XmlElement | str | None, rule: str, message: str, clause: str | None = None) -> None:
        """Record something that runs, but perhaps not as its author thinks."""
        self._add(at, rule, message, clause, Severity.WARNING)

    def warn_once(self, subject: str, at: XmlElement, rule: str, message: str, clause: str | None = None) -> None:
        """Record a warning about `subject` where it occurs first."""
        if subject not in self._warned:
            self._warned.add(subject)
            self.warn(at, rule, message, clause)

    def is_refused(self, element_id: str) -> bool:
        """Tell whether an element has a fault already, so that a rule need not report what only follows from it."""
        return element_id in self._refused

    def raise_errors(self) -> None:
        """Raise BpmnError when there is at least one reason to refuse."""
        found = self.all()
        if any(finding.severity is Severity.ERROR for finding in found):
            raise BpmnError(found)

    def all(self) -> tuple[Finding, ...]:
        """Return everything found so far, errors first, each group in the order of the file."""
        return tuple(sorted(self._found, key=lambda finding: (finding.severity is Severity.WARNING, finding.line or 0)))

    def _add(self, at: XmlElement | str | None, rule: str, message: str, clause: str | None, severity: Severity) -> None:
        if len(self._found) >= 2 * MAX_FINDINGS:
            return
        if at is None or isinstance(at, str):
            element_id, line = at, self._lines.get(at) if at else None
        else:
            element_id, line = nearest_id(at), line_of(at)
        if severity is Severity.ERROR:
            self._refused.add(element_id)
        elif len(self._found) >= MAX_FINDINGS:
            return
        self._found[Finding(element_id, rule, message, clause, line, severity)] = None


def nearest_id(element: XmlElement) -> str | None:
    """Return the id of an element or of the nearest one around it."""
    current: XmlElement | None = element
    while current is not None:
        if element_id := current.get("id"):
            return element_id
        current = current.getparent()
    return None
