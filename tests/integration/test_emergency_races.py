"""Answers, requests and withdrawals of emergency access at the same moment: one of them counts, and the others are told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.commands import EndAccess, RequestAccess, read_case_as
from engine.errors import AlreadyExists, InvalidTransition
from engine.model.emergency_access import EmergencyAccess
from tests.integration.emergency import ANSWERS, ASKS, DEPUTY, WHY, answer, asked, record, secret_case, sees
from tests.integration.test_concurrency import at_once

if TYPE_CHECKING:
    from tests.integration.office import Office


@pytest.fixture
def access(office: Office) -> EmergencyAccess:
    """Return a request that nobody has answered."""
    return asked(office)


@pytest.mark.parametrize("round_number", range(3))
def test_of_answers_at_once_one_counts(office: Office, access: EmergencyAccess, round_number: int) -> None:
    results = at_once(
        lambda: answer(office, access, ANSWERS),
        lambda: answer(office, access, DEPUTY, is_approved=round_number % 2 == 0),
        lambda: answer(office, access, ANSWERS, is_approved=False),
    )

    assert sum(isinstance(result, EmergencyAccess) for result in results) == 1
    assert sum(isinstance(result, InvalidTransition) for result in results) == 2
    assert len(record(office, access)) == 2


def test_of_requests_at_once_one_is_open(office: Office) -> None:
    key = secret_case(office)

    results = at_once(*(lambda: office.engine.execute(RequestAccess(key, WHY), ASKS) for _ in range(4)))

    assert sum(isinstance(result, AlreadyExists) for result in results) == 3


def test_an_answer_and_its_withdrawal_at_once_leave_one_of_the_two(office: Office, access: EmergencyAccess) -> None:
    key = access.process_instance_key

    results = at_once(
        lambda: answer(office, access), lambda: office.engine.execute(EndAccess(key, access.request, "ไม่จำเป็นแล้วครับ"), ASKS)
    )

    kinds = [event.type for event in record(office, access)]
    assert kinds in (
        ["EMERGENCY_REQUESTED", "EMERGENCY_ENDED"],
        ["EMERGENCY_REQUESTED", "EMERGENCY_APPROVED", "EMERGENCY_ENDED"],
    )
    assert sum(isinstance(result, InvalidTransition) for result in results) == 3 - len(kinds)
    assert not sees(office, read_case_as(office.engine, ASKS, key), key)
