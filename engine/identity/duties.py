"""Separation of duties: who may not do a user task because of what they did in the case before (ect-domain B.0 G1, G2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import SeparationOfDuties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INITIATOR = "initiator"
REQUEST = "request"
"""The duty that whoever started the case holds."""


@dataclass(frozen=True, slots=True)
class DutyRule:
    """What a user task's properties say: its duty, whose doers are excluded, and whether each person does it once."""

    duty: str | None = None
    excludes: frozenset[str] = frozenset()
    is_distinct: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing has to be looked up."""
        return self.duty is None and not self.excludes and not self.is_distinct


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A user task of the case that somebody completed; `on_behalf_of` counts as a doer too."""

    element_id: str
    duty: str | None
    completed_by: str
    on_behalf_of: str | None = None

    def was_done_by(self, people: frozenset[str]) -> bool:
        """Tell whether one of `people` did it or had it done in their name."""
        return self.completed_by in people or (self.on_behalf_of is not None and self.on_behalf_of in people)


def duty_rule(properties: Mapping[str, str]) -> DutyRule:
    """Read the rule from an element's zeebe:properties."""
    excluded = (word.strip() for word in properties.get("anumat:excludes", "").split(","))
    return DutyRule(
        duty=properties.get("anumat:duty", "").strip() or None,
        excludes=frozenset(word for word in excluded if word),
        is_distinct=properties.get("anumat:distinct", "").strip().lower() == "true",
    )


def check_duties(
    rule: DutyRule, element_id: str, people: frozenset[str], initiator: str | None, done: Sequence[DoneTask]
) -> None:
    """Raise SeparationOfDuties when one of `people` (the actor, and on whose behalf) may not do the user task.

    One person holds at most one kind of duty in a case; doing the same kind again (a second round of review) is no
    conflict. The initiator holds the duty `request`.
    """
    if initiator in people:
        if INITIATOR in rule.excludes:
            raise _refusal("initiator", element_id)
        if rule.duty not in {None, REQUEST}:
            raise _refusal("initiator", element_id)
    for task in done:
        if not task.was_done_by(people):
            continue
        if rule.duty is not None and task.duty not in {None, rule.duty}:
            raise _refusal("duty", element_id, held=task.duty, held_at=task.element_id)
        if task.element_id in rule.excludes:
            raise _refusal("excludes", element_id, held_at=task.element_id)
        if rule.is_distinct and task.element_id == element_id:
            raise _refusal("distinct", element_id, held_at=task.element_id)


REASONS = {
    "initiator": "Whoever started a case may not decide it.",
    "duty": "One person holds at most one duty in a case, and you hold another one already.",
    "excludes": "Whoever did an earlier step of this case may not do this one.",
    "distinct": "Each person does this step at most once in a case.",
}


def _refusal(code: str, element_id: str, **fields: Any) -> SeparationOfDuties:
    return SeparationOfDuties(REASONS[code], code=code, fields={"element_id": element_id, **fields})
