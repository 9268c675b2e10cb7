"""What every page keeps to: tokens on forms, strict headers, nothing run that people wrote, errors that say what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.errors import DatabaseUnavailable
from tests.unit.web.pages.office import PagesOffice, open_task

HOSTILE = '"><script>alert(1)</script>'


def test_every_form_is_refused_without_the_sessions_token(office: PagesOffice) -> None:
    visitors = [office.visitor("malee"), office.visitor("operator")]
    routes = [
        rule
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.startswith("pages.") and "POST" in (rule.methods or ())
    ]

    for rule in routes:
        address = re.sub(r"<[^>]+>", "1", rule.rule)
        answers = [visitor.post(address, token="stolen").status_code for visitor in visitors]

        assert 400 in answers, rule.rule
        assert set(answers) <= {400, 403}, rule.rule
    assert len(routes) > 8


def test_no_page_allows_inline_scripts_or_styles(office: PagesOffice) -> None:
    visitor = office.visitor("malee")

    for address in ("/", "/start", "/start/leave", "/requests", "/notifications", "/nowhere"):
        answer = visitor.get(address)
        policy = answer.headers["Content-Security-Policy"]

        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=\"", answer.text)
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_people_write_is_never_run(office: PagesOffice) -> None:
    case = office.start(purpose=HOSTILE)
    visitor = office.visitor("somchai")
    task = open_task(visitor)
    visitor.post(f"/tasks/{task}/comment", {"text": HOSTILE})

    for address in ("/?tab=group", f"/tasks/{task}", f"/cases/{case}", f"/?q={HOSTILE}", f"/start?q={HOSTILE}"):
        page = visitor.get(address).text

        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("address", ["/nowhere", "/tasks/99999999999999999999999", "/cases/abc"])
def test_an_unknown_address_says_so_within_the_frame(office: PagesOffice, address: str) -> None:
    answer = office.visitor("malee").get(address)

    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.text
    assert "นางสาวมาลี" in answer.text


def test_what_is_not_there_and_what_is_hidden_look_the_same(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")
    stranger = office.visitor("stranger")

    hidden, missing = stranger.get(f"/cases/{case}"), stranger.get("/cases/1")

    assert (hidden.status_code, missing.status_code) == (403, 403)
    assert "ไม่มีข้อมูลที่ท่านมีสิทธิ์ดู" in hidden.text
    assert "ไม่มีข้อมูลที่ท่านมีสิทธิ์ดู" in missing.text


def test_a_database_that_is_away_is_said_kindly_and_comes_back(office: PagesOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = office.visitor("malee")

    @contextmanager
    def away() -> Iterator[None]:
        raise DatabaseUnavailable
        yield

    with monkeypatch.context() as patch:
        patch.setattr(office.engine.database, "reading", away)
        answer = visitor.get("/")

    assert answer.status_code == 503
    assert "ขณะนี้ระบบไม่ตอบสนอง" in answer.text
    assert visitor.get("/").status_code == 200


def test_an_unforeseen_error_shows_no_details(office: PagesOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pages.start.startable_processes", lambda *_: 1 / 0)

    answer = office.visitor("malee").get("/start")

    assert answer.status_code == 500
    assert "เกิดข้อผิดพลาด" in answer.text
    assert "ZeroDivision" not in answer.text


def test_a_request_that_is_too_large_says_what_to_do(office: PagesOffice) -> None:
    office.app.config["MAX_CONTENT_LENGTH"] = 1_000
    visitor = office.visitor("malee")

    answer = visitor.post("/start/leave", {"purpose": "ก" * 2_000})

    assert answer.status_code == 413
    assert "ใหญ่เกินไป" in answer.text
