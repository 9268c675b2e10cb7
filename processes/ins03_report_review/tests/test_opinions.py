"""INS-03 from the dossier to the resolution: analysis, opinions, quorum, votes."""

import pytest

from tests.processes.case import Case
from tests.processes.cast import COMMISSION, SUBCOMMITTEE
from tests.processes.ins03_walk import REASON, TEXT, accepted, advise, inquire, meet, resolve, vote
from tests.processes.stage import Stage


def inquired(stage: Stage) -> Case:
    case = accepted(stage)
    inquire(case)
    return case


def advised(stage: Stage) -> Case:
    case = inquired(stage)
    advise(case)
    return case


def opine(case: Case) -> None:
    case.do("give_director_opinion", "director", opinion="มีมูล", reasoning=TEXT)


def test_the_analyst_returns_a_dossier_at_most_twice(stage: Stage) -> None:
    case = inquired(stage)
    for _ in range(2):
        opine(case)
        case.do("analyse", "analyst", decision="return", reason=REASON, findings=TEXT)
        assert "plan_inquiry" in case.waiting()
        inquire(case)
    opine(case)

    case.do("analyse", "analyst", decision="return", reason=REASON, findings=TEXT)

    assert case.waiting() == ["give_legal_opinion"]


def test_the_opinions_become_one_memorandum(stage: Stage) -> None:
    case = advised(stage)

    assert case.waiting() == ["convene_subcommittee"]
    assert "บันทึกความเห็น" in stage.world.document("opinion")


def test_a_meeting_without_quorum_is_called_again(stage: Stage) -> None:
    case = advised(stage)

    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-23", attendees=["sub1", "sub2"])
    assert case.waiting() == ["convene_subcommittee"]

    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-24", attendees=list(SUBCOMMITTEE))
    vote(case, "subcommittee_opinion", SUBCOMMITTEE)
    case.do("convene_commission", "clerk", meeting_date="2026-11-24", attendees=list(COMMISSION[:4]))
    assert case.waiting() == ["convene_commission"]


def test_only_who_is_present_votes(stage: Stage) -> None:
    case = advised(stage)
    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-23", attendees=list(SUBCOMMITTEE))
    vote(case, "subcommittee_opinion", SUBCOMMITTEE)

    case.do("convene_commission", "clerk", meeting_date="2026-11-23", attendees=list(COMMISSION[:5]))

    assert sorted(task.assignee for task in case.open_tasks("commission_vote")) == sorted(COMMISSION[:5])


def test_a_conflicted_vote_counts_as_an_abstention(stage: Stage) -> None:
    case = advised(stage)
    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-23", attendees=list(SUBCOMMITTEE))
    case.do("subcommittee_opinion", "sub1", coi="yes", vote="เห็นชอบ")
    case.do("subcommittee_opinion", "sub2", coi="no", vote="ไม่เห็นชอบ", opinion="พยานหลักฐานไม่พอ")

    case.do("subcommittee_opinion", "sub3", coi="no", vote="เห็นชอบ")

    tally = case.value("subcommitteeTally")
    assert [tally[name] for name in ("present", "approve", "disapprove", "abstain", "passed")] == [3, 1, 1, 1, False]
    assert tally["minority"][0]["opinion"] == "พยานหลักฐานไม่พอ"


def test_the_majority_of_those_present_passes(stage: Stage) -> None:
    case = advised(stage)

    meet(case)

    assert case.value("commissionTally")["passed"] is True
    assert len(case.value("votes")) == 7


def test_the_commission_may_ask_for_more_facts_and_votes_again(stage: Stage) -> None:
    case = advised(stage)
    meet(case)
    resolve(case, "MORE_FACTS")
    assert "plan_inquiry" in case.waiting()
    assert case.value("moreFacts") == TEXT

    inquire(case)
    advise(case, "DISMISSED")
    meet(case)

    assert case.waiting() == ["record_resolution"]


@pytest.mark.parametrize(
    "outcome", ["DISMISSED", "TERMINATED", "REVOTE_RECOUNT", "ORANGE_CARD", "SUPREME_COURT", "CRIMINAL", "DISCIPLINE"]
)
def test_every_resolution_leads_to_a_document(stage: Stage, outcome: str) -> None:
    case = advised(stage)
    meet(case)

    resolve(case, outcome)

    assert case.waiting() == ["draft"]
    assert case.value("outcome") == outcome
