"""Finding cases by what they have to do with, as they become it."""

from datetime import timedelta

import pytest

from engine.commands import SYSTEM, AddComment, CreateUser, DeleteSearch, SaveSearch
from engine.commands.indexing import Indexing
from engine.errors import RequestInvalid
from engine.model.clock import FixedClock
from engine.model.search_terms import Mark
from engine.queries.history_filter import HistoryFilter, Order
from engine.queries.history_search import search_history
from engine.queries.saved_searches import saved_searches_of
from engine.store.database import Database
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

AUDITOR = person("auditor", "auditor")


@pytest.fixture
def cases(office: Office, clock: FixedClock) -> dict[str, int]:
    """Play three cases on three days: one decided, one that waits, one marked secret."""
    for user_name in ("somchai", "malee"):
        office.engine.execute(CreateUser(user_name, user_name, "secret"), SYSTEM)
    steps = "start -> review -> register -> end"
    facts = {"anumat:subject": "= purpose", "anumat:caseNumber": "HRM01"}
    office.deploy(
        diagram("leave", steps, properties=facts, review=user_task(groups="boss"), register=user_task(assignee="malee")),
        diagram(
            "secret",
            steps,
            properties={**facts, "anumat:confidentiality": "ลับ", "anumat:starters": "staff"},
            review=user_task(groups="boss"),
        ),
    )
    somchai = person("somchai", "boss", "process.operator")
    found = {"decided": office.start("leave", purpose="ขอลาพักผ่อนประจำปี ๒๕๖๙", owner="ก")}
    office.complete(found["decided"], "review", somchai, decision="approve", reason="ปฏิบัติงานครบถ้วน")
    clock.set(clock.now() + timedelta(days=1))
    found["waiting"] = office.start("leave", purpose="ขอลากิจ")
    clock.set(clock.now() + timedelta(days=1))
    found["secret"] = office.start("secret", person("malee", "staff"), purpose="เรื่องร้องเรียน")
    Indexing(office.engine).run()
    return found


def keys(office: Office, *marks: tuple[Mark, str], by: object = AUDITOR, **chosen: object) -> list[int]:
    """Return the keys of what is found."""
    with office.engine.snapshot() as connection:
        found = search_history(connection, by, HistoryFilter(marks=marks, **chosen))  # type: ignore[arg-type]
    return [case.key for case in found.cases]


def test_an_auditor_finds_every_case_the_newest_first(office: Office, cases: dict[str, int]) -> None:
    assert keys(office) == [cases["secret"], cases["waiting"], cases["decided"]]
    assert keys(office, order=Order.OLDEST) == [cases["decided"], cases["waiting"], cases["secret"]]


def test_cases_are_found_by_whoever_acted_or_was_asked(office: Office, cases: dict[str, int]) -> None:
    assert keys(office, (Mark.PERSON, "somchai")) == [cases["decided"]]
    assert keys(office, (Mark.PERSON, "malee")) == [cases["secret"], cases["decided"]]
    assert keys(office, (Mark.PERSON, "nobody")) == []


def test_all_that_is_asked_for_has_to_hold(office: Office, cases: dict[str, int]) -> None:
    assert keys(office, (Mark.PROCESS, "leave"), (Mark.ELEMENT, "leave/register")) == [cases["decided"]]
    assert keys(office, (Mark.DECISION, "approve"), (Mark.STATE, "ACTIVE")) == [cases["decided"]]
    assert keys(office, (Mark.DECISION, "approve"), (Mark.PROCESS, "secret")) == []


def test_text_is_found_in_the_middle_of_thai_sentences_with_either_digits(office: Office, cases: dict[str, int]) -> None:
    assert keys(office, text="พักผ่อน") == [cases["decided"]]
    assert keys(office, text="ประจำปี 2569") == [cases["decided"]]
    assert keys(office, text="ครบถ้วน ขอลา") == [cases["decided"]]
    assert keys(office, text="100%") == []


def test_a_word_too_short_to_be_indexed_is_refused(office: Office, cases: dict[str, int]) -> None:
    with pytest.raises(RequestInvalid):
        keys(office, text="ลา")


def test_a_case_is_found_by_what_was_added_since(office: Office, database: Database, cases: dict[str, int]) -> None:
    indexing = Indexing(office.engine)
    assert indexing.run() == 0

    office.engine.execute(AddComment(cases["waiting"], "โปรดเร่งรัด"), person("suda"))

    assert indexing.run() == 1
    assert keys(office, text="เร่งรัด") == [cases["waiting"]]
    assert keys(office, (Mark.PERSON, "suda")) == [cases["waiting"]]


def test_a_period_bounds_the_start(office: Office, clock: FixedClock, cases: dict[str, int]) -> None:
    yesterday = clock.now() - timedelta(days=1)

    assert keys(office, started_from=yesterday, started_before=clock.now()) == [cases["waiting"]]


def test_pages_follow_one_another_both_ways(office: Office, cases: dict[str, int]) -> None:
    with office.engine.snapshot() as connection:
        first = search_history(connection, AUDITOR, HistoryFilter(), limit=2)
        second = search_history(connection, AUDITOR, HistoryFilter(), limit=2, after=first.next)
        back = search_history(connection, AUDITOR, HistoryFilter(), limit=2, before=second.previous)

    assert [case.key for case in second.cases] == [cases["decided"]]
    assert (first.previous, second.next, first.total) == (None, None, 3)
    assert [case.key for case in back.cases] == [case.key for case in first.cases]
    assert back.previous is None


def test_others_find_their_own_cases_only_and_nothing_that_a_secret_case_hides(office: Office, cases: dict[str, int]) -> None:
    malee = person("malee")

    assert keys(office, by=malee) == [cases["secret"], cases["decided"]]
    assert keys(office, by=malee, text="เรื่องร้องเรียน") == []
    assert keys(office, by=person("stranger")) == []
    assert keys(office, by=person("operator", "process.operator")) == [cases["waiting"], cases["decided"]]


def test_what_was_written_inside_of_a_secret_case_is_not_found_by_trying_words(office: Office, cases: dict[str, int]) -> None:
    office.engine.execute(AddComment(cases["secret"], "พยานชื่อสมศรี"), person("suda"))
    Indexing(office.engine).run()

    assert keys(office, text="พยานชื่อ") == []
    assert keys(office, text="เรื่องร้องเรียน") == [cases["secret"]]


def test_a_search_is_kept_under_its_name_for_one_person(office: Office, cases: dict[str, int]) -> None:
    office.engine.execute(SaveSearch("งานค้าง", {"state": "ACTIVE"}), AUDITOR)
    office.engine.execute(SaveSearch("งานค้าง", {"state": "SUSPENDED"}), AUDITOR)

    with office.engine.reading() as connection:
        (saved,) = saved_searches_of(connection, AUDITOR)
        assert saved_searches_of(connection, person("other")) == []
    assert (saved.name, saved.query) == ("งานค้าง", {"state": "SUSPENDED"})

    office.engine.execute(DeleteSearch(saved.key), person("other"))
    with office.engine.reading() as connection:
        assert len(saved_searches_of(connection, AUDITOR)) == 1
    office.engine.execute(DeleteSearch(saved.key), AUDITOR)
    with office.engine.reading() as connection:
        assert saved_searches_of(connection, AUDITOR) == []


def test_what_occurs_often_is_not_counted_and_still_found_in_order(
    office: Office, cases: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, rows in (("SHORT_LIST", -1), ("TRIED_FIRST", 1), ("WALKED_AT_MOST", 2)):
        monkeypatch.setattr(f"engine.queries.history_hits.{name}", rows)

    assert keys(office, (Mark.PROCESS, "leave"), text="ขอลา") == [cases["waiting"], cases["decided"]]
    with office.engine.snapshot() as connection:
        chosen = HistoryFilter(marks=((Mark.PROCESS, "leave"),))
        first = search_history(connection, AUDITOR, chosen, limit=1)
        second = search_history(connection, AUDITOR, chosen, limit=1, after=first.next)
    assert [case.key for case in (*first.cases, *second.cases)] == [cases["waiting"], cases["decided"]]


def test_a_sample_tells_how_many_there_are_of_what_is_met_at_once(
    office: Office, cases: dict[str, int], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SHORT_LIST", -1), ("TELLING", 1), ("SAMPLES", (10**9,))):
        monkeypatch.setattr(f"engine.queries.history_hits.{name}", value)

    with office.engine.snapshot() as connection:
        found = search_history(connection, AUDITOR, HistoryFilter(text="ขอลา"), limit=1)
        monkeypatch.setattr("engine.queries.history_hits.TELLING", 100)
        unknown = search_history(connection, AUDITOR, HistoryFilter(text="ขอลา"), limit=1)

    assert [case.key for case in found.cases] == [cases["waiting"]]
    if not database.is_sqlite:  # which counts
        assert found.is_estimated
        assert found.total >= 2
        assert (unknown.total, unknown.is_more, unknown.is_estimated) == (1, True, False)


def test_a_period_bounds_what_is_walked_along(
    office: Office, clock: FixedClock, cases: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SHORT_LIST", "TRIED_FIRST", "WALKED_AT_MOST"):
        monkeypatch.setattr(f"engine.queries.history_hits.{name}", 1)
    yesterday = clock.now() - timedelta(days=1)

    assert keys(office, (Mark.PROCESS, "leave"), started_before=yesterday) == [cases["decided"]]


def test_of_many_hits_the_first_are_found_wherever_they_lie(
    office: Office, cases: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SORTED_AT_MOST", "SORTED_FOR_OTHERS", "WALKED_AT_MOST"):
        monkeypatch.setattr(f"engine.queries.history_hits.{name}", 1)

    assert keys(office, (Mark.PERSON, "malee")) == [cases["secret"], cases["decided"]]
    assert keys(office, (Mark.PERSON, "malee"), order=Order.OLDEST) == [cases["decided"], cases["secret"]]
    assert keys(office, by=person("malee")) == [cases["secret"], cases["decided"]]
