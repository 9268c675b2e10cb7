"""INS-03: fact-finding in all its variants, and its limits."""

from tests.processes.case import Case
from tests.processes.ins03_walk import REASON, TEXT, accepted, allege, compile_dossier, inquire, plan
from tests.processes.stage import Stage


def planned(stage: Stage) -> Case:
    case = accepted(stage)
    plan(case)
    return case


def alleged(stage: Stage) -> Case:
    case = planned(stage)
    case.do("take_statement", "inquirer", taken_at="2026-11-23T08:30:00+07:00", statement=TEXT)
    case.do("record_document", "inquirer2", received="no")
    allege(case)
    return case


def test_a_full_inquiry_ends_with_the_directors_opinion(stage: Stage) -> None:
    case = accepted(stage)

    inquire(case)

    assert "give_director_opinion" in case.waiting()
    assert case.value("dossier")["opinion"] == "มีมูล"
    assert "หนังสือแจ้งข้อกล่าวหา" in stage.world.document("allegation")


def test_evidence_is_only_ever_added(stage: Stage) -> None:
    case = accepted(stage)

    inquire(case)

    log = case.value("evidenceLog")
    assert [entry["reason"] for entry in log] == ["report", "dossier"]
    assert log[0] == {**case.value("evidenceSeal")}


def test_an_inquiry_needs_neither_witnesses_nor_documents(stage: Stage) -> None:
    case = accepted(stage)

    case.do("plan_inquiry", "inquirer", issues=[{"issue": "มีการแจกเงินหรือไม่"}], witness_plan=[], document_requests=[])

    assert "prepare_allegation" in case.waiting()


def test_without_an_accused_person_nobody_is_asked_to_answer(stage: Stage) -> None:
    case = accepted(stage)

    inquire(case, accused=False)

    assert "give_director_opinion" in case.waiting()
    assert "record_answer" not in case.path()


def test_each_witness_and_each_agency_is_a_task_of_its_own(stage: Stage) -> None:
    case = accepted(stage)

    case.do(
        "plan_inquiry",
        "inquirer",
        issues=[{"issue": "ประเด็น"}],
        witness_plan=[{"name": "พยานหนึ่ง"}, {"name": "พยานสอง"}],
        document_requests=[{"agency": "ก", "documents": "ข"}, {"agency": "ค", "documents": "ง"}],
    )

    assert len(case.open_tasks("take_statement")) == 2
    assert len(case.open_tasks("record_document")) == 2


def test_an_agency_may_answer_electronically(stage: Stage) -> None:
    case = planned(stage)

    stage.message("inquiry.document.received", f"{case.number}/อำเภอแม่ริม", reference="มท 1", files=[])

    assert case.open_tasks("record_document") == []
    case.do("take_statement", "inquirer", taken_at="2026-11-23T08:30:00+07:00", statement=TEXT)
    assert case.value("agencyDocuments")[0]["reference"] == "มท 1"
    assert case.value("statements")[0]["witness"] == "นายทองดี มีสุข"


def test_the_accused_may_answer_electronically(stage: Stage) -> None:
    case = alleged(stage)

    stage.message("accused.answer.received", case.number, statement="ขอปฏิเสธ", files=[])

    compile_dossier(case)
    assert case.value("answer")["statement"] == "ขอปฏิเสธ"


def test_the_inquiry_goes_on_when_the_accused_stays_silent(stage: Stage) -> None:
    case = alleged(stage)

    stage.pass_time(days=7)

    compile_dossier(case)
    assert case.value("answer") == {"received": False}


def test_the_director_extends_an_inquiry_twice_then_the_secretary_general_is_told(stage: Stage) -> None:
    case = planned(stage)

    stage.pass_time(days=20)
    case.do("decide_extension", "director", decision="approve")
    stage.pass_time(days=10)
    case.do("decide_extension", "director", decision="approve")
    stage.pass_time(days=10)

    assert case.value("extensionsGranted") == 2
    assert stage.world.was_told("group:prov.inquiry.50", "more time")
    assert stage.world.was_told("group:secretary.general", case.number)


def test_a_refused_extension_urges_the_inquiry(stage: Stage) -> None:
    case = planned(stage)
    stage.pass_time(days=20)

    case.do("decide_extension", "director", decision="reject", reason=REASON)

    assert case.value("extensionsGranted") == 0
    assert stage.world.was_told("group:prov.inquiry.50", "finish now")


def test_an_inquiry_that_is_done_in_time_asks_for_no_extension(stage: Stage) -> None:
    case = accepted(stage)
    inquire(case)

    stage.pass_time(days=40)

    assert case.open_tasks("decide_extension") == []
