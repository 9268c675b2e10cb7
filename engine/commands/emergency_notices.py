"""Telling people of an emergency access: whoever may answer, whoever asked, and always the data-protection officer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.errors import NotAllowed
from engine.identity import Permission
from engine.identity.permissions import groups_with
from engine.model.emergency_access import EmergencyEvent
from engine.store.notifications import Notice, insert_notifications
from engine.store.process_instances import find_process_instance
from engine.store.users import find_user, group_members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.commands.command import Work
    from engine.model.emergency_access import EmergencyAccess

BUDDHIST_ERA = 543
OFFICER = "dpo"
"""The group of the data-protection officer."""


def tell_of_request(work: Work, root_key: int) -> None:
    """Tell whoever may answer, and the officer; raise NotAllowed when there is nobody to answer or no officer to tell."""
    person, number = _name(work, work.actor.user_name), _number(work, root_key)
    answering = _members(work, groups_with(Permission.APPROVE_ACCESS)) - {work.actor.user_name}
    if not answering:
        raise NotAllowed("There is nobody who could answer: nobody holds the right to approve.", code="nobody_answers")
    thai = f"{person} ขอเข้าถึงเรื่อง {number} เป็นกรณีฉุกเฉิน โปรดพิจารณาที่หน้า “การเข้าถึงฉุกเฉิน”"
    _tell(work, answering, Notice(thai, f"{person} asks for emergency access to the case {number}.", root_key, None))
    thai = f"แจ้งเพื่อทราบ: {person} ขอเข้าถึงเรื่อง {number} เป็นกรณีฉุกเฉิน ยังไม่มีผู้อนุมัติ"
    english = f"For your information: {person} asks for emergency access to the case {number}; nobody has answered yet."
    _tell(work, _officers(work), Notice(thai, english, root_key, None))


def tell_of_answer(work: Work, access: EmergencyAccess) -> None:
    """Tell whoever asked, and the officer; raise NotAllowed when there is no officer to tell."""
    person, number = _name(work, work.actor.user_name), _number(work, access.process_instance_key)
    asked_by = _name(work, access.requested_by)
    if access.state is EmergencyEvent.APPROVED and access.until is not None:
        local = access.until.astimezone(ZoneInfo(work.zone))
        until = f"{local:%d/%m}/{local.year + BUDDHIST_ERA} {local:%H:%M} น."
        thai = f"{person} อนุมัติให้ {asked_by} เข้าถึงเรื่อง {number} เป็นกรณีฉุกเฉิน ถึงวันที่ {until}"
        english = f"{person} lets {asked_by} read the case {number} in an emergency until {local:%Y-%m-%d %H:%M}."
    else:
        thai = f"{person} ไม่อนุมัติให้ {asked_by} เข้าถึงเรื่อง {number} เป็นกรณีฉุกเฉิน"
        english = f"{person} does not let {asked_by} read the case {number} in an emergency."
    _tell(work, _officers(work) | {access.requested_by}, Notice(thai, english, access.process_instance_key, None))


def tell_of_end(work: Work, access: EmergencyAccess) -> None:
    """Tell whoever asked, and the officer, that it ended before its time."""
    person, number = _name(work, work.actor.user_name), _number(work, access.process_instance_key)
    asked_by = _name(work, access.requested_by)
    thai = f"{person} ยุติการเข้าถึงฉุกเฉินเรื่อง {number} ของ {asked_by}"
    english = f"{person} ended the emergency access of {asked_by} to the case {number}."
    told = (_members(work, {OFFICER}) | {access.requested_by}) - {work.actor.user_name}
    _tell(work, told, Notice(thai, english, access.process_instance_key, None))


def _officers(work: Work) -> set[str]:
    found = _members(work, {OFFICER})
    if not found:
        raise NotAllowed("There is no data-protection officer to tell: no emergency access without one.", code="no_officer")
    return found


def _members(work: Work, groups: Iterable[str]) -> set[str]:
    return {name for group in groups for name in group_members(work.uow.connection, group)}


def _tell(work: Work, people: Iterable[str], notice: Notice) -> None:
    insert_notifications(work.uow.connection, [(work.new_key(), name) for name in sorted(people)], notice, work.now)


def _name(work: Work, user_name: str) -> str:
    found = find_user(work.uow.connection, user_name)
    return found[0].name if found else user_name


def _number(work: Work, root_key: int) -> str:
    instance = find_process_instance(work.uow.connection, root_key)
    return (instance.business_id if instance else None) or str(root_key)
