"""What a search finds, and a case, leave the system over pages and REST alike: for whom, bounded, with a reason, on the record."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from lxml import etree

from engine.commands.indexing import Indexing
from engine.errors import RequestInvalid
from engine.history.xes import NAMESPACE
from engine.model.checkpoint import ChainKind
from engine.model.exported_file import exported_files
from engine.queries.history_filter import HistoryFilter
from engine.queries.matching_cases import matching_cases
from engine.store.history_reading import events_of

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.unit.web.pages.office import PagesOffice

REASON = "รายงานประจำปีต่อคณะกรรมการ"


@pytest.fixture
def cases(office: PagesOffice) -> list[int]:
    """Start three cases that can be found."""
    found = [office.start(purpose=purpose) for purpose in ("ลาพักผ่อน", "ลาป่วย")] + [
        office.start(process_id="signed", purpose="ลงนาม")
    ]
    Indexing(office.engine).run()
    return found


def _rest(office: PagesOffice, path: str, body: dict[str, Any], user: str = "auditor") -> TestResponse:
    credentials = base64.b64encode(f"{user}:{user}".encode()).decode()
    return office.app.test_client().post(f"/v2{path}", json=body, headers={"Authorization": f"Basic {credentials}"})


def _page(office: PagesOffice, kind: str, user: str = "auditor", reason: str = REASON, **fields: str) -> TestResponse:
    return office.visitor(user).post("/history/export", {"format": kind, "reason": reason, **fields})


def _keys(data: bytes) -> set[str]:
    _, *rows, _notice = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return {row[1] for row in rows}


def _records(office: PagesOffice, key: int = 0) -> list[tuple[str, dict[str, Any]]]:
    with office.engine.reading() as connection:
        events = events_of(connection, ChainKind.ACCESS, [key]).get(key, [])
    return [(event.type, json.loads(event.payload)) for event in events if event.type in {"CASE_EXPORTED", "FILE_PRODUCED"}]


def test_page_and_rest_give_the_cases_that_the_search_finds(office: PagesOffice, cases: list[int]) -> None:
    on_page = _page(office, "csv", process="leave")
    over_rest = _rest(
        office,
        "/process-instances/export",
        {"format": "csv", "reason": REASON, "filter": {"processDefinitionId": "leave", "startedFrom": "2026-11-22"}},
    )

    assert over_rest.status_code == 200
    assert _keys(on_page.data) == _keys(over_rest.data) == {str(key) for key in cases[:2]}
    assert over_rest.data.decode("utf-8-sig").splitlines()[-1].startswith("สำเนาของ นางผู้สอบ ทาน")


def test_each_export_of_a_search_is_on_the_record_with_what_was_asked_and_its_hash(
    office: PagesOffice, cases: list[int]
) -> None:
    answer = _page(office, "csv", process="leave")

    (asked, told), (made, file) = _records(office)
    assert (asked, made) == ("CASE_EXPORTED", "FILE_PRODUCED")
    assert (told["reason"], told["search"], told["cases"]) == (REASON, {"process": "leave"}, 2)
    assert file["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert told["code"] == file["code"] == answer.headers["X-Anumat-Code"]
    assert answer.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(file['sha256'])).decode()}:"
    assert int(answer.headers["Content-Length"]) == file["size"] == len(answer.data)


@pytest.mark.parametrize("kind", ["xlsx", "xes", "ocel"])
def test_the_other_kinds_hold_the_same_cases_and_say_whose_copy_they_are(
    office: PagesOffice, cases: list[int], kind: str
) -> None:
    data = _rest(office, "/process-instances/export", {"format": kind, "reason": REASON, "filter": {}}).data

    if kind == "xlsx":
        sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
        assert all(str(key) in sheet for key in cases)
        assert "สำเนาของ นางผู้สอบ ทาน" in sheet
    elif kind == "xes":
        log = etree.fromstring(data)
        assert len(log.findall(f"{{{NAMESPACE}}}trace")) == len(cases)
        assert "สำเนาของ นางผู้สอบ ทาน" in log.find(f"{{{NAMESPACE}}}string[@key='copy']").get("value")
    else:
        log = json.loads(data)
        assert sum(each["type"] == "case" for each in log["objects"]) == len(cases)
        assert log["anumat:copy"].startswith("สำเนาของ นางผู้สอบ ทาน")


def test_more_cases_than_one_file_holds_are_refused_and_the_bound_is_said(
    office: PagesOffice, cases: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.search_exports.matching_cases", lambda *given: matching_cases(*given, most=2))

    over_rest = _rest(office, "/process-instances/export", {"format": "csv", "reason": REASON})
    on_page = office.visitor("auditor")
    on_page.post("/history/export", {"format": "csv", "reason": REASON})

    assert over_rest.status_code == 400
    assert "more than 2 cases" in over_rest.json["detail"]
    assert "หนึ่งไฟล์มีได้ไม่เกิน 100,000 เรื่อง" in on_page.get("/history").text
    assert _records(office) == []


def test_what_cannot_be_searched_for_is_named(office: PagesOffice, cases: list[int]) -> None:
    for asked, name in (({"person": "ไม่มีใคร"}, "person"), ({"startedFrom": "yesterday"}, "from"), ({"color": "red"}, "color")):
        answer = _rest(office, "/process-instances/export", {"format": "csv", "reason": REASON, "filter": asked})

        assert answer.status_code == 400
        assert name in answer.json["detail"]


@pytest.mark.parametrize("user", ["malee", "operator"])
def test_only_an_auditor_takes_many_cases_out(office: PagesOffice, cases: list[int], user: str) -> None:
    assert _rest(office, "/process-instances/export", {"format": "csv", "reason": REASON}, user).status_code == 403
    assert _page(office, "csv", user).status_code == 403
    assert "นำผลการค้นหาออก" not in office.visitor(user).get("/history").text
    assert _records(office) == []


def test_without_a_reason_or_as_an_unknown_kind_nothing_leaves(office: PagesOffice, cases: list[int]) -> None:
    key = cases[0]

    answers = [
        _rest(office, "/process-instances/export", {"format": "csv", "reason": "ขอดู"}),
        _rest(office, "/process-instances/export", {"format": "pdf", "reason": REASON}),
        _rest(office, f"/process-instances/{key}/export", {"format": "pdf"}),
        _rest(office, f"/process-instances/{key}/export", {"format": "docx", "reason": REASON}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert _page(office, "csv", reason="ขอดู").status_code == 302
    with office.engine.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(exported_files)).scalar_one() == 0


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [("pdf", b"%PDF"), ("bundle", b"PK"), ("proof", b"PK"), ("csv", b"\xef\xbb\xbf"), ("xes", b"<?xml"), ("ocel", b"{")],
)
def test_a_case_leaves_over_rest_as_from_its_page(office: PagesOffice, cases: list[int], kind: str, beginning: bytes) -> None:
    answer = _rest(office, f"/process-instances/{cases[0]}/export", {"format": kind, "reason": REASON}, "malee")

    assert answer.status_code == 200
    assert answer.data.startswith(beginning)
    assert [event for event, _ in _records(office, cases[0])] == ["CASE_EXPORTED", "FILE_PRODUCED"]
    assert office.visitor().get(f"/verify?sha256={hashlib.sha256(answer.data).hexdigest()}").status_code == 200


def test_somebody_else_and_who_asked_for_a_secret_case_get_no_file_over_rest(office: PagesOffice, cases: list[int]) -> None:
    secret = office.start(purpose="เรื่องลับ", process_id="secret")
    body = {"format": "bundle", "reason": REASON}

    refused = [
        _rest(office, f"/process-instances/{cases[0]}/export", body, "stranger"),
        _rest(office, f"/process-instances/{secret}/export", body, "malee"),
        _rest(office, "/process-instances/1/export", body, "stranger"),
    ]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert _rest(office, f"/process-instances/{secret}/export", body, "somchai").status_code == 200


def test_the_keys_of_a_search_come_in_order_and_bounded(office: PagesOffice, cases: list[int]) -> None:
    auditor = office.actor("auditor")

    with office.engine.reading() as connection:
        everything = matching_cases(connection, auditor, HistoryFilter())
        with pytest.raises(RequestInvalid, match="more than 1 cases"):
            matching_cases(connection, auditor, HistoryFilter(), most=1)

    assert everything == sorted(cases)


def test_the_access_log_shows_what_was_taken_out_and_not_how_the_office_was_furnished(
    office: PagesOffice, cases: list[int]
) -> None:
    _page(office, "csv", process="leave")
    auditor = office.visitor("auditor")

    usual, everything = auditor.get("/history/access").text, auditor.get("/history/access?kind=all").text

    assert REASON in usual
    assert REASON in everything
    assert "malee" not in usual.split('<ol class="an-timeline">')[1]
    assert "CreateUser" in everything
