"""A completed form, to read."""

from markupsafe import Markup

from tests.unit.forms.builders import document, field, form_of
from web.form_rendering import render_answers

OPTIONS = [{"value": "a", "label": "เอ", "label.en": "A"}, {"value": "b", "label": "บี"}]


def rows_of(form, data, **more):  # type: ignore[no-untyped-def]
    return [
        (row["key"]["text"], row["value"].get("html") or row["value"].get("text"))
        for row in render_answers(form, data, language=more.pop("language", "th"), **more)
    ]


def test_answers_are_written_as_people_read_them() -> None:
    form = form_of(
        field("radio", "kind", values=OPTIONS),
        field("checklist", "kinds", values=OPTIONS),
        field("datetime", "day"),
        field("datetime", "at", subtype="datetime"),
        field("number", "sum"),
        field("checkbox", "ok"),
        field("textfield", "empty"),
        field("textfield", "person", own={"mask": "national-id"}),
        field("textfield", "phone", own={"mask": "phone"}),
        field("textarea", "secret", own={"mask": "all"}),
        field("expression", "double", expression="=sum * 2"),
    )
    data = {
        "kind": "a", "kinds": ["a", "b"], "day": "2024-05-17", "at": "2024-05-17T09:30:00+07:00", "sum": 1250, "ok": False,
        "person": "1999900001010", "phone": "0812345678", "secret": "ชื่อพยาน", "double": 2500,
    }  # fmt: skip

    assert rows_of(form, data) == [
        ("kind", "เอ"),
        ("kinds", "เอ, บี"),
        ("day", "17 พ.ค. 2567"),
        ("at", "17 พ.ค. 2567 09:30 น."),
        ("sum", "1,250"),
        ("ok", "ไม่ใช่"),
        ("empty", "ไม่ได้ระบุ"),
        ("person", "x-xxxx-xxxxx-01-0"),
        ("phone", "xxxxxx5678"),
        ("secret", "ปกปิดข้อมูล"),
        ("double", "2500"),
    ]


def test_a_calculated_date_is_read_as_a_date() -> None:
    form = form_of(field("expression", "day", expression='="2027-05-09"'), field("textfield", "code"))

    assert rows_of(form, {"day": "2027-05-09", "code": "2027-05-09"}) == [
        ("day", "วันอาทิตย์ที่ 9 พฤษภาคม 2570 (ค.ศ. 2027)"),
        ("code", "2027-05-09"),
    ]


def test_answers_follow_the_language() -> None:
    form = form_of(
        field("radio", label="ชนิด", values=OPTIONS, own={"label.en": "Kind"}), field("datetime", "at", subtype="datetime")
    )

    assert rows_of(form, {"x": "a", "at": "2024-05-17T09:30:00+07:00"}, language="en") == [
        ("Kind", "A"),
        ("at", "17 May 2024, 09:30"),
    ]


def test_options_of_the_case_give_their_labels() -> None:
    form = form_of(field("select", "province", valuesKey="provinces"))

    assert rows_of(form, {"province": "50"}, variables={"provinces": [{"value": "50", "label": "เชียงใหม่"}]}) == [
        ("province", "เชียงใหม่")
    ]


def test_hidden_fields_are_left_out_and_files_are_links() -> None:
    form = form_of(field("textfield", "why", conditional={"hide": "=kind = null"}), field("filepicker", "files", multiple=True))

    rows = rows_of(
        form,
        {"files": [document("<x>.pdf", size=2_500_000)]},
        document_url=lambda reference: f"/papers/{reference['documentId']}",
    )

    assert rows == [("files", Markup('<a class="govuk-link" href="/papers/d1">&lt;x&gt;.pdf</a> (2.5 MB)'))]


def test_rows_are_named_by_their_list() -> None:
    form = form_of(
        {"type": "dynamiclist", "id": "L", "path": "w", "label": "พยาน", "components": [field("textfield", "name", label="ชื่อ")]}
    )

    assert rows_of(form, {"w": [{"name": "ก"}, {"name": "ข"}]}) == [("พยาน 1: ชื่อ", "ก"), ("พยาน 2: ชื่อ", "ข")]
    assert rows_of(form, {"w": []}) == [("พยาน", "ไม่มีรายการ")]
