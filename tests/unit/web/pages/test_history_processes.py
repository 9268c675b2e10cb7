"""The figures of a process, what people did, and who read what."""

import json
from datetime import timedelta

import pytest

from engine.commands import SYSTEM, AccessType, RecordAccess, StartInstance
from engine.model.clock import FixedClock
from tests.unit.web.pages.office import PagesOffice, open_task


@pytest.fixture
def decided(office: PagesOffice, clock: FixedClock) -> int:
    """Play one case that is approved after two days and one that waits."""
    case = office.start(purpose="ลาพักผ่อน")
    clock.set(clock.now() + timedelta(days=2))
    somchai = office.visitor("somchai")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    somchai.post(f"/tasks/{task}", {"decision": "reject", "reason": "เอกสารไม่ครบ", "__action": "complete"})
    office.start(purpose="ลากิจ")
    return case


def test_a_process_shows_lead_times_steps_and_work_by_unit(office: PagesOffice, decided: int) -> None:
    auditor = office.visitor("auditor")

    page = " ".join(auditor.get("/history/processes/leave").text.split())

    assert "มี 2 เรื่องเริ่มในช่วงนี้ เสร็จสิ้น 1 เรื่อง ยังดำเนินการ 1 เรื่อง" in page
    assert '<td class="govuk-table__cell an-table__cell" data-label="เวลารวม">2 วัน</td>' in page
    row = page[page.index('an-table__name">พิจารณาคำขอ') :]
    assert 'data-label="จำนวนครั้ง">2<' in row
    assert 'data-label="ยังไม่เสร็จ">1<' in row
    assert "สำนักงานเชียงใหม่" in page


def test_cases_of_another_period_or_version_are_left_out(office: PagesOffice, decided: int) -> None:
    auditor = office.visitor("auditor")

    assert "มี 1 เรื่อง" in auditor.get("/history/processes/leave?to=22/11/2569").text
    assert "มี 0 เรื่อง" in auditor.get("/history/processes/leave?to=1/1/2569").text
    assert auditor.get("/history/processes/unknown").status_code == 404


def test_the_heat_of_an_element_is_how_often_or_how_long(office: PagesOffice, decided: int) -> None:
    auditor = office.visitor("auditor")

    often = json.loads(auditor.get("/history/processes/leave/heat.json").text)["heat"]
    long = json.loads(auditor.get("/history/processes/leave/heat.json?heat=duration").text)["heat"]

    assert often["approve"] == {"level": 4, "text": "2"}
    assert often["end_rejected"] == {"level": 2, "text": "1"}
    assert long == {"approve": {"level": 4, "text": "2 วัน"}}


def test_a_person_shows_what_they_did_and_were_asked_in_which_capacity(office: PagesOffice, decided: int) -> None:
    auditor = office.visitor("auditor")

    did, asked = auditor.get("/history/people/somchai").text, auditor.get("/history/people/somchai?show=asked").text

    assert "ดำเนินการเสร็จ: พิจารณาคำขอ" in did
    assert "เอกสารไม่ครบ" in did
    assert "นายสมชาย หัวหน้า, พนักงาน" in did
    assert f"/history/cases/{decided}" in asked
    assert "ไม่มีรายการในช่วงเวลานี้" in auditor.get("/history/people/somchai?to=1/1/2569").text
    assert "somchai" in auditor.get("/history/people?q=สมชาย").text


def test_what_was_written_in_a_secret_case_is_read_there_and_not_beside_the_person(office: PagesOffice) -> None:
    case = office.start(purpose="เรื่องลับ", process_id="secret")
    office.visitor("suda").post(f"/cases/{case}/comment", {"text": "ความเห็นภายใน"})
    auditor = office.visitor("auditor")

    assert "ความเห็นภายใน" not in auditor.get("/history/people/suda").text
    assert "เรื่องนี้เป็นความลับ" in auditor.get("/history/people/suda").text

    auditor.post(f"/cases/{case}/access", {"reason": "ตรวจสอบตามแผนประจำปี"})
    assert "ความเห็นภายใน" in auditor.get("/history/people/suda").text


def test_the_access_log_says_who_read_what_and_why(office: PagesOffice, decided: int) -> None:
    office.engine.execute(RecordAccess(AccessType.CASE_OPENED, decided, reason="ตามคำสั่งศาล"), office.actor("suda"))
    auditor = office.visitor("auditor")

    page = auditor.get("/history/access").text

    assert "เปิดดูเรื่อง" in page
    assert "ตามคำสั่งศาล" in page
    assert "นางสุดา หัวหน้า" in page
    assert "ตามคำสั่งศาล" not in auditor.get("/history/access?person=somchai").text


def test_figures_people_and_the_access_log_are_for_auditors(office: PagesOffice) -> None:
    malee = office.visitor("malee")
    addresses = ("processes", "processes/leave", "processes/leave/heat.json", "people", "people/malee", "access")

    assert {malee.get(f"/history/{address}").status_code for address in addresses} == {404}


def test_work_for_people_from_outside_counts_to_the_office_of_their_province(office: PagesOffice) -> None:
    office.engine.execute(StartInstance("leave", variables={"purpose": "สมัคร", "provinceCode": "50"}), SYSTEM)
    auditor = office.visitor("auditor")

    page = auditor.get("/history/processes/leave").text
    assert "สำนักงานเชียงใหม่" in page
    assert "ไม่ระบุหน่วยงาน" not in page

    office.engine.execute(StartInstance("leave", variables={"purpose": "สมัคร", "provinceCode": "99"}), SYSTEM)
    assert "ไม่ระบุหน่วยงาน" in auditor.get("/history/processes/leave").text
