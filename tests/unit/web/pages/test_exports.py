"""Taking a case out of the system from its page: for whom, in which forms, and what the record keeps of it."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import sqlalchemy as sa

from engine.model.history_event import access_events
from tests.unit.web.pages.office import PagesOffice, open_task
from web.case_file.thai_lines import MAY_BREAK, breakable

VERAPDF = Path(__file__).parents[4] / ".cache" / "verapdf"
REASON = "ศาลขอเอกสารประกอบคดี"


def _finished(office: PagesOffice) -> int:
    case = office.start(purpose="ลาพักผ่อนที่น้ำตกแม่สา")
    somchai = office.visitor("somchai")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": "ทำงานมานาน", "__action": "complete"})
    return case


def _letters(text: str) -> str:
    """Leave out what stands above and below the line, which readers of PDF put in an order of their own."""
    return re.sub(r"[^\u0e01-\u0e2e\u0e40-\u0e44A-Za-z0-9]", "", text)


def _export(office: PagesOffice, case: int, kind: str, user: str = "malee", reason: str = REASON):
    return office.visitor(user).post(f"/cases/{case}/export", {"format": kind, "reason": reason})


def test_the_case_file_is_pdf_a_with_thai_that_can_be_read_and_searched(office: PagesOffice) -> None:
    case = _finished(office)

    answer = _export(office, case, "pdf")

    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data))
    for expected in ("ลาพักผ่อนที่", "ตกแม่สา", "งานมานาน", REASON, "พิจารณา", "ของ"):
        assert _letters(expected) in _letters(text)
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        metadata = pdf.open_metadata()
        ((name, attached),) = pdf.attachments.items()
        assert (name[-10:], attached.get_file().mime_type) == ("-proof.zip", "application/zip")
        assert zipfile.is_zipfile(io.BytesIO(attached.get_file().read_bytes()))
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Supplement"]
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert not pdf.is_encrypted
        fonts = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font for font in fonts)
        assert not [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/JavaScript"]


@pytest.mark.skipif(not VERAPDF.is_dir(), reason="veraPDF is not in .cache/verapdf; ./test puts it there with Java and Maven")
def test_verapdf_finds_nothing_against_the_case_file(office: PagesOffice, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(_export(office, _finished(office), "pdf").data)
    bad.write_bytes(good.read_bytes().replace(b"/AFRelationship", b"/NoRelationship"))

    # Compiled once only: most of a short run of Java would go into compiling better.
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{VERAPDF}:{VERAPDF}/*", "CheckPdfA", str(good), str(bad)]
    checked = subprocess.run(java, capture_output=True, check=True, text=True).stdout.splitlines()

    assert checked == ["good.pdf 3b compliant", "bad.pdf 3b broken: 6.8"]


def test_no_line_of_thai_ends_inside_a_cluster() -> None:
    text = breakable("คณะกรรมการการเลือกตั้งประจำจังหวัดเชียงใหม่ตรวจสอบแล้วเห็นควรรับเรื่องนี้ไว้พิจารณา")

    parts = text.split(MAY_BREAK)

    assert len(parts) > 8
    assert not [part for part in parts if part[0] in "ะัาำิีึืุู็่้๊๋์ๆ" or part[-1] in "เแโใไ"]


@pytest.mark.parametrize(
    ("kind", "beginning"), [("bundle", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("xes", b"<?xml"), ("ocel", b"{")]
)
def test_a_case_leaves_as_the_file_that_was_asked_for(office: PagesOffice, kind: str, beginning: bytes) -> None:
    answer = _export(office, office.start(purpose="ลา"), kind)

    assert answer.status_code == 200
    assert answer.data.startswith(beginning)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_record_keeps_who_took_a_case_out_and_why(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")

    answer = _export(office, case, "csv")

    with office.engine.reading() as connection:
        events = connection.execute(
            sa.select(access_events).where(access_events.c.process_instance_key == case).order_by(access_events.c.sequence)
        ).all()
    assert [(event.type, event.actor) for event in events] == [("CASE_EXPORTED", "malee"), ("FILE_PRODUCED", "malee")]
    assert hashlib.sha256(answer.data).hexdigest() in events[1].facts


def test_without_a_reason_nothing_leaves(office: PagesOffice) -> None:
    answer = _export(office, office.start(purpose="ลา"), "bundle", reason="ขอดู")

    assert answer.status_code == 302
    with office.engine.reading() as connection:
        assert not connection.execute(sa.select(access_events).where(access_events.c.type == "CASE_EXPORTED")).all()


def test_whoever_asked_for_a_secret_case_does_not_take_it_out(office: PagesOffice) -> None:
    case = office.start(purpose="เรื่องลับ", process_id="secret")

    assert _export(office, case, "bundle").status_code == 403
    assert "/export" not in office.visitor("malee").get(f"/cases/{case}").text
    assert zipfile.is_zipfile(io.BytesIO(_export(office, case, "bundle", "somchai").data))


def test_an_unknown_kind_of_file_is_refused(office: PagesOffice) -> None:
    assert _export(office, office.start(purpose="ลา"), "docx").status_code == 403
