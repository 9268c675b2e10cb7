"""Every path of SUB-01: levels, skipping, returning, rejecting, and the record of it all."""

import pytest

from engine.errors import NotAllowed
from tests.processes.case import Case
from tests.processes.stage import Stage

REQUEST = {
    "subject": "ขออนุมัติลา",
    "subjectType": "leave",
    "days": 3,
    "amount": None,
    "ownerUnit": "P50",
    "provinceCode": "50",
    "requester": "checker",
    "initiator": "checker",
}
REASON = "ขอให้แนบใบรับรองแพทย์"
MONEY = {"subjectType": "money", "days": None, "ownerUnit": "P50"}


def requested(stage: Stage, /, **changes: object) -> Case:
    return stage.start("approval_chain", None, **{**REQUEST, **changes})


def approve(case: Case, *people: str) -> None:
    for person in people:
        case.do("approve", person, decision="approve")


def decisions(case: Case) -> list[tuple[str, str, str | None]]:
    return [(entry["position"], entry["decision"], entry["who"]) for entry in case.value("approvals")]


def test_a_short_leave_in_a_province_needs_two_levels(stage: Stage) -> None:
    case = requested(stage)

    approve(case, "section", "director")

    assert (case.is_completed, case.value("outcome")) == (True, "approved")
    assert decisions(case) == [("หัวหน้ากลุ่มงาน", "approve", "section"), ("ผอ.กต.จว.", "approve", "director")]


def test_a_long_leave_goes_on_to_the_deputy(stage: Stage) -> None:
    case = requested(stage, days=16)

    approve(case, "section", "director", "deputy")

    assert case.value("outcome") == "approved"


@pytest.mark.parametrize(
    ("amount", "people"),
    [
        (50_000, ["director"]),
        (50_001, ["director", "deputy"]),
        (500_000, ["director", "deputy"]),
        (500_001, ["director", "deputy", "sg"]),
    ],
)
def test_the_amount_decides_how_high_money_goes(stage: Stage, amount: int, people: list[str]) -> None:
    case = requested(stage, **MONEY, amount=amount)

    approve(case, *people)

    assert case.value("outcome") == "approved"


@pytest.mark.parametrize(("requester", "approver"), [("director", "deputy"), ("deputy", "sg"), ("sg", "chair")])
def test_superiors_have_their_requests_decided_above_them(stage: Stage, requester: str, approver: str) -> None:
    case = requested(stage, requester=requester, initiator=requester)

    approve(case, approver)

    assert case.value("outcome") == "approved"


def test_any_other_request_goes_to_the_unit_head(stage: Stage) -> None:
    case = requested(stage, subjectType="activity", days=None)

    approve(case, "head")

    assert case.value("outcome") == "approved"


def test_the_requesters_own_level_is_skipped_and_recorded(stage: Stage) -> None:
    case = requested(stage, requester="section", initiator="section")

    approve(case, "director")

    assert case.value("approvals")[0]["reason"] == "ข้ามเพราะเป็นผู้เสนอ"
    assert decisions(case)[0] == ("หัวหน้ากลุ่มงาน", "skip", None)
    assert case.value("outcome") == "approved"


def test_a_vacant_level_is_skipped_but_never_the_last(stage: Stage) -> None:
    case = requested(stage, ownerUnit="P51", provinceCode="51")

    (task,) = case.open_tasks("approve")

    assert case.value("approvals")[0]["reason"] == "ข้ามเพราะไม่มีผู้ครองตำแหน่ง"
    assert task.assignee is None


def test_a_rejection_ends_the_chain(stage: Stage) -> None:
    case = requested(stage)

    case.do("approve", "section", decision="reject", reason=REASON)

    assert (case.is_completed, case.value("outcome")) == (True, "rejected")


def test_a_returned_request_is_revised_and_starts_over(stage: Stage) -> None:
    case = requested(stage)
    approve(case, "section")
    case.do("approve", "director", decision="return", reason=REASON)

    case.do("revise", "checker", revisedSubject="ขออนุมัติลา (แก้ไข)", revisedDays=2, revisionNote="แนบใบรับรองแพทย์แล้ว")
    approve(case, "section", "director")

    assert case.value("outcome") == "approved"
    assert [decision for _, decision, _ in decisions(case)] == ["approve", "return", "approve", "approve"]
    assert case.value("days") == 2


def returned_four_times(stage: Stage) -> Case:
    case = requested(stage)
    for _ in range(3):
        case.do("approve", "section", decision="return", reason=REASON)
        case.do("revise", "checker", revisedSubject="ขออนุมัติลา", revisedDays=3, revisionNote="แก้ไขตามที่แจ้งแล้ว")
    case.do("approve", "section", decision="return", reason=REASON)
    return case


def test_after_three_returns_the_unit_head_lets_it_go_on(stage: Stage) -> None:
    case = returned_four_times(stage)
    assert case.waiting() == ["supervise"]

    case.do("supervise", "head", decision="continue")

    assert case.waiting() == ["revise"]


def test_after_three_returns_the_unit_head_stops_it(stage: Stage) -> None:
    case = returned_four_times(stage)

    case.do("supervise", "head", decision="stop", reason="ไม่มีเหตุให้เสนอต่อ")

    assert (case.is_completed, case.value("outcome")) == (True, "rejected")


def test_the_requester_never_approves(stage: Stage) -> None:
    case = requested(stage, requester="section", initiator="section")

    with pytest.raises((NotAllowed, AssertionError)):
        approve(case, "section")


def test_the_record_is_a_chain_of_hashes(stage: Stage) -> None:
    case = requested(stage)

    approve(case, "section", "director")

    first, second = case.value("approvals")
    assert first["previous"] is None
    assert second["previous"] == first["hash"]
    assert len(second["hash"]) == 64
