"""How the library's documents are written and its evidence is sealed."""

from datetime import UTC, datetime

from processes.letter import Letter, render
from processes.sealing import documents_in, seal
from processes.thai_writing import in_thai_digits, long_date, masked_national_id

AT = datetime(2024, 5, 16, 18, 0, tzinfo=UTC)
PHOTO = {"documentId": "a", "contentHash": "11", "metadata": {"fileName": "photo.jpg", "size": 3}}


def test_official_dates_are_in_thai_digits_bangkok_time_and_the_buddhist_era() -> None:
    assert long_date(AT) == "๑๗ พฤษภาคม ๒๕๖๗"


def test_words_with_latin_letters_keep_their_digits() -> None:
    assert in_thai_digits("เรื่อง INS03-2570-50-00012 ที่ 12/2570") == "เรื่อง INS03-2570-50-00012 ที่ ๑๒/๒๕๗๐"


def test_a_masked_national_id_shows_its_last_three_digits() -> None:
    assert masked_national_id("1999900001010") == "x-xxxx-xxxxx-01-0"
    assert masked_national_id("19999") == "x-xxxx-xxxxx-xx-x"


def test_whatever_a_letter_says_is_escaped() -> None:
    page = render(Letter("<b>คำสั่ง", "<script>", AT, facts=[("<i>", "<u>")], paragraphs=("<img>",), signature=("<a>",))).decode()

    assert not any(tag in page for tag in ("<b>", "<script>", "<i>", "<u>", "<img>", "<a>"))


def test_empty_facts_and_paragraphs_leave_no_trace() -> None:
    page = render(Letter("คำสั่ง", "เรื่อง", AT, facts=[("ว่าง", "")], paragraphs=("",))).decode()

    assert "ว่าง" not in page
    assert "<p></p>" not in page


def test_a_seal_changes_with_any_file() -> None:
    first = seal([PHOTO], "report", AT)
    altered = seal([{**PHOTO, "contentHash": "12"}], "report", AT)

    assert first["sha256"] == seal([PHOTO], "report", AT)["sha256"]
    assert first["sha256"] != altered["sha256"]
    assert first["items"] == [{"documentId": "a", "name": "photo.jpg", "sha256": "11", "size": 3}]


def test_documents_are_found_wherever_they_lie_and_once() -> None:
    other = {**PHOTO, "documentId": "b"}

    assert documents_in([{"files": [PHOTO]}, None, {"inner": {"file": other}}, PHOTO]) == [PHOTO, other]
