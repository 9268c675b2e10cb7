"""The operator's pages for batch operations: choosing cases, starting, watching, holding and stopping."""

import re

import pytest
from werkzeug.test import TestResponse

from engine.commands import SYSTEM, BatchOperationType, BatchTarget, Deploy, DeployedFile, StartBatch, SuspendBatch
from engine.commands.sweep import sweep
from engine.queries.search import Condition, Operator, SearchRequest
from engine.queries.user_tasks import search_user_tasks
from tests.integration.diagrams import diagram, user_task
from tests.unit.web.pages.office import PagesOffice, Visitor

WHY = "ศาลสั่งให้หยุดไว้ก่อน"
SUSPEND = BatchOperationType.SUSPEND_PROCESS_INSTANCE
NEW = "/operations/batches/new"


@pytest.fixture
def operator(office: PagesOffice) -> Visitor:
    """Return the operator at a browser."""
    return office.visitor("operator")


@pytest.fixture
def waiting(office: PagesOffice, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a batch operation of three cases that has not begun with any of them."""
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    return _suspension(office, [office.start(purpose=f"ลา {number}") for number in range(3)])


def _suspension(office: PagesOffice, cases: list[int]) -> int:
    targets = [BatchTarget(case) for case in cases]
    return office.engine.execute(StartBatch(SUSPEND, targets, reason=WHY), office.actor("operator"))


def _finish(office: PagesOffice) -> None:
    while sweep(office.engine, "test"):
        pass


def _mark(page: str) -> str:
    return re.search(r'name="mark" value="(\w+)"', page)[1]  # type: ignore[index] # the page has it, or the test fails


def test_what_was_chosen_is_looked_at_then_done_to_each_case(office: PagesOffice, operator: Visitor) -> None:
    cases = [office.start(purpose="ลา") for _ in range(2)]
    chosen = {"act": "SUSPEND_PROCESS_INSTANCE", "process": "leave"}
    page = operator.get(NEW, query_string=chosen).text
    assert "2 เรื่อง" in page
    assert all(f"/cases/{case}" in page for case in cases)

    answer = operator.post(NEW, {**chosen, "mark": _mark(page), "reason": WHY})

    done = operator.get(answer.headers["Location"]).text
    assert "สำเร็จทั้งหมด" in done
    assert "สำเร็จ 2 จาก 2" in done
    assert WHY in done
    assert "นายผู้ดูแล ระบบ" in done
    assert "ระงับเรื่องชั่วคราว" in operator.get("/operations/batches").text


def test_a_form_that_is_tapped_twice_starts_one_batch_and_both_see_its_page(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")
    chosen = {"act": "CANCEL_PROCESS_INSTANCE", "process": "leave"}
    sent = {**chosen, "mark": _mark(operator.get(NEW, query_string=chosen).text), "reason": WHY}

    first, second = operator.post(NEW, sent), operator.post(NEW, sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert operator.get("/operations/batches").text.count(first.headers["Location"]) == 1


def test_two_who_start_the_same_key_at_once_start_it_once(office: PagesOffice) -> None:
    key, targets = office.engine.new_key(), [BatchTarget(office.start(purpose="ลา"))]

    started = [office.engine.execute(StartBatch(SUSPEND, targets, {}, WHY, key), office.actor("operator")) for _ in range(2)]

    assert started == [key, key]


def test_a_form_that_was_made_for_somebody_else_starts_nothing(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")
    chosen = {"act": "CANCEL_PROCESS_INSTANCE", "process": "leave"}
    mark = _mark(operator.get(NEW, query_string=chosen).text)
    key, _, seal = mark.partition("_")

    answer = operator.post(NEW, {**chosen, "mark": f"{int(key) + 1}_{seal}", "reason": WHY})

    assert answer.status_code == 409
    assert "ยังไม่มีการดำเนินการหลายเรื่อง" in operator.get("/operations/batches").text


def test_cases_that_were_not_looked_at_are_left_alone(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")
    chosen = {"act": "CANCEL_PROCESS_INSTANCE", "process": "leave"}
    mark = _mark(operator.get(NEW, query_string=chosen).text)
    office.start(purpose="มาทีหลัง")

    answer = operator.post(NEW, {**chosen, "mark": mark, "reason": WHY})

    assert answer.status_code == 409
    assert "โปรดดูอีกครั้งแล้วจึงเริ่ม" in answer.text
    assert WHY in answer.text
    assert "ยังไม่มีการดำเนินการหลายเรื่อง" in operator.get("/operations/batches").text


def test_without_a_reason_nothing_is_started(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")
    chosen = {"act": "SUSPEND_PROCESS_INSTANCE", "process": "leave"}
    mark = _mark(operator.get(NEW, query_string=chosen).text)

    answer = operator.post(NEW, {**chosen, "mark": mark, "reason": "สั้น"})

    assert answer.status_code == 400
    assert "อย่างน้อย 10 ตัวอักษร" in answer.text
    assert "ยังไม่มีการดำเนินการหลายเรื่อง" in operator.get("/operations/batches").text


def test_a_single_case_is_named_by_its_number_with_thai_digits(office: PagesOffice, operator: Visitor) -> None:
    meant, other = office.start(purpose="ลา"), office.start(purpose="อื่น")
    number = re.search(r"LEAVE-2569-\S+?-\d+", operator.get(f"/cases/{meant}").text)[0]  # type: ignore[index] # it has one
    in_thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    page = operator.get(NEW, query_string={"act": "CANCEL_PROCESS_INSTANCE", "cases": in_thai}).text

    assert f"/cases/{meant}" in page
    assert f"/cases/{other}" not in page


@pytest.mark.parametrize("cases", ["ไม่มีเลขนี้", "9" * 40, "'; DROP TABLE"])
def test_a_number_that_no_case_has_is_told(operator: Visitor, cases: str) -> None:
    page = operator.get(NEW, query_string={"act": "CANCEL_PROCESS_INSTANCE", "cases": cases})

    assert page.status_code == 200
    assert "ไม่มีเรื่องเลขที่นี้" in page.text
    assert 'name="mark"' not in page.text


def test_a_migration_says_beforehand_which_cases_cannot_change(office: PagesOffice, operator: Visitor) -> None:
    case = office.start(purpose="ลา")
    newer = diagram("leave", "start -> agree -> end", agree=user_task(groups="boss"))
    office.engine.execute(Deploy((DeployedFile("leave.bpmn", newer),)), SYSTEM)
    chosen = {"act": "MIGRATE_PROCESS_INSTANCE", "process": "leave"}
    blocked = operator.get(NEW, query_string=chosen).text
    assert "เปลี่ยน 0 เรื่อง" in blocked
    assert 'name="mark"' not in blocked

    page = operator.get(NEW, query_string={**chosen, "mapping": "approve = agree"}).text
    assert "ไปเวอร์ชัน 2: เปลี่ยน 1 เรื่อง" in page
    answer = operator.post(NEW, {**chosen, "mapping": "approve = agree", "mark": _mark(page), "reason": WHY})

    assert "สำเร็จ 1 จาก 1" in operator.get(answer.headers["Location"]).text
    assert "agree" in operator.get(f"/cases/{case}").text


def test_cases_do_not_go_to_a_version_that_was_not_looked_at(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")
    chosen = {"act": "MIGRATE_PROCESS_INSTANCE", "process": "leave", "mapping": "approve = agree"}
    for name in ("first", "second"):
        newer = diagram("leave", f"start -> agree -> {name} -> end", agree=user_task(groups="boss"), **{name: user_task()})
        office.engine.execute(Deploy((DeployedFile("leave.bpmn", newer),)), SYSTEM)
        if name == "first":
            mark = _mark(operator.get(NEW, query_string=chosen).text)

    answer = operator.post(NEW, {**chosen, "mark": mark, "reason": WHY})

    assert answer.status_code == 409
    assert "ไปเวอร์ชัน 3" in answer.text


def test_cases_are_moved_from_one_step_to_another(office: PagesOffice, operator: Visitor) -> None:
    case, elsewhere = office.start(purpose="ลา"), office.start(purpose="อื่น", process_id="signed")
    chosen = {"act": "MODIFY_PROCESS_INSTANCE", "process": "leave"}
    asked = operator.get(NEW, query_string=chosen).text
    assert "โปรดเลือกกระบวนการ" in asked
    assert 'name="mark"' not in asked
    assert re.search(r'<select[^>]* name="target".*?value="register"', asked, re.DOTALL)

    chosen |= {"element": "approve", "target": "register"}
    page = operator.get(NEW, query_string=chosen).text
    assert f"/cases/{elsewhere}" not in page
    answer = operator.post(NEW, {**chosen, "mark": _mark(page), "reason": WHY})

    assert "สำเร็จ 1 จาก 1" in operator.get(answer.headers["Location"]).text
    with office.engine.reading() as connection:
        open_tasks = SearchRequest(
            (Condition("process_instance_key", Operator.EQ, case), Condition("state", Operator.EQ, "CREATED"))
        )
        assert [task.element_id for task in search_user_tasks(connection, SYSTEM, open_tasks).items] == ["register"]


def test_no_token_goes_where_only_an_event_leads(office: PagesOffice, operator: Visitor) -> None:
    office.start(purpose="ลา")

    page = operator.get(NEW, query_string={"act": "MODIFY_PROCESS_INSTANCE", "process": "leave"}).text

    offered = re.search(r'<select[^>]* name="target".*?</select>', page, re.DOTALL)[0]  # type: ignore[index] # it has one
    assert 'value="register"' in offered
    assert 'value="start"' not in offered


def test_what_failed_is_told_by_case_and_can_be_looked_at_alone(office: PagesOffice, operator: Visitor) -> None:
    good, held = office.start(purpose="ดี"), office.start(purpose="ถูกระงับ")
    _suspension(office, [held])

    key = _suspension(office, [good, held])

    page = operator.get(f"/operations/batches/{key}?show=failed").text
    assert "เสร็จแล้ว บางเรื่องไม่สำเร็จ" in page
    assert f"/cases/{held}" in page
    assert f"/cases/{good}" not in page
    assert "ขณะนั้นเรื่องมีสถานะ: ระงับชั่วคราว" in page


def test_a_batch_is_held_gone_on_with_and_stopped_each_with_a_reason(
    office: PagesOffice, operator: Visitor, waiting: int
) -> None:
    here = f"/operations/batches/{waiting}"
    operator.post(f"{here}/suspension", {"reason": "สั้น"})
    assert "กำลังดำเนินการ" in operator.get(here).text

    operator.post(f"{here}/suspension", {"reason": WHY})
    _finish(office)
    assert "สำเร็จ 0 จาก 3" in operator.get(here).text
    operator.post(f"{here}/resumption", {"reason": WHY})
    operator.post(f"{here}/cancellation", {"reason": WHY})
    _finish(office)

    page = operator.get(here).text
    assert "หยุดแล้ว" in page
    assert page.count("ไม่ได้ดำเนินการ</strong>") == 3
    assert "/suspension" not in page


def test_a_stale_page_is_told_that_the_state_has_changed(office: PagesOffice, operator: Visitor, waiting: int) -> None:
    office.engine.execute(SuspendBatch(waiting, WHY), office.actor("operator"))

    operator.post(f"/operations/batches/{waiting}/suspension", {"reason": WHY})

    assert "สถานะเปลี่ยนไปแล้วระหว่างนี้" in operator.get(f"/operations/batches/{waiting}").text


def test_the_page_looks_again_while_something_runs_and_reloads_once_when_it_is_over(
    office: PagesOffice, operator: Visitor, waiting: int
) -> None:
    here = f"/operations/batches/{waiting}"
    assert "hx-get" in operator.get(here).text
    assert "hx-get" in operator.get("/operations/batches").text
    _finish(office)

    assert operator.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "hx-get" not in operator.get(here).text
    assert "hx-get" not in operator.get("/operations/batches").text


def test_an_operator_learns_nothing_of_a_secret_case_but_that_there_is_one_more(office: PagesOffice, operator: Visitor) -> None:
    secret = office.start(purpose="ลับ", process_id="secret")
    key = office.engine.execute(StartBatch(SUSPEND, [BatchTarget(secret)], reason=WHY), SYSTEM)

    page = operator.get(f"/operations/batches/{key}").text

    assert f"/cases/{secret}" not in page
    assert "อีก 1 รายการเป็นเรื่องที่ท่านไม่มีสิทธิ์ดู" in page
    assert "ไม่มีเรื่องเลขที่นี้" in operator.get(NEW, query_string={"act": "CANCEL_PROCESS_INSTANCE", "cases": secret}).text


def _without_address(answer: TestResponse) -> tuple[int, str]:
    """Return the answer but for the switch of language, which names the page itself."""
    return answer.status_code, re.sub(r"batches%2F\d+", "", answer.text)


@pytest.mark.parametrize("user_name", ["malee", "auditor"])
def test_whoever_is_no_operator_learns_nothing(office: PagesOffice, waiting: int, user_name: str) -> None:
    somebody = office.visitor(user_name)

    assert somebody.get("/operations/batches").status_code == 403
    assert somebody.get(NEW).status_code == 403
    assert _without_address(somebody.get(f"/operations/batches/{waiting}")) == _without_address(
        somebody.get("/operations/batches/1")
    )
    for act in ("suspension", "resumption", "cancellation"):
        assert _without_address(somebody.post(f"/operations/batches/{waiting}/{act}", {"reason": WHY})) == _without_address(
            somebody.post(f"/operations/batches/1/{act}", {"reason": WHY})
        )
    assert somebody.post(NEW, {"act": "CANCEL_PROCESS_INSTANCE", "process": "leave", "reason": WHY}).status_code == 403
    assert 'href="/operations"' not in somebody.get("/").text


def test_who_started_what_speaks_english_on_english_pages(operator: Visitor, waiting: int) -> None:
    operator.get("/language/en")

    page = operator.get(f"/operations/batches/{waiting}").text

    assert "Suspend cases" in page
    assert "0 of 3 done" in page
