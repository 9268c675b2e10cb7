"""Signing in and out: back to where one wanted to go, never elsewhere, and not by guessing."""

import re

import pytest

from engine.identity.throttle import WRONG_TRIES
from tests.unit.web.pages.office import PagesOffice


def test_a_stranger_signs_in_and_comes_back_to_the_page(office: PagesOffice) -> None:
    visitor = office.visitor()
    answer = visitor.get("/start?q=x")
    assert answer.location == "/sign-in?next=/start?q%3Dx"

    signed_in = visitor.post("/sign-in", {"user_name": "malee", "password": "malee", "next": "/start?q=x"})

    assert signed_in.location == "/start?q=x"
    assert visitor.get("/start").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "/ /evil",
    ],
)
def test_nobody_is_sent_to_another_site(office: PagesOffice, address: str) -> None:
    visitor = office.visitor()

    answer = visitor.post("/sign-in", {"user_name": "malee", "password": "malee", "next": address})

    assert answer.location == "/"
    assert visitor.get("/language/en", query_string={"next": address}).location == "/"


def test_a_wrong_password_keeps_the_name(office: PagesOffice) -> None:
    answer = office.visitor().post("/sign-in", {"user_name": "malee", "password": "wrong"})

    assert answer.status_code == 401
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.text
    assert 'value="malee"' in answer.text


def test_guessing_passwords_has_to_wait(office: PagesOffice) -> None:
    visitor = office.visitor()
    for _ in range(WRONG_TRIES):
        visitor.post("/sign-in", {"user_name": "malee", "password": "wrong"})

    assert visitor.post("/sign-in", {"user_name": "malee", "password": "malee"}).status_code == 429
    assert visitor.post("/sign-in", {"user_name": "somchai", "password": "somchai"}).status_code == 302


def test_signing_out_ends_the_session_and_keeps_the_language(office: PagesOffice) -> None:
    visitor = office.visitor("malee")
    visitor.get("/language/en")

    visitor.post("/sign-out")

    assert visitor.get("/").status_code == 302
    assert "Sign in" in visitor.get("/sign-in").text


def test_switching_the_language_keeps_the_page(office: PagesOffice) -> None:
    visitor = office.visitor("malee")
    page = visitor.get("/?tab=group").text
    assert "/language/en?next=%2F%3Ftab%3Dgroup" in page

    answer = visitor.get("/language/en?next=/%3Ftab%3Dgroup")

    assert answer.location == "/?tab=group"
    assert '<html lang="en"' in visitor.get("/?tab=group").text


def test_thai_digits_stay_until_arabic_ones_are_chosen_again(office: PagesOffice) -> None:
    case_key = office.start(purpose="ไปเชียงใหม่")
    visitor = office.visitor("malee")
    case = f"/cases/{case_key}"

    visitor.get("/digits/thai?next=/")
    with_thai_digits = visitor.get(case).text
    visitor.get("/digits/arabic?next=/")
    with_arabic_digits = visitor.get(case).text

    assert re.search(r"[๑-๙] [ก-ฮ.]+ ๒๕[๐-๙]{2}", with_thai_digits)
    assert not re.search(r"[๐-๙]{4}", with_arabic_digits)
    assert re.search(r"[1-9] [ก-ฮ.]+ 25[0-9]{2}", with_arabic_digits)


def test_the_demos_accounts_are_offered_only_by_a_demo(office: PagesOffice) -> None:
    assert "ระบบสาธิต" not in office.visitor().get("/sign-in").text


def test_a_form_sent_after_the_session_was_lost_comes_back_with_what_was_typed(office: PagesOffice) -> None:
    answer = office.visitor().post("/start/leave", {"purpose": "ลาพักผ่อน"})

    assert answer.location == "/sign-in?next=/start/leave?resume%3D1"
    assert "ข้อมูลที่กรอกไว้ยังอยู่ในอุปกรณ์นี้" in office.visitor().get(answer.location).text


def test_a_partial_update_after_the_session_was_lost_opens_the_sign_in_page(office: PagesOffice) -> None:
    answer = office.visitor().get("/?q=x", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith("/sign-in")
