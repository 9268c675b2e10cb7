"""An instant in milliseconds has thirteen digits, and of eleven one has the check digit of a national ID."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from api.jobs import ACTIVATED_JOB
from api.national_ids import for_people
from api.shapes import Shape
from api.wait_states import due_of_timer
from engine.queries import json_text
from forms.identifiers import is_national_id

LIKE_AN_ID = next(ms for ms in range(1_795_000_000_000, 1_795_000_000_100) if is_national_id(str(ms)))


@dataclass(frozen=True)
class _Job:
    deadline_ms: int


def test_a_deadline_reaches_people_as_a_number() -> None:
    shape = Shape("Deadline", tuple(field for field in ACTIVATED_JOB.fields if field.name == "deadline"))

    answer = json_text.dumps(for_people({"jobs": [shape.render(_Job(LIKE_AN_ID))]}))

    assert answer == f'{{"jobs":[{{"deadline":{LIKE_AN_ID}}}]}}'


def test_when_a_timer_is_due_reaches_people_as_a_number() -> None:
    due = due_of_timer(datetime.fromtimestamp(LIKE_AN_ID / 1000, UTC))

    assert for_people({"dueDate": due}) == {"dueDate": LIKE_AN_ID}


def test_the_same_digits_in_a_variable_are_hidden() -> None:
    assert for_people({"variables": {"id": LIKE_AN_ID}}) != {"variables": {"id": LIKE_AN_ID}}
