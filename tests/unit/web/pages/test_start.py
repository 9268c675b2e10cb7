"""Starting a request, and the receipt."""

import re

from engine.commands import SYSTEM, ChangeMemberships
from tests.unit.web.pages.office import PagesOffice, open_task


def test_the_catalogue_holds_what_a_person_may_start(office: PagesOffice) -> None:
    assert "/start/leave" in office.visitor("malee").get("/start").text
    assert "ไม่มีเรื่องที่ท่านเริ่มได้" in office.visitor("stranger").get("/start").text
    assert office.visitor("stranger").get("/start/leave").status_code == 404


def test_the_catalogue_is_searched(office: PagesOffice) -> None:
    malee = office.visitor("malee")

    assert "/start/leave" in malee.get("/start?q=leave").text
    assert "ไม่พบรายการที่ตรงกับคำค้น" in malee.get("/start?q=zzz").text


def test_sending_the_form_gives_a_receipt_with_the_case_number(office: PagesOffice) -> None:
    malee = office.visitor("malee")

    answer = malee.post("/start/leave", {"purpose": "ลาพักผ่อน", "__action": "complete"})

    receipt = malee.get(answer.location).text
    assert "รับเรื่องของท่านแล้ว" in receipt
    assert "LEAVE-2569-P50-00001" in receipt or "LEAVE-2569" in receipt
    assert "อยู่ที่ หัวหน้างาน" in receipt


def test_a_form_with_errors_starts_nothing_and_keeps_its_input(office: PagesOffice) -> None:
    malee = office.visitor("malee")

    answer = malee.post("/start/leave", {"purpose": "", "__action": "complete"})

    assert answer.status_code == 400
    assert "ท่านยังไม่ได้เสนอเรื่องใด" in malee.get("/requests").text


def test_nobody_starts_a_case_as_somebody_else(office: PagesOffice) -> None:
    malee = office.visitor("malee")

    malee.post("/start/leave", {"purpose": "ลา", "initiator": "somchai", "__action": "complete"})

    assert "ลา" in malee.get("/requests").text
    assert "ท่านยังไม่ได้เสนอเรื่องใด" in office.visitor("somchai").get("/requests").text


def test_an_auditor_is_offered_nothing_that_would_be_refused(office: PagesOffice) -> None:
    office.engine.execute(ChangeMemberships("suda", ["auditor"]), SYSTEM)
    case, suda = office.start(purpose="ลาพักผ่อน"), office.visitor("suda")
    task = open_task(suda)

    pages = {address: suda.get(address).text for address in ("/start", "/?tab=group", f"/tasks/{task}", "/requests")}

    assert "ผู้ตรวจสอบอ่านได้อย่างเดียว แก้ไขสิ่งใดไม่ได้" in pages["/start"]
    assert "ผู้ตรวจสอบอ่านได้อย่างเดียว งานนี้มีผู้อื่นดำเนินการ" in pages[f"/tasks/{task}"]
    for page in pages.values():
        assert 'href="/start"' not in page
        assert not re.search(r'<form method="post" action="/(tasks|cases|start)', page)
    assert suda.get("/start/leave").status_code == 404
    assert "ผู้ตรวจสอบอ่านได้อย่างเดียว" in suda.post(f"/tasks/{task}/claim", follow_redirects=True).text
    assert f"/cases/{case}/comment" not in suda.get(f"/cases/{case}").text
