"""INS-01 from the background check to the roster: agencies, hearing, scores, resolution, order."""

from datetime import timedelta

import pytest

from engine.errors import SeparationOfDuties
from tests.processes.cast import COMMITTEE
from tests.processes.ins01_walk import AGENCIES, TEXT, issue, qualified, recommend, record_replies, resolve, score, selected
from tests.processes.stage import Stage


def test_an_appointed_candidate_is_on_the_roster_for_five_years(stage: Stage) -> None:
    case = selected(stage)
    resolve(case, "appoint")

    issue(case)

    record = case.value("inspectorRecord")
    assert case.is_completed
    assert (record["validFrom"], record["expiresOn"]) == ("2026-11-23", "2031-11-23")
    assert record["nationalId"] == "x-xxxx-xxxxx-01-0"
    assert stage.world.messages() == [("inspector.appointed", "50-1/2569")]
    assert stage.world.was_told("applicant", "แต่งตั้ง")


def test_an_agency_may_reply_electronically(stage: Stage) -> None:
    case = qualified(stage)

    for agency in AGENCIES:
        stage.message("background.replied", f"{case.number}/{agency}", result="clear", ref_no="1", file=[])

    assert case.waiting() == ["convene_committee"]
    assert [reply["agency"] for reply in case.value("background")] == list(AGENCIES)


def test_a_slow_agency_is_reminded_and_then_recorded_by_the_staff(stage: Stage) -> None:
    case = qualified(stage)
    for _ in AGENCIES[:5]:
        case.do("record_reply", "recorder", result="clear", ref_no="1/2569")

    stage.pass_time(days=14)
    assert stage.world.was_told("group:prov.staff.50", "ทวงถาม")
    stage.pass_time(days=14)

    assert case.waiting() == ["record_overdue"]
    case.do("record_overdue", "recorder", result="clear", ref_no="โทรศัพท์")
    assert case.waiting() == ["convene_committee"]


def test_an_unknown_result_of_a_mandatory_agency_is_completed_first(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case, LED="unknown")
    assert case.waiting() == ["complete_background"]

    case.do("complete_background", "recorder", missing=[{"agency": "LED", "result": "clear", "ref_no": "ยธ 1"}])

    assert case.waiting() == ["convene_committee"]
    assert {reply["agency"]: reply["result"] for reply in case.value("background")}["LED"] == "clear"


def test_a_hit_is_heard_before_anybody_scores(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case, POLICE="hit")
    assert case.waiting() == ["answer_background"]

    case.do("answer_background", "applicant", statement=TEXT)

    assert case.waiting() == ["convene_committee"]
    assert case.value("hearing")["heard"] is True


def test_who_does_not_answer_in_seven_days_is_decided_without(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case, POLICE="hit")

    stage.pass_time(days=7)

    assert case.waiting() == ["convene_committee"]
    assert case.value("hearing") == {"heard": False}


def test_without_quorum_the_committee_meets_again(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case)

    case.do("convene_committee", "checker", meeting_date="2026-11-23", attendees=list(COMMITTEE[:4]))

    assert case.waiting() == ["convene_committee"]


def test_the_mean_leaves_conflicted_members_out(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case)

    score(case, conflicted=("member1", "member2"))

    assert case.value("scoreSummary") == {"scorers": 3, "conflicted": 2, "mean": 80}
    assert case.waiting() == ["give_director_opinion"]


def test_the_secretariat_is_reminded_of_a_late_resolution(stage: Stage) -> None:
    case = selected(stage)

    stage.pass_time(days=30)

    assert stage.world.was_told("group:commission.secretariat", "50-1/2569")
    assert case.waiting() == ["record_resolution"]


def test_the_resolution_may_come_from_the_meeting_system(stage: Stage) -> None:
    case = selected(stage)

    stage.message("commission.resolution.2569-2", case.number, resolution="reject", resolutionNumber="12/2569", reason=TEXT)

    assert "end_rejected" in case.path()
    assert TEXT in stage.world.document("rejected")


def test_a_reserve_gets_a_record_but_no_order(stage: Stage) -> None:
    case = selected(stage)

    resolve(case, "reserve")

    assert case.is_completed
    assert case.value("inspectorRecord")["status"] == "reserve"
    assert stage.world.messages() == []


def test_a_rejected_candidate_is_told_why(stage: Stage) -> None:
    case = selected(stage)

    resolve(case, "reject")

    assert case.is_completed
    assert TEXT in stage.world.document("rejected")


def test_a_returned_candidate_is_scored_again(stage: Stage) -> None:
    case = selected(stage)
    resolve(case, "return")
    assert case.waiting() == ["convene_committee"]

    score(case)
    recommend(case)

    assert case.waiting() == ["record_resolution"]


def test_an_order_that_nobody_signs_goes_back_to_the_agenda(stage: Stage) -> None:
    case = selected(stage)
    resolve(case, "appoint")
    case.do("draft", "clerk", title="คำสั่ง", body=TEXT, speed="ปกติ", secrecyClass="ไม่ลับ")

    case.do("review", "lawyer", decision="reject", reason=TEXT)

    assert case.waiting() == ["compile_agenda"]


def test_who_checked_the_documents_does_not_record_the_background(stage: Stage) -> None:
    case = qualified(stage)

    with pytest.raises(SeparationOfDuties):
        case.do("record_reply", "checker", result="clear", ref_no="1")


def test_the_background_is_due_in_twenty_working_days(stage: Stage) -> None:
    case = qualified(stage)

    assert {task.due_at - stage.clock.now() for task in case.open_tasks("record_reply")} == {timedelta(days=28)}
