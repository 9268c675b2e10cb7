"""Emergency accesses, each ready for one command."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.commands import SYSTEM, AnswerAccess, EndAccess, RequestAccess
from engine.commands.emergency_access import ExpireAccess, ReadInEmergency
from engine.model.emergency_access import ANSWER_WITHIN
from tests.integration.crash.prepared import Prepared, prepares
from tests.integration.emergency import AGREED, ANSWERS, ASKS, WHY, asked, secret_case

if TYPE_CHECKING:
    from tests.integration.office import Office


def _in_force(office: Office) -> int:
    access = asked(office)
    office.engine.execute(AnswerAccess(access.process_instance_key, access.request, is_approved=True, reason=AGREED), ANSWERS)
    return access.process_instance_key


@prepares(RequestAccess)
def asking_for_emergency_access(office: Office) -> Prepared:
    return RequestAccess(secret_case(office), WHY), ASKS


@prepares(AnswerAccess)
def answering_a_request_for_access(office: Office) -> Prepared:
    access = asked(office)
    return AnswerAccess(access.process_instance_key, access.request, is_approved=True, reason=AGREED), ANSWERS


@prepares(EndAccess)
def ending_an_access_before_its_time(office: Office) -> Prepared:
    access = asked(office)
    return EndAccess(access.process_instance_key, access.request, "ได้ข้อมูลครบถ้วนแล้ว"), replace(ASKS, session_id="s9")


@prepares(ExpireAccess)
def recording_that_a_request_lapsed(office: Office) -> Prepared:
    access, now = asked(office), office.engine.now()
    office.engine.clock.pin(now + ANSWER_WITHIN + timedelta(seconds=1))
    return ExpireAccess(access.process_instance_key, access.request), SYSTEM


@prepares(ReadInEmergency)
def reading_a_case_in_an_emergency(office: Office) -> Prepared:
    return ReadInEmergency(_in_force(office), "case"), ASKS
