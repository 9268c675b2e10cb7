"""Every path of SUB-02: draft, check, sign, number, document."""

import pytest

from engine.errors import SeparationOfDuties
from tests.processes.case import Case
from tests.processes.stage import Stage

REQUEST = {
    "documentKind": "คำสั่ง",
    "subject": "แต่งตั้งคณะทำงาน",
    "draftBody": "ให้แต่งตั้งคณะทำงานดังต่อไปนี้",
    "ownerUnit": "C51",
    "secrecy": "ไม่ลับ",
    "sourceCase": "INS03-2569-50-00001",
    "drafterGroup": "commission.secretariat",
    "reviewerGroup": "cen.legal",
    "signerGroup": "commission",
    "recipients": ["group:prov.director.50"],
}
DRAFT = {"title": "แต่งตั้งคณะทำงาน", "body": "ให้แต่งตั้งคณะทำงาน\nตั้งแต่บัดนี้", "speed": "ปกติ", "secrecyClass": "ไม่ลับ"}
SIGNATURE = {"decision": "approve", "signerName": "นางสมใจ ใจดี", "signerPosition": "ประธานกรรมการการเลือกตั้ง"}


def requested(stage: Stage, **changes: object) -> Case:
    return stage.start("order_issuance", None, **{**REQUEST, **changes})


def drafted(stage: Stage, **changes: object) -> Case:
    case = requested(stage, **changes)
    case.do("draft", "clerk", **DRAFT)
    return case


def test_a_signed_document_gets_its_number_after_the_signature(stage: Stage) -> None:
    case = drafted(stage)
    case.do("review", "lawyer", decision="approve")
    assert stage.world.numbers("order") == []

    case.do("sign", "chair", **SIGNATURE)

    assert case.is_completed
    assert case.value("documentNumber") == "คำสั่งที่ 1/2569"
    assert case.value("outcome") == "issued"
    assert "คำสั่งที่ ๑/๒๕๖๙" in stage.world.document("คำสั่ง-1")
    assert stage.world.was_told("group:prov.director.50", "คำสั่งที่ 1/2569")
    assert stage.world.was_told("group:employee.all", "คำสั่งที่ 1/2569")


def signed(stage: Stage, **changes: object) -> Case:
    case = drafted(stage, **changes)
    case.do("review", "lawyer", decision="approve")
    case.do("sign", "chair", **SIGNATURE)
    return case


def test_a_returned_draft_is_drafted_again(stage: Stage) -> None:
    case = drafted(stage)

    case.do("review", "lawyer", decision="return", reason="แก้เลขมาตราให้ถูกต้อง")

    assert case.waiting() == ["draft"]
    assert case.value("returnReason") == "แก้เลขมาตราให้ถูกต้อง"


def test_the_signer_may_return_the_draft(stage: Stage) -> None:
    case = drafted(stage)
    case.do("review", "lawyer", decision="approve")

    case.do("sign", "chair", decision="return", reason="ข้อความยังไม่ตรงมติ")

    assert case.waiting() == ["draft"]
    assert stage.world.numbers("order") == []


def test_after_three_returns_the_unit_head_drafts(stage: Stage) -> None:
    case = drafted(stage, ownerUnit="P50")
    for _ in range(2):
        case.do("review", "lawyer", decision="return", reason="แก้เลขมาตราให้ถูกต้อง")
        case.do("draft", "clerk", **DRAFT)
    case.do("review", "lawyer", decision="return", reason="แก้เลขมาตราให้ถูกต้อง")

    case.do("draft", "head", **DRAFT)

    assert case.waiting() == ["review"]


def test_a_stopped_draft_ends_without_a_number(stage: Stage) -> None:
    case = drafted(stage)

    case.do("review", "lawyer", decision="reject", reason="ไม่มีอำนาจออกคำสั่ง")

    assert (case.is_completed, case.value("outcome"), case.value("documentNumber")) == (True, "refused", None)


def test_a_refused_signature_ends_without_a_number(stage: Stage) -> None:
    case = drafted(stage)
    case.do("review", "lawyer", decision="approve")

    case.do("sign", "chair", decision="reject", reason="ไม่เห็นด้วยกับคำสั่ง")

    assert (case.is_completed, case.value("outcome"), case.value("documentNumber")) == (True, "refused", None)


def test_a_number_that_is_taken_stays_cancelled_and_the_next_one_is_used(stage: Stage) -> None:
    case = signed(stage, takenNumbers=[1])
    assert case.waiting() == ["wait_before_retry"]

    stage.pass_time(minutes=1)

    assert case.value("documentNumber") == "คำสั่งที่ 2/2569"
    assert case.value("cancelledNumbers") == [1]
    assert stage.world.numbers("order") == [1, 2]


def test_a_confidential_document_is_not_published(stage: Stage) -> None:
    case = requested(stage)
    case.do("draft", "clerk", **{**DRAFT, "secrecyClass": "ลับ"})
    case.do("review", "lawyer", decision="approve")

    case.do("sign", "chair", **SIGNATURE)

    assert case.value("publishedAt") is None
    assert not stage.world.was_told("group:employee.all", "คำสั่งที่ 1/2569")


def test_letters_carry_the_units_four_digits(stage: Stage) -> None:
    assert signed(stage, documentKind="หนังสือ").value("documentNumber") == "ที่ ลต 0051/1"


def test_each_unit_counts_for_itself(stage: Stage) -> None:
    assert signed(stage, ownerUnit="C51").value("documentNumber") == "คำสั่งที่ 1/2569"
    assert signed(stage, ownerUnit="C51").value("documentNumber") == "คำสั่งที่ 2/2569"
    assert signed(stage, ownerUnit="C52").value("documentNumber") == "คำสั่งที่ 1/2569"


def test_what_is_archived_is_sealed(stage: Stage) -> None:
    case = signed(stage)

    archive = case.value("archive")
    assert archive["items"][0]["sha256"] == case.value("document")["contentHash"]
    assert archive["retention"] == "P10Y"


@pytest.mark.parametrize(("element_id", "by"), [("review", "clerk"), ("sign", "clerk")])
def test_drafter_checker_and_signer_are_three_people(stage: Stage, element_id: str, by: str) -> None:
    case = drafted(stage, reviewerGroup="commission.secretariat", signerGroup="commission.secretariat")
    if element_id == "sign":
        case.do("review", "clerk2", decision="approve")

    with pytest.raises(SeparationOfDuties):
        case.do(element_id, by, decision="approve")
