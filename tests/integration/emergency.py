"""People for an emergency: who asks, who may answer, and the officer who is told; all with accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import SYSTEM, AnswerAccess, CreateUser, RequestAccess
from engine.model.checkpoint import ChainKind
from engine.queries.visibility import sees_within
from engine.store.history_reading import events_of
from engine.store.users import find_user
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.commands import Actor
    from engine.model.emergency_access import EmergencyAccess
    from engine.model.history_event import HistoryEvent

ASKS = person("napa", "employee.all", session_id="s1")
ANSWERS = person("anan", "secretary.general", session_id="s2")
DEPUTY = person("patchara", "deputy.sg", session_id="s3")
OFFICER = person("orasa", "dpo", session_id="s4")
WHY, AGREED = "ผู้รับผิดชอบเรื่องประสบอุบัติเหตุ", "เห็นว่าจำเป็นเร่งด่วนจริง"


def hire(office: Office) -> None:
    """Give everybody an account, unless they have one."""
    with office.engine.reading() as connection:
        is_there = find_user(connection, ASKS.user_name) is not None
    for each in () if is_there else (ASKS, ANSWERS, DEPUTY, OFFICER):
        office.engine.execute(CreateUser(each.user_name, f"คุณ{each.user_name}", "a password", sorted(each.groups)), SYSTEM)


def secret_case(office: Office) -> int:
    """Return a secret case that none of them sees."""
    hire(office)
    properties = {"anumat:confidentiality": "ลับ", "anumat:caseNumber": "SEC01"}
    office.deploy(diagram("sealed", "start -> screen -> end", properties=properties, screen=user_task(groups="boss")))
    return office.start("sealed", initiator="reporter", witness="นายพยาน")


def asked(office: Office) -> EmergencyAccess:
    """Return a request for access to a new case."""
    return office.engine.execute(RequestAccess(secret_case(office), WHY), ASKS)


def answer(office: Office, access: EmergencyAccess, by: Actor = ANSWERS, *, is_approved: bool = True) -> EmergencyAccess:
    """Answer a request."""
    return office.engine.execute(AnswerAccess(access.process_instance_key, access.request, is_approved, AGREED), by)


def record(office: Office, access: EmergencyAccess) -> list[HistoryEvent]:
    """Return the case's chain of accesses."""
    with office.engine.reading() as connection:
        return events_of(connection, ChainKind.ACCESS, [access.process_instance_key]).get(access.process_instance_key, [])


def sees(office: Office, actor: Actor, key: int) -> bool:
    """Tell whether an actor sees inside a case."""
    with office.engine.reading() as connection:
        return sees_within(connection, actor, key)
