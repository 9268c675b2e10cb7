"""Whoever was given a file can ask on a public page whether it came from here, and learns nothing else."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
import sqlalchemy as sa

from app.settings import SettingsInvalid, read_settings
from engine.model.exported_file import exported_files, shown_code
from engine.model.process_instance import process_instances
from web.case_file.paper import Paper
from web.pages import verification
from web.rate_limit import RateLimit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.web.pages.office import PagesOffice

REASON = "ศาลขอเอกสารประกอบคดี"
SAME, KNOWN = "ไฟล์นี้ออกจากระบบนี้และไม่ถูกแก้ไข", "รหัสนี้ออกโดยระบบนี้"
DIFFERENT, UNKNOWN = "ไม่ใช่ไฟล์ที่ระบบนี้ออกให้", "ระบบนี้ไม่รู้จักรหัสหรือไฟล์นี้"


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test ask as often as it likes."""
    monkeypatch.setattr(verification, "QUESTIONS", RateLimit(100))
    monkeypatch.setattr(verification, "UPLOADS", RateLimit(100))


def _export(office: PagesOffice, kind: str = "pdf", user: str = "malee") -> tuple[int, bytes]:
    case = office.start(purpose="ลาพักผ่อนที่น้ำตกแม่สา")
    answer = office.visitor(user).post(f"/cases/{case}/export", {"format": kind, "reason": REASON})
    assert answer.status_code == 200
    return case, answer.data


def _code(office: PagesOffice) -> str:
    with office.engine.reading() as connection:
        return shown_code(connection.execute(sa.select(exported_files.c.code)).scalars().first())


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what the QR codes of this test hold."""
    held: list[str] = []
    monkeypatch.setattr(Paper, "qr_code", lambda _self, content, *_place: held.append(content))
    return held


def test_the_qr_code_leads_to_a_page_that_knows_the_case_file(office: PagesOffice, addresses: list[str]) -> None:
    case, _ = _export(office)

    (address,) = addresses
    parts = urlsplit(address)
    page = office.visitor().get(f"{parts.path}?{parts.query}")

    told = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path == f"/verify/{_code(office)}"
    assert page.status_code == 200
    assert KNOWN in page.text
    assert told["head"] in page.text
    with office.engine.reading() as connection:
        row = connection.execute(sa.select(process_instances).where(process_instances.c.key == case)).one()
    assert (told["head"], told["events"]) == (row.history_head, str(row.history_length))


def test_the_page_tells_nothing_about_people_or_what_the_case_is_about(office: PagesOffice, addresses: list[str]) -> None:
    _export(office)

    page = office.visitor().get(urlsplit(addresses[0])._replace(scheme="", netloc="").geturl()).text

    for secret in ("มาลี", "malee", "น้ำตก", REASON, "ลาพัก", "/cases/"):
        assert secret not in page


@pytest.mark.parametrize(("name", "value"), [("head", "ab" * 32), ("events", "999"), ("number", "INS01-2569-50-99999")])
def test_a_paper_that_tells_something_else_than_was_made_is_called_another_file(
    office: PagesOffice, addresses: list[str], name: str, value: str
) -> None:
    _export(office)
    parts = urlsplit(addresses[0])
    told = {**{key: values[0] for key, values in parse_qs(parts.query).items()}, name: value}

    page = office.visitor().get(parts.path, query_string=told)

    assert DIFFERENT in page.text
    assert KNOWN not in page.text
    assert ">INS01-2569-50-99999<" not in page.text


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "junk", "00" * 32, "%2e%2e", "ก" * 16])
def test_an_unknown_code_is_said_plainly(office: PagesOffice, code: str) -> None:
    _export(office)

    page = office.visitor().get(f"/verify/{code}")

    assert page.status_code == 404
    assert UNKNOWN in page.text


@pytest.mark.parametrize("kind", ["pdf", "bundle", "csv", "xlsx", "xes", "ocel"])
def test_every_file_is_known_by_its_bytes(office: PagesOffice, kind: str) -> None:
    _, data = _export(office, kind)
    anybody = office.visitor()

    same = anybody.post("/verify/files", {"file": (io.BytesIO(data), "สำนวน")}, follow_redirects=True)
    other = anybody.post("/verify/files", {"file": (io.BytesIO(data + b" "), "สำนวน")}, follow_redirects=True)

    assert SAME in same.text
    assert hashlib.sha256(data).hexdigest() in same.text
    assert UNKNOWN in other.text


def test_a_changed_file_under_a_good_code_is_called_another_file(office: PagesOffice) -> None:
    _, data = _export(office)
    given = {"file": (io.BytesIO(data.replace(b"%%EOF", b"%%EOG")), "a.pdf"), "code": _code(office).lower()}

    page = office.visitor().post("/verify/files", given, follow_redirects=True)

    assert DIFFERENT in page.text


def test_what_a_case_file_encloses_is_known_and_proves_itself_without_this_system(office: PagesOffice, tmp_path: Path) -> None:
    _, data = _export(office)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        ((name, attached),) = pdf.attachments.items()
        proof = attached.get_file().read_bytes()
    given = {"file": (io.BytesIO(proof), name), "code": _code(office)}

    page = office.visitor().post("/verify/files", given, follow_redirects=True)
    verifier, bundle = tmp_path / "verifier.py", tmp_path / "proof.zip"
    verifier.write_bytes(office.visitor().get("/verify/standalone_verifier.py").data)
    bundle.write_bytes(proof)
    checked = subprocess.run([sys.executable, str(verifier), str(bundle)], capture_output=True, check=False, text=True)

    assert name.endswith("-proof.zip")
    assert SAME in page.text
    # The office of these tests has no key, which the verifier must not pass over; everything else holds.
    assert [line for line in checked.stdout.splitlines() if "manifest forged" not in line] == []
    assert "ลาพักผ่อน" not in proof.decode("utf-8", "replace")


def test_asking_too_often_is_refused_for_a_while(office: PagesOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "QUESTIONS", RateLimit(2))
    anybody = office.visitor()

    answers = [anybody.get("/verify/AAAA-BBBB-CCCC-DDDD").status_code for _ in range(3)]

    assert answers == [404, 404, 429]


def test_a_minute_later_an_address_may_ask_again() -> None:
    now = [0.0]
    limit = RateLimit(1, ticks=lambda: now[0])

    first, second = limit.lets_through("a"), limit.lets_through("a")
    other = limit.lets_through("b")
    now[0] = 61.0

    assert (first, second, other, limit.lets_through("a")) == (True, False, True, True)


def test_a_key_that_is_not_ours_is_not_handed_out(office: PagesOffice) -> None:
    assert office.visitor().get("/verify/keys/0123456789abcdef.pem").status_code == 404


def test_a_public_address_begins_with_its_scheme() -> None:
    assert read_settings({"ANUMAT_PUBLIC_URL": "https://cases.example.org/"}).public_url == "https://cases.example.org"
    with pytest.raises(SettingsInvalid, match="ANUMAT_PUBLIC_URL"):
        read_settings({"ANUMAT_PUBLIC_URL": "cases.example.org"})
