"""A case for an auditor: its decisions, its record, its moments and its events."""

import json
import re
from datetime import timedelta

import pytest

from engine.model.clock import FixedClock
from tests.unit.web.pages.office import PagesOffice, Visitor, open_task


@pytest.fixture
def decided(office: PagesOffice, clock: FixedClock) -> int:
    """Play a case over a weekend: asked on a Sunday, taken on Monday, approved on Tuesday."""
    case = office.start(purpose="ลาพักผ่อน")
    somchai = office.visitor("somchai")
    clock.set(clock.now() + timedelta(days=1))
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    clock.set(clock.now() + timedelta(days=1))
    somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": "ปฏิบัติงานครบถ้วน", "__action": "complete"})
    return case


@pytest.fixture
def auditor(office: PagesOffice) -> Visitor:
    """Sign the auditor in."""
    return office.visitor("auditor")


def test_the_overview_says_who_decided_and_on_which_grounds(auditor: Visitor, decided: int) -> None:
    page = auditor.get(f"/history/cases/{decided}").text

    assert "นายสมชาย หัวหน้า" in page
    assert "ปฏิบัติงานครบถ้วน" in page
    assert "บันทึกครบถ้วน" in page
    assert "ยังไม่มีจุดตรวจสอบ" in page


def test_the_overview_says_who_had_it_how_long_in_working_time(auditor: Visitor, decided: int) -> None:
    page = " ".join(auditor.get(f"/history/cases/{decided}").text.split())

    group = page.index("หัวหน้างาน</span>")
    assert "1 ชั่วโมง" in page[group : group + 600]  # Monday until ten o'clock
    somchai = page.index("นายสมชาย หัวหน้า</span><span")
    assert "1 วันทำการ" in page[somchai : somchai + 600]


def test_a_change_behind_the_engines_back_is_said_on_top(office: PagesOffice, auditor: Visitor, decided: int) -> None:
    with office.engine.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE history_act SET actor = 'suda' WHERE sequence > 1")

    page = auditor.get(f"/history/cases/{decided}").text

    assert "บันทึกถูกแก้ไขโดยมิชอบ" in page
    assert "บันทึกครบถ้วน" not in page


def test_the_case_is_shown_as_it_was_at_each_moment(auditor: Visitor, decided: int) -> None:
    first = auditor.get(f"/history/cases/{decided}/moments?at=1").text
    second = auditor.get(f"/history/cases/{decided}/moments?at=2").text
    last = auditor.get(f"/history/cases/{decided}/moments").text

    assert "<strong>หัวหน้างาน</strong>" in first
    assert "<strong>นายสมชาย หัวหน้า</strong>" in second
    assert "<strong>งานทะเบียน</strong>" in last
    assert "ปฏิบัติงานครบถ้วน" not in second
    assert "ปฏิบัติงานครบถ้วน" in last
    assert "ช่วงที่ 3 จาก 3" in last


def test_the_diagram_of_a_moment_has_the_path_taken_until_then(auditor: Visitor, decided: int) -> None:
    first = json.loads(auditor.get(f"/history/cases/{decided}/moments.json?at=1").text)
    last = json.loads(auditor.get(f"/history/cases/{decided}/moments.json").text)

    assert first["elements"]["approve"] == {"completed": 0, "active": 1, "incidents": 0}
    assert "register" not in first["elements"]
    assert last["elements"]["approve"]["completed"] == 1
    assert last["elements"]["register"]["active"] == 1
    assert len(first["takenFlows"]) < len(last["takenFlows"])


def test_events_are_filtered_and_tell_what_was_before_and_after(auditor: Visitor, decided: int) -> None:
    address = f"/history/cases/{decided}/events"

    by_person = auditor.get(f"{address}?person=somchai&kind=people").text
    data = auditor.get(f"{address}?kind=data&from=24/11/2569&to=24/11/2569").text

    assert "ดำเนินการเสร็จ: พิจารณาคำขอ" in by_person
    assert "เริ่ม: " not in by_person.split('id="events"')[1]
    assert re.search(r"<ins><code>approve</code></ins>", data)
    assert "ลาพักผ่อน" not in data.split('id="events"')[1]
    assert "ไม่พบเหตุการณ์" in auditor.get(f"{address}?kind=operators").text


def test_the_history_of_a_case_is_for_auditors(office: PagesOffice, decided: int) -> None:
    malee = office.visitor("malee")

    assert [malee.get(f"/history/cases/{decided}{page}").status_code for page in ("", "/moments", "/events")] == [404] * 3
