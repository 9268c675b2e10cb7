"""The page of a user task: what is asked, the draft, sending once, and who may."""

import pytest

from engine.errors import UserTaskNotActive
from tests.unit.web.pages.office import PagesOffice, Visitor, open_task


@pytest.fixture
def task(office: PagesOffice) -> int:
    """Start a case whose decision waits for Somchai, and return the user task's key."""
    office.start(purpose="ลาพักผ่อน")
    key = open_task(office.visitor("suda"))
    office.give(key, "somchai")
    return key


@pytest.fixture
def somchai(office: PagesOffice) -> Visitor:
    """Return Somchai, signed in."""
    return office.visitor("somchai")


def test_the_page_says_the_facts_and_what_follows_from_each_choice(somchai: Visitor, task: int) -> None:
    page = somchai.get(f"/tasks/{task}").text

    assert "ลาพักผ่อน" in page
    assert "ลงทะเบียน (โดย งานทะเบียน)" in page
    assert "เรื่องเสร็จสิ้น: ไม่อนุมัติ" in page


def test_a_task_of_a_group_can_be_claimed_but_not_filled_in(office: PagesOffice) -> None:
    office.start(purpose="ลา")
    suda = office.visitor("suda")

    page = suda.get(f"/tasks/{open_task(suda)}").text

    assert "รับงานนี้" in page
    assert 'name="decision"' not in page


def test_whoever_only_sees_the_case_is_not_offered_the_task(office: PagesOffice, task: int) -> None:
    page = office.visitor("pimjai").get(f"/tasks/{task}").text

    assert "นายสมชาย หัวหน้า เป็นผู้รับผิดชอบงานนี้" in page
    assert "รับงานนี้" not in page


def test_a_stranger_learns_nothing(office: PagesOffice, task: int) -> None:
    answer = office.visitor("stranger").get(f"/tasks/{task}")

    assert answer.status_code == 403
    assert "ลาพักผ่อน" not in answer.text


def test_a_draft_is_there_again_on_another_device(office: PagesOffice, somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}", {"reason": "ขอดูอีกครั้ง", "__action": "save"})

    page = office.visitor("somchai").get(f"/tasks/{task}").text

    assert "ขอดูอีกครั้ง" in page
    assert "บันทึกร่างแล้ว" in page


def test_saving_a_draft_by_script_answers_with_its_time_only(somchai: Visitor, task: int) -> None:
    answer = somchai.post(f"/tasks/{task}", {"reason": "ร่าง", "__action": "save"}, headers={"HX-Request": "true"})

    assert answer.text.strip().startswith('<p class="an-draft-state"')
    assert "บันทึกร่างแล้ว" in answer.text


def test_nobody_sees_the_draft_of_another(office: PagesOffice, somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}", {"reason": "ความลับของร่าง", "__action": "save"})

    assert "ความลับของร่าง" not in office.visitor("pimjai").get(f"/tasks/{task}").text


def test_a_form_that_is_not_complete_keeps_what_was_typed(somchai: Visitor, task: int) -> None:
    answer = somchai.post(f"/tasks/{task}", {"reason": "เหตุผลที่พิมพ์ไว้", "__action": "complete"})

    assert answer.status_code == 400
    assert "เหตุผลที่พิมพ์ไว้" in answer.text
    assert "govuk-error-summary" in answer.text


def test_sending_says_who_has_the_case_next(somchai: Visitor, task: int) -> None:
    answer = somchai.post(f"/tasks/{task}", {"decision": "approve", "__action": "complete"})

    page = somchai.get(answer.location).text
    assert "ส่งแล้ว" in page
    assert "ขั้นตอนต่อไป: ลงทะเบียน" in page
    assert "อยู่ที่ งานทะเบียน" in page


def test_the_next_task_is_offered_after_sending(office: PagesOffice, somchai: Visitor, task: int) -> None:
    office.start(purpose="เรื่องที่สอง")
    office.give(open_task(office.visitor("suda")), "somchai")

    answer = somchai.post(f"/tasks/{task}", {"decision": "approve", "__action": "complete"})

    assert "เปิดงานถัดไป" in somchai.get(answer.location).text


def test_sending_twice_counts_once_and_is_answered_kindly(somchai: Visitor, task: int) -> None:
    first = somchai.post(f"/tasks/{task}", {"decision": "approve", "__action": "complete"})

    second = somchai.post(f"/tasks/{task}", {"decision": "reject", "__action": "complete"})

    assert second.location == first.location
    assert "ระบบรับไว้เพียงครั้งเดียว" in somchai.get(second.location).text


def test_losing_the_race_keeps_what_was_typed(somchai: Visitor, task: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_arguments: object) -> None:
        raise UserTaskNotActive(task, "COMPLETED", "COMPLETED")

    monkeypatch.setattr("engine.commands.engine.Engine.execute", too_late)

    answer = somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": "พิมพ์แล้ว", "__action": "complete"})

    assert answer.status_code == 409
    assert "มีผู้อื่นดำเนินการก่อนแล้ว" in answer.text
    assert "พิมพ์แล้ว" in answer.text


def test_an_operator_assigns_with_a_reason(office: PagesOffice, task: int) -> None:
    operator = office.visitor("operator")
    assert "โอนงาน" in operator.get(f"/tasks/{task}").text

    operator.post(f"/tasks/{task}/assignment", {"assignee": "suda", "reason": "สั้น"})
    assert "อย่างน้อย 10 ตัวอักษร" in operator.get(f"/tasks/{task}").text
    operator.post(f"/tasks/{task}/assignment", {"assignee": "suda", "reason": "สมชายลาพักผ่อนทั้งสัปดาห์"})

    assert "นางสุดา หัวหน้า เป็นผู้รับผิดชอบงานนี้" in operator.get(f"/tasks/{task}").text


def test_a_task_is_assigned_only_to_people_it_is_offered_to(office: PagesOffice, task: int) -> None:
    operator = office.visitor("operator")

    operator.post(f"/tasks/{task}/assignment", {"assignee": "pimjai", "reason": "เหตุผลที่ยาวพอสมควร"})

    assert "เลือกผู้ที่รับมอบหมายงานนี้ได้" in operator.get(f"/tasks/{task}").text


def test_whoever_may_not_assign_cannot(office: PagesOffice, somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}/assignment", {"assignee": "suda", "reason": "เหตุผลที่ยาวพอสมควร"})

    assert 'name="decision"' in somchai.get(f"/tasks/{task}").text


def test_a_task_goes_back_to_its_group(somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}/release")

    assert f"/tasks/{task}/claim" in somchai.get("/?tab=group").text


def test_a_finished_task_is_for_reading(office: PagesOffice, somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": "เห็นควร", "__action": "complete"})

    page = somchai.get(f"/tasks/{task}").text

    assert "เสร็จสิ้น" in page
    assert 'name="decision"' not in page


def test_what_was_signed_is_shown_to_who_works_next(office: PagesOffice, somchai: Visitor, task: int) -> None:
    somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": "ทำงานมานาน", "__action": "complete"})
    pimjai = office.visitor("pimjai")

    page = pimjai.get(f"/tasks/{open_task(pimjai)}").text

    assert "ทำงานมานาน" in page
    assert "นายสมชาย หัวหน้า" in page


def test_signing_needs_the_password_again_and_a_wrong_one_loses_nothing(office: PagesOffice) -> None:
    office.start(purpose="ลงนาม", process_id="signed")
    suda = office.visitor("suda")
    task = open_task(suda)
    suda.post(f"/tasks/{task}/claim")
    decision = {"decision": "approve", "reason": "เห็นควรลงนาม", "__action": "complete"}

    refused = suda.post(f"/tasks/{task}", {**decision, "__password": "wrong"})

    assert refused.status_code == 400
    assert "รหัสผ่านไม่ถูกต้อง" in refused.text
    assert "เห็นควรลงนาม" in refused.text
    assert suda.post(f"/tasks/{task}", {**decision, "__password": "suda"}).location == f"/tasks/{task}/done"
