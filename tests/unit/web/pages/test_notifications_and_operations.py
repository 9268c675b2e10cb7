"""Being told, and putting right what failed."""

from engine.commands import SYSTEM, Notify
from tests.unit.web.pages.office import PagesOffice


def test_a_notification_counts_until_it_is_read(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")
    office.engine.execute(Notify(("malee",), "รับเรื่องแล้ว", "Received", process_instance_key=case), SYSTEM)
    malee = office.visitor("malee")
    page = malee.get("/notifications").text
    assert "รับเรื่องแล้ว" in page
    assert f"/cases/{case}" in page
    assert "ใหม่" in page

    malee.post("/notifications/read")

    assert "an-notices__item--unread" not in malee.get("/notifications").text


def test_nobody_reads_the_notifications_of_another(office: PagesOffice) -> None:
    office.engine.execute(Notify(("malee",), "เฉพาะมาลี", "Only Malee"), SYSTEM)

    assert "เฉพาะมาลี" not in office.visitor("somchai").get("/notifications").text


def test_a_notification_does_not_open_a_case_that_the_reader_may_not_see(office: PagesOffice) -> None:
    case = office.start(purpose="ลับ", process_id="secret")
    office.engine.execute(Notify(("stranger",), "มีเรื่อง", "A case", process_instance_key=case), SYSTEM)

    assert f"/cases/{case}" not in office.visitor("stranger").get("/notifications").text


def test_operations_are_for_operators(office: PagesOffice) -> None:
    assert office.visitor("malee").get("/operations").status_code == 403
    page = office.visitor("operator").get("/operations").text
    assert "ทุกขั้นตอนทำงานปกติ" in page
