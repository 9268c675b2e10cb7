"""INS-01 from the application to the background check: round, documents, qualification."""

import pytest

from engine.errors import NotAllowed, SubmissionRefused
from tests.processes.case import Case
from tests.processes.ins01_walk import APPLICATION, TEXT, applied, check_documents, qualified
from tests.processes.stage import Stage

NOT_QUALIFIED = {"education": "<BA"}


def test_an_application_is_numbered_and_its_identity_masked(stage: Stage) -> None:
    case = applied(stage)

    assert case.value("applicationNumber") == "50-1/2569"
    assert case.value("nationalIdMasked") == "x-xxxx-xxxxx-01-0"
    application = stage.world.document("application")
    assert "1999900001010" not in application
    assert "สมชาย ตัวอย่าง" in application


@pytest.mark.parametrize("national_id", ["1999900001011", "9999900001010", "12345"])
def test_a_national_id_with_a_wrong_check_digit_is_refused(stage: Stage, national_id: str) -> None:
    with pytest.raises(SubmissionRefused):
        applied(stage, national_id=national_id)


@pytest.mark.parametrize("field", ["consent", "declaration"])
def test_without_consent_and_declaration_nothing_starts(stage: Stage, field: str) -> None:
    with pytest.raises(SubmissionRefused):
        applied(stage, **{field: False})


def test_an_application_outside_the_round_is_refused_with_a_letter(stage: Stage) -> None:
    case = applied(stage, roundId="2570-1")

    assert case.is_completed
    assert "end_outside" in case.path()
    assert stage.world.was_told("applicant", "นอกรอบ")


def test_a_nominee_of_an_opened_round_fills_in_the_application(stage: Stage) -> None:
    stage.message("round.opened", "2569-2/applicant", roundId="2569-2", provinceCode="50", nominee="applicant")
    case = stage.newest_case()
    assert case.waiting() == ["fill_application"]

    case.do("fill_application", "applicant", **APPLICATION)

    assert case.waiting() == ["check_documents"]


def test_the_nominee_may_not_check_the_own_documents(stage: Stage) -> None:
    case = applied(stage, "checker")

    with pytest.raises(NotAllowed):
        check_documents(case, by="checker")
    check_documents(case, by="recorder")


def corrected(case: Case, notice_by: str = "checker") -> None:
    check_documents(case, "no")
    case.do("request_correction", notice_by, message=TEXT)
    case.do("correct_application", "applicant", explanation=TEXT)


def test_an_incomplete_application_is_corrected_and_checked_again(stage: Stage) -> None:
    case = applied(stage)

    corrected(case)

    assert case.waiting() == ["check_documents"]
    assert case.value("correction")["explanation"] == TEXT


def test_the_correction_may_come_electronically(stage: Stage) -> None:
    case = applied(stage)
    check_documents(case, "no")
    case.do("request_correction", "checker", message=TEXT)

    stage.message("application.corrected", case.number, explanation="ส่งเอกสารแล้ว", files=[])

    assert case.waiting() == ["check_documents"]


def test_an_application_that_is_not_corrected_in_time_lapses(stage: Stage) -> None:
    case = applied(stage)
    check_documents(case, "no")
    case.do("request_correction", "checker", message=TEXT)

    stage.pass_time(days=7)

    assert case.is_completed
    assert "end_lapsed" in case.path()
    assert stage.world.was_told("applicant", "พ้นกำหนด")


def test_after_three_corrections_the_unit_head_checks_and_may_refuse(stage: Stage) -> None:
    case = applied(stage)
    with pytest.raises(SubmissionRefused):
        check_documents(case, "close")
    for _ in range(3):
        corrected(case)

    check_documents(case, "close", by="head")

    assert "end_incomplete" in case.path()
    assert case.is_completed


def test_a_qualified_applicant_goes_to_the_background_check(stage: Stage) -> None:
    case = qualified(stage)

    assert case.value("qualification") == []
    assert len(case.open_tasks("record_reply")) == 6


def test_a_disqualification_is_confirmed_by_a_person(stage: Stage) -> None:
    case = qualified(stage, **NOT_QUALIFIED)
    assert case.waiting() == ["confirm_disqualification"]

    case.do("confirm_disqualification", "lawyer", decision="confirm", reason=TEXT)

    assert "end_disqualified" in case.path()
    letter = stage.world.document("disqualified")
    assert "วุฒิต่ำกว่าปริญญาตรี" in letter
    assert TEXT in letter


def test_a_disqualification_may_be_overruled(stage: Stage) -> None:
    case = qualified(stage, **NOT_QUALIFIED)

    case.do("confirm_disqualification", "lawyer", decision="overrule", reason=TEXT)

    assert len(case.open_tasks("record_reply")) == 6


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"birth_date": "2535"}, ["Q2"]),
        ({"birth_date": "2499-01"}, ["W2"]),
        ({"party_status": "former", "party_last_date": "2024-01-01"}, ["P3"]),
        ({"party_status": "former", "party_last_date": "2021-12-31"}, []),
        ({"domicile_province": "51"}, ["W1"]),
        ({"state_position": "elected", "nationality": "naturalised"}, ["P4", "Q1"]),
    ],
)
def test_the_table_finds_what_the_application_says(stage: Stage, changes: dict, codes: list[str]) -> None:
    case = qualified(stage, **changes)

    assert sorted(found["code"] for found in case.value("qualification")) == codes
