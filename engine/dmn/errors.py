"""What is wrong with a DMN model: findings with the element and its place in the XML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a model cannot be used.

    `line` and `column` count from 1 in the XML text; for a FEEL text inside an element they point at the place
    inside the text as far as it is known.
    """

    element_id: str | None
    message: str
    line: int | None = None
    column: int | None = None


class DmnError(Exception):
    """A DMN model that cannot be used; every reason is in `findings`."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = findings[0]
        place = f" (line {first.line})" if first.line else ""
        more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
        super().__init__(f"{first.element_id or 'model'}: {first.message}{place}{more}")


class UnknownDecision(LookupError):  # noqa: N818 - named after the fact
    """A model has no decision, decision service or business knowledge model with the id (or name) asked for."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"The model has no decision {decision_id}.")
