"""Searching the history on its page."""

import re

import pytest

from engine.commands.indexing import Indexing
from tests.unit.web.pages.office import PagesOffice, open_task


def _index(office: PagesOffice) -> None:
    Indexing(office.engine).run()


def test_an_auditor_finds_cases_by_words_and_by_person(office: PagesOffice) -> None:
    rest, trip = office.start(purpose="ลาพักผ่อน"), office.start(by="suda", purpose="ไปราชการ")
    _index(office)
    auditor = office.visitor("auditor")

    assert _cases(auditor.get("/history").text) == [trip, rest]
    assert _cases(auditor.get("/history?q=พักผ่อน").text) == [rest]
    assert _cases(auditor.get("/history?person=นางสุดา").text) == [trip]
    assert _cases(auditor.get("/history?process=leave&element=approve&unit=P50").text) == [trip, rest]


def test_what_cannot_be_understood_is_said_and_nothing_is_shown(office: PagesOffice) -> None:
    office.start(purpose="ลาพักผ่อน")
    _index(office)
    auditor = office.visitor("auditor")

    assert "แต่ละคำต้องมีอย่างน้อย 3 ตัวอักษร" in auditor.get("/history?q=ลา").text
    assert "เขียนวันที่แบบนี้" in auditor.get("/history?from=พรุ่งนี้").text
    page = auditor.get("/history?person=หัวหน้า").text
    assert "มีหลายคนใช้ชื่อนี้" in page
    assert "person=somchai" in page
    assert _cases(page) == []


def test_days_are_read_in_either_era(office: PagesOffice) -> None:
    case = office.start(purpose="ลาพักผ่อน")
    _index(office)
    auditor = office.visitor("auditor")

    assert _cases(auditor.get("/history?from=๒๒/๑๑/๒๕๖๙&to=22.11.2026").text) == [case]
    assert _cases(auditor.get("/history?to=2026-11-21").text) == []


def test_a_search_is_kept_used_and_thrown_away(office: PagesOffice) -> None:
    auditor = office.visitor("auditor")
    auditor.post("/history/searches", {"name": "งานของเชียงใหม่", "unit": "P50", "q": ""})

    page = auditor.get("/history").text
    assert "งานของเชียงใหม่" in page
    assert 'href="/history?unit=P50"' in page
    assert "งานของเชียงใหม่" not in office.visitor("malee").get("/history").text

    (deletion,) = re.findall(r'action="(/history/searches/\d+/deletion)"', page)
    auditor.post(deletion)
    assert "งานของเชียงใหม่" not in auditor.get("/history").text


def test_others_find_what_they_may_see(office: PagesOffice) -> None:
    case, secret = office.start(purpose="ลาพักผ่อน"), office.start(purpose="เรื่องลับ", process_id="secret")
    _index(office)

    assert _cases(office.visitor("pimjai").get("/history").text) == [case]
    assert _cases(office.visitor("stranger").get("/history").text) == []
    assert _cases(office.visitor("auditor").get("/history").text) == [secret, case]


def test_a_decided_case_is_found_by_its_outcome(office: PagesOffice) -> None:
    case, _other = office.start(purpose="ลาพักผ่อน"), office.start(purpose="ลากิจ")
    somchai = office.visitor("somchai")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    somchai.post(f"/tasks/{task}", {"decision": "reject", "reason": "เอกสารไม่ครบ", "__action": "complete"})
    _index(office)

    assert _cases(office.visitor("auditor").get("/history?decision=reject").text) == [case]


def _cases(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'an-row__link" href="/(?:history/)?cases/(\d+)"', page)]


@pytest.mark.parametrize("day", ["1/1/0001", "31/2/2569", "1/1/9999", "วันนี้"])
def test_a_day_that_nobody_can_mean_is_said_and_breaks_no_page(office: PagesOffice, day: str) -> None:
    auditor = office.visitor("auditor")

    for address in ("/history", "/history/processes/leave", "/history/people/malee", "/history/access"):
        page = auditor.get(address, query_string={"from": day})

        assert page.status_code == 200
        assert "17/5/2567" in page.text
