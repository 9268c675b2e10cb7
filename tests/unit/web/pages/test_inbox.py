"""The inbox: what waits for whom, in which order, and how it is found."""

import re
from datetime import timedelta

from engine.commands import SYSTEM, UpdateUserTask
from engine.model.clock import FixedClock
from tests.unit.web.pages.office import PagesOffice, open_task


def _titles(page: str) -> list[str]:
    return re.findall(r'<span class="an-row__subject">([^<]*)</span>', page)


def test_a_group_task_becomes_mine_when_claimed(office: PagesOffice) -> None:
    office.start(purpose="ลาพักผ่อน")
    somchai = office.visitor("somchai")
    assert "ไม่มีงานรอท่าน" in somchai.get("/").text

    answer = somchai.post(f"/tasks/{open_task(somchai)}/claim")

    assert re.fullmatch(r"/tasks/\d+", answer.location)
    assert _titles(somchai.get("/").text) == ["ลาพักผ่อน"]
    assert _titles(office.visitor("suda").get("/?tab=group").text) == []


def test_a_task_that_somebody_else_took_is_said_kindly(office: PagesOffice) -> None:
    office.start(purpose="ลา")
    somchai, suda = office.visitor("somchai"), office.visitor("suda")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")

    suda.post(f"/tasks/{task}/claim")

    assert "มีผู้อื่นดำเนินการก่อนแล้ว" in suda.get("/?tab=group").text


def test_overdue_tasks_come_first_and_say_how_late_they_are(office: PagesOffice, clock: FixedClock) -> None:
    now = clock.now()
    for purpose, due in (("ไม่มีกำหนด", None), ("อีกนาน", now + timedelta(days=9)), ("เกินแล้ว", now - timedelta(days=2))):
        office.start(purpose=purpose)
        if due:
            newest = open_task_of(office, purpose)
            office.engine.execute(UpdateUserTask(newest, {"due_at": due}), SYSTEM)

    page = office.visitor("somchai").get("/?tab=group").text

    assert _titles(page) == ["เกินแล้ว", "อีกนาน", "ไม่มีกำหนด"]
    assert "เกินกำหนด 2 วัน" in page


def test_the_list_is_filtered_by_text_process_unit_and_due_date(office: PagesOffice) -> None:
    office.start(purpose="ลาพักผ่อน")
    office.start(purpose="ซื้อกระดาษ", process_id="secret")
    somchai = office.visitor("somchai")

    assert _titles(somchai.get("/?tab=group&q=กระดาษ").text) == ["ซื้อกระดาษ"]
    assert _titles(somchai.get("/?tab=group&process=leave").text) == ["ลาพักผ่อน"]
    assert len(_titles(somchai.get("/?tab=group&unit=P50").text)) == 2
    assert "ไม่มีงานตามตัวกรองนี้" in somchai.get("/?tab=group&due=overdue").text
    assert "สำนักงานเชียงใหม่" in somchai.get("/?tab=group").text


def test_percent_signs_are_looked_for_as_they_are(office: PagesOffice) -> None:
    office.start(purpose="ลาพักผ่อน")

    assert _titles(office.visitor("somchai").get("/?tab=group&q=%25").text) == []


def test_what_i_proposed_says_where_it_is(office: PagesOffice) -> None:
    office.start(purpose="ลาพักผ่อน")

    page = office.visitor("malee").get("/?tab=proposed").text

    assert "อยู่ที่ หัวหน้างาน" in page
    assert "กำลังดำเนินการ" in page


def test_a_strange_page_number_shows_nothing_but_works(office: PagesOffice) -> None:
    assert office.visitor("malee").get("/?page=999999999999&tab=nonsense").status_code == 200


def open_task_of(office: PagesOffice, purpose: str) -> int:
    page = office.visitor("somchai").get(f"/?tab=group&q={purpose}").text
    found = re.search(r"/tasks/(\d+)", page)
    assert found
    return int(found[1])
