"""INS-03's event sub-processes: the days after the election, new evidence, merging."""

from tests.processes.ins03_walk import TEXT, accepted, plan, reported
from tests.processes.stage import Stage
from tests.processes.uploads import Upload

LOCAL = {"election_id": "LE-2569"}


def test_an_open_case_is_reported_45_55_and_60_days_after_election_day(stage: Stage) -> None:
    case = reported(stage, **LOCAL)

    stage.pass_time(days=27 + 44)
    assert not stage.world.was_told("sg", "ครบ 45 วัน")
    stage.pass_time(days=1)
    assert stage.world.was_told("group:secretary.general", "ครบ 45 วัน")
    stage.pass_time(days=10)
    assert stage.world.was_told("group:commission.secretariat", "ครบ 55 วัน")
    stage.pass_time(days=5)

    assert stage.world.was_told("group:commission", "ครบ 60 วัน")
    assert case.waiting() == ["screen"]


def test_a_closed_case_is_not_reported(stage: Stage) -> None:
    case = reported(stage, **LOCAL)
    case.do("screen", "duty", decision="merge", merged_into="INS03-2569-50-00012")
    case.do("acknowledge_result", "nok")
    case.do("rate_report", "duty", score=3)
    assert case.is_completed

    stage.pass_time(days=120)

    assert not stage.world.was_told("sg", "ครบ 45 วัน")


def test_new_evidence_is_sealed_and_added_while_the_case_goes_on(stage: Stage) -> None:
    case = accepted(stage)
    plan(case)

    stage.message("new.evidence", case.number, files=[Upload("clip.mp4", "video/mp4", b"clip")], note=TEXT)
    stage.message("new.evidence", case.number, files=[Upload("sound.mp3", "audio/mpeg", b"sound")], note=TEXT)

    assert len(case.value("evidence")) == 3
    assert [entry["reason"] for entry in case.value("evidenceLog")] == ["report", "new evidence", "new evidence"]
    assert stage.world.was_told("group:prov.inquiry.50", case.number)
    assert "take_statement" in case.waiting()


def test_a_merged_case_ends_and_keeps_the_link(stage: Stage) -> None:
    case = accepted(stage)
    plan(case)

    stage.message("case.merged", case.number, targetCase="INS03-2569-50-00012")

    assert case.is_completed
    assert (case.value("outcome"), case.value("mergedInto")) == ("MERGED", "INS03-2569-50-00012")
    assert stage.world.was_told("nok", "INS03-2569-50-00012")
